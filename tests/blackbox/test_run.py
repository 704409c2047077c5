"""`myriad run`: what it leaves behind, its options, its progress."""

import json
import os
import re
import shutil
import subprocess
import unittest

import reference as ref
from harness import IO_ERROR, USAGE, XOR_DATA, Case, num, numbers_in, parse_csv, spec
from iris_sweep import simple


class TestRun(Case):
    def place(self, text=None):
        self.write(self.dir, "spec.toml", text or simple())
        self.write(self.dir, "d.csv", ref.IRIS_CSV)

    def test_directory_contents(self):
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        for name in ("sweep.db", "cells.csv", "spec.toml", "manifest.json"):
            self.assertTrue(os.path.getsize(os.path.join(d, name)) > 0, name)
        left = [n for n in self.listing(d) if re.search(r"-journal$|-wal$|-shm$|\.tmp|\.lock$|\.part", n)]
        self.assertEqual([n for n in left if not n.endswith(".lock")], [])
        self.assertEqual(self.listing(self.dir), sorted(["spec.toml", "d.csv", "out"] + ["out/" + n for n in self.listing(d)]))

    def test_manifest(self):
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        with open(os.path.join(d, "manifest.json"), encoding="utf-8") as f:
            doc = json.load(f)
        text = json.dumps(doc).lower()
        for word in ("version", "seed"):
            self.assertIn(word, text)

    def test_spec_copy_gives_the_same_sweep(self):
        text = spec({"data": XOR_DATA, "epochs": 9, "weight_init": "uniform(-1, 1)"}, grid={"lr": [0.1, 1.0]}, seed=5)
        d = self.sweep(self.dir, text)
        shutil.copy(os.path.join(d, "spec.toml"), os.path.join(self.dir, "copy.toml"))
        self.good(self.dir, "run", "copy.toml", "-o", "again")
        self.assertEqual(self.digests(d), self.digests(os.path.join(self.dir, "again")))
        with open(os.path.join(d, "spec.toml"), encoding="utf-8") as f:
            self.assertIn("black box", f.read())

    def test_dry_run_creates_nothing(self):
        self.place()
        before = self.listing(self.dir)
        r = self.good(self.dir, "run", "spec.toml", "-o", "out", "--dry-run")
        self.assertEqual(self.listing(self.dir), before)
        self.assertTrue(r.out.strip() or r.err.strip())

    def overridden(self, args, text, base=None):
        self.place(base)
        self.good(self.dir, "run", "spec.toml", "-o", "a", *args)
        self.write(self.dir, "direct.toml", text)
        self.good(self.dir, "run", "direct.toml", "-o", "b")
        a, b = self.cells(os.path.join(self.dir, "a")), self.cells(os.path.join(self.dir, "b"))
        self.assertEqual(a.column("digest"), b.column("digest"))
        self.assertEqual(a.column("networks"), b.column("networks"))

    def test_set_number(self):
        self.overridden(["--set", "epochs=3"], simple(base={"epochs": 3}))

    def test_set_part(self):
        plain = spec({"data": XOR_DATA, "epochs": 5})
        self.overridden(["--set", "activation=tanh"], spec({"data": XOR_DATA, "epochs": 5, "activation": "tanh"}), plain)

    def test_set_call(self):
        plain = spec({"data": XOR_DATA, "epochs": 5})
        self.overridden(["--set", "weight_init=uniform(-2, 2)"], spec({"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-2, 2)"}), plain)

    def test_set_several(self):
        self.overridden(["--set", "epochs=3", "--set", "preprocess=standard_scaler"], simple(base={"epochs": 3, "preprocess": "standard_scaler"}))

    def test_axis(self):
        plain = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "ones"})
        want = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "ones"}, grid={"lr": [0.25, 0.5, 4.0]})
        self.overridden(["--axis", "lr=0.25,0.5,4"], want, plain)
        self.assertEqual([num(r["lr"]) for r in self.cells(os.path.join(self.dir, "a"))], [.25, .5, 4])

    def test_axis_of_parts(self):
        plain = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "ones"})
        want = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "ones"}, grid={"activation": ["relu", "tanh"]})
        self.overridden(["--axis", "activation=relu,tanh"], want, plain)

    def test_axis_of_calls(self):
        """Commas inside a call do not part the values."""
        plain = spec({"data": XOR_DATA, "epochs": 5})
        want = spec({"data": XOR_DATA, "epochs": 5}, grid={"weight_init": ["uniform(-1, 1)", "uniform(-2, 2)"]})
        self.overridden(["--axis", "weight_init=uniform(-1, 1),uniform(-2, 2)"], want, plain)

    def test_networks_and_seed(self):
        self.overridden(["--networks", "33", "--seed", "99"], simple(seed=99).replace("networks_per_cell = 50", "networks_per_cell = 33"))

    def test_seed_up_to_2_64(self):
        self.place()
        self.good(self.dir, "run", "spec.toml", "-o", "a", "--seed", "18446744073709551615")
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "b", "--seed", "18446744073709551616")
        self.refused(r, USAGE)

    def test_stdout_is_data_only(self):
        """Progress and remarks are on standard error: standard output does not depend on --progress."""
        self.place()
        outs = []
        for k, progress in enumerate(("none", "plain", "json", "auto", "bar")):
            r = self.good(self.dir, "run", "spec.toml", "-o", "out", "--progress", progress) if k == 0 else \
                self.good(self.dir, "run", "spec.toml", "-o", "o%d" % k, "--progress", progress)
            outs.append(re.sub(r"\bo(ut|\d)\b", "DIR", re.sub(r"[\d.]+ ?(m?s|/s|G|M|k)\b", "", r.out)))
            self.assertNotIn("\r", r.out)
            self.assertNotIn("\x1b", r.out)
        self.assertTrue(all(len(o.splitlines()) == len(outs[0].splitlines()) for o in outs), outs)

    def test_progress_json(self):
        self.place()
        r = self.good(self.dir, "run", "spec.toml", "-o", "out", "--progress", "json")
        lines = [line for line in r.err.splitlines() if line.startswith("{")]
        self.assertTrue(lines, str(r))
        for line in lines:
            self.assertIsInstance(json.loads(line), dict)
        self.assertTrue(any(100 in set(numbers_in(json.loads(x))) or 300 in set(numbers_in(json.loads(x))) or 1 in set(numbers_in(json.loads(x)))
                            for x in lines), "the end: 300 networks, 100 % or 1.0")

    def test_progress_plain_and_none(self):
        self.place()
        plain = self.good(self.dir, "run", "spec.toml", "-o", "a", "--progress", "plain")
        none = self.good(self.dir, "run", "spec.toml", "-o", "b", "--progress", "none")
        for r in (plain, none):
            self.assertNotIn("\r", r.err)
            self.assertNotIn("\x1b", r.err)
        self.assertLessEqual(len(none.err.splitlines()), len(plain.err.splitlines()))
        self.assertNotRegex(none.err, r"\d ?%|(?i:\beta\b)")
        self.assertRegex(plain.err, r"\d")

    def test_no_colour_off_a_terminal(self):
        self.place()
        for env in ({}, {"NO_COLOR": "1"}):
            for args in (["plan", "spec.toml"], ["list", "activations"], ["doctor"], ["run", "spec.toml", "-o", "o%d" % len(env)],
                         ["plan", "missing.toml"]):
                r = self.myriad(self.dir, *args, env=env)
                self.assertNotIn(b"\x1b", r.out_bytes + r.err_bytes, args)

    def test_no_colour_on_a_terminal(self):
        import pty
        self.place()

        def seen(env):
            parent, child = pty.openpty()
            p = self.start(self.dir, "plan", "missing.toml", env=dict(env, TERM="xterm"), stdout=child, stderr=child)
            os.close(child)
            data = b""
            while True:
                try:
                    piece = os.read(parent, 4096)
                except OSError:
                    break
                if not piece:
                    break
                data += piece
            p.wait()
            os.close(parent)
            return data
        self.assertNotRegex(seen({"NO_COLOR": "1"}), rb"\x1b\[[0-9;]*m")

    def test_report_is_not_required_by_run_but_cells_csv_is_current(self):
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        with open(os.path.join(d, "cells.csv"), encoding="utf-8", newline="") as f:
            self.assertEqual(parse_csv(f.read()).rows, self.cells(d).rows)

    def test_second_run_is_a_no_op(self):
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        with open(os.path.join(d, "cells.csv"), "rb") as f:
            before = f.read()
        self.good(self.dir, "run", "spec.toml", "-o", "out")
        with open(os.path.join(d, "cells.csv"), "rb") as f:
            self.assertEqual(f.read(), before)

    def test_closed_stdout(self):
        self.place()
        for command in ("run spec.toml -o out", "list activations", "plan spec.toml"):
            p = subprocess.run(["sh", "-c", '"$MYRIAD_BIN" %s >&-' % command], cwd=self.dir, stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, timeout=60)
            self.assertIn(p.returncode, (0, IO_ERROR), p.stderr)
        self.assertTrue(all(len(x) == 16 for x in self.digests(os.path.join(self.dir, "out"))))

    def test_no_library_of_this_user_is_touched(self):
        """Nothing is written outside the result: HOME stays empty."""
        home = os.path.join(self.dir, "home")
        os.mkdir(home)
        self.place()
        self.good(self.dir, "run", "spec.toml", "-o", "out", env={"HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home})
        self.assertEqual(os.listdir(home), [])


if __name__ == "__main__":
    unittest.main()
