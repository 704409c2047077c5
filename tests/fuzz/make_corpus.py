#!/usr/bin/env python3
"""Writes the fuzzers' corpus: specs of the examples and of the tests, CSV files of the tests, a small result and
the texts of its rows. Run it again when a format changes; what a fuzzer found is kept beside it by hand.

    python3 tests/fuzz/make_corpus.py --myriad build/bin/myriad
"""

import argparse
import glob
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "blackbox"), os.path.join(TESTS, "faults")]
sys.dont_write_bytecode = True

from forgery import super_journal  # noqa: E402

LARGEST = 4096      # bytes of a text in the corpus


def put(folder, content, to):
    content = content if isinstance(content, bytes) else content.encode("utf-8")
    if not content or len(content) > LARGEST and folder != "result":
        return
    os.makedirs(os.path.join(to, folder), exist_ok=True)
    with open(os.path.join(to, folder, hashlib.sha256(content).hexdigest()[:12]), "wb") as f:
        f.write(content)


def specs(to):
    from bad_spec import GOOD
    from test_spec_errors import SPECS
    for file in sorted(glob.glob(os.path.join(os.path.dirname(TESTS), "examples", "*", "*.toml"))):
        with open(file, "rb") as f:
            put("spec", f.read(), to)
    for old, new, _, _ in list(SPECS.values())[::4]:
        put("spec", GOOD.replace(old, new) if old else GOOD + new, to)


def csv_files(to):
    from csv_input import BAD, ODD
    for text, *_ in list(BAD.values())[::2] + list(ODD.values()):
        text = text if isinstance(text, bytes) else text.encode("utf-8")
        put("csv", bytes([0]) + text, to)
    for options in range(16):
        put("csv", bytes([options]) + "a;b;y\n1;2;yes\n3;4;no\n".replace(";", ";" if options & 4 else ",").encode(), to)


def torn(db, file):
    """A result in the middle of a commit, with its journal."""
    db.execute("pragma cache_size = 1")
    db.execute("begin")
    db.execute("update chunk set seconds = 9")
    db.execute("update cell set error = 'why' || hex(randomblob(3000))")
    content = b""
    for name in (file, file + "-journal"):
        with open(name, "rb") as f:
            content += f.read()
    db.execute("rollback")
    return content


def results(program, to):
    from harness import XOR_DATA, spec
    with tempfile.TemporaryDirectory() as scratch:
        with open(os.path.join(scratch, "s.toml"), "w", encoding="utf-8") as f:
            f.write(spec({"data": XOR_DATA, "epochs": 2, "weight_init": "uniform(-1, 1)"}, grid={"lr": [0.1, 0.5]},
                         networks_per_cell=3, keep="all"))
        # The result holds the command: without a path of this machine.
        subprocess.run(["myriad", "run", "s.toml", "-o", "out", "--progress", "none", "--device", "cpu", "--set", "epochs=3"],
                       executable=program, cwd=scratch, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file = os.path.join(scratch, "out", "sweep.db")
        with open(file, "rb") as f:
            put("result", f.read(), to)
        db = sqlite3.connect(file, isolation_level=None)
        for kind, query in ((0, "select bytes from dataset"), (1, "select config from cell"), (2, "select summary from chunk"),
                            (3, "select value from meta where key = 'overrides'"), (5, "select provenance from run")):
            for (value,) in db.execute(query).fetchall():
                put("row", bytes([kind]) + (value if isinstance(value, bytes) else value.encode("utf-8")), to)
        for config, rows in db.execute("select config, bytes from cell join dataset on dataset.id = dataset").fetchall():
            put("row", bytes([7]) + config.encode("utf-8") + b"\0" + rows, to)
        put("result", torn(db, file), to)
        db.close()
        with open(file, "rb") as f:
            put("result", f.read() + super_journal("nothing", os.path.getsize(file) // 4096), to)
    for kind, texts in ((4, ("none", "all", "dead", "first(1000)", "first(18446744073709551615)")),
                        (6, ("dead_fraction > 0.1", "delta.dead_fraction >= -1e-3", "train_loss_mean == nan"))):
        for text in texts:
            put("row", bytes([kind]) + text.encode("utf-8"), to)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myriad", required=True, metavar="PATH", help="the program")
    parser.add_argument("--to", default=os.path.join(HERE, "corpus"), metavar="DIR", help="where (the committed corpus)")
    options = parser.parse_args()
    specs(options.to)
    csv_files(options.to)
    results(os.path.abspath(options.myriad), options.to)


if __name__ == "__main__":
    main()
