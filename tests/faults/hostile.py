#!/usr/bin/env python3
"""Hostile names: every payload in every field that a person may name, through every way out: pages, tables,
messages, files. Nothing is obeyed, nothing is written outside the directory, every text survives as itself."""

import csv
import html.parser
import io
import json
import os
import re

from row import Case, main, toml_text
from payloads import PAYLOADS

DATA = "a,b,y\n1,2,no\n2,1,yes\n3,3,yes\n"
# What a terminal or an editor would obey: control characters, C1, bidirectional marks and isolates.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"^[=+\-@\t\r]")
VOID = {"meta", "br", "hr", "img", "link", "input", "col", "wbr", "source", "path", "line", "rect", "circle", "use"}


class Page(html.parser.HTMLParser):
    """The elements of a page and their attributes: what a browser would act on."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.handlers, self.links = {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for name, value in attributes:
            if name.startswith("on"):
                self.handlers.append((tag, name))
            if name in ("href", "src", "action", "data", "xlink:href") and value and not value.startswith(("#", "data:")):
                self.links.append((tag, name, value))

    handle_startendtag = handle_starttag


def spec_of(name="hostile", cell="cell", features=("a", "b"), label="y", positive="yes", file="d.csv"):
    return "\n".join([
        "spec_version = 1", "name = " + toml_text(name), "networks_per_cell = 20", 'keep = "first(5)"', "[base]",
        "data = { source = \"csv\", file = %s, features = [%s, %s], label = %s, positive = %s }" % tuple(
            toml_text(t) for t in (file, features[0], features[1], label, positive)),
        "epochs = 3", "[grid]", "lr = [0.1, 0.5]", "[[cell]]", "name = " + toml_text(cell), "lr = 0.7", ""])


def csv_of(names=("a", "b", "y"), labels=("no", "yes"), extra=()):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    writer.writerows([row + tuple(extra) for row in ((1, 2, labels[0]), (2, 1, labels[1]), (3, 3, labels[1]))])
    return buffer.getvalue()


# field: payload -> (spec, data, name of the data file, then arguments of `run`)
FIELDS = {
    "spec name": lambda p: (spec_of(name=p), DATA, "d.csv"),
    "cell name": lambda p: (spec_of(cell=p), DATA, "d.csv"),
    "feature": lambda p: (spec_of(features=(p, "b")), csv_of((p, "b", "y")), "d.csv"),
    "label column": lambda p: (spec_of(label=p), csv_of(("a", "b", p)), "d.csv"),
    "label value": lambda p: (spec_of(positive=p), csv_of(labels=("no", p)), "d.csv"),
    "data file": lambda p: (spec_of(file=p), DATA, p),
    "another column": lambda p: (spec_of(), csv_of(("a", "b", "y", p), extra=("0",)), "d.csv"),
    "another value": lambda p: (spec_of(), csv_of(("a", "b", "y", "n"), extra=(p,)), "d.csv"),
    "number": lambda p: (spec_of(), csv_of().replace('"1"', '"%s"' % p.replace('"', '""')), "d.csv"),
    "key": lambda p: (spec_of().replace("epochs = 3", toml_text(p) + " = 3"), DATA, "d.csv"),
    "part": lambda p: (spec_of().replace("epochs = 3", "activation = " + toml_text(p)), DATA, "d.csv"),
    "override": lambda p: (spec_of(), DATA, "d.csv", "--set", "name=" + toml_text(p)),
}
# What a command line says no to, in words that hold the payload.
COMMANDS = (("run", "s.toml", "-o", "new", "--device", "{}"), ("run", "s.toml", "-o", "new", "--set", "{}"),
            ("run", "s.toml", "-o", "new", "--axis", "lr={}"), ("export", "good", "--table", "{}"), ("list", "{}"), ("{}",),
            ("compare", "good", "good", "--fail-if", "{}"), ("replay", "good", "--cell", "{}", "--network", "0"))


def within(name):
    """Whether the tests themselves may make a file of this name here."""
    return name not in (".", "..") and "/" not in name and "\0" not in name and len(name.encode()) < 200 and name.strip()


def clean_page(row, text, what):
    page = Page(text)
    row.check(page.tags == row.page.tags or set(page.tags) <= set(row.page.tags), "%s: elements of its own: %s" % (
        what, set(page.tags) - set(row.page.tags)))
    row.check(page.tags.get("script", 0) == row.page.tags.get("script", 0), "%s: %d scripts" % (what, page.tags.get("script", 0)))
    row.check(not page.handlers and not page.links, "%s: %s %s" % (what, page.handlers, page.links))
    row.check("Content-Security-Policy" in text and not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text), "%s: raw bytes in the page" % what)


def clean_tables(row, what):
    for table in ("cells", "data", "networks") if row.long else ("cells", "data"):
        args = ("export", "out", "--table", table) + (("--cell", "0") if table == "data" else ())
        r = row.myriad(*args)
        row.check(r.code == 0, "%s: %s" % (what, r))
        rows = list(csv.reader(io.StringIO(r.out, newline="")))
        row.check(len({len(line) for line in rows}) <= 1, "%s: a ragged table %s" % (what, table))
        for field in (f for line in rows for f in line):
            row.check(not FORMULA.match(field) or number(field), "%s: %r begins a formula in %s" % (what, field, table))
        row.check(not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", r.out), "%s: raw bytes in %s" % (what, table))
        if not row.long and row.random.random() > 0.2:
            continue
        row.check(isinstance(json.loads(row.myriad(*args, "--format", "json").out), (list, dict)), "%s: JSON" % what)
        row.check(row.myriad(*args, "--format", "markdown").code == 0, "%s: Markdown" % what)


def number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def clean_words(row, what):
    """Everything that is said for people: no byte of it steers a terminal."""
    for args in (("status", "out"), ("plan", "s.toml"), ("compare", "out", "out"), ("replay", "out", "--cell", "0", "--network", "1"))[:4 if row.long or row.random.random() < 0.2 else 1]:
        r = row.myriad(*args)
        found = STEERS.search(r.out + r.err)
        row.check(not found, "%s: %s says %r" % (what, args[0], found and found.group()))


def tried(row, field, payload):
    text, data, file, *more = FIELDS[field](payload)
    what = "%s %r" % (field, payload[:40])
    row.remove("out")
    for name in set(os.listdir(row.dir)) - {"good"}:
        os.unlink(row.path(name))
    row.write("s.toml", text)
    if field != "data file" or within(file):
        row.write(file, data)
    before = set(os.listdir(row.dir))
    r = row.myriad("run", "s.toml", "-o", "out", "--progress", "none", "--device", "cpu", *more)
    row.count("payloads in fields")
    row.check(r.code in (0, 2, 4), "%s: %s" % (what, r))
    found = STEERS.search(r.out + r.err)
    row.check(not found, "%s: run says %r" % (what, found and found.group()))
    if r.code == 0:
        row.count("runs under such names")
        with open(row.path("out/report.html"), encoding="utf-8") as f:
            clean_page(row, f.read(), what)
        clean_tables(row, what)
        clean_words(row, what)
        row.check(set(os.listdir(row.path("out"))) <= {"sweep.db", "cells.csv", "spec.toml", "manifest.json", "report.html"},
                  "%s: other files in the directory: %s" % (what, os.listdir(row.path("out"))))
    row.check(set(os.listdir(row.dir)) - {"out"} == before, "%s: files outside the directory: %s" % (what, os.listdir(row.dir)))


def directories(row, payload):
    """The payload as the name of the output directory and of the spec, as an argument each."""
    if not within(payload) or payload.startswith("-"):
        return
    os.mkdir(row.path("in"))
    try:
        Case.write(row.path("in"), "d.csv", DATA)
        Case.write(row.path("in"), payload + ".toml", spec_of())
        r = Case.myriad(row.path("in"), "run", payload + ".toml", "-o", payload, "--progress", "none", "--device", "cpu")
        row.count("payloads in fields")
        row.check(r.code in (0, 2, 4) and not STEERS.search(r.out + r.err), "directory %r: %s" % (payload, r))
        row.check(set(os.listdir(row.path("in"))) <= {"d.csv", payload + ".toml", payload}, "directory %r: %s" % (
            payload, os.listdir(row.path("in"))))
        s = Case.myriad(row.path("in"), "status", payload)
        row.check(r.code != 0 or s.code == 0 and not STEERS.search(s.out + s.err), "directory %r: %s" % (payload, s))
    finally:
        row.remove("in")


def commands(row, payload):
    """The payload as a word of a command line."""
    for words in COMMANDS:
        r = row.myriad(*(w.format(payload) for w in words))
        row.count("payloads in words of a command line")
        found = STEERS.search(r.out + r.err)
        row.check(r.code in (0, 2, 3, 4) and not found, "%s: says %r: %s" % (words, found and found.group(), r))
    row.check(not os.path.exists(row.path("new")), "a directory made by %r" % payload)


def body(row):
    row.write("s.toml", spec_of())
    row.write("d.csv", DATA)
    row.check(row.myriad("run", "s.toml", "-o", "good", "--progress", "none").code == 0, "the harmless run")
    with open(row.path("good/report.html"), encoding="utf-8") as f:
        row.page = Page(f.read())
    for payload in PAYLOADS:
        commands(row, payload)
    for field in FIELDS:
        for payload in row.random.sample(PAYLOADS, 40) if row.options.suite else PAYLOADS:
            tried(row, field, payload)
    for payload in PAYLOADS:
        directories(row, payload)
    row.count("payloads", len(PAYLOADS))
    row.count("fields", len(FIELDS))


if __name__ == "__main__":
    main(12, "hostile names", body)
