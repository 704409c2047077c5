"""Ranks of an mpirun, on one machine and on two: one digest, whatever their number, and none is left behind."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from harness import binary
from test_merge import Cut


class Ranks(Cut):
    """Real processes under mpirun."""

    LAUNCH = ["mpirun", "--oversubscribe", "--bind-to", "none"] + (["--allow-run-as-root"] if os.geteuid() == 0 else [])

    def mpirun(self, ranks, *args):
        # The store is written by one rank; the others are as many as the test says, on any number of cores.
        return self.started(self.LAUNCH + ["-n", str(ranks), "--mca", "btl", "self,vader,tcp", binary(), "run"] + list(args))

    def started(self, command):
        return subprocess.Popen(command, cwd=self.dir, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, start_new_session=True)

    def setUp(self):
        super().setUp()
        if shutil.which("mpirun") is None:
            self.skipTest("no mpirun")
        self.write(self.dir, "spec.toml", self.text)
        probe = Ranks.mpirun(self, 2, "spec.toml", "-o", "probe", "--dry-run")
        _, err = probe.communicate(timeout=60)
        if b"has no MPI" in err:
            self.skipTest("this build has no MPI")

    @staticmethod
    def descendants(pid):
        """The ranks: processes of the program whose ancestor is `pid`, in the order in which they were started."""
        listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,comm="], stdout=subprocess.PIPE, check=True).stdout.decode()
        parents = {int(line.split()[0]): (int(line.split()[1]), line.split()[2]) for line in listing.splitlines()}
        name = os.path.basename(binary())[:15]

        def is_below(p):
            while p in parents and p != pid:
                p = parents[p][0]
            return p == pid

        return sorted(p for p, (_, comm) in parents.items() if comm == name and is_below(p))

    def ranks_left(self, mark):
        """The processes of the program, ended ones apart, that have this word on their command line."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid, "rb") as f:
                    words = f.read().split(b"\0")
            except OSError:
                continue
            if mark.encode() in words and words[0] == os.fsencode(binary()):
                found.append(int(pid))
        return found

    def gone(self, mark, seconds):
        deadline = time.monotonic() + seconds
        while self.ranks_left(mark) and time.monotonic() < deadline:
            time.sleep(0.1)
        return not self.ranks_left(mark)

    def half_done(self, ranks):
        """A job that has committed something and has more to do, and how many networks it has committed."""
        self.write(self.dir, "spec.toml", self.text.replace("epochs = 40", "epochs = 30000"))
        p = self.mpirun(ranks, "spec.toml", "-o", "out", "--progress", "none", "--threads", "1", "--isa", "baseline", "--chunk", "64")
        deadline = time.monotonic() + 60
        done = 0
        while time.monotonic() < deadline and p.poll() is None and done == 0:
            time.sleep(0.3)
            r = self.myriad(self.dir, "status", "out", "--json")
            done = json.loads(r.out)["networks_done"] if r.code == 0 else 0
        self.assertGreater(done, 0)
        return p, done

    def stopped(self, p, done):
        """The job ends by itself, unfinished, with what it had committed."""
        p.communicate(timeout=60)
        self.assertNotEqual(p.returncode, 0)
        status = self.status("out")
        self.assertFalse(status["finished"])
        self.assertGreaterEqual(status["networks_done"], done)

    def resumed(self, ranks):
        p = self.mpirun(ranks, "spec.toml", "-o", "out", "--progress", "none")
        _, err = p.communicate(timeout=120)
        self.assertEqual(p.returncode, 0, err.decode())
        self.good(self.dir, "run", "spec.toml", "-o", "alone", "--progress", "none")
        self.assertEqual(self.tables(os.path.join(self.dir, "out")), self.tables(os.path.join(self.dir, "alone")))


class TestRanks(Ranks):
    """On this machine."""

    def test_any_number_of_ranks_gives_one_digest(self):
        for ranks in (1, 2, 3, 5):
            p = self.mpirun(ranks, "spec.toml", "-o", "r%d" % ranks, "--progress", "none", "--threads", "1", "--chunk", "100")
            out, err = p.communicate(timeout=120)
            self.assertEqual(p.returncode, 0, err.decode())
            self.assertEqual(self.tables(os.path.join(self.dir, "r%d" % ranks)), self.want, "%d ranks" % ranks)

    def test_a_killed_rank_ends_the_job_and_another_number_resumes_it(self):
        p, done = self.half_done(3)
        victim = self.descendants(p.pid)[-1]  # the last rank
        os.kill(victim, signal.SIGKILL)
        self.stopped(p, done)
        self.resumed(2)

    def test_a_mistake_is_told_once(self):
        self.write(self.dir, "bad.toml", self.text.replace("epochs", "epoch"))
        jobs = [self.mpirun(3, "bad.toml", "-o", "out") for _ in range(8)]    # at once: whichever rank ends first, rank 0 speaks
        for p in jobs:
            _, err = p.communicate(timeout=60)
            self.assertEqual(p.returncode, 2, err)
            self.assertEqual(err.count(b"unknown key"), 1, err)
        self.assertFalse(os.path.exists(os.path.join(self.dir, "out")))

    def test_a_share_for_each_rank_is_refused(self):
        """Rank 0 would compute its share with the help of the others, and theirs would be computed by nobody."""
        apart = ["sh", "-c", 'exec "$0" "$@" -o s$OMPI_COMM_WORLD_RANK --shard $OMPI_COMM_WORLD_RANK/2', binary(), "run",
                 "spec.toml", "--progress", "none"]
        chunk = ["sh", "-c", 'exec "$0" "$@" --chunk $((7 + OMPI_COMM_WORLD_RANK))', binary(), "run", "spec.toml", "-o", "out",
                 "--progress", "none"]
        for command, words in ((apart, (b"--shard 1/2", b"-o s1", b"-o s0", b"without")), (chunk, (b"--chunk 8", b"--chunk 7"))):
            p = self.started(self.LAUNCH + ["-n", "2"] + command)
            _, err = p.communicate(timeout=60)
            self.assertEqual(p.returncode, 2, err)
            for word in words:
                self.assertIn(word, err)
        self.assertEqual([n for n in os.listdir(self.dir) if n in ("s0", "s1", "out")], [])

    def test_ranks_end_with_their_launcher(self):
        self.write(self.dir, "spec.toml", self.text.replace("epochs = 40", "epochs = 30000"))
        for i, delay in enumerate((0.05, 0.1, 0.2, 0.3, 0.5, 0.8)):
            mark = os.path.join(self.dir, "out%d" % i)
            p = self.mpirun(4, "spec.toml", "-o", mark, "--progress", "none", "--threads", "1", *(["--dry-run"] if i % 2 else []))
            time.sleep(delay)
            p.kill()
            p.communicate()
            self.assertTrue(self.gone(mark, 20), "ranks are left %.2f s after the start" % delay)

    def test_a_rank_notices_by_itself_that_its_launcher_is_gone(self):
        """As above, where no MPI tells it: a shell that claims to be a launcher of one of two processes."""
        mark = os.path.join(self.dir, "alone")
        env = dict(os.environ, OMPI_COMM_WORLD_SIZE="2", MARK=mark, PROGRAM=binary())
        self.write(self.dir, "spec.toml", self.text.replace("epochs = 40", "epochs = 3000000"))
        p = subprocess.Popen(["sh", "-c", '"$PROGRAM" run spec.toml -o "$MARK" --progress none --threads 1 2> said & read line'],
                             cwd=self.dir, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not os.path.exists(os.path.join(mark, "sweep.db")) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(self.ranks_left(mark))
        time.sleep(1.5)
        self.assertTrue(self.ranks_left(mark), "it ended while its launcher was there")
        p.kill()
        p.communicate()
        self.assertTrue(self.gone(mark, 20), "the rank goes on")
        with open(os.path.join(self.dir, "said"), encoding="utf-8") as f:
            self.assertIn("launcher of this rank is gone", f.read())
        self.assertFalse(self.status("alone")["finished"])


class TestMachinesApart(Ranks):
    """Ranks in two network namespaces, as on two machines: nothing is shared between them but a cable and the files."""

    def setUp(self):
        super().setUp()
        if shutil.which("ip") is None or shutil.which("unshare") is None:
            self.skipTest("no ip, or no unshare")
        self.names = ["myriad%d%s" % (os.getpid(), end) for end in "ab"]
        for name in self.names:
            if subprocess.run(["ip", "netns", "add", name], stderr=subprocess.PIPE).returncode != 0:
                self.skipTest("this machine allows no network namespaces")
            self.addCleanup(self.remove, name)
        a, b = self.names
        subprocess.run(["ip", "link", "add", "cable", "netns", a, "type", "veth", "peer", "name", "cable", "netns", b], check=True)
        for i, name in enumerate(self.names, 1):
            for command in (["addr", "add", "10.213.0.%d/24" % i, "dev", "cable"], ["link", "set", "cable", "up"], ["link", "set", "lo", "up"]):
                subprocess.run(["ip", "-n", name] + command, check=True)
        # What ssh does elsewhere: the machine's name, then a command.
        self.write(self.dir, "agent", '#!/bin/sh\nshift\n' + self.inside(b, 'sh -c "$*"') + "\n")
        os.chmod(os.path.join(self.dir, "agent"), 0o755)

    @staticmethod
    def inside(name, command):
        """A shell's words that run this as on a machine of that name."""
        return "exec ip netns exec %s unshare --uts sh -c 'hostname %s; exec \"$@\"' sh %s" % (name, name, command)

    def remove(self, name):
        subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)

    def mpirun(self, ranks, *args):
        here = ranks // 2
        command = self.LAUNCH + ["-n", str(ranks), "--host", "10.213.0.1:%d,10.213.0.2:%d" % (here, ranks - here),
                                 "--mca", "plm_rsh_agent", "./agent", "--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", "cable",
                                 "--mca", "oob_tcp_if_include", "cable",
                                 "sh", "-c", 'hostname >> machines; exec "$0" "$@"', binary(), "run"] + list(args)
        return self.started(["sh", "-c", self.inside(self.names[0], '"$@"'), "sh"] + command)

    def test_one_digest(self):
        for ranks in (2, 3, 5):
            p = self.mpirun(ranks, "spec.toml", "-o", "r%d" % ranks, "--progress", "none", "--threads", "1", "--chunk", "100")
            _, err = p.communicate(timeout=120)
            self.assertEqual(p.returncode, 0, err.decode())
            self.assertEqual(self.tables(os.path.join(self.dir, "r%d" % ranks)), self.want, "%d ranks" % ranks)
        with open(os.path.join(self.dir, "machines"), encoding="utf-8") as f:
            where = f.read().split()
        self.assertEqual([where.count(name) for name in self.names], [1 + 1 + 2, 1 + 2 + 3])

    def test_a_lost_machine_ends_the_job_and_another_number_resumes_it(self):
        p, done = self.half_done(3)
        for pid in subprocess.run(["ip", "netns", "pids", self.names[1]], stdout=subprocess.PIPE, check=True).stdout.split():
            os.kill(int(pid), signal.SIGKILL)
        self.stopped(p, done)
        self.resumed(2)


if __name__ == "__main__":
    unittest.main()
