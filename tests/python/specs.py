"""The sweeps that the tests of the C library and the Python package run."""

SPEC = """spec_version = 1
name = "bindings"
seed = 11
networks_per_cell = 400
keep = "dead"
[base]
data = { source = "xor" }
test_fraction = 0.25
epochs = 30
[grid]
activation = ["relu", "leaky_relu"]
lr = [0.1, 0.5]
"""
# Long enough to be interrupted, in many chunks.
LONG = SPEC.replace("networks_per_cell = 400", "networks_per_cell = 400_000").replace('"dead"', '"none"')
