#!/usr/bin/env python3
"""A hundred writers at once on one directory: one has it, the others say who and end; a killed holder leaves no
lock that stops the next one. A result under two names, or whose lock somebody removed, is not written by two."""

import os
import re
import shutil
import sqlite3
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


def held_by(row, out, process):
    """Waits until this process has written its name into the lock."""
    deadline = time.time() + 60
    while time.time() < deadline and process.poll() is None:
        try:
            with open(row.path(out + "/.lock"), encoding="utf-8") as f:
                if re.search(r"\b%d\b.*\n" % process.pid, f.read()):
                    return True
        except FileNotFoundError:
            pass
        time.sleep(0.005)
    return False


def stop(process):
    process.send_signal(SIGKILL)
    return process.communicate()[1].decode("utf-8", "replace")


def no_stale_lock(row):
    """The lock is held when its holder is killed; the next one gets it, and holds it."""
    row.remove("out")
    p = started(row, "long.toml", "out")
    row.check(held_by(row, "out", p), "the first writer never holds the lock: %s" % p.poll())
    time.sleep(row.random.uniform(0, 0.3))
    stop(p)
    row.check(os.path.getsize(row.path("out/.lock")) > 0, "a killed holder took its file along")
    q = started(row, "long.toml", "out")
    held = held_by(row, "out", q)
    err = stop(q)
    row.count("holders killed")
    row.check(held, "after a killed holder: exit %s: %s" % (q.returncode, err))


def two_names(row):
    """A result whose file has another name is read there, not written: the lock is the directory's."""
    for link in ("hard link", "symbolic link"):
        for name in ("out", "other"):
            row.remove(name)
        row.check(row.myriad("run", "short.toml", "-o", "out", "--shard", "0/2", "--progress", "none").code == 0, "shard 0 of 2")
        os.mkdir(row.path("other"))
        if link == "hard link":
            os.link(row.path("out/sweep.db"), row.path("other/sweep.db"))
        else:
            os.symlink("../out/sweep.db", row.path("other/sweep.db"))
        written = ("other",) if link == "symbolic link" else ("out", "other")
        half = row.tables("out")
        for directory in written:
            r = row.myriad("run", "short.toml", "-o", directory, "--progress", "none")
            row.count("writers refused at a " + link)
            row.check(r.code == IO_ERROR and link in r.err, "a writer at a %s: %s" % (link, r))
        row.check(row.tables("other") == half == row.tables("out"), "a %s is not read as what it is" % link)
        subprocess.run(["cp", "-rL", row.path("other"), row.path("copy")], check=True)     # as the message says
        row.check(row.myriad("run", "short.toml", "-o", "copy", "--progress", "none").code == 0, "a copy of a " + link)
        row.check(row.tables("copy") == row.want and row.tables("out") == half, "a copy of a %s has other tables" % link)
        row.remove("copy")


def torn_copy(row):
    """A hard-linked copy of a result whose writer was killed in a commit: nobody takes that back under both names."""
    row.remove("out")
    row.remove("other")
    row.check(row.myriad("run", "short.toml", "-o", "out", "--progress", "none").code == 0, "the run")
    db = sqlite3.connect(row.path("out/sweep.db"), isolation_level=None)
    db.execute("pragma cache_size = 1")
    db.execute("begin")
    db.execute("update chunk set seconds = 9")
    db.execute("update cell set error = hex(randomblob(20000))")    # more than the cache: it reaches the file
    for name in ("sweep.db", "sweep.db-journal"):
        shutil.copy(row.path("out/" + name), row.path(name))
    db.execute("rollback")
    db.close()
    for name in ("sweep.db", "sweep.db-journal"):
        os.replace(row.path(name), row.path("out/" + name))
    subprocess.run(["cp", "-al", row.path("out"), row.path("other")], check=True)
    with open(row.path("out/sweep.db"), "rb") as f:
        torn = f.read()
    for directory in ("out", "other"):
        r = row.myriad("status", directory)
        row.count("torn copies refused")
        row.check(r.code == IO_ERROR and "cp -rL" in r.err, "a torn hard-linked copy: %s" % r)
    with open(row.path("other/sweep.db"), "rb") as f:
        row.check(f.read() == torn, "a torn hard-linked copy was changed")
    subprocess.run(["cp", "-rL", row.path("other"), row.path("copy")], check=True)
    row.check(row.tables("copy") == row.want, "the copy of a torn copy has other tables")
    row.remove("copy")


def removed_lock(row):
    """Somebody removes the lock that a writer holds: a second one begins. What both have computed is refused to one."""
    row.remove("out")
    p = started(row, "middle.toml", "out")
    row.check(held_by(row, "out", p), "the first writer never holds the lock: %s" % p.poll())
    os.remove(row.path("out/.lock"))
    q = started(row, "middle.toml", "out")
    said = {w.pid: w.communicate(timeout=300)[1].decode("utf-8", "replace") for w in (p, q)}
    row.count("locks removed")
    codes = sorted(w.returncode for w in (p, q))
    for w in (p, q):
        refused = w.returncode == IO_ERROR and "another process has written here" in said[w.pid]
        row.check(w.returncode == 0 or refused, "exit %d: %s" % (w.returncode, said[w.pid]))
    if codes == [0, IO_ERROR]:
        row.count("second writers refused")
    r = row.myriad("run", "middle.toml", "-o", "out", "--progress", "none")
    row.check(r.code == 0 and row.tables("out") == row.middle, "after a removed lock: %s" % r)


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
    row.remove("alone")
    row.write("middle.toml", spec(dict(SMALL, epochs=1000), grid={"lr": [0.1, 0.2, 0.3]}, networks_per_cell="200k"))
    row.check(row.myriad("run", "middle.toml", "-o", "alone", "--progress", "none").code == 0, "the longer run alone")
    row.middle = row.tables("alone")
    race(row, 100)
    for _ in range(20 if row.long else 1):
        race(row, 10)
    for _ in range(50 if row.long else 5):
        no_stale_lock(row)
        together(row)
    two_names(row)
    torn_copy(row)
    for _ in range(10 if row.long else 2):
        removed_lock(row)


if __name__ == "__main__":
    main(7, "many writers on one directory", body)
