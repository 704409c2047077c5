"""`myriad doctor`."""

import json
import os
import unittest

from harness import Case, have_cuda


class TestDoctor(Case):
    def test_doctor(self):
        r = self.myriad(self.dir, "doctor")
        self.assertIn(r.code, (0, 1), str(r))       # the code when something warns is not fixed
        self.assertRegex(r.out, r"\bPASS\b")
        self.assertNotRegex(r.out, r"\bFAIL\b")
        self.assertEqual(self.listing(self.dir), [])

    def test_doctor_says_what_is_missing_of_the_gpu(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.assertRegex(self.myriad(self.dir, "doctor").out, r"(?i)cuda|gpu|driver")

    def test_doctor_tries_the_disk_that_is_named(self):
        there = os.path.join(self.dir, "there")
        os.mkdir(there)
        self.assertRegex(self.myriad(self.dir, "doctor", there).out, r"PASS  disk: .* free in [^,]*there,\s+a commit\s+takes")
        self.assertEqual(self.listing(there), [])
        missing = self.myriad(self.dir, "doctor", os.path.join(self.dir, "missing"))
        self.assertEqual(missing.code, 4)
        self.assertRegex(missing.out, r"FAIL  disk: .*missing: No\s+such")

    def test_doctor_json(self):
        doc = json.loads(self.myriad(self.dir, "doctor", "--json").out)
        self.assertIn("PASS", json.dumps(doc).upper())


if __name__ == "__main__":
    unittest.main()
