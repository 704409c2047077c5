#!/usr/bin/env python3
"""Disk full, quota used up, EIO, short writes: exit 4 with the file and the bytes needed, and a run that resumes."""

import os
import re
import shutil
import subprocess

from row import Absent, main
from injection import RUN, Injection

SHORT = ("write", "pwrite64")
FAULTS = [("pwrite64", e) for e in ("ENOSPC", "EDQUOT", "EIO")] + [("fdatasync", "EIO"), ("fsync", "EIO"), ("write", "ENOSPC"),
                                                                ("ftruncate", "EIO"), ("openat", "EMFILE")]


def injected(row):
    injection = Injection(row)
    for call, error in FAULTS:
        for when in injection.indices():
            traced = injection.run(call, "error=" + error, when)
            if "(INJECTED)" not in traced.trace:
                break
            row.count("%s at %s" % (error, call))
            what = "%s of %s %d" % (error, call, when)
            if call != "openat":      # a library that may not be opened is the loader's to complain about
                injection.refused_well(traced, what, error)
            row.check(traced.code >= 0, "%s: signal %d" % (what, -traced.code))
            injection.resumes(what)
        else:
            row.check(False, "never got through the calls of " + call)
    return injection


def short_writes(row, injection):
    """Every write takes half of what it is given: nothing may be lost or written twice."""
    library = row.compiled("short_write")
    r = row.myriad(*RUN, env={"LD_PRELOAD": library})
    row.check(r.code == 0 and row.tables("out") == injection.want, "short writes: %s" % r)
    row.count("runs whose writes are all short")
    row.remove("out")


def full_disks(row, injection):
    """Real file systems of a few pages more each time, until the sweep fits; then the one that was full grows."""
    mount = row.path("disk")
    os.mkdir(mount)
    inside = tuple("disk/out" if a == "out" else a for a in RUN)
    for kilobytes in range(8, 400, 16 if not row.long else 4):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dk" % kilobytes, "myriad-test", mount],
                          stderr=subprocess.DEVNULL).returncode != 0:
            raise Absent("tmpfs may not be mounted here")
        try:
            r = row.myriad(*inside)
            if r.code != 0:
                row.count("full file systems")
                row.check(r.code == 4 and re.search(r"disk.*\d+ bytes", r.err, re.S), "%d kB: %s" % (kilobytes, r))
                subprocess.run(["mount", "-o", "remount,size=8m", mount], check=True)
                r = row.myriad(*inside)
            row.check(r.code == 0 and row.tables("disk/out") == injection.want, "%d kB, then more: %s" % (kilobytes, r))
            row.count("resumed runs compared")
        finally:
            subprocess.run(["umount", mount], check=True)


def body(row):
    injection = injected(row)
    short_writes(row, injection)
    full_disks(row, injection)


if __name__ == "__main__":
    main(4, "disk full, quota, EIO, short writes", body)
