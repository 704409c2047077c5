"""What is generated from the commands: completions of three shells and manual pages."""

import os
import re
import shutil
import subprocess
import unittest

from harness import USAGE, Case, binary

COMMANDS = ["run", "plan", "status", "report", "export", "compare", "replay", "list", "bench", "doctor", "init",
            "completions", "manual"]


class TestCompletions(Case):
    def script(self, shell):
        return self.good(self.dir, "completions", shell).out

    def tool(self, name):
        if not shutil.which(name):
            self.skipTest("no " + name)

    def bash(self, *words):
        """What bash offers after these words."""
        self.write(self.dir, "c.bash", self.script("bash"))
        program = ("compopt() { :; }; source ./c.bash; COMP_WORDS=(myriad %s); COMP_CWORD=%d; _myriad; "
                   "printf '%%s\\n' \"${COMPREPLY[@]}\"" % (" ".join("'%s'" % w for w in words), len(words)))
        done = subprocess.run(["bash", "-c", program], cwd=self.dir, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_offers_commands_options_and_choices(self):
        offered = self.bash("")
        for command in COMMANDS:
            self.assertIn(command, offered)
        self.assertEqual(self.bash("exp"), ["export"])
        self.assertEqual(self.bash("run", "--dev"), ["--device"])
        self.assertIn("cuda", self.bash("run", "--device", ""))
        self.assertEqual(sorted(self.bash("export", "out", "--table", "c")), ["cells", "comparisons"])
        self.assertEqual(self.bash("list", "opt"), ["optimizers"])

    def test_bash_offers_files(self):
        self.write(self.dir, "sweep.toml", "")
        os.mkdir(os.path.join(self.dir, "out"))
        self.assertIn("sweep.toml", self.bash("run", "sw"))
        self.assertEqual(self.bash("status", "o"), ["out"])

    def test_zsh_reads_it(self):
        self.tool("zsh")
        self.write(self.dir, "_myriad", self.script("zsh"))
        # compinit loads the function; _arguments is replaced by one that shows what it was given
        program = ("fpath=(. $fpath); _arguments() { print -rl -- \"$@\"; }; _describe() { print -rl -- $commands; }; "
                   "words=(myriad run ''); CURRENT=3; source ./_myriad")
        done = subprocess.run(["zsh", "-f", "-c", program], cwd=self.dir, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        self.assertIn("--device[", done.stdout)
        self.assertIn("(auto cpu cuda", done.stdout)

    def test_fish_offers_options(self):
        self.tool("fish")
        self.write(self.dir, "c.fish", self.script("fish"))
        environment = dict(os.environ, HOME=self.dir, XDG_CONFIG_HOME=self.dir, XDG_DATA_HOME=self.dir)
        for line, want in (("myriad exp", "export"), ("myriad run --dev", "--device"),
                           ("myriad run --device cp", "cpu"), ("myriad list optim", "optimizers")):
            done = subprocess.run(["fish", "--no-config", "-c", "source c.fish; complete -C '%s'" % line], cwd=self.dir,
                                  capture_output=True, text=True, env=environment)
            self.assertIn(want, done.stdout.split(), line + done.stderr)

    def test_unknown_shell(self):
        self.refused(self.myriad(self.dir, "completions", "bahs"), USAGE, "did you mean 'bash'")


class TestManual(Case):
    def test_every_page_is_written(self):
        os.mkdir(os.path.join(self.dir, "man1"))
        self.good(self.dir, "manual", "--directory", "man1")
        self.assertEqual(sorted(os.listdir(os.path.join(self.dir, "man1"))),
                         sorted(["myriad.1"] + ["myriad-%s.1" % c for c in self.commands()]))

    def commands(self):
        help_text = self.good(self.dir, "--help").out
        return re.findall(r"(?m)^  (\w+)\s", help_text.split("Commands:")[1].split("Options:")[0])

    def test_man_shows_them_without_a_complaint(self):
        if not shutil.which("groff"):
            self.skipTest("no groff")
        for command in ["", *self.commands()]:
            page = self.good(self.dir, "manual", *([command] if command else [])).out
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-rLL=78n"], input=page, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), command)
            plain = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
            for heading in ("NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS"):
                self.assertIn(heading, plain, command)
            options = re.findall(r"(?m)^  +(?:-\w, )?(--[\w-]+)", self.good(self.dir, *([command] if command else []), "--help").out)
            for option in options if command else []:
                self.assertIn(option, plain.replace("\u2010", "-"), command)

    def test_the_committed_page_is_the_generated_one(self):
        place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs")
        with open(os.path.join(place, "cli.md"), encoding="utf-8") as f:
            self.assertEqual(f.read(), self.good(self.dir, "manual", "--format", "markdown").out,
                             "docs/cli.md is old: myriad manual --format markdown > docs/cli.md")
        with open(os.path.join(place, "spec.md"), encoding="utf-8") as f:
            keys = f.read().split("<!-- keys: begin -->\n")[1].split("<!-- keys: end -->")[0]
        self.assertEqual(keys, self.good(self.dir, "list", "keys", "--markdown").out,
                         "docs/spec.md is old: put `myriad list keys --markdown` between its marks")


if __name__ == "__main__":
    unittest.main()
