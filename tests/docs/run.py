#!/usr/bin/env python3
"""Runs every command of the documentation: the ```sh and ```python blocks of README.md, docs/*.md and the
examples' READMEs, in order, each document in a copy of the checkout's examples of its own, with the built program.

A block whose first line is `# not run here: REASON` is left out; `# needs NAME` (a program, or a Python module)
leaves it out where NAME is not installed, and says so. A block in another language, or in none, must not begin with
a command of ours: then it would be one that nobody runs."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)
OURS = re.compile(r"^\s*(\$ |myriad |build/bin/myriad|scripts/|cmake )")
GENERATED = {"docs/cli.md"}  # its lines are the help's examples


def documents(source):
    files = [source / "README.md", *sorted(source.glob("docs/*.md")), *sorted(source.glob("examples/*/README.md"))]
    return [f for f in files if str(f.relative_to(source)) not in GENERATED]


def blocks(text):
    for match in FENCE.finditer(text):
        yield text.count("\n", 0, match.start()) + 2, match.group(1), match.group(2)


def python_with(module):
    """The first interpreter that has a module, or none: Debian's packages are the system's python3's."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import " + module], capture_output=True).returncode == 0:
            return python
    return None


def how_to_run(language, body):
    """The command that runs a block, and why it is left out, if it is."""
    command = ["bash", "-euo", "pipefail", "-c", body] if language == "sh" else [sys.executable, "-c", body]
    first = body.split("\n", 1)[0]
    if first.startswith("# not run here: "):
        return command, first[len("# not run here: "):]
    if first.startswith("# needs "):
        name = first[len("# needs "):]
        if language == "python":
            command[0] = python_with(name)
        if not (command[0] if language == "python" else shutil.which(name)):
            return command, "skipped: no " + name
    return command, ""


def copy_of_checkout(source, myriad, place):
    for name in ("README.md", "docs", "examples"):
        if (source / name).is_dir():
            shutil.copytree(source / name, place / name)
        else:
            shutil.copy(source / name, place / name)
    (place / "build/bin").mkdir(parents=True)
    os.symlink(myriad, place / "build/bin/myriad")


def run(command, place):
    environment = dict(os.environ, NO_COLOR="1", PATH="%s:%s" % (place / "build/bin", os.environ["PATH"]))
    return subprocess.run(command, cwd=place, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=300)


def check_document(file, source, myriad):
    """Counts of blocks run, left out and failed."""
    counts = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        copied = False
        for line, language, body in blocks(file.read_text(encoding="utf-8")):
            where = "%s:%d" % (file.relative_to(source), line)
            if language not in ("sh", "python"):
                if language in ("", "bash", "shell", "console") and OURS.match(body):
                    print("FAIL %s: a command in a block that is not marked ```sh" % where)
                    counts[2] += 1
                continue
            command, why = how_to_run(language, body)
            if why:
                print("skip %s: %s" % (where, why))
                counts[1] += 1
                continue
            if not copied:
                copy_of_checkout(source, myriad, place)
                copied = True
            began = time.time()
            done = run(command, place)
            if done.returncode == 0:
                print("ok   %s (%.1f s)" % (where, time.time() - began))
                counts[0] += 1
            else:
                print("FAIL %s: exit %d\n%s%s%s" % (where, done.returncode, body, done.stdout[-800:], done.stderr[-1500:]))
                counts[2] += 1
            sys.stdout.flush()
    return counts


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--source", required=True, type=pathlib.Path)
    arguments.add_argument("--myriad", required=True, type=pathlib.Path)
    arguments.add_argument("-k", default="", help="only documents with this in their path")
    given = arguments.parse_args()
    total = [0, 0, 0]
    for file in documents(given.source.resolve()):
        if given.k in str(file):
            counts = check_document(file, given.source.resolve(), given.myriad.resolve())
            total = [a + b for a, b in zip(total, counts)]
    print("%d passed, %d failed, %d skipped" % (total[0], total[2], total[1]))
    return 1 if total[2] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
