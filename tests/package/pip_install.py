"""`pip install .` from a checkout into a virtual environment of its own, and the tests of the Python package there.
Compiles the library once more, so it runs with MYRIAD_LONG_TESTS only. Status 77: not asked for, or no PyPI."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import venv


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, **more)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    if not os.environ.get("MYRIAD_LONG_TESTS"):
        print("skipped: runs with scripts/test --long")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        venv.create(place / "venv", with_pip=True)
        pip = (place / "venv/bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet")
        if subprocess.run([*map(str, pip), "download", "--no-deps", "--retries", "1", "--dest", folder,
                           "scikit-build-core"]).returncode:
            print("skipped: pip finds no scikit-build-core")
            return 77
        checkout = place / "checkout"
        checkout.mkdir()
        archive = run("git", "archive", "HEAD", cwd=arguments.source, stdout=subprocess.PIPE).stdout
        run("tar", "-x", cwd=checkout, input=archive)
        run(*pip, "install", "-C", "cmake.define.MYRIAD_CUDA=OFF", "%s[pandas]" % checkout,
            env={**os.environ, "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count())})
        environment = {**os.environ, "MYRIAD_PROGRAM": str(arguments.program.resolve()),
                       "MYRIAD_LIBRARY_PAGE": str(arguments.source.resolve() / "docs/library.md")}
        environment.pop("PYTHONPATH", None)
        run(place / "venv/bin/python", "-B", arguments.source.resolve() / "tests/python/test_module.py", cwd=place,
            env=environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
