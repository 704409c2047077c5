#!/usr/bin/env python3
"""Faults of a GPU and its driver: the unit tests that replace the runtime's calls."""

from row import main

PATTERN = "CudaEngine*:ChunkWorkers*:EngineGroup*:Run.HalvesTheChunk*:Run.KeepsWhatWasDone*"


def body(row):
    row.count("tests, those of engines that stand in for a GPU among them", row.unit_tests(PATTERN, "calls_of_the_runtime_made_to_fail"))


if __name__ == "__main__":
    main(9, "GPU out of memory, lost, no driver", body)
