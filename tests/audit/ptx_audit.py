#!/usr/bin/env python3
"""Reads the PTX of every kernel for every architecture that was built: only opcodes of the list below, float
arithmetic always with its rounding spelled (ptxas may fuse what has none), nothing approximate, nothing that
flushes, no float atomics; and no specialised kernel that spills or, but for the verdict after its last epoch,
needs a stack. nvcc's -use_fast_math rewrites even __fmaf_rn and defines
no macro that shows it: that is why the PTX is read."""

import collections
import re

from audit import Audit
from kernels import compiled_kernels, demangled

# The only kernels that may use approximate instructions, by name.
APPROXIMATE_KERNELS = re.compile(r"fast|reciprocal", re.I)
MAY_BE_APPROXIMATE = re.compile(r"^(?:rcp|ex2|tanh|rsqrt|lg2|sqrt|div)\.approx(?:\.ftz)?\.f32$")

FLOAT = re.compile(r"\.f(?:16|32|64)|\.bf16|\.tf32")
ROUNDED = re.compile(r"^(?:add|sub|mul|fma|div|sqrt|rcp)\.rn\.f32$")
# Exact on floats whatever the rounding: copies, comparisons, sign and bit operations, integer conversions.
EXACT_FLOAT = re.compile(
    r"^(?:mov\.f32|selp\.f32|slct\.f32\.s32|set(?:p)?\.(?:\w+\.)*f32|neg\.f32|abs\.f32|copysign\.f32|testp\.\w+\.f32"
    r"|cvt\.rn\.f32\.[us](?:8|16|32)|cvt\.rz[io]?\.[us]32\.f32|cvt\.rzi\.[us](?:32|64)\.f32"
    r"|(?:ld|st|ldu)\.(?:\w+(?:::\w+)?\.)*f32)$")
INTEGER = re.compile(
    r"^(?:ld|st|ldu|mov|cvta|cvt|add|addc|sub|subc|mul|mad|madc|div|rem|neg|abs|min|max|and|or|xor|not|cnot|shl|shr|shf"
    r"|prmt|bfe|bfi|bfind|brev|clz|popc|fns|lop3|selp|slct|set|setp|sad|dp4a|isspacep|vote|match|activemask|shfl|redux"
    r"|bar|barrier|membar|fence|atom|red|nanosleep|prefetch|cp|mapa|elect|createpolicy|griddepcontrol)(?:\.|$)")
# nvcc's form of `x > lo ? x : lo` with lo a constant: the same for NaN and for both zeros. Of two variables only
# where nothing but comparisons reads the result (its form of `a > lo || b > lo`).
CLAMP = re.compile(r"(?:min|max)\.f32\s+(%f\d+), %f\d+, (?:0f[0-9A-F]{8}|(%f\d+));")
REGISTER = re.compile(r"%f\d+\b")
CONTROL = re.compile(r"^(?:bra|brx|call|ret|exit|trap|pragma)(?:\.|$)")
INSTRUCTION = re.compile(r"^\s*(?:\{\s*)?(?:@!?%p\d+\s+)?([a-z][a-z0-9_]*(?:[.:]+[a-z0-9_]+)*)(?:\s|;)")
FUNCTION = re.compile(r"\.(?:entry|func)\s+(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]*)")
# Bytes that a kernel may keep off its registers, as (stack, spilled). The verdict on a death, after the last epoch,
# holds what the optimiser still remembers; the generic kernels choose every part by number, once per row.
MEMORY = (("GenericParts", (384, 64)), (r"Parts<myriad::Relu>, \d, [12]", (128, 0)), ("", (0, 0)))
SPILLS = re.compile(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")


def allowed(opcode, kernel):
    if ".approx" in opcode or ".ftz" in opcode:
        return bool(APPROXIMATE_KERNELS.search(kernel) and MAY_BE_APPROXIMATE.match(opcode))
    if FLOAT.search(opcode):
        return bool(ROUNDED.match(opcode) or EXACT_FLOAT.match(opcode))
    return bool(INTEGER.match(opcode) or CONTROL.match(opcode))


def functions_of(ptx):
    """(name, lines) of each function."""
    name, lines = None, []
    for line in ptx.splitlines():
        line = line.split("//")[0]
        started = FUNCTION.search(line)
        if started:
            if name:
                yield name, lines
            name, lines = started.group(1), []
        lines.append(line)
    if name:
        yield name, lines


def uses_of_registers(lines):
    """Float register -> the lines that name it."""
    uses = collections.defaultdict(list)
    for line in lines:
        for register in set(REGISTER.findall(line)):
            uses[register].append(line.strip())
    return uses


def is_clamp(line, uses):
    """Whether a min or max is one that gives the bits of the comparison it was made of."""
    found = CLAMP.search(line)
    if not found:
        return False
    return not found.group(2) or all(
        use == line.strip() or re.search(r"\bsetp\.\w+\.f32\s", use) for use in uses[found.group(1)])


def read_ptx(audit, compiled, opcodes):
    for kernel, lines in functions_of(compiled.ptx):
        uses, verdicts = None, {}
        for line in lines:
            found = INSTRUCTION.match(line)
            if not found:
                continue
            audit.checked += 1
            opcode = found.group(1)
            opcodes.add(opcode)
            if opcode not in verdicts:
                verdicts[opcode] = allowed(opcode, kernel)
            if verdicts[opcode]:
                continue
            uses = uses or uses_of_registers(lines)
            if not is_clamp(line, uses):
                audit.find("%s sm_%s" % (compiled.name, compiled.architecture),
                           "%s in %s" % (line.strip(), demangled([kernel])[kernel]))


def read_usage(audit, compiled, table):
    """ptxas -v: one row per kernel, and a finding for each that keeps too much in memory."""
    name = None
    for line in compiled.usage:
        started = re.search(r"Function properties for (\S+)|Compiling entry function '([^']+)'", line)
        if started:
            name = started.group(1) or started.group(2)
        memory = SPILLS.search(line)
        if memory and name:
            stack, stores, loads = map(int, memory.groups())
            table[(name, compiled.architecture)] = [0, stack, stores + loads]
            readable = demangled([name])[name]
            most_stack, most_spilled = next(most for pattern, most in MEMORY if re.search(pattern, readable))
            where = "%s sm_%s" % (compiled.name, compiled.architecture)
            if stack > most_stack and "train_kernel" in name:
                audit.find(where, "%s needs a stack of %d bytes (at most %d)" % (readable, stack, most_stack))
            if stores + loads > most_spilled:
                audit.find(where, "%s spills %d bytes (at most %d)" % (readable, stores + loads, most_spilled))
        used = re.search(r"Used (\d+) registers", line)
        if used and (name, compiled.architecture) in table:
            table[(name, compiled.architecture)][0] = int(used.group(1))


def main():
    audit = Audit(__doc__)
    opcodes, table = set(), {}
    for compiled in compiled_kernels(audit):
        read_ptx(audit, compiled, opcodes)
        read_usage(audit, compiled, table)
    readable = demangled(sorted({name for name, _ in table}))
    architectures = sorted({architecture for _, architecture in table}, key=int)
    print("registers + stack bytes for " + ", ".join("sm_" + a for a in architectures))
    for name in sorted(readable, key=readable.get):
        cells = [table.get((name, a), ["-", "-", 0]) for a in architectures]
        print("  %s  %s" % (" ".join("%4s+%s" % (registers, stack) for registers, stack, _ in cells),
                           readable[name].split("(")[0][:160]))
    print("opcodes: " + " ".join(sorted(opcodes)))
    if not table:
        audit.find("ptxas", "reported no kernel")
    audit.close("instructions")


if __name__ == "__main__":
    main()
