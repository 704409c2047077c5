"""The share of networks born dead: the printed probability and the count, against exact geometry."""

import math
import unittest
from fractions import Fraction as F

import reference as ref
from harness import CSV_DATA, XOR_DATA, Case, csv_text, integer, num, spec
from tables import SE

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


if __name__ == "__main__":
    unittest.main()
