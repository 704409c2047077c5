"""`compare`, and the tables `theory` and `comparisons`: their numbers again from the kept networks, in Python."""

import json
import math
import os
import unittest

import reference as ref
from harness import CSV_DATA, IO_ERROR, USAGE, XOR_DATA, Case, integer, num, parse_csv, parse_json_table, spec

THRESHOLD = 6
SE = "uniform(-0.05, 0.05)"
GRID = {"activation": ["relu", "leaky_relu(0.01)"], "lr": [0.1, 2.0]}


def flowers(lr=None, seed=1, networks=200, **base):
    grid = dict(GRID) if lr is None else {"activation": GRID["activation"], "lr": lr}
    values = {"data": CSV_DATA, "epochs": 60, "weight_init": SE, "output_weight_init": SE} | base
    return spec(values, grid=grid, networks_per_cell=networks, keep="all", seed=seed)


def binomial_p(b, c):
    """Two-sided, p = 1/2, exactly."""
    n, k = b + c, min(b, c)
    if b == c:
        return 1.0
    return float(2 * sum(math.comb(n, i) for i in range(k + 1))) / 2 ** n if n < 1000 else None


def holm(ps):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    found, least = [0] * len(ps), 0
    for rank, i in enumerate(order):
        least = max(least, min(1, ps[i] * (len(ps) - rank)))
        found[i] = least
    return found


class Compared(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a = cls.sweep(cls.shared, flowers(), out="a", data=ref.IRIS_CSV)
        cls.b = cls.sweep(cls.shared, flowers(preprocess="standard_scaler"), out="b", data=ref.IRIS_CSV)
        cls.other_seed = cls.sweep(cls.shared, flowers(seed=2), out="other", data=ref.IRIS_CSV)
        cls.half = cls.sweep(cls.shared, flowers(lr=[2.0, 5.0]), out="half", data=ref.IRIS_CSV)

    def compare(self, a, b, *args):
        r = self.good(self.shared, "compare", a, b, "--format", "csv", *args)
        return parse_csv(r.out)


class TestComparisons(Compared):
    def fates(self, cell):
        rows = self.export(self.a, "networks", cell=cell)
        perfect = len(ref.IRIS_CSV.strip().splitlines()) - 1
        return {int(r["network"]): (int(r["dead"]), int(int(r["train_correct"]) == perfect))
                for r in rows if r["diverged"] == "0"}

    def test_rows_are_pairs_along_the_axes(self):
        table = self.export(self.a, "comparisons")
        self.assertEqual(table.columns,
                         ["cell_a", "cell_b", "key", "value_a", "value_b", "metric", "pairs", "a_only", "b_only", "both",
                          "neither", "fraction_a", "fraction_b", "difference", "difference_low", "difference_high", "p",
                          "p_holm"])
        found = [(r["cell_a"], r["cell_b"], r["key"], r["value_a"], r["value_b"]) for r in table if r["metric"] == "dead"]
        self.assertEqual(found, [("0", "2", "activation", "relu", "leaky_relu(0.01)"),
                                 ("1", "3", "activation", "relu", "leaky_relu(0.01)"),
                                 ("0", "1", "lr", "0.1", "2"), ("2", "3", "lr", "0.1", "2")])
        self.assertEqual([r["metric"] for r in table], ["dead", "solved"] * 4)

    def test_counts_are_those_of_the_networks(self):
        known = [self.fates(k) for k in range(4)]
        for r in self.export(self.a, "comparisons"):
            a, b = known[int(r["cell_a"])], known[int(r["cell_b"])]
            which = 0 if r["metric"] == "dead" else 1
            shared = sorted(set(a) & set(b))
            want = {"both": 0, "a_only": 0, "b_only": 0, "neither": 0}
            for n in shared:
                x, y = a[n][which], b[n][which]
                want["both" if x and y else "a_only" if x else "b_only" if y else "neither"] += 1
            self.assertEqual({k: integer(r[k]) for k in want}, want)
            self.assertEqual(integer(r["pairs"]), len(shared))
            self.close(num(r["fraction_a"]), (want["both"] + want["a_only"]) / len(shared))
            self.close(num(r["difference"]), (want["b_only"] - want["a_only"]) / len(shared), absolute=1e-12)
            self.assertLessEqual(num(r["difference_low"]), num(r["difference"]))
            self.assertGreaterEqual(num(r["difference_high"]), num(r["difference"]))
            self.close(num(r["p"]), binomial_p(want["a_only"], want["b_only"]))

    def test_p_values_are_corrected_per_metric(self):
        table = self.export(self.a, "comparisons")
        for metric in ("dead", "solved"):
            rows = table.where(metric=metric)
            for got, want in zip(rows, holm([num(r["p"]) for r in rows])):
                self.close(num(got["p_holm"]), want)

    def test_chunks_threads_and_shards_change_nothing(self):
        want = self.good(self.shared, "export", self.a, "--table", "comparisons").out
        self.write(self.dir, "d.csv", ref.IRIS_CSV)
        self.write(self.dir, "spec.toml", flowers())
        for k in (1, 0):
            self.good(self.dir, "run", "spec.toml", "-o", "out", "--shard", "%d/2" % k, "--chunk", "17", "--threads", "2",
                      "--progress", "none")
        self.assertEqual(self.good(self.dir, "export", "out", "--table", "comparisons").out, want)

    def test_a_grown_run_pairs_what_it_has(self):
        self.sweep(self.dir, flowers(networks=50), data=ref.IRIS_CSV)
        d = self.sweep(self.dir, flowers(), data=ref.IRIS_CSV)
        self.assertEqual(self.good(self.dir, "export", d, "--table", "comparisons").out,
                         self.good(self.shared, "export", self.a, "--table", "comparisons").out)


class TestTheory(Compared):
    def test_theory_beside_counts(self):
        table, cells = self.export(self.a, "theory"), self.cells(self.a)
        self.assertEqual(len(table), 4)
        for r, c in zip(table, cells):
            self.assertEqual((r["cell"], r["activation"], r["lr"]), (c["cell"], c["activation"], c["lr"]))
            for name in ("networks", "born_dead", "born_dead_fraction", "born_dead_theory", "born_always_on", "born_inactive"):
                self.assertEqual(r[name], c[name], name)
            p, n = num(r["born_dead_theory"]), integer(r["networks"])
            if 0 < p < 1:
                error = math.sqrt(p * (1 - p) / n)
                self.close(num(r["standard_error"]), error)
                self.close(num(r["z"]), (num(r["born_dead_fraction"]) - p) / error, absolute=1e-9)
            self.assertEqual(r["agrees"], "1")
            self.assertEqual(num(r["majority_share"]), .5)
            self.close(num(r["label_entropy"]), math.log(2))
            self.close(num(r["best_linear_accuracy"]), .97)
            self.close(num(r["logistic_accuracy"]), .94)
            self.close(num(r["logistic_loss"]), .102818, absolute=5e-7)

    def test_no_network_beats_the_ceiling(self):
        ceiling = num(self.export(self.a, "theory")[0]["best_linear_accuracy"])
        rows = [r for k in range(4) for r in self.export(self.a, "networks", cell=k)]
        self.assertLessEqual(max(int(r["train_correct"]) for r in rows), round(ceiling * 100))

    def test_xor(self):
        d = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 0, "weight_init": "lattice(8)"}, networks_per_cell=64))
        row = self.export(d, "theory")[0]
        self.assertEqual((row["born_dead_theory"], row["standard_error"], row["z"], row["agrees"]), ("0.25", "0", "0", "1"))
        self.assertEqual(num(row["best_linear_accuracy"]), .75)
        self.close(num(row["gamma"]), 1)
        status = json.loads(self.good(self.dir, "status", d, "--json").out)
        self.assertEqual(status["warnings"], [])


class TestCompare(Compared):
    def test_a_result_equals_itself(self):
        r = self.good(self.shared, "compare", self.a, self.a)
        self.assertEqual(r.out.count("the same bits"), 5)       # the count of cells, and each of four
        self.assertEqual({x["same_bits"] for x in self.compare(self.a, self.a)}, {"1"})
        for x in self.compare(self.a, self.a):
            self.assertEqual(num(x["difference"]), 0)

    def test_differences_are_those_of_the_cells(self):
        before, after = self.cells(self.a), self.cells(self.b)
        seen = set()
        for r in self.compare(self.a, self.b):
            self.assertEqual(r["cell_a"], r["cell_b"])
            metric, k = r["metric"], int(r["cell_a"])
            seen.add(metric)
            self.assertEqual((r["activation"], r["lr"]), (before[k]["activation"], before[k]["lr"]))
            if metric == "solved_fraction":
                continue
            self.assertEqual((r["value_a"], r["value_b"]), (before[k][metric], after[k][metric]))
            self.close(num(r["difference"]), num(r["value_b"]) - num(r["value_a"]), absolute=1e-12)
            if r["difference_low"]:
                self.assertLessEqual(num(r["difference_low"]), num(r["difference"]) + 1e-12)
                self.assertGreaterEqual(num(r["difference_high"]), num(r["difference"]) - 1e-12)
            self.assertEqual(r["paired"], "1" if metric == "dead_fraction" else "0")
        self.assertEqual(seen, {"born_dead_fraction", "dead_fraction", "died_fraction", "solved_fraction",
                                "train_accuracy_mean", "train_loss_mean"})

    def test_other_seeds_are_not_pairs(self):
        self.assertEqual({r["paired"] for r in self.compare(self.a, self.other_seed)}, {"0"})

    def test_cells_without_a_partner_are_listed(self):
        rows = self.compare(self.a, self.half)
        self.assertEqual({r["cell_a"] for r in rows if not r["cell_b"]}, {"0", "2"})
        self.assertEqual({r["cell_b"] for r in rows if not r["cell_a"]}, {"1", "3"})
        self.assertEqual({(r["cell_a"], r["cell_b"]) for r in rows if r["metric"]}, {("1", "0"), ("3", "2")})
        text = self.good(self.shared, "compare", self.a, self.half).out
        self.assertEqual((text.count("only in A: cell"), text.count("only in B: cell")), (2, 2))

    def test_two_cells_of_one_result(self):
        rows = self.compare(self.a, self.a, "--cells", "0,2")
        self.assertEqual({(r["cell_a"], r["cell_b"]) for r in rows}, {("0", "2")})
        self.assertEqual(rows[0]["activation"], "relu -> leaky_relu(0.01)")
        pair = self.export(self.a, "comparisons").where(cell_a=0, cell_b=2, metric="dead")[0]
        dead = rows.where(metric="dead_fraction")[0]
        for ours, theirs in (("difference", "difference"), ("difference_low", "difference_low"), ("p", "p")):
            self.assertEqual(dead[ours], pair[theirs])

    def test_formats(self):
        args = ("compare", self.a, self.b, "--format")
        want = parse_csv(self.good(self.shared, *args, "csv").out)
        got = parse_json_table(self.good(self.shared, *args, "json").out)
        self.assertEqual((got.columns, len(got)), (want.columns, len(want)))
        lines = self.good(self.shared, *args, "markdown").out.splitlines()
        rows = [line for line in lines if line.startswith("|")]
        self.assertEqual((len(lines), len(rows)), (len(want) + 5, len(want) + 2))
        self.assertTrue(lines[0].startswith("- A: ") and lines[1].startswith("- B: "), lines)
        for row, line in zip(want, rows[2:]):
            entries = [entry.strip() for entry in line.strip("|").split("|")]
            self.assertEqual(entries[1], row["metric"])
            self.close(float(entries[4]), num(row["difference"]), rel=6e-3)
        self.good(self.shared, *args, "csv", "-o", os.path.join(self.dir, "x.csv"))
        self.assertEqual(self.listing(self.dir), ["x.csv"])

    def test_thresholds(self):
        for expression, code in (("dead_fraction > 1", 0), ("dead_fraction>=0", THRESHOLD), ("networks != 200", 0),
                                 ("networks == 200", THRESHOLD), ("born_dead_fraction > 0.001", 0),
                                 ("delta.born_dead_fraction < -0.2", THRESHOLD), ("delta.born_dead_fraction > 0", 0),
                                 ("lr < 0.2", THRESHOLD), ("  delta.networks<=-1  ", 0)):
            r = self.myriad(self.shared, "compare", self.a, self.b, "--fail-if", expression)
            self.assertEqual(r.code, code, str(r))
            self.assertIn("B - A", r.out)
            self.assertEqual("threshold failed" in r.err, code == THRESHOLD, str(r))
        r = self.myriad(self.shared, "compare", self.a, self.b, "--fail-if", "dead_fraction > 1", "--fail-if", "lr == 2")
        self.assertEqual(r.code, THRESHOLD)
        self.assertIn("cell 1 (activation relu, lr 2): 2", r.err)
        self.assertNotIn("cell 0", r.err)

    def test_bad_expressions(self):
        for expression in ("dead_fraction", "dead_fraction ~ 1", "dead_fraction > x", "> 1", "dead_fraction > 1 and lr > 0",
                           "delta. > 1", "digest == 0", "activation == 1", "test_accuracy_mean > 0"):
            self.refused(self.myriad(self.shared, "compare", self.a, self.b, "--fail-if", expression), USAGE)
        self.refused(self.myriad(self.shared, "compare", self.a, self.b, "--fail-if", "ded_fraction > 1"), USAGE, "dead_fraction")

    def test_bad_arguments(self):
        for args in ([self.a], [self.a, self.b, self.b], [self.a, self.b, "--cells", "0"], [self.a, self.b, "--cells", "0,9"],
                     [self.a, self.b, "--cells", "x,0"], [self.a, self.b, "--format", "xml"]):
            self.refused(self.myriad(self.shared, "compare", *args), USAGE)
        self.refused(self.myriad(self.shared, "compare", self.a, os.path.join(self.dir, "none")), IO_ERROR)


if __name__ == "__main__":
    unittest.main()
