#!/usr/bin/env python3
"""Black-box tests of myriad, written from its contract alone.

    python3 tests/blackbox/run.py --myriad build/bin/myriad [-k pattern] [-j 2]

One line a test, then a closing line; the exit status is 1 when a test failed, 2 when nothing could be run.
MYRIAD_BLACKBOX_SEED=N varies the random data of the tests."""

import argparse
import fnmatch
import multiprocessing
import os
import sys
import time
import traceback
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def flatten(suite):
    for t in suite:
        if isinstance(t, unittest.TestSuite):
            yield from flatten(t)
        else:
            yield t


def short(test_id):
    return test_id.replace("test_", "", 1)


class Lines(unittest.TestResult):
    def __init__(self, wanted):
        super().__init__()
        self.wanted = wanted            # ids of this class
        self.seen = {}                  # id -> (verdict, text)
        self.began = {}

    def say(self, test_id, verdict, text=""):
        if test_id in self.seen and self.seen[test_id][0] == "FAIL":
            return
        self.seen[test_id] = (verdict, text)
        took = time.time() - self.began.get(test_id, time.time())
        first = text.strip().splitlines()[-1][:150] if verdict == "skip" and text.strip() else ""
        sys.stdout.write("%s %s (%.2f s)%s\n" % (verdict, short(test_id), took, "  " + first if first else ""))
        if verdict == "FAIL":
            sys.stdout.write("".join("    | " + line + "\n" for line in text.rstrip().splitlines()))
        sys.stdout.flush()

    def startTest(self, test):
        super().startTest(test)
        self.began[test.id()] = time.time()

    def addSuccess(self, test):
        self.say(test.id(), "ok  ")

    def problem(self, test, err):
        text = "".join(traceback.format_exception(*err))
        if test.id() in self.wanted:
            self.say(test.id(), "FAIL", text)
        else:                           # setUpClass: every test of the class
            for i in self.wanted:
                if i not in self.seen:
                    self.say(i, "FAIL", text)

    addError = addFailure = problem

    def addSkip(self, test, reason):
        ids = [test.id()] if test.id() in self.wanted else [i for i in self.wanted if i not in self.seen]
        for i in ids:
            self.say(i, "skip", reason)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.say(test.id(), "FAIL", "%s\n%s" % (subtest, "".join(traceback.format_exception(*err))))


def run_class(ids):
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(ids)
    result = Lines(ids)
    suite.run(result)
    for i in ids:
        if i not in result.seen:
            result.say(i, "FAIL", "the test did not report")
    return {i: v[0] for i, v in result.seen.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myriad", required=True, metavar="PATH", help="the program")
    parser.add_argument("-k", action="append", default=[], metavar="PATTERN", help="only tests whose name has this")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes (2)")
    parser.add_argument("-l", "--list", action="store_true", help="print the names only")
    options = parser.parse_args()

    program = os.path.abspath(options.myriad)
    if not options.list and not os.access(program, os.X_OK):
        print("run.py: no program at %s" % options.myriad, file=sys.stderr)
        return 2
    os.environ["MYRIAD_BIN"] = program
    sys.dont_write_bytecode = True
    sys.path.insert(0, HERE)

    suite = unittest.TestLoader().discover(HERE, pattern="test_*.py", top_level_dir=HERE)
    by_class = {}
    for t in flatten(suite):
        i = t.id()
        if options.k and not any(k in i or fnmatch.fnmatch(i, k) for k in options.k):
            continue
        by_class.setdefault(i.rsplit(".", 1)[0], []).append(i)
    if options.list:
        for ids in by_class.values():
            print("\n".join(short(i) for i in ids))
        return 0
    if not by_class:
        print("run.py: no test has that name", file=sys.stderr)
        return 2
    # long classes first, so that the last process does not wait for one of them
    work = sorted(by_class.values(), key=lambda ids: ("Retrain" not in ids[0], "Resume" not in ids[0],
                                                      "Population" not in ids[0], -len(ids)))
    verdicts = {}
    if options.j <= 1:
        for ids in work:
            verdicts.update(run_class(ids))
    else:
        with multiprocessing.get_context("fork").Pool(options.j, maxtasksperchild=1) as pool:
            for done in pool.imap_unordered(run_class, work):
                verdicts.update(done)
    passed = sum(v == "ok  " for v in verdicts.values())
    failed = sum(v == "FAIL" for v in verdicts.values())
    skipped = sum(v == "skip" for v in verdicts.values())
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
