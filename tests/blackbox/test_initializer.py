"""The laws of the initial parameters."""

import math
import unittest

from harness import XOR_DATA, Case, num, spec


class TestInitialisers(Case):
    N = 4000

    def draw(self, init, group="weight_init", columns=("init.hidden.0.weight.0", "init.hidden.0.weight.1"), **more):
        text = spec({"data": XOR_DATA, "epochs": 0, group: init} | more, networks_per_cell=self.N, keep="all")
        self.k = getattr(self, "k", 0) + 1
        nets = self.networks(self.sweep(self.dir, text, out="o%d" % self.k))
        return [[num(r[c]) for r in nets] for c in columns]

    def uniform(self, values, low, high):
        span = high - low
        self.assertTrue(all(low - 1e-6 * span <= v <= high + 1e-6 * span for v in values))
        n = len(values)
        ks = max(abs((v - low) / span - (k + .5) / n) for k, v in enumerate(sorted(values)))
        self.assertLess(ks, 2.2 / math.sqrt(n), "not uniform")

    def normal(self, values, sd, mean=0.0):
        n = len(values)
        cdf = lambda v: .5 * math.erfc(-(v - mean) / sd / math.sqrt(2))
        ks = max(abs(cdf(v) - (k + .5) / n) for k, v in enumerate(sorted(values)))
        self.assertLess(ks, 2.2 / math.sqrt(n), "not normal with sd %g" % sd)
        self.assertGreater(max(abs(v - mean) for v in values), 2.8 * sd)

    def uncorrelated(self, a, b):
        n = len(a)
        ma, mb = sum(a) / n, sum(b) / n
        c = sum((x - ma) * (y - mb) for x, y in zip(a, b))
        r = c / math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))
        self.assertLess(abs(r), 4.5 / math.sqrt(n))

    def test_uniform(self):
        a, b = self.draw("uniform(-0.3, 0.7)")
        self.uniform(a, -.3, .7)
        self.uniform(b, -.3, .7)
        self.uncorrelated(a, b)

    def test_consecutive_networks_are_uncorrelated(self):
        a, _ = self.draw("uniform(-1, 1)")
        self.uncorrelated(a[:-1], a[1:])

    def test_xavier_and_kaiming_uniform(self):
        for name, bound in (("xavier_uniform", math.sqrt(2)), ("kaiming_uniform", math.sqrt(3))):
            for v in self.draw(name):
                self.uniform(v, -bound, bound)

    def test_xavier_and_kaiming_normal(self):
        for name, sd in (("xavier_normal", math.sqrt(2 / 3)), ("kaiming_normal", 1.0)):
            a, b = self.draw(name)
            self.normal(a, sd)
            self.normal(b, sd)
            self.uncorrelated(a, b)

    def test_output_fans(self):
        v, = self.draw("xavier_uniform", "output_weight_init", ["init.output.weight.0"])
        self.uniform(v, -math.sqrt(3), math.sqrt(3))

    def test_torch_linear_sets_the_biases_too(self):
        w, b = self.draw("torch_linear", columns=("init.hidden.0.weight.0", "init.hidden.0.bias"))
        self.uniform(w, -math.sqrt(.5), math.sqrt(.5))
        self.uniform(b, -math.sqrt(.5), math.sqrt(.5))
        self.uncorrelated(w, b)
        v, c = self.draw("torch_linear", "output_weight_init", ("init.output.weight.0", "init.output.bias"))
        self.uniform(v, -1, 1)
        self.uniform(c, -1, 1)

    def test_torch_linear_unless_bias_init_is_given(self):
        b, = self.draw("torch_linear", columns=("init.hidden.0.bias",), bias_init="zeros")
        self.assertEqual(set(b), {0.0})

    def test_constant_zeros_ones_values(self):
        for init, want in (("constant(0.25)", (.25, .25)), ("zeros", (0, 0)), ("ones", (1, 1)), ("values(0.5, -2)", (.5, -2))):
            a, b = self.draw(init)
            self.assertEqual((set(a), set(b)), ({want[0]}, {want[1]}), init)

    def test_normal(self):
        for text in ("normal(0, 0.05)", "normal(0.05)"):     # mean and sd, or the sd alone: not in the contract
            self.write(self.dir, "p.toml", spec({"data": XOR_DATA, "weight_init": text}))
            if self.myriad(self.dir, "plan", "p.toml").code == 0:
                a, b = self.draw(text)
                self.normal(a, .05)
                self.uncorrelated(a, b)
                return
        self.fail("neither normal(0, 0.05) nor normal(0.05) is accepted")

    def test_layer_override(self):
        a, = self.draw("values(3, 4)", "hidden.0.weight_init", ("init.hidden.0.weight.0",), weight_init="zeros")
        self.assertEqual(set(a), {3.0})


if __name__ == "__main__":
    unittest.main()
