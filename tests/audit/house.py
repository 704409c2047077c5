#!/usr/bin/env python3
"""House rules that a machine can check: short files with a first line that says what they are, nothing left
unfinished, no path of one machine, no drawer called utils, and a library that neither prints nor exits."""

import re

from audit import Audit

CODE = {".cpp", ".hpp", ".cu", ".cuh", ".h"}
SCRIPTS = {".py", ".cmake", ".sh"}
LONGEST = 400

# Assembled from halves, so that this file does not find itself.
UNFINISHED = re.compile("TO" + r"DO|FIX" + r"ME|\bXX" + r"X\b|\bHA" + r"CK\b|not imple" + "mented")
ONE_MACHINE = re.compile(r"(?<![\w.$}])/(?:home|root|work|Users|mnt)/\w")
DRAWERS = {"utils", "util", "common", "misc", "helpers", "stuff"}
PRINTS = re.compile(r"\bstd::(?:cout|cerr|clog|puts|printf|exit|abort|quick_exit|terminate)\b"
                    r"|(?<![\w:])(?:printf|fprintf|puts|exit|_exit|abort)\s*\(|#include <iostream>")
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def is_script(audit, file):
    if file.suffix in SCRIPTS or file.name == "CMakeLists.txt":
        return True
    return not file.suffix and audit.text(file).startswith("#!")


def check_code(audit, file, text):
    lines = text.splitlines()
    if not lines[0].startswith("//"):
        audit.find("%s:1" % file, "does not begin with a comment that says what it is")
    if file.suffix in (".hpp", ".cuh", ".h") and "#pragma once" not in lines:
        audit.find(file, "a header without #pragma once")
    in_library = file.parts[0] in ("include", "kernels") or (
        file.parts[0] == "host" and file.parts[1] != "cli")
    if in_library:
        bare = COMMENT_OR_STRING.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
        for number, line in enumerate(bare.splitlines(), 1):
            found = PRINTS.search(line)
            if found:
                audit.find("%s:%d" % (file, number), "the library does not print or exit: %s" % found.group())


def main():
    audit = Audit(__doc__)
    for file in audit.files():
        if DRAWERS & {part.split(".")[0].lower() for part in file.parts}:
            audit.find(file, "name it after what it holds")
        try:
            text = audit.text(file)
        except UnicodeDecodeError:
            continue
        audit.checked += 1
        if not text.strip():
            if file.name not in ("__init__.py", ".gitkeep"):
                audit.find(file, "is empty")
            continue
        code = file.suffix in CODE
        if code or is_script(audit, file):
            length = text.count("\n")
            if length >= LONGEST:
                audit.find(file, "%d lines; it stays below %d" % (length, LONGEST))
        for number, line in enumerate(text.splitlines(), 1):
            for rule, what in ((UNFINISHED, "unfinished"), (ONE_MACHINE, "a path of one machine")):
                found = rule.search(line)
                if found:
                    audit.find("%s:%d" % (file, number), "%s: %s" % (what, found.group()))
        if code:
            check_code(audit, file, text)
    audit.close("files")


if __name__ == "__main__":
    main()
