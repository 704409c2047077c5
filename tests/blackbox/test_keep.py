"""Which networks are kept."""

import unittest

import reference as ref
from harness import Case, integer, spec
from tables import IRIS_BASE


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


if __name__ == "__main__":
    unittest.main()
