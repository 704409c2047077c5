"""The job that every peer trains: 2-1-1, ReLU, full batch, plain gradient descent on cross-entropy. Rows, starts
and the expected ends come from myriad itself, so that all peers begin with the same floats and can be checked."""

import csv
import dataclasses
import io
import pathlib
import subprocess
import tempfile
import time

import numpy as np

PARAMETERS = ("hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "output.weight.0", "output.bias")
SPEC = """spec_version = 1
name = "peers"
seed = 7
networks_per_cell = {networks}
keep = "all"
[base]
data = {{ source = "uniform", rows = {rows}, low = -1.0, high = 1.0 }}
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


def make_job(myriad, networks=512, rows=100, epochs=100, lr=0.1):
    """Trains `networks` networks with myriad, exact, and takes rows, starts and ends from its tables."""
    with tempfile.TemporaryDirectory() as folder:
        spec = pathlib.Path(folder) / "peers.toml"
        spec.write_text(SPEC.format(networks=networks, rows=rows, epochs=epochs, lr=lr))
        call(myriad, "run", spec, "-o", pathlib.Path(folder) / "out", "--progress", "none")
        data = read_csv(call(myriad, "export", pathlib.Path(folder) / "out", "--table", "data", "--cell", 0),
                        ("x1_scaled", "x2_scaled", "label"))
        kept = call(myriad, "export", pathlib.Path(folder) / "out", "--table", "networks")
    starts = read_csv(kept, ["init." + p for p in PARAMETERS])
    ends = read_csv(kept, ["final." + p for p in PARAMETERS])
    return Job(np.stack(data[:2], axis=1), data[2], starts, ends, lr, epochs)


def myriad_rate(myriad, job, networks, threads):
    """Updates per second of `myriad bench` on a job of the same size; its own check of the bits comes first."""
    out = call(myriad, "bench", "--device", "cpu", "--threads", threads, "--rows", len(job.y), "--epochs", job.epochs,
               "--networks", networks, "--repeats", 5, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    best = max(rows, key=lambda row: float(row["updates_per_second"]))
    return best["engine"], float(best["updates_per_second"])


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
