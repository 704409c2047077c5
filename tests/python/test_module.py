"""The Python package: tables with the right types, errors, progress, interruption, threads, the documented example."""

import csv
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

import myriad

from specs import LONG, SPEC

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None

PROGRAM = os.environ["MYRIAD_PROGRAM"]
PAGE = os.environ["MYRIAD_LIBRARY_PAGE"]


def without_digits_lost(text):
    return float(text) if text else math.nan


class TestModule(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.spec = cls.path("spec.toml")
        with open(cls.spec, "w") as file:
            file.write(SPEC)
        cls.result = myriad.run(cls.spec, cls.path("out"), device="cpu")

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    def exported(self, directory, table, *more):
        text = subprocess.run([PROGRAM, "export", directory, "--table", table, *more], check=True,
                              capture_output=True, text=True).stdout
        return list(csv.DictReader(text.splitlines()))

    def test_every_table_equals_the_program_s(self):
        for name in ("cells", "networks", "survival", "histogram", "theory", "comparisons", "diagnostics",
                     "preprocessing"):
            columns, rows = self.result.table(name), self.exported(self.path("out"), name)
            self.assertGreater(len(rows), 0, name)
            self.assertEqual(list(columns), list(rows[0]), name)
            for column, values in columns.items():
                self.assertEqual(len(values), len(rows), (name, column))
                for value, row in zip(values, rows):
                    if isinstance(value, str) or value is None:
                        self.assertEqual(value or "", row[column], (name, column))
                    else:
                        self.same_number(float(value), without_digits_lost(row[column]), (name, column))
        self.assertEqual(len(self.result.data(0)["x1"]), 4)
        self.assertEqual(len(self.result.survival(1)["cell"]), len(self.exported(self.path("out"), "survival", "--cell", "1")))

    def same_number(self, a, b, where):
        if math.isnan(b):
            self.assertTrue(math.isnan(a), where)
        elif "networks" in where:  # floats of 32 bits, exported in their own shortest form
            self.assertTrue(a == b or abs(a - b) <= 1e-7 * abs(b), (where, a, b))
        else:
            self.assertEqual(a, b, where)

    @unittest.skipIf(numpy is None, "no numpy")
    def test_types_of_columns(self):
        cells = self.result.cells()
        self.assertEqual(cells["dead"].dtype, numpy.int64)
        self.assertEqual(cells["lr"].dtype, numpy.float64)
        self.assertEqual(cells["dead_fraction"].dtype, numpy.float64)
        self.assertEqual(cells["activation"], ["relu", "relu", "leaky_relu", "leaky_relu"])
        self.assertRegex(cells["digest"][0], "^[0-9a-f]{16}$")
        networks = self.result.networks(0)
        self.assertEqual(networks["death_epoch"].dtype, numpy.int64)
        self.assertEqual(networks["init.hidden.0.weight.0"].dtype, numpy.float64)

    @unittest.skipIf(pandas is None, "no pandas")
    def test_pandas_takes_it_unchanged(self):
        frame = pandas.DataFrame(self.result.cells())
        exported = pandas.read_csv(os.path.join(self.path("out"), "cells.csv"), float_precision="round_trip")
        pandas.testing.assert_frame_equal(frame, exported, check_dtype=False)

    def test_without_numpy_there_are_lists(self):
        code = textwrap.dedent("""
            import sys
            sys.modules["numpy"] = None
            import myriad
            cells = myriad.open(sys.argv[1]).cells()
            assert all(type(values) is list for values in cells.values())
            assert [type(v) for v in cells["dead"]] == [int] * 4 and type(cells["lr"][0]) is float""")
        subprocess.run([sys.executable, "-c", code, self.path("out")], check=True)

    def test_text_instead_of_a_file_and_overrides(self):
        result = myriad.run(SPEC, self.path("text"), networks=50, seed=3, set={"epochs": 5, "decay_biases": True},
                            axis={"lr": [0.1, 0.2, 0.3]}, isa="baseline", threads=1)
        self.assertEqual(list(result.cells()["networks"]), [50] * 6)
        self.assertEqual(result.manifest()["seed"], 3)
        self.assertEqual((result.name, result.failures), ("bindings", []))
        planned = myriad.plan(SPEC, networks="1k", device="cpu")
        self.assertEqual((planned["cells"], planned["networks"]), (4, 4000))

    def test_errors_have_classes_codes_and_places(self):
        with self.assertRaises(myriad.UsageError) as caught:
            myriad.run("spec_version = 1\n[base]\nactivation = 'rellu'\nlrr = 1\n", self.path("bad"))
        self.assertEqual(caught.exception.exit_code, 2)
        places = {(d.line, d.column): d for d in caught.exception.diagnostics}
        self.assertEqual(set(places), {(3, 15), (4, 1)})
        self.assertIn("relu", places[3, 15].help)
        self.assertFalse(os.path.exists(self.path("bad")))
        for call, kind, code in ((lambda: myriad.open(self.path("nothing")), myriad.InputOutputError, 4),
                                 (lambda: myriad.run(self.path("no.toml"), self.path("x")), OSError, 4),
                                 (lambda: myriad.run(SPEC, self.path("x"), device="tpu"), ValueError, 2),
                                 (lambda: myriad.run(SPEC, self.path("out"), seed=99), myriad.OtherSpecError, 5),
                                 (lambda: myriad.run(SPEC, self.path("x"), device="cuda:99"), myriad.DeviceError, 3),
                                 (lambda: self.result.table("cels"), myriad.UsageError, 2),
                                 (lambda: self.result.networks(9), myriad.Error, 2)):
            with self.assertRaises(kind) as caught:
                call()
            self.assertEqual(caught.exception.exit_code, code)

    def test_progress_and_resuming(self):
        seen = []
        myriad.run(SPEC, self.path("steps"), chunk=100, progress=seen.append)
        self.assertEqual(seen[-1]["networks_done"], 1600)
        self.assertEqual(seen[-1]["networks"], 1600)
        self.assertGreaterEqual(len(seen), 16)
        self.assertEqual(seen[-1]["share"], 1)
        lines = subprocess.run([PROGRAM, "run", self.spec, "-o", self.path("lines"), "--progress", "json"],
                               capture_output=True, text=True).stderr.splitlines()
        shown = [line for line in lines if line.startswith("{")]
        self.assertEqual(list(json.loads(shown[-1])), list(seen[-1]))

        def stop(progress):
            raise KeyError("enough")
        with self.assertRaises(KeyError):
            myriad.run(SPEC, self.path("stopped"), chunk=100, progress=stop)
        self.assertGreater(sum(myriad.open(self.path("stopped")).cells()["networks"]), 0)
        whole = myriad.run(SPEC, self.path("stopped"))
        self.assertEqual(list(whole.cells()["digest"]), list(self.result.cells()["digest"]))

    def test_keyboard_interrupt_stops_resumably(self):
        code = textwrap.dedent("""
            import os, signal, sys, myriad
            def progress(p):
                os.kill(os.getpid(), signal.SIGINT)
            try:
                myriad.run(sys.argv[1], sys.argv[2], chunk=1000, progress=progress)
            except KeyboardInterrupt:
                sys.exit(42)""")
        done = subprocess.run([sys.executable, "-c", code, LONG, self.path("interrupted")])
        self.assertEqual(done.returncode, 42)
        counted = sum(myriad.open(self.path("interrupted")).cells()["networks"])
        self.assertTrue(1000 <= counted < 1_600_000, counted)

    def test_other_threads_run_meanwhile(self):
        ticks, stop = [], threading.Event()

        def tick():
            while not stop.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.001)
        ticker = threading.Thread(target=tick)
        ticker.start()
        began = time.monotonic()
        myriad.run(LONG, self.path("threads"), networks=200_000, chunk=1 << 40)
        ended = time.monotonic()
        stop.set()
        ticker.join()
        inside = [t for t in ticks if began < t < ended]
        self.assertGreater(len(inside), 20, "%d ticks in %.2f s" % (len(inside), ended - began))

    def test_findings_report_and_replay(self):
        self.assertIn("dead", self.result.findings().lower())
        page = self.result.report(self.path("page.html"))
        with open(self.path("page.html"), encoding="utf-8") as file:
            self.assertEqual(file.read(), page)
            os.chmod(self.path("page.html"), 0o600)
            file.seek(0)
            os.symlink("page.html", self.path("link.html"))
            self.result.report(self.path("link.html"))
            self.assertEqual(file.read(), page, "the old page is cut while it is read")
            self.assertFalse(os.path.samestat(os.fstat(file.fileno()), os.stat(self.path("page.html"))), "written in place")
        self.assertTrue(os.path.islink(self.path("link.html")))
        self.assertEqual(os.stat(self.path("page.html")).st_mode & 0o777, 0o600)
        with self.assertRaises(myriad.UsageError):
            self.result.report(os.path.join(self.result.directory, "sweep.db"))
        with self.assertRaises(myriad.InputOutputError):
            self.result.report(self.path("missing/page.html"))
        again = self.result.replay(0, int(self.result.networks(0)["network"][0]))
        self.assertIs(again["same_as_kept"], True)
        self.assertIn("d", again["fate"])
        self.assertIn("4 cells", repr(self.result))

    def test_the_documented_example(self):
        with open(PAGE, encoding="utf-8") as file:
            page = file.read()
        blocks = {language: re.search(r"```%s\n(.*?)```" % language, page, re.S).group(1)
                  for language in ("toml", "python")}
        with open(self.path("sweep.toml"), "w") as file:
            file.write(blocks["toml"])
        shown = subprocess.run([sys.executable, "-c", blocks["python"]], cwd=self.folder.name, check=True,
                               capture_output=True, text=True).stdout
        self.assertRegex(shown, r"(?m)^relu: \d+ dead, 95 % \[0\.")

    def test_everything_public_has_a_docstring_and_hints(self):
        for name in myriad.__all__:
            self.assertTrue(getattr(myriad, name).__doc__, name)
        for name, member in vars(myriad.Result).items():
            if not name.startswith("_"):
                self.assertTrue(member.__doc__, name)
                function = member.fget if isinstance(member, property) else member
                self.assertIn("return", function.__annotations__, name)

    def test_the_stub_names_what_the_module_has(self):
        folder = os.path.dirname(myriad.__file__)
        with open(os.path.join(folder, "_core.pyi")) as file:
            stub = file.read()
        named = set(re.findall(r"^(?:def|class) (\w+)", stub, re.M))
        self.assertEqual(named, {n for n in dir(myriad._core) if not n.startswith("_")})
        self.assertTrue(os.path.exists(os.path.join(folder, "py.typed")))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    unittest.main()
