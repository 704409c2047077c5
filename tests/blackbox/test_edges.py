"""Edges: no epochs, rows on the boundary, one network, constant features, data that cannot be learnt."""

import unittest

import reference as ref
from harness import CSV_DATA, XOR_DATA, Case, bits, csv_text, f32, integer, num, spec
from tables import IRIS_BASE, final_of, init_of


class TestEdges(Case):
    def test_epochs_0(self):
        text = spec(IRIS_BASE | {"epochs": 0}, networks_per_cell=200, keep="all")
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        row = self.cells(d)[0]
        self.assertEqual(row["dead"], row["born_dead"])
        self.assertEqual((row["died"], row["revived"], row["transient"]), ("0", "0", "0"))
        self.assertEqual(row["born_always_on"], row["always_on"])
        for r in self.networks(d):
            self.assertEqual([bits(x) for x in init_of(r)], [bits(x) for x in final_of(r)])
            self.assertEqual(r["death_epoch"], "0" if r["dead"] == "1" else "")
        s = self.export(d, "survival")
        self.assertEqual([(r["epoch"], r["alive"]) for r in s], [("0", str(200 - integer(row["born_dead"])))])

    def one(self, base, data, **more):
        text = spec({"data": CSV_DATA, "epochs": 0} | base, networks_per_cell=1, keep="all")
        self.k = getattr(self, "k", 0) + 1
        return self.networks(self.sweep(self.dir, text, out="o%d" % self.k, data=data))[0]

    def test_class_1_at_o_0(self):
        data = csv_text([(1, 1, 1), (2, 1, 1), (1, 2, 0)])
        for c, want in (("0", "2"), ("1e-30", "2"), ("-1e-30", "1"), ("-0.0", "2")):
            r = self.one({"weight_init": "values(-1, -1)", "output_bias_init": "values(%s)" % c}, data)
            self.assertEqual(r["train_correct"], want, c)

    def test_z_0_is_dead_inactive_and_not_on(self):
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(0, 0, 0), (-1, 1, 1), (-1, -1, 1)]))
        self.assertEqual((r["born_dead"], r["dead"], r["inactive"], r["always_on"]), ("1", "1", "1", "0"))
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(0, 0, 0), (1, 1, 1)]))
        self.assertEqual((r["born_dead"], r["inactive"], r["always_on"]), ("0", "0", "0"))
        r = self.one({"weight_init": "values(1, 1)"}, csv_text([(1, 0, 0), (1, 1, 1)]))
        self.assertEqual((r["born_dead"], r["inactive"], r["always_on"]), ("0", "0", "1"))

    def test_phi_prime_of_0_is_0(self):
        """A row at z = 0 sends no gradient: w, b, v do not move when the other rows are off."""
        r = self.one({"weight_init": "values(1, 1)", "output_weight_init": "values(0.5)", "epochs": 10, "lr": 1.0},
                     csv_text([(0, 0, 0), (1, -1, 1), (-1, -1, 1)]))
        self.assertEqual(final_of(r)[:4], [1.0, 1.0, 0.0, 0.5])

    def test_xor_born_dead_is_a_quarter(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "weight_init": "lattice(64)"}, networks_per_cell=4096)
        row = self.cells(self.sweep(self.dir, text))[0]
        self.assertEqual(integer(row["born_dead"]), 1024)
        self.close(num(row["born_dead_theory"] or "0.25"), .25, 0, 1e-5)

    def test_xor_rows_and_ceiling(self):
        text = spec({"data": XOR_DATA, "epochs": 500, "lr": 0.5, "weight_init": "uniform(-1, 1)",
                     "output_weight_init": "uniform(-1, 1)"}, grid={"activation": ["relu", "tanh", "leaky_relu(0.01)"]},
                    networks_per_cell=300, keep="all")
        d = self.sweep(self.dir, text)
        rows = {(num(r["x1"]), num(r["x2"])): num(r["label"]) for r in self.export(d, "data", cell=0)}
        self.assertEqual(rows, {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0})
        self.assertLessEqual(max(integer(r["train_correct"]) for r in self.networks(d)), 3)
        for row in self.cells(d):
            self.assertEqual(row["solved"], "0")

    def test_separable_data_can_be_solved(self):
        text = spec({"data": CSV_DATA, "epochs": 400, "lr": 0.5, "weight_init": "uniform(-1, 1)", "activation": "tanh",
                     "output_weight_init": "uniform(-1, 1)"}, networks_per_cell=100, keep="all")
        d = self.sweep(self.dir, text, data=csv_text([(-2, -1, 0), (-1, -2, 0), (1, 2, 1), (2, 1, 1)]))
        solved = integer(self.cells(d)[0]["solved"])
        self.assertGreater(solved, 90)
        self.assertEqual(solved, sum(r["train_correct"] == "4" for r in self.networks(d)))

    def test_constant_feature_has_scale_1(self):
        for scaler in ("standard_scaler", "minmax_scaler"):
            text = spec({"data": CSV_DATA, "epochs": 1, "preprocess": scaler})
            d = self.sweep(self.dir, text, out=scaler, data=csv_text([(3, 1, 0), (3, 2, 1), (3, 4, 1)]))
            self.assertEqual({num(r["x1_scaled"]) for r in self.export(d, "data", cell=0)}, {0.0})

    def test_minmax_scaler(self):
        text = spec({"data": CSV_DATA, "epochs": 1, "preprocess": "minmax_scaler"})
        d = self.sweep(self.dir, text, data=ref.IRIS_CSV)
        for r, s in zip(self.export(d, "data", cell=0), ref.minmax(ref.IRIS_X)):
            self.close(num(r["x1_scaled"]), s[0], 0, 1e-6)
            self.close(num(r["x2_scaled"]), s[1], 0, 1e-6)

    def test_one_network(self):
        """sd over n-1 = 0 networks: empty (or 0), never NaN."""
        row = self.cells(self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 1}, networks_per_cell=1)))[0]
        self.assertIn(row["train_accuracy_sd"], ("", "0", "0.0"))

    def test_degenerate_uniform(self):
        """The question's literal uniform(0.05, 0.05) is accepted: a constant."""
        text = spec({"data": XOR_DATA, "epochs": 0, "output_weight_init": "uniform(0.05, 0.05)"}, keep="all")
        for r in self.networks(self.sweep(self.dir, text)):
            self.assertEqual(f32(num(r["init.output.weight.0"])), f32(0.05))

    def test_scale_free_flags(self):
        """Halving an all-uniform init by a power of two halves every start exactly and keeps the flags."""
        text = spec({"data": CSV_DATA, "epochs": 0}, zips=[{"weight_init": ["uniform(-1, 1)", "uniform(-0.25, 0.25)"],
                                                            "bias_init": ["uniform(-1, 1)", "uniform(-0.25, 0.25)"]}],
                    networks_per_cell=300, keep="all")
        nets = self.networks(self.sweep(self.dir, text, data=ref.IRIS_CSV))
        for a, b in zip(nets.where(cell=0), nets.where(cell=1)):
            self.assertEqual([f32(x) / 4 for x in init_of(a)[:3]], [f32(x) for x in init_of(b)[:3]])
            self.assertEqual(a["born_dead"], b["born_dead"])


if __name__ == "__main__":
    unittest.main()
