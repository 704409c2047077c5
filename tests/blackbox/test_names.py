"""Odd, but valid: names, columns and directories."""

import csv
import io
import os
import unittest

from harness import XOR_DATA, Case, integer, spec


class TestNames(Case):
    def test_columns_with_odd_names(self):
        names = ["a, \"quoted\"", "=1+1", "label|x"]
        buffer = io.StringIO()
        w = csv.writer(buffer, lineterminator="\n")
        w.writerow(names)
        w.writerows([(1, 2, 0), (2, 1, 1), (3, 1, 1)])
        data = {"source": "csv", "file": "d.csv", "features": names[:2], "label": names[2]}
        d = self.sweep(self.dir, spec({"data": data, "epochs": 1}), data=buffer.getvalue())
        self.assertEqual(len(self.export(d, "data", cell=0)), 3)
        self.good(self.dir, "report", d)

    def test_directory_with_spaces_and_unicode(self):
        self.write(self.dir, "a spec é.toml", spec({"data": XOR_DATA, "epochs": 1}))
        self.good(self.dir, "run", "a spec é.toml", "-o", "out put é")
        self.assertEqual(len(self.cells(os.path.join(self.dir, "out put é"))), 1)
        self.good(self.dir, "status", "out put é")

    def test_unicode_name(self):
        d = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, name="naïve 神経 🧠"))
        self.good(self.dir, "report", d)
        with open(os.path.join(d, "report.html"), encoding="utf-8") as f:
            self.assertIn("神経", f.read())

    def test_spec_comments_dotted_keys_and_crlf(self):
        text = ('# a comment\nspec_version = 1\nname = \'literal\'\nseed = 1_000\nnetworks_per_cell = 1_0\n\n[base]\n'
                'data.source = "xor"\nepochs = 0x2\nlr = 1e-1 # trailing\nactivation = "leaky_relu( negative_slope = 0.01 )"\n'
                '[grid]\nweight_init = [\n  "uniform(-1,1)", # one a line\n  "zeros",\n]\n').replace("\n", "\r\n")
        d = self.sweep(self.dir, text)
        self.assertEqual([integer(r["networks"]) for r in self.cells(d)], [10, 10])

    def test_defaults_of_base(self):
        """Only the data is named: it runs, with the defaults that list prints."""
        self.write(self.dir, "s.toml", spec({"data": XOR_DATA}))
        self.good(self.dir, "plan", "s.toml")


if __name__ == "__main__":
    unittest.main()
