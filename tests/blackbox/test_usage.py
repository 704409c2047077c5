"""Help, usage errors and exit codes."""

import os
import re
import unittest

import reference as ref
from harness import IO_ERROR, NO_DEVICE, OTHER_SPEC, USAGE, XOR_DATA, Case, have_cuda, spec
from iris_sweep import simple

COMMANDS = ["run", "plan", "status", "report", "export", "compare", "replay", "list", "doctor"]


class TestUsage(Case):
    def test_help_begins_with_examples(self):
        for args in (["--help"], ["run", "--help"]):
            r = self.good(self.dir, *args)
            head = [line for line in r.out.splitlines() if line.strip()]
            self.assertTrue(head, "help belongs on standard output")
            at = [k for k, line in enumerate(head) if re.search(r"(?i)\bexample", line) or re.match(r"\s*\$?\s*myriad \w+ \S", line)]
            options = [k for k, line in enumerate(head) if re.match(r"\s*-{1,2}\w", line)]
            # a title line or two and a usage line may stand before
            self.assertTrue(at and at[0] <= 4, "\n".join(head[:8]))
            self.assertTrue(not options or at[0] < options[0])

    def test_help_of_every_command(self):
        for c in COMMANDS:
            r = self.good(self.dir, c, "--help")
            self.assertIn("myriad " + c, r.out)
            self.assertEqual(self.listing(self.dir), [])

    def test_help_names_every_command(self):
        out = self.good(self.dir, "--help").out
        for c in COMMANDS:
            self.assertRegex(out, r"\b%s\b" % c)

    def test_version(self):
        r = self.good(self.dir, "--version")
        self.assertRegex(r.out, r"\d+\.\d+")

    def test_nothing_is_usage(self):
        r = self.myriad(self.dir)
        # help at exit 0 is accepted too
        self.assertIn(r.code, (0, USAGE))
        self.assertTrue(r.out or r.err)

    def test_the_value_of_an_unknown_option_is_no_second_mistake(self):
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--netwroks", "5")
        self.refused(r, USAGE, "did you mean '--networks'?")
        self.assertNotIn("too many", r.err)
        self.refused(self.myriad(self.dir, "run", "spec.toml", "out"), USAGE, "'out' is one argument too many")

    def test_an_empty_spec_is_refused(self):
        for text in ("", "\n \n"):
            self.write(self.dir, "spec.toml", text)
            for command in (["run", "spec.toml", "-o", "out"], ["plan", "spec.toml"]):
                self.refused(self.myriad(self.dir, *command), USAGE, "spec.toml:1:1", "empty", "myriad init")
        self.assertEqual(self.listing(self.dir), ["spec.toml"])

    def test_no_directory_is_said(self):
        for command in ("status", "report", "export --table cells"):
            name, *rest = command.split()
            self.refused(self.myriad(self.dir, name, "nowhere", *rest), IO_ERROR, "no directory nowhere")

    def test_usage_errors(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        before = self.listing(self.dir)
        for args in (["frobnicate"], ["--frobnicate"], ["run"], ["run", "spec.toml", "-o"], ["run", "spec.toml", "-o", "out", "--frob"],
                     ["run", "spec.toml", "-o", "out", "--device", "tpu"], ["run", "spec.toml", "-o", "out", "--threads", "many"],
                     ["run", "spec.toml", "-o", "out", "--threads", "-1"], ["run", "spec.toml", "-o", "out", "--chunk", "0"],
                     ["run", "spec.toml", "-o", "out", "--isa", "sse9"], ["run", "spec.toml", "-o", "out", "--math", "sloppy"],
                     ["run", "spec.toml", "-o", "out", "--progress", "loud"], ["run", "spec.toml", "-o", "out", "--shard", "2/2"],
                     ["run", "spec.toml", "-o", "out", "--shard", "x"], ["run", "spec.toml", "spec.toml", "spec.toml", "-o", "out"],
                     ["plan"], ["export"], ["status"], ["replay"], ["list", "activation_s"], ["run", "spec.toml"]):
            r = self.myriad(self.dir, *args)
            self.refused(r, USAGE)
            self.assertEqual(self.listing(self.dir), before, args)

    def test_nearest_command_and_option(self):
        for args, want in ((["exprot"], "export"), (["rnu"], "run"), (["run", "s.toml", "-o", "x", "--devise", "cpu"], "--device"),
                           (["list", "activatoins"], "activations")):
            r = self.myriad(self.dir, *args)
            self.refused(r, USAGE, want)

    def test_device_cuda_without_a_gpu_is_3(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        for device in ("cuda", "cuda:0"):
            r = self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--device", device)
            self.refused(r, NO_DEVICE)
            self.assertRegex(r.err, r"(?i)gpu|cuda|driver|toolkit|device")
            self.assertEqual(self.listing(self.dir), ["spec.toml"])

    def test_auto_says_that_it_uses_the_cpu(self):
        if have_cuda(self):
            self.skipTest("there is a GPU")
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        r = self.good(self.dir, "run", "spec.toml", "-o", "out", "--device", "auto")
        self.assertRegex(r.err + r.out, r"(?i)cpu")

    def test_another_spec_in_the_directory_is_5(self):
        for k, other in enumerate((dict(seed=2), dict(base={"epochs": 8}), dict(base={"test_fraction": .5}))):
            d = self.sweep(self.dir, simple(), out="out%d" % k, data=ref.IRIS_CSV)
            before = self.good(self.dir, "export", d, "--table", "cells").out
            self.write(self.dir, "other.toml", simple(**other))
            r = self.myriad(self.dir, "run", "other.toml", "-o", d)
            self.refused(r, OTHER_SPEC)
            self.assertEqual(self.good(self.dir, "export", d, "--table", "cells").out, before)

    def test_other_data_under_the_same_name_is_5(self):
        """The spec's text is the same but the file it names is not: it is another sweep."""
        d = self.sweep(self.dir, simple(), data=ref.IRIS_CSV)
        self.write(self.dir, "d.csv", ref.IRIS_CSV.replace("4.7,1.4,0", "4.7,1.5,0", 1))
        r = self.myriad(self.dir, "run", "spec.toml", "-o", d)
        self.assertEqual(r.code, OTHER_SPEC, str(r))

    def test_output_is_a_file_is_4(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        self.write(self.dir, "taken", "mine")
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "taken")
        self.refused(r, (IO_ERROR, USAGE), "taken")
        with open(os.path.join(self.dir, "taken")) as f:
            self.assertEqual(f.read(), "mine")

    def test_output_cannot_be_made_is_4(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        self.write(self.dir, "taken", "mine")
        r = self.myriad(self.dir, "run", "spec.toml", "-o", "taken/deeper")
        self.refused(r, IO_ERROR, "taken")

    def test_foreign_directory(self):
        """A directory that holds someone's files: refused or used, but the files stay."""
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 1}))
        os.mkdir(os.path.join(self.dir, "home"))
        self.write(self.dir, "home/diary.txt", "dear diary")
        self.myriad(self.dir, "run", "spec.toml", "-o", "home")
        with open(os.path.join(self.dir, "home/diary.txt")) as f:
            self.assertEqual(f.read(), "dear diary")

    def test_commands_on_what_is_not_a_result(self):
        os.mkdir(os.path.join(self.dir, "empty"))
        for args in (["status", "empty"], ["export", "empty", "--table", "cells"], ["report", "empty"], ["status", "nowhere"],
                     ["export", "nowhere", "--table", "cells"], ["replay", "nowhere", "--cell", "0", "--network", "0"], ["report", "nowhere"]):
            r = self.myriad(self.dir, *args)
            self.refused(r, (USAGE, IO_ERROR))
            self.assertEqual(self.listing(self.dir), ["empty"])


if __name__ == "__main__":
    unittest.main()
