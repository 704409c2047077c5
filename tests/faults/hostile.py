#!/usr/bin/env python3
"""Hostile names: every payload in every field that a person may name, through every way out: pages, tables,
messages, files. Nothing is obeyed, nothing is written outside the directory, every text survives as itself."""

import csv
import io
import json
import os
import shutil
import sqlite3

from forgery import make_right
from payloads import PAYLOADS
from row import Case, main, toml_text
from ways_out import STEERS, Page, csv_wrong, json_wrong, page_wrong, ways

DATA = "a,b,y\n1,2,no\n2,1,yes\n3,3,yes\n"

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


def look(row, directory, what, refusal=False):
    """A few of the ways out in turn, so that each field meets each of them many times; all of them in the long form.
    `refusal`: the program may say no to such a result."""
    all_ways = ways(directory)
    for _ in range(len(all_ways) if row.long else 2):
        row.turn += 1
        args, wrong = all_ways[row.turn % len(all_ways)]
        r = row.myriad(*args)
        row.count("ways out looked at")
        found = STEERS.search(r.out + r.err)
        row.check(not found, "%s: %s says %r" % (what, args, found and found.group()))
        if r.code == 0:
            found = page_wrong(r.out, row.pages["replay"]) if wrong == "page" else wrong(r.out)
            row.check(not found, "%s: %s: %s" % (what, args, found))
        row.check(r.code == 0 or refusal and r.code == 4, "%s: %s" % (what, r))


def read(row, name):
    with open(row.path(name), encoding="utf-8", newline="") as f:
        return f.read()


def clean_files(row, directory, what):
    """What a run leaves for people and other programs."""
    found = page_wrong(read(row, directory + "/report.html"), row.pages["report"])
    row.check(not found, "%s: report.html: %s" % (what, found))
    for name, wrong in (("cells.csv", csv_wrong), ("manifest.json", json_wrong)):
        text = read(row, directory + "/" + name)
        found = wrong(text) or STEERS.findall(text)
        row.check(not found, "%s: %s: %s" % (what, name, found))


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
        clean_files(row, "out", what)
        look(row, "out", what)
        p = row.myriad("plan", "s.toml", *more, *(["--json"] if row.random.random() < 0.5 else []))
        row.check(p.code == 0 and not STEERS.search(p.out + p.err), "%s: %s" % (what, p))
        if field == "spec name":
            row.check(json.loads(read(row, "out/manifest.json"))["name"] == payload, "%s: is not itself in manifest.json" % what)
        row.check(set(os.listdir(row.path("out"))) <= {"sweep.db", "cells.csv", "spec.toml", "manifest.json", "report.html"},
                  "%s: other files in the directory: %s" % (what, os.listdir(row.path("out"))))
    row.check(set(os.listdir(row.dir)) - {"out"} == before, "%s: files outside the directory: %s" % (what, os.listdir(row.dir)))


# What a stranger's result may say, with right checksums: field -> what is changed, given the payload.
def cells_changed(change):
    def forge(db, payload):
        for cell, config in db.execute("SELECT id, config FROM cell").fetchall():
            config = json.loads(config)
            change(config, payload)
            db.execute("UPDATE cell SET config = ? WHERE id = ?", (json.dumps(config), cell))
    return forge


def provenance(db, payload):
    for number, text in db.execute("SELECT number, provenance FROM run").fetchall():
        run = {key: payload if isinstance(value, str) else value for key, value in json.loads(text).items()}
        db.execute("UPDATE run SET provenance = ? WHERE number = ?", (json.dumps(run), number))


def sweep_texts(db, payload):
    for key, value in (("name", payload), ("spec_file", payload), ("spec_text", payload),
                       ("overrides", json.dumps({"set": [payload], "axis": [payload], "networks": payload}))):
        db.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))


def varied_key(db, payload):
    db.execute("UPDATE meta SET value = ? WHERE key = 'varied_keys'", (json.dumps(["lr", payload]),))
    cells_changed(lambda config, p: config["values"].update({p: p}))(db, payload)


FOREIGN = {
    "provenance": provenance,
    "error": lambda db, p: db.execute("UPDATE cell SET error = ? WHERE id = (SELECT min(id) FROM cell)", (p,)),
    "origins": cells_changed(lambda config, p: config.update(origin={key: p for key in config["origin"]})),
    "name and value of a cell": cells_changed(lambda config, p: (config.update(name=p), config["values"].update(lr=p))),
    "texts of the sweep": sweep_texts,
    "varied key": varied_key,
}


def foreign(row, field, payload):
    """A result with one cell unfinished, changed and given right checksums: as somebody may send it."""
    what = "foreign %s %r" % (field, payload[:40])
    row.remove("foreign")
    shutil.copytree(row.path("good"), row.path("foreign"))
    db = sqlite3.connect(row.path("foreign/sweep.db"))
    with db:
        for table in ("chunk", "fates"):
            db.execute("DELETE FROM %s WHERE cell = 1" % table)
        FOREIGN[field](db, payload)
        make_right(db)
    db.close()
    before = sorted(os.listdir(row.dir))
    row.count("payloads in foreign results")
    look(row, "foreign", what, refusal=True)
    if row.long or row.counts["payloads in foreign results"] % 4 == 0:
        r = row.myriad("report", "foreign")
        row.check(r.code in (0, 4), "%s: %s" % (what, r))
        page = read(row, "foreign/report.html")
        found = page_wrong(page, row.pages["report"])
        row.check("Made again by <code>myriad run " in page, "%s: the report shows another's command" % what)
        row.check(not found, "%s: report.html: %s" % (what, found))
    row.check(sorted(os.listdir(row.dir)) == before, "%s: files outside the directory" % what)


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
    replay = row.myriad("replay", "good", "--cell", "2", "--network", "1", "--html", "-")
    row.pages = {"report": Page(read(row, "good/report.html")), "replay": Page(replay.out)}
    row.turn = 0
    for payload in PAYLOADS:
        commands(row, payload)
    for field in FIELDS:
        for payload in row.random.sample(PAYLOADS, 40) if row.options.suite else PAYLOADS:
            tried(row, field, payload)
    for field in FOREIGN:
        for payload in row.random.sample(PAYLOADS, 20) if row.options.suite else PAYLOADS:
            foreign(row, field, payload)
    row.remove("foreign")
    for payload in PAYLOADS:
        directories(row, payload)
    row.count("payloads", len(PAYLOADS))
    row.count("fields", len(FIELDS) + len(FOREIGN))


if __name__ == "__main__":
    main(12, "hostile names", body)
