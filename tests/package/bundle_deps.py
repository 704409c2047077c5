"""The archive of scripts/bundle-deps has what a build without network needs: CMake configures the program and its tests
with it as scripts/gpu-verify does, and finds everything there rather than on this machine. Status 77: a package that the
archive is made of is not installed."""

import argparse
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

HEADERS = ("boost_math", "cli11", "fmt", "json", "random123", "sqlite3", "tomlplusplus")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    source = parser.parse_args().source
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        made = subprocess.run([source / "scripts" / "bundle-deps", scratch / "deps.tar.gz"], text=True, capture_output=True)
        if "scripts/setup --tests installs it" in made.stderr:
            print("skipped: " + made.stderr.strip())
            return 77
        assert made.returncode == 0, made.stdout + made.stderr
        with tarfile.open(scratch / "deps.tar.gz") as archive:
            archive.extractall(scratch / "deps")
        libraries = {file.name for file in (scratch / "deps" / "lib").iterdir()}
        assert {"libsqlite3.a", "libgtest.a", "libgtest_main.a"} <= libraries, libraries
        configured = subprocess.run(
            ["cmake", "-S", source, "-B", scratch / "build", "-DMYRIAD_CUDA=OFF", "-DMYRIAD_TESTS=ON", "-DMYRIAD_STATIC=ON",
             "-DCMAKE_PREFIX_PATH=%s" % (scratch / "deps")], text=True, capture_output=True)
        assert configured.returncode == 0, configured.stdout + configured.stderr
        cache = (scratch / "build" / "CMakeCache.txt").read_text()
        for name in ["%s_INCLUDE_DIR" % header for header in HEADERS] + ["sqlite3_LIBRARY"]:
            found = re.search(r"^MYRIAD_%s:\w+=(.*)$" % name, cache, re.M)
            assert found and found.group(1).startswith(str(scratch / "deps")), (name, found and found.group(1))
        assert "no MPI" in configured.stdout and "static ON" in configured.stdout, configured.stdout
    print("bundle-deps: %s" % made.stdout.strip().split(": ", 1)[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
