"""A spec and its data that are good, to be spoilt in one place, and the case that looks at what is said then."""

import re

from harness import Case

GOOD = """\
spec_version = 1
name = "bad"
seed = 1
networks_per_cell = 10
keep = "none"

[base]
data = { source = "csv", file = "d.csv", features = ["a", "b"], label = "y" }
test_fraction = 0.0
shape = "2-1-1"
activation = "relu"
weight_init = "uniform(-0.05, 0.05)"
bias_init = "zeros"
preprocess = "none"
loss = "bce_with_logits"
optimizer = "sgd"
lr = 0.1
epochs = 1
batch_size = "full"
"""
DATA = "a,b,y\n1,2,0\n2,1,1\n3,3,1\n"


class Bad(Case):
    def place(self, text, data=DATA, name="bad.toml"):
        self.write(self.dir, name, text)
        if data is not None:
            self.write(self.dir, "d.csv", data)
        self.before = self.listing(self.dir)

    def untouched(self):
        self.assertEqual(self.listing(self.dir), self.before, "something was created")

    def line_and_column(self, result, name, line=None, longest=None):
        places = [(int(a), int(b)) for a, b in re.findall(re.escape(name) + r":(\d+):(\d+)", result.err)]
        self.assertTrue(places, "no %s:LINE:COLUMN\n%s" % (name, result))
        for a, b in places:
            self.assertGreaterEqual(min(a, b), 1)
        if line is not None:
            self.assertIn(line, [a for a, _ in places], "the error is in line %d\n%s" % (line, result))
            if longest is not None:
                self.assertTrue(any(a == line and b <= longest + 1 for a, b in places), "column beyond the line\n%s" % result)


def add(cls, cases):
    for name, args in cases.items():
        def method(self, args=args):
            self.check(*args)
        setattr(cls, "test_" + name, method)
