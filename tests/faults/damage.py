#!/usr/bin/env python3
"""A damaged result: truncated at every length, bits flipped, rows changed, another version, another spec's. It is
refused (exit 4 or 5) or recomputed, never shown with a wrong row. A result that somebody forged, with right checksums,
crashes no command, and its journal deletes no file."""

import json
import os
import shutil
import sqlite3
import struct

from forgery import make_right, super_journal
from row import INTERNAL, IO_ERROR, OTHER_SPEC, XOR_DATA, main, spec

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


def config(key, value):
    """The same value in every cell's configuration."""
    return "update cell set config = json_set(config, '$.config.%s', json('%s'))" % (key, json.dumps(value))


def part(key, name, *arguments):
    return config(key, {"name": name, "arguments": list(arguments)})


def meta(key, value):
    return "update meta set value = '%s' where key = '%s'" % (value, key)


def rows_of(change):
    """Changes a prepared data set: `change` gets its bytes and where its training rows and their number of class 0 are."""
    def forge(db):
        for key, content in db.execute("select id, bytes from dataset").fetchall():
            content = bytearray(content)
            at = 8 + 24 * struct.unpack_from("<Q", content, 0)[0]
            names = struct.unpack_from("<Q", content, at)[0]
            at += 8
            for _ in range(names):
                at += 8 + struct.unpack_from("<Q", content, at)[0]
            at += 8
            end = at + 8 + 16 * struct.unpack_from("<Q", content, at)[0]
            db.execute("update dataset set bytes = ? where id = ?", (bytes(change(content, at + 8, end)), key))
    return forge


def put(kind, value, at_end=False, offset=0):
    def change(content, begin, end):
        struct.pack_into(kind, content, end if at_end else begin + offset, value)
        return content
    return rows_of(change)


# Under right checksums: what no spec can ask for is refused by every command.
REFUSED = {
    "a step of 0 epochs": part("schedule", "step", 0, 0.1), "half a step": part("schedule", "step", 1.5, 0.1),
    "a warm-up of 0": part("schedule", "warmup", 0), "a warm-up of -5": part("schedule", "warmup", -5),
    "an argument too few": part("optimizer", "sgd"), "arguments too many": part("optimizer", "sgd", *[1] * 50),
    "no argument": part("activation", "leaky_relu"), "a lattice of 0": part("init.weight", "lattice", 0, 1),
    "a lattice of -1e300": part("init.weight", "lattice", -1e300, 1), "a lattice of nothing": part("init.weight", "lattice"),
    "no values": part("init.weight", "values"), "nine values": part("init.weight", "values", *range(9)),
    "bounds swapped": part("init.weight", "uniform", 1, -1), "three hidden layers": config("hidden_layers", 3),
    "no hidden layer": config("hidden_layers", 0), "a varied key twice": meta("varied_keys", '["lr","lr"]'),
    "an unknown varied key": meta("varied_keys", '["nothing"]'), "a varied key of no cell": meta("varied_keys", '["hidden.1.bias_init"]'),
    "100,000 varied keys": meta("varied_keys", json.dumps(["lr"] * 100_000)), "deep varied keys": meta("varied_keys", "[" * 100_000),
    "shards of nothing": meta("shards", "0/0"), "no networks": meta("networks_per_cell", "0"),
}
# These are read with the data set, by the commands that need it.
REFUSED_ROWS = {
    "class 0 beyond the rows": put("<I", 2**32 - 1, at_end=True), "a row of the other class": put("<I", 0, at_end=True),
    "a source row that is not there": put("<I", 2**32 - 1, offset=12), "a row that is no number": put("<f", float("nan"), offset=0),
    "an infinite row": put("<f", float("inf"), offset=4), "an empty data set": rows_of(lambda content, begin, end: bytes(56)),
    "rows cut off": rows_of(lambda content, begin, end: content[:-20]),
    "constants of no preprocessor": rows_of(lambda content, begin, end: content[:-8] + struct.pack("<Qd", 1, 0.5)),
}
# And these are odd, but mean something: no crash, no hang.
ODD = {
    "a batch of 0": config("batch_size", 0), "a huge batch": config("batch_size", 2**63), "no epochs": config("epochs", 0),
    "2^63 epochs": config("epochs", 2**63), "an unknown order": config("shuffle", "zzz"), "an unknown output": config("output", "x"),
    "a survival epoch too late": config("survival_epochs", "1,2,99999999999"), "no survival epochs": config("survival_epochs", "every(0)"),
    "a negative test share": config("test_fraction", -3), "an infinite rate": config("lr", "inf"),
    "a rate that is no number": config("lr", "nan"), "a negative clip": config("clip_norm", -1),
    "values of another group": part("init.weight", "values", 1, 2, 3), "a lattice of biases": part("init.bias", "lattice", 2, 1),
    "a far truncated normal": part("init.weight", "truncated_normal", 0, 1e-30, 5, 9), "all the networks": meta("networks_per_cell", 2**64 - 1),
    "another seed": meta("seed", 2**64 - 1), "an unknown math": meta("math", "evil"), "no time": "update chunk set seconds = 9e999",
    "a shard of 2^64": meta("shards", "18446744073709551614/18446744073709551615"),
    "an error in colour": "update cell set error = char(27) || '[31m<script>'", "no values of keys": config("values", {}),
}
LOOKS = (("report", "copy"), ("replay", "copy", "--cell", "0", "--network", "1"), ("compare", "copy", "out"),
         *(("export", "copy", "--table", table) for table in ("cells", "theory", "comparisons", "preprocessing", "survival", "diagnostics")),
         ("export", "copy", "--table", "data", "--cell", "0"))


def forged(row, what, change):
    """A copy with this change under right checksums; what each command says of it, until one refuses all of it."""
    row.remove("copy")
    shutil.copytree(row.path("out"), row.path("copy"))
    db = sqlite3.connect(row.path("copy/sweep.db"))
    with db:
        change(db) if callable(change) else db.execute(change)
        make_right(db)
    db.close()
    row.count("forged results with right checksums")
    seen = []
    for args in (("status", "copy"), *LOOKS):
        r = row.myriad(*args, timeout=60)
        seen.append((args, r.code))
        differs = r.code == INTERNAL and args[0] == "replay" and "differs from what training gives" in r.err
        row.check(r.code in (0, 1, 2, IO_ERROR, OTHER_SPEC) or differs, "%s, %s: %s" % (what, " ".join(args), r))
        row.check("\x1b" not in r.out + r.err, "%s, %s: an escape sequence" % (what, " ".join(args)))
        if args[0] == "status" and r.code == IO_ERROR:
            break       # every command reads what status reads
    return seen


def forgeries(row):
    db = sqlite3.connect(row.path("out/sweep.db"))
    before = list(db.iterdump())
    make_right(db)
    row.check(list(db.iterdump()) == before, "this test's checksums are not those of the store")
    db.rollback()
    db.close()
    for what, change in REFUSED.items():
        seen = forged(row, what, change)
        row.check(seen[0][1] == IO_ERROR, "%s: not refused" % what)
    for what, change in REFUSED_ROWS.items():
        codes = dict(forged(row, what, change))
        for args in LOOKS[:3]:
            row.check(codes.get(args, IO_ERROR) == IO_ERROR, "%s: %s does not refuse it" % (what, " ".join(args)))
    for what, change in ODD.items():
        forged(row, what, change)


def journals(row):
    """A journal that names a file: no command may let SQLite delete it, of a result or of another program's file."""
    victim, beside = row.path("thesis.tex"), row.path("copy/sweep.db-journal")
    for content in ("a result", "of another program"):
        for args in (("status", "copy"), *LOOKS, ("merge", "copy", "-o", "merged"), RUN, None):
            row.remove("copy")
            shutil.copytree(row.path("out"), row.path("copy"))
            if content != "a result":
                sql("pragma application_id = 7")(row.path("copy/sweep.db"))
            row.write("thesis.tex", "years of work")
            with open(beside, "wb") as f:
                f.write(super_journal(victim, os.path.getsize(row.path("copy/sweep.db")) // 4096))
            if args is None:        # the journal is what it is meant to be
                db = sqlite3.connect(row.path("copy/sweep.db"))
                db.execute("select count(*) from meta").fetchone()
                db.close()
                row.check(not os.path.exists(victim), "SQLite does not take this test's journal for one")
                continue
            r = row.myriad(*args)
            row.count("journals that name another file")
            row.check(r.code == IO_ERROR and "sweep.db-journal names another file" in r.err, "%s: %s" % (" ".join(args), r))
            row.check(os.path.exists(victim), "%s of %s deleted a file" % (" ".join(args), content))


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
    forgeries(row)
    journals(row)


if __name__ == "__main__":
    main(6, "a result truncated, flipped, changed, forged, of another version or spec", body)
