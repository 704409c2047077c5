"""Known starts, step by step: parameters after 1, 2 … 2000 epochs, and exact symmetries."""

import math
import unittest

import reference as ref
from harness import CSV_DATA, Case, bits, csv_text, f32, num, spec
from tables import DEEP, GOLDEN_CSV, GOLDEN_X, GOLDEN_Y, PARAMETERS, START, final_of, init_of

DEAD_START = {"weight_init": "values(-0.3, -0.2)", "bias_init": "values(-0.1)", "output_weight_init": "values(0.5)",
              "output_bias_init": "values(0.02)"}


class TestTrajectory(Case):
    def one(self, base, data=GOLDEN_CSV, n=1, **top):
        text = spec({"data": CSV_DATA} | base, networks_per_cell=n, keep="all", **top)
        self.runs = getattr(self, "runs", 0) + 1
        return self.networks(self.sweep(self.dir, text, out="o%d" % self.runs, data=data))

    def check(self, row, want, rel=2e-4, absolute=2e-6):
        for name, g, w in zip(PARAMETERS, final_of(row), want):
            self.close(g, w, rel, absolute, name)

    def test_values_set_the_start(self):
        row = self.one(START | {"epochs": 0})[0]
        for g, w in zip(init_of(row), (.3, -.1, .05, .7, -.2)):
            self.assertEqual(f32(g), f32(w))

    def test_first_gradient(self):
        row = self.one(START | {"epochs": 1, "lr": 0.1})[0]
        g = (.311248697089, -.078655391671, .097006529076, .151557821068, .138580755823)
        self.check(row, [p - .1 * q for p, q in zip((.3, -.1, .05, .7, -.2), g)], 1e-6, 1e-7)

    def test_500_steps(self):
        row = self.one(START | {"epochs": 500, "lr": 0.1})[0]
        self.check(row, (-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281))

    def test_500_steps_leaky(self):
        row = self.one(START | {"epochs": 500, "lr": 0.1, "activation": "leaky_relu(0.01)"})[0]
        self.check(row, (-1.24464297036, 2.239640704544, -.976705853184, 2.80508322415, -3.022051161715))

    def test_leaky_named_parameter_is_the_same(self):
        a = self.one(START | {"epochs": 50, "activation": "leaky_relu(0.01)"})[0]
        b = self.one(START | {"epochs": 50, "activation": "leaky_relu(negative_slope=0.01)"})[0]
        self.assertEqual(a, b)

    def test_dead_output_bias_sequence(self):
        """w, b, v frozen; c goes to logit(2/5), the loss to the entropy, the accuracy to the majority's share."""
        want = {1: .009500016666, 2: -.000737481964, 10: -.073942914611, 100: -.369166181247, 1000: -.405465108097,
                2000: -.405465108108}
        text = spec({"data": CSV_DATA, "lr": 0.1} | DEAD_START, grid={"epochs": list(want)}, networks_per_cell=1, keep="all")
        nets = self.networks(self.sweep(self.dir, text, data=GOLDEN_CSV))
        self.assertEqual(len(nets), 6)
        for row, (epochs, c) in zip(nets, want.items()):
            self.close(final_of(row)[4], c, 2e-6, 1e-7, "after %d" % epochs)
            self.assertEqual([bits(x) for x in final_of(row)[:4]], [bits(f32(x)) for x in (-.3, -.2, -.1, .5)])
            self.assertEqual((row["born_dead"], row["dead"], row["died"], row["death_epoch"]), ("1", "1", "0", "0"))
            self.assertEqual(row["train_correct"], "2" if c >= 0 else "3")
        entropy = -(.4 * math.log(.4) + .6 * math.log(.6))
        self.close(num(nets[5]["train_loss"]), entropy, 1e-6)

    def test_generic_steps_of_other_activations(self):
        for act in ("tanh", "sigmoid", "identity", "leaky_relu(0.2)"):
            row = self.one(START | {"epochs": 100, "lr": 0.3, "activation": act})[0]
            self.check(row, ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, act, .3, 100).final)

    def test_momentum_as_in_pytorch(self):
        """The first buffer is the gradient itself, dampening acts from the second step (PyTorch; the contract takes
        PyTorch's conventions elsewhere)."""
        for text, options in (("sgd(momentum=0.9)", dict(momentum=.9)),
                              ("sgd(momentum=0.9, nesterov=true)", dict(momentum=.9, nesterov=True)),
                              ("sgd(momentum=0.5, dampening=0.25)", dict(momentum=.5, dampening=.25))):
            for epochs in (1, 2, 60):
                row = self.one(START | {"epochs": epochs, "lr": 0.05, "optimizer": text, "activation": "leaky_relu(0.2)"})[0]
                want = ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, "leaky_relu(0.2)", .05, epochs, **options)
                self.check(row, want.final, 5e-4, 1e-6)

    def test_2_1_1_1(self):
        base = {"shape": "2-1-1-1", "hidden.0.weight_init": "values(0.3, -0.1)", "hidden.0.bias_init": "values(0.05)",
                "hidden.1.weight_init": "values(0.8)", "hidden.1.bias_init": "values(0.1)",
                "output_weight_init": "values(0.7)", "output_bias_init": "values(-0.2)", "lr": 0.2}
        for act in ("relu", "leaky_relu(0.01)", "tanh"):
            for epochs in (1, 200):
                row = self.one(base | {"activation": act, "epochs": epochs})[0]
                want = ref.train((.3, -.1, .05, .8, .1, .7, -.2), GOLDEN_X, GOLDEN_Y, act, .2, epochs)
                for name, g, w in zip(DEEP, final_of(row, DEEP), want.final):
                    self.close(g, w, 5e-4, 2e-6, "%s, %s, %d epochs" % (name, act, epochs))
                self.assertEqual(row["dead"], str(want.dead))

    def test_2_1_1_1_columns(self):
        nets = self.one({"shape": "2-1-1-1", "epochs": 1})
        self.assertEqual([c[5:] for c in nets.columns if c.startswith("init.")], DEEP)
        self.assertEqual([c[6:] for c in nets.columns if c.startswith("final.")], DEEP)

    def test_second_layer_dead_is_dead(self):
        row = self.one({"shape": "2-1-1-1", "hidden.0.weight_init": "values(1, 1)", "hidden.1.weight_init": "values(-1)",
                        "hidden.1.bias_init": "values(0)", "epochs": 20})[0]
        self.assertEqual((row["born_dead"], row["dead"], row["inactive"], row["always_on"]), ("1", "1", "1", "0"))

    def test_flipped_labels_mirror_the_output_bit_for_bit(self):
        flipped = csv_text([(a, b, 1 - y) for (a, b), y in zip(GOLDEN_X, GOLDEN_Y)])
        for act in ("relu", "leaky_relu(0.01)"):
            a = self.one(START | {"epochs": 100, "activation": act})[0]
            b = self.one(START | {"epochs": 100, "activation": act, "output_weight_init": "values(-0.7)",
                                  "output_bias_init": "values(0.2)"}, flipped)[0]
            fa, fb = final_of(a), final_of(b)
            self.assertEqual([bits(x) for x in fa[:3]], [bits(x) for x in fb[:3]])
            self.assertEqual([bits(-x) for x in fa[3:]], [bits(x) for x in fb[3:]])

    def test_swapped_features_and_doubled_rows(self):
        a = final_of(self.one(START | {"epochs": 200})[0])
        swapped = csv_text([(b, a_, y) for (a_, b), y in zip(GOLDEN_X, GOLDEN_Y)])
        s = final_of(self.one(START | {"epochs": 200, "weight_init": "values(-0.1, 0.3)"}, swapped)[0])
        for g, w in zip(s, [a[1], a[0]] + a[2:]):
            self.close(g, w, 5e-4, 1e-5)
        doubled = csv_text([(p, q, y) for (p, q), y in zip(GOLDEN_X * 2, GOLDEN_Y * 2)])
        d = final_of(self.one(START | {"epochs": 200}, doubled)[0])
        for g, w in zip(d, a):
            self.close(g, w, 5e-4, 1e-5)

    def test_invariant_of_every_step(self):
        """|w|^2 + b^2 - v^2 changes by lr^2(|gw|^2 + gb^2 - gv^2) only."""
        r = self.one(START | {"epochs": 1, "lr": 0.1, "activation": "leaky_relu(0.01)"})[0]
        i, f = init_of(r), final_of(r)
        g = ref.gradient(i, GOLDEN_X, GOLDEN_Y, "leaky_relu(0.01)", False)
        q = lambda p: p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - p[3] ** 2
        self.close(q(f) - q(i), .01 * (g[0] ** 2 + g[1] ** 2 + g[2] ** 2 - g[3] ** 2), 0, 1e-6)

    def test_features_follow_the_order_of_the_spec(self):
        base = START | {"epochs": 1}
        a = self.one(base)[0]
        text = spec(base | {"data": dict(CSV_DATA, features=["b", "a"]), "weight_init": "values(-0.1, 0.3)"},
                    networks_per_cell=1, keep="all")
        b = self.networks(self.sweep(self.dir, text, out="swap", data=GOLDEN_CSV))[0]
        self.close(num(b["final.hidden.0.weight.1"]), num(a["final.hidden.0.weight.0"]), 1e-6)


if __name__ == "__main__":
    unittest.main()
