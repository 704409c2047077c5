#!/usr/bin/env python3
"""A run's tables as pandas data frames, without the package myriad:  load_pandas.py out [myriad]

cells.csv is read as it is; other tables come from `myriad export`."""

import io
import subprocess
import sys

import pandas


def cells(directory):
    """One row per cell. round_trip: floats read back to the bits that were written."""
    return pandas.read_csv(directory + "/cells.csv", float_precision="round_trip", dtype={"digest": str})


def table(directory, name, *options, program="myriad"):
    """Any table of `myriad export`."""
    text = subprocess.run([program, "export", directory, "--table", name, *options], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return pandas.read_csv(io.StringIO(text), float_precision="round_trip")


if __name__ == "__main__":
    directory = sys.argv[1]
    program = sys.argv[2] if len(sys.argv) > 2 else "myriad"
    frame = cells(directory)
    print(frame[["cell", "networks", "born_dead", "dead", "dead_fraction", "dead_low", "dead_high"]])
    survival = table(directory, "survival", program=program)
    survival["alive_fraction"] = survival["alive"] / survival["networks"]
    print(survival.pivot(index="epoch", columns="cell", values="alive_fraction"))
