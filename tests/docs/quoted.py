#!/usr/bin/env python3
"""What README.md and the examples' READMEs quote of the findings, beside what the program finds: every paragraph of a
quote is one of the program's, word for word. The numbers are the same on every machine. Sweeps of more than 1e10
updates run with MYRIAD_LONG_TESTS only."""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

QUOTE = re.compile(r"^```\n(.*?)^```$", re.M | re.S)
FINDING = re.compile(r"\d% \[\d|\d+ networks in \d+ cells")
LARGE = 1e10


def words(text):
    return " ".join(text.split())


def paragraphs(quote):
    """Those of a quote: paragraphs, and the points of its lists."""
    return [words(text) for text in re.split(r"\n\s*\n|\n(?=\s*- )", quote) if text.strip()]


def quotes(file):
    """Blocks without a language that hold findings; a block of commands begins with its language."""
    text = re.sub(r"^```\w+\n.*?^```$", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [quote for quote in QUOTE.findall(text) if FINDING.search(quote)]


def output(myriad, *arguments):
    return subprocess.run([myriad, *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--myriad", required=True)
    arguments = parser.parse_args()
    examples = arguments.source / "examples"
    passed, failed, skipped = 0, 0, 0
    for spec in sorted(examples.glob("*/*.toml")):
        files = [spec.parent / "README.md"]
        if spec.stem == "the-question":
            files.append(arguments.source / "README.md")
        updates = json.loads(output(arguments.myriad, "plan", spec, "--json"))["network_sample_updates"]
        if updates > LARGE and not os.environ.get("MYRIAD_LONG_TESTS"):
            print("skip %s: %.1e updates" % (spec.stem, updates))
            skipped += 1
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = output(arguments.myriad, "run", spec, "-o", pathlib.Path(folder) / "out", "--progress", "none")
        known = set(paragraphs(found))
        for file in files:
            for quote in quotes(file):
                wrong = [text for text in paragraphs(quote) if text not in known]
                print("%s %s, %d paragraphs" % ("FAIL" if wrong else "ok  ", file.relative_to(arguments.source), len(paragraphs(quote))))
                for text in wrong:
                    print("    not found: " + text)
                passed, failed = passed + (not wrong), failed + bool(wrong)
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
