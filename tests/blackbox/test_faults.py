"""Faults of the machine, injected by strace at one system call after the other: a kill, a full disk, an
error of the disk, a short write. Afterwards the same command must end with the same result."""

import os
import shutil
import subprocess
import unittest

from harness import IO_ERROR, XOR_DATA, Case, binary, spec

CALLS = ("mkdir", "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "flock")
MOST = 400      # injections of one kind, in case a program never gets through


def have_strace():
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", os.devnull, "true"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


class TestInjection(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not have_strace():
            raise unittest.SkipTest("no strace, or it may not trace here")
        cls.text = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"}, grid={"lr": [0.1, 0.5]},
                        networks_per_cell=40, keep="dead")
        cls.want = cls.tables(cls.sweep(cls.shared, cls.text))

    @classmethod
    def tables(cls, d):
        return [cls.good(cls.shared, "export", d, "--table", w).out for w in ("cells", "networks", "survival", "histogram")]

    def injected(self, what, when, out):
        """Runs with a fault at the when-th of these calls that has to do with the output."""
        command = ["strace", "-f", "-qq", "-o", os.path.join(self.dir, "trace"), "-e", "trace=" + what.split(":")[0],
                   "-e", "inject=%s:when=%d" % (what, when), binary(), "run", "spec.toml", "-o", out, "--progress", "none",
                   "--device", "cpu", "--threads", "1"]
        p = subprocess.run(command, cwd=self.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=60)
        with open(os.path.join(self.dir, "trace"), errors="replace") as f:
            trace = f.read()
        return p.returncode, p.stderr.decode(errors="replace"), trace

    def resumes(self, out, what):
        r = self.myriad(self.dir, "run", "spec.toml", "-o", out, "--progress", "none")
        self.assertEqual(r.code, 0, "after %s: %s" % (what, r))
        self.assertEqual(self.tables(os.path.join(self.dir, out)), self.want, "after " + what)

    def kills(self, call):
        self.write(self.dir, "spec.toml", self.text)
        killed = 0
        for when in range(1, MOST):
            out = "out%d" % when
            code, err, trace = self.injected(call + ":signal=KILL", when, out)
            if "killed by SIGKILL" not in trace and code == 0:
                break
            killed += 1
            self.resumes(out, "a kill at %s %d" % (call, when))
            shutil.rmtree(os.path.join(self.dir, out))
        else:
            self.fail("never got through %d calls of %s" % (MOST, call))
        return killed

    def fails(self, call, error):
        """Every call that fails so ends in success (it was not needed) or exit 4 with a message."""
        self.write(self.dir, "spec.toml", self.text)
        refused = 0
        for when in range(1, MOST):
            out = "out%d" % when
            code, err, trace = self.injected("%s:error=%s" % (call, error), when, out)
            if "(INJECTED)" not in trace:
                break
            what = "%s of %s %d" % (error, call, when)
            self.assertIn(code, (0, IO_ERROR), "%s: %s" % (what, err))
            if code == IO_ERROR:
                refused += 1
                self.assertTrue(err.strip(), what)
                if error == "ENOSPC":
                    self.assertRegex(err, r"\d+ bytes", what)
                    self.assertTrue(out in err or self.dir in err, "%s: %s" % (what, err))
            self.resumes(out, what)
            shutil.rmtree(os.path.join(self.dir, out), ignore_errors=True)
        else:
            self.fail("never got through %d calls of %s" % (MOST, call))
        return refused


def add_tests():
    for call in CALLS:
        setattr(TestInjection, "test_kill_at_" + call, lambda self, call=call: self.kills(call))
    for call in ("pwrite64", "fsync", "fdatasync"):
        for error in ("ENOSPC", "EIO"):
            def test(self, call=call, error=error):
                refused = self.fails(call, error)
                if call == "pwrite64":
                    self.assertGreater(refused, 3)
            setattr(TestInjection, "test_%s_of_%s" % (error, call), test)


add_tests()

if __name__ == "__main__":
    unittest.main()
