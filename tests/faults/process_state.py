#!/usr/bin/env python3
"""A hostile process state: subnormals flushed to zero, another rounding mode, odd locales, few files, little stack,
closed streams, readers that go away. The tables are the same, or there is a clean error."""

import os
import platform
import subprocess

from row import Absent, XOR_DATA, main, spec

BASE = {"data": XOR_DATA, "epochs": 30, "weight_init": "uniform(-1, 1)", "preprocess": "standard_scaler"}
# The last cell lives among the subnormals: flushing them changes its digest.
CELLS = ({"lr": 0.5}, {"optimizer": "adam"}, {"weight_init": "uniform(-1e-38, 1e-38)", "preprocess": "none", "lr": 1e-30})
TEXT = spec(BASE, cells=[dict(c, name="c%d" % i) for i, c in enumerate(CELLS)], networks_per_cell=300, keep="all")
LOCALES = ("de_DE.UTF-8", "tr_TR.UTF-8", "fa_IR.UTF-8", "C", "POSIX", "C.UTF-8", "no_SUCH", "", "a" * 300, "../../etc/passwd")
RUN = '"$MYRIAD_BIN" run spec.toml -o out --progress none --device cpu --threads 2 '


def shell(row, command, env=None, clean=False, what=""):
    """Runs it; the tables must be right where it succeeds, the error clean where one is allowed."""
    row.remove("out")
    p = subprocess.run(["bash", "-c", command], cwd=row.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, env=dict(os.environ, **(env or {})), timeout=120)
    err = p.stderr.decode("utf-8", "replace")
    row.count("process states")
    if p.returncode == 0:
        row.check(row.tables("out") == row.want, "other tables with %s" % what)
    else:
        row.check(clean and p.returncode in (2, 4, 70, 127, 141), "%s: exit %d: %s" % (what, p.returncode, err))
        row.check(row.myriad("run", "spec.toml", "-o", "out", "--progress", "none").code == 0 and row.tables("out") == row.want,
                  "%s, then again" % what)


def floating_point(row):
    if platform.machine() not in ("x86_64", "AMD64"):
        raise Absent("the library that sets the state is for x86")
    library = row.compiled("flush_to_zero")
    for rounding in "0123":
        for isa in ("baseline", "auto"):
            shell(row, RUN + "--isa " + isa, {"LD_PRELOAD": library, "FLUSH_ROUNDING": rounding}, what="FTZ, DAZ and rounding " + rounding)


def locales(row):
    """German and Turkish are compiled here where the machine lacks them."""
    place = row.path("locales")
    os.mkdir(place)
    made = set()
    for name, charmap in (("de_DE", "UTF-8"), ("tr_TR", "UTF-8"), ("fa_IR", "UTF-8")):
        try:
            p = subprocess.run(["localedef", "-i", name, "-f", charmap, os.path.join(place, name + ".UTF-8")], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            break
        if p.returncode in (0, 1) and os.path.isdir(os.path.join(place, name + ".UTF-8")):
            made.add(name)
    row.count("locales with a decimal comma or other letters", len(made))
    for name in LOCALES:
        shell(row, RUN, {"LC_ALL": name, "LANG": name, "LOCPATH": place}, what="LC_ALL=" + name[:20])


def limits(row):
    for files in (4, 5, 6, 7, 8, 10, 16):
        shell(row, "ulimit -n %d; %s" % (files, RUN), clean=True, what="ulimit -n %d" % files)
    for kilobytes in (128, 256, 1024):
        shell(row, "ulimit -s %d; %s" % (kilobytes, RUN), clean=kilobytes < 256, what="ulimit -s %d" % kilobytes)
    for blocks in (0, 1, 8, 64):
        shell(row, "trap '' XFSZ; ulimit -f %d; %s" % (blocks, RUN), clean=True, what="ulimit -f %d" % blocks)


def streams(row):
    for redirection in (">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"):
        shell(row, RUN + redirection, clean=redirection in (">&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"), what=redirection)
    for reader in ("head -c 1", "head -n 1", "true", "sleep 0.1"):
        shell(row, RUN + " | " + reader, what="| " + reader)
        shell(row, RUN.replace("none", "plain") + "2>&1 | " + reader, what="2>&1 | " + reader)
    for command in ("list activations", "export whole --table networks", "plan spec.toml", "doctor", "--help"):
        p = subprocess.run(["bash", "-c", 'set -o pipefail; "$MYRIAD_BIN" %s | true' % command], cwd=row.dir, stdin=subprocess.DEVNULL,
                           stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        row.count("process states")
        row.check(p.returncode in (0, 1, 4, 141) and b"terminate" not in p.stderr, "%s | true: exit %d %s" % (command, p.returncode, p.stderr))


def environment(row):
    for name, value in (("OMP_NUM_THREADS", "999999"), ("OMP_NUM_THREADS", "none"), ("TMPDIR", "/nowhere"), ("HOME", "/nowhere"),
                        ("COLUMNS", "-1"), ("COLUMNS", "99999999999999999999"), ("TERM", "\x1b[31m"), ("TZ", "../../etc/passwd"),
                        ("SQLITE_TMPDIR", "/nowhere"), ("MALLOC_PERTURB_", "165"), ("PATH", ""), ("POSIXLY_CORRECT", "1")):
        shell(row, RUN if name != "PATH" else "PATH=; " + RUN, {name: value} if name != "PATH" else None, what="%s=%r" % (name, value))


def body(row):
    row.write("spec.toml", TEXT)
    row.check(row.myriad("run", "spec.toml", "-o", "whole", "--progress", "none").code == 0, "the undisturbed run")
    row.want = row.tables("whole")
    locales(row)
    limits(row)
    streams(row)
    environment(row)
    floating_point(row)


if __name__ == "__main__":
    main(15, "hostile process state", body)
