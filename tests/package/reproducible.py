"""One commit in two folders, of different names and depth: the same objects, programs and packages, byte for byte.

A few objects of each kind are compiled, and what is linked and packed is made of the objects of the build under test.
With MYRIAD_LONG_TESTS everything is compiled, twice. Status 77: a tool is not there."""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# A kind is a language, a set of flags, or a library whose headers may name files: target -> objects.
KINDS = {
    "host/CMakeFiles/libmyriad.dir": ["text/error.cpp.o", "store/atomic_file.cpp.o", "engine/reduce_host.cpp.o"],
    "host/CMakeFiles/myriad_lanes_baseline.dir": ["engine/isa/cpu_peak.cpp.o"],
    "kernels/CMakeFiles/myriad_kernels.dir": ["reciprocal_test.cu.o", "unnamed.cu.o"],
}
UNNAMED = """// nvcc makes the symbols of an unnamed namespace from the source's path, unless it is told another.
namespace { struct Next { __device__ int operator()(int x) const { return x + 1; } }; }
template <class T> __global__ void apply_kernel(int* x, T f) { *x = f(*x); }
void apply(int* x) { apply_kernel<<<1, 1>>>(x, Next{}); }
"""


def run(*command, **more):
    # Nothing cached: it would be the other folder's.
    environment = {**os.environ, "CCACHE_DISABLE": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run([str(word) for word in command], check=True, env=environment, stdout=subprocess.DEVNULL, **more)


def copied(source, folder, cuda, prefix_path):
    """The sources as git has them now, in a folder with its build configured."""
    files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=source, check=True,
                           stdout=subprocess.PIPE).stdout.decode().split("\0")
    for name in filter(None, files):
        if (source / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, folder / name)
    if cuda:
        (folder / "kernels/unnamed.cu").write_text(UNNAMED)
    run("cmake", "-G", "Unix Makefiles", "-S", folder, "-B", folder / "build", "-DMYRIAD_TESTS=OFF", "-DMYRIAD_COMMIT=same",
        "-DMYRIAD_CUDA=" + ("ON" if cuda else "OFF"), "-DMYRIAD_CUDA_ARCHITECTURES=80-real", "-DCMAKE_PREFIX_PATH=" + prefix_path)
    return folder / "build"


def compiled(build):
    """A few objects of each kind that this build has."""
    for target, objects in KINDS.items():
        if (build / target).exists():
            run("make", "-s", "-C", build, "-f", target + "/build.make", *(target + "/" + name for name in objects))
    return list(build.rglob("*.o"))


def linked(build, objects_of):
    """What is linked and packed, from objects that another build has compiled."""
    for folder in ("host", "bindings", "kernels"):
        for file in filter(pathlib.Path.is_file, (objects_of / folder).rglob("CMakeFiles/**/*.o")):
            target = build / file.relative_to(objects_of)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    if (build / "kernels").exists():
        target = build / "kernels/CMakeFiles/myriad_kernels.dir"
        shutil.copyfile(target / "reciprocal_test.cu.o", target / "unnamed.cu.o")
    return whole(build, ["-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip"])


def whole(build, pack_options=()):
    run("cmake", "--build", build, "--parallel", os.cpu_count())
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", build / "packages", *pack_options, cwd=build)
    products = [file for kind in ("*.o", "*.a", "*.so", "bin/myriad") for file in build.rglob(kind)]
    return products + [file for file in (build / "packages").iterdir() if file.suffix in (".deb", ".gz")]


def digests(build, files):
    return {str(file.relative_to(build)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files if "_CPack_Packages" not in file.parts}


def differing(title, first, second):
    different = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    print("%s: %d files, %d differ" % (title, len(first), len(different)))
    for name in different:
        print("    " + name)
    for name in sorted(first):
        if name.startswith("packages"):
            print("    %s  %s" % (first[name], name))
    return bool(different) or not first


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--cuda", action="store_true", help="the build has the CUDA engine")
    parser.add_argument("--prefix-path", default="")
    arguments = parser.parse_args()
    missing = [tool for tool in ("git", "make", "cpack", "dpkg-shlibdeps") if not shutil.which(tool)]
    if missing or not (arguments.source / ".git").exists():
        print("skipped: no " + (", ".join(missing) or "checkout of git"))
        return 77
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        places = [pathlib.Path(scratch) / "a", pathlib.Path(scratch) / "another" / "place with a longer name"]
        builds = [copied(arguments.source, place, arguments.cuda, arguments.prefix_path) for place in places]
        failed |= differing("compiled", *(digests(build, compiled(build)) for build in builds))
        failed |= differing("linked and packed",
                            *(digests(build, linked(build, arguments.build)) for build in builds))
        if os.environ.get("MYRIAD_LONG_TESTS"):
            for build in builds:
                run("cmake", "--build", build, "--target", "clean")
            failed |= differing("the whole", *(digests(build, whole(build)) for build in builds))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
