#!/usr/bin/env python3
"""Who may include whom: core <- parts <- step <- engines; host and kernels meet only in the public headers;
the oracle includes nothing of ours. Headers that nvcc compiles use neither allocation, strings, streams nor
threads, and nothing numeric of the C library."""

import posixpath
import re

from audit import Audit

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)

# Parts that are evaluated on the host alone, in double, count as public headers.
HOST_PARTS = {"include/myriad/parts/preprocess.hpp", "include/myriad/parts/dataset_source.hpp"}

PUBLIC = ["include/myriad", "include/myriad/core", "include/myriad/parts", "include/myriad/step"]
# The library's folders, each with those it may include besides itself and the public headers: no way leads back.
HOST = {
    "text": [],
    "spec": ["text"],
    "data": ["text"],
    "theory": ["text", "spec"],
    "engine": ["text", "spec", "data", "engine/isa"],
    "summary": ["text"],
    "tables": ["text", "spec", "theory", "summary"],
    "store": ["text", "spec", "data"],
    "run": ["text", "spec", "data", "engine", "summary", "store"],
    "report": ["text", "spec", "theory", "summary", "tables"],
    "cli": ["text", "spec", "summary", "tables", "store", "run", "report"],
}
# Layer -> layers it may include besides itself. A layer is the longest matching folder.
MAY_INCLUDE = {
    "include/myriad/core": [],
    "include/myriad/parts": ["include/myriad/core"],
    "include/myriad/step": ["include/myriad/core", "include/myriad/parts"],
    "include/myriad": ["include/myriad/core", "include/myriad/parts", "include/myriad/step"],
    "host/engine/isa": ["include/myriad/core", "include/myriad/parts", "include/myriad/step"],
    "kernels": PUBLIC,
    "bindings/c": PUBLIC,
    "bindings/python": PUBLIC,
    "tests/oracle": [],
    **{"host/" + folder: PUBLIC + ["host/" + other for other in others] for folder, others in HOST.items()},
}
# Under a host compiler, kernel headers take CUDA's words from the tests' stand-in.
EXCEPTIONS = {("kernels/builtins.hpp", "tests/cuda_standin.hpp")}
DEVICE_LAYERS = ("include/myriad/core", "include/myriad/parts", "include/myriad/step")
DEVICE_SYSTEM_HEADERS = {"array", "cstddef", "cstdint", "cstring", "limits", "type_traits", "utility",
                         "immintrin.h", "arm_neon.h", "Random123/philox.h"}
# Libraries that only some files may see: header prefix -> where.
RESERVED = {
    "toml": r"^host/.*\.cpp$|^tests/.*\.cpp$",
    "CLI/": r"^host/cli/",
    "sqlite3.h": r"^host/|^tests/.*\.cpp$",
    "thrust/": r"^include/myriad/reduce\.hpp$|^host/engine/reduce_host\.cpp$|^kernels/|^tests/",
    "cub/": r"^kernels/",
    "cuda": r"^kernels/|^tests/|^bench/",
    "random": r"^tests/|^bench/",
}


def layer_of(path):
    if path in HOST_PARTS:
        return "include/myriad"
    fits = [layer for layer in MAY_INCLUDE if path.startswith(layer + "/")]
    return max(fits, key=len) if fits else None


def resolve(audit, file, target, known):
    """The project file that an include names, or None for a header of someone else."""
    for candidate in (posixpath.normpath(posixpath.join(str(file.parent), target)),
                      "include/" + target, target, "tests/" + target):
        if candidate in known:
            return candidate
    return "include/" + target if target.startswith("myriad/") else None


def check_own(audit, where, layer, found):
    target_layer = layer_of(found)
    if layer is None:
        return
    if target_layer is None:
        audit.find(where, "%s may not include %s" % (layer, found))
    elif target_layer != layer and target_layer not in MAY_INCLUDE[layer]:
        audit.find(where, "%s may not include %s (%s)" % (layer, target_layer, found))


def main():
    audit = Audit(__doc__)
    files = [f for f in audit.files() if f.suffix in (".cpp", ".hpp", ".cu", ".cuh", ".h", ".in")]
    known = {str(f) for f in files} | {"include/myriad/version.hpp"}
    for file in files:
        layer = layer_of(str(file))
        text = audit.text(file)
        for match in INCLUDE.finditer(text):
            audit.checked += 1
            where = "%s:%d" % (file, text.count("\n", 0, match.start(1 if match.group(1) else 2)) + 1)
            quoted, system = match.groups()
            found = resolve(audit, file, quoted or system, known)
            if found and (str(file), found) not in EXCEPTIONS:
                check_own(audit, where, layer, found)
                if system:
                    audit.find(where, "a header of ours is included with quotes")
            if found:
                continue
            name = quoted or system
            if layer in DEVICE_LAYERS and name not in DEVICE_SYSTEM_HEADERS:
                audit.find(where, "%s may not include <%s>" % (layer, name))
            for prefix, allowed in RESERVED.items():
                if name.startswith(prefix) and (prefix != "random" or name == "random"):
                    if not re.search(allowed, str(file)):
                        audit.find(where, "<%s> is not for this file" % name)
    audit.close("includes")


if __name__ == "__main__":
    main()
