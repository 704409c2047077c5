"""Two builds of one commit in folders of different names and depth: the same packages, byte for byte. Takes two whole
builds, so it runs with MYRIAD_LONG_TESTS only. Status 77: not asked for."""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def built(source, folder, revision, prefix_path):
    """Name -> SHA-256 of the packages and objects of one build."""
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", revision], cwd=source, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x"], cwd=folder, input=archive, check=True)
    # Nothing cached: it would be the other folder's.
    environment = {**os.environ, "CCACHE_DISABLE": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    build = folder / "build"
    for command in (["cmake", "-S", folder, "-B", build, "-DMYRIAD_TESTS=OFF", "-DMYRIAD_CUDA=OFF", "-DMYRIAD_COMMIT=same",
                     "-DCMAKE_PREFIX_PATH=" + prefix_path],
                    ["cmake", "--build", build, "--parallel", str(os.cpu_count())],
                    ["cpack", "--config", build / "CPackConfig.cmake", "-B", build / "packages"]):
        subprocess.run([str(word) for word in command], check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    files = [f for f in (build / "packages").iterdir() if f.suffix in (".deb", ".gz")]
    files += sorted(build.rglob("*.o"))  # where packages differ, these say why
    return {str(f.relative_to(build)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--revision", default="HEAD")
    parser.add_argument("--prefix-path", default="")
    arguments = parser.parse_args()
    if not os.environ.get("MYRIAD_LONG_TESTS") or not shutil.which("git") or not shutil.which("dpkg-shlibdeps"):
        print("skipped: runs with scripts/test --long, needs git and dpkg-dev")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        places = [pathlib.Path(folder) / "a", pathlib.Path(folder) / "another" / "place with a longer name"]
        first, second = (built(arguments.source, place, arguments.revision, arguments.prefix_path) for place in places)
    for name in sorted(first):
        same = second.get(name) == first[name]
        if not same or name.startswith("packages"):
            print("%s  %s %s" % (first[name], name, "same" if same else "DIFFERS"))
    return 0 if first and first == second else 1


if __name__ == "__main__":
    sys.exit(main())
