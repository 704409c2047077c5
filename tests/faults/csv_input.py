#!/usr/bin/env python3
"""Bad CSV files: each with its message and its place, nothing created. And the odd ones that must be read."""

import os
import re

from row import main
from bad_spec import GOOD

H = "a,b,y\n"
# name: (the file, line:column or None, words of the message)
BAD = {
    "nan": (H + "1,2,0\nnan,1,1\n", "3:1", "missing value"),
    "NaN": (H + "NaN,2,0\n2,1,1\n", "2:1", "missing value"),
    "NA": (H + "1,NA,0\n2,1,1\n", "2:3", "missing value"),
    "n/a": (H + "1,n/a,0\n2,1,1\n", "2:3", "missing value"),
    "null": (H + "null,2,0\n2,1,1\n", "2:1", "missing value"),
    "None": (H + "1,None,0\n2,1,1\n", "2:3", "missing value"),
    "inf": (H + "1,inf,0\n2,1,1\n", "2:3", "not a finite number"),
    "-inf": (H + "1,2,0\n-inf,1,1\n", "3:1", "not a finite number"),
    "Infinity": (H + "1,2,0\n2,Infinity,1\n", "3:3", "not a finite number"),
    "-Infinity": (H + "1,2,0\n2,-Infinity,1\n", "3:3", "not a finite number"),
    "+inf": (H + "1,+inf,0\n2,1,1\n", "2:3", "not a finite number"),
    "empty": (H + "1,,0\n2,1,1\n", "2:3", "empty"),
    "empty first": (H + ",2,0\n2,1,1\n", "2:1", "empty"),
    "blanks": (H + "1,   ,0\n2,1,1\n", "2:", "empty"),
    "empty label": (H + "1,2,\n2,1,1\n", "2:5", "label is empty"),
    "label 2": (H + "1,2,0\n2,1,2\n", "3:5", "neither 0 nor 1"),
    "label -1": (H + "1,2,-1\n2,1,1\n", "2:5", "neither 0 nor 1"),
    "label 0.5": (H + "1,2,0.5\n2,1,1\n", "2:5", "neither 0 nor 1"),
    "label yes": (H + "1,2,0\n2,1,yes\n", "3:5", "neither 0 nor 1"),
    "label true": (H + "1,2,true\n2,1,1\n", "2:5", "neither 0 nor 1"),
    "label nan": (H + "1,2,nan\n2,1,1\n", "2:5", "neither 0 nor 1"),
    "label 1e999": (H + "1,2,1e999\n2,1,1\n", "2:5", "neither 0 nor 1"),
    "word": (H + "1,2,0\n2,one,1\n", "3:3", "not a decimal number"),
    "short line": (H + "1,2,0\n2,1\n", "3:4", "2 fields"),
    "long line": (H + "1,2,0\n2,1,1,9\n", "3:7", "4 fields"),
    "trailing comma": (H + "1,2,0,\n2,1,1\n", "2:7", "4 fields"),
    "one field": (H + "1\n2,1,1\n", "2:2", "1 field"),
    "hexadecimal": (H + "1,2,0\n0x10,1,1\n", "3:1", "hexadecimal"),
    "hexadecimal float": (H + "1,0x1p3,0\n2,1,1\n", "2:3", "hexadecimal"),
    "decimal comma": (H + "1,5,2,0\n2,1,1\n", "2:7", "4 fields"),
    "decimal comma in quotes": (H + '"1,5",2,0\n2,1,1\n', "2:1", "decimal comma"),
    "thousands": (H + '"1,000.5",2,0\n2,1,1\n', "2:1", "decimal comma"),
    "unit": (H + "1cm,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "currency": (H + "$1,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "percent": (H + "1,50%,0\n2,1,1\n", "2:3", "not a decimal number"),
    "two points": (H + "1.2.3,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "exponent without digits": (H + "1e,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "exponent of a sign": (H + "1e+,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "two signs": (H + "--1,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "plus": (H + "+1,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "underscore": (H + "1_000,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "blank inside": (H + "1 000,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "a point only": (H + ".,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "a sign only": (H + "1,-,0\n2,1,1\n", "2:3", "not a decimal number"),
    "other digits": (H + "\u0661,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "minus sign of typography": (H + "\u22121,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "no-break space": (H + "\u00a01,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "formula": (H + "=1+1,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "1e39": (H + "1,2,0\n1e39,1,1\n", "3:1", "does not fit float32"),
    "-1e39": (H + "1,-1e39,0\n2,1,1\n", "2:3", "does not fit float32"),
    "1e999": (H + "1,1e999,0\n2,1,1\n", "2:3", "does not fit float32"),
    "1e-999": (H + "1,1e-999,0\n2,1,1\n", "2:3", "down to 1e-300"),
    "a little beyond the largest": (H + "3.4028236e38,2,0\n2,1,1\n", "2:1", "does not fit float32"),
    "NUL": (b"a,b,y\n1,2,0\n2,\x00,1\n", "3:3", "NUL"),
    "NUL first": (b"\x00" * 100, "1:1", "NUL"),
    "unclosed quote": (H + '1,2,0\n"2,1,1\n', "3:1", "not closed"),
    "quote inside": (H + '1"2,2,0\n2,1,1\n', "2:2", "quote"),
    "text after a quote": (H + '"1"2,2,0\n2,1,1\n', "2:4", "after a closing quote"),
    "line break in quotes": (H + '"1\n",2,0\n2,1,1\n', "2:1", "not closed"),
    "carriage return inside": (H + "1\r,2,0\n2,1,1\n", "2:2", "carriage return"),
    "lines that end in CR": ("a,b,y\r1,2,0\r2,1,1\r", "1:6", "carriage return"),
    "header only": (H, "2:1", "no rows"),
    "empty file": ("", "1:1", "empty"),
    "blank lines only": ("\n\n\n", "", "empty"),
    "byte order mark only": ("\ufeff", "1:1", "empty"),
    "empty line inside": (H + "1,2,0\n\n2,1,1\n", "3:1", "empty line"),
    "no header": ("1,2,0\n2,1,1\n", "1:1", "no column 'a'"),
    "column missing": ("a,c,y\n1,2,0\n2,1,1\n", "1:1", "no column 'b'"),
    "label missing": ("a,b,z\n1,2,0\n2,1,1\n", "1:1", "no column 'y'"),
    "column in capitals": ("A,b,y\n1,2,0\n2,1,1\n", "1:1", "no column 'a'"),
    "column twice": ("a,b,b,y\n1,2,3,0\n2,1,3,1\n", "1:5", "two columns are called"),
    "semicolons": ("a;b;y\n1;2;0\n2;1;1\n", "1:1", "delimiter"),
    "tabs": ("a\tb\ty\n1\t2\t0\n", "1:1", "delimiter"),
    "UTF-16 LE": (H.encode("utf-16"), "1:1", "UTF-16"),
    "UTF-16 BE": (b"\xfe\xff" + H.encode("utf-16-be"), "1:1", "UTF-16"),
    "invalid UTF-8 in a number": (b"a,b,y\n1\xff,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "invalid UTF-8 in the header": (b"a\xff,b,y\n1,2,0\n", "1:1", "no column 'a'"),
    "an escape sequence": (H + "\x1b[31m1,2,0\n2,1,1\n", "2:1", "not a decimal number"),
    "HTML": ("<!DOCTYPE html>\n<html>\n", "1:1", "no column 'a'"),
    "JSON": ('[{"a": 1}]\n', "1:", "quote"),
    "a line of 3 MB": (H + "1,2,0\n" + "9" * 3_000_000 + ",1,1\n", "3:1", "longer than"),
    "many mistakes": (H + "x,y,z\n" * 1000, "2:1", "more mistake"),
}
# name: (the file, rows)
ODD = {
    "byte order mark": ("\ufeff" + H + "1,2,0\n2,1,1\n", 2), "CRLF": ((H + "1,2,0\n2,1,1\n").replace("\n", "\r\n"), 2),
    "no newline at the end": (H + "1,2,0\n2,1,1", 2), "quotes": ('"a","b","y"\n"1","2","0"\n"2","1","1"\n', 2),
    "other columns": ("id,a,note,b,y\n1,1,x,2,0\n2,2,,1,1\n", 2), "one class": (H + "1,2,1\n2,1,1\n", 2),
    "a constant feature": (H + "1,2,0\n1,1,1\n", 2), "one row": (H + "1,2,0\n", 1),
    "exponents": (H + "1e-3,-2.5E+2,0\n.5,1.,1\n", 2), "labels 0.0 and 1.0": (H + "1,2,0.0\n2,1,1.0\n", 2),
    "blanks about": (H + " 1 , 2 , 0 \n2,1,1\n", 2), "subnormal": (H + "1e-40,2,0\n2,1e-300,1\n", 2),
    "blank lines at the end": (H + "1,2,0\n2,1,1\n\n\n", 2), "the largest float": (H + "3.4028235e38,2,0\n2,1,1\n", 2),
}


def gigabyte(row):
    """A line of a gigabyte in a sparse file: refused without being read into memory."""
    with open(row.path("d.csv"), "wb") as f:
        f.write(b"a,b,y\n1,2,0\n1")
        f.truncate(10**9)
    r = row.myriad("run", "bad.toml", "-o", "out", timeout=60)
    row.check(r.code == 4 and "d.csv:3" in r.err, "a line of 1 GB: %s" % r)
    row.count("bad files")


def body(row):
    row.write("bad.toml", GOOD)
    for name, (text, place, words) in BAD.items():
        row.write("d.csv", text)
        r = row.myriad("run", "bad.toml", "-o", "out")
        row.check(r.code == 4 and r.out == "", "%s: %s" % (name, r))
        row.check("d.csv:" + place in r.err, "%s: not at %s: %s" % (name, place, r))
        row.check(words in r.err, "%s: the message lacks %r: %s" % (name, words, r))
        row.check(len(r.err) < 20_000 and not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", r.err), "%s: raw bytes in the message" % name)
        row.check(not os.path.exists(row.path("out")), "%s: something was created" % name)
        row.count("bad files")
    gigabyte(row)
    for name, (text, rows) in ODD.items():
        row.write("d.csv", text)
        row.remove("out")
        r = row.myriad("run", "bad.toml", "-o", "out")
        data = row.myriad("export", "out", "--table", "data", "--cell", "0")
        row.check(r.code == 0 and data.out.count("\n") == rows + 1, "%s: %s %s" % (name, r, data))
        row.count("odd but good files")


if __name__ == "__main__":
    main(10, "bad CSV files", body)
