#!/usr/bin/env python3
"""The golden hashes and digests on AArch64, without such a machine: compiles the engines for it and runs the
self-test, and the digest of every part, under qemu's emulation. Takes minutes, so it runs with MYRIAD_LONG_TESTS only.
Status 77: not asked for, or a tool it needs is not there."""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys

COMPILER, EMULATOR = "aarch64-linux-gnu-g++", "qemu-aarch64"
# What the self-test and the parts' cases reach: a name that is missing here does not link.
SOURCES = ("data/csv_line", "data/dataset_fields", "engine/engine_cpu", "engine/engine_reference", "engine/golden",
           "engine/job", "engine/permanence", "engine/reduce_host", "engine/self_test", "engine/isa/cpu_lanes",
           "spec/registry", "spec/start_law", "summary/summary", "text/error", "text/number", "text/suggestion")
TESTS = ("test_self_test.cpp", "test_golden_parts.cpp")
GTEST = pathlib.Path("/usr/src/googletest/googletest")
FLAGS = ["-std=c++20", "-w", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-fno-tree-slp-vectorize",
         "-DFMT_HEADER_ONLY=1", "-DTHRUST_HOST_SYSTEM=THRUST_HOST_SYSTEM_CPP",
         "-DTHRUST_DEVICE_SYSTEM=THRUST_DEVICE_SYSTEM_CPP", "-DMYRIAD_ISA=baseline"]
# As host/CMakeLists.txt: they hold every part and need no speed.
LESS_OPTIMISED = {"engine_reference.cpp", "trace.cpp"}


def headers(place, includes):
    """A folder with nothing but the header-only libraries: the rest of /usr/include is for this machine."""
    place.mkdir(parents=True, exist_ok=True)
    for name in ("fmt", "Random123", "toml++", "nlohmann", "boost"):
        found = [i / name for i in includes if (i / name).is_dir()]
        if found and not (place / name).exists():
            (place / name).symlink_to(found[0])
    return place


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--include", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--thrust", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    if not os.environ.get("MYRIAD_LONG_TESTS"):
        print("skipped: runs with scripts/test --long")
        return 77
    for tool in (COMPILER, EMULATOR):
        if shutil.which(tool) is None:
            print("skipped: no %s" % tool)
            return 77
    if not GTEST.is_dir():
        print("skipped: no sources of GoogleTest in %s (package libgtest-dev)" % GTEST)
        return 77
    source, place = arguments.source.resolve(), arguments.build.resolve() / "aarch64"
    common = [COMPILER, *FLAGS, "-DMYRIAD_SOURCE_DIR=\"%s\"" % source, "-I%s" % source, "-I%s" % (source / "include"),
              "-I%s" % (source / "tests"), "-I%s" % (arguments.build / "include"), "-isystem", str(arguments.thrust),
              "-isystem", str(headers(place / "include", [*arguments.include, pathlib.Path("/usr/include")])),
              "-isystem", str(GTEST / "include"), "-I%s" % GTEST]
    files = [source / "host" / (name + ".cpp") for name in SOURCES]
    files += [*(source / "tests" / test for test in TESTS), GTEST / "src/gtest-all.cc", GTEST / "src/gtest_main.cc"]
    # The longest first.
    files.sort(key=lambda f: f.stem not in ("cpu_lanes", "engine_reference", "gtest-all"))

    def compiled(file):
        target = place / (file.parent.name + "_" + file.stem + ".o")
        level = "-O1" if file.name in LESS_OPTIMISED or file.parent.name in ("tests", "src") else "-O2"
        subprocess.run([*common, level, "-c", str(file), "-o", str(target)], check=True)
        return str(target)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        objects = list(pool.map(compiled, files))
    program = place / "tests"
    subprocess.run([COMPILER, "-static", *objects, "-o", str(program)], check=True)
    return subprocess.run([EMULATOR, str(program), "--gtest_brief=1"]).returncode


if __name__ == "__main__":
    sys.exit(main())
