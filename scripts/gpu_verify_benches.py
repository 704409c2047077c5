"""What scripts/gpu-verify times, with the rates it hopes for, and how fast training is compared with exact training."""

import csv
import io
import math

# (name, arguments of `myriad bench`, network-sample updates a second hoped for on an H100 SXM or H200, or None).
BENCHES = (
    ("exact", ("--activation", "relu", "--activation", "leaky_relu", "--activation", "tanh", "--activation", "sigmoid"), 1.0e12),
    ("exact, every network at every row", ("--device", "auto", "--no-dead-skip"), 1.0e12),
    ("fast", ("--device", "cuda", "--math", "fast"), 1.7e12),
    ("exact, 4,096 networks of 256 rows", ("--device", "cuda", "--networks", "4096", "--rows", "256"), 0.5e12),
    ("exact, 20,000 rows, beyond shared memory", ("--device", "cuda", "--rows", "20000"), None),
    ("growth", ("--device", "cuda", "--growth", "networks", "--growth", "rows", "--growth", "epochs", "--growth", "cells"), None),
)


def rates_of(bench):
    """(engine, job, rate) of each row of a `bench --json`."""
    for row in bench["timings"]:
        yield row["engine"], row["job"], float(row["updates_per_second"])


def rates_table(benches):
    """Markdown: every rate, beside what is hoped for where the engine is a GPU."""
    lines = ["| bench | engine | job | updates/s | hoped for |", "|---|---|---|---|---|"]
    hopes = {name: hope for name, _, hope in BENCHES}
    for name, bench in benches.items():
        for engine, job, rate in rates_of(bench):
            hope = hopes.get(name) if engine.startswith("cuda") else None
            lines.append("| %s | %s | %s | %.3g | %s |" % (name, engine, job, rate, "%.2g" % hope if hope else ""))
    return lines


def farthest(exact, fast):
    """The largest distance between the shares of dead networks of two `cells` tables, in standard errors of the
    difference of independent shares, and the cell it is at. The starts are the same, so it is less by far."""
    worst = (0.0, None)
    for a, b in zip(*(csv.DictReader(io.StringIO(text)) for text in (exact, fast))):
        n, dead, other = int(a["networks"]), int(a["dead"]), int(b["dead"])
        if n != int(b["networks"]) or a["born_dead"] != b["born_dead"]:
            return math.inf, a["cell"]
        share = (dead + other) / (2 * n) if n else 0.0
        error = math.sqrt(2 * n * share * (1 - share))
        apart = abs(dead - other) / error if error else float(dead != other) * math.inf
        worst = max(worst, (apart, a["cell"]), key=lambda pair: pair[0])
    return worst
