"""The scripts of examples/load on a small result, each with its interpreter where that is here. Their numbers are
compared with `myriad export --format json`. Ends with `N passed, N skipped`."""

import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

SPEC = """spec_version = 1
name = "load"
seed = 5
networks_per_cell = 200
keep = "all"
[base]
data = { source = "xor" }
epochs = 20
[grid]
activation = ["relu", "leaky_relu"]
"""


class Loads:
    def __init__(self, program, examples, folder):
        self.program, self.examples, self.folder = program, examples, folder
        self.out = folder / "out"
        (folder / "spec.toml").write_text(SPEC)
        self.run(program, "run", folder / "spec.toml", "-o", self.out, "--progress", "none")
        self.cells = json.loads(self.run(program, "export", self.out, "--table", "cells", "--format", "json"))
        self.networks = json.loads(self.run(program, "export", self.out, "--table", "networks", "--format", "json"))

    def run(self, *command, **more):
        return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True,
                              **more).stdout

    def sqlite(self):
        with open(self.examples / "load.sql") as script:
            shown = self.run("sqlite3", "-readonly", self.out / "sweep.db", stdin=script)
        lines = [line.split() for line in shown.splitlines()]
        progress = [line for line in lines if len(line) >= 4 and line[2] == "200"]
        assert [line[0] for line in progress] == ["0", "1"], shown
        for cell in (0, 1):
            deaths = [n["death_epoch"] for n in self.networks if n["cell"] == cell and n["death_epoch"] is not None]
            expected = [str(cell), "200", str(deaths.count(0))] + ([str(min(deaths)), str(max(deaths))] if deaths else [])
            assert expected in lines, (expected, shown)

    def pandas(self):
        code = ("import json, sys; sys.path.insert(0, sys.argv[1]); import load_pandas as l\n"
                "print(json.dumps(l.cells(sys.argv[2]).to_dict('records')))\n"
                "print(len(l.table(sys.argv[2], 'networks', '--cell', '1', program=sys.argv[3])))")
        cells, networks = self.run(*self.python, "-B", "-c", code, self.examples, self.out, self.program).splitlines()
        self.same(json.loads(cells), self.cells)
        assert networks == "200", networks
        self.run(*self.python, "-B", self.examples / "load_pandas.py", self.out, self.program)

    def duckdb(self):
        with open(self.examples / "load.duckdb.sql") as script:
            self.run("duckdb", stdin=script, cwd=self.out)
        read = "SELECT * FROM 'cells.parquet' ORDER BY cell"
        self.same(json.loads(self.run("duckdb", "-json", "-c", read, cwd=self.out)), self.cells)

    def r(self):
        code = ("commandArgs <- function(...) c('%s', '%s'); source('%s')\n"
                "write.csv(cells, 'cells-r.csv', row.names = FALSE, na = '')\n"
                "write.csv(networks, 'networks-r.csv', row.names = FALSE, na = '')")
        shown = self.run("Rscript", "-e", code % (self.out, self.program, self.examples / "load.R"), cwd=self.folder)
        assert "400 networks kept" in shown, shown
        for name, rows in (("cells", self.cells), ("networks", self.networks)):
            with open(self.folder / (name + "-r.csv"), newline="") as file:
                self.same(list(csv.DictReader(file)), rows)

    def same(self, theirs, ours):
        """Row by row; what they have as text is read as the type that is ours. Fifteen digits are what R writes."""
        assert len(theirs) == len(ours) > 0, (len(theirs), len(ours))
        for one, other in zip(theirs, ours):
            assert list(one) == list(other), (list(one), list(other))
            for key, value in other.items():
                got = one[key] if value is None or isinstance(value, str) else type(value)(float(one[key]))
                close = isinstance(value, float) and abs(got - value) <= 1e-14 * abs(value)
                gap = value is None and (got == "" or got != got)
                assert got == value or close or gap, (key, got, value)

    def python_with(self, module):
        for python in ("/usr/bin/python3", sys.executable):
            if subprocess.run([python, "-c", "import " + module], capture_output=True).returncode == 0:
                self.python = [python]
                return True
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--examples", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    passed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        loads = Loads(arguments.program.resolve(), arguments.examples.resolve(), pathlib.Path(folder))
        for name, there in (("sqlite", lambda: shutil.which("sqlite3")), ("pandas", lambda: loads.python_with("pandas")),
                            ("duckdb", lambda: shutil.which("duckdb")), ("r", lambda: shutil.which("Rscript"))):
            if there():
                getattr(loads, name)()
                passed += 1
                print("ok   " + name)
            else:
                skipped += 1
                print("skip %s: it is not on this machine" % name)
    print("%d passed, %d skipped" % (passed, skipped))
    return 0 if passed else 77


if __name__ == "__main__":
    sys.exit(main())
