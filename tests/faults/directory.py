#!/usr/bin/env python3
"""Output directories that cannot be: read-only, a file, a file system full of links. The program says so
before it computes anything, and creates nothing."""

import os
import subprocess
import time

from row import Absent, Case, XOR_DATA, main, spec

# The sweep would run for hours: an answer within seconds comes from before any compute.
TEXT = spec({"data": XOR_DATA, "epochs": 100_000}, networks_per_cell="1G")


def refused(row, out, *names, created=()):
    before = Case.listing(row.dir)
    began = time.time()
    try:
        r = row.myriad("run", "spec.toml", "-o", out, "--progress", "none", "--device", "cpu", timeout=20)
    except AssertionError as late:
        row.check(False, "%s: %s" % (out, late))
        return
    took = time.time() - began
    row.count("directories refused")
    row.check(r.code in (2, 4), "%r: %s" % (out, r))
    row.check(took < 10, "%r: took %.1f s" % (out, took))
    row.check(all(n in r.err for n in names), "%r: the message lacks one of %s: %s" % (out, names, r))
    row.check(r.out == "", "%r: printed %s" % (out, r.out[:200]))
    row.check([n for n in Case.listing(row.dir) if n not in before and n not in created] == [], "%r: something was created" % out)


def read_only(row):
    """A read-only mount stops even root, and so do directories that nobody may write to stop others."""
    os.makedirs(row.path("locked/inside"))
    bound = subprocess.run(["mount", "--bind", row.path("locked"), row.path("locked")], stderr=subprocess.DEVNULL)
    if bound.returncode != 0:
        if os.geteuid() == 0:
            raise Absent("nothing may be mounted here")
        os.chmod(row.path("locked/inside"), 0o555)
        refused(row, "locked/inside", "locked/inside")
        os.chmod(row.path("locked/inside"), 0o755)
        return
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", row.path("locked")], check=True)
        refused(row, "locked/inside", "locked")
        refused(row, "locked/new", "locked")
    finally:
        subprocess.run(["umount", row.path("locked")], check=True)


def body(row):
    row.write("spec.toml", TEXT)
    row.write("file", "mine")
    os.symlink("nowhere", row.path("dangling"))
    os.symlink("loop", row.path("loop"))
    os.makedirs(row.path("taken/sweep.db"))
    os.makedirs(row.path("held/.lock"))
    os.makedirs(row.path("linked"))
    os.symlink(row.path("file"), row.path("linked/.lock"))
    os.mkfifo(row.path("pipe"))
    os.makedirs(row.path("foreign"))
    row.write("foreign/sweep.db", "not a database\n" * 400)
    refused(row, "file", "file")
    refused(row, "file/deeper", "file")
    refused(row, "dangling", "dangling")
    refused(row, "loop", "loop")
    refused(row, "pipe", "pipe")
    refused(row, "/dev/null", "/dev/null")
    refused(row, "/proc/nothing", "/proc/nothing")
    refused(row, "taken", "taken", created=("taken/.lock",))
    refused(row, "held", "held")
    refused(row, "linked", "linked")
    refused(row, "foreign", "foreign")
    refused(row, "n" * 300)
    refused(row, "d/" * 3000)
    refused(row, "")
    row.check(open(row.path("file"), encoding="utf-8").read() == "mine", "somebody's file was changed")
    read_only(row)


if __name__ == "__main__":
    main(5, "directories that are read-only, or none", body)
