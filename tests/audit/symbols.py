#!/usr/bin/env python3
"""The objects compiled for one instruction set keep to themselves: no weak symbol leaves them (the linker
could put an AVX-512 copy where a baseline one is called), no two define the same name, and none calls a
function of the C library whose bits differ between machines. The library as a whole calls such functions
only where no result depends on them."""

import pathlib
import re
import shutil
import subprocess

from audit import Audit

FLOATING = ["acos", "asin", "atan", "atan2", "cbrt", "ceil", "cos", "cosh", "erf", "erfc", "exp", "exp2",
            "expm1", "fma", "hypot", "lgamma", "log", "log10", "log1p", "log2", "pow", "sin", "sincos",
            "sinh", "tan", "tanh", "tgamma"]
# Exact by definition wherever they are, so they may be called.
EXACT = {"ceil", "fma"}
LIBM = re.compile(r"^(?:%s)[fl]?(?:@.*)?$" % "|".join(FLOATING))
# Objects of libmyriad whose numbers are statistics or pictures, never inputs to training.
STATISTICS = re.compile(r"/(?:theory|summary|tables|run|report|bench)/")


def symbols(nm, file):
    """(type, name) of each symbol of an object file."""
    out = subprocess.run([nm, "--no-demangle", str(file)], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        fields = line.split()
        if len(fields) >= 2:
            yield fields[-2], fields[-1]


def main():
    audit = Audit(__doc__)
    nm = shutil.which("nm")
    if nm is None:
        audit.skip("no nm (package binutils)")
    objects = sorted((audit.build / "host" / "CMakeFiles").glob("*.dir/**/*.o"))
    owner = {}
    for file in objects:
        audit.checked += 1
        name = str(file.relative_to(audit.build))
        lanes = re.search(r"/myriad_lanes_(\w+)\.dir/", name)
        for kind, symbol in symbols(nm, file):
            if lanes and kind in "WVuwv" and kind != "w" and not symbol.startswith("DW.ref."):
                audit.find(name, "weak symbol %s leaves it" % symbol)
            elif lanes and kind in "TDBRSG" and owner.setdefault(symbol, name) != name:
                audit.find(name, "defines %s, and so does %s" % (symbol, owner[symbol]))
            elif kind == "U" and LIBM.match(symbol):
                plain = re.sub(r"@.*", "", symbol)
                exact = plain.rstrip("fl") in EXACT or plain in EXACT
                if (lanes or not STATISTICS.search(name)) and not (exact and not lanes):
                    if "/myriad.dir/" not in name:
                        audit.find(name, "calls %s of the C library" % plain)
    lane_objects = [f for f in objects if "myriad_lanes_" in str(f)]
    if not lane_objects:
        audit.find(pathlib.Path(audit.build), "no object of an instruction set was found")
    audit.close("objects")


if __name__ == "__main__":
    main()
