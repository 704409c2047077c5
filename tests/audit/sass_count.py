#!/usr/bin/env python3
"""Counts what the training loop costs on Hopper: machine instructions per row and network in the innermost row
loops of the specialised ReLU kernel, as the pinned compiler makes them. The job is bound by issue, so this
is its speed, and it needs no GPU. Skipped without a disassembler or with another nvcc: ptxas moves by an
instruction or two at whim.

The disassembler is nvdisasm: on PATH, of the CUDA toolkit, or in <build>/audit/disassembler (scripts/test puts
it there from the package nvidia-cuda-nvdisasm of PyPI)."""

import collections
import json
import re
import shutil
import subprocess

from audit import Audit
from kernels import compiled_kernels

ARCHITECTURE = "90"
COMPILER = "V13.0.88"
SOURCE = r"^train_instance_Relu\.cu\.o$"
# Shape 2-1-1, no optimiser state, whole data set at each step: the kernel that docs/kernels.md counts.
KERNEL = re.compile(r"train_kernel.*Relu.*Li1ELi0ELi(\d+)ELb0ELb1E")
# Instructions per row and network in the loop: what is held, and the aim of docs/kernels.md.
BOUND, AIM = 34.5, 26.8
BYTES = 16          # of one instruction
FORBIDDEN = ("LDL", "STL", "CALL")  # in the row loop: spills, and a division that is not inline


def disassembler(audit):
    for place in (audit.build / "audit" / "disassembler").glob("nvidia/*/bin/nvdisasm"):
        return str(place)
    return shutil.which("nvdisasm") or shutil.which("nvdisasm", path="/usr/local/cuda/bin")


def compiler_version():
    nvcc = shutil.which("nvcc") or shutil.which("nvcc", path="/usr/local/cuda/bin")
    return subprocess.run([nvcc, "--version"], capture_output=True, text=True, check=True).stdout if nvcc else ""


def functions(tool, cubin):
    """(name, [(opcode, operands, predicate)]) of each function of a cubin."""
    out = subprocess.run([tool, "-json", str(cubin)], capture_output=True, text=True, check=True).stdout
    for function in json.loads(out)[1]:
        yield function["function-name"], [
            (i["opcode"], i.get("operands", ""), i.get("predicate", "")) for i in function["sass-instructions"]]


def blocks_of(code):
    """Basic blocks as {first instruction: (instructions, successors)}; calls are left to return."""
    def target(instruction):
        opcode, operands, _ = instruction
        found = re.search(r"0x([0-9a-f]+)\s*$", operands) if opcode.startswith("BRA") else None
        return int(found.group(1), 16) // BYTES if found else None

    starts = {0}
    for index, instruction in enumerate(code):
        goal = target(instruction)
        if goal is not None:
            starts.update((goal, index + 1))
        elif instruction[0].startswith(("EXIT", "RET", "BRX")):
            starts.add(index + 1)
    order = sorted(s for s in starts if s < len(code))
    blocks = {}
    for start, end in zip(order, order[1:] + [len(code)]):
        last = code[end - 1]
        goal = target(last)
        successors = [] if goal is None else [goal]
        unconditional = last[0].startswith(("BRA", "EXIT", "RET", "BRX")) and not last[2] and (
            "UP" not in last[1] and "P" not in last[1].split("0x")[0])
        if not unconditional and end < len(code):
            successors.append(end)
        blocks[start] = (range(start, end), successors)
    return blocks


def dominators(blocks):
    predecessors = collections.defaultdict(list)
    for start, (_, successors) in blocks.items():
        for successor in successors:
            predecessors[successor].append(start)
    everything = set(blocks)
    dominate = {start: everything for start in blocks}
    dominate[0] = {0}
    changed = True
    while changed:
        changed = False
        for start in sorted(blocks):
            if start == 0 or not predecessors[start]:
                continue
            new = set.intersection(*(dominate[p] for p in predecessors[start])) | {start}
            if new != dominate[start]:
                dominate[start], changed = new, True
    return dominate, predecessors


def innermost_loops(code):
    """Natural loops that hold no other loop, as sorted lists of instruction numbers."""
    blocks = blocks_of(code)
    dominate, predecessors = dominators(blocks)
    loops = collections.defaultdict(set)
    for start, (_, successors) in blocks.items():
        for header in successors:
            if header in dominate[start]:
                body, pending = {header}, [start]
                while pending:
                    block = pending.pop()
                    if block not in body:
                        body.add(block)
                        pending.extend(predecessors[block])
                loops[header] |= body
    for header, body in loops.items():
        if not any(other != header and other in body for other in loops):
            yield sorted(i for block in body for i in blocks[block][0])


def main():
    audit = Audit(__doc__)
    tool = disassembler(audit)
    if tool is None:
        audit.skip("no nvdisasm (package nvidia-cuda-nvdisasm of PyPI)")
    if COMPILER not in compiler_version():
        audit.skip("the counts hold for nvcc %s only" % COMPILER)
    best = None
    for compiled in compiled_kernels(audit, SOURCE, ARCHITECTURE):
        for name, code in functions(tool, compiled.cubin):
            kernel = KERNEL.search(name)
            if not kernel:
                continue
            networks = int(kernel.group(1))
            for loop in innermost_loops(code):
                opcodes = collections.Counter(code[i][0].split(".")[0] for i in loop)
                rows = sum(1 for i in loop if re.match(r"LDS\.(?:64|128)", code[i][0]))
                if opcodes["FFMA"] < 10 * max(rows, 1) * networks or rows == 0:
                    continue  # not over rows, or only looking for deaths
                audit.checked += 1
                each = len(loop) / (rows * networks)
                best = min(best or each, each)
                listed = ", ".join("%s %.2f" % (op, n / (rows * networks)) for op, n in opcodes.most_common(9))
                print("%6.2f instructions per row and network (%d rows, %d networks, %d instructions): %s" % (
                    each, rows, networks, len(loop), listed))
                for opcode in FORBIDDEN:
                    if opcodes[opcode]:
                        audit.find("the row loop at instruction %d" % loop[0], "holds %d %s" % (opcodes[opcode], opcode))
    if best is not None:
        print("best: %.2f, held to %.1f, aim %.1f" % (best, BOUND, AIM))
    if best is not None and best > BOUND:
        audit.find("the row loop", "%.2f instructions per row and network; the bound is %.1f" % (best, BOUND))
    audit.close("row loops")


if __name__ == "__main__":
    main()
