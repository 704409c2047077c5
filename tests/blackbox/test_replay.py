"""`myriad replay`."""

import json
import unittest

import reference as ref
from harness import USAGE, num, numbers_in
from iris_sweep import Done, simple


class TestReplay(Done):
    def network(self, want):
        for r in self.networks(self.result):
            if want(r):
                return r
        self.skipTest("no such network")

    def replay(self, r, *more):
        return self.good(self.shared, "replay", self.result, "--cell", r["cell"], "--network", r["network"], *more)

    def test_born_dead_is_explained(self):
        r = self.network(lambda r: r["born_dead"] == "1")
        self.assertRegex(self.replay(r).out.lower(), r"dead")

    def test_alive(self):
        r = self.network(lambda r: r["dead"] == "0" and r["cell"] == "0")
        out = self.replay(r).out
        self.assertGreaterEqual(len(out.splitlines()), 7, "epoch by epoch")

    def test_bit_for_bit(self):
        """The final parameters of the table are those that the replay shows, where it has --json."""
        for want in (lambda r: r["dead"] == "0", lambda r: r["died"] == "1", lambda r: r["cell"] == "4"):
            r = self.network(want)
            p = self.myriad(self.shared, "replay", self.result, "--cell", r["cell"], "--network", r["network"], "--json")
            if p.code == USAGE:
                self.skipTest("replay has no --json")
            found = set(numbers_in(json.loads(p.out)))
            for k, v in r.items():
                if k.startswith("final."):
                    self.assertIn(num(v), found, k)

    def test_any_network_of_the_sweep_kept_or_not(self):
        d = self.sweep(self.dir, simple(keep="none"), data=ref.IRIS_CSV)
        r = self.network(lambda r: r["cell"] == "3")
        a = self.good(self.dir, "replay", d, "--cell", "3", "--network", r["network"]).out
        self.assertEqual(a.replace(d, ""), self.replay(r).out.replace(self.result, ""))

    def test_out_of_range(self):
        for cell, network in (("6", "0"), ("0", "50"), ("-1", "0"), ("0", "-1"), ("x", "0"), ("0", "99999999999999999999")):
            r = self.myriad(self.shared, "replay", self.result, "--cell", cell, "--network", network)
            self.refused(r, USAGE)


if __name__ == "__main__":
    unittest.main()
