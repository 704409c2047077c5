#!/usr/bin/env python3
"""SIGINT and SIGTERM: exit 130 or 143 within two seconds, a valid directory, a printed command that resumes; a
second signal ends the process at once."""

import os
import shlex
import signal
import subprocess
import time

from row import XOR_DATA, Case, main, spec

TEXT = spec({"data": XOR_DATA, "epochs": 300, "weight_init": "uniform(-1, 1)"}, grid={"lr": [0.1, 0.5]},
            networks_per_cell=150_000, keep="first(20)")
RUN = ("run", "spec.toml", "-o", "out", "--progress", "none", "--device", "cpu", "--threads", "1")


def started(row, *args):
    return Case.start(row.dir, *args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def resume_command(err):
    lines = err.splitlines()
    at = [i for i, line in enumerate(lines) if line.startswith("resume with:")]
    return shlex.split(lines[at[0] + 1]) if at else None


def interrupted(row, number, code, want):
    row.remove("out")
    p = started(row, *RUN)
    while not os.path.exists(row.path("out/.lock")) and p.poll() is None:
        time.sleep(0.002)
    time.sleep(row.random.uniform(0, 0.6) * row.whole)
    p.send_signal(number)
    began = time.time()
    _, err = p.communicate(timeout=60)
    took, err = time.time() - began, err.decode("utf-8", "replace")
    if p.returncode == 0:
        row.count("signals after the end")
        row.whole *= 0.8                # the machine was busier when the whole run was timed
        return
    if p.returncode == -number:   # before the program could catch it, and so before it made anything
        row.count("signals before the start")
        return
    row.count("signals")
    row.check(p.returncode == code, "exit %d, not %d: %s" % (p.returncode, code, err))
    row.check(took < 2 + 2 * (row.busy > 2), "took %.1f s to stop" % took)
    command = resume_command(err)
    if not row.check(command, "no command that resumes: " + err):
        return
    row.check(row.myriad("status", "out").code == 0, "status of an interrupted run")
    done = subprocess.run(command, cwd=row.dir, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    row.check(done.returncode == 0, "the printed command: %s: %s" % (command, done.stderr.decode("utf-8", "replace")))
    row.check(row.tables("out") == want, "the resumed tables differ")
    row.count("printed commands run and their tables compared")


def twice(row, number):
    """The second signal does not wait for the chunk at hand, which takes many seconds here."""
    row.remove("long")
    p = started(row, "run", "spec.toml", "-o", "long", "--progress", "none", "--device", "cpu", "--threads", "1",
                "--set", "epochs=100000000", "--networks", "1")
    time.sleep(0.4)
    p.send_signal(number)
    time.sleep(0.1)
    p.send_signal(number)
    began = time.time()
    p.communicate(timeout=60)
    row.check(p.returncode in (128 + number, -number) and time.time() - began < 2, "exit %d after two signals" % p.returncode)
    row.count("second signals")


def body(row):
    row.busy = os.getloadavg()[0]
    row.write("spec.toml", TEXT)
    began = time.time()
    row.check(row.myriad(*RUN).code == 0, "the undisturbed run")
    row.whole = time.time() - began
    want = row.tables("out")
    wanted = 100 if row.long else 5
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        before, tries = row.counts.get("signals", 0), 0
        while row.counts.get("signals", 0) - before < wanted and tries < 10 * wanted:   # those too early or too late are no test
            interrupted(row, number, code, want)
            tries += 1
        row.check(row.counts.get("signals", 0) - before == wanted, "%d of %d signals came while it ran" %
                  (row.counts.get("signals", 0) - before, tries))
    for _ in range(10 if row.long else 2):
        twice(row, signal.SIGINT)
        twice(row, signal.SIGTERM)


if __name__ == "__main__":
    main(3, "SIGINT, SIGTERM, a second one", body)
