"""The built kernels in a form that can be read: PTX, register use and cubin of each source for each architecture
of the build, as tests/audit/keep.py kept them."""

import pathlib
import re
import subprocess


class Compiled:
    """One source compiled for one architecture."""

    def __init__(self, name, architecture, ptx, usage, cubin):
        self.name, self.architecture, self.ptx, self.usage, self.cubin = name, architecture, ptx, usage, cubin


def usage_of(text, architecture):
    """The lines of ptxas -v about one architecture."""
    lines, inside = [], False
    for line in text.splitlines():
        started = re.search(r"Compiling entry function .* for 'sm_(\w+)'", line)
        if started:
            inside = started.group(1) == architecture
        if inside:
            lines.append(line)
    return lines


def compiled_kernels(audit, wanted="", only_architecture=None):
    """Every kernel source of the build for every architecture; skips the audit where there is none."""
    found, kept = [], audit.build / "kernels" / "kept"
    for built in (audit.build / "kernels" / "CMakeFiles" / "myriad_kernels.dir").rglob("*.cu.o"):
        if re.search(wanted, built.name) and not (kept / built.name).is_dir():
            audit.find(built.name, "its PTX was not kept; compile it anew")
    for folder in sorted(kept.glob("*.o")):
        if not re.search(wanted, folder.name) or not pathlib.Path(
                (folder / "object.txt").read_text().strip()).exists():
            continue
        usage = (folder / "usage.txt").read_text()
        cubins = list(folder.glob("*.cubin"))
        for file in sorted(folder.glob("*.ptx")):
            ptx = file.read_text()
            architecture = re.search(r"^\.target sm_(\w+)", ptx, re.M).group(1)
            fitting = [c for c in cubins if "compute_%s." % architecture in c.name]
            if only_architecture in (None, architecture):
                found.append(Compiled(folder.name.removesuffix(".o"), architecture, ptx,
                                      usage_of(usage, architecture), fitting[0] if fitting else None))
    if not found and not audit.findings:
        audit.skip("this build has no such kernels")
    return found


def demangled(names):
    """Readable names, where c++filt is there."""
    try:
        out = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True, check=True).stdout
        return dict(zip(names, out.splitlines()))
    except (OSError, subprocess.CalledProcessError):
        return {name: name for name in names}
