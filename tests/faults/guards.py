#!/usr/bin/env python3
"""Wrong arithmetic that nobody sees: the tests that would see it, run and counted by what they compare with."""

from row import main

# Each guard shares nothing with what it guards: hashes of known bits, a second implementation in double, finite
# differences and published vectors, exact probabilities.
GUARDS = {
    "hashes and digests of known bits": "golden_parts*:self_test*:elementary*:random*:DoubleCircle*:normal*",
    "comparisons with the float64 oracle": "Oracle*:optimizer*:step*:activation*:schedule*:batch*",
    "comparisons of engines with each other": "engines*:Kernels*:Reduce*:Replaying*",
    "comparisons with exact probabilities": "Theory*:BornDeadTheory*:initializer*:*Probability*",
}


def body(row):
    for what, pattern in GUARDS.items():
        row.count("tests: " + what, row.unit_tests(pattern))


if __name__ == "__main__":
    main(13, "silently wrong arithmetic", body)
