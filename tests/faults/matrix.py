#!/usr/bin/env python3
"""Chunk x threads x instruction set x shards x resumed: every combination gives each cell one digest, and the same
tables to the byte."""

import itertools
import subprocess

from row import XOR_DATA, Case, main, spec
from harness import SIGKILL

BASE = {"data": {"source": "moons", "rows": 30, "noise": 0.1}, "epochs": 40, "weight_init": "uniform(-1, 1)"}
CELLS = ({"activation": "leaky_relu(0.01)", "preprocess": "standard_scaler"}, {"optimizer": "adam", "lr": 0.05},
         {"batch_size": 7, "optimizer": "sgd(momentum=0.9)"}, {"shape": "2-1-1-1", "data": XOR_DATA}, {"activation": "prelu"})
TEXT = spec(BASE, cells=[dict(c, name="c%d" % i) for i, c in enumerate(CELLS)], networks_per_cell=101, keep="first(9)", seed=5)
CHUNKS = ("5", "16", "64", "1000000")
THREADS = ("1", "2", "3", "4")      # the last one where there are few instruction sets
ISAS = ("baseline", "avx2", "avx512")
PATIENT = {"OMP_WAIT_POLICY": "passive"}     # more threads than processors would spin
SHARDS = (1, 2, 5)
FINISHED = ("once", "killed")     # as the run was: not disturbed, or killed once and resumed


def instruction_sets(row):
    found = []
    for isa in ISAS:
        if row.myriad("run", "spec.toml", "-o", "isa-" + isa, "--isa", isa, "--device", "cpu", "--progress", "none").code == 0:
            found.append(isa)
    return found


def combine(row, options, shards, how):
    row.remove("out")
    for shard in range(shards):
        command = ("run", "spec.toml", "-o", "out", "--progress", "none", "--shard", "%d/%d" % (shard, shards)) + options
        if how == "killed":
            p = Case.start(row.dir, *command, env=PATIENT, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            try:
                p.wait(timeout=row.random.uniform(0.005, 0.06))
            except subprocess.TimeoutExpired:
                p.send_signal(SIGKILL)
                p.wait()
                row.count("kills")
        r = row.myriad(*command, env=PATIENT)
        row.check(r.code == 0, "%s" % r)
    what = "%s, %d shards, %s" % (" ".join(options), shards, how)
    row.check(row.tables("out", ("cells", "networks", "histogram")) == row.want, "another result with " + what)
    row.count("combinations")


def body(row):
    row.write("spec.toml", TEXT)
    isas = instruction_sets(row)
    row.count("instruction sets", len(isas))
    row.want = row.tables("isa-baseline", ("cells", "networks", "histogram"))
    for chunk, threads, isa, shards, how in itertools.product(CHUNKS, THREADS[:3 if len(isas) > 2 else 4], isas, SHARDS, FINISHED):
        combine(row, ("--chunk", chunk, "--device", "cpu", "--threads", threads, "--isa", isa), shards, how)
    for chunk, shards, how in itertools.product(CHUNKS, SHARDS, FINISHED):
        combine(row, ("--chunk", chunk, "--device", "reference"), shards, how)


if __name__ == "__main__":
    main(14, "chunk, threads, instruction set, shards, resumed", body)
