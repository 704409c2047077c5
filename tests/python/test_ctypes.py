"""The C library through ctypes, as somebody without a compiler would use it: results equal the program's."""

import ctypes
import os
import re
import subprocess
import tempfile
import threading
import unittest

from specs import SPEC

LIBRARY = os.environ["MYRIAD_C_LIBRARY"]
PROGRAM = os.environ["MYRIAD_PROGRAM"]
HEADER = os.environ["MYRIAD_C_HEADER"]

PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("directory", ctypes.c_char_p), ("device", ctypes.c_char_p),
                ("isa", ctypes.c_char_p), ("threads", ctypes.c_int), ("chunk", ctypes.c_uint64),
                ("shard_index", ctypes.c_uint64), ("shard_count", ctypes.c_uint64), ("on_progress", PROGRESS),
                ("context", ctypes.c_void_p)]


class TestCtypes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.c = ctypes.CDLL(LIBRARY)
        for name in ("myriad_last_error", "myriad_version", "myriad_sweep_name"):
            getattr(self.c, name).restype = ctypes.c_char_p

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def sweep(self, text=SPEC):
        sweep = ctypes.c_void_p()
        self.assertEqual(self.c.myriad_sweep_parse(text.encode(), b"spec.toml", ctypes.byref(sweep)), 0,
                         self.c.myriad_last_error())
        self.addCleanup(self.c.myriad_sweep_free, sweep)
        return sweep

    def cells(self, directory):
        result, table, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_char_p()
        self.assertEqual(self.c.myriad_result_open(directory.encode(), ctypes.byref(result)), 0)
        self.assertEqual(self.c.myriad_result_table(result, b"cells", 0xffffffff, ctypes.byref(table)), 0)
        self.c.myriad_result_free(result)
        self.assertEqual(self.c.myriad_table_text(table, b"csv", ctypes.byref(text)), 0)
        copy = text.value.decode()
        self.c.myriad_table_free(table)
        return copy

    def test_a_run_equals_the_program_s(self):
        options = Options(size=ctypes.sizeof(Options), directory=self.path("c").encode(), isa=b"baseline")
        self.assertEqual(self.c.myriad_run(self.sweep(), ctypes.byref(options), None), 0,
                         self.c.myriad_last_error())
        with open(self.path("spec.toml"), "w") as file:
            file.write(SPEC)
        subprocess.run([PROGRAM, "run", self.path("spec.toml"), "-o", self.path("program"), "--device", "cpu"],
                       check=True, capture_output=True)
        exported = subprocess.run([PROGRAM, "export", self.path("program"), "--table", "cells"], check=True,
                                  capture_output=True, text=True).stdout
        self.assertEqual(self.cells(self.path("c")), exported)

    def test_a_shorter_struct_of_an_older_caller(self):
        options = Options(size=Options.device.offset, directory=self.path("short").encode(), device=b"tpu",
                          chunk=1 << 60)
        self.assertEqual(self.c.myriad_run(self.sweep(), ctypes.byref(options), None), 0,
                         self.c.myriad_last_error())

    def test_errors_are_of_the_thread(self):
        out = ctypes.c_void_p()
        self.assertEqual(self.c.myriad_sweep_read(b"missing.toml", ctypes.byref(out)), 4)
        seen = []
        other = threading.Thread(target=lambda: seen.append(self.c.myriad_last_error()))
        other.start()
        other.join()
        self.assertEqual(seen, [b""])
        self.assertIn(b"missing.toml", self.c.myriad_last_error())

    def test_two_runs_at_once_in_two_directories(self):
        codes = {}

        def run(name):
            sweep = ctypes.c_void_p()
            self.c.myriad_sweep_parse(SPEC.encode(), b"spec.toml", ctypes.byref(sweep))
            options = Options(size=ctypes.sizeof(Options), directory=self.path(name).encode(), threads=1)
            codes[name] = self.c.myriad_run(sweep, ctypes.byref(options), None)
            self.c.myriad_sweep_free(sweep)

        threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(codes, {"a": 0, "b": 0})
        self.assertEqual(self.cells(self.path("a")), self.cells(self.path("b")))

    def test_only_the_functions_of_the_header_are_exported(self):
        listed = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, capture_output=True,
                                text=True).stdout
        exported = {line.split()[-1].split("@")[0] for line in listed.splitlines()}
        with open(HEADER) as file:
            declared = set(re.findall(r"^MYRIAD_API [^(]*?\**(myriad_\w+)\(", file.read(), re.M))
        self.assertEqual(exported - {"MYRIAD_0"}, declared)
        self.assertGreater(len(declared), 20)

    def test_soname_has_the_version_of_the_interface(self):
        dynamic = subprocess.run(["readelf", "-d", LIBRARY], check=True, capture_output=True, text=True).stdout
        self.assertIn("[libmyriad_c.so.%d]" % self.c.myriad_c_version(), dynamic)
        self.assertNotIn("RUNPATH", dynamic)


if __name__ == "__main__":
    unittest.main()
