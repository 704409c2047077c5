"""scripts/gpu-verify as far as it goes without a GPU: a rehearsal, and its exit status when something is wrong."""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import unittest

from harness import Case, binary, have_cuda

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "gpu-verify")


class TestGpuVerify(Case):
    def build(self, program):
        """A build folder whose bin/myriad is this shell script."""
        os.makedirs(os.path.join(self.dir, "build", "bin"))
        path = self.write(self.dir, "build/bin/myriad", "#!/bin/sh\n" + program + "\n")
        os.chmod(path, 0o755)

    def verify(self, *options):
        done = subprocess.run([sys.executable, "-B", SCRIPT, "--no-bench", "--output", "out", *options], cwd=self.dir,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
        return done.returncode, (done.stdout + done.stderr).decode()

    def rehearse(self, *options):
        return self.verify("--build", "build", "--device", "reference", *options)

    def test_rehearsal(self):
        self.build('exec %s "$@"' % shlex.quote(binary()))
        code, text = self.rehearse("--quick")
        self.assertEqual(code, 0, text)
        with open(os.path.join(self.dir, "out", "gpu-verify.json"), encoding="utf-8") as f:
            report = json.load(f)
        passed, failed, _ = report["counts"]
        self.assertEqual(failed, 0)
        self.assertGreater(passed, 25)
        with open(os.path.join(self.dir, "out", "gpu-verify.md"), encoding="utf-8") as f:
            self.assertIn("%d passed, 0 failed" % passed, f.read())

    def test_a_difference_is_1(self):
        self.build('case "$*" in *"--device reference"*) set -- "$@" --seed 7;; esac\nexec %s "$@"' % shlex.quote(binary()))
        code, text = self.rehearse("--only", "chunks of 37")
        self.assertEqual(code, 1, text)
        self.assertRegex(text, r"FAIL chunks of 37 .*cells that differ: 0")
        self.assertFalse(os.path.exists(os.path.join(self.dir, "out", "gpu-verify.json")), "a part is no result")

    def test_a_crash_is_1(self):
        self.build('case "$*" in *"--device reference"*) kill -SEGV $$;; esac\nexec %s "$@"' % shlex.quote(binary()))
        code, text = self.rehearse("--only", "chunks of 37")
        self.assertEqual(code, 1, text)
        self.assertIn("FAIL chunks of 37", text)

    def test_what_cannot_be_tried_is_2(self):
        self.build('exec %s "$@"' % shlex.quote(binary()))
        self.write(self.dir, "taken", "mine")
        for options, word in ((["--build", "nowhere"], "nowhere"), (["--deps", "nowhere.tar.gz"], "nowhere.tar.gz"),
                              (["--deps", "taken"], "taken"), (["--build", "build", "--deps", "taken"], "--deps"),
                              (["--build", "build", "--device", "reference", "--only", "no such spec"], "no such spec"),
                              (["--build", "build", "--device", "reference", "--part", "tests"], "tests"),
                              (["--build", "build", "--device", "reference", "--output", "taken/out"], "taken")):
            code, text = self.verify(*options)
            self.assertEqual(code, 2, text)
            self.assertIn(word, text)
            self.assertNotIn("Traceback", text)

    def test_parts_of_one_report(self):
        sys.path.insert(0, os.path.dirname(SCRIPT))
        from gpu_verify_report import Report
        output, machine = pathlib.Path(self.dir), {"gpus": [{"name": "a GPU"}], "cpu": "any"}
        first = Report(output, "myriad 1", machine)
        first.add("tests", "doctor", True, "", 0.1)
        first.add("matrix", "chunks", False, "cell 3", 0.2)
        second = Report(output, "myriad 1", machine)       # the first may have been cut off: every check is kept at once
        second.forget("matrix")
        second.add("matrix", "chunks", True, "", 0.2)
        with open(os.path.join(self.dir, "gpu-verify.json"), encoding="utf-8") as f:
            kept = json.load(f)
        self.assertEqual([(c["part"], c["ok"]) for c in kept["checks"]], [("tests", True), ("matrix", True)])
        self.assertEqual(kept["counts"], [2, 0, 0])
        for version, gpus in (("myriad 2", machine["gpus"]), ("myriad 1", [{"name": "another"}])):
            self.assertEqual(Report(output, version, {"gpus": gpus}).checks, [])

    def test_specs_for_the_sanitizer_are_specs(self):
        sys.path.insert(0, os.path.dirname(SCRIPT))
        from gpu_verify_specs import sanitizer_specs
        for kernels, spec in sanitizer_specs():
            self.write(self.dir, "sanitizer.toml", spec)
            self.good(self.dir, "plan", "sanitizer.toml")

    def test_lost_streams_are_a_failure(self):
        self.build('case "$*" in *"run "*reference*) echo "warning: lost, and went on without it: cuda:0" >&2;; esac\n'
                   'exec %s "$@"' % shlex.quote(binary()))
        code, text = self.rehearse("--only", "chunks of 37")
        self.assertEqual(code, 1, text)
        self.assertRegex(text, r"FAIL chunks of 37 .*warning: lost")

    def test_no_gpu_is_2(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.build('exec %s "$@"' % shlex.quote(binary()))
        code, text = self.verify("--build", "build")
        self.assertEqual(code, 2, text)
        self.assertIn("no GPU to verify", text)


if __name__ == "__main__":
    unittest.main()
