#!/usr/bin/env python3
"""Counts what training costs: machine instructions per row and network of the specialised 2-1-1 kernels without
optimiser state, as the pinned compiler makes them. In the loop over rows; and in all at 100 rows of two equal
classes, with the loops over chunks, classes and epochs along their shortest way. Training is bound by issue, so
this is its speed, and it needs no GPU. Skipped without a disassembler or with another nvcc: ptxas moves by an
instruction or two at whim.

The disassembler is nvdisasm: on PATH, of the CUDA toolkit, or in <build>/audit/disassembler (scripts/test puts
it there from the package nvidia-cuda-nvdisasm of PyPI)."""

import collections
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from audit import Audit
from kernels import compiled_kernels
from sass_loops import Loops

COMPILER = "V13.0.88"
ACTIVATIONS = ("Relu", "LeakyRelu", "Tanh", "Sigmoid")
SOURCE = r"^train_instance_(?:%s)\.cu\.o$" % "|".join(ACTIVATIONS)
# Shape 2-1-1, no optimiser state, whole data set at each step: the kernels that docs/kernels.md counts. With rows in
# shared memory or beyond it, and a team of threads for each network.
KERNEL = re.compile(r"train_kernel.*?\d(%s)E?NS_\d+(ExactMath|TabledReciprocal|FastMath)E.*"
                    r"Li1ELi0ELi(\d+)ELb0ELb([01])ELi(\d+)E" % "|".join(ACTIVATIONS))
# Instructions in all per row and network at 100 rows, no logit reaching its clamp: the most that is accepted, sm_90.
ARCHITECTURE = "90"
MOST = {("Relu", "TabledReciprocal"): 28.5, ("LeakyRelu", "TabledReciprocal"): 32.0,
        ("Tanh", "TabledReciprocal"): 49.0, ("Sigmoid", "TabledReciprocal"): 49.0}
# One kernel by itself, for architectures that the build has no machine code of.
ALONE = """#include "kernels/train_kernel.cuh"
template __global__ void myriad::train_kernel<myriad::SpecialisedParts<myriad::%s, myriad::TabledReciprocal>, 1, 0, 4,
    false, true>(const MYRIAD_GRID_CONSTANT myriad::Job, std::uint64_t, std::uint64_t, myriad::KernelScratch, myriad::Record*);
"""
ROWS, CHUNKS, CLASSES = 100, 8, 2   # 50 + 50 rows in chunks of 14, 14, 14, 8
FORBIDDEN = ("LDL", "STL", "CALL")  # in the row loop: spills, and a division that is not inline
# A scheduler of sm_90 starts one warp instruction a cycle, one of the FMA pipe, half a one of the ALU, an eighth of
# a MUFU. 132 multiprocessors, 4 schedulers, 32 lanes, 1.98 GHz: an H100 SXM or an H200.
FMA_PIPE = ("FFMA", "FADD", "FMUL", "IMAD", "HFMA2")
ALU_PIPE = ("FMNMX", "FSETP", "FSEL", "LEA", "IADD3", "VIADD", "LOP3", "SEL", "ISETP", "PRMT", "MOV", "SHF", "PLOP3")
LANE_SLOTS = 132 * 4 * 32 * 1.98e9


def find_tool(name):
    return shutil.which(name) or shutil.which(name, path="/usr/local/cuda/bin")


def disassembler(audit):
    for place in (audit.build / "audit" / "disassembler").glob("nvidia/*/bin/nvdisasm"):
        return str(place)
    return find_tool("nvdisasm")


def compiler_version():
    nvcc = find_tool("nvcc")
    return subprocess.run([nvcc, "--version"], capture_output=True, text=True, check=True).stdout if nvcc else ""


def functions(tool, cubin):
    """(name, [(opcode, operands, predicate)]) of each function of a cubin."""
    out = subprocess.run([tool, "-json", str(cubin)], capture_output=True, text=True, check=True).stdout
    for function in json.loads(out)[1]:
        yield function["function-name"], [
            (i["opcode"], i.get("operands", ""), i.get("predicate", "")) for i in function["sass-instructions"]]


class RowLoop:
    """A loop over training rows and what surrounds it, per row and network."""

    def __init__(self, code, loops, header, networks):
        inside = loops.instructions(header)
        opcodes = collections.Counter("jump" if i in loops.jumps else code[i][0].split(".")[0] for i in inside)
        rows = sum(1 for i in inside if re.match(r"(?:LDS(?:\.U)?|LDG\.E|LD\.E)\.(?:64|128)", code[i][0]))
        around = loops.around(header)
        self.header, self.opcodes = header, opcodes
        self.counts = rows > 0 and opcodes["FADD"] >= 3 * rows * networks and len(around) == 3
        if not self.counts:
            return  # not over rows, or evaluating
        costs = [loops.round_without(outer, inner) for outer, inner in zip(around, [header] + around)]
        self.counts = None not in costs
        if self.counts:
            self.share = 1.0 / (rows * networks)
            self.each = len(inside) * self.share
            self.in_all = self.each + (CHUNKS * costs[0] + CLASSES * costs[1] + costs[2]) / (ROWS * networks)

    def cycles(self):
        pipe = {name: sum(self.opcodes[o] for o in names) * self.share
                for name, names in (("fma", FMA_PIPE), ("alu", ALU_PIPE), ("mufu", ("MUFU",)))}
        return max(self.in_all, pipe["fma"], 2 * pipe["alu"], 8 * pipe["mufu"])


def row_loops(code, networks):
    loops = Loops(code)
    found = [RowLoop(code, loops, header, networks) for header in loops.innermost()]
    return sorted((loop for loop in found if loop.counts), key=lambda loop: loop.in_all)


def read_kernel(audit, architecture, kernel, found):
    activation, math, _, near, team = kernel
    where = "%s %s sm_%s%s%s" % (activation, math, architecture, "" if near == "1" else ", far rows",
                                 "" if team == "1" else ", team of " + team)
    for loop in found:
        for opcode in FORBIDDEN:
            if loop.opcodes[opcode]:
                audit.find(where, "the row loop at instruction %d holds %d %s" % (loop.header, loop.opcodes[opcode], opcode))
    if not found:
        audit.find(where, "no loop over training rows was found")
        return
    best, worst = found[0], found[-1]
    bound = "%.2fe12" % (LANE_SLOTS / best.cycles() / 1e12) if architecture == ARCHITECTURE else ""
    print("%-46s %7.2f %7.2f   %7.2f %7.2f   %s" % (where, best.each, best.in_all, worst.each, worst.in_all, bound))
    most = MOST.get((activation, math)) if near == "1" and team == "1" else None
    if architecture == ARCHITECTURE and most is not None and best.in_all > most:
        audit.find(where, "%.2f instructions in all per row and network; at most %.1f" % (best.in_all, most))


def count_alone(audit, tool, architecture):
    """Compiles the kernels of MOST for an architecture, each by itself."""
    include = ["-I", str(audit.source), "-I", str(audit.source / "include")]
    with tempfile.TemporaryDirectory() as folder:
        for activation in ACTIVATIONS:
            unit, cubin = pathlib.Path(folder) / "alone.cu", pathlib.Path(folder) / "alone.cubin"
            unit.write_text(ALONE % activation)
            subprocess.run([find_tool("nvcc"), "-std=c++17", "--fmad=false", "-arch=sm_" + architecture, *include, "-cubin",
                            "-o", str(cubin), str(unit)], check=True)
            count_cubin(audit, tool, architecture, cubin)


def count_cubin(audit, tool, architecture, cubin):
    for name, code in functions(tool, cubin):
        kernel = KERNEL.search(name)
        if kernel:
            audit.checked += 1
            read_kernel(audit, architecture, kernel.groups(), row_loops(code, int(kernel.group(3))))


def main():
    audit = Audit(__doc__, [("--also", "architectures to compile the same kernels for, as in 75,80,100")])
    tool = disassembler(audit)
    if tool is None:
        audit.skip("no nvdisasm (package nvidia-cuda-nvdisasm of PyPI)")
    if COMPILER not in compiler_version():
        audit.skip("the counts hold for nvcc %s only" % COMPILER)
    print("%-46s %s" % ("per row and network:", "in loop  in all   clamped: loop, all   H100, H200 bound NSU/s"))
    for compiled in compiled_kernels(audit, SOURCE):
        if compiled.cubin:
            count_cubin(audit, tool, compiled.architecture, compiled.cubin)
    for architecture in filter(None, audit.options.also.split(",")):
        count_alone(audit, tool, architecture)
    audit.close("kernels")


if __name__ == "__main__":
    main()
