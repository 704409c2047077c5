#!/usr/bin/env python3
"""SIGKILL at every system call that has to do with files, by strace: of a small sweep, of one that grows beside its
report, of the recovery from an earlier kill, of a merge. Afterwards the same command must end with the same tables."""

import os
import shutil

from row import main
from injection import RUN, Injection

CALLS = ("mkdir", "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "flock")
WRITES = tuple(call for call in CALLS if call != "openat")      # what the sweep's row opens, the others open too
FILES = ("cells.csv", "spec.toml", "manifest.json", "report.html")
MERGE = ("merge", "s0", "s1", "-o", "out")


def killed(traced):
    return "killed by SIGKILL" in traced.trace or traced.code != 0


def of_a_sweep(row, injection):
    for call in CALLS:
        for when in injection.indices(6 if row.options.suite and call == "openat" else 1):     # most are the loader's
            if not killed(injection.run(call, "signal=KILL", when)):
                break
            row.count("kills at " + call)
            injection.resumes("a kill at %s %d" % (call, when))
        else:
            row.check(False, "never got through the calls of " + call)


class Scene:
    """A command over a directory that is as it was before each kill."""

    def __init__(self, row, injection, name, command, before=None):
        self.row, self.injection, self.name, self.command, self.before = row, injection, name, command, before
        self.restore()
        row.check(row.myriad(*command).code == 0, "the undisturbed %s" % name)
        self.want = row.tables("out", ("cells", "networks"))
        self.states = {file: {self.text("out", file), self.text(before, file)} for file in FILES}

    def text(self, directory, file):
        """What is in it; the times in a manifest and in a report's footer differ between runs."""
        if directory is None or not os.path.exists(self.row.path(directory + "/" + file)):
            return None
        if file in ("manifest.json", "report.html"):
            with open(self.row.path(directory + "/" + file), encoding="utf-8") as f:
                return f.read().rstrip()[-7:]
        with open(self.row.path(directory + "/" + file), encoding="utf-8") as f:
            return f.read()

    def restore(self):
        self.row.remove("out")
        if self.before:
            shutil.copytree(self.row.path(self.before), self.row.path("out"))

    def kills(self, calls):
        row = self.row
        for call in calls:
            for when in self.injection.indices(5 if row.options.suite else 1):
                self.restore()
                if not killed(self.injection.run(call, "signal=KILL", when, self.command)):
                    break
                what = "%s killed at %s %d" % (self.name, call, when)
                row.count("kills of a " + self.name)
                for file in FILES:
                    row.check(self.text("out", file) in self.states[file], "%s: %s is neither old nor new" % (what, file))
                again = row.myriad(*self.command)
                row.check(again.code == 0 and row.tables("out", ("cells", "networks")) == self.want, "%s, then again: %s" % (what, again))
                row.check(all(os.path.exists(row.path("out/" + file)) for file in FILES), "%s, then again: a file is missing" % what)
                row.check(row.myriad("status", "out").code == 0, "%s, then again: status" % what)
            else:
                row.check(False, "never got through the calls of " + call)


def hot_journal(row, injection):
    """A directory whose last commit was cut off when all of it was written: the next one to come rolls it back."""
    for when in injection.indices():
        row.remove("out")
        if not killed(injection.run("unlink", "signal=KILL", when)):
            break
        journal = row.path("out/sweep.db-journal")
        if os.path.exists(journal) and os.path.getsize(journal) > 0 and os.path.getsize(row.path("out/sweep.db")) > 0:
            row.remove("hot")
            os.rename(row.path("out"), row.path("hot"))
    return row.check(os.path.exists(row.path("hot")), "no kill left a hot journal")


def body(row):
    injection = Injection(row)
    of_a_sweep(row, injection)
    if hot_journal(row, injection):
        Scene(row, injection, "recovery", RUN, "hot").kills(WRITES)
    row.remove("out")
    row.check(row.myriad(*RUN, "--networks", "20").code == 0, "a smaller sweep")
    os.rename(row.path("out"), row.path("small"))
    Scene(row, injection, "sweep that grows", RUN, "small").kills(WRITES)
    for i in range(2):
        row.check(row.myriad(*RUN[:2], "-o", "s%d" % i, *RUN[4:], "--shard", "%d/2" % i).code == 0, "a shard")
    Scene(row, injection, "merge", MERGE).kills(WRITES)


if __name__ == "__main__":
    main(2, "SIGKILL at every mkdir, open, write, fsync, rename, unlink, truncate and flock", body)
