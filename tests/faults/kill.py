#!/usr/bin/env python3
"""SIGKILL at a random instant: the library's run in a process of its own (committing after every chunk), and the
program itself. The resumed tables must be those of a run that nobody disturbed."""

import json
import re
import subprocess
import time

from row import XOR_DATA, Case, main, spec
from harness import SIGKILL

TEXT = spec({"data": XOR_DATA, "epochs": 400, "weight_init": "uniform(-1, 1)", "activation": "relu"},
            grid={"lr": [0.1, 0.5]}, networks_per_cell=60_000, keep="first(40)")

NOTHING_YET = re.compile("there is no directory out|out holds no result")    # killed before its first transaction


def kills_of_the_program(row):
    row.write("spec.toml", TEXT)
    run = ("run", "spec.toml", "-o", "out", "--progress", "none", "--device", "cpu", "--threads", "1", "--chunk", "256")
    began = time.time()
    row.check(row.myriad(*run).code == 0, "the undisturbed run")
    whole = time.time() - began
    want = row.tables("out")
    wanted = 2000 if row.long else 30
    while row.counts.get("kills of the program", 0) < wanted:
        row.remove("out")
        done, stretch = 0, 1.0
        while True:
            p = Case.start(row.dir, *run, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                _, err = p.communicate(timeout=row.random.uniform(0, 0.8 * stretch * whole))
                row.check(p.returncode == 0, "exit %d on resuming: %s" % (p.returncode, err.decode("utf-8", "replace")))
                break
            except subprocess.TimeoutExpired:
                p.send_signal(SIGKILL)
                p.communicate()
                row.count("kills of the program")
            status = row.myriad("status", "out", "--json")
            if status.code == 0:
                now = networks_done(status.out)
                row.check(now >= done, "%d networks were committed, %d are left" % (done, now))
                done = now
                row.count("looks at what was committed")
            else:
                row.check(done == 0 and status.code == 4 and NOTHING_YET.search(status.err), "after a kill: %s" % status)
            stretch *= 1.1  # a busy machine must get somewhere as well
        row.check(row.tables("out") == want, "the resumed tables differ")
        row.count("resumed runs compared")
    row.check(row.counts.get("looks at what was committed", 0) > 0, "every kill came before the first commit")


def networks_done(text):
    return int(json.loads(text)["networks_done"])


def body(row):
    row.unit_tests("Resume.SurvivesBeingKilledAtAnyInstant", "kills_of_the_library", "resumed_runs_compared")
    kills_of_the_program(row)


if __name__ == "__main__":
    main(1, "SIGKILL at a random instant", body)
