"""Networks that overflow: a result, counted apart, and in no mean."""

import json
import unittest

import reference as ref
from harness import Case, csv_text, finite, integer, num, spec, wilson
from tables import IRIS_BASE, PARAMETERS


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


if __name__ == "__main__":
    unittest.main()
