"""What a sweep says: the tables of the contract, against arithmetic done here."""

import json
import math
import os
import unittest
from fractions import Fraction as F

import reference as ref
from harness import CSV_DATA, XOR_DATA, Case, Raw, bits, csv_text, f32, finite, integer, num, spec, wilson

SE = "uniform(-0.05, 0.05)"
PARAMETERS = ["hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "output.weight.0", "output.bias"]
DEEP = ["hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "hidden.1.weight.0", "hidden.1.bias",
        "output.weight.0", "output.bias"]
COUNTS = ["networks", "diverged", "born_dead", "born_inactive", "born_always_on", "dead", "died", "transient",
          "revived", "inactive", "always_on", "solved"]
AFTER = ["dead_fraction", "dead_low", "dead_high", "born_dead_fraction", "born_dead_low", "born_dead_high",
         "died_fraction", "died_low", "died_high", "born_dead_theory", "train_accuracy_mean", "train_accuracy_sd",
         "test_accuracy_mean", "test_accuracy_sd", "train_loss_mean", "digest"]
FLAGS = ["born_dead", "dead", "died", "transient", "revived", "inactive", "always_on", "diverged"]
IRIS_BASE = {"data": CSV_DATA, "weight_init": SE, "output_weight_init": SE}
GOLDEN_X = [(1, 2), (2, 1), (3, 4), (4, 2), (1, 1)]
GOLDEN_Y = [1, 0, 1, 0, 0]
GOLDEN_CSV = csv_text([(a, b, y) for (a, b), y in zip(GOLDEN_X, GOLDEN_Y)])
START = {"weight_init": "values(0.3, -0.1)", "bias_init": "values(0.05)", "output_weight_init": "values(0.7)",
         "output_bias_init": "values(-0.2)"}
DEAD_START = {"weight_init": "values(-0.3, -0.2)", "bias_init": "values(-0.1)", "output_weight_init": "values(0.5)",
              "output_bias_init": "values(0.02)"}


def columns_after_cell(case, columns, counts=COUNTS + AFTER):
    """The part of a cells header behind the varied keys."""
    case.assertEqual(columns[0], "cell")
    case.assertIn("networks", columns)
    tail = columns[columns.index("networks"):]
    case.assertEqual(tail, counts)
    return columns[1:columns.index("networks")]


def init_of(row, names=PARAMETERS):
    return [num(row["init." + n]) for n in names]


def final_of(row, names=PARAMETERS):
    return [num(row["final." + n]) for n in names]


class TestReference(unittest.TestCase):
    """The yardstick itself, against the numbers of the science note (needs no program)."""

    def test_exact_probabilities(self):
        table = [([(1, 1)], F(1, 2), F(1, 2)), ([(1, 0), (0, 1)], F(1, 4), F(1, 3)),
                 ([(1, 1), (2, 2)], F(1, 2), F(29, 64)), ([(2, 1), (1, 2), (3, 3)], F(3, 8), F(55, 144)),
                 ([(0, 0), (0, 1), (1, 0), (1, 1)], F(1, 4), F(13, 48)),
                 ([(1, 1), (1, 2), (2, 1), (2, 2)], F(3, 8), F(73, 192)),
                 ([(-1, -1), (-1, 1), (1, -1), (1, 1)], F(0), F(1, 12)), (ref.IRIS_X, F(1315, 2788), None)]
        for rows, square, box in table:
            self.assertEqual(ref.born_dead_square(rows), square)
            if box is not None:
                self.assertEqual(ref.born_dead_box(rows), box)
        self.assertAlmostEqual(float(ref.born_dead_box(ref.IRIS_X)), .461843, 6)
        self.assertAlmostEqual(ref.born_dead_gaussian(ref.IRIS_X), .455733, 6)
        self.assertAlmostEqual(ref.born_dead_isotropic(ref.IRIS_X), .468072, 6)

    def test_trainer(self):
        for got in (ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, epochs=500).final,
                    ref.train_fast((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, None, .1, 500).final):
            for g, w in zip(got, (-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281)):
                self.assertAlmostEqual(g, w, 10)

    def test_decay_revives_at_322(self):
        t = ref.train((-.3, -.2, .1, .5, .1), [(1, 1), (2, 1), (1, 3)], [0, 1, 0], epochs=330, decay=.05,
                      decay_biases=False)
        self.assertEqual(t.states.index(False), 322)


class TestCellsTable(Case):
    """One sweep looked at from every side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = spec(IRIS_BASE | {"epochs": 60, "lr": 0.5},
                    grid={"activation": ["relu", "leaky_relu(0.01)"], "preprocess": ["none", "standard_scaler"]},
                    networks_per_cell=300, seed=7, keep="all")
        cls.result = cls.sweep(cls.shared, text, data=ref.IRIS_CSV)
        cls.table = cls.cells(cls.result)
        cls.nets = cls.networks(cls.result)

    def test_columns_and_order(self):
        self.assertEqual(columns_after_cell(self, self.table.columns), ["activation", "preprocess"])

    def test_four_cells_numbered_from_0(self):
        self.assertEqual([integer(c) for c in self.table.column("cell")], [0, 1, 2, 3])

    def test_counts_are_integers_within_range(self):
        for row in self.table:
            for name in COUNTS:
                self.assertTrue(0 <= integer(row[name]) <= 300, (name, row[name]))
            self.assertEqual(integer(row["networks"]), 300)

    def test_dead_is_born_dead_plus_died_minus_revived(self):
        for row in self.table:
            c = {k: integer(row[k]) for k in COUNTS}
            if c["diverged"] == 0:
                self.assertEqual(c["dead"], c["born_dead"] + c["died"] - c["revived"])
            self.assertLessEqual(c["dead"], c["inactive"])
            self.assertLessEqual(c["born_dead"], c["born_inactive"])

    def test_leaky_is_never_dead_but_may_be_inactive(self):
        for row in self.table:
            if row["activation"].startswith("leaky"):
                for name in ("born_dead", "dead", "died", "transient", "revived"):
                    self.assertEqual(integer(row[name]), 0, name)
        raw_leaky = [r for r in self.table if r["activation"].startswith("leaky") and r["preprocess"] == "none"][0]
        self.assertGreater(integer(raw_leaky["born_inactive"]), 100)

    def test_relu_inactive_is_dead(self):
        for row in self.table:
            if row["activation"] == "relu":
                self.assertEqual(integer(row["inactive"]), integer(row["dead"]))
                self.assertEqual(integer(row["born_inactive"]), integer(row["born_dead"]))

    def test_fractions_and_wilson(self):
        for row in self.table:
            n, bad = integer(row["networks"]), integer(row["diverged"])
            for name, total in (("dead", n - bad), ("born_dead", n), ("died", n - bad)):
                k = integer(row[name])
                self.close(num(row[name + "_fraction"]), k / total, 1e-12, 1e-15, name)
                low, high = wilson(k, total)
                # 1.96 for 1.959964 is accepted
                self.close(num(row[name + "_low"]), low, 0, 4e-6, name)
                self.close(num(row[name + "_high"]), high, 0, 4e-6, name)
                self.assertTrue(0 <= num(row[name + "_low"]) <= k / total <= num(row[name + "_high"]) <= 1)

    def test_theory(self):
        for row in self.table:
            theory = num(row["born_dead_theory"])
            if row["activation"] == "relu":
                want = 0.0 if row["preprocess"] != "none" else 1315 / 2788
                self.close(theory, want, 0, 1e-5)
            else:   # never dead: 0 or nothing
                self.assertIn(theory, (0.0, None))

    def test_test_columns_are_empty_without_test_rows(self):
        for row in self.table:
            self.assertEqual((row["test_accuracy_mean"], row["test_accuracy_sd"]), ("", ""))
        for row in self.nets:
            self.assertEqual(row["test_correct"], "")

    def test_digest_is_16_hex_digits(self):
        for row in self.table:
            self.assertRegex(row["digest"], r"\A[0-9a-f]{16}\Z")
        self.assertEqual(len(set(self.table.column("digest"))), 4)

    def test_network_columns(self):
        want = (["cell", "network"] + ["init." + p for p in PARAMETERS] + ["final." + p for p in PARAMETERS] + FLAGS
                + ["death_epoch", "train_correct", "test_correct", "train_loss"])
        self.assertEqual(self.nets.columns, want)

    def test_networks_are_numbered(self):
        got = [(integer(r["cell"]), integer(r["network"])) for r in self.nets]
        self.assertEqual(got, [(c, n) for c in range(4) for n in range(300)])

    def test_flags_are_0_or_1(self):
        for r in self.nets:
            for f in FLAGS:
                self.assertIn(r[f], ("0", "1"), f)

    def test_counts_are_sums_of_flags(self):
        for row in self.table:
            mine = [r for r in self.nets if r["cell"] == row["cell"]]
            for f in FLAGS:
                self.assertEqual(sum(r[f] == "1" for r in mine), integer(row[f]), f)
            self.assertEqual(sum(r["train_correct"] == "100" for r in mine), integer(row["solved"]))

    def test_flags_are_consistent(self):
        for r in self.nets:
            b, d = r["born_dead"] == "1", r["dead"] == "1"
            self.assertEqual(r["died"] == "1", d and not b)
            self.assertEqual(r["revived"] == "1", b and not d)
            self.assertFalse(r["transient"] == "1" and (b or d))
            self.assertFalse(r["always_on"] == "1" and r["inactive"] == "1")
            self.assertEqual(r["death_epoch"] == "", not d)
            if b and d:
                self.assertEqual(r["death_epoch"], "0")
            if r["died"] == "1":
                self.assertTrue(1 <= integer(r["death_epoch"]) <= 60)

    def test_flags_follow_from_the_parameters(self):
        """born_dead from init.*, dead, inactive, always_on and the counts from final.*, computed here."""
        scaled = ref.standardise(ref.IRIS_X)
        raw = [(float(a), float(b)) for a, b in ref.IRIS_X]
        for r in self.nets:
            row = self.table[integer(r["cell"])]
            rows = raw if row["preprocess"] == "none" else scaled
            relu = row["activation"] == "relu"
            for flag, (w1, w2, b, v, c) in (("born_dead", init_of(r)), ("dead", final_of(r))):
                z = [w1 * x + w2 * y + b for x, y in rows]
                if abs(max(z)) > 1e-5:
                    self.assertEqual(r[flag] == "1", relu and max(z) <= 0)
            if abs(max(z)) > 1e-5 and abs(min(z)) > 1e-5:
                self.assertEqual(r["inactive"] == "1", max(z) <= 0)
                self.assertEqual(r["always_on"] == "1", min(z) > 0)
            o = [v * (q if q > 0 else 0 if relu else .01 * q) + c for q in z]
            if min(abs(q) for q in o) > 1e-5:
                self.assertEqual(integer(r["train_correct"]), sum((q >= 0) == (y == 1) for q, y in zip(o, ref.IRIS_Y)))
            self.close(num(r["train_loss"]), math.fsum(ref.bce(q, y) for q, y in zip(o, ref.IRIS_Y)) / 100, 1e-4, 1e-6)

    def test_means_and_sds(self):
        for row in self.table:
            mine = [r for r in self.nets if r["cell"] == row["cell"]]
            a = [integer(r["train_correct"]) / 100 for r in mine]
            m = math.fsum(a) / len(a)
            self.close(num(row["train_accuracy_mean"]), m, 1e-9)
            sd = math.sqrt(math.fsum((x - m) ** 2 for x in a) / (len(a) - 1))
            self.close(num(row["train_accuracy_sd"]), sd, 1e-6, 1e-9)
            self.close(num(row["train_loss_mean"]), math.fsum(num(r["train_loss"]) for r in mine) / len(mine), 1e-5)

    def test_paired_across_cells(self):
        """Network 17 starts alike in every cell: to the bit."""
        first = [r for r in self.nets if r["cell"] == "0"]
        for k in ("1", "2", "3"):
            other = [r for r in self.nets if r["cell"] == k]
            for a, b in zip(first, other):
                for p in PARAMETERS:
                    self.assertEqual(a["init." + p], b["init." + p])

    def test_biases_start_at_zero_and_weights_in_range(self):
        bound = f32(0.05)
        for r in self.nets:
            w1, w2, b, v, c = init_of(r)
            self.assertEqual((b, c), (0.0, 0.0))
            for w in (w1, w2, v):
                self.assertTrue(-bound <= w <= bound, w)

    def test_floats_read_back(self):
        """Printed parameters are float32 values, not roundings of them."""
        for r in self.nets.rows[:50]:
            for v in init_of(r) + final_of(r):
                self.assertLessEqual(abs(f32(v) - v), 6e-8 * abs(v))
        self.assertGreater(len({r["init.hidden.0.weight.0"] for r in self.nets}), 295)

    def test_ceiling(self):
        """A monotone unit cuts the plane in two: at most 97 of 100 on iris petals."""
        self.assertLessEqual(max(integer(r["train_correct"]) for r in self.nets), 97)
        for row in self.table:
            self.assertEqual(integer(row["solved"]), 0)

    def test_dead_network_predicts_one_class(self):
        for r in self.nets:
            if r["dead"] == "1":
                self.assertEqual(r["train_correct"], "50")

    def test_born_dead_stay_bit_frozen_and_c_stays_0(self):
        for r in self.nets:
            if r["born_dead"] == "1":
                self.assertEqual([bits(x) for x in init_of(r)[:4]], [bits(x) for x in final_of(r)[:4]])
                self.assertEqual(final_of(r)[4], 0.0)          # balanced labels, c = 0: exactly

    def test_survival(self):
        t = self.export(self.result, "survival")
        self.assertEqual(t.columns, ["cell", "epoch", "alive", "networks"])
        for row in self.table:
            mine = [(integer(r["epoch"]), integer(r["alive"])) for r in t if r["cell"] == row["cell"]]
            kept = [r for r in self.nets if r["cell"] == row["cell"]]
            self.assertEqual([e for e, _ in mine], sorted({e for e, _ in mine}))
            self.assertEqual(mine[0], (0, 300 - integer(row["born_dead"])))
            self.assertEqual(mine[-1], (60, 300 - integer(row["dead"])))
            for (_, a), (_, b) in zip(mine, mine[1:]):
                self.assertGreaterEqual(a, b)                   # plain gradient descent revives nothing
            for e, alive in mine:
                want = sum(r["death_epoch"] == "" or integer(r["death_epoch"]) > e for r in kept)
                self.assertEqual(alive, want, "epoch %d" % e)

    def test_histogram(self):
        t = self.export(self.result, "histogram")
        self.assertEqual(t.columns, ["cell", "metric", "bin", "low", "high", "count"])
        for row in self.table:
            kept = [r for r in self.nets if r["cell"] == row["cell"]]
            mine = [r for r in t if r["cell"] == row["cell"]]
            for r in mine:
                self.assertGreater(integer(r["count"]), 0, "empty bins are left out")
            metrics = {r["metric"] for r in mine}
            self.assertLessEqual({"train_correct", "train_loss"}, metrics)
            self.assertNotIn("test_correct", metrics)
            total = lambda m: sum(integer(r["count"]) for r in mine if r["metric"] == m)
            self.assertEqual(total("train_correct"), 300)
            self.assertEqual(total("train_loss"), 300)
            self.assertEqual(total("death_epoch"), integer(row["dead"]))
            counts = {}
            for r in kept:
                counts[integer(r["train_correct"])] = counts.get(integer(r["train_correct"]), 0) + 1
            # a bin [k, k], [k, k+1) or [k-1/2, k+1/2): all accepted
            got = {math.ceil(num(r["low"])): integer(r["count"]) for r in mine if r["metric"] == "train_correct"}
            self.assertEqual(got, counts)
            for metric, field in (("death_epoch", "death_epoch"), ("train_loss", "train_loss")):
                values = [num(r[field]) for r in kept if r[field] != ""]
                for b in (r for r in mine if r["metric"] == metric):
                    low, high = num(b["low"]), num(b["high"])
                    low = -math.inf if low is None else low
                    high = math.inf if high is None else high
                    k = integer(b["count"])
                    inside = sum(low <= v < high for v in values), sum(low < v <= high for v in values), \
                        sum(low <= v <= high for v in values)
                    self.assertIn(k, inside, (metric, low, high))
            self.assertEqual(len({(r["metric"], r["bin"]) for r in mine}), len(mine))

    def test_data_table(self):
        t = self.export(self.result, "data", cell=1)
        self.assertEqual(t.columns, ["row", "split", "x1", "x2", "label", "x1_scaled", "x2_scaled"])
        self.assertEqual([integer(r["row"]) for r in t], list(range(100)))
        self.assertEqual({r["split"] for r in t}, {"train"})
        scaled = ref.standardise(ref.IRIS_X)
        for r, (a, b), y, s in zip(t, ref.IRIS_X, ref.IRIS_Y, scaled):
            self.assertEqual((f32(num(r["x1"])), f32(num(r["x2"]))), (f32(float(a)), f32(float(b))))
            self.assertEqual(num(r["label"]), y)
            self.close(num(r["x1_scaled"]), s[0], 1e-5, 1e-5)
            self.close(num(r["x2_scaled"]), s[1], 1e-5, 1e-5)
        raw = self.export(self.result, "data", cell=0)
        for r in raw:
            self.assertEqual((r["x1"], r["x2"]), (r["x1_scaled"], r["x2_scaled"]))

    def test_json_says_the_same(self):
        for which in ("cells", "survival", "histogram"):
            a, b = self.export(self.result, which), self.export(self.result, which, fmt="json")
            self.assertEqual(len(a), len(b))
            for x, y in zip(a, b):
                self.assertEqual(set(x), set(y))
                for k in x:
                    if y[k] is None:
                        self.assertEqual(x[k], "", k)
                    elif isinstance(y[k], str):
                        self.assertEqual(x[k], y[k])
                    else:
                        self.close(num(x[k]), float(y[k]), 1e-12, 0, k)

    def test_networks_of_one_cell(self):
        t = self.export(self.result, "networks", cell=2)
        self.assertEqual({r["cell"] for r in t}, {"2"})
        self.assertEqual(len(t), 300)

    def test_cells_csv_file_is_the_export(self):
        with open(os.path.join(self.result, "cells.csv"), "rb") as f:
            on_disk = f.read()
        r = self.good(self.shared, "export", self.result, "--table", "cells", "--format", "csv")
        self.assertEqual(on_disk, r.out_bytes)


# ---------------------------------------------------------------- born dead, exactly

DATASETS = {
    "one_point": [(1, 1)],
    "two_axes": [(1, 0), (0, 1)],
    "diagonal": [(1, 1), (2, 2)],
    "triangle": [(2, 1), (1, 2), (3, 3)],
    "unit_square": [(0, 0), (0, 1), (1, 0), (1, 1)],
    "square_1_2": [(1, 1), (1, 2), (2, 1), (2, 2)],
    "centred_square": [(-1, -1), (-1, 1), (1, -1), (1, 1)],
    "shifted_square": [(1.5, 1.5), (1.5, 3.5), (3.5, 1.5), (3.5, 3.5)],
    "origin_only": [(0, 0)],
    "origin_and_one": [(0, 0), (2, 1)],
    "half_plane_edge": [(1, 0), (-1, 0), (0, 1)],
    "wide_cone": [(1, -4), (2, 0.5), (-0.25, 3)],
    "far": [(100, 101), (101, 100), (128, 96)],
    "tiny": [(0.015625, 0.03125), (0.0078125, 0.046875)],
    "negative": [(-1, -2), (-3, -0.5), (-2, -2)],
    "flat_line": [(1, 2), (2, 2), (5, 2)],
    "big_box": [(-4, -4), (4, -4), (-4, 4), (4, 4)],
}
SCHEMES = [  # weight_init, bias_init, exact probability
    ("uniform(-1, 1)", "zeros", lambda x: ref.born_dead_square(x)),
    ("uniform(-0.05, 0.05)", "zeros", lambda x: ref.born_dead_square(x)),
    ("xavier_uniform", "zeros", lambda x: ref.born_dead_square(x)),
    ("kaiming_uniform", "zeros", lambda x: ref.born_dead_square(x)),
    ("kaiming_normal", "zeros", lambda x: ref.born_dead_isotropic(x)),
    ("xavier_normal", "zeros", lambda x: ref.born_dead_isotropic(x)),
    ("uniform(-1, 1)", "uniform(-1, 1)", lambda x: ref.born_dead_box(x, 1)),
    ("uniform(-0.5, 0.5)", "uniform(-2, 2)", lambda x: ref.born_dead_box(x, 4)),
    ("uniform(-2, 2)", "uniform(-0.5, 0.5)", lambda x: ref.born_dead_box(x, F(1, 4))),
    ("torch_linear", "torch_linear", lambda x: ref.born_dead_box(x, 1)),
    ("uniform(-1, 1)", "constant(0.25)", lambda x: ref.born_dead_square(x, F(1, 4))),
    ("uniform(-0.5, 0.5)", "constant(-0.125)", lambda x: ref.born_dead_square(x, F(-1, 4))),
    ("uniform(-1, 1)", "ones", lambda x: ref.born_dead_square(x, 1)),
]


class TestTheory(Case):
    N = 6000

    def check(self, rows, preprocess="none", exact=None):
        """Every scheme on these rows: the printed theory to 1e-5, the count within 4.5 standard errors."""
        text = spec({"data": CSV_DATA, "epochs": 0, "preprocess": preprocess},
                    zips=[{"weight_init": [s[0] for s in SCHEMES], "bias_init": [s[1] for s in SCHEMES]}],
                    networks_per_cell=self.N, seed=11)
        points = rows if len(rows) > 1 else rows * 2
        result = self.sweep(self.dir, text, data=csv_text([(a, b, k % 2) for k, (a, b) in enumerate(points)]))
        table = self.cells(result)
        self.assertEqual(len(table), len(SCHEMES))
        x = exact or [(F(a), F(b)) for a, b in rows]
        for row, (w, b, rule) in zip(table, SCHEMES):
            p = float(rule(x))
            label = "%s, %s: exact %.9f, row %s" % (w, b, p, row)
            theory = num(row["born_dead_theory"])
            # "exact probability, empty where no closed form is known": uniform and zero-bias ones must be there
            self.assertIsNotNone(theory, label)
            self.close(theory, p, 0, 1e-5, label)
            slack = 4.5 * math.sqrt(p * (1 - p) / self.N) + 0.5 / self.N
            self.close(integer(row["born_dead"]) / self.N, p, 0, slack, label)

    def test_iris_raw(self):
        self.check([(float(a), float(b)) for a, b in ref.IRIS_X], exact=ref.IRIS_X)

    def test_iris_minmax(self):
        rows = [((a - 3) / F("3.9"), (b - 1) / F("1.5")) for a, b in ref.IRIS_X]
        self.check([(float(a), float(b)) for a, b in ref.IRIS_X], "minmax_scaler", exact=rows)

    def test_iris_standardised(self):
        rows = [(F(a), F(b)) for a, b in ref.standardise(ref.IRIS_X)]
        self.check([(float(a), float(b)) for a, b in ref.IRIS_X], "standard_scaler", exact=rows)

    def test_random_positive_rows(self):
        r = ref.rng(1)
        self.check([(r.randint(1, 4096) / 1024, r.randint(1, 4096) / 1024) for _ in range(40)])

    def test_random_rows_anywhere(self):
        r = ref.rng(2)
        self.check([(r.randint(-512, 4096) / 1024, r.randint(-4096, 1024) / 1024) for _ in range(6)])

    def test_random_thin_cone(self):
        r = ref.rng(3)
        self.check([(k / 8, k / 16 + r.randint(0, 64) / 4096) for k in range(8, 40)])

    def test_gaussian_with_bias(self):
        """Accepted: the closed form, or nothing at all."""
        norm = self.normal("1")
        for k, name in enumerate(("triangle", "unit_square", "centred_square")):
            rows = DATASETS[name]
            text = spec({"data": CSV_DATA, "epochs": 0, "weight_init": norm, "bias_init": norm}, networks_per_cell=self.N)
            d = self.sweep(self.dir, text, out="out%d" % k, data=csv_text([(a, b, i % 2) for i, (a, b) in enumerate(rows)]))
            row = self.cells(d)[0]
            p = ref.born_dead_gaussian(rows)
            self.close(integer(row["born_dead"]) / self.N, p, 0, 4.5 * math.sqrt(p * (1 - p) / self.N))
            if num(row["born_dead_theory"]) is not None:
                self.close(num(row["born_dead_theory"]), p, 0, 1e-5)

    @classmethod
    def normal(cls, sd):
        """How normal takes its standard deviation is not in the contract: mean and sd, or sd alone."""
        for text in ("normal(0, %s)" % sd, "normal(%s)" % sd):
            s = spec({"data": XOR_DATA, "epochs": 0, "weight_init": text})
            cls.write(cls.shared, "probe.toml", s)
            if cls.myriad(cls.shared, "plan", "probe.toml").code == 0:
                return text
        raise AssertionError("neither normal(0, sd) nor normal(sd) is accepted")

    def test_two_consecutive_relu_layers(self):
        """2-1-1-1, zero biases: 1 - (1 - p1)/2; 1/2 on centred data, 5/8 on the positive quadrant."""
        cases = [("none", csv_text([(1, 0, 0), (0, 1, 1)]), 0.625), ("standard_scaler", ref.IRIS_CSV, 0.5),
                 ("none", ref.IRIS_CSV, 1 - (1 - 1315 / 2788) / 2)]
        for k, (scale, data, p) in enumerate(cases):
            text = spec({"data": CSV_DATA, "epochs": 0, "shape": "2-1-1-1", "preprocess": scale,
                         "weight_init": "uniform(-1, 1)"}, networks_per_cell=20000)
            row = self.cells(self.sweep(self.dir, text, out="o%d" % k, data=data))[0]
            self.close(integer(row["born_dead"]) / 20000, p, 0, 4.5 * math.sqrt(p * (1 - p) / 20000))
            self.assertIsNotNone(num(row["born_dead_theory"]), "zero biases: a closed form is known")
            self.close(num(row["born_dead_theory"]), p, 0, 1e-5)

    def test_smooth_activations_are_never_dead(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "weight_init": "uniform(-1, 1)"},
                    grid={"activation": ["identity", "tanh", "sigmoid", "leaky_relu(0.01)"]}, networks_per_cell=2000)
        for row in self.cells(self.sweep(self.dir, text)):
            self.assertEqual((integer(row["born_dead"]), integer(row["dead"])), (0, 0))
            self.assertIn(num(row["born_dead_theory"]), (0.0, None))

    def test_symmetric_always_on_equals_born_dead(self):
        text = spec({"data": CSV_DATA, "epochs": 0, "weight_init": SE}, networks_per_cell=20000)
        row = self.cells(self.sweep(self.dir, text, data=ref.IRIS_CSV))[0]
        p = 1315 / 2788
        self.close(integer(row["born_always_on"]) / 20000, p, 0, 4.5 * math.sqrt(p * (1 - p) / 20000))


def add_dataset_tests():
    for name, rows in DATASETS.items():
        def method(self, rows=rows):
            self.check(rows)
        setattr(TestTheory, "test_rows_" + name, method)


add_dataset_tests()


class TestLattice(Case):
    def count(self, m, data, expected, preprocess="none", form="lattice(%d)", n=None):
        text = spec({"data": CSV_DATA, "epochs": 0, "weight_init": form % m, "preprocess": preprocess},
                    networks_per_cell=n or m * m)
        row = self.cells(self.sweep(self.dir, text, out="o%d" % len(os.listdir(self.dir)), data=data))[0]
        self.assertEqual(integer(row["networks"]), n or m * m)
        self.assertEqual(integer(row["born_dead"]), expected)

    def test_iris_64(self):
        self.count(64, ref.IRIS_CSV, 1932)

    def test_iris_1024(self):
        self.count(1024, ref.IRIS_CSV, 494577)

    TRIANGLE = csv_text([(2, 1, 0), (1, 2, 1), (3, 3, 1)])

    def test_triangle_64(self):
        self.count(64, self.TRIANGLE, 1536)

    def test_triangle_1024(self):
        self.count(1024, self.TRIANGLE, 393216)

    def test_standardised_is_never_born_dead(self):
        self.count(64, ref.IRIS_CSV, 0, "standard_scaler")

    def test_scale_changes_nothing(self):
        self.count(64, ref.IRIS_CSV, 1932, form="lattice(%d, 0.0625)")

    def test_counts_on_own_data(self):
        """Dyadic rows and m a power of two: the sums are exact in float32, ties included."""
        r = ref.rng(4)
        for m in (2, 8, 32):
            rows = [(F(r.randint(-2, 16), 4), F(r.randint(-2, 16), 4)) for _ in range(3)]
            data = csv_text([(float(a), float(b), k % 2) for k, (a, b) in enumerate(rows)])
            self.count(m, data, ref.lattice_dead(rows, m))

    def test_ties_count_as_dead(self):
        """Rows (1,-1) and (2,1): w = (u,u) gives z = 0 on the first."""
        rows = [(F(1), F(-1)), (F(2), F(1))]
        self.count(16, csv_text([(1, -1, 0), (2, 1, 1)]), ref.lattice_dead(rows, 16))

    def test_first_networks_of_the_lattice(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "weight_init": "lattice(4, 2)"}, networks_per_cell=16, keep="all")
        nets = self.networks(self.sweep(self.dir, text))
        got = [(num(r["init.hidden.0.weight.0"]), num(r["init.hidden.0.weight.1"])) for r in nets]
        self.assertEqual(got, [(2 * (2 * i - 3) / 4, 2 * (2 * j - 3) / 4) for i in range(4) for j in range(4)])

    def test_no_randomness(self):
        """Another seed gives the same lattice."""
        d = [self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 0, "weight_init": "lattice(4)",
                                        "output_weight_init": "ones"}, networks_per_cell=16, seed=s), out="s%d" % s)
             for s in (1, 2)]
        self.assertEqual(self.digests(d[0]), self.digests(d[1]))


# ---------------------------------------------------------------- known trajectories

class TestGolden(Case):
    def one(self, base, data=GOLDEN_CSV, n=1, **top):
        text = spec({"data": CSV_DATA} | base, networks_per_cell=n, keep="all", **top)
        self.runs = getattr(self, "runs", 0) + 1
        return self.networks(self.sweep(self.dir, text, out="o%d" % self.runs, data=data))

    def check(self, row, want, rel=2e-4, absolute=2e-6):
        for name, g, w in zip(PARAMETERS, final_of(row), want):
            self.close(g, w, rel, absolute, name)

    def test_values_set_the_start(self):
        row = self.one(START | {"epochs": 0})[0]
        for g, w in zip(init_of(row), (.3, -.1, .05, .7, -.2)):
            self.assertEqual(f32(g), f32(w))

    def test_first_gradient(self):
        row = self.one(START | {"epochs": 1, "lr": 0.1})[0]
        g = (.311248697089, -.078655391671, .097006529076, .151557821068, .138580755823)
        self.check(row, [p - .1 * q for p, q in zip((.3, -.1, .05, .7, -.2), g)], 1e-6, 1e-7)

    def test_500_steps(self):
        row = self.one(START | {"epochs": 500, "lr": 0.1})[0]
        self.check(row, (-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281))

    def test_500_steps_leaky(self):
        row = self.one(START | {"epochs": 500, "lr": 0.1, "activation": "leaky_relu(0.01)"})[0]
        self.check(row, (-1.24464297036, 2.239640704544, -.976705853184, 2.80508322415, -3.022051161715))

    def test_leaky_named_parameter_is_the_same(self):
        a = self.one(START | {"epochs": 50, "activation": "leaky_relu(0.01)"})[0]
        b = self.one(START | {"epochs": 50, "activation": "leaky_relu(negative_slope=0.01)"})[0]
        self.assertEqual(a, b)

    def test_dead_output_bias_sequence(self):
        """w, b, v frozen; c goes to logit(2/5), the loss to the entropy, the accuracy to the majority's share."""
        want = {1: .009500016666, 2: -.000737481964, 10: -.073942914611, 100: -.369166181247, 1000: -.405465108097,
                2000: -.405465108108}
        text = spec({"data": CSV_DATA, "lr": 0.1} | DEAD_START, grid={"epochs": list(want)}, networks_per_cell=1, keep="all")
        nets = self.networks(self.sweep(self.dir, text, data=GOLDEN_CSV))
        self.assertEqual(len(nets), 6)
        for row, (epochs, c) in zip(nets, want.items()):
            self.close(final_of(row)[4], c, 2e-6, 1e-7, "after %d" % epochs)
            self.assertEqual([bits(x) for x in final_of(row)[:4]], [bits(f32(x)) for x in (-.3, -.2, -.1, .5)])
            self.assertEqual((row["born_dead"], row["dead"], row["died"], row["death_epoch"]), ("1", "1", "0", "0"))
            self.assertEqual(row["train_correct"], "2" if c >= 0 else "3")
        entropy = -(.4 * math.log(.4) + .6 * math.log(.6))
        self.close(num(nets[5]["train_loss"]), entropy, 1e-6)

    def test_generic_steps_of_other_activations(self):
        for act in ("tanh", "sigmoid", "identity", "leaky_relu(0.2)"):
            row = self.one(START | {"epochs": 100, "lr": 0.3, "activation": act})[0]
            self.check(row, ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, act, .3, 100).final)

    def test_momentum_as_in_pytorch(self):
        """The first buffer is the gradient itself, dampening acts from the second step (PyTorch; the contract takes
        PyTorch's conventions elsewhere)."""
        for text, options in (("sgd(momentum=0.9)", dict(momentum=.9)),
                              ("sgd(momentum=0.9, nesterov=true)", dict(momentum=.9, nesterov=True)),
                              ("sgd(momentum=0.5, dampening=0.25)", dict(momentum=.5, dampening=.25))):
            for epochs in (1, 2, 60):
                row = self.one(START | {"epochs": epochs, "lr": 0.05, "optimizer": text, "activation": "leaky_relu(0.2)"})[0]
                want = ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, "leaky_relu(0.2)", .05, epochs, **options)
                self.check(row, want.final, 5e-4, 1e-6)

    def test_2_1_1_1(self):
        base = {"shape": "2-1-1-1", "hidden.0.weight_init": "values(0.3, -0.1)", "hidden.0.bias_init": "values(0.05)",
                "hidden.1.weight_init": "values(0.8)", "hidden.1.bias_init": "values(0.1)",
                "output_weight_init": "values(0.7)", "output_bias_init": "values(-0.2)", "lr": 0.2}
        for act in ("relu", "leaky_relu(0.01)", "tanh"):
            for epochs in (1, 200):
                row = self.one(base | {"activation": act, "epochs": epochs})[0]
                want = ref.train((.3, -.1, .05, .8, .1, .7, -.2), GOLDEN_X, GOLDEN_Y, act, .2, epochs)
                for name, g, w in zip(DEEP, final_of(row, DEEP), want.final):
                    self.close(g, w, 5e-4, 2e-6, "%s, %s, %d epochs" % (name, act, epochs))
                self.assertEqual(row["dead"], str(want.dead))

    def test_2_1_1_1_columns(self):
        nets = self.one({"shape": "2-1-1-1", "epochs": 1})
        self.assertEqual([c[5:] for c in nets.columns if c.startswith("init.")], DEEP)
        self.assertEqual([c[6:] for c in nets.columns if c.startswith("final.")], DEEP)

    def test_second_layer_dead_is_dead(self):
        row = self.one({"shape": "2-1-1-1", "hidden.0.weight_init": "values(1, 1)", "hidden.1.weight_init": "values(-1)",
                        "hidden.1.bias_init": "values(0)", "epochs": 20})[0]
        self.assertEqual((row["born_dead"], row["dead"], row["inactive"], row["always_on"]), ("1", "1", "1", "0"))

    def test_flipped_labels_mirror_the_output_bit_for_bit(self):
        flipped = csv_text([(a, b, 1 - y) for (a, b), y in zip(GOLDEN_X, GOLDEN_Y)])
        for act in ("relu", "leaky_relu(0.01)"):
            a = self.one(START | {"epochs": 100, "activation": act})[0]
            b = self.one(START | {"epochs": 100, "activation": act, "output_weight_init": "values(-0.7)",
                                  "output_bias_init": "values(0.2)"}, flipped)[0]
            fa, fb = final_of(a), final_of(b)
            self.assertEqual([bits(x) for x in fa[:3]], [bits(x) for x in fb[:3]])
            self.assertEqual([bits(-x) for x in fa[3:]], [bits(x) for x in fb[3:]])

    def test_swapped_features_and_doubled_rows(self):
        a = final_of(self.one(START | {"epochs": 200})[0])
        swapped = csv_text([(b, a_, y) for (a_, b), y in zip(GOLDEN_X, GOLDEN_Y)])
        s = final_of(self.one(START | {"epochs": 200, "weight_init": "values(-0.1, 0.3)"}, swapped)[0])
        for g, w in zip(s, [a[1], a[0]] + a[2:]):
            self.close(g, w, 5e-4, 1e-5)
        doubled = csv_text([(p, q, y) for (p, q), y in zip(GOLDEN_X * 2, GOLDEN_Y * 2)])
        d = final_of(self.one(START | {"epochs": 200}, doubled)[0])
        for g, w in zip(d, a):
            self.close(g, w, 5e-4, 1e-5)

    def test_invariant_of_every_step(self):
        """|w|^2 + b^2 - v^2 changes by lr^2(|gw|^2 + gb^2 - gv^2) only."""
        r = self.one(START | {"epochs": 1, "lr": 0.1, "activation": "leaky_relu(0.01)"})[0]
        i, f = init_of(r), final_of(r)
        g = ref.gradient(i, GOLDEN_X, GOLDEN_Y, "leaky_relu(0.01)", False)
        q = lambda p: p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - p[3] ** 2
        self.close(q(f) - q(i), .01 * (g[0] ** 2 + g[1] ** 2 + g[2] ** 2 - g[3] ** 2), 0, 1e-6)

    def test_features_follow_the_order_of_the_spec(self):
        base = START | {"epochs": 1}
        a = self.one(base)[0]
        text = spec(base | {"data": dict(CSV_DATA, features=["b", "a"]), "weight_init": "values(-0.1, 0.3)"},
                    networks_per_cell=1, keep="all")
        b = self.networks(self.sweep(self.dir, text, out="swap", data=GOLDEN_CSV))[0]
        self.close(num(b["final.hidden.0.weight.1"]), num(a["final.hidden.0.weight.0"]), 1e-6)


class TestRevival(Case):
    """What can, and what cannot, bring a dead unit back (science §3)."""

    def test_plain_sgd_never(self):
        text = spec(IRIS_BASE | {"epochs": 120},
                    grid={"lr": [0.001, 0.1, 1.0, 10.0, 1000.0], "preprocess": ["none", "standard_scaler", "minmax_scaler"]},
                    networks_per_cell=400)
        table = self.cells(self.sweep(self.dir, text, data=ref.IRIS_CSV))
        self.assertEqual(len(table), 15)
        for row in table:
            self.assertEqual((row["revived"], row["transient"]), ("0", "0"), row)
        self.assertGreater(sum(integer(r["died"]) for r in table), 0)

    def test_plain_sgd_never_on_other_inits_and_depth(self):
        text = spec({"data": XOR_DATA, "epochs": 100}, grid={"shape": ["2-1-1", "2-1-1-1"], "lr": [0.1, 3.0, 100.0]},
                    zips=[{"weight_init": ["kaiming_normal", "uniform(-1, 1)"], "bias_init": ["zeros", "uniform(-1, 1)"],
                           "output_weight_init": ["xavier_normal", "uniform(-1, 1)"]}], networks_per_cell=400)
        for row in self.cells(self.sweep(self.dir, text)):
            self.assertEqual((row["revived"], row["transient"]), ("0", "0"), row)

    def test_born_dead_never_revive_with_momentum(self):
        text = spec(IRIS_BASE | {"epochs": 100}, grid={"lr": [0.1, 1.0], "optimizer": [
            "sgd(momentum=0.9)", "sgd(momentum=0.9, nesterov=true)", "sgd(momentum=0.99)"]}, networks_per_cell=500)
        for row in self.cells(self.sweep(self.dir, text, data=ref.IRIS_CSV)):
            self.assertEqual(row["revived"], "0", row)

    ROWS = csv_text([(1, 1, 0), (2, 1, 1), (1, 3, 0)])

    def decay(self, epochs, **base):
        text = spec({"data": CSV_DATA, "lr": 0.1, "weight_decay": 0.05, "weight_init": "values(-0.3, -0.2)",
                     "output_weight_init": "values(0.5)", "output_bias_init": "values(0.1)"} | base,
                    grid={"epochs": epochs}, networks_per_cell=1, keep="all")
        self.write(self.dir, "spec.toml", text)
        self.write(self.dir, "d.csv", self.ROWS)
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--progress", "none")
        if r.code == 2 and "decay" in r.err:
            self.skipTest("weight decay is not there yet")
        self.assertEqual(r.code, 0, str(r))
        return [(row["born_dead"], row["revived"], row["dead"]) for row in self.networks(os.path.join(self.dir, "out"))]

    def test_decay_on_weights_only_revives_at_322(self):
        got = self.decay([321, 322], bias_init="values(0.1)", decay_biases=False)
        self.assertEqual(got, [("1", "0", "1"), ("1", "1", "0")])

    def test_decay_on_all_never_without_momentum(self):
        got = self.decay([100, 1000], bias_init="values(0.1)")
        self.assertEqual(got, [("1", "0", "1")] * 2)

    def test_decay_with_momentum_revives_at_48(self):
        got = self.decay([47, 48], bias_init="values(0.1)", optimizer="sgd(momentum=0.9)")
        self.assertEqual(got, [("1", "0", "1"), ("1", "1", "0")])


class TestDiverged(Case):
    def check(self, table, nets, n):
        for row in table:
            mine = [r for r in nets if r["cell"] == row["cell"]]
            bad = [r for r in mine if r["diverged"] == "1"]
            good = [r for r in mine if r["diverged"] == "0"]
            self.assertEqual(integer(row["diverged"]), len(bad))
            # epoch-0 counts are over all networks, the others over the rest
            for f in ("dead", "died", "transient", "revived", "inactive", "always_on"):
                self.assertEqual(integer(row[f]), sum(r[f] == "1" for r in good), f)
                self.assertEqual(sum(r[f] == "1" for r in bad), 0, "diverged takes precedence over " + f)
            self.assertEqual(integer(row["born_dead"]), sum(r["born_dead"] == "1" for r in mine))
            for r in mine:
                healthy = all(finite(r["final." + p]) for p in PARAMETERS) and finite(r["train_loss"])
                self.assertEqual(r["diverged"] == "0", healthy, r)
                if r["diverged"] == "1":
                    self.assertEqual(r["death_epoch"], "")
            total = n - len(bad)
            if total == 0:
                for name in ("dead_fraction", "dead_low", "dead_high", "died_fraction", "train_accuracy_mean",
                             "train_accuracy_sd", "train_loss_mean"):
                    self.assertEqual(row[name], "", name)
            else:
                k = integer(row["dead"])
                self.close(num(row["dead_fraction"]), k / total, 1e-12)
                low, high = wilson(k, total)
                self.close(num(row["dead_low"]), low, 0, 4e-6)
                self.close(num(row["dead_high"]), high, 0, 4e-6)
                self.assertTrue(finite(row["train_accuracy_mean"]))
                self.assertTrue(finite(row["train_loss_mean"]))
                accuracy = [integer(r["train_correct"]) for r in good]
                rows = 100
                self.close(num(row["train_accuracy_mean"]), sum(accuracy) / len(good) / rows, 1e-9)
            self.close(num(row["born_dead_fraction"]), integer(row["born_dead"]) / n, 1e-12)

    def test_huge_learning_rate(self):
        text = spec(IRIS_BASE | {"epochs": 8}, grid={"lr": [1e30, 1e37], "activation": ["relu", "leaky_relu(0.01)"]},
                    networks_per_cell=200, keep="all")
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        table = self.cells(d)
        self.check(table, self.networks(d), 200)
        for row in table:
            self.assertGreater(integer(row["diverged"]), 0, row)
        self.assertGreater(integer(table[0]["dead"]), 0)        # the born dead stay, with finite parameters
        self.assertEqual(table[0]["born_dead"], table[2]["born_dead"])

    def test_huge_data(self):
        rows = [("%de30" % (1 + k % 3), "%de30" % (1 + k % 2), (k // 6) % 2) for k in range(100)]
        text = spec(IRIS_BASE | {"epochs": 5, "lr": 1.0}, grid={"activation": ["relu", "leaky_relu(0.01)"]},
                    networks_per_cell=100, keep="all")
        d = self.sweep(self.dir, text, data=csv_text(rows))
        table = self.cells(d)
        self.check(table, self.networks(d), 100)
        self.assertEqual(integer(table[1]["diverged"]), 100)    # nothing is dead, everything overflows

    def test_divergence_is_a_result(self):
        """Exit 0, nothing printed as NaN in a mean, histogram sums to the healthy networks (a bin of its own for the
        rest is accepted)."""
        text = spec(IRIS_BASE | {"epochs": 8, "lr": 1e30, "activation": "leaky_relu(0.01)"}, networks_per_cell=64)
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        row = self.cells(d)[0]
        for k, v in row.items():
            self.assertNotRegex(str(v).lower(), r"^[-+]?(nan|inf)", k)
        bad = integer(row["diverged"])
        total = {}
        for h in self.export(d, "histogram"):
            total[h["metric"]] = total.get(h["metric"], 0) + integer(h["count"])
        self.assertIn(total.get("train_correct", 0), (64 - bad, 64))
        self.assertIn(total.get("train_loss", 0), (64 - bad, 64))

    def test_non_finite_in_json_is_json(self):
        text = spec(IRIS_BASE | {"epochs": 8, "lr": 1e30, "activation": "leaky_relu(0.01)"}, networks_per_cell=16, keep="all")
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        out = self.good(self.dir, "export", d, "--table", "networks", "--cell", "0", "--format", "json").out

        def no(constant):
            raise AssertionError("%s is no JSON" % constant)
        json.loads(out, parse_constant=no)


class TestEdges(Case):
    def test_epochs_0(self):
        text = spec(IRIS_BASE | {"epochs": 0}, networks_per_cell=200, keep="all")
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        row = self.cells(d)[0]
        self.assertEqual(row["dead"], row["born_dead"])
        self.assertEqual((row["died"], row["revived"], row["transient"]), ("0", "0", "0"))
        self.assertEqual(row["born_always_on"], row["always_on"])
        for r in self.networks(d):
            self.assertEqual([bits(x) for x in init_of(r)], [bits(x) for x in final_of(r)])
            self.assertEqual(r["death_epoch"], "0" if r["dead"] == "1" else "")
        s = self.export(d, "survival")
        self.assertEqual([(r["epoch"], r["alive"]) for r in s], [("0", str(200 - integer(row["born_dead"])))])

    def one(self, base, data, **more):
        text = spec({"data": CSV_DATA, "epochs": 0} | base, networks_per_cell=1, keep="all")
        self.k = getattr(self, "k", 0) + 1
        return self.networks(self.sweep(self.dir, text, out="o%d" % self.k, data=data))[0]

    def test_class_1_at_o_0(self):
        data = csv_text([(1, 1, 1), (2, 1, 1), (1, 2, 0)])
        for c, want in (("0", "2"), ("1e-30", "2"), ("-1e-30", "1"), ("-0.0", "2")):
            r = self.one({"weight_init": "values(-1, -1)", "output_bias_init": "values(%s)" % c}, data)
            self.assertEqual(r["train_correct"], want, c)

    def test_z_0_is_dead_inactive_and_not_on(self):
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(0, 0, 0), (-1, 1, 1), (-1, -1, 1)]))
        self.assertEqual((r["born_dead"], r["dead"], r["inactive"], r["always_on"]), ("1", "1", "1", "0"))
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(0, 0, 0), (1, 1, 1)]))
        self.assertEqual((r["born_dead"], r["inactive"], r["always_on"]), ("0", "0", "0"))
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(1, 0, 0), (1, 1, 1)]))
        self.assertEqual((r["born_dead"], r["inactive"], r["always_on"]), ("0", "0", "1"))

    def test_phi_prime_of_0_is_0(self):
        """A row at z = 0 sends no gradient: w, b, v do not move when the other rows are off."""
        r = self.one({"weight_init": "values(1, 1)", "output_weight_init": "values(0.5)", "epochs": 10, "lr": 1.0},
                     csv_text([(0, 0, 0), (1, -1, 1), (-1, -1, 1)]))
        self.assertEqual(final_of(r)[:4], [1.0, 1.0, 0.0, 0.5])

    def test_xor_born_dead_is_a_quarter(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "weight_init": "lattice(64)"}, networks_per_cell=4096)
        row = self.cells(self.sweep(self.dir, text))[0]
        self.assertEqual(integer(row["born_dead"]), 1024)
        self.close(num(row["born_dead_theory"] or "0.25"), .25, 0, 1e-5)

    def test_xor_rows_and_ceiling(self):
        text = spec({"data": XOR_DATA, "epochs": 500, "lr": 0.5, "weight_init": "uniform(-1, 1)",
                     "output_weight_init": "uniform(-1, 1)"}, grid={"activation": ["relu", "tanh", "leaky_relu(0.01)"]},
                    networks_per_cell=300, keep="all")
        d = self.sweep(self.dir, text)
        rows = {(num(r["x1"]), num(r["x2"])): num(r["label"]) for r in self.export(d, "data", cell=0)}
        self.assertEqual(rows, {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0})
        self.assertLessEqual(max(integer(r["train_correct"]) for r in self.networks(d)), 3)
        for row in self.cells(d):
            self.assertEqual(row["solved"], "0")

    def test_separable_data_can_be_solved(self):
        text = spec({"data": CSV_DATA, "epochs": 400, "lr": 0.5, "weight_init": "uniform(-1, 1)", "activation": "tanh",
                     "output_weight_init": "uniform(-1, 1)"}, networks_per_cell=100, keep="all")
        d = self.sweep(self.dir, text, data=csv_text([(-2, -1, 0), (-1, -2, 0), (1, 2, 1), (2, 1, 1)]))
        solved = integer(self.cells(d)[0]["solved"])
        self.assertGreater(solved, 90)
        self.assertEqual(solved, sum(r["train_correct"] == "4" for r in self.networks(d)))

    def test_constant_feature_has_scale_1(self):
        for scaler in ("standard_scaler", "minmax_scaler"):
            text = spec({"data": CSV_DATA, "epochs": 1, "preprocess": scaler})
            d = self.sweep(self.dir, text, out=scaler, data=csv_text([(3, 1, 0), (3, 2, 1), (3, 4, 1)]))
            self.assertEqual({num(r["x1_scaled"]) for r in self.export(d, "data", cell=0)}, {0.0})

    def test_minmax_scaler(self):
        text = spec({"data": CSV_DATA, "epochs": 1, "preprocess": "minmax_scaler"})
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        for r, s in zip(self.export(d, "data", cell=0), ref.minmax(ref.IRIS_X)):
            self.close(num(r["x1_scaled"]), s[0], 0, 1e-6)
            self.close(num(r["x2_scaled"]), s[1], 0, 1e-6)

    def test_one_network(self):
        """sd over n-1 = 0 networks: empty (or 0), never NaN."""
        row = self.cells(self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, networks_per_cell=1)))[0]
        self.assertIn(row["train_accuracy_sd"], ("", "0", "0.0"))

    def test_degenerate_uniform(self):
        """The question's literal uniform(0.05, 0.05) is accepted: a constant."""
        text = spec({"data": XOR_DATA, "epochs": 0, "output_weight_init": "uniform(0.05, 0.05)"}, keep="all")
        for r in self.networks(self.sweep(self.dir, text)):
            self.assertEqual(f32(num(r["init.output.weight.0"])), f32(0.05))

    def test_scale_free_flags(self):
        """Halving an all-uniform init by a power of two halves every start exactly and keeps the flags."""
        text = spec({"data": CSV_DATA, "epochs": 0}, zips=[{"weight_init": ["uniform(-1, 1)", "uniform(-0.25, 0.25)"],
                                                            "bias_init": ["uniform(-1, 1)", "uniform(-0.25, 0.25)"]}],
                    networks_per_cell=300, keep="all")
        nets = self.networks(self.sweep(self.dir, text, data=ref.IRIS_CSV))
        for a, b in zip(nets.where(cell=0), nets.where(cell=1)):
            self.assertEqual([f32(x) / 4 for x in init_of(a)[:3]], [f32(x) for x in init_of(b)[:3]])
            self.assertEqual(a["born_dead"], b["born_dead"])


class TestSplit(Case):
    def run_split(self, fraction, n=100, out="out", base=None, grid=None, **top):
        text = spec({"data": CSV_DATA, "epochs": 20, "test_fraction": fraction} | (base or {}), grid=grid, keep="all", **top)
        rows = [(float(a), float(b), y) for (a, b), y in zip(ref.IRIS_X, ref.IRIS_Y)][:n // 2] + \
               [(float(a), float(b), y) for (a, b), y in zip(ref.IRIS_X, ref.IRIS_Y)][100 - (n - n // 2):]
        return self.sweep(self.dir, text, out=out, data=csv_text(rows)), rows

    def splits(self, d, cell=0):
        return [r["split"] for r in self.export(d, "data", cell=cell)]

    def test_sizes(self):
        for n, f, test in ((100, .25, 25), (10, .25, 3), (9, .5, 5), (7, .1, 1), (100, .3, 30)):
            d, _ = self.run_split(f, n, "n%d_%s" % (n, f))
            s = self.splits(d)
            self.assertEqual((s.count("test"), s.count("train")), (test, n - test), (n, f))

    def test_columns(self):
        d, rows = self.run_split(.25)
        row = self.cells(d)[0]
        self.assertTrue(finite(row["test_accuracy_mean"]) and finite(row["test_accuracy_sd"]))
        data = self.export(d, "data", cell=0)
        train = [(num(r["x1"]), num(r["x2"]), num(r["label"])) for r in data if r["split"] == "train"]
        test = [(num(r["x1"]), num(r["x2"]), num(r["label"])) for r in data if r["split"] == "test"]
        self.assertEqual(sorted((f32(a), f32(b), y) for a, b, y in train + test), sorted((f32(a), f32(b), y) for a, b, y in rows))
        nets = self.networks(d)
        for r in nets:
            w1, w2, b, v, c = final_of(r)
            for part, field in ((train, "train_correct"), (test, "test_correct")):
                o = [v * max(w1 * x + w2 * y + b, 0) + c for x, y, _ in part]
                if min(abs(q) for q in o) > 1e-5:
                    self.assertEqual(integer(r[field]), sum((q >= 0) == (t == 1) for q, (_, _, t) in zip(o, part)))
        self.close(num(row["test_accuracy_mean"]), sum(integer(r["test_correct"]) for r in nets) / len(nets) / 25, 1e-9)
        names = {h["metric"] for h in self.export(d, "histogram")}
        self.assertIn("test_correct", names)

    def test_training_uses_the_train_rows_only(self):
        d, _ = self.run_split(.5, base={"weight_init": "uniform(-1, 1)", "output_weight_init": "uniform(-1, 1)", "lr": .05})
        data = self.export(d, "data", cell=0)
        rows = [(num(r["x1"]), num(r["x2"])) for r in data if r["split"] == "train"]
        labels = [num(r["label"]) for r in data if r["split"] == "train"]
        for r in self.networks(d):
            want = ref.train(init_of(r), rows, labels, "relu", .05, 20)
            for g, w in zip(final_of(r), want.final):
                self.close(g, w, 2e-3, 1e-4)

    def test_drawn_from_data_seed_alone(self):
        c, _ = self.run_split(.3, out="c", seed=1, grid={"data.seed": [1, 2]})
        self.assertNotEqual(self.splits(c, 0), self.splits(c, 1))
        self.assertEqual(self.cells(c).columns[1], "data.seed")
        # whether the sweep seed sets the default of data.seed is not said; a given data.seed must not move
        e, _ = self.run_split(.3, out="e", seed=99, grid={"data.seed": [1, 2]})
        self.assertEqual(self.splits(c, 1), self.splits(e, 1))

    def test_scaler_is_fitted_on_the_train_rows(self):
        """The contract does not say so; fitting on all rows is accepted as well."""
        d, _ = self.run_split(.4, base={"preprocess": "standard_scaler"})
        data = self.export(d, "data", cell=0)
        means = []
        for part in (("train",), ("train", "test")):
            v = [num(r["x1_scaled"]) for r in data if r["split"] in part]
            means.append(abs(sum(v) / len(v)))
        self.assertLess(min(means), 1e-5)


class TestKeep(Case):
    def kept(self, keep):
        text = spec(IRIS_BASE | {"epochs": 40, "lr": 0.5}, grid={"activation": ["relu", "leaky_relu(0.01)"]},
                    networks_per_cell=100, keep=keep)
        name = "k" + "".join(c for c in keep if c.isalnum())
        d = self.sweep(self.dir, text, out=name, data=ref.IRIS_CSV)
        return d, self.networks(d)

    def test_none_all_dead_first(self):
        d_all, everything = self.kept("all")
        self.assertEqual(len(everything), 200)
        d, nets = self.kept("none")
        self.assertEqual(len(nets), 0)
        self.assertEqual(self.digests(d), self.digests(d_all))
        d, nets = self.kept("dead")
        self.assertEqual(nets.rows, [r for r in everything if r["dead"] == "1"])
        self.assertEqual(len(nets), integer(self.cells(d)[0]["dead"]))
        self.assertEqual(self.digests(d), self.digests(d_all))
        d, nets = self.kept("first(7)")
        self.assertEqual(nets.rows, [r for r in everything if integer(r["network"]) < 7])
        self.assertEqual(self.digests(d), self.digests(d_all))

    def test_first_more_than_there_are(self):
        _, nets = self.kept("first(1000)")
        self.assertEqual(len(nets), 200)


class TestOrder(Case):
    def plan_cells(self, text, columns, out="out"):
        table = self.cells(self.sweep(self.dir, text, out=out))
        self.assertEqual([integer(r["cell"]) for r in table], list(range(len(table))))
        got = table.columns[1:table.columns.index("networks")]
        for c in columns:
            self.assertIn(c, got)
        return table

    def test_grid_last_axis_fastest(self):
        t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}, grid={"lr": [0.3, 0.1], "activation": ["tanh", "relu"],
                                                                       "epochs": [0, 1]}), ["lr", "activation", "epochs"])
        got = [(num(r["lr"]), r["activation"], integer(r["epochs"])) for r in t]
        self.assertEqual(got, [(lr, a, e) for lr in (.3, .1) for a in ("tanh", "relu") for e in (0, 1)])
        self.assertEqual(t.columns[1:4], ["lr", "activation", "epochs"])

    def test_grid_times_zips_then_random_then_cells(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "lr": 0.7}, grid={"activation": ["relu", "tanh"], "lr": [0.1, 0.2]},
                    zips=[{"weight_init": ["uniform(-1, 1)", "kaiming_normal", "zeros"],
                           "output_weight_init": ["ones", "xavier_normal", "zeros"]}],
                    random={"n": 3, "lr": {"uniform": [0.3, 0.4]}},
                    cells=[{"name": "extra one", "lr": 0.5}, {"name": "extra two", "activation": "identity"}])
        t = self.plan_cells(text, ["activation", "lr", "weight_init", "output_weight_init"])
        self.assertEqual(len(t), 12 + 3 + 2)
        got = [(r["activation"], num(r["lr"]), r["weight_init"].split("(")[0]) for r in t.rows[:12]]
        self.assertEqual(got, [(a, lr, w) for a in ("relu", "tanh") for lr in (.1, .2)
                               for w in ("uniform", "kaiming_normal", "zeros")])
        pairs = {(r["weight_init"].split("(")[0], r["output_weight_init"].split("(")[0]) for r in t.rows[:12]}
        self.assertEqual(pairs, {("uniform", "ones"), ("kaiming_normal", "xavier_normal"), ("zeros", "zeros")})
        for r in t.rows[12:15]:
            self.assertTrue(.3 <= num(r["lr"]) <= .4)
            self.assertEqual(r["activation"], "relu")       # every other key from [base] (or its default)
        self.assertEqual(num(t[15]["lr"]), .5)
        self.assertEqual((t[16]["activation"], num(t[16]["lr"])), ("identity", .7))

    def test_two_zips_cross(self):
        text = spec({"data": XOR_DATA, "epochs": 0}, zips=[{"lr": [0.1, 0.2], "epochs": [0, 1]},
                    {"weight_init": ["zeros", "ones"], "output_weight_init": ["ones", "zeros"]}])
        t = self.plan_cells(text, ["lr", "epochs", "weight_init"])
        got = [(num(r["lr"]), integer(r["epochs"]), r["weight_init"]) for r in t]
        self.assertEqual(got, [(.1, 0, "zeros"), (.1, 0, "ones"), (.2, 1, "zeros"), (.2, 1, "ones")])

    def test_logspace_and_linspace_hold_both_ends(self):
        for kind, want in (("logspace", [10 ** (-2 + k / 2) for k in range(5)]), ("linspace", [.01 + k * .2475 for k in range(5)])):
            t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}, grid={"lr": Raw("{ %s = [0.01, 1.0], n = 5 }" % kind)}),
                                ["lr"], out=kind)
            got = [num(r["lr"]) for r in t]
            self.assertEqual(len(got), 5)
            for g, w in zip(got, want):
                self.close(g, w, 1e-6)
            self.assertEqual((got[0], got[-1]), (.01, 1.0))

    def test_random_is_deterministic(self):
        def draw(seed, out):
            text = spec({"data": XOR_DATA, "epochs": 0}, random={"n": 40, "lr": {"log_uniform": [1e-4, 1.0]},
                        "epochs": {"int_uniform": [1, 5]}, "activation": {"choice": ["relu", "tanh"]}}, seed=seed,
                        networks_per_cell=2)
            t = self.plan_cells(text, ["lr", "epochs", "activation"], out)
            return [(r["lr"], r["epochs"], r["activation"]) for r in t]
        a, b, c = draw(5, "a"), draw(5, "b"), draw(6, "c")
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)
        # an empty [grid] is the one cell of [base] in front, or nothing: both accepted
        self.assertIn(len(a), (40, 41))
        drawn = a[-40:]
        self.assertTrue(all(1e-4 <= float(x[0]) <= 1 and 1 <= int(x[1]) <= 5 for x in drawn))
        below = sum(float(x[0]) < 1e-2 for x in drawn)
        self.assertTrue(8 <= below <= 32, "log-uniform: about half below the middle, not %d of 40" % below)
        self.assertEqual({x[1] for x in drawn}, set("12345"))
        self.assertEqual({x[2] for x in drawn}, {"relu", "tanh"})

    def test_no_axes_is_one_cell(self):
        t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}), [])
        self.assertEqual(len(t), 1)
        self.assertEqual(t.columns[:2], ["cell", "networks"])

    def test_layer_axis(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "shape": "2-1-1-1", "weight_init": "ones"},
                    grid={"hidden.1.weight_init": ["values(2)", "values(3)"]}, keep="all", networks_per_cell=1)
        d = self.sweep(self.dir, text)
        self.assertEqual(self.cells(d).columns[1], "hidden.1.weight_init")
        nets = self.networks(d)
        self.assertEqual([num(r["init.hidden.1.weight.0"]) for r in nets], [2.0, 3.0])
        self.assertEqual({num(r["init.hidden.0.weight.0"]) for r in nets}, {1.0})


class TestIndependence(Case):
    def text(self, n, **more):
        return spec(IRIS_BASE | {"epochs": 15, "test_fraction": 0.2}, grid={"activation": ["relu", "leaky_relu(0.01)"],
                    "lr": more.pop("lr", [0.1, 0.5])}, networks_per_cell=n, keep="all", seed=3, **more)

    def exports(self, d):
        return {w: self.good(self.dir, "export", d, "--table", w, "--format", "csv").out for w in ("cells", "survival", "histogram")} | {
            "networks": [tuple(r.values()) for r in self.networks(d)]}

    def test_networks_do_not_depend_on_how_many_there_are(self):
        a = self.networks(self.sweep(self.dir, self.text(40), out="a", data=ref.IRIS_CSV))
        b = self.networks(self.sweep(self.dir, self.text(100), out="b", data=ref.IRIS_CSV))
        self.assertEqual(a.rows, [r for r in b if integer(r["network"]) < 40])

    def test_growing_in_the_same_directory(self):
        for first, last in ((40, 100), (1, 129), (64, 128)):
            a = self.sweep(self.dir, self.text(first), out="grow%d" % first, data=ref.IRIS_CSV)
            a = self.sweep(self.dir, self.text(last), out="grow%d" % first)
            b = self.sweep(self.dir, self.text(last), out="once%d" % first)
            self.assertEqual(self.exports(a), self.exports(b))

    def test_growing_with_an_option(self):
        a = self.sweep(self.dir, self.text(40), out="grow", data=ref.IRIS_CSV)
        a = self.sweep(self.dir, self.text(40), out="grow", args=("--networks", "90"))
        b = self.sweep(self.dir, self.text(90), out="once")
        self.assertEqual(self.exports(a), self.exports(b))

    def test_adding_cells_in_the_same_directory(self):
        a = self.sweep(self.dir, self.text(30), out="grow", data=ref.IRIS_CSV)
        grown = dict(cells=[{"name": "hot", "lr": 5.0}])
        a = self.sweep(self.dir, self.text(30, **grown), out="grow")
        b = self.sweep(self.dir, self.text(30, **grown), out="once")
        self.assertEqual(self.exports(a), self.exports(b))

    def test_adding_an_axis_value_in_the_middle(self):
        """Cells get other numbers; every row must follow."""
        a = self.sweep(self.dir, self.text(30, lr=[0.1, 0.5]), out="grow", data=ref.IRIS_CSV)
        a = self.sweep(self.dir, self.text(30, lr=[0.1, 0.3, 0.5]), out="grow")
        b = self.sweep(self.dir, self.text(30, lr=[0.1, 0.3, 0.5]), out="once")
        self.assertEqual(self.exports(a), self.exports(b))

    def test_a_cell_does_not_depend_on_the_others(self):
        a = self.sweep(self.dir, self.text(50), out="a", data=ref.IRIS_CSV)
        one = spec(IRIS_BASE | {"epochs": 15, "test_fraction": 0.2, "activation": "leaky_relu(0.01)", "lr": 0.1},
                   networks_per_cell=50, seed=3)
        b = self.sweep(self.dir, one, out="b")
        self.assertEqual(self.digests(b), self.digests(a)[2:3])

    def test_seeds_differ(self):
        d = [self.digests(self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, seed=s), out="s%d" % k))[0]
             for k, s in enumerate((0, 1, 2 ** 32, 2 ** 63 - 1, "9223372036854775808", "18446744073709551615"))]
        self.assertEqual(len(set(d)), 6)

    def test_seed_as_a_string_is_the_number(self):
        a = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, seed=77), out="a")
        b = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, seed="77"), out="b")
        self.assertEqual(self.digests(a), self.digests(b))


# ---------------------------------------------------------------- populations

class TestInitialisers(Case):
    N = 4000

    def draw(self, init, group="weight_init", columns=("init.hidden.0.weight.0", "init.hidden.0.weight.1"), **more):
        text = spec({"data": XOR_DATA, "epochs": 0, group: init} | more, networks_per_cell=self.N, keep="all")
        self.k = getattr(self, "k", 0) + 1
        nets = self.networks(self.sweep(self.dir, text, out="o%d" % self.k))
        return [[num(r[c]) for r in nets] for c in columns]

    def uniform(self, values, low, high):
        span = high - low
        self.assertTrue(all(low - 1e-6 * span <= v <= high + 1e-6 * span for v in values))
        n = len(values)
        ks = max(abs((v - low) / span - (k + .5) / n) for k, v in enumerate(sorted(values)))
        self.assertLess(ks, 2.2 / math.sqrt(n), "not uniform")

    def normal(self, values, sd, mean=0.0):
        n = len(values)
        cdf = lambda v: .5 * math.erfc(-(v - mean) / sd / math.sqrt(2))
        ks = max(abs(cdf(v) - (k + .5) / n) for k, v in enumerate(sorted(values)))
        self.assertLess(ks, 2.2 / math.sqrt(n), "not normal with sd %g" % sd)
        self.assertGreater(max(abs(v - mean) for v in values), 2.8 * sd)

    def uncorrelated(self, a, b):
        n = len(a)
        ma, mb = sum(a) / n, sum(b) / n
        c = sum((x - ma) * (y - mb) for x, y in zip(a, b))
        r = c / math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))
        self.assertLess(abs(r), 4.5 / math.sqrt(n))

    def test_uniform(self):
        a, b = self.draw("uniform(-0.3, 0.7)")
        self.uniform(a, -.3, .7)
        self.uniform(b, -.3, .7)
        self.uncorrelated(a, b)

    def test_consecutive_networks_are_uncorrelated(self):
        a, _ = self.draw("uniform(-1, 1)")
        self.uncorrelated(a[:-1], a[1:])

    def test_xavier_and_kaiming_uniform(self):
        for name, bound in (("xavier_uniform", math.sqrt(2)), ("kaiming_uniform", math.sqrt(3))):
            for v in self.draw(name):
                self.uniform(v, -bound, bound)

    def test_xavier_and_kaiming_normal(self):
        for name, sd in (("xavier_normal", math.sqrt(2 / 3)), ("kaiming_normal", 1.0)):
            a, b = self.draw(name)
            self.normal(a, sd)
            self.normal(b, sd)
            self.uncorrelated(a, b)

    def test_output_fans(self):
        v, = self.draw("xavier_uniform", "output_weight_init", ["init.output.weight.0"])
        self.uniform(v, -math.sqrt(3), math.sqrt(3))

    def test_torch_linear_sets_the_biases_too(self):
        w, b = self.draw("torch_linear", columns=("init.hidden.0.weight.0", "init.hidden.0.bias"))
        self.uniform(w, -math.sqrt(.5), math.sqrt(.5))
        self.uniform(b, -math.sqrt(.5), math.sqrt(.5))
        self.uncorrelated(w, b)
        v, c = self.draw("torch_linear", "output_weight_init", ("init.output.weight.0", "init.output.bias"))
        self.uniform(v, -1, 1)
        self.uniform(c, -1, 1)

    def test_torch_linear_unless_bias_init_is_given(self):
        b, = self.draw("torch_linear", columns=("init.hidden.0.bias",), bias_init="zeros")
        self.assertEqual(set(b), {0.0})

    def test_constant_zeros_ones_values(self):
        for init, want in (("constant(0.25)", (.25, .25)), ("zeros", (0, 0)), ("ones", (1, 1)), ("values(0.5, -2)", (.5, -2))):
            a, b = self.draw(init)
            self.assertEqual((set(a), set(b)), ({want[0]}, {want[1]}), init)

    def test_normal(self):
        for text in ("normal(0, 0.05)", "normal(0.05)"):     # mean and sd, or the sd alone: not in the contract
            self.write(self.dir, "p.toml", spec({"data": XOR_DATA, "weight_init": text}))
            if self.myriad(self.dir, "plan", "p.toml").code == 0:
                a, b = self.draw(text)
                self.normal(a, .05)
                self.uncorrelated(a, b)
                return
        self.fail("neither normal(0, 0.05) nor normal(0.05) is accepted")

    def test_layer_override(self):
        a, = self.draw("values(3, 4)", "hidden.0.weight_init", ("init.hidden.0.weight.0",), weight_init="zeros")
        self.assertEqual(set(a), {3.0})


class TestPopulation(Case):
    """The reference sweep of the science note, §5: 2000 steps on iris petals."""
    N = 1500

    def test_reference_sweep(self):
        glorot, torch = ["xavier_uniform"] * 2, ["torch_linear"] * 2
        cells = [  # scaler, inits, activation, optimizer, lr, dead, died, accuracy, reference networks
            ("none", [SE, SE], "relu", "sgd", .1, .5399, .0644, .694, 10000),
            ("none", [SE, SE], "relu", "sgd", 1., .9999, .524, .500, 10000),
            ("none", [SE, SE], "relu", "sgd(momentum=0.9)", .1, .6394, .164, .659, 10000),
            ("none", glorot, "relu", "sgd(momentum=0.9)", .1, .8848, .409, .551, 10000),
            ("standard_scaler", [SE, SE], "relu", "sgd", .1, .0878, .088, .901, 4000),
            ("standard_scaler", torch, "relu", "sgd", .1, .1870, .148, .857, 4000),
            ("none", [SE, SE], "leaky_relu(0.01)", "sgd", .1, 0, 0, .838, 10000)]
        explicit = []
        for k, (scaler, (w, v), act, opt, lr, *_) in enumerate(cells):
            c = {"name": "cell %d" % k, "preprocess": scaler, "weight_init": w, "output_weight_init": v, "activation": act,
                 "optimizer": opt, "lr": lr}
            explicit.append(c)
        text = spec({"data": CSV_DATA, "epochs": 2000}, grid={"epochs": [0]}, cells=explicit, networks_per_cell=self.N, seed=2020)
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV, timeout=170)
        table = self.cells(d).rows[-7:]
        for row, (_, _, _, opt, _, dead, died, accuracy, other) in zip(table, cells):
            for name, p in (("dead", dead), ("died", died)):
                se = math.sqrt(max(p * (1 - p), 1e-4) * (1 / self.N + 1 / other))
                self.close(integer(row[name]) / self.N, p, 0, 4.5 * se + .008, "%s %s" % (name, row))
            self.close(num(row["train_accuracy_mean"]), accuracy, 0, 4.5 * .24 * math.sqrt(1 / self.N + 1 / other) + .008, str(row))
            self.assertEqual((row["transient"] if opt == "sgd" else "0", row["revived"], row["diverged"]), ("0", "0", "0"))


class TestRetrain(Case):
    """Kept networks against the float64 trainer of reference.py, on rows that the project has never seen."""
    N, EPOCHS, ROWS = 75, 150, 36

    def compare(self, r, want, names=PARAMETERS):
        bad = []
        for f in ("born_dead", "dead", "died", "transient", "revived", "inactive", "always_on"):
            if r[f] != str(getattr(want, f)):
                bad.append("%s %s, not %d" % (f, r[f], getattr(want, f)))
        if integer(r["train_correct"]) != want.correct:
            bad.append("train_correct %s, not %d" % (r["train_correct"], want.correct))
        if r["death_epoch"] != ("" if want.death_epoch is None else str(want.death_epoch)):
            bad.append("death_epoch %r, not %r" % (r["death_epoch"], want.death_epoch))
        for n, g, w in zip(names + ["loss"], final_of(r, names) + [num(r["train_loss"])], want.final + [want.loss]):
            if not abs(g - w) <= 2e-3 * max(abs(g), abs(w), 1e-2):
                bad.append("%s %r, not %r" % (n, g, w))
        return bad

    def sweep_and_compare(self, kind, lrs, preprocess, salt):
        rows = ref.random_rows(self.ROWS, ref.rng(salt), kind)
        text = spec({"data": CSV_DATA, "epochs": self.EPOCHS, "preprocess": preprocess, "weight_init": "uniform(-0.5, 0.5)",
                     "output_weight_init": "uniform(-0.5, 0.5)"}, grid={"activation": ["relu", "leaky_relu(0.01)"], "lr": lrs},
                    networks_per_cell=self.N, keep="all", seed=ref.seed(salt))
        d = self.sweep(self.dir, text, data=csv_text(rows))
        x = [(a, b) for a, b, _ in rows]
        x = {"none": lambda v: v, "standard_scaler": ref.standardise, "minmax_scaler": ref.minmax}[preprocess](x)
        y = [t for _, _, t in rows]
        wrong, total = [], 0
        table = self.cells(d)
        for r in self.networks(d):
            row = table[integer(r["cell"])]
            slope = None if row["activation"] == "relu" else .01
            want = ref.train_fast(init_of(r), x, y, slope, num(row["lr"]), self.EPOCHS)
            bad = self.compare(r, want)
            total += 1
            if bad:
                wrong.append("cell %s network %s: %s" % (r["cell"], r["network"], "; ".join(bad)))
        self.assertEqual(total, 2 * len(lrs) * self.N)
        self.assertLessEqual(len(wrong), total / 100, "%d of %d networks differ:\n%s" % (len(wrong), total, "\n".join(wrong[:20])))

    def test_raw(self):
        self.sweep_and_compare("positive", [0.02, 0.1], "none", 11)

    def test_raw_signed(self):
        self.sweep_and_compare("signed", [0.05, 0.1], "none", 12)

    def test_standardised(self):
        self.sweep_and_compare("positive", [0.1, 0.5], "standard_scaler", 13)

    def test_minmax(self):
        self.sweep_and_compare("positive", [0.1, 0.5], "minmax_scaler", 14)

    def generic(self, acts, base, options, salt, deep=False, epochs=60, n=25):
        rows = ref.random_rows(24, ref.rng(salt), "signed")
        text = spec({"data": CSV_DATA, "epochs": epochs, "weight_init": "torch_linear", "output_weight_init": "torch_linear",
                     "lr": 0.1} | base, grid={"activation": acts}, networks_per_cell=n, keep="all")
        d = self.sweep(self.dir, text, out="o%d" % salt, data=csv_text(rows))
        x, y = [(a, b) for a, b, _ in rows], [t for _, _, t in rows]
        names = DEEP if deep else PARAMETERS
        wrong, nets = [], self.networks(d)
        self.assertEqual(len(nets), n * len(acts))
        for r in nets:
            want = ref.train(init_of(r, names), x, y, acts[integer(r["cell"])], .1, epochs, **options)
            bad = self.compare(r, want, names)
            if bad:
                wrong.append("cell %s network %s: %s" % (r["cell"], r["network"], "; ".join(bad)))
        # fewer networks: two may differ
        self.assertLessEqual(len(wrong), max(2, n * len(acts) / 100), "\n".join(wrong[:20]))

    def test_other_activations(self):
        self.generic(["identity", "tanh", "sigmoid"], {}, {}, 21)

    def test_momentum(self):
        self.generic(["relu", "leaky_relu(0.01)"], {"optimizer": "sgd(momentum=0.9)"}, dict(momentum=.9), 22)

    def test_nesterov(self):
        self.generic(["relu", "tanh"], {"optimizer": "sgd(momentum=0.8, nesterov=true)"}, dict(momentum=.8, nesterov=True), 23)

    def test_dampening(self):
        self.generic(["relu", "tanh"], {"optimizer": "sgd(momentum=0.8, dampening=0.5)"}, dict(momentum=.8, dampening=.5), 24)

    def test_deep(self):
        self.generic(["relu", "leaky_relu(0.01)", "tanh"], {"shape": "2-1-1-1"}, {}, 25, deep=True, epochs=80)


if __name__ == "__main__":
    unittest.main()
