"""Which cells a spec makes, and in what order."""

import unittest

from harness import XOR_DATA, Case, Raw, integer, num, spec


class TestOrder(Case):
    def plan_cells(self, text, columns, out="out"):
        table = self.cells(self.sweep(self.dir, text, out=out))
        self.assertEqual([integer(r["cell"]) for r in table], list(range(len(table))))
        got = table.columns[1:table.columns.index("networks")]
        for c in columns:
            self.assertIn(c, got)
        return table

    def test_grid_last_axis_fastest(self):
        t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}, grid={"lr": [0.3, 0.1], "activation": ["tanh", "relu"],
                                                                       "epochs": [0, 1]}), ["lr", "activation", "epochs"])
        got = [(num(r["lr"]), r["activation"], integer(r["epochs"])) for r in t]
        self.assertEqual(got, [(lr, a, e) for lr in (.3, .1) for a in ("tanh", "relu") for e in (0, 1)])
        self.assertEqual(t.columns[1:4], ["lr", "activation", "epochs"])

    def test_grid_times_zips_then_random_then_cells(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "lr": 0.7}, grid={"activation": ["relu", "tanh"], "lr": [0.1, 0.2]},
                    zips=[{"weight_init": ["uniform(-1, 1)", "kaiming_normal", "zeros"],
                           "output_weight_init": ["ones", "xavier_normal", "zeros"]}],
                    random={"n": 3, "lr": {"uniform": [0.3, 0.4]}},
                    cells=[{"name": "extra one", "lr": 0.5}, {"name": "extra two", "activation": "identity"}])
        t = self.plan_cells(text, ["activation", "lr", "weight_init", "output_weight_init"])
        self.assertEqual(len(t), 12 + 3 + 2)
        got = [(r["activation"], num(r["lr"]), r["weight_init"].split("(")[0]) for r in t.rows[:12]]
        self.assertEqual(got, [(a, lr, w) for a in ("relu", "tanh") for lr in (.1, .2)
                               for w in ("uniform", "kaiming_normal", "zeros")])
        pairs = {(r["weight_init"].split("(")[0], r["output_weight_init"].split("(")[0]) for r in t.rows[:12]}
        self.assertEqual(pairs, {("uniform", "ones"), ("kaiming_normal", "xavier_normal"), ("zeros", "zeros")})
        for r in t.rows[12:15]:
            self.assertTrue(.3 <= num(r["lr"]) <= .4)
            self.assertEqual(r["activation"], "relu")       # every other key from [base] (or its default)
        self.assertEqual(num(t[15]["lr"]), .5)
        self.assertEqual((t[16]["activation"], num(t[16]["lr"])), ("identity", .7))

    def test_two_zips_cross(self):
        text = spec({"data": XOR_DATA, "epochs": 0}, zips=[{"lr": [0.1, 0.2], "epochs": [0, 1]},
                    {"weight_init": ["zeros", "ones"], "output_weight_init": ["ones", "zeros"]}])
        t = self.plan_cells(text, ["lr", "epochs", "weight_init"])
        got = [(num(r["lr"]), integer(r["epochs"]), r["weight_init"]) for r in t]
        self.assertEqual(got, [(.1, 0, "zeros"), (.1, 0, "ones"), (.2, 1, "zeros"), (.2, 1, "ones")])

    def test_logspace_and_linspace_hold_both_ends(self):
        for kind, want in (("logspace", [10 ** (-2 + k / 2) for k in range(5)]), ("linspace", [.01 + k * .2475 for k in range(5)])):
            t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}, grid={"lr": Raw("{ %s = [0.01, 1.0], n = 5 }" % kind)}),
                                ["lr"], out=kind)
            got = [num(r["lr"]) for r in t]
            self.assertEqual(len(got), 5)
            for g, w in zip(got, want):
                self.close(g, w, 1e-6)
            self.assertEqual((got[0], got[-1]), (.01, 1.0))

    def test_random_is_deterministic(self):
        def draw(seed, out):
            text = spec({"data": XOR_DATA, "epochs": 0}, random={"n": 40, "lr": {"log_uniform": [1e-4, 1.0]},
                        "epochs": {"int_uniform": [1, 5]}, "activation": {"choice": ["relu", "tanh"]}}, seed=seed,
                        networks_per_cell=2)
            t = self.plan_cells(text, ["lr", "epochs", "activation"], out)
            return [(r["lr"], r["epochs"], r["activation"]) for r in t]
        a, b, c = draw(5, "a"), draw(5, "b"), draw(6, "c")
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)
        # an empty [grid] is the one cell of [base] in front, or nothing: both accepted
        self.assertIn(len(a), (40, 41))
        drawn = a[-40:]
        self.assertTrue(all(1e-4 <= float(x[0]) <= 1 and 1 <= int(x[1]) <= 5 for x in drawn))
        below = sum(float(x[0]) < 1e-2 for x in drawn)
        self.assertTrue(8 <= below <= 32, "log-uniform: about half below the middle, not %d of 40" % below)
        self.assertEqual({x[1] for x in drawn}, set("12345"))
        self.assertEqual({x[2] for x in drawn}, {"relu", "tanh"})

    def test_no_axes_is_one_cell(self):
        t = self.plan_cells(spec({"data": XOR_DATA, "epochs": 0}), [])
        self.assertEqual(len(t), 1)
        self.assertEqual(t.columns[:2], ["cell", "networks"])

    def test_layer_axis(self):
        text = spec({"data": XOR_DATA, "epochs": 0, "shape": "2-1-1-1", "weight_init": "ones"},
                    grid={"hidden.1.weight_init": ["values(2)", "values(3)"]}, keep="all", networks_per_cell=1)
        d = self.sweep(self.dir, text)
        self.assertEqual(self.cells(d).columns[1], "hidden.1.weight_init")
        nets = self.networks(d)
        self.assertEqual([num(r["init.hidden.1.weight.0"]) for r in nets], [2.0, 3.0])
        self.assertEqual({num(r["init.hidden.0.weight.0"]) for r in nets}, {1.0})


if __name__ == "__main__":
    unittest.main()
