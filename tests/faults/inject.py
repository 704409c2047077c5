#!/usr/bin/env python3
"""SIGKILL at every system call of a small sweep that has to do with files, by strace; afterwards the same command
must end with the same tables."""

from row import main
from injection import Injection

CALLS = ("mkdir", "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "flock")


def body(row):
    injection = Injection(row)
    for call in CALLS:
        for when in injection.indices():
            traced = injection.run(call, "signal=KILL", when)
            if "killed by SIGKILL" not in traced.trace and traced.code == 0:
                break
            row.count("kills at " + call)
            injection.resumes("a kill at %s %d" % (call, when))
        else:
            row.check(False, "never got through the calls of " + call)


if __name__ == "__main__":
    main(2, "SIGKILL at every mkdir, open, write, fsync, rename, unlink, truncate and flock", body)
