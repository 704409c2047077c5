"""scripts/gpu-verify as far as it goes without a GPU: a rehearsal, and its exit status when something is wrong."""

import json
import os
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
                              (["--build", "build", "--device", "reference", "--output", "taken/out"], "taken")):
            code, text = self.verify(*options)
            self.assertEqual(code, 2, text)
            self.assertIn(word, text)
            self.assertNotIn("Traceback", text)

    def test_no_gpu_is_2(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.build('exec %s "$@"' % shlex.quote(binary()))
        code, text = self.verify("--build", "build")
        self.assertEqual(code, 2, text)
        self.assertIn("no GPU to verify", text)


if __name__ == "__main__":
    unittest.main()
