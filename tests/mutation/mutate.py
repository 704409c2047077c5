"""Mutants of a source text: one small wrong thing each, of the kinds that a hand or a disk may cause."""

import re

COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|#[^\n]*', re.S)


def last_digit(match):
    """A hexadecimal constant a unit in the last place greater; of a float's six digits the last bit is none."""
    mantissa = match.group(2)
    unit = 2 if match.group(3).endswith("f") else 1
    return match.group(1) + mantissa[:-1] + "%x" % ((int(mantissa[-1], 16) + unit) % 16) + match.group(3)


OPERATORS = (
    ("flipped comparison", re.compile(r" (<|>|<=|>=|==|!=) (?!\()"),
     lambda m: {" < ": " <= ", " > ": " >= ", " <= ": " < ", " >= ": " > ", " == ": " != ", " != ": " == "}[m.group(0)]),
    ("and for or", re.compile(r" (&&|\|\|) "), lambda m: " || " if m.group(1) == "&&" else " && "),
    ("off by one", re.compile(r" ([+-]) 1\b(?!\.)"), lambda m: " %s 2" % m.group(1)),
    ("plus for minus", re.compile(r"(?<=\w) ([+-]) (?=\w)(?!1\b)"), lambda m: " - " if m.group(1) == "+" else " + "),
    ("true for false", re.compile(r"\b(true|false)\b"), lambda m: "false" if m.group(1) == "true" else "true"),
    ("coefficient off by an ulp", re.compile(r"(0x[01]\.)([0-9a-f]+)(p[+-]\d+f?)"), last_digit),
    ("dropped fsync", re.compile(r"\bfsync\((\w+)\)"), lambda m: "0 * (%s)" % m.group(1)),
    ("dropped negation", re.compile(r"(?<=[(\s])!(?=\w)"), lambda m: ""),
)


def mutants(text):
    """(line, what, mutated text) of every place in the code; mutated(line, text) is how the line reads then."""
    bare = COMMENT_OR_STRING.sub(lambda m: re.sub(r"[^\n]", "\x01", m.group()), text)
    for what, pattern, replacement in OPERATORS:
        for match in pattern.finditer(bare):
            yield (text.count("\n", 0, match.start()) + 1, what,
                   text[:match.start()] + replacement(match) + text[match.end():])


def mutated(line, text):
    return text.split("\n")[line - 1].strip()
