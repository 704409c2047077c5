"""The tables of one finished sweep, looked at from every side."""

import math
import os
import unittest

import reference as ref
from harness import Case, bits, f32, integer, num, spec, wilson
from tables import AFTER, COUNTS, FLAGS, IRIS_BASE, PARAMETERS, final_of, init_of


def columns_after_cell(case, columns, counts=COUNTS + AFTER):
    """The part of a cells header behind the varied keys."""
    case.assertEqual(columns[0], "cell")
    case.assertIn("networks", columns)
    tail = columns[columns.index("networks"):]
    case.assertEqual(tail, counts)
    return columns[1:columns.index("networks")]


class TestCellsTable(Case):
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


if __name__ == "__main__":
    unittest.main()
