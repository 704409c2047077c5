"""What a person sees: all mistakes of a command line at once, narrow terminals, quiet and verbose."""

import json
import os
import unittest

import reference as ref
from harness import USAGE, XOR_DATA, Case, spec
from iris_sweep import Done, simple


class TestMistakes(Case):
    def test_all_at_once_with_marks(self):
        r = self.myriad(self.dir, "run", "s.toml", "-o", "out", "--netwoks", "5", "--device", "cpu", "--math", "exat", "--chunk", "0")
        self.refused(r, USAGE, "'--netwoks'", "did you mean '--networks'", "'exat'", "did you mean 'exact'", "--chunk 0")
        lines = r.err.splitlines()
        at = next(k for k, line in enumerate(lines) if line.startswith("  myriad run s.toml"))
        marked = {lines[at][k:].split()[0] for k in range(len(lines[at])) if lines[at + 1][k:k + 1] == "^" and lines[at + 1][k - 1] != "^"}
        self.assertEqual(marked, {"--netwoks", "exat", "0"} | ({"5"} if "'5'" in r.err else set()))

    def test_missing_ones_are_all_named(self):
        self.refused(self.myriad(self.dir, "replay"), USAGE, "missing DIR", "missing --cell", "missing --network")

    def test_quiet_and_verbose_exclude_each_other(self):
        self.refused(self.myriad(self.dir, "doctor", "-q", "-v"), USAGE, "not both")

    def test_no_directory_without_need(self):
        self.refused(self.myriad(self.dir, "compare", "out"), USAGE, "--cells")


class TestTalk(Case):
    def run_with(self, out, *more):
        self.write(self.dir, "s.toml", spec({"data": XOR_DATA, "epochs": 3}))
        return self.good(self.dir, "run", "s.toml", "-o", out, "--device", "cpu", *more)

    def test_quiet_says_nothing_but_results(self):
        plain, quiet = self.run_with("a"), self.run_with("b", "-q")
        self.assertNotEqual(plain.err, "")
        self.assertEqual(quiet.err, "")
        self.assertEqual(quiet.out, plain.out)
        self.assertEqual(self.good(self.dir, "init", "-q", "-o", "new.toml").err, "")
        r = self.myriad(self.dir, "init", "-q", "-o", "new.toml")
        self.assertIn("there already", r.err, "errors are not notes")

    def test_verbose_says_what_it_took(self):
        r = self.run_with("c", "-v")
        for word in ("myriad ", "commit", "took", "memory", "networks"):
            self.assertIn(word, r.err)
        self.assertEqual(r.out, self.run_with("d").out)

    def test_init_json(self):
        r = json.loads(self.good(self.dir, "init", "--json").out)
        self.assertEqual(r["spec"], self.good(self.dir, "init").out)
        self.assertIsNone(r["file"])


class TestNarrow(Done):
    """At 60 columns no line of what a person reads is longer, but for what cannot be broken: a command, a path."""

    def narrow(self, *args, columns=60):
        r = self.myriad(self.shared, *args, env=dict(os.environ, COLUMNS=str(columns)))
        self.assertEqual(r.code, 0, str(r))
        for line in r.out.splitlines():
            if line.lstrip().startswith("myriad "):
                continue  # an example, to be copied as it is
            self.assertTrue(len(line) <= columns or " " not in line.strip(), "%d: %s" % (len(line), line))

    def test_outputs_fit(self):
        for args in (["--help"], ["doctor"], ["list"], ["plan", "spec.toml"], ["compare", self.result, "--cells", "0,2"],
                     ["replay", self.result, "--cell", "0", "--network", "1"], ["replay", self.result, "--cell", "2", "--network", "0"],
                     ["run", "spec.toml", "-o", self.result]):
            self.narrow(*args)

    def test_helps_fit(self):
        for command in ("run", "plan", "status", "report", "export", "compare", "replay", "list", "doctor", "init", "completions", "manual"):
            self.narrow(command, "--help")


if __name__ == "__main__":
    unittest.main()
