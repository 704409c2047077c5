#!/usr/bin/env python3
"""Weak tests: mutants of the readers, the ledger, resuming and the elementary functions, each compiled into a small
program with the unit tests of its noun; a mutant that all of these tests accept has survived. Survivors are printed;
more than a tenth is a failure. The black-box tests and the other rows, which may kill a survivor, are not asked.
Mutants that change nothing are in tests/mutation/equivalent.json with the reason, and are not tried."""

import json
import os
import shlex
import subprocess
import sys

from row import SOURCE, Absent, main

sys.path.insert(0, os.path.join(SOURCE, "tests", "mutation"))
from mutate import mutants, mutated  # noqa: E402

EQUIVALENT = os.path.join(SOURCE, "tests", "mutation", "equivalent.json")

# The mutated file: the tests that should notice. A header is mutated in a folder that is looked at first; what its
# tests ask of the library is compiled with it.
SUBJECTS = {
    "host/data/csv_line.cpp": ("csv",), "host/data/csv.cpp": ("csv", "csv_file", "dataset"), "host/text/number.cpp": ("number",),
    "host/spec/toml_nesting.cpp": ("toml_nesting",), "host/spec/spec_part_call.cpp": ("part_call",),
    "host/spec/spec_value.cpp": ("spec", "spec_data", "spec_errors"), "host/spec/cell_text.cpp": ("cell_text",),
    "host/data/dataset_bytes.cpp": ("dataset_bytes",), "host/store/network_ranges.cpp": ("network_ranges",),
    "host/store/store_read.cpp": ("store_read", "store", "result"), "host/store/store.cpp": ("store_read", "store", "result"),
    "host/store/atomic_file.cpp": ("atomic_file",), "host/store/directory_lock.cpp": ("directory_lock",),
    "host/run/resume.cpp": ("resume", "run"), "host/run/run.cpp": ("resume", "run", "verification", "chunk_workers"),
    "include/myriad/core/elementary_exp.hpp": ("elementary",), "include/myriad/core/elementary_logistic.hpp": ("elementary",),
    "include/myriad/parts/optimizer_adam.hpp": ("optimizer",), "include/myriad/parts/schedule.hpp": ("schedule",),
    "include/myriad/step/batch.hpp": ("batch", "host/engine/engine_reference.cpp"),
}
# Those of these tests that take half a minute each; in the long form they are asked too.
SLOW = "Store.NeverShowsAWrongRow*:Resume.SurvivesBeingKilledAtAnyInstant"
CHOSEN = 3   # of each file, in the short form


class Build:
    def __init__(self, row):
        self.tests = {}
        self.row, self.folder = row, os.path.dirname(os.path.dirname(row.binary))
        try:
            with open(os.path.join(self.folder, "compile_commands.json"), encoding="utf-8") as f:
                self.commands = {os.path.relpath(e["file"], SOURCE): e for e in json.load(f)}
            with open(os.path.join(self.folder, "tests/CMakeFiles/myriad_tests.dir/link.txt"), encoding="utf-8") as f:
                self.link = [w for w in shlex.split(f.read()) if not w.endswith(".cpp.o")]
        except OSError:
            raise Absent("the program is not in a build folder with its compile commands")

    def compile(self, source, text_at=None, first=None):
        """The object of a source, or of another text in its place, hardly optimised: it runs once."""
        entry = self.commands[source]
        words = [w for w in shlex.split(entry["command"]) if w not in ("-O2", "-O3") and os.path.basename(w) != "ccache"]
        words.append("-O1" if first else "-O0")
        words[words.index("-o") + 1] = out = self.row.path(os.path.basename(source) + ".o")
        words = [w if w != entry["file"] or text_at is None else text_at for w in words]
        if first:
            words[1:1] = ["-I" + first]
        return out if subprocess.run(words, cwd=entry["directory"], stderr=subprocess.DEVNULL).returncode == 0 else None

    def test(self, noun):
        if noun not in self.tests:
            self.tests[noun] = self.compile("tests/test_%s.cpp" % noun)
        return self.tests[noun]

    def program(self, objects):
        words = list(self.link)
        at = words.index("-o") + 1
        words[at] = out = self.row.path("mutant")
        words[at + 1:at + 1] = objects
        directory = os.path.join(self.folder, "tests")
        return out if subprocess.run(words, cwd=directory, stderr=subprocess.DEVNULL).returncode == 0 else None


def fails(row, program, seconds=90):
    try:
        p = subprocess.run([program, "--gtest_brief=1", "--gtest_fail_fast"] + ([] if row.long else ["--gtest_filter=-" + SLOW]), cwd=row.dir, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds)
        return p.returncode != 0
    except subprocess.TimeoutExpired:
        return True


def tried(row, build, source, tests, text):
    """None where the mutant does not compile, else whether a test notices."""
    header = source.endswith(".hpp")
    place = row.path(os.path.join("first", os.path.relpath(source, "include"))) if header else row.path("mutated.cpp")
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "w", encoding="utf-8") as f:
        f.write(text)
    if header:
        objects = [build.compile(t if "/" in t else "tests/test_%s.cpp" % t, None, row.path("first")) for t in tests]
        os.unlink(place)
    else:
        objects = [build.compile(source, place)] + [build.test(t) for t in tests]
    program = build.program(objects) if all(objects) else None
    return None if program is None else fails(row, program)


def equivalent(row):
    """{(file, line as mutated)}; an entry that names no mutant, or gives no reason, is a mistake."""
    with open(EQUIVALENT, encoding="utf-8") as f:
        entries = json.load(f)
    for entry in entries:
        with open(os.path.join(SOURCE, entry["file"]), encoding="utf-8") as f:
            known = [mutated(line, text) for line, _, text in mutants(f.read())]
        row.check(entry["file"] in SUBJECTS and entry["mutant"] in known and entry["reason"], "names no mutant: %s" % entry)
    return {(entry["file"], entry["mutant"]) for entry in entries}


def chosen(row):
    same = equivalent(row)
    for source, tests in SUBJECTS.items():
        with open(os.path.join(SOURCE, source), encoding="utf-8") as f:
            every = list(mutants(f.read()))
        found = [m for m in every if (source, mutated(m[0], m[2])) not in same]
        row.count("mutants known", len(found))
        row.count("mutants that change nothing", len(every) - len(found))
        for mutant in found if row.long else sorted(row.random.sample(found, min(len(found), CHOSEN))):
            yield (source, tests) + mutant


def body(row):
    build = Build(row)
    for source, tests in SUBJECTS.items():      # what kills a mutant must let the original live
        with open(os.path.join(SOURCE, source), encoding="utf-8") as f:
            row.check(tried(row, build, source, tests, f.read()) is False, "%s as it is does not pass %s" % (source, tests))
    killed = compiled = 0
    for source, tests, line, what, text in chosen(row):
        noticed = tried(row, build, source, tests, text)
        if noticed is None:
            row.count("mutants that do not compile")
            continue
        compiled += 1
        killed += noticed
        row.count("mutants tried")
        row.count("mutants killed", int(noticed))
        print("%3.0f s  %s  %s:%d %s: %s" % (row.seconds(), "killed  " if noticed else "SURVIVED", source, line, what, mutated(line, text)), flush=True)
    row.check(compiled and killed >= 0.9 * compiled, "%d of %d mutants killed, less than 90 %%" % (killed, compiled))


if __name__ == "__main__":
    main(18, "weak tests", body)
