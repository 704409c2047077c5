"""Bad CSV files: exit 2 or 4, with the place, and nothing created. Also the odd but good ones that must be accepted."""

import os
import unittest

from bad_spec import DATA, GOOD, Bad, add
from harness import IO_ERROR, USAGE, integer, num

# data.csv text; (line of the offending thing or None)
CSVS = {
    "label_2": ("a,b,y\n1,2,0\n2,1,2\n", 3),
    "label_negative": ("a,b,y\n1,2,-1\n2,1,1\n", 2),
    "label_word": ("a,b,y\n1,2,0\n2,1,yes\n", 3),
    "label_half": ("a,b,y\n1,2,0.5\n2,1,1\n", 2),
    "label_empty": ("a,b,y\n1,2,\n2,1,1\n", 2),
    "nan": ("a,b,y\n1,2,0\nnan,1,1\n", 3),
    "inf": ("a,b,y\n1,inf,0\n2,1,1\n", 2),
    "minus_infinity": ("a,b,y\n1,2,0\n2,-Infinity,1\n", 3),
    "empty_field": ("a,b,y\n1,,0\n2,1,1\n", 2),
    "only_blanks": ("a,b,y\n1,   ,0\n2,1,1\n", 2),
    "word": ("a,b,y\n1,2,0\n2,one,1\n", 3),
    "short_line": ("a,b,y\n1,2,0\n2,1\n", 3),
    "long_line": ("a,b,y\n1,2,0\n2,1,1,9\n", 3),
    "hex": ("a,b,y\n1,2,0\n0x10,1,1\n", 3),
    "decimal_comma": ("a,b,y\n1,5,2,0\n2,1,1\n", 2),
    "decimal_comma_quoted": ('a,b,y\n"1,5",2,0\n2,1,1\n', 2),
    "unit": ("a,b,y\n1cm,2,0\n2,1,1\n", 2),
    "two_points": ("a,b,y\n1.2.3,2,0\n2,1,1\n", 2),
    "exponent_only": ("a,b,y\n1e,2,0\n2,1,1\n", 2),
    "nul": ("a,b,y\n1,2,0\n2,\x00,1\n", 3),
    "unclosed_quote": ('a,b,y\n1,2,0\n"2,1,1\n', None),
    "header_only": ("a,b,y\n", None),
    "empty_file": ("", None),
    "header_missing": ("1,2,0\n2,1,1\n", None),
    "column_missing": ("a,c,y\n1,2,0\n2,1,1\n", None),
    "column_twice": ("a,b,b,y\n1,2,3,0\n2,1,3,1\n", None),
    "semicolons": ("a;b;y\n1;2;0\n2;1;1\n", None),
}

ODD_BUT_GOOD = {   # text, rows
    "bom": ("\ufeffa,b,y\n1,2,0\n2,1,1\n", 2),
    "crlf": ("a,b,y\r\n1,2,0\r\n2,1,1\r\n", 2),
    "no_newline_at_end": ("a,b,y\n1,2,0\n2,1,1", 2),
    "quoted": ('"a","b","y"\n"1","2","0"\n"2","1","1"\n', 2),
    "other_columns": ("id,a,note,b,y\n1,1,x,2,0\n2,2,,1,1\n", 2),
    "exponents_and_signs": ("a,b,y\n1e-3,-2.5E+2,0\n0.5,1.0,1\n", 2),
    "quoted_header_with_comma": ('"x,1",a,b,y\n9,1,2,0\n9,2,1,1\n', 2),
    "bom_and_crlf": ("\ufeffa,b,y\r\n1,2,0\r\n2,1,1\r\n", 2),
}


class TestBadCsv(Bad):
    def check(self, data, line):
        self.place(GOOD, data)
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, (USAGE, IO_ERROR))
        self.untouched()
        if line is None:        # a fault of the whole file may be told where the spec names it
            self.assertRegex(r.err, r"(?:d\.csv|bad\.toml):\d+:\d+")
        else:
            self.line_and_column(r, "d.csv", line)

    def test_number_too_large_for_the_arithmetic(self):
        """1e39 is beyond float32: an error with its place, or a documented behaviour; never a crash."""
        self.place(GOOD, "a,b,y\n1,2,0\n1e39,1,1\n")
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.assertIn(r.code, (0, USAGE, IO_ERROR), str(r))
        if r.code:
            self.line_and_column(r, "d.csv", 3)

    def test_one_class(self):
        """An error, or a documented behaviour (then ybar = 1 is trained like any other)."""
        self.place(GOOD, "a,b,y\n1,2,1\n2,1,1\n")
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.assertIn(r.code, (0, USAGE, IO_ERROR), str(r))

    def test_long_line(self):
        self.place(GOOD, "a,b,y\n1,2,0\n" + "9" * 3000000 + ",1,1\n")
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.assertIn(r.code, (USAGE, IO_ERROR), str(r)[:3000])
        self.assertLess(len(r.err), 20000, "the message repeats the line")
        self.untouched()

    def test_invalid_utf8_in_the_header(self):
        self.place(GOOD, b"a\xff,b,y\n1,2,0\n2,1,1\n")
        self.refused(self.myriad(self.dir, "run", "bad.toml", "-o", "out"), (USAGE, IO_ERROR))
        self.untouched()


class TestGoodCsv(Bad):
    def check(self, data, rows):
        self.place(GOOD, data)
        self.good(self.dir, "run", "bad.toml", "-o", "out")
        t = self.export(os.path.join(self.dir, "out"), "data", cell=0)
        self.assertEqual(len(t), rows)
        self.assertEqual({integer(r["label"]) for r in t}, {0, 1})

    def test_values_are_read_right(self):
        self.check("a,b,y\n1e-3,-2.5E+2,0\n0.5,1.0,1\n", 2)
        t = self.export(os.path.join(self.dir, "out"), "data", cell=0)
        self.assertAlmostEqual(num(t[0]["x1"]), .001, 9)
        self.assertEqual([num(t[0]["x2"]), num(t[1]["x1"]), num(t[1]["x2"])], [-250, .5, 1])

    def test_bom_and_crlf_change_nothing(self):
        digests = set()
        for k, data in enumerate((DATA, "\ufeff" + DATA, DATA.replace("\n", "\r\n"), DATA.rstrip("\n"))):
            self.place(GOOD, data)
            self.good(self.dir, "run", "bad.toml", "-o", "o%d" % k)
            digests.add(tuple(self.digests(os.path.join(self.dir, "o%d" % k))))
        self.assertEqual(len(digests), 1)

    def test_1000_and_more_rows(self):
        data = "a,b,y\n" + "".join("%d.5,%d.25,%d\n" % (k % 7, k % 11, k % 2) for k in range(3000))
        self.place(GOOD, data)
        self.good(self.dir, "run", "bad.toml", "-o", "out")
        self.assertEqual(len(self.export(os.path.join(self.dir, "out"), "data", cell=0)), 3000)


add(TestBadCsv, CSVS)
add(TestGoodCsv, ODD_BUT_GOOD)


if __name__ == "__main__":
    unittest.main()
