"""`myriad plan`."""

import json
import unittest

from harness import integers_in_text, numbers_in
from iris_sweep import Done


class TestPlan(Done):
    def test_plan_numbers(self):
        r = self.good(self.shared, "plan", "spec.toml")
        found = integers_in_text(r.out)
        self.assertIn(6, found, r.out)              # cells
        self.assertIn(300, found, r.out)            # networks
        self.assertRegex(r.out.lower(), r"cell")
        self.assertRegex(r.out.lower(), r"memory|byte|mib|mb|kib")

    def test_plan_says_where_values_came_from(self):
        out = self.good(self.shared, "plan", "spec.toml").out.lower()
        self.assertRegex(out, r"default")
        self.assertRegex(out, r"spec|file|base|grid")
        r = self.good(self.shared, "plan", "spec.toml", "--set", "epochs=3") if self.myriad(
            self.shared, "plan", "spec.toml", "--set", "epochs=3").code == 0 else None
        if r is not None:                           # overrides on plan are not in the contract's table
            self.assertIn("epochs", r.out)

    def test_plan_json(self):
        doc = json.loads(self.good(self.shared, "plan", "spec.toml", "--json").out)
        found = set(numbers_in(doc))
        for want in (6, 300, 300 * 100 * 7):        # cells (or their count), networks, network-sample updates
            if want == 6 and any(isinstance(v, list) and len(v) == 6 for v in (doc.values() if isinstance(doc, dict) else [doc])):
                continue
            self.assertIn(want, found, json.dumps(doc)[:1500])

    def test_plan_creates_nothing(self):
        before = self.listing(self.shared)
        self.good(self.shared, "plan", "spec.toml")
        self.assertEqual(self.listing(self.shared), before)

    def test_plan_shows_a_text_that_is_empty(self):
        self.write(self.dir, "data.csv", "a,b,y\n1,2,0\n2,1,1\n")
        self.write(self.dir, "empty.toml", '[base]\nepochs = 3\ntest_fraction = 0\n'
                   'data = {source = "csv", file = "data.csv", features = ["a", "b"], label = "y", positive = "1"}\n')
        self.assertRegex(self.good(self.dir, "plan", "empty.toml").out, r'(?m)^data\.delimiter +"" +default')


if __name__ == "__main__":
    unittest.main()
