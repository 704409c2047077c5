"""The commands: what they print, where, with what exit code, and what they leave behind."""

import csv
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import unittest

import reference as ref
from harness import (CSV_DATA, IO_ERROR, NO_DEVICE, OTHER_SPEC, USAGE, XOR_DATA, Case, have_cuda, integer, integers_in_text, num,
                     numbers_in, parse_csv, parse_json_table, spec)

SE = "uniform(-0.05, 0.05)"
COMMANDS = ["run", "plan", "status", "report", "export", "compare", "replay", "list", "doctor"]
TOPICS = {"activations": ["relu", "leaky_relu", "identity", "tanh", "sigmoid"],
          "initializers": ["uniform", "normal", "constant", "zeros", "ones", "values", "lattice", "torch_linear",
                           "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"],
          "optimizers": ["sgd"], "losses": ["bce_with_logits"], "preprocess": ["none", "standard_scaler", "minmax_scaler"],
          "datasets": ["csv", "xor", "uniform"], "schedules": ["constant"], "devices": ["cpu"]}


def simple(**top):
    base = {"data": CSV_DATA, "epochs": 7, "weight_init": SE, "output_weight_init": SE} | top.pop("base", {})
    return spec(base, grid={"activation": ["relu", "leaky_relu(0.01)"], "lr": [0.1, 0.5, 2.0]}, networks_per_cell=50, **top)


class Done(Case):
    """A finished sweep, made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = simple(keep="all")
        cls.result = cls.sweep(cls.shared, cls.text, data=ref.IRIS_CSV)


# ---------------------------------------------------------------- usage

class TestUsage(Case):
    def test_help_begins_with_examples(self):
        for args in (["--help"], ["run", "--help"]):
            r = self.good(self.dir, *args)
            head = [line for line in r.out.splitlines() if line.strip()]
            self.assertTrue(head, "help belongs on standard output")
            at = [k for k, line in enumerate(head) if re.search(r"(?i)\bexample", line) or re.match(r"\s*\$?\s*myriad \w+ \S", line)]
            options = [k for k, line in enumerate(head) if re.match(r"\s*-{1,2}\w", line)]
            # a title line or two and a usage line may stand before
            self.assertTrue(at and at[0] <= 4, "\n".join(head[:8]))
            self.assertTrue(not options or at[0] < options[0])

    def test_help_of_every_command(self):
        for c in COMMANDS:
            r = self.good(self.dir, c, "--help")
            self.assertIn("myriad " + c, r.out)
            self.assertEqual(self.listing(self.dir), [])

    def test_help_names_every_command(self):
        out = self.good(self.dir, "--help").out
        for c in COMMANDS:
            self.assertRegex(out, r"\b%s\b" % c)

    def test_version(self):
        r = self.good(self.dir, "--version")
        self.assertRegex(r.out, r"\d+\.\d+")

    def test_nothing_is_usage(self):
        r = self.myriad(self.dir)
        # help at exit 0 is accepted too
        self.assertIn(r.code, (0, USAGE))
        self.assertTrue(r.out or r.err)

    def test_usage_errors(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        before = self.listing(self.dir)
        for args in (["frobnicate"], ["--frobnicate"], ["run"], ["run", "spec.toml", "-o"], ["run", "spec.toml", "-o", "out", "--frob"],
                     ["run", "spec.toml", "-o", "out", "--device", "tpu"], ["run", "spec.toml", "-o", "out", "--threads", "many"],
                     ["run", "spec.toml", "-o", "out", "--threads", "-1"], ["run", "spec.toml", "-o", "out", "--chunk", "0"],
                     ["run", "spec.toml", "-o", "out", "--isa", "sse9"], ["run", "spec.toml", "-o", "out", "--math", "sloppy"],
                     ["run", "spec.toml", "-o", "out", "--progress", "loud"], ["run", "spec.toml", "-o", "out", "--shard", "2/2"],
                     ["run", "spec.toml", "-o", "out", "--shard", "x"], ["run", "spec.toml", "spec.toml", "spec.toml", "-o", "out"],
                     ["plan"], ["export"], ["status"], ["replay"], ["list", "activation_s"], ["run", "spec.toml"]):
            r = self.myriad(self.dir, *args)
            self.refused(r, USAGE)
            self.assertEqual(self.listing(self.dir), before, args)

    def test_nearest_command_and_option(self):
        for args, want in ((["exprot"], "export"), (["rnu"], "run"), (["run", "s.toml", "-o", "x", "--devise", "cpu"], "--device"),
                           (["list", "activatoins"], "activations")):
            r = self.myriad(self.dir, *args)
            self.refused(r, USAGE, want)

    def test_device_cuda_without_a_gpu_is_3(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        for device in ("cuda", "cuda:0"):
            r = self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--device", device)
            self.refused(r, NO_DEVICE)
            self.assertRegex(r.err, r"(?i)gpu|cuda|driver|toolkit|device")
            self.assertEqual(self.listing(self.dir), ["spec.toml"])

    def test_auto_says_that_it_uses_the_cpu(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        r = self.good(self.dir, "run", "spec.toml", "-o", "out", "--device", "auto")
        self.assertRegex(r.err + r.out, r"(?i)cpu")

    def test_another_spec_in_the_directory_is_5(self):
        for k, other in enumerate((dict(seed=2), dict(base={"epochs": 8}), dict(base={"test_fraction": .5}))):
            d = self.sweep(self.dir, simple(), out="out%d" % k, data=ref.IRIS_CSV)
            before = self.good(self.dir, "export", d, "--table", "cells").out
            self.write(self.dir, "other.toml", simple(**other))
            r = self.myriad(self.dir, "run", "other.toml", "-o", d)
            self.refused(r, OTHER_SPEC)
            self.assertEqual(self.good(self.dir, "export", d, "--table", "cells").out, before)

    def test_other_data_under_the_same_name_is_5(self):
        """The spec's text is the same but the file it names is not: it is another sweep."""
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        self.write(self.dir, "d.csv", ref.IRIS_CSV.replace("4.7,1.4,0", "4.7,1.5,0", 1))
        r = self.myriad(self.dir, "run", "spec.toml", "-o", d)
        self.assertEqual(r.code, OTHER_SPEC, str(r))

    def test_output_is_a_file_is_4(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        self.write(self.dir, "taken", "mine")
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "taken")
        self.refused(r, (IO_ERROR, USAGE), "taken")
        with open(os.path.join(self.dir, "taken")) as f:
            self.assertEqual(f.read(), "mine")

    def test_output_cannot_be_made_is_4(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        self.write(self.dir, "taken", "mine")
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "taken/deeper")
        self.refused(r, IO_ERROR, "taken")

    def test_foreign_directory(self):
        """A directory that holds someone's files: refused or used, but the files stay."""
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        os.mkdir(os.path.join(self.dir, "home"))
        self.write(self.dir, "home/diary.txt", "dear diary")
        self.myriad(self.dir, "run", "spec.toml", "-o", "home")
        with open(os.path.join(self.dir, "home/diary.txt")) as f:
            self.assertEqual(f.read(), "dear diary")

    def test_commands_on_what_is_not_a_result(self):
        os.mkdir(os.path.join(self.dir, "empty"))
        for args in (["status", "empty"], ["export", "empty", "--table", "cells"], ["report", "empty"], ["status", "nowhere"],
                     ["export", "nowhere", "--table", "cells"], ["replay", "nowhere", "--cell", "0", "--network", "0"], ["report", "nowhere"]):
            r = self.myriad(self.dir, *args)
            self.refused(r, (USAGE, IO_ERROR))
            self.assertEqual(self.listing(self.dir), ["empty"])


# ---------------------------------------------------------------- run

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


# ---------------------------------------------------------------- plan, status, list, doctor

class TestPlanStatus(Done):
    def test_plan_numbers(self):
        r = self.good(self.shared, "plan", "spec.toml")
        found = integers_in_text(r.out)
        self.assertIn(6, found, r.out)              # cells
        self.assertIn(300, found, r.out)            # networks
        self.assertRegex(r.out.lower(), r"cell")
        self.assertRegex(r.out.lower(), r"memory|byte|mib|mb|kib")

    def test_plan_says_where_values_came_from(self):
        out = self.good(self.shared, "plan", "spec.toml").out.lower()
        self.assertRegex(out, r"default")
        self.assertRegex(out, r"spec|file|base|grid")
        r = self.good(self.shared, "plan", "spec.toml", "--set", "epochs=3") if self.myriad(
            self.shared, "plan", "spec.toml", "--set", "epochs=3").code == 0 else None
        if r is not None:                           # overrides on plan are not in the contract's table
            self.assertIn("epochs", r.out)

    def test_plan_json(self):
        doc = json.loads(self.good(self.shared, "plan", "spec.toml", "--json").out)
        found = set(numbers_in(doc))
        for want in (6, 300, 300 * 100 * 7):        # cells (or their count), networks, network-sample updates
            if want == 6 and any(isinstance(v, list) and len(v) == 6 for v in (doc.values() if isinstance(doc, dict) else [doc])):
                continue
            self.assertIn(want, found, json.dumps(doc)[:1500])

    def test_plan_creates_nothing(self):
        before = self.listing(self.shared)
        self.good(self.shared, "plan", "spec.toml")
        self.assertEqual(self.listing(self.shared), before)

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


class TestListDoctor(Case):
    def test_every_topic_together(self):
        r = self.myriad(self.dir, "list")
        self.assertIn(r.code, (0, USAGE))           # a topic may be required
        self.assertTrue(r.out or r.err)

    def test_unknown_topic(self):
        self.refused(self.myriad(self.dir, "list", "widgets"), USAGE, "activations")

    def test_parameters_and_defaults(self):
        out = self.good(self.dir, "list", "activations").out
        self.assertIn("negative_slope", out)
        self.assertIn("0.01", out)
        out = self.good(self.dir, "list", "optimizers").out
        for word in ("momentum", "nesterov", "dampening"):
            self.assertIn(word, out)

    def test_json_carries_the_parameters(self):
        text = self.good(self.dir, "list", "activations", "--json").out
        self.assertIn("negative_slope", text)
        self.assertIn(0.01, set(numbers_in(json.loads(text))))

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

    def test_doctor_json(self):
        doc = json.loads(self.myriad(self.dir, "doctor", "--json").out)
        self.assertIn("PASS", json.dumps(doc).upper())

    def test_every_listed_activation_runs(self):
        doc = json.loads(self.good(self.dir, "list", "activations", "--json").out)

        def names(d):
            if isinstance(d, dict):
                if isinstance(d.get("name"), str):
                    yield d["name"]
                for v in d.values():
                    yield from names(v)
            elif isinstance(d, list):
                for v in d:
                    yield from names(v)
        found = [n for n in dict.fromkeys(names(doc)) if re.fullmatch(r"[a-z][a-z0-9_]*", n)]
        acts = [n for n in found if n not in ("activations", "negative_slope")]
        known = [a for a in acts if self.plans(a)]
        self.assertLessEqual({"relu", "leaky_relu", "identity", "tanh", "sigmoid"}, set(known))
        d = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 3, "weight_init": "uniform(-1, 1)"}, grid={"activation": known}))
        self.assertEqual(len(self.cells(d)), len(known))

    def plans(self, activation):
        self.write(self.dir, "p.toml", spec({"data": XOR_DATA, "activation": activation}))
        return self.myriad(self.dir, "plan", "p.toml").code == 0


def add_topics():
    for topic, names in TOPICS.items():
        def method(self, topic=topic, names=names):
            out = self.good(self.dir, "list", topic).out
            as_json = self.good(self.dir, "list", topic, "--json").out
            as_markdown = self.good(self.dir, "list", topic, "--markdown").out
            json.loads(as_json)
            for n in names:
                for text in (out, as_json, as_markdown):
                    self.assertRegex(text, r"(?i)\b%s\b" % n)
            self.assertIn("|", as_markdown)
        setattr(TestListDoctor, "test_topic_" + topic, method)


add_topics()


# ---------------------------------------------------------------- export, replay, report

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


class TestReplay(Done):
    def network(self, want):
        for r in self.networks(self.result):
            if want(r):
                return r
        self.skipTest("no such network")

    def replay(self, r, *more):
        return self.good(self.shared, "replay", self.result, "--cell", r["cell"], "--network", r["network"], *more)

    def test_born_dead_is_explained(self):
        r = self.network(lambda r: r["born_dead"] == "1")
        self.assertRegex(self.replay(r).out.lower(), r"dead")

    def test_alive(self):
        r = self.network(lambda r: r["dead"] == "0" and r["cell"] == "0")
        out = self.replay(r).out
        self.assertGreaterEqual(len(out.splitlines()), 7, "epoch by epoch")

    def test_bit_for_bit(self):
        """The final parameters of the table are those that the replay shows, where it has --json."""
        for want in (lambda r: r["dead"] == "0", lambda r: r["died"] == "1", lambda r: r["cell"] == "4"):
            r = self.network(want)
            p = self.myriad(self.shared, "replay", self.result, "--cell", r["cell"], "--network", r["network"], "--json")
            if p.code == USAGE:
                self.skipTest("replay has no --json")
            found = set(numbers_in(json.loads(p.out)))
            for k, v in r.items():
                if k.startswith("final."):
                    self.assertIn(num(v), found, k)

    def test_any_network_of_the_sweep_kept_or_not(self):
        d = self.sweep(self.dir, simple(keep="none"), data=ref.IRIS_CSV)
        r = self.network(lambda r: r["cell"] == "3")
        a = self.good(self.dir, "replay", d, "--cell", "3", "--network", r["network"]).out
        self.assertEqual(a.replace(d, ""), self.replay(r).out.replace(self.result, ""))

    def test_out_of_range(self):
        for cell, network in (("6", "0"), ("0", "50"), ("-1", "0"), ("0", "-1"), ("x", "0"), ("0", "99999999999999999999")):
            r = self.myriad(self.shared, "replay", self.result, "--cell", cell, "--network", network)
            self.refused(r, USAGE)


class Loads(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.bad = []
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        a = {k: (v or "") for k, v in attrs}
        for k, v in a.items():
            if k in ("src", "data", "poster", "srcset", "background") or (k in ("href", "xlink:href") and tag not in ("a",)):
                if not v.startswith(("data:", "#")):
                    self.bad.append((tag, k, v[:80]))
            if k.startswith("on"):
                self.bad.append((tag, k, v[:80]))
        if tag == "script" and "src" in a:
            self.bad.append((tag, "src", a["src"]))
        if tag in ("iframe", "object", "embed", "base"):
            self.bad.append((tag, "", ""))


class TestReport(Done):
    def page(self, d):
        path = os.path.join(d, "report.html")
        self.good(self.shared, "report", d)
        with open(path, encoding="utf-8") as f:
            return f.read()

    def test_one_file_that_works_offline(self):
        text = self.page(self.result)
        self.assertRegex(text[:200].lower(), r"<!doctype html")
        p = Loads()
        p.feed(text)
        self.assertEqual(p.bad, [])
        for css in re.findall(r"url\(([^)]*)\)", text):
            self.assertRegex(css.strip("'\" "), r"^(data:|#)")
        self.assertNotRegex(text, r"@import|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(")
        self.assertIn("black box", text)

    def test_it_has_a_content_security_policy(self):
        self.assertRegex(self.page(self.result), r"(?i)<meta[^>]+content-security-policy")

    def test_it_states_the_numbers(self):
        text = re.sub(r"<[^>]*>", " ", self.page(self.result))
        self.assertRegex(text.lower(), r"born dead")
        self.assertIn("0.4717" if "0.4717" in text else "47", text)

    def test_names_are_escaped(self):
        for k, name in enumerate(('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; DROP TABLE cells; --",
                                  "</style><svg onload=alert(1)>", "\u202eevil \u001b[31m", "=cmd|' /C calc'!A0", "../../escape")):
            text = spec({"data": XOR_DATA, "epochs": 1}, grid={"lr": [0.1, 0.2]}, cells=[{"name": name, "lr": 0.3}], name=name)
            self.write(self.dir, "spec.toml", text)
            r = self.myriad(self.dir, "run", "spec.toml", "-o", "out%d" % k)
            if r.code == USAGE:                     # refusing such a name is fine too
                continue
            self.assertEqual(r.code, 0, str(r))
            page = self.page(os.path.join(self.dir, "out%d" % k))
            self.assertNotIn("<script>alert(1)", page)
            p = Loads()
            p.feed(page)
            self.assertEqual(p.bad, [])
            self.assertNotIn("\x1b", page)
            rows = self.cells(os.path.join(self.dir, "out%d" % k))
            self.assertEqual(len(rows), 3)
        self.assertFalse(os.path.exists(os.path.join(self.dir, "escape")))

    def test_report_twice_is_the_same(self):
        strip = lambda t: re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?\S*", "", t)
        self.assertEqual(strip(self.page(self.result)), strip(self.page(self.result)))


class TestNames(Case):
    """Odd, but valid: names, columns and directories."""

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
