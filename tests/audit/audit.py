"""What the audits share: arguments, the list of the project's files, findings, the exit status."""

import argparse
import pathlib
import subprocess
import sys

SKIPPED = 77  # ctest: a tool that this audit needs is not on this machine


class Audit:
    def __init__(self, description, texts=()):
        """`texts`: further arguments that take a text, as (name, help)."""
        parser = argparse.ArgumentParser(description=description)
        here = pathlib.Path(__file__).resolve()
        parser.add_argument("--source", type=pathlib.Path, default=here.parents[2], help="the checkout")
        parser.add_argument("--build", type=pathlib.Path, default=None, help="its build folder")
        for name, help_text in texts:
            parser.add_argument(name, default="", help=help_text)
        self.options = options = parser.parse_args()
        self.source = options.source.resolve()
        self.build = (options.build or self.source / "build").resolve()
        self.findings = []
        self.checked = 0

    def files(self):
        """Every file of the project, as paths relative to the checkout."""
        try:
            listed = subprocess.run(
                ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                cwd=self.source, capture_output=True, check=True).stdout.decode().split("\0")
        except (OSError, subprocess.CalledProcessError):
            listed = [str(p.relative_to(self.source)) for p in self.source.rglob("*")
                      if not any(part.startswith(("build", ".git", "runs", "__pycache__"))
                                 for part in p.relative_to(self.source).parts)]
        return sorted(pathlib.PurePosixPath(f) for f in listed if f and (self.source / f).is_file())

    def text(self, file):
        return (self.source / file).read_text(encoding="utf-8")

    def find(self, where, what):
        self.findings.append("%s: %s" % (where, what))

    def skip(self, reason):
        print("skipped: " + reason)
        sys.exit(SKIPPED)

    def close(self, unit):
        for finding in self.findings:
            print(finding)
        print("%d %s checked, %d findings" % (self.checked, unit, len(self.findings)))
        if self.checked == 0:
            print("nothing was checked: that is a finding too")
        sys.exit(1 if self.findings or self.checked == 0 else 0)
