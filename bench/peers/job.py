"""The job that every peer trains: 2-1-1, ReLU, full batch, plain gradient descent on cross-entropy. Rows, starts
and the expected ends come from myriad itself, so that all peers begin with the same floats and can be checked."""

import csv
import dataclasses
import io
import json
import pathlib
import subprocess
import tempfile
import time

import numpy as np

PETALS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "the-question" / "iris_petals.csv"
# What is trained: rows in the unit square around 0, where hardly any network dies; or the petals of the question as they
# are, all positive, where half are dead.
DATA = {
    "uniform": '{{ source = "uniform", rows = {rows}, low = -1.0, high = 1.0 }}',
    "petals": '{{ source = "csv", file = "%s", features = ["petal_length", "petal_width"], label = "virginica" }}' % PETALS,
}
PARAMETERS = ("hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "output.weight.0", "output.bias")
SPEC = """spec_version = 1
name = "peers"
seed = 7
networks_per_cell = {networks}
keep = "{keep}"
[base]
data = {data}
weight_init = "uniform(-1, 1)"
output_weight_init = "uniform(-1, 1)"
lr = {lr}
epochs = {epochs}
"""


@dataclasses.dataclass
class Job:
    """rows: x (M, 2), y (M,); starts and ends: five arrays of N floats each, in the order of PARAMETERS."""
    x: np.ndarray
    y: np.ndarray
    starts: list
    ends: list
    lr: float
    epochs: int

    def tiled(self, networks):
        """The starts repeated until there are `networks` of them."""
        return [np.resize(start, networks) for start in self.starts]


def call(myriad, *arguments):
    return subprocess.run([str(myriad), *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def read_csv(text, columns):
    table = list(csv.DictReader(io.StringIO(text)))
    return [np.array([row[c] for row in table], dtype=np.float32) for c in columns]


def train(myriad, folder, networks, data, rows, epochs, lr, keep, *options):
    """Runs the sweep of one cell; the directory of its result."""
    spec = pathlib.Path(folder) / "peers.toml"
    spec.write_text(SPEC.format(networks=networks, data=DATA[data].format(rows=rows), epochs=epochs, lr=lr, keep=keep))
    out = pathlib.Path(folder) / ("out-%s" % keep)
    call(myriad, "run", spec, "-o", out, "--progress", "none", *options)
    return out


def make_job(myriad, data="uniform", networks=512, rows=100, epochs=100, lr=0.1):
    """Trains `networks` networks with myriad, exact, and takes rows, starts and ends from its tables."""
    with tempfile.TemporaryDirectory() as folder:
        out = train(myriad, folder, networks, data, rows, epochs, lr, "all")
        table = read_csv(call(myriad, "export", out, "--table", "data", "--cell", 0), ("x1_scaled", "x2_scaled", "label"))
        kept = call(myriad, "export", out, "--table", "networks")
    starts = read_csv(kept, ["init." + p for p in PARAMETERS])
    ends = read_csv(kept, ["final." + p for p in PARAMETERS])
    return Job(np.stack(table[:2], axis=1), table[2], starts, ends, lr, epochs)


def rate_at_every_row(myriad, job, networks, threads):
    """(engine, updates per second) of `myriad bench` on a job of the same size, with no short way for dead networks, so
    that the rows' values do not matter; its own check of the bits comes first."""
    out = call(myriad, "bench", "--device", "cpu", "--no-dead-skip", "--threads", threads, "--rows", len(job.y), "--epochs",
               job.epochs, "--networks", networks, "--repeats", 5, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    best = max(rows, key=lambda row: float(row["updates_per_second"]))
    return best["engine"], float(best["updates_per_second"])


def rate_of_run(myriad, job, data, networks, threads):
    """Updates per second of a whole `myriad run` on these rows, from spec to stored result, the best of three."""
    rates = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            out = train(myriad, folder, networks, data, len(job.y), job.epochs, job.lr, "none", "--device", "cpu",
                        "--threads", threads)
            manifest = json.loads((out / "manifest.json").read_text())
        rates.append(manifest["network_sample_updates"] / manifest["seconds"])
    return max(rates)


def facts(job, parameters):
    """(mean loss, share of dead networks) in double, from final parameters."""
    w1, w2, b, v, c = (np.asarray(p, dtype=np.float64)[None, :] for p in parameters)
    x1, x2 = (job.x[:, i].astype(np.float64)[:, None] for i in (0, 1))
    z = w1 * x1 + w2 * x2 + b
    o = v * np.maximum(z, 0) + c
    loss = np.logaddexp(0, o) - job.y.astype(np.float64)[:, None] * o
    return float(loss.mean()), float((z <= 0).all(axis=0).mean())


def agrees(job, parameters):
    """Whether a peer's ends are those of myriad: mean loss within 1e-4 of it, dead share within 0.5 %."""
    loss, dead = facts(job, parameters)
    expected_loss, expected_dead = facts(job, job.ends)
    return abs(loss - expected_loss) <= 1e-4 * expected_loss and abs(dead - expected_dead) <= 0.005


def best_rate(train, job, networks, repeats=3):
    """(updates per second of the fastest run, seconds of the first one, which compiles)."""
    starts = job.tiled(networks)
    begin = time.perf_counter()
    train(job, starts)
    first = time.perf_counter() - begin
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        train(job, starts)
        seconds.append(time.perf_counter() - begin)
    return networks * len(job.y) * job.epochs / min(seconds), first
