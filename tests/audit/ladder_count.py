#!/usr/bin/env python3
"""Counts machine instructions per row and network of the rungs of bench/ladder, from the cubin of a compilation that is
made here: what each idea is worth, before myriad's own kernels (sass_count.py). Skipped without nvcc or nvdisasm."""

import pathlib
import re
import subprocess
import tempfile

from audit import Audit
from sass_count import COMPILER, compiler_version, disassembler, find_tool, functions
from sass_loops import Loops

RUNGS = (("one_epoch", "1 naive", 1), ("in_registers", "2 registers", 1), ("shared_rowsILi1E", "3 shared rows", 1),
         ("shared_rowsILi4E", "4 four networks a thread", 4))
SOURCE = """#include "bench/ladder/rungs.cuh"
template __global__ void myriad::ladder::shared_rows<1>(const LabelledRow*, unsigned, float, unsigned, float*, unsigned);
template __global__ void myriad::ladder::shared_rows<4>(const LabelledRow*, unsigned, float, unsigned, float*, unsigned);
"""
# What the fourth rung may cost: what the text of docs/performance.md says, and no regression of the compiler's flags.
MOST = {"4 four networks a thread": 41.0}


def compile_rungs(source, folder):
    unit, cubin = folder / "rungs.cu", folder / "rungs.cubin"
    unit.write_text(SOURCE)
    subprocess.run([find_tool("nvcc"), "-std=c++17", "-arch=sm_90", "-I", str(source), "-I", str(source / "include"), "-cubin",
                    "-o", str(cubin), str(unit)], check=True)
    return cubin


def per_row(code, networks):
    """Of the loop that holds most rows: one exponential for each row and network."""
    best = None
    loops = Loops(code)
    for header in loops.innermost():
        inside = loops.instructions(header)
        rows = sum(1 for i in inside if code[i][0].startswith("MUFU.EX2")) / networks
        if rows and (best is None or rows > best[1]):
            best = (len(inside) / (rows * networks), rows)
    return best


def main():
    audit = Audit(__doc__)
    tool = disassembler(audit)
    if tool is None or COMPILER not in compiler_version():
        audit.skip("no nvdisasm, or another nvcc than %s" % COMPILER)
    with tempfile.TemporaryDirectory() as folder:
        cubin = compile_rungs(audit.source, pathlib.Path(folder))
        found = dict((name, code) for name, code in functions(tool, cubin))
    for pattern, name, networks in RUNGS:
        code = [c for n, c in found.items() if re.search(pattern, n)]
        counted = per_row(code[0], networks) if code else None
        audit.checked += 1
        if counted is None:
            audit.find(name, "no loop over rows was found")
            continue
        print("%-26s %6.2f instructions per row and network, %g rows in a round" % (name, counted[0], counted[1]))
        if counted[0] > MOST.get(name, counted[0]):
            audit.find(name, "%.2f instructions; at most %.1f" % (counted[0], MOST[name]))
    audit.close("rungs")


if __name__ == "__main__":
    main()
