"""Helpers for the black-box tests: run the program in a temporary directory, write specs and CSV files,
read what it exports. Nothing here knows anything of the program but its contract."""

import csv
import io
import json
import math
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

USAGE, NO_DEVICE, IO_ERROR, OTHER_SPEC = 2, 3, 4, 5

DEFAULT_TIMEOUT = 120


def binary():
    path = os.environ.get("MYRIAD_BIN")
    if not path:
        raise unittest.SkipTest("no program: give run.py --myriad PATH")
    return path


class Result:
    def __init__(self, args, code, out, err):
        self.args, self.code, self.out_bytes, self.err_bytes = args, code, out, err

    @property
    def out(self):
        return self.out_bytes.decode("utf-8", "replace")

    @property
    def err(self):
        return self.err_bytes.decode("utf-8", "replace")

    def __str__(self):
        return "$ myriad %s\nexit %s\n--- stdout\n%s\n--- stderr\n%s" % (
            " ".join(self.args), self.code, self.out[-1500:], self.err[-2500:])


# ---------------------------------------------------------------- TOML writing

class Raw(str):
    """Text that goes into the spec as it is."""


def toml(value):
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join("%s = %s" % (k, toml(v)) for k, v in value.items()) + " }"
    raise TypeError(value)


def table(header, values):
    return "\n" + header + "\n" + "".join("%s = %s\n" % (k, toml(v)) for k, v in values.items())


def spec(base=None, grid=None, zips=(), random=None, cells=(), **top):
    """The text of a spec. `top` are the keys before [base]."""
    head = {"spec_version": 1, "name": "black box", "seed": 1, "networks_per_cell": 10}
    head.update(top)
    text = "".join("%s = %s\n" % (k, toml(v)) for k, v in head.items() if v is not None)
    if base is not None:
        text += table("[base]", base)
    if grid is not None:
        text += table("[grid]", grid)
    for z in zips:
        text += table("[[zip]]", z)
    if random is not None:
        text += table("[random]", random)
    for c in cells:
        text += table("[[cell]]", c)
    return text


def csv_text(rows, names=("a", "b", "y")):
    return ",".join(names) + "\n" + "".join(",".join(str(v) for v in row) + "\n" for row in rows)


CSV_DATA = {"source": "csv", "file": "d.csv", "features": ["a", "b"], "label": "y"}
XOR_DATA = {"source": "xor"}


# ---------------------------------------------------------------- tables

class Table:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, i):
        return self.rows[i]

    def where(self, **want):
        return Table(self.columns, [r for r in self.rows if all(str(r[k]) == str(v) for k, v in want.items())])

    def column(self, name):
        return [r[name] for r in self.rows]


def parse_csv(text):
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = [r for r in reader if r]
    if not lines:
        return Table([], [])
    columns = lines[0]
    rows = []
    for r in lines[1:]:
        if len(r) != len(columns):
            raise AssertionError("ragged CSV line from the program: %r for columns %r" % (r, columns))
        rows.append(dict(zip(columns, r)))
    return Table(columns, rows)


def parse_json_table(text):
    """The contract fixes no shape for JSON tables: a list of objects, an object holding one, columns + rows, or
    one object a line are all accepted."""
    try:
        doc = json.loads(text)
    except ValueError:
        doc = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(doc, dict):
        columns = doc.get("columns")
        found = None
        for key, value in doc.items():
            if isinstance(value, list) and key != "columns":
                found = value
        if found is None:
            raise AssertionError("no rows in the JSON table: %s" % text[:300])
        if columns and found and isinstance(found[0], list):
            names = [c["name"] if isinstance(c, dict) else c for c in columns]
            return Table(names, [dict(zip(names, r)) for r in found])
        doc = found
    columns = list(doc[0].keys()) if doc else []
    return Table(columns, doc)


def num(value):
    """A number from an exported field; None where it is empty."""
    if value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = value.strip()
    if text == "":
        return None
    return float(text)


def integer(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if value != int(value):
            raise AssertionError("not an integer: %r" % value)
        return int(value)
    if not re.fullmatch(r"-?\d+", value.strip()):
        raise AssertionError("not an integer: %r" % value)
    return int(value)


def finite(value):
    v = num(value)
    return v is not None and math.isfinite(v)


def f32(x):
    """x rounded to float32, as a Python float."""
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def bits(x):
    return struct.pack("<f", x)


def numbers_in(doc):
    """Every number in a JSON document (digit strings count too)."""
    if isinstance(doc, bool) or doc is None:
        return
    if isinstance(doc, (int, float)):
        yield doc
    elif isinstance(doc, str):
        try:
            yield float(doc.replace("_", "").replace(",", ""))
        except ValueError:
            pass
    elif isinstance(doc, dict):
        for v in doc.values():
            yield from numbers_in(v)
    elif isinstance(doc, list):
        for v in doc:
            yield from numbers_in(v)


def integers_in_text(text):
    """Every integer in a text for people: 1,234 and 1_234 and 1 234 are one number as well as several."""
    found = set()
    for m in re.finditer(r"\d[\d,_ '\u202f\u2009]*", text):
        token = m.group(0)
        joined = re.sub(r"\D", "", token)
        if joined:
            found.add(int(joined))
        for part in re.split(r"\D+", token):
            if part:
                found.add(int(part))
        for part in token.split():
            digits = re.sub(r"\D", "", part)
            if digits:
                found.add(int(digits))
    return found


# ---------------------------------------------------------------- the case

class Case(unittest.TestCase):
    """A test case with a temporary directory for the class (`self.shared`) and one for each test (`self.dir`)."""

    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        binary()
        cls.shared = tempfile.mkdtemp(prefix="myriad-bb-")
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="myriad-bb-")
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)

    # -- files

    @staticmethod
    def write(directory, name, text):
        path = os.path.join(directory, name)
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        with open(path, "wb") as f:
            f.write(data)
        return path

    @staticmethod
    def listing(directory):
        found = []
        for root, dirs, files in os.walk(directory):
            for n in dirs + files:
                found.append(os.path.relpath(os.path.join(root, n), directory))
        return sorted(found)

    # -- running

    @staticmethod
    def start(directory, *args, env=None, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more):
        e = dict(os.environ)
        e.pop("NO_COLOR", None)
        if env:
            e.update(env)
        return subprocess.Popen([binary()] + [str(a) for a in args], cwd=directory, env=e, stdin=subprocess.DEVNULL,
                                stdout=stdout, stderr=stderr, **more)

    @classmethod
    def myriad(cls, directory, *args, env=None, timeout=DEFAULT_TIMEOUT, **more):
        args = [str(a) for a in args]
        p = cls.start(directory, *args, env=env, **more)
        try:
            out, err = p.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            p.kill()
            p.communicate()
            raise AssertionError("no end after %d s: myriad %s" % (timeout, " ".join(args)))
        return Result(args, p.returncode, out or b"", err or b"")

    @classmethod
    def good(cls, directory, *args, **more):
        r = cls.myriad(directory, *args, **more)
        if r.code != 0:
            raise AssertionError("expected exit 0\n%s" % r)
        return r

    @classmethod
    def sweep(cls, directory, text, out="out", data=None, args=(), name="spec.toml", **more):
        """Write the spec (and d.csv), run it, return the directory of the result."""
        cls.write(directory, name, text)
        if data is not None:
            cls.write(directory, "d.csv", data)
        cls.good(directory, "run", name, "-o", out, "--progress", "none", *args, **more)
        result = os.path.join(directory, out)
        if not os.path.isfile(os.path.join(result, "sweep.db")):
            raise AssertionError("exit 0, but no sweep.db in %s" % out)
        return result

    @classmethod
    def export(cls, result, which, cell=None, fmt="csv"):
        args = ["export", result, "--table", which, "--format", fmt]
        if cell is not None:
            args += ["--cell", str(cell)]
        r = cls.good(os.path.dirname(result), *args)
        return parse_csv(r.out) if fmt == "csv" else parse_json_table(r.out)

    @classmethod
    def cells(cls, result):
        t = cls.export(result, "cells")
        if not t.rows:
            raise AssertionError("no cells")
        return t

    @classmethod
    def networks(cls, result, cell=None):
        """The kept networks: of one cell, or of all (whether --cell is needed is not fixed: both are accepted)."""
        if cell is not None:
            t = cls.export(result, "networks", cell)
            return Table(t.columns, [r for r in t.rows if integer(r["cell"]) == cell])
        r = cls.myriad(os.path.dirname(result), "export", result, "--table", "networks", "--format", "csv")
        if r.code == 0:
            return parse_csv(r.out)
        rows, columns = [], []
        for c in cls.cells(result):
            t = cls.export(result, "networks", c["cell"])
            columns = t.columns or columns
            rows += t.rows
        return Table(columns, rows)

    @classmethod
    def digests(cls, result):
        return cls.cells(result).column("digest")

    # -- assertions

    def refused(self, result, codes, *needles):
        if isinstance(codes, int):
            codes = (codes,)
        self.assertIn(result.code, codes, "wrong exit code\n%s" % result)
        self.assertEqual(result.out_bytes, b"", "an error belongs on standard error\n%s" % result)
        self.assertTrue(result.err.strip(), "an error without a message\n%s" % result)
        for n in needles:
            self.assertIn(n, result.err, "%r is not in the message\n%s" % (n, result))

    def close(self, got, want, rel=1e-9, absolute=0.0, msg=""):
        self.assertIsNotNone(got, msg)
        if not math.isclose(got, want, rel_tol=rel, abs_tol=absolute):
            self.fail("%r is not %r (rel %g, abs %g) %s" % (got, want, rel, absolute, msg))


def wilson(k, n, z=1.959963984540054):
    if n == 0:
        return None, None
    p = k / n
    d = 1 + z * z / n
    middle = (p + z * z / (2 * n)) / d
    half = z / d * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def have_cuda(case):
    """Whether this machine has a device that `--device cuda` may use."""
    r = case.myriad(case.dir, "list", "devices")
    return bool(re.search(r"(?im)^\W*cuda[:\s]*\d", r.out)) or (
        shutil.which("nvidia-smi") is not None
        and subprocess.run(["nvidia-smi", "-L"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.startswith(b"GPU"))


SIGINT, SIGTERM, SIGKILL = signal.SIGINT, signal.SIGTERM, signal.SIGKILL
sleep = time.sleep
