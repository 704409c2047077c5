#!/usr/bin/env python3
"""A hundred writers at once on one directory: one has it, the others say who and end; a killed holder leaves no
lock that stops the next one."""

import re
import subprocess
import time

from row import IO_ERROR, XOR_DATA, Case, main, spec
from harness import SIGKILL

SMALL = {"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"}


def started(row, name, out):
    return Case.start(row.dir, "run", name, "-o", out, "--progress", "none", "--device", "cpu", "--threads", "1",
                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def race(row, writers):
    """All start together; the sweep is long, so that one holds the directory all the time."""
    row.remove("race")
    processes = [started(row, "long.toml", "race") for _ in range(writers)]
    deadline = time.time() + 120
    while sum(p.poll() is None for p in processes) > 1 and time.time() < deadline:
        time.sleep(0.05)
    left = [p for p in processes if p.poll() is None]
    row.count("writers in races", writers)
    row.check(len(left) == 1, "%d of %d writers go on" % (len(left), writers))
    for p in processes:
        if p in left:
            continue
        err = p.communicate()[1].decode("utf-8", "replace")
        row.check(p.returncode == IO_ERROR, "exit %d: %s" % (p.returncode, err))
        row.check(left and re.search(r"\b%d\b" % left[0].pid, err), "does not name its holder: " + err)
    for p in left:
        p.send_signal(SIGKILL)
        p.communicate()


def no_stale_lock(row):
    row.remove("out")
    p = started(row, "long.toml", "out")
    time.sleep(row.random.uniform(0.02, 0.3))
    p.send_signal(SIGKILL)
    p.communicate()
    q = started(row, "long.toml", "out")
    time.sleep(0.5)
    alive = q.poll() is None
    q.send_signal(SIGKILL)
    err = q.communicate()[1].decode("utf-8", "replace")
    row.count("holders killed")
    row.check(alive, "after a killed holder: exit %s: %s" % (q.returncode, err))


def together(row):
    """Writers of a short sweep: each one wins, finds it done, or is refused; the result is right."""
    row.remove("out")
    processes = [started(row, "short.toml", "out") for _ in range(10)]
    codes = []
    for p in processes:
        err = p.communicate(timeout=120)[1].decode("utf-8", "replace")
        codes.append(p.returncode)
        row.check(p.returncode in (0, IO_ERROR), "exit %d: %s" % (p.returncode, err))
    row.count("writers of a short sweep", len(processes))
    row.check(0 in codes and row.tables("out") == row.want, "ten writers left a wrong result: %s" % codes)


def body(row):
    row.unit_tests("DirectoryLock.*", "lock_attempts")
    row.write("long.toml", spec(dict(SMALL, epochs=100_000), networks_per_cell="1G"))
    row.write("short.toml", spec(SMALL, networks_per_cell=50, keep="all"))
    row.check(row.myriad("run", "short.toml", "-o", "alone", "--progress", "none").code == 0, "the run alone")
    row.want = row.tables("alone")
    race(row, 100)
    for _ in range(20 if row.long else 1):
        race(row, 10)
    for _ in range(50 if row.long else 5):
        no_stale_lock(row)
        together(row)


if __name__ == "__main__":
    main(7, "many writers on one directory", body)
