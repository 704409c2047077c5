#!/usr/bin/env python3
"""The tests from the builds with AddressSanitizer and UndefinedBehaviorSanitizer, and with ThreadSanitizer, where
these were built (presets sanitize and thread-sanitize): the unit tests, the black-box tests, other rows of this table.
Reports go to files, so that one of a process whose end a test expects is seen as well; any is a failure."""

import concurrent.futures
import glob
import os
import re
import subprocess
import sys

from row import HERE, SOURCE, Absent, main

# The leak checker and strace both want to trace the process; leaks are looked for where there is no strace.
BUILDS = {
    "sanitize": {
        "name": "AddressSanitizer, UndefinedBehaviorSanitizer",
        "variables": ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"), "options": "exitcode=99",
        "blackbox": (), "rows": ("damage", "directory", "csv_input", "spec_input", "hostile", "signals", "writers")},
    # Its unit tests are those of MYRIAD_TEST_NOUNS in CMakePresets.json: the others have one thread. OpenMP's threads
    # are told apart by its tool Archer.
    "thread-sanitize": {
        "name": "ThreadSanitizer",
        "variables": ("TSAN_OPTIONS",), "options": "exitcode=99:ignore_noninstrumented_modules=1:die_after_fork=0",
        "blackbox": ("TestRun.", "TestMerge", "TestStop", "TestTimeBudget", "TestPopulation"), "rows": ("signals", "writers")},
}
# What AddressSanitizer says of every program that switches stacks, as the stand-in for CUDA does.
NO_REPORT = re.compile(r"^==\d+==WARNING: ASan doesn't fully support makecontext/swapcontext .*$", re.M)


def archer():
    for compiler in ("clang++", "clang++-14"):
        try:
            folder = subprocess.run([compiler, "-print-resource-dir"], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
        except (OSError, subprocess.CalledProcessError):
            continue
        for place in (os.path.join(folder, "..", ".."), os.path.join(folder, "lib", "linux")):
            library = os.path.realpath(os.path.join(place, "libarcher.so"))
            if os.path.exists(library):
                return library
    return ""


def environment(row, build, facts):
    env = dict(os.environ)
    for variable in facts["variables"]:
        env[variable] = facts["options"] + ":log_path=" + row.path(build + "-report")
    if build == "thread-sanitize":
        env.update(OMP_TOOL_LIBRARIES=archer(), OMP_NUM_THREADS="3")
    return env


def commands(folder, facts):
    """(what, command, more environment) of everything that is run in a build, the longest first."""
    program, tests = (os.path.join(folder, "bin", name) for name in ("myriad", "myriad_tests"))
    shards = 2 * (os.cpu_count() or 1)
    for shard in range(shards):
        yield ("tests", [tests, "--gtest_brief=1"], {"GTEST_TOTAL_SHARDS": str(shards), "GTEST_SHARD_INDEX": str(shard)})
    python = [sys.executable, "-B"]
    yield ("black-box tests", python + [os.path.join(os.path.dirname(HERE), "blackbox", "run.py"), "--myriad", program, "-j", "1"] +
           [word for pattern in facts["blackbox"] for word in ("-k", pattern)], {})
    for name in facts["rows"]:
        yield ("other rows", python + [os.path.join(HERE, name + ".py"), "--myriad", program, "--suite"], {})


def passed(what, text):
    """How many; 0 where it did not come to its end."""
    pattern = {"tests": r"\[  PASSED  \] (\d+) test", "black-box tests": r"^(\d+) passed, 0 failed", "other rows": r"; 0 wrong"}[what]
    found = re.search(pattern, text, re.M)
    return 0 if found is None else 1 if what == "other rows" else int(found.group(1))


def under(row, build, facts):
    folder = os.path.join(SOURCE, "build-" + build)
    env = environment(row, build, facts)

    def run(entry):
        p = subprocess.run(entry[1], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           env=dict(env, **entry[2]), cwd=row.dir)
        return entry, p.returncode, p.stdout.decode("utf-8", "replace")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (what, command, _), code, text in pool.map(run, commands(folder, facts)):
            number = passed(what, text)
            row.count("%s under %s" % (what, facts["name"]), number)
            row.check(code in (0, 77) and number > 0, "exit %d: %s\n%s" % (code, " ".join(command), text[-2500:]))
    for report in sorted(glob.glob(row.path(build + "-report*"))):
        with open(report, encoding="utf-8", errors="replace") as f:
            text = NO_REPORT.sub("", f.read())
        row.check(not text.strip(), text)


def body(row):
    built = [b for b in BUILDS if os.access(os.path.join(SOURCE, "build-" + b, "bin", "myriad_tests"), os.X_OK)]
    for build in built:
        under(row, build, BUILDS[build])
    if len(built) < len(BUILDS):
        raise Absent("not built: " + ", ".join("build-" + b for b in BUILDS if b not in built))


if __name__ == "__main__":
    main(16, "memory errors, undefined behaviour, races", body)
