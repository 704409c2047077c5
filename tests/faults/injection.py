"""A small sweep under strace, which makes one system call fail, and what must hold afterwards."""

import os
import re
import shutil
import subprocess
from collections import namedtuple

from row import Absent, XOR_DATA, spec

MOST = 400      # injections of one kind, in case a program never gets through
Traced = namedtuple("Traced", "code err trace")
RUN = ("run", "spec.toml", "-o", "out", "--progress", "none", "--device", "cpu", "--threads", "1")


class Injection:
    def __init__(self, row):
        if shutil.which("strace") is None:
            raise Absent("no strace")
        if subprocess.run(["strace", "-f", "-o", os.devnull, "true"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode != 0:
            raise Absent("strace may not trace here")
        self.row = row
        row.write("spec.toml", spec({"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"},
                                    grid={"lr": [0.1, 0.5]}, networks_per_cell=40, keep="dead"))
        row.check(row.myriad(*RUN).code == 0, "the undisturbed run")
        self.want = row.tables("out")
        row.remove("out")

    def indices(self, step=1):
        return range(1, MOST, step)

    def run(self, call, fault, when, arguments=RUN):
        """Runs with a fault at the when-th call of that name."""
        trace = self.row.path("trace")
        command = ["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + call, "-e", "inject=%s:%s:when=%d" % (call, fault, when),
                   self.row.binary, *arguments]
        p = subprocess.run(command, cwd=self.row.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           timeout=120)
        with open(trace, errors="replace") as f:
            return Traced(p.returncode, p.stderr.decode("utf-8", "replace"), f.read())

    def resumes(self, what):
        r = self.row.myriad(*RUN)
        self.row.check(r.code == 0 and self.row.tables("out") == self.want, "after %s: %s" % (what, r))
        self.row.count("resumed runs compared")
        self.row.remove("out")

    def refused_well(self, traced, what, error):
        """A fault may be harmless (exit 0); else exit 4 with a message that names the file, and the bytes of a full disk."""
        row = self.row
        row.check(traced.code in (0, 4), "%s: exit %d: %s" % (what, traced.code, traced.err))
        if traced.code != 4:
            return
        row.count("runs refused with exit 4")
        row.check(re.search(r"\bout\b|standard output", traced.err), "%s names no file: %s" % (what, traced.err))
        if error in ("ENOSPC", "EDQUOT") and "standard output" not in traced.err:
            row.check(re.search(r"\d+ bytes", traced.err), "%s tells no bytes: %s" % (what, traced.err))
