#!/usr/bin/env python3
"""Bad specs: every number at and around 2^31, 2^32, 2^53, 2^63 and 2^64, nesting, bytes that are no UTF-8, unknown
keys, wrong types, absurd sizes. Exit 2 with file:line:column, or a plan whose numbers are the true products."""

import json
import os
import re

from row import USAGE, main
from bad_spec import DATA, GOOD
from test_spec_errors import SPECS

POWERS = (31, 32, 53, 63, 64)
PLACES = {  # key: (what stands in the good spec, what takes its place)
    "networks_per_cell": ("networks_per_cell = 10", "networks_per_cell = %s"),
    "seed": ("seed = 1", "seed = %s"),
    "spec_version": ("spec_version = 1", "spec_version = %s"),
    "epochs": ("epochs = 1\n", "epochs = %s\n"),
    "batch_size": ('batch_size = "full"', "batch_size = %s"),
    "keep": ('keep = "none"', 'keep = "first(%s)"'),
    "lr": ("lr = 0.1", "lr = %s"),
    "lattice": ('"uniform(-0.05, 0.05)"', '"lattice(%s)"'),
    "constant": ('"zeros"', '"constant(%s)"'),
    "features": ('["a", "b"]', '["%s", "1"]'),
    "linspace": ("lr = 0.1", "weight_decay = 0.1\n[grid]\nlr = { linspace = [0.1, 0.9], n = %s }"),
    "random": ("lr = 0.1", "weight_decay = 0.1\n[random]\nn = %s\nlr = { uniform = [0.1, 0.9] }"),
    "data.seed": ('label = "y"', 'label = "y", seed = %s'),
    "data.rows": ('source = "csv", file = "d.csv", features = ["a", "b"], label = "y"', 'source = "moons", rows = %s'),
    "survival_epochs": ("epochs = 1\n", 'epochs = 1\nsurvival_epochs = "1,%s"\n'),
    "schedule": ("lr = 0.1", 'lr = 0.1\nschedule = "step(%s, 0.1)"'),
}
STRINGS = ("networks_per_cell", "seed")      # numbers that may be written as text, with suffixes


def planned(row, text, what):
    row.write("bad.toml", text)
    r = row.myriad("plan", "bad.toml", "--json", timeout=60)
    row.count("specs at the edge of an integer")
    row.check(r.code in (0, USAGE, 4), "%s: %s" % (what, r))
    if r.code == 0:
        return json.loads(r.out)
    row.check(re.search(r"(bad\.toml|d\.csv):\d+:\d+", r.err) and r.out == "", "%s: no place: %s" % (what, r))
    row.check(not os.path.exists(row.path("out")), "%s: something was created" % what)
    return None


def numbers(document, key):
    found = []
    if isinstance(document, dict):
        for k, v in document.items():
            found += [v] if k == key and not isinstance(v, (dict, list)) else numbers(v, key)
    elif isinstance(document, list):
        for v in document:
            found += numbers(v, key)
    return found


def edges(row):
    for key, (old, new) in PLACES.items():
        row.check(GOOD.count(old) >= 1, "the test's own mistake: " + key)
        for power in POWERS:
            for n in (2**power - 1, 2**power, 2**power + 1, -(2**power)):
                written = [str(n)] + (['"%d"' % n] if key in STRINGS else [])
                for text in written:
                    plan = planned(row, GOOD.replace(old, new % text, 1), "%s = %s" % (key, text))
                    if plan is not None and key == "networks_per_cell":
                        row.check(int(numbers(plan, "networks")[0]) == n, "%s networks became %s" % (n, numbers(plan, "networks")))


def products(row):
    """cells x networks x epochs x rows: the true product as a real number, or refused; never a small number."""
    for networks in (2**31, 2**32, 2**53, 2**62, 2**63 - 1):
        for epochs in (1, 2**31 - 1, 2**31, 2**32 - 1):
            text = GOOD.replace("networks_per_cell = 10", "networks_per_cell = %d" % networks)
            text = text.replace("epochs = 1\n", "epochs = %d\n" % epochs) + "[grid]\nlr = [0.1, 0.2, 0.3, 0.4]\n"
            plan = planned(row, text, "%d networks of %d epochs in 4 cells" % (networks, epochs))
            if plan is None:
                continue
            row.check(int(numbers(plan, "networks")[0]) in (networks, 4 * networks), "networks: %s" % numbers(plan, "networks"))
            updates = [float(u) for k in ("network_sample_updates", "updates") for u in numbers(plan, k)]
            row.check(updates and abs(updates[0] / (4.0 * networks * epochs * 3) - 1) < 1e-6, "updates: %s" % updates)


def odd_bytes(row):
    cases = {
        "nested arrays": b"x = " + b"[" * 50_000 + b"]" * 50_000, "nested tables": b"x = " + b"{ a = " * 20_000 + b"1" + b" }" * 20_000,
        "a dotted key": b"a" + b".a" * 50_000 + b" = 1", "nested headers": b"[" + b"a." * 20_000 + b"a]",
        "unclosed arrays": b"x = " + b"[" * 50_000, "a call in a call": b'[base]\nactivation = "' + b"relu(" * 20_000 + b'"',
        "a long key": b"k" * 100_000 + b" = 1", "NUL": b'name = "a\x00b"',
        "a lone continuation byte": b'name = "a\x80b"', "an overlong slash": b'name = "a\xc0\xafb"', "a surrogate": b'name = "\xed\xa0\x80"',
        "beyond Unicode": b'name = "\xf4\x90\x80\x80"', "a cut sequence": b'name = "\xe2\x82"', "Latin-1": 'name = "\u00e9"'.encode("latin-1"),
        "UTF-16": GOOD.encode("utf-16"), "a NUL file": b"\x00" * 5000, "random bytes": bytes(row.random.randrange(256) for _ in range(5000)),
        "an ELF file": b"\x7fELF" + bytes(500), "a bad unicode escape": b'name = "\\ud800"', "a control character": b'name = "a\x07b"', "a carriage return": b'name = "a"\rseed = 1', "keys twice": b"seed = 1\nseed = 2",
        "a table twice": b"[base]\n[base]\n", "a date": b"seed = 2020-01-01", "an array of everything": b"seed = [1, 'a', {b = 2}]",
        "thousand errors": b"[base]\n" + b"".join(b"k%d = 1\n" % i for i in range(1000)),
    }
    for name, text in cases.items():
        row.write("bad.toml", text)
        r = row.myriad("run", "bad.toml", "-o", "out", timeout=60)
        row.count("specs that are no spec")
        row.check(r.code == USAGE and "bad.toml" in r.err and r.out == "", "%s: %s" % (name, r))
        row.check(len(r.err) < 100_000 and not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", r.err), "%s: raw bytes: %r" % (name, r.err[:500]))
        row.check(not os.path.exists(row.path("out")), "%s: something was created" % name)


def mistakes(row):
    """The table of mistakes of the black-box tests, here all in the same process count."""
    for name, (old, new, fragment, _) in SPECS.items():
        row.write("bad.toml", GOOD.replace(old, new) if old else GOOD + new)
        r = row.myriad("run", "bad.toml", "-o", "out")
        row.count("specs with a mistake")
        row.check(r.code in ((USAGE, 4) if fragment is None else (USAGE,)), "%s: %s" % (name, r))
        row.check(re.search(r"(bad\.toml|d\.csv):\d+:\d+: error: \S", r.err), "%s: %s" % (name, r))
        row.check(not os.path.exists(row.path("out")), "%s: something was created" % name)


def body(row):
    row.write("d.csv", DATA)
    mistakes(row)
    odd_bytes(row)
    edges(row)
    products(row)


if __name__ == "__main__":
    main(11, "bad specs", body)
