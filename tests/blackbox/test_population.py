"""Shares and means of whole populations, against those of a reference sweep."""

import math
import unittest

import reference as ref
from harness import CSV_DATA, Case, integer, num, spec
from tables import SE


class TestPopulation(Case):
    """2000 steps on iris petals."""
    N = 1500

    # scaler, inits, activation, optimizer, lr: born dead (leaky: born inactive), dead (leaky: inactive), died, transient,
    # mean accuracy, share of accuracies >= .9, reference networks
    GLOROT, TORCH = ["xavier_uniform"] * 2, ["torch_linear"] * 2
    CELLS = [
        ("none", [SE, SE], "relu", "sgd", .1, .4755, .5399, .0644, 0, .694, .453, 10000),
        ("none", [SE, SE], "relu", "sgd", 1., .4755, .9999, .524, 0, .500, 0, 10000),
        ("none", [SE, SE], "relu", "sgd(momentum=0.9)", .1, .4755, .6394, .164, 0, .659, .361, 10000),
        ("none", [SE, SE], "relu", "adam", .01, .4755, .6893, .214, 0, .637, .311, 10000),
        ("none", GLOROT, "relu", "sgd(momentum=0.9)", .1, .4755, .8848, .409, 0, .551, .115, 10000),
        ("standard_scaler", [SE, SE], "relu", "sgd", .1, 0, .0878, .088, 0, .901, .912, 4000),
        ("standard_scaler", [SE, SE], "relu", "adam", .1, 0, .3635, .364, .1115, .780, .637, 4000),
        ("standard_scaler", TORCH, "relu", "sgd", .1, .0393, .1870, .148, 0, .857, .812, 4000),
        ("none", [SE, SE], "leaky_relu(0.01)", "sgd", .1, .4725, .461, 0, 0, .838, .767, 10000),
        ("none", [SE, SE], "leaky_relu(0.01)", "adam", .01, .4725, .5175, 0, 0, .945, 1, 10000)]

    def share(self, row, column, p, other):
        se = math.sqrt(max(p * (1 - p), 1e-4) * (1 / self.N + 1 / other))
        self.close(integer(row[column]) / self.N, p, 0, 4.5 * se, "%s %s" % (column, row))

    def test_reference_sweep(self):
        explicit = [{"name": "cell %d" % k, "preprocess": scaler, "weight_init": w, "output_weight_init": v, "activation": act,
                     "optimizer": opt, "lr": lr} for k, (scaler, (w, v), act, opt, lr, *_) in enumerate(self.CELLS)]
        text = spec({"data": CSV_DATA, "epochs": 2000}, grid={"epochs": [0]}, cells=explicit, networks_per_cell=self.N, seed=2020)
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV, timeout=170)
        good = {}
        for row in self.export(d, "histogram"):
            if row["metric"] == "train_correct" and num(row["low"]) >= 90:
                good[row["cell"]] = good.get(row["cell"], 0) + integer(row["count"])
        for row, cell in zip(self.cells(d).rows[-len(self.CELLS):], self.CELLS):
            act, opt, (born, end, died, transient, accuracy, above, other) = cell[2], cell[3], cell[5:]
            leaky = act != "relu"
            self.share(row, "born_inactive" if leaky else "born_dead", born, other)
            self.share(row, "inactive" if leaky else "dead", end, other)
            self.share(row, "died", died, other)
            self.share(row, "transient", transient, other)
            self.share({"good": good.get(row["cell"], 0)}, "good", above, other)
            self.close(num(row["train_accuracy_mean"]), accuracy, 0, 4.5 * .24 * math.sqrt(1 / self.N + 1 / other), str(row))
            self.assertEqual((row["transient"] if opt.startswith("sgd") else "0", row["revived"], row["diverged"]), ("0", "0", "0"))


if __name__ == "__main__":
    unittest.main()
