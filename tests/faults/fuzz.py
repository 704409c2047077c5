#!/usr/bin/env python3
"""libFuzzer on the readers of specs, CSV files, results and the rows in them, from the committed corpus and a fresh
one; where the preset fuzz was not built, the corpus is replayed by the unit tests only."""

import os
import re
import subprocess
import sys

from row import HERE, SOURCE, Absent, main

TARGETS = ("spec", "csv", "result", "row")
CORPUS = os.path.join(os.path.dirname(HERE), "fuzz", "corpus")


def program_of(target):
    return os.path.join(SOURCE, "build-fuzz", "bin", "fuzz_" + target)


def fuzzed(row, target, seconds):
    program = program_of(target)
    grown = row.path("grown-" + target)
    os.mkdir(grown)
    p = subprocess.run([program, "-max_total_time=%d" % seconds, "-timeout=25", "-rss_limit_mb=4096", "-max_len=65536",
                        "-print_final_stats=1", "-artifact_prefix=" + row.path(target + "-"), grown, os.path.join(CORPUS, target),
                        row.path("fresh/" + target)], cwd=row.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = p.stdout.decode("utf-8", "replace")
    row.check(p.returncode == 0, "%s: exit %d: %s" % (target, p.returncode, text[-4000:]))
    found = re.search(r"number_of_executed_units: (\d+)", text)
    row.count("inputs of the fuzzer of " + target, int(found.group(1)) if found else 0)


def body(row):
    row.unit_tests("Corpus.*", "inputs_replayed")
    subprocess.run([sys.executable, "-B", os.path.join(os.path.dirname(HERE), "fuzz", "make_corpus.py"), "--myriad", row.binary, "--to",
                    row.path("fresh")], check=True)
    there = [t for t in TARGETS if os.access(program_of(t), os.X_OK)]
    for target in there:
        fuzzed(row, target, 600 if row.long else 15 if row.options.suite else 60)
    if there != list(TARGETS):
        raise Absent("no fuzzers of %s (cmake --preset fuzz builds them)" % ", ".join(t for t in TARGETS if t not in there))


if __name__ == "__main__":
    main(17, "reader bugs", body)
