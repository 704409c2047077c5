"""A network's result depends on seed, number and cell alone: not on how many others there are."""

import unittest

import reference as ref
from harness import XOR_DATA, Case, integer, spec
from tables import IRIS_BASE


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


if __name__ == "__main__":
    unittest.main()
