"""Numbers that others have printed, starts against a simulation of our own, and scalers on degenerate data."""

import math
import unittest

import reference as ref
from harness import CSV_DATA, Case, csv_text, integer, num, spec
from tables import final_of


class TestStrangers(Case):
    def test_xor_prints_twenty_forty_firsts(self):
        """StackOverflow 71190712: squared error, batches of one row in the order 00, 10, 01, 11; rate 0.2 on half of it."""
        rows = [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 0)]
        text = spec({"data": CSV_DATA, "epochs": 2000, "output": "linear", "loss": "mse", "batch_size": 1, "shuffle": "none",
                     "lr": 0.1, "weight_init": "values(-0.5, -0.25)"}, networks_per_cell=1, keep="all")
        d = self.sweep(self.dir, text, data=csv_text(rows))
        network = self.networks(d)[0]
        self.assertEqual(network["dead"], "1")
        self.close(final_of(network)[4], 0.48780487804878037, 0, 2e-7)

    def test_randomised_asymmetric_start_on_petals(self):
        for k, (scaler, p) in enumerate((("none", .18493), ("standard_scaler", .00900))):
            text = spec({"data": CSV_DATA, "epochs": 0, "weight_init": "rai", "preprocess": scaler}, networks_per_cell=40000)
            row = self.cells(self.sweep(self.dir, text, out="o%d" % k, data=ref.IRIS_CSV))[0]
            self.close(num(row["born_dead_theory"]), p, 0, 1e-5)
            self.close(integer(row["born_dead"]) / 40000, p, 0, 4.5 * math.sqrt(p * (1 - p) / 40000))

    def test_shifted_corners(self):
        """Corners of [-1, 1]^2 moved by (s, s), zero bias: s / (2 (s + 1)) from s = 1 on, 0 below."""
        shifts = [0.0, 0.5, 1.0, 1.5, 4.0, 31.0]
        text = spec({"data": {"source": "xor", "low": -1.0}, "epochs": 0, "weight_init": "uniform(-0.3, 0.3)"},
                    grid={"data.offset": shifts}, networks_per_cell=8000)
        for row, s in zip(self.cells(self.sweep(self.dir, text)), shifts):
            p = s / (2 * (s + 1)) if s >= 1 else 0
            self.close(num(row["born_dead_theory"]), p, 0, 1e-9)
            self.close(integer(row["born_dead"]) / 8000, p, 0, 4.5 * math.sqrt(p * (1 - p) / 8000))

    def test_starts_of_our_own(self):
        """Rows and laws drawn here, 60,000 starts of our own beside the program's theory and count."""
        r, n = ref.rng(71), 60000
        laws = {"uniform(%s, %s)": lambda a, b: r.uniform(a, b), "normal(%s, %s)": lambda a, b: r.gauss(a, b)}
        for k in range(4):
            rows = [(r.randint(-300, 2000) / 1000, r.randint(-300, 2000) / 1000) for _ in range(5)]
            w_law, b_law = r.choice(list(laws)), r.choice(list(laws))
            w = (-r.randint(100, 900) / 1000, r.randint(100, 900) / 1000)
            b = (-r.randint(10, 500) / 1000, r.randint(10, 500) / 1000)
            text = spec({"data": CSV_DATA, "epochs": 0, "weight_init": w_law % w, "bias_init": b_law % b}, networks_per_cell=n)
            row = self.cells(self.sweep(self.dir, text, out="o%d" % k, data=csv_text([(x, y, i % 2) for i, (x, y) in enumerate(rows)])))[0]
            dead = on = 0
            for _ in range(n):
                w1, w2, bias = laws[w_law](*w), laws[w_law](*w), laws[b_law](*b)
                z = [w1 * x + w2 * y + bias for x, y in rows]
                dead += max(z) <= 0
                on += min(z) > 0
            label = "%s %s %s %s %s" % (rows, w_law, w, b_law, b)
            p, error = num(row["born_dead_theory"]), 4.5 * math.sqrt(0.25 / n)
            self.assertIsNotNone(p, label)
            self.close(dead / n, p, 0, error, label)
            self.close(integer(row["born_dead"]) / n, p, 0, error, label)
            self.close(integer(row["born_always_on"]) / n, on / n, 0, error * math.sqrt(2), label)


class TestDegenerateRows(Case):
    ROWS = [(3, -2), (3, 0), (3, 4), (3, 2)]  # a constant feature; mean 1, sd sqrt(5), median 1, quartiles -0.5 and 2.5

    def scaled(self, scaler, rows):
        text = spec({"data": CSV_DATA, "epochs": 0, "preprocess": scaler})
        d = self.sweep(self.dir, text, out="o_" + scaler.split("(")[0], data=csv_text([(a, b, i % 2) for i, (a, b) in enumerate(rows)]))
        return [(num(row["x1_scaled"]), num(row["x2_scaled"])) for row in self.export(d, "data", cell=0)]

    def expect(self, scaler, want, rows=None):
        got = self.scaled(scaler, rows or self.ROWS)
        for (x1, x2), (w1, w2) in zip(got, want):
            self.close(x1, w1, 1e-6, 1e-7, "%s %s" % (scaler, got))
            self.close(x2, w2, 1e-6, 1e-7, "%s %s" % (scaler, got))

    def test_center(self):
        self.expect("center", [(0, -3), (0, -1), (0, 3), (0, 1)])

    def test_standard_scaler(self):
        self.expect("standard_scaler", [(0, v / math.sqrt(5)) for v in (-3, -1, 3, 1)])

    def test_minmax_scaler(self):
        self.expect("minmax_scaler", [(0, 0), (0, 1 / 3), (0, 1), (0, 2 / 3)])

    def test_minmax_scaler_to_a_range(self):
        self.expect("minmax_scaler(-1, 3)", [(-1, -1), (-1, 1 / 3), (-1, 3), (-1, 5 / 3)])

    def test_maxabs_scaler(self):
        self.expect("maxabs_scaler", [(1, -.5), (1, 0), (1, 1), (1, .5)])

    def test_maxabs_scaler_of_zeros(self):
        self.expect("maxabs_scaler", [(0, 1), (0, -.25)], [(0, 4), (0, -1)])

    def test_robust_scaler(self):
        self.expect("robust_scaler", [(0, -1), (0, -1 / 3), (0, 1), (0, 1 / 3)])

    def test_normalizer_leaves_a_zero_row(self):
        self.expect("normalizer", [(.6, .8), (0, 0), (-1, 0)], [(3, 4), (0, 0), (-7, 0)])

    def test_log1p(self):
        self.expect("log1p", [(math.log(4), 0), (math.log(4), math.log(3))], [(3, 0), (3, 2)])

    def test_one_value_in_both_features(self):
        for scaler in ("standard_scaler", "robust_scaler", "minmax_scaler", "center"):
            self.expect(scaler, [(0, 0), (0, 0)], [(5, 7), (5, 7)])


if __name__ == "__main__":
    unittest.main()
