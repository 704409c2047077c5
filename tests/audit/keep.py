#!/usr/bin/env python3
"""Stands before nvcc in the build (CUDA_COMPILER_LAUNCHER) and keeps what the audits read, which a compilation
makes anyway and throws away: the PTX and the cubin of each architecture, and what ptxas says of registers and
spills.

    keep.py PLACE nvcc …        keeps under PLACE/<name of the object>/"""

import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    place, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    if "-o" not in command or not {"-c", "-dc"} & set(command):
        return subprocess.run(command).returncode
    output = pathlib.Path(command[command.index("-o") + 1])
    target = place / output.name
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run([*command, "--keep", "--keep-dir", scratch, "-Xptxas=-v"], stderr=subprocess.PIPE,
                              text=True)
        messages = done.stderr.splitlines(keepends=True)
        usage = [line for line in messages if line.startswith(("ptxas info", "    ")) and "warning" not in line]
        sys.stderr.write("".join(line for line in messages if line not in usage))
        if done.returncode == 0:
            target.mkdir(parents=True)
            for pattern in ("*.ptx", "*.cubin"):
                for file in pathlib.Path(scratch).glob(pattern):
                    shutil.copy(file, target)
            (target / "usage.txt").write_text("".join(usage))
            (target / "object.txt").write_text(str(pathlib.Path.cwd() / output) + "\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
