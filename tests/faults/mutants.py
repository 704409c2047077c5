#!/usr/bin/env python3
"""Weak tests: mutants of the readers, the ledger, resuming and the elementary functions, each compiled into a small
program with the unit tests of its noun; a mutant that all of these tests accept has survived. Survivors are printed;
more than a tenth is a failure. The black-box tests and the other rows, which may kill a survivor, are not asked."""

import json
import os
import shlex
import subprocess
import sys

from row import SOURCE, Absent, main

sys.path.insert(0, os.path.join(SOURCE, "tests", "mutation"))
from mutate import mutants  # noqa: E402

# The mutated file: the test that should notice. A header is mutated in a folder that is looked at first.
SUBJECTS = {
    "host/data/csv_line.cpp": "test_csv", "host/data/csv.cpp": "test_csv", "host/text/number.cpp": "test_number",
    "host/store/network_ranges.cpp": "test_network_ranges", "host/store/store_read.cpp": "test_store",
    "host/store/store.cpp": "test_store", "host/store/atomic_file.cpp": "test_atomic_file",
    "host/store/directory_lock.cpp": "test_directory_lock", "host/run/resume.cpp": "test_resume",
    "include/myriad/core/elementary_exp.hpp": "test_elementary", "include/myriad/core/elementary_logistic.hpp": "test_elementary",
}


class Build:
    def __init__(self, row):
        self.row, self.folder = row, os.path.dirname(os.path.dirname(row.binary))
        try:
            with open(os.path.join(self.folder, "compile_commands.json"), encoding="utf-8") as f:
                self.commands = {os.path.relpath(e["file"], SOURCE): e for e in json.load(f)}
            with open(os.path.join(self.folder, "tests/CMakeFiles/myriad_tests.dir/link.txt"), encoding="utf-8") as f:
                self.link = [w for w in shlex.split(f.read()) if not w.endswith(".cpp.o")]
        except OSError:
            raise Absent("the program is not in a build folder with its compile commands")

    def compile(self, source, text_at=None, first=None):
        entry = self.commands[source]
        words = shlex.split(entry["command"])
        words[words.index("-o") + 1] = out = self.row.path(os.path.basename(source) + ".o")
        words = [w if w != entry["file"] or text_at is None else text_at for w in words]
        if first:
            words[1:1] = ["-I" + first]
        return out if subprocess.run(words, cwd=entry["directory"], stderr=subprocess.DEVNULL).returncode == 0 else None

    def program(self, objects):
        words = list(self.link)
        at = words.index("-o") + 1
        words[at] = out = self.row.path("mutant")
        words[at + 1:at + 1] = objects
        directory = os.path.join(self.folder, "tests")
        return out if subprocess.run(words, cwd=directory, stderr=subprocess.DEVNULL).returncode == 0 else None


def fails(row, program):
    try:
        p = subprocess.run([program, "--gtest_brief=1", "--gtest_fail_fast"], cwd=row.dir, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        return p.returncode != 0
    except subprocess.TimeoutExpired:
        return True


def tried(row, build, source, test, text):
    """None where the mutant does not compile, else whether a test notices."""
    header = source.endswith(".hpp")
    place = row.path(os.path.join("first", os.path.relpath(source, "include"))) if header else row.path("mutated.cpp")
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "w", encoding="utf-8") as f:
        f.write(text)
    test_source = "tests/%s.cpp" % test
    objects = [build.compile(test_source, None, row.path("first"))] if header else [build.compile(source, place), build.tests[test]]
    if header:
        os.unlink(place)
    program = build.program(objects) if all(objects) else None
    return None if program is None else fails(row, program)


def body(row):
    build = Build(row)
    build.tests = {}
    found = []
    for source, test in SUBJECTS.items():
        with open(os.path.join(SOURCE, source), encoding="utf-8") as f:
            found += [(source, test) + m for m in mutants(f.read())]
    chosen = found if row.long else row.random.sample(found, min(len(found), 24))
    row.count("mutants known", len(found))
    killed = compiled = 0
    for source, test, line, what, text in chosen:
        if test not in build.tests and source.endswith(".cpp"):
            build.tests[test] = build.compile("tests/%s.cpp" % test)
        noticed = tried(row, build, source, test, text)
        if noticed is None:
            row.count("mutants that do not compile")
            continue
        compiled += 1
        killed += noticed
        row.count("mutants tried")
        row.count("mutants killed", int(noticed))
        print("%s  %s:%d %s" % ("killed  " if noticed else "SURVIVED", source, line, what), flush=True)
    row.check(compiled and killed >= 0.9 * compiled, "%d of %d mutants killed, less than 90 %%" % (killed, compiled))


if __name__ == "__main__":
    main(18, "weak tests", body)
