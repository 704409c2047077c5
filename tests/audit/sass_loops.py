"""Natural loops of a function's machine code, how they lie in each other, and what one round of each costs along
the shortest way through."""

import collections
import heapq
import re

BYTES = 16  # of one instruction


def is_subroutine(code, start):
    """Whether a RET is reached from here before the function's end, along branches; calls are stepped over."""
    pending, seen = [start], set()
    while pending:
        index = pending.pop()
        while index < len(code) and index not in seen:
            seen.add(index)
            opcode, operands, predicate = code[index]
            if opcode.startswith("RET"):
                return True
            goal = re.search(r"0x([0-9a-f]+)\s*$", operands) if opcode.startswith("BRA") else None
            if goal:
                pending.append(int(goal.group(1), 16) // BYTES)
            if opcode.startswith(("EXIT", "BRA")) and not predicate:
                break
            index += 1
    return False


def far_jumps(code):
    """{instruction: target} of the calls that never return: for sm_80 the compiler leaves some loops by them."""
    jumps = {}
    for index, (opcode, operands, _) in enumerate(code):
        found = re.search(r"0x([0-9a-f]+)\s*$", operands) if opcode == "CALL.REL.NOINC" else None
        if found and not is_subroutine(code, int(found.group(1), 16) // BYTES):
            jumps[index] = int(found.group(1), 16) // BYTES
    return jumps


def blocks_of(code):
    """Basic blocks as {first instruction: (instructions, successors)}; calls are left to return, but for far_jumps()."""
    jumps = far_jumps(code)

    def target(index):
        opcode, operands, _ = code[index]
        found = re.search(r"0x([0-9a-f]+)\s*$", operands) if opcode.startswith("BRA") else None
        return int(found.group(1), 16) // BYTES if found else jumps.get(index)

    starts = {0}
    for index, instruction in enumerate(code):
        goal = target(index)
        if goal is not None:
            starts.update((goal, index + 1))
        elif instruction[0].startswith(("EXIT", "RET", "BRX")):
            starts.add(index + 1)
    order = sorted(s for s in starts if s < len(code))
    blocks = {}
    for start, end in zip(order, order[1:] + [len(code)]):
        last = code[end - 1]
        goal = target(end - 1)
        successors = [] if goal is None else [goal]
        leaves = last[0].startswith(("BRA", "EXIT", "RET", "BRX")) or end - 1 in jumps
        unconditional = leaves and not last[2] and ("UP" not in last[1] and "P" not in last[1].split("0x")[0])
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


class Loops:
    """Loops by header: sets of blocks, each named by its first instruction."""

    def __init__(self, code):
        self.jumps = far_jumps(code)
        self.blocks = blocks_of(code)
        dominate, predecessors = dominators(self.blocks)
        self.body = collections.defaultdict(set)
        for start, (_, successors) in self.blocks.items():
            for header in successors:
                if header in dominate[start]:
                    body, pending = {header}, [start]
                    while pending:
                        block = pending.pop()
                        if block not in body:
                            body.add(block)
                            pending.extend(predecessors[block])
                    self.body[header] |= body

    def innermost(self):
        return [header for header, body in self.body.items()
                if not any(other != header and other in body for other in self.body)]

    def instructions(self, header):
        return sorted(i for block in self.body[header] for i in self.blocks[block][0])

    def around(self, header):
        """Headers of the loops that hold this one, from the inside out."""
        holding = [other for other, body in self.body.items() if other != header and self.body[header] < body]
        return sorted(holding, key=lambda other: len(self.body[other]))

    def shortest(self, sources, goal, allowed):
        """Instructions on the shortest way from before any block of `sources` to before `goal`, within `allowed`."""
        queue = [(0, block) for block in sources]
        done = set()
        while queue:
            cost, block = heapq.heappop(queue)
            if block == goal:
                return cost
            if block in done or block not in allowed:
                continue
            done.add(block)
            for successor in self.blocks[block][1]:
                heapq.heappush(queue, (cost + len(self.blocks[block][0]), successor))
        return None

    def round_without(self, outer, inner):
        """Instructions of one round of `outer` beside those of `inner`, which it runs through once."""
        there = self.shortest([outer], inner, self.body[outer] - (self.body[inner] - {inner}))
        exits = {successor for block in self.body[inner] for successor in self.blocks[block][1]
                 if successor in self.body[outer] and successor not in self.body[inner]}
        if outer in exits:
            return there
        back = self.shortest(sorted(exits), outer, self.body[outer] - self.body[inner])
        return None if there is None or back is None else there + back
