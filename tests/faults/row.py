"""One row of the table of faults: what was injected how often, and how often that which must hold did not.

Each file of this folder is a row (or two): it injects a kind of fault, counts, prints its count and exits with 1
when something did not hold, with 77 when this machine cannot inject that fault."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from xml.etree import ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "blackbox"))
sys.dont_write_bytecode = True

from harness import Case, IO_ERROR, OTHER_SPEC, USAGE, XOR_DATA, spec  # noqa: E402,F401  (for the rows)

INTERNAL = 70
TABLES = ("cells", "networks", "survival", "histogram", "comparisons")


class Absent(Exception):
    """This machine cannot inject the fault."""


def toml_text(text):
    """A TOML string with everything but letters and digits escaped."""
    return '"' + "".join(c if c.isalnum() and c.isascii() else "\\U%08x" % ord(c) for c in text) + '"'


class Row:
    def __init__(self, number, options, scratch):
        self.number, self.options, self.dir = number, options, scratch
        self.long = options.long
        self.counts, self.wrong = {}, 0
        self.random = random.Random(options.seed + number)
        self.began = time.time()

    # -- what is counted

    def count(self, what, n=1):
        self.counts[what] = self.counts.get(what, 0) + n

    def check(self, holds, text):
        if holds:
            return True
        self.wrong += 1
        if self.wrong <= 20:
            print("WRONG  " + str(text)[:3000], flush=True)
        return False

    def seconds(self):
        return time.time() - self.began

    # -- the program

    @property
    def binary(self):
        return self.options.myriad

    def myriad(self, *args, **more):
        return Case.myriad(self.dir, *args, **more)

    def write(self, name, text):
        return Case.write(self.dir, name, text)

    def path(self, name):
        return os.path.join(self.dir, name)

    def remove(self, name):
        shutil.rmtree(self.path(name), ignore_errors=True)

    def tables(self, directory, which=TABLES):
        """What export says of a result; a refusal is said as such."""
        got = []
        for table in which:
            r = self.myriad("export", directory, "--table", table)
            got.append(r.out if r.code == 0 else "exit %d: %s" % (r.code, r.err))
        return got

    def unit_tests(self, pattern, *properties):
        """Runs these of the unit tests and adds up the counts that they record; not within the suite, which has them."""
        if self.options.suite:
            return 0
        program = os.path.join(os.path.dirname(self.binary), "myriad_tests")
        if not os.access(program, os.X_OK):
            raise Absent("no myriad_tests beside the program")
        xml = self.path("unit.xml")
        env = dict(os.environ, **({"MYRIAD_LONG_TESTS": "1"} if self.long else {}))
        p = subprocess.run([program, "--gtest_filter=" + pattern, "--gtest_output=xml:" + xml], stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=self.dir)
        self.check(p.returncode == 0, p.stdout.decode("utf-8", "replace")[-3000:])
        tests, seen = 0, set()
        for case in ElementTree.parse(xml).getroot().iter("testcase"):
            if case.get("status") != "run" or case.get("result") == "skipped":
                continue
            tests += 1
            for entry in case.iter("property"):
                if entry.get("name") in properties:
                    seen.add(entry.get("name"))
                    self.count(entry.get("name").replace("_", " "), int(entry.get("value")))
        self.check(tests > 0, "no unit test is called " + pattern)
        for name in properties:
            self.check(name in seen, "no unit test of %s has counted its %s" % (pattern, name.replace("_", " ")))
        return tests

    def compiled(self, name, *flags):
        """A library of tests/faults/NAME.c, to be loaded before all others."""
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            raise Absent("no C compiler")
        library = self.path(name + ".so")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, os.path.join(HERE, name + ".c"), "-ldl", *flags],
                       check=True)
        return library


def main(number, fault, body):
    parser = argparse.ArgumentParser(description=fault)
    parser.add_argument("--myriad", required=True, metavar="PATH", help="the program")
    parser.add_argument("--long", action="store_true", help="the form for a night")
    parser.add_argument("--suite", action="store_true", help="leave out the unit tests: the suite runs them anyway")
    parser.add_argument("--seed", type=int, default=1, help="varies what is drawn at random")
    parser.add_argument("--json", metavar="FILE", help="where the counts go")
    options = parser.parse_args()
    options.myriad = os.path.abspath(options.myriad)
    os.environ["MYRIAD_BIN"] = options.myriad
    os.environ.pop("NO_COLOR", None)
    scratch = tempfile.mkdtemp(prefix="myriad-fault-")
    row = Row(number, options, scratch)
    absent = ""
    try:
        body(row)
    except Absent as why:
        absent = str(why)
    except Exception:  # a mistake of the test's own counts as a failure
        row.check(False, traceback.format_exc())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    counts = ", ".join("%s %s" % (format(n, ","), what) for what, n in row.counts.items())
    if absent and not counts:
        print("row %d, %s: left out: %s" % (number, fault, absent))
    else:
        print("row %d, %s: %s; %d wrong (%.0f s)%s" % (number, fault, counts, row.wrong, row.seconds(),
                                                       "; left out: " + absent if absent else ""))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as f:
            json.dump({"row": number, "fault": fault, "counts": row.counts, "wrong": row.wrong, "absent": absent,
                       "seconds": round(row.seconds(), 1)}, f)
    sys.exit(1 if row.wrong else 77 if absent and not counts else 0)
