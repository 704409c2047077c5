#!/usr/bin/env python3
"""The host runs out of memory: allocation n fails, or all from n on; ulimit -v; a large one of a rank of an mpirun. The
program ends with a clean error (exit 70 or 4), never by a signal, no rank waits for another for ever, and the same
command then gives the same tables."""

import os
import re
import shutil
import signal
import subprocess

from row import XOR_DATA, main, spec

TEXT = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"}, grid={"batch_size": ["full", 2]},
            networks_per_cell=40, keep="dead")
CLEAN = (0, 4, 70)


def commands(threads):
    return {"run": ("run", "spec.toml", "-o", "out", "--progress", "none", "--device", "cpu", "--threads", threads),
            "export": ("export", "whole", "--table", "cells"), "report": ("report", "whole"),
            "plan": ("plan", "spec.toml"), "replay": ("replay", "whole", "--cell", "0", "--network", "3"),
            "status": ("status", "whole"), "compare": ("compare", "whole", "s0"), "merge": ("merge", "s0", "s1", "-o", "out")}


def allocations(row, library, command):
    r = row.myriad(*command, env={"LD_PRELOAD": library, "FAIL_MALLOC_TELL": "1"})
    found = re.search(r"allocations: (\d+)", r.err)
    row.check(r.code == 0 and found, "counting allocations: %s" % r)
    return int(found.group(1)) if found else 0


def failing(row, library, name, command):
    whole = allocations(row, library, command)
    want = row.myriad(*command).out
    wanted = whole if row.long else min(whole, {"run": 30, "merge": 12, "status": 4, "compare": 4}.get(name, 8))
    for i in range(wanted):
        at = 1 + i * whole // wanted + (row.random.randrange(max(1, whole // wanted)) if not row.long else 0)
        for count in ("1", "1000000000"):
            row.remove("out")
            r = row.myriad(*command, env={"LD_PRELOAD": library, "FAIL_MALLOC_AT": str(at), "FAIL_MALLOC_COUNT": count})
            row.count("failed allocations")
            what = "%s with allocation %d failing (%s)" % (name, at, "once" if count == "1" else "and all after it")
            row.check(r.code in CLEAN and "terminate called" not in r.err, "%s: %s" % (what, r))
            row.check(r.code == 0 or r.err.strip() or count != "1", "%s: no message" % what)
            if r.code != 0:
                row.count("clean errors")
            if name in ("run", "merge") and i % 4 == 0:
                again = row.myriad(*command)
                row.check(again.code == 0 and row.tables("out") == row.want, "%s, then again: %s" % (what, again))
                row.count("resumed runs compared")
            elif name == "export" and r.code == 0:
                row.check(r.out == want, "%s: another table" % what)


def under_limit(row, megabytes, command):
    return subprocess.run(["sh", "-c", 'ulimit -v %d; exec "$MYRIAD_BIN" "$@"' % (megabytes * 1024), "sh", *command], cwd=row.dir,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def limited(row, command):
    """ulimit -v: from too little to load the program to enough to run it."""
    for megabytes in range(8, 400, 8 if row.long else 24):
        row.remove("out")
        if under_limit(row, megabytes, ("--version",)).returncode != 0:
            continue        # not even the loader has the memory that it needs
        p = under_limit(row, megabytes, command)
        row.count("limits of address space")
        row.check(p.returncode in CLEAN, "%d MB: exit %d: %s" % (megabytes, p.returncode, p.stderr.decode("utf-8", "replace")))
        again = row.myriad(*command)
        row.check(again.code == 0 and row.tables("out") == row.want, "%d MB, then without a limit: %s" % (megabytes, again))


RANKS_TEXT = spec({"data": XOR_DATA, "epochs": 5, "weight_init": "uniform(-1, 1)"}, networks_per_cell=20_000, keep="all")
LARGE = 1_300_000   # bytes: what MPI itself allocates is smaller, and the rows that one rank keeps are


def run_ranks(row, library, rank, **fault):
    """Two ranks, of which one has this fault. Returns exit code and standard error."""
    root = ["--allow-run-as-root"] if os.geteuid() == 0 else []
    only = 'if [ "$OMPI_COMM_WORLD_RANK" = %d ]; then export LD_PRELOAD="%s"; fi; exec "$@"' % (rank, library)
    p = subprocess.Popen(["mpirun", "--oversubscribe", "--bind-to", "none", *root, "-n", "2", "sh", "-c", only, "sh", row.binary, "run",
                          "ranks.toml", "-o", "out", "--progress", "none", "--threads", "1", "--chunk", "20000"],
                         cwd=row.dir, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                         env=dict(os.environ, FAIL_MALLOC_LEAST=str(LARGE), FAIL_MALLOC_TELL="1", **fault), start_new_session=True)
    try:
        _, err = p.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(p.pid, signal.SIGKILL)
        return "none: it waits for ever", p.communicate()[1].decode("utf-8", "replace")
    return p.returncode, err.decode("utf-8", "replace")


def ranks(row, library):
    if shutil.which("mpirun") is None:
        return
    row.write("ranks.toml", RANKS_TEXT)
    row.remove("out")
    row.check(row.myriad("run", "ranks.toml", "-o", "out", "--progress", "none").code == 0, "the undisturbed run")
    want = row.tables("out")
    for rank in (0, 1):
        row.remove("out")
        code, err = run_ranks(row, library, rank)
        if "has no MPI" in err:
            return
        found = re.search(r"allocations: (\d+)", err)
        if not row.check(code == 0 and found, "counting the allocations of rank %d: exit %s: %s" % (rank, code, err)):
            return
        for at in range(1, int(found.group(1)) + 1, 1 if row.long or rank == 0 else 3):
            row.remove("out")
            code, err = run_ranks(row, library, rank, FAIL_MALLOC_AT=str(at))
            what = "allocation %d of rank %d failing" % (at, rank)
            row.count("failed allocations of ranks")
            row.check(code in (0, 70), "%s: exit %s: %s" % (what, code, err))
            if code != 0:
                row.check(row.myriad("run", "ranks.toml", "-o", "out", "--progress", "none").code == 0, what + ", then again")
            row.check(row.tables("out") == want, what + ": the tables differ")


def body(row):
    row.write("spec.toml", TEXT)
    library = row.compiled("fail_malloc")
    row.check(row.myriad("run", "spec.toml", "-o", "whole", "--progress", "none").code == 0, "the undisturbed run")
    row.want = row.tables("whole")
    for i in range(2):
        row.check(row.myriad("run", "spec.toml", "-o", "s%d" % i, "--progress", "none", "--shard", "%d/2" % i).code == 0, "a shard")
    for name, command in commands("1").items():
        failing(row, library, name, command)
    limited(row, commands("2")["run"])
    ranks(row, library)


if __name__ == "__main__":
    main(8, "host out of memory", body)
