#!/usr/bin/env python3
"""Times myriad beside other ways to train the same networks on the same cores, in one run. Every peer begins with
myriad's own starts and must reach its mean loss and its share of dead networks before it is timed; each is timed
at several numbers of networks and its best counts. What is not installed is left out, and said.

    python3 bench/peers/run.py --myriad build/bin/myriad -o bench/results/MACHINE/peers.md

Needs numpy; for the others jax, torch and scikit-learn."""

import argparse
import importlib
import os
import sys

MODULES = ("numpy_peer", "jax_peer", "torch_peer", "sklearn_peer")


def limit_threads(threads):
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def measure(module, job, rows):
    import job as jobs
    for name, train, sizes in module.PEERS:
        if not jobs.agrees(job, train(job, [s.copy() for s in job.starts[:5]])):
            rows.append((name, None, "does not reach myriad's losses: not timed"))
            continue
        best, size, first = 0.0, 0, 0.0
        for networks in sizes:
            rate, seconds = jobs.best_rate(train, job, networks)
            print("%s, %d networks: %.3g updates/s" % (name, networks, rate), file=sys.stderr)
            if rate > best:
                best, size, first = rate, networks, seconds
        rows.append((name, best, "%d networks at once, first call %.1f s" % (size, first)))


def markdown(rows, job, threads, versions):
    ours = rows[0][1]
    lines = ["| | updates/s | myriad is faster by | |", "|---|---|---|---|"]
    for name, rate, note in rows:
        lines.append("| %s | %s | %s | %s |" % (name, "%.3g" % rate if rate else "", "" if not rate or rate == ours
                                               else "%.1f x" % (ours / rate), note))
    peers = [rate for _, rate, _ in rows[2:] if rate]
    import job as jobs
    _, dead = jobs.facts(job, job.ends)
    text = ["2-1-1, ReLU, %d rows, %d epochs, plain gradient descent, %.0f %% dead at the end; %d processor core(s); %s." % (
        len(job.y), job.epochs, 100 * dead, threads, ", ".join(versions)), ""]
    best = ["", "The best peer is %.1f times slower than myriad at every row, and %.1f times slower than a run of myriad." % (
        ours / max(peers), rows[1][1] / max(peers))] if peers else []
    return "\n".join(text + lines + best) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myriad", default="build/bin/myriad")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--data", choices=("uniform", "petals"), default="uniform", help="petals: those of the question, raw")
    parser.add_argument("--rows", type=int, default=100, help="of uniform data")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("-o", "--output", default="-")
    options = parser.parse_args()
    limit_threads(options.threads)
    import job as jobs
    job = jobs.make_job(options.myriad, options.data, rows=options.rows, epochs=options.epochs)
    engine, rate = jobs.rate_at_every_row(options.myriad, job, 200_000, options.threads)
    rows, versions = [("myriad, " + engine, rate, "every network at every row; its digest equals the reference engine's"),
                      ("myriad, a run", jobs.rate_of_run(options.myriad, job, options.data, 1_000_000, options.threads),
                       "from spec to stored result; dead networks take the short way, same digest")], []
    for name in MODULES:
        try:
            module = importlib.import_module(name)
        except ImportError as missing:
            print("left out: %s (%s)" % (name, missing), file=sys.stderr)
            continue
        library = importlib.import_module({"numpy_peer": "numpy", "jax_peer": "jax", "torch_peer": "torch",
                                           "sklearn_peer": "sklearn"}[name])
        versions.append("%s %s" % (library.__name__, library.__version__))
        measure(module, job, rows)
    text = markdown(rows, job, options.threads, versions)
    if options.output == "-":
        sys.stdout.write(text)
    else:
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
