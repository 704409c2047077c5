"""cpack's packages: what Debian's say of themselves, what is in them, and whether both they and the archive work
where they are unpacked. Status 77: no dpkg-deb."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

EXPECTED = {  # package -> section, what it must depend on, files
    "myriad": ("science", ["libc6", "libstdc++6", "libsqlite3-0"], ["usr/bin/myriad"]),
    "libmyriad-c0": ("libs", ["libc6", "libsqlite3-0"], ["usr/lib*/libmyriad_c.so.0"]),
    "libmyriad-dev": ("libdevel", ["libmyriad-c0", "librandom123-dev", "libsqlite3-dev"],
                      ["usr/lib*/libmyriad.a", "usr/lib*/libmyriad_c.so", "usr/include/myriad/run.hpp",
                       "usr/include/myriad/myriad.h", "usr/include/myriad/version.hpp",
                       "usr/lib*/cmake/myriad/myriadConfig.cmake"]),
    "python3-myriad": ("python", ["python3", "libc6"],
                       ["usr/lib/python3/dist-packages/myriad/_core.*.so",
                        "usr/lib/python3/dist-packages/myriad/__init__.py"]),
}
SPEC = "spec_version = 1\nnetworks_per_cell = 50\n[base]\ndata = { source = \"xor\" }\nepochs = 5\n"


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


def make(build, place, generator):
    """Fast compression: this is about what is in the packages."""
    run("cpack", "--config", build / "CPackConfig.cmake", "-G", generator, "-B", place, "-D",
        "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", cwd=place)


def check_control(package):
    fields = {name: run("dpkg-deb", "-f", package, name).strip()
              for name in ("Package", "Section", "Depends", "Description", "Architecture", "Maintainer")}
    section, needed, _ = EXPECTED[fields["Package"]]
    assert fields["Section"] == section, fields
    depends = re.findall(r"[a-z0-9.+-]+(?= \(|,|$)", fields["Depends"])
    assert not [name for name in needed if name not in depends], fields
    assert all(fields.values()) and len(fields["Description"].splitlines()) > 1, fields
    return fields["Package"]


def check_deb(build, place, interpreter):
    make(build, place, "DEB")
    packages = {check_control(file): file for file in place.glob("*.deb")}
    wanted = set(EXPECTED) - (set() if interpreter else {"python3-myriad"})
    assert set(packages) == wanted, packages
    root = place / "root"
    for file in packages.values():
        run("dpkg-deb", "-x", file, root)
    for name in packages:
        for pattern in EXPECTED[name][2] + ["usr/share/doc/%s/copyright" % name]:
            assert list(root.glob(pattern)), (name, pattern)
    try_out(root / "usr", place / "from-deb")
    if interpreter:
        package = root / "usr/lib/python3/dist-packages"
        shown = run(interpreter, "-c", "import myriad; print(myriad.__file__)",
                    env={**os.environ, "PYTHONPATH": str(package)})
        assert shown.startswith(str(package)), shown
    return root


def try_out(prefix, folder):
    folder.mkdir()
    (folder / "spec.toml").write_text(SPEC)
    run(prefix / "bin/myriad", "run", "spec.toml", "-o", "out", "--progress", "none", cwd=folder)
    assert (folder / "out/report.html").exists()


def check_archive(build, place):
    make(build, place, "TGZ")
    (archive,) = place.glob("*.tar.gz")
    unpacked = place / "some where else"
    unpacked.mkdir()
    run("tar", "-xzf", archive, "-C", unpacked, "--strip-components=1")
    try_out(unpacked, place / "from-archive")
    return unpacked


def check_no_paths(folder, source):
    """What is installed does not tell where it was built."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            assert str(source).encode() not in file.read_bytes(), "%s names %s" % (file, source)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--config", default="Release")
    parser.add_argument("--interpreter", default="", help="that the Python package was built for")
    arguments = parser.parse_args()
    if shutil.which("dpkg-deb") is None or shutil.which("dpkg-shlibdeps") is None:
        print("skipped: no dpkg-deb or no dpkg-shlibdeps (package dpkg-dev)")
        return 77
    place = arguments.build.resolve() / "packages"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    root = check_deb(arguments.build.resolve(), place, arguments.interpreter)
    unpacked = check_archive(arguments.build.resolve(), place)
    if arguments.config == "Release":
        check_no_paths(root, arguments.source.resolve())
        check_no_paths(unpacked, arguments.source.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
