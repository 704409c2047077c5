"""Adds the activation of CONTRIBUTING.md to a copy of the headers, as that page says, and uses it."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = """
#include <cstdio>
#include "myriad/registry.hpp"
#include "myriad/step/choice.hpp"
int main() {
  using namespace myriad;
  const int id = find_part(PartKind::activation, "squared_relu");
  if (id != Activations::size - 1) return 1;
  const AnyActivation<Activations> phi{id, nullptr};
  const auto y = phi.value(1.5f, 0.0f);
  if (y.value != 2.25f || phi.backward(1.0f, 1.5f, y, 0.0f) != 3.0f) return 2;
  if (phi.flat_sets() != 1 || phi.leaves_flat(0, -1.0f) || !phi.leaves_flat(0, 1.0f)) return 3;
  std::printf("%s\\n", parts(PartKind::activation)[static_cast<std::size_t>(id)].info.formula);
}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--cxx", default="c++")
    parser.add_argument("--include", action="append", default=[])
    arguments = parser.parse_args()
    page = (arguments.source / "CONTRIBUTING.md").read_text()
    struct = re.search(r"```cpp\n(struct SquaredRelu.*?)```", page, re.S).group(1)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for name in ("include", "host"):
            shutil.copytree(arguments.source / name, place / name)
        family = place / "include/myriad/parts/activation_piecewise.hpp"
        text = family.read_text()
        end = text.rindex("}  // namespace myriad")
        family.write_text(text[:end] + struct + "\n" + text[end:])
        names = place / "include/myriad/parts/activation.hpp"
        text, changed = re.subn(r"(using Activations\s*=\s*TypeList<[^;]*?)>;", r"\1, SquaredRelu>;", names.read_text())
        assert changed == 1, "no list of activations"
        names.write_text(text)
        (place / "program.cpp").write_text(PROGRAM)
        command = [arguments.cxx, "-std=c++20", "-O0", "-ffp-contract=off", "-I" + str(place / "include"),
                   "-I" + str(place), *("-I" + i for i in arguments.include), str(place / "program.cpp"),
                   str(place / "host/spec/registry.cpp"), "-o", str(place / "program")]
        subprocess.run(command, check=True)
        formula = subprocess.run([str(place / "program")], check=True, stdout=subprocess.PIPE, text=True).stdout
        assert formula == "z > 0 ? z^2 : 0\n", formula
    return 0


if __name__ == "__main__":
    sys.exit(main())
