"""`myriad export`: tables, formats, and where they go."""

import os
import re
import subprocess
import unittest

from harness import IO_ERROR, USAGE, parse_csv, parse_json_table
from iris_sweep import Done


class TestExport(Done):
    def test_dash_nothing_and_file_are_the_same(self):
        a = self.good(self.shared, "export", self.result, "--table", "cells", "--format", "csv")
        b = self.good(self.shared, "export", self.result, "--table", "cells", "--format", "csv", "-o", "-")
        c = self.good(self.shared, "export", self.result, "--table", "cells", "--format", "csv", "-o", os.path.join(self.dir, "x.csv"))
        with open(os.path.join(self.dir, "x.csv"), "rb") as f:
            self.assertEqual(f.read(), a.out_bytes)
        self.assertEqual(a.out_bytes, b.out_bytes)
        self.assertEqual(c.out_bytes, b"")

    def test_csv_ends_with_one_newline_and_no_bom(self):
        out = self.good(self.shared, "export", self.result, "--table", "cells", "--format", "csv").out_bytes
        self.assertTrue(out.endswith(b"\n") and not out.endswith(b"\n\n"))
        self.assertTrue(out.startswith(b"cell,"))

    def test_default_table_and_format(self):
        r = self.myriad(self.shared, "export", self.result)
        self.assertIn(r.code, (0, USAGE))           # a default table is not promised

    def test_every_table_in_every_format(self):
        for which in ("cells", "networks", "data", "survival", "histogram", "theory", "comparisons"):
            cell = ["--cell", "0"] if which in ("networks", "data") else []
            texts = {f: self.good(self.shared, "export", self.result, "--table", which, "--format", f, *cell).out
                     for f in ("csv", "json", "markdown")}
            rows = len(parse_csv(texts["csv"]))
            self.assertGreater(rows, 0, which)
            self.assertEqual(len(parse_json_table(texts["json"])), rows, which)
            lines = [x for x in texts["markdown"].splitlines() if x.startswith("|")]
            self.assertEqual(len(lines), rows + 2, which)
            self.assertRegex(lines[1], r"^[|: -]+$")
            self.assertEqual(len({len(re.findall(r"(?<!\\)\|", x)) for x in lines}), 1)

    def test_cell_filter(self):
        for which in ("survival", "histogram", "networks", "theory"):
            r = self.good(self.shared, "export", self.result, "--table", which, "--cell", "2", "--format", "csv")
            self.assertEqual({x["cell"] for x in parse_csv(r.out)}, {"2"}, which)
        r = self.good(self.shared, "export", self.result, "--table", "comparisons", "--cell", "2")
        self.assertTrue(all("2" in (x["cell_a"], x["cell_b"]) for x in parse_csv(r.out)))

    def test_bad_arguments(self):
        for args in (["--table", "cels"], ["--table", "cells", "--format", "xml"], ["--table", "networks", "--cell", "6"],
                     ["--table", "data", "--cell", "-1"], ["--table", "data", "--cell", "x"], ["--table"]):
            self.refused(self.myriad(self.shared, "export", self.result, *args), USAGE)
        self.refused(self.myriad(self.shared, "export", self.result, "--table", "cels"), USAGE, "cells")

    def test_unwritable_file_is_4(self):
        r = self.myriad(self.shared, "export", self.result, "--table", "cells", "-o", os.path.join(self.dir, "no", "such", "x.csv"))
        self.refused(r, IO_ERROR)

    def test_full_disk_is_4(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            p = self.start(self.shared, "export", self.result, "--table", "networks", "--cell", "0", stdout=full)
            _, err = p.communicate(timeout=60)
        self.assertEqual(p.returncode, IO_ERROR, err)

    def test_head(self):
        p = subprocess.run(["sh", "-c", '"$MYRIAD_BIN" export "%s" --table networks --cell 0 | head -n 1' % self.result],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.assertTrue(p.stdout.startswith(b"cell,network,"))
        self.assertNotIn(b"terminate", p.stderr)


if __name__ == "__main__":
    unittest.main()
