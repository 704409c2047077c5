"""Shards: one digest, whatever the cut. Merging refuses what does not belong together."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from harness import IO_ERROR, OTHER_SPEC, USAGE, XOR_DATA, Case, binary, spec

TABLES = ("cells", "networks", "survival", "histogram", "comparisons")


class Cut(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = spec({"data": XOR_DATA, "epochs": 40, "weight_init": "uniform(-1, 1)"}, grid={"lr": [0.1, 0.5]},
                        networks_per_cell=1009, keep="dead")
        cls.whole = cls.sweep(cls.shared, cls.text, out="whole")
        cls.want = cls.tables(cls.whole)

    @classmethod
    def tables(cls, d):
        return [cls.good(cls.shared, "export", d, "--table", w).out for w in TABLES]

    def shards(self, n, leave_out=()):
        self.write(self.dir, "spec.toml", self.text)
        for i in range(n):
            if i not in leave_out:
                self.good(self.dir, "run", "spec.toml", "-o", "s%d" % i, "--shard", "%d/%d" % (i, n), "--progress", "none",
                          "--chunk", "50")
        return ["s%d" % i for i in range(n) if i not in leave_out]

    def status(self, d):
        return json.loads(self.good(self.dir, "status", d, "--json").out)


class TestMerge(Cut):
    def test_seven_shards_give_the_tables_of_one_run(self):
        shards = self.shards(7)
        self.good(self.dir, "merge", *reversed(shards), "-o", "all")
        self.assertEqual(self.tables(os.path.join(self.dir, "all")), self.want)
        for name in ("cells.csv", "spec.toml", "manifest.json", "report.html"):
            self.assertTrue(os.path.exists(os.path.join(self.dir, "all", name)), name)
        with open(os.path.join(self.whole, "cells.csv")) as a, open(os.path.join(self.dir, "all", "cells.csv")) as b:
            self.assertEqual(a.read(), b.read())
        with open(os.path.join(self.dir, "all", "manifest.json")) as f:
            runs = json.load(f)["runs"]
        self.assertEqual([r["merged"] for r in runs], [0] * 7 + [7])
        self.assertEqual(sum(r["networks"] for r in runs), 2 * 1009)
        self.assertTrue(self.status("all")["finished"])

    def test_a_missing_shard_is_named_and_can_be_computed(self):
        shards = self.shards(5, leave_out=(3,))
        r = self.good(self.dir, "merge", *shards, "-o", "all")
        self.assertIn("missing", r.err)
        status = self.status("all")
        self.assertEqual(status["missing_shards"], ["3/5"])
        self.assertEqual(status["missing"], [{"first": 605, "count": 202}])
        self.assertEqual((status["networks"], status["networks_done"]), (2 * 1009, 2 * 807))
        command = status["resume_command"].split()
        self.assertEqual(command[:2], ["myriad", "run"])
        self.good(self.dir, *command[1:], "--progress", "none")
        self.assertEqual(self.tables(os.path.join(self.dir, "all")), self.want)
        self.assertTrue(self.status("all")["finished"])

    def test_refusals_write_nothing(self):
        shards = self.shards(2)
        self.write(self.dir, "other.toml", self.text.replace("0.5", "0.25"))
        self.good(self.dir, "run", "other.toml", "-o", "other", "--progress", "none", "--shard", "1/2")
        self.write(self.dir, "more.toml", self.text.replace("1009", "1010"))
        self.good(self.dir, "run", "more.toml", "-o", "more", "--progress", "none", "--shard", "1/2")
        self.good(self.dir, "run", "spec.toml", "-o", "across", "--progress", "none", "--shard", "1/3")
        cases = ((("s0", "other"), OTHER_SPEC, "lr: 0.25 there, 0.5 here"), (("s0", "more"), OTHER_SPEC, "1010 there, 1009 here"),
                 (("s0", "across"), USAGE, "of cell 0 are one chunk in across"), (("across", "s0"), USAGE, "of cell 0 are one chunk in s0"),
                 (("s0", "s0"), USAGE, "same directory"),
                 (("s0", "nowhere"), IO_ERROR, "nowhere"))
        for sources, code, words in cases:
            self.refused(self.myriad(self.dir, "merge", *sources, "-o", "all"), code, words)
            self.assertFalse(os.path.exists(os.path.join(self.dir, "all")), sources)
        self.refused(self.myriad(self.dir, "merge", "s0", "s1", "-o", "s0"), USAGE, "of its own")
        self.good(self.dir, "merge", *shards, "-o", "all")
        for sources in (("s0",), ("s1", "across")):
            r = self.myriad(self.dir, "merge", *sources, "-o", "all")
            self.refused(r, USAGE, "holds a result already" if len(sources) == 1 else "networks")
        self.assertEqual(self.tables(os.path.join(self.dir, "all")), self.want)

    def test_the_same_merge_again_writes_its_files(self):
        """As after a kill between the commit and the report; what has changed since is another merge."""
        shards = self.shards(3)
        self.good(self.dir, "merge", *shards, "-o", "all")
        place = os.path.join(self.dir, "all")
        names = ("cells.csv", "spec.toml", "manifest.json", "report.html")
        before = {name: open(os.path.join(place, name), "rb").read() for name in names}
        for order in (shards, shards[::-1]):
            for name in names:
                os.remove(os.path.join(place, name))
            r = self.good(self.dir, "merge", *order, "-o", "all")
            self.assertIn("all holds this merge already", r.err)
            self.assertEqual({name: open(os.path.join(place, name), "rb").read() for name in names}, before)
        self.refused(self.myriad(self.dir, "merge", *shards[:2], "-o", "all"), USAGE, "holds a result already")
        self.good(self.dir, "merge", *shards[:2], "-o", "part")
        self.good(self.dir, "run", "spec.toml", "-o", "part", "--progress", "none")    # what was missing
        self.refused(self.myriad(self.dir, "merge", *shards[:2], "-o", "part"), USAGE, "holds a result already")
        self.write(self.dir, "spec.toml", self.text + "# as before\n")
        self.good(self.dir, "run", "spec.toml", "-o", "s0", "--progress", "none", "--shard", "0/3")
        self.refused(self.myriad(self.dir, "merge", *shards, "-o", "all"), USAGE, "holds a result already")

    def test_shards_that_have_grown_share_networks(self):
        """The second half of 1009 is, once both have grown, also the end of the first half of 2018."""
        self.write(self.dir, "large.toml", self.text.replace("1009", "2018"))
        self.good(self.dir, "run", "large.toml", "-o", "whole", "--progress", "none")
        shards = self.shards(2)
        for i in range(2):
            self.good(self.dir, "run", "large.toml", "-o", "s%d" % i, "--progress", "none", "--shard", "%d/2" % i, "--chunk", "70")
        shutil.copytree(os.path.join(self.dir, "s1"), os.path.join(self.dir, "copy"))
        for i, (sources, repeated) in enumerate(((shards, "1,010"), (shards[::-1], "1,010"), (shards + ["copy"], "4,038"))):
            r = self.good(self.dir, "merge", *sources, "-o", "all%d" % i)
            self.assertIn(repeated + " networks were in more than one of them, with the same counts", r.err)
            self.assertEqual(self.tables(os.path.join(self.dir, "all%d" % i)), self.tables(os.path.join(self.dir, "whole")))
            self.assertIn("holds this merge already", self.good(self.dir, "merge", *sources, "-o", "all%d" % i).err)

    def test_a_damaged_shard_is_refused(self):
        shards = self.shards(2)
        path = os.path.join(self.dir, "s1", "sweep.db")
        with open(path, "r+b") as f:
            data = bytearray(f.read())
            at = data.rindex(b"sgd") if b"sgd" in data else len(data) // 2
            data[at] ^= 1
            f.seek(0)
            f.write(data)
        self.refused(self.myriad(self.dir, "merge", *shards, "-o", "all"), IO_ERROR, "damaged")


class TestVerify(Cut):
    def test_the_same_bits_from_another_engine(self):
        for device in (("--device", "cpu"), ("--device", "cpu", "--isa", "baseline"), ("--device", "reference")):
            self.write(self.dir, "spec.toml", self.text)
            out = "v" + device[-1]
            r = self.good(self.dir, "run", "spec.toml", "-o", out, "--progress", "none", "--verify", "5 %", *device)
            self.assertIn("computed again", r.err)
            with open(os.path.join(self.dir, out, "manifest.json")) as f:
                run = json.load(f)["runs"][-1]
            self.assertTrue(20 <= run["verified"] <= 250, run["verified"])
            self.assertNotEqual(run["verifier"], run["engine"])
            self.assertEqual(self.tables(os.path.join(self.dir, out)), self.want)

    def test_shares_that_are_none(self):
        for share in ("0", "1.5", "101%", "-1", "nan", "few", ""):
            self.refused(self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--verify", share), USAGE, "--verify")


class TestTimeBudget(Cut):
    def test_it_stops_to_be_resumed(self):
        text = self.text.replace("epochs = 40", "epochs = 40000")
        self.write(self.dir, "spec.toml", text)
        tries = 0
        while True:
            tries += 1
            r = self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--progress", "none", "--time-budget", "1s",
                            "--threads", "1", "--isa", "baseline")
            if r.code == 0:
                break
            self.assertEqual(r.code, 130, r)
            self.assertIn("time budget", r.err)
            self.assertIn("--time-budget", r.err.split("resume with:")[1])
            self.assertFalse(self.status("out")["finished"])
            if tries == 2:  # enough of it: the rest without a budget
                self.good(self.dir, "run", "spec.toml", "-o", "out", "--progress", "none")
                break
        self.assertGreater(tries, 1, "the sweep ended within its budget: nothing was tested")
        self.write(self.shared, "long.toml", text)
        self.good(self.shared, "run", "long.toml", "-o", "long", "--progress", "none")
        self.assertEqual(self.tables(os.path.join(self.dir, "out")), self.tables(os.path.join(self.shared, "long")))

    def test_times_that_are_none(self):
        for text in ("0s", "5", "1h1h", "30s2h", "h", "-1s", "1.5h", "1 h"):
            self.refused(self.myriad(self.dir, "run", "spec.toml", "-o", "out", "--time-budget", text), USAGE, "--time-budget")


class TestStop(Case):
    def test_a_signal_ends_even_a_chunk_of_hours(self):
        self.write(self.dir, "spec.toml", spec({"data": XOR_DATA, "epochs": 2_000_000_000, "weight_init": "uniform(-1, 1)"},
                                               networks_per_cell=64))
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            place = "out%d" % code
            p = self.start(self.dir, "run", "spec.toml", "-o", place, "--device", "cpu", "--progress", "none")
            deadline = time.monotonic() + 60    # a sanitizer's build on a busy machine takes seconds to begin
            while not os.path.exists(os.path.join(self.dir, place, "sweep.db")) and time.monotonic() < deadline:
                time.sleep(0.1)
            time.sleep(1)
            start = time.monotonic()
            p.send_signal(number)
            out, err = p.communicate(timeout=30)
            self.assertEqual(p.returncode, code, err)
            self.assertLess(time.monotonic() - start, 4, "it took too long, even for a busy machine")
            self.assertIn(b"resume with:", err)
            self.good(self.dir, "status", place)


class TestCluster(Cut):
    """examples/cluster: the job array's script as Slurm would start it."""

    def test_a_job_array(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "cluster", "sweep.slurm")
        self.write(self.dir, "spec.toml", self.text)
        for task in range(3):
            env = dict(os.environ, MYRIAD=binary(), SLURM_ARRAY_TASK_ID=str(task), SLURM_ARRAY_TASK_MAX="2",
                       SLURM_ARRAY_JOB_ID="17")
            p = subprocess.run(["sh", script, "spec.toml", "results"], cwd=self.dir, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
            self.assertEqual(p.returncode, 0, p.stderr)
        self.good(self.dir, "merge", *("results/shard-%d" % i for i in range(3)), "-o", "all")
        self.assertEqual(self.tables(os.path.join(self.dir, "all")), self.want)

    def test_a_task_out_of_time_is_queued_again(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "cluster", "sweep.slurm")
        self.write(self.dir, "spec.toml", self.text.replace("epochs = 40", "epochs = 2000000"))
        self.write(self.dir, "scontrol", "#!/bin/sh\necho \"$@\" > asked\n")
        os.chmod(os.path.join(self.dir, "scontrol"), 0o755)
        env = dict(os.environ, MYRIAD=binary(), SLURM_ARRAY_TASK_ID="1", SLURM_ARRAY_TASK_MAX="2", SLURM_ARRAY_JOB_ID="17",
                   TIME_BUDGET="1s", PATH=self.dir + ":" + os.environ["PATH"])
        p = subprocess.run(["sh", script, "spec.toml", "results"], cwd=self.dir, env=env, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(p.returncode, 0, p.stderr)
        with open(os.path.join(self.dir, "asked")) as f:
            self.assertEqual(f.read(), "requeue 17_1\n")


if __name__ == "__main__":
    unittest.main()
