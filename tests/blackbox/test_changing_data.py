"""A data file that changes while a run begins: the result is that of one state of the file, or there is none."""

import os
import shutil
import signal
import subprocess
import time
import unittest

from harness import CSV_DATA, IO_ERROR, USAGE, Case, binary, csv_text, spec
from test_ranks import Ranks

OLD = csv_text([(i % 7 - 3, i % 5 - 2, i % 2) for i in range(40)])
NEW = csv_text([(i % 3 - 1, i % 11 - 5, (i // 2) % 2) for i in range(40)])
READINGS = 2    # one for each scaler, whatever the number of cells


class ChangingData(Case):
    def setUp(self):
        super().setUp()
        if shutil.which("strace") is None or subprocess.run(
                ["strace", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("no strace that may trace")
        self.text = spec({"data": CSV_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"},
                         grid={"lr": [0.1, 0.5], "preprocess": ["none", "standard_scaler"]}, networks_per_cell=40)
        self.want = {}
        for name, data in (("old", OLD), ("new", NEW)):
            self.want[name] = self.table(self.sweep(self.dir, self.text, out=name, data=data))
        self.write(self.dir, "d.csv", OLD)
        self.write(self.dir, "new.csv", NEW)

    def table(self, directory):
        return self.good(self.dir, "export", directory, "--table", "cells").out

    def stopping_at(self, when, *command):
        """The command under a tracer that stops it when it opens the data for the when-th time."""
        return ["strace", "-f", "-qq", "-o", "trace", "-P", "d.csv", "-P", "./d.csv", "-P", os.path.join(self.dir, "d.csv"), "-e",
                "trace=openat", "-e", "inject=openat:signal=SIGSTOP:when=%d" % when, *command]

    def stopped(self):
        """The process of the program that stands still here, if any."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % pid) as f:
                    state = f.read().rpartition(")")[2].split()[0]
                if state in "tT" and os.readlink("/proc/%s/cwd" % pid) == self.dir and \
                        os.path.samefile("/proc/%s/exe" % pid, binary()):
                    return int(pid)
            except OSError:
                pass
        return None

    def during(self, p, change):
        """Changes the file while the program stands still. Returns whether it did, and what it said at its end."""
        deadline = time.monotonic() + 60
        changed = False
        while p.poll() is None and time.monotonic() < deadline and not changed:
            time.sleep(0.02)
            with open(os.path.join(self.dir, "trace"), "a+") as f:
                f.seek(0)
                stopped = "stopped by SIGSTOP" in f.read()
            pid = self.stopped() if stopped else None
            if pid is not None:
                change()
                os.kill(pid, signal.SIGCONT)
                changed = True
        try:
            _, err = p.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            p.communicate()
            self.fail("it waits for ever")
        return changed, err.decode()

    def replace(self):
        os.replace(os.path.join(self.dir, "new.csv"), os.path.join(self.dir, "d.csv"))

    def remove(self):
        os.remove(os.path.join(self.dir, "d.csv"))

    def restore(self):
        shutil.rmtree(os.path.join(self.dir, "out"), ignore_errors=True)
        self.write(self.dir, "d.csv", OLD)
        self.write(self.dir, "new.csv", NEW)
        self.write(self.dir, "trace", "")

    def begun(self, command):
        return subprocess.Popen(command, cwd=self.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                start_new_session=True)

    RUN = ["run", "spec.toml", "-o", "out", "--progress", "none", "--threads", "1"]


class TestOneProcess(ChangingData):
    def test_a_change_between_two_readings_is_noticed(self):
        for when in range(1, READINGS + 2):
            self.restore()
            p = self.begun(self.stopping_at(when, binary(), *self.RUN))
            changed, err = self.during(p, self.replace)
            self.assertEqual(changed, when <= READINGS, "reading %d: %s" % (when, err))
            if when < READINGS:
                self.assertEqual(p.returncode, IO_ERROR, err)
                self.assertIn("d.csv changed while it was being read", err)
                self.assertFalse(os.path.exists(os.path.join(self.dir, "out")), err)
            else:    # nothing reads it any more
                self.assertEqual(p.returncode, 0, err)
                self.assertEqual(self.table("out"), self.want["old"])


class TestRanks(ChangingData):
    def test_ranks_compute_what_they_agreed_on(self):
        if shutil.which("mpirun") is None:
            self.skipTest("no mpirun")
        for when, change in ((1, self.replace), (READINGS, self.replace), (READINGS + 1, self.replace), (READINGS + 1, self.remove)):
            self.restore()
            p = self.begun(Ranks.LAUNCH + ["-n", "2", "sh", "-c", 'if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then exec %s "$@"; fi; exec "$@"'
                                           % " ".join(self.stopping_at(when)), "sh", binary(), *self.RUN])
            changed, err = self.during(p, change)
            if "has no MPI" in err:
                self.skipTest("this build has no MPI")
            self.assertEqual(changed, when <= READINGS, "reading %d: %s" % (when, err))
            if p.returncode == 0:
                self.assertEqual(self.table("out"), self.want["old"], err)
            else:    # rank 0 may have read it before or after
                self.assertIn(p.returncode, (IO_ERROR, USAGE), err)
                self.assertFalse(os.path.exists(os.path.join(self.dir, "out")), err)
            self.assertTrue(p.returncode == 0 or changed, err)


if __name__ == "__main__":
    unittest.main()
