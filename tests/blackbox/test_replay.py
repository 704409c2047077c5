"""`myriad replay`."""

import json
import os
import unittest

import reference as ref
from harness import USAGE, Raw, num, numbers_in, spec
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

    def trace(self, r, *more):
        return json.loads(self.replay(r, "--json", "--every", "1", *more).out)

    def test_the_step_that_killed(self):
        """The turn's numbers, worked out again from the parameters of both epochs and the rows."""
        died = [r for r in self.networks(self.result) if r["died"] == "1"][:8]
        if not died:
            self.skipTest("no such network")
        for r in died:
            t = self.trace(r)
            rows = [(num(d["x1_scaled"]), num(d["x2_scaled"])) for d in self.export(self.result, "data", r["cell"]) if d["split"] == "train"]
            turn = t["turns"][-1]
            self.assertEqual((turn["kind"], turn["epoch"]), ("death", int(r["death_epoch"])))
            names = ("hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias")
            before, after = ([t["epochs"][turn["epoch"] + k][n] for n in names] for k in (-1, 0))
            for got, a, b in zip(turn["step"], before, after):
                self.close(got, b - a, 1e-6, 2e-7 * max(abs(a), abs(b)))  # of floats printed in their shortest form
            w = (before[0] ** 2 + before[1] ** 2) ** .5
            self.close(turn["step_along_w"], sum(x * d for x, d in zip(before, turn["step"][:2])) / w, 1e-5, 2e-7)
            z = [[p[0] * x + p[1] * y + p[2] for x, y in rows] for p in (before, after)]
            self.assertEqual(turn["rows_before"], sum(v > 1e-6 for v in z[0]) + sum(0 < v <= 1e-6 for v in z[0]))
            self.assertEqual(turn["rows_after"], 0)
            # of the rows that fired, the one nearest to the edge after the step
            self.close(turn["z_after"], max(b for a, b in zip(*z) if a > 0), 1e-4, 1e-6)
            self.assertGreater(turn["z_before"], 0)
            self.assertLessEqual(turn["z_after"], 0)
            self.assertEqual(t["death_is"], "permanent", "plain gradient descent")
            self.assertIn("At epoch %s" % format(turn["epoch"], ","), t["story"])
            self.assertIn("cannot return", t["story"])

    def test_gradient_norms(self):
        t = self.trace(self.network(lambda r: r["dead"] == "0"))
        for e in t["epochs"][:-1]:
            self.close(e["gradient_norm_hidden"], sum(g * g for g in e["gradient"][:3]) ** .5, 1e-6)
            self.close(e["gradient_norm_output"], sum(g * g for g in e["gradient"][3:]) ** .5, 1e-6)
        self.assertIsNone(t["epochs"][-1]["gradient_norm_hidden"])

    def test_page(self):
        r = self.network(lambda r: r["died"] == "1")
        self.replay(r, "--html", "page.html")
        with open(os.path.join(self.shared, "page.html"), encoding="utf-8") as f:
            page = f.read()
        self.assertIn("default-src 'none'", page)
        self.assertNotRegex(page, r"(?i)<script|\bon\w+=|https?://")
        self.assertGreaterEqual(page.count('role="img"'), 3)
        self.assertIn("<table", page)
        replayed = json.loads(self.replay(r, "--json").out)
        self.assertIsNone(replayed["test_correct"], "without test rows")
        for e in replayed["epochs"]:
            self.assertIn(">%s</th>" % format(e["epoch"], ","), page, "the table has what the chart shows")

    def test_momentum_brings_it_back(self):
        """Adam on standardised rows: units are dead for a while, and what its moments hold brings them back."""
        base = {"data": Raw('{ source = "csv", file = "d.csv", features = ["a", "b"], label = "y" }'), "epochs": 300, "lr": 0.1,
                "optimizer": "adam", "preprocess": "standard_scaler", "weight_init": "uniform(-0.05, 0.05)",
                "output_weight_init": "uniform(-0.05, 0.05)"}
        d = self.sweep(self.dir, spec(base, networks_per_cell=300, keep="all"), data=ref.IRIS_CSV)
        seen = set()
        for r in self.networks(d):
            kind = "transient" if r["transient"] == "1" else "revived" if r["revived"] == "1" else "dead" if r["dead"] == "1" else "alive"
            if kind in seen:
                continue
            seen.add(kind)
            t = json.loads(self.good(self.dir, "replay", d, "--cell", "0", "--network", r["network"], "--json").out)
            turns = [turn["kind"] for turn in t["turns"]]
            if kind in ("transient", "revived"):
                self.assertEqual(turns[-1], "revival", r)
                self.assertIn("it came back", t["story"])
                self.assertIn("remembered", t["story"])
            if kind == "dead":
                self.assertIn(t["death_is"], ("permanent", "returns", "undecided"))
            else:
                self.assertIsNone(t["death_is"])
        self.assertIn("alive", seen)
        self.assertTrue(seen & {"transient", "revived"}, "the sweep must show one that came back: %s" % seen)

    def test_divergence(self):
        base = {"data": Raw('{ source = "csv", file = "d.csv", features = ["a", "b"], label = "y" }'), "epochs": 40, "lr": 1e30,
                "activation": "identity", "loss": "mse", "output": "linear"}
        d = self.sweep(self.dir, spec(base, networks_per_cell=4, keep="all"), out="diverged", data=ref.IRIS_CSV)
        r = next(r for r in self.networks(d) if r["diverged"] == "1")
        t = json.loads(self.good(self.dir, "replay", d, "--cell", "0", "--network", r["network"], "--json", "--every", "1").out)
        first = next(e["epoch"] for e in t["epochs"] if None in [e["loss"], *(v for k, v in e.items() if "weight" in k or "bias" in k)])
        self.assertIn("at epoch %d " % first, t["story"])
        self.assertIn("no longer finite", t["story"])

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
