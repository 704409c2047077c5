"""Starts on a lattice: no randomness, and counts that are known exactly."""

import os
import unittest
from fractions import Fraction as F

import reference as ref
from harness import CSV_DATA, XOR_DATA, Case, csv_text, integer, num, spec


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


if __name__ == "__main__":
    unittest.main()
