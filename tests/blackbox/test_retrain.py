"""Kept networks trained again in float64 by reference.py, on rows that the project has never seen."""

import unittest

import reference as ref
from harness import CSV_DATA, Case, csv_text, integer, num, spec
from tables import DEEP, PARAMETERS, final_of, init_of


class TestRetrain(Case):
    N, EPOCHS, ROWS = 75, 150, 36

    def compare(self, r, want, names=PARAMETERS):
        bad = []
        for f in ("born_dead", "dead", "died", "transient", "revived", "inactive", "always_on"):
            if r[f] != str(getattr(want, f)):
                bad.append("%s %s, not %d" % (f, r[f], getattr(want, f)))
        if integer(r["train_correct"]) != want.correct:
            bad.append("train_correct %s, not %d" % (r["train_correct"], want.correct))
        if r["death_epoch"] != ("" if want.death_epoch is None else str(want.death_epoch)):
            bad.append("death_epoch %r, not %r" % (r["death_epoch"], want.death_epoch))
        for n, g, w in zip(names + ["loss"], final_of(r, names) + [num(r["train_loss"])], want.final + [want.loss]):
            if not abs(g - w) <= 2e-3 * max(abs(g), abs(w), 1e-2):
                bad.append("%s %r, not %r" % (n, g, w))
        return bad

    def sweep_and_compare(self, kind, lrs, preprocess, salt):
        rows = ref.random_rows(self.ROWS, ref.rng(salt), kind)
        text = spec({"data": CSV_DATA, "epochs": self.EPOCHS, "preprocess": preprocess, "weight_init": "uniform(-0.5, 0.5)",
                     "output_weight_init": "uniform(-0.5, 0.5)"}, grid={"activation": ["relu", "leaky_relu(0.01)"], "lr": lrs},
                    networks_per_cell=self.N, keep="all", seed=ref.seed(salt))
        d = self.sweep(self.dir, text, data=csv_text(rows))
        x = [(a, b) for a, b, _ in rows]
        x = {"none": lambda v: v, "standard_scaler": ref.standardise, "minmax_scaler": ref.minmax}[preprocess](x)
        y = [t for _, _, t in rows]
        wrong, total = [], 0
        table = self.cells(d)
        for r in self.networks(d):
            row = table[integer(r["cell"])]
            slope = None if row["activation"] == "relu" else .01
            want = ref.train_fast(init_of(r), x, y, slope, num(row["lr"]), self.EPOCHS)
            bad = self.compare(r, want)
            total += 1
            if bad:
                wrong.append("cell %s network %s: %s" % (r["cell"], r["network"], "; ".join(bad)))
        self.assertEqual(total, 2 * len(lrs) * self.N)
        self.assertLessEqual(len(wrong), total / 100, "%d of %d networks differ:\n%s" % (len(wrong), total, "\n".join(wrong[:20])))

    def test_raw(self):
        self.sweep_and_compare("positive", [0.02, 0.1], "none", 11)

    def test_raw_signed(self):
        self.sweep_and_compare("signed", [0.05, 0.1], "none", 12)

    def test_standardised(self):
        self.sweep_and_compare("positive", [0.1, 0.5], "standard_scaler", 13)

    def test_minmax(self):
        self.sweep_and_compare("positive", [0.1, 0.5], "minmax_scaler", 14)

    def generic(self, acts, base, options, salt, deep=False, epochs=60, n=25):
        rows = ref.random_rows(24, ref.rng(salt), "signed")
        text = spec({"data": CSV_DATA, "epochs": epochs, "weight_init": "torch_linear", "output_weight_init": "torch_linear",
                     "lr": 0.1} | base, grid={"activation": acts}, networks_per_cell=n, keep="all")
        d = self.sweep(self.dir, text, out="o%d" % salt, data=csv_text(rows))
        x, y = [(a, b) for a, b, _ in rows], [t for _, _, t in rows]
        names = DEEP if deep else PARAMETERS
        wrong, nets = [], self.networks(d)
        self.assertEqual(len(nets), n * len(acts))
        for r in nets:
            want = ref.train(init_of(r, names), x, y, acts[integer(r["cell"])], .1, epochs, **options)
            bad = self.compare(r, want, names)
            if bad:
                wrong.append("cell %s network %s: %s" % (r["cell"], r["network"], "; ".join(bad)))
        # fewer networks: two may differ
        self.assertLessEqual(len(wrong), max(2, n * len(acts) / 100), "\n".join(wrong[:20]))

    def test_other_activations(self):
        self.generic(["identity", "tanh", "sigmoid"], {}, {}, 21)

    def test_momentum(self):
        self.generic(["relu", "leaky_relu(0.01)"], {"optimizer": "sgd(momentum=0.9)"}, dict(momentum=.9), 22)

    def test_nesterov(self):
        self.generic(["relu", "tanh"], {"optimizer": "sgd(momentum=0.8, nesterov=true)"}, dict(momentum=.8, nesterov=True), 23)

    def test_dampening(self):
        self.generic(["relu", "tanh"], {"optimizer": "sgd(momentum=0.8, dampening=0.5)"}, dict(momentum=.8, dampening=.5), 24)

    def test_deep(self):
        self.generic(["relu", "leaky_relu(0.01)", "tanh"], {"shape": "2-1-1-1"}, {}, 25, deep=True, epochs=80)


if __name__ == "__main__":
    unittest.main()
