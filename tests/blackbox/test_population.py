"""Shares and means of whole populations, against those of a reference sweep."""

import math
import unittest

import reference as ref
from harness import CSV_DATA, Case, integer, num, spec
from tables import SE


class TestPopulation(Case):
    """2000 steps on iris petals."""
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


if __name__ == "__main__":
    unittest.main()
