#!/usr/bin/env python3
"""Faults of a GPU and its driver: the unit tests that replace the runtime's calls."""

from row import Absent, main

PATTERN = "CudaFault*:*RuntimeCall*:EngineCuda*:EngineGroup*:Run.HalvesTheChunk*:Run.KeepsWhatWasDone*"


def body(row):
    row.count("tests", row.unit_tests(PATTERN, "runtime_faults"))
    if not row.counts["tests"]:
        raise Absent("no test of the CUDA runtime in this build")


if __name__ == "__main__":
    main(9, "GPU out of memory, lost, no driver", body)
