"""`myriad status`."""

import json
import os
import unittest

from harness import numbers_in
from iris_sweep import Done


class TestStatus(Done):
    def test_status_of_a_finished_run(self):
        r = self.good(self.shared, "status", self.result)
        self.assertRegex(r.out.lower(), r"complete|done|finished|100 ?%")

    def test_status_json(self):
        doc = json.loads(self.good(self.shared, "status", self.result, "--json").out)
        self.assertIn(300, set(numbers_in(doc)), json.dumps(doc)[:1000])

    def test_status_changes_nothing(self):
        def state():
            return [(n, os.path.getsize(os.path.join(self.result, n)), os.stat(os.path.join(self.result, n)).st_mtime_ns)
                    for n in self.listing(self.result)]
        before = state()
        self.good(self.shared, "status", self.result)
        self.good(self.shared, "export", self.result, "--table", "cells")
        self.assertEqual(state(), before)


if __name__ == "__main__":
    unittest.main()
