#!/usr/bin/env python3
"""The unit tests from the builds with AddressSanitizer and UndefinedBehaviorSanitizer, and with ThreadSanitizer,
where these were built (presets sanitize and thread-sanitize); any report is a failure."""

import os
import subprocess

from row import SOURCE, Absent, main

# ThreadSanitizer looks at what threads share: the engine, the store, running and resuming. libgomp is not built for
# it, so that its barriers are not seen: one thread an engine there, many connections and locks.
BUILDS = {"sanitize": ("AddressSanitizer, UndefinedBehaviorSanitizer", {}, "*"),
          "thread-sanitize": ("ThreadSanitizer", {"OMP_NUM_THREADS": "1"}, "Engine*:Store*:Run*:Resume*:Result*:EngineGroup*:DirectoryLock*")}


def body(row):
    found = False
    for build, (name, env, pattern) in BUILDS.items():
        program = os.path.join(SOURCE, "build-" + build, "bin", "myriad_tests")
        if not os.access(program, os.X_OK):
            continue
        found = True
        p = subprocess.run([program, "--gtest_filter=" + pattern, "--gtest_brief=1"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, env=dict(os.environ, **env), cwd=row.dir)
        text = p.stdout.decode("utf-8", "replace")
        row.check(p.returncode == 0 and "Sanitizer" not in text and "runtime error" not in text, text[-3000:])
        row.count("tests under " + name, passed(text))
    if not found:
        raise Absent("no build-sanitize, no build-thread-sanitize here")


def passed(text):
    import re
    found = re.search(r"\[  PASSED  \] (\d+) test", text)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    main(16, "memory errors, undefined behaviour, races", body)
