#!/usr/bin/env python3
"""A damaged result: truncated at every length, bits flipped, rows changed, another version, another spec's. It is
refused (exit 4 or 5) or recomputed, never shown with a wrong row."""

import os
import shutil
import sqlite3

from row import IO_ERROR, OTHER_SPEC, XOR_DATA, main, spec

RUN = ("run", "spec.toml", "-o", "copy", "--progress", "none", "--device", "cpu")
BASE = {"data": XOR_DATA, "epochs": 10, "weight_init": "uniform(-1, 1)"}
TEXT = spec(BASE, grid={"lr": [0.1, 0.5]}, networks_per_cell=30, keep="all")


def checked(row, damage, what):
    """Damages a copy, looks at its tables, resumes it and looks again."""
    row.remove("copy")
    shutil.copytree(row.path("out"), row.path("copy"))
    damage(row.path("copy/sweep.db"))
    row.count("damaged copies " + what)
    for got, want in zip(row.tables("copy"), row.want):
        row.check(got == want or got.startswith(("exit 4", "exit 5")), "a silent wrong table after %s: %s" % (what, got[:300]))
    r = row.myriad(*RUN)
    if r.code == 0:
        row.check(row.tables("copy") == row.want, "wrong tables after %s and a resumed run" % what)
    else:
        row.check(r.code in (IO_ERROR, OTHER_SPEC) and "copy" in r.err, "%s: %s" % (what, r))


def flip(row):
    def damage(file):
        with open(file, "r+b") as f:
            at = row.random.randrange(os.path.getsize(file))
            f.seek(at)
            byte = f.read(1)[0]
            f.seek(at)
            f.write(bytes([byte ^ 1 << row.random.randrange(8)]))
    return damage


def truncate(row):
    return lambda file: os.truncate(file, row.random.randrange(os.path.getsize(file)))


def page_of(row, content):
    """A page of zeros or of another page, as a disk may return it."""
    def damage(file):
        with open(file, "r+b") as f:
            pages = os.path.getsize(file) // 4096
            f.seek(4096 * row.random.randrange(pages))
            page = bytes(4096) if content == "zeros" else f.read(4096)
            f.seek(4096 * row.random.randrange(pages))
            f.write(page)
    return damage


def sql(statement):
    def damage(file):
        db = sqlite3.connect(file)
        with db:
            db.execute(statement)
        db.close()
    return damage


def every_number(row):
    """One added to a number of each column of each table, through SQLite itself."""
    db = sqlite3.connect(row.path("out/sweep.db"))
    for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
        key = [c[1] for c in db.execute("pragma table_info(\"%s\")" % table) if c[5]]
        for _, column, kind, *_ in db.execute("pragma table_info(\"%s\")" % table).fetchall():
            if kind not in ("INTEGER", "REAL"):
                continue
            place = "(%s) = (select %s from \"%s\" limit 1)" % (", ".join(key), ", ".join(key), table)
            yield "update \"%s\" set \"%s\" = \"%s\" + 1000 where %s" % (table, column, column, place)
    db.close()


def other_specs(row):
    others = [spec(dict(BASE, epochs=11), grid={"lr": [0.1, 0.5]}, networks_per_cell=30, keep="all"),
              spec(BASE, grid={"lr": [0.1, 0.6]}, networks_per_cell=30, keep="all"),
              spec(BASE, grid={"lr": [0.1, 0.5]}, networks_per_cell=30, keep="all", seed=2),
              spec(dict(BASE, activation="tanh"), grid={"lr": [0.1, 0.5]}, networks_per_cell=30, keep="all"),
              spec(BASE, grid={"lr": [0.1]}, networks_per_cell=30, keep="all"),
              spec(BASE, grid={"lr": [0.1, 0.5]}, networks_per_cell=20, keep="all")]
    for text in others:
        row.write("other.toml", text)
        r = row.myriad("run", "other.toml", "-o", "out", "--progress", "none")
        row.count("other specs")
        row.check(r.code == OTHER_SPEC and r.err, "another spec: %s" % r)
        row.check(row.tables("out") == row.want, "another spec changed the result")


def body(row):
    row.unit_tests("Store.NeverShowsAWrongRow*", "bit_flips", "bit_flips_noticed", "lengths_truncated_to")
    row.write("spec.toml", TEXT)
    row.check(row.myriad("run", "spec.toml", "-o", "out", "--progress", "none").code == 0, "the undamaged run")
    row.want = row.tables("out")
    times = 20 if row.long else 1
    for _ in range(20 * times):
        checked(row, flip(row), "with a flipped bit, resumed")
    for _ in range(8 * times):
        checked(row, truncate(row), "truncated, resumed")
    for content in ("zeros", "another page"):
        for _ in range(5 * times):
            checked(row, page_of(row, content), "with a wrong page")
    for version in (0, 1, 2, 99, 2**31 - 1):
        checked(row, sql("pragma user_version = %d" % version), "of another version")
    checked(row, sql("pragma application_id = 7"), "of another program")
    for statement in every_number(row):
        try:
            checked(row, sql(statement), "with a changed number")
        except sqlite3.IntegrityError:
            pass        # the change is not possible
    other_specs(row)


if __name__ == "__main__":
    main(6, "a result truncated, flipped, changed, of another version or spec", body)
