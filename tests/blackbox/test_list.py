"""`myriad list`: every part that the contract names, with its parameters."""

import json
import re
import unittest

from harness import USAGE, XOR_DATA, Case, numbers_in, spec

TOPICS = {"activations": ["relu", "leaky_relu", "identity", "tanh", "sigmoid"],
          "initializers": ["uniform", "normal", "constant", "zeros", "ones", "values", "lattice", "torch_linear",
                           "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"],
          "optimizers": ["sgd"], "losses": ["bce_with_logits"], "preprocess": ["none", "standard_scaler", "minmax_scaler"],
          "datasets": ["csv", "xor", "uniform"], "schedules": ["constant"], "devices": ["cpu"]}


class TestList(Case):
    def test_every_topic_together(self):
        r = self.myriad(self.dir, "list")
        self.assertIn(r.code, (0, USAGE))           # a topic may be required
        self.assertTrue(r.out or r.err)

    def test_unknown_topic(self):
        self.refused(self.myriad(self.dir, "list", "widgets"), USAGE, "activations")

    def test_parameters_and_defaults(self):
        out = self.good(self.dir, "list", "activations").out
        self.assertIn("negative_slope", out)
        self.assertIn("0.01", out)
        out = self.good(self.dir, "list", "optimizers").out
        for word in ("momentum", "nesterov", "dampening"):
            self.assertIn(word, out)

    def test_json_carries_the_parameters(self):
        text = self.good(self.dir, "list", "activations", "--json").out
        self.assertIn("negative_slope", text)
        self.assertIn(0.01, set(numbers_in(json.loads(text))))

    def test_every_listed_activation_runs(self):
        doc = json.loads(self.good(self.dir, "list", "activations", "--json").out)

        def names(d):
            if isinstance(d, dict):
                if isinstance(d.get("name"), str):
                    yield d["name"]
                for v in d.values():
                    yield from names(v)
            elif isinstance(d, list):
                for v in d:
                    yield from names(v)
        found = [n for n in dict.fromkeys(names(doc)) if re.fullmatch(r"[a-z][a-z0-9_]*", n)]
        acts = [n for n in found if n not in ("activations", "negative_slope")]
        known = [a for a in acts if self.plans(a)]
        self.assertLessEqual({"relu", "leaky_relu", "identity", "tanh", "sigmoid"}, set(known))
        d = self.sweep(self.dir, spec({"data": XOR_DATA, "epochs": 3, "weight_init": "uniform(-1, 1)"}, grid={"activation": known}))
        self.assertEqual(len(self.cells(d)), len(known))

    def plans(self, activation):
        self.write(self.dir, "p.toml", spec({"data": XOR_DATA, "activation": activation}))
        return self.myriad(self.dir, "plan", "p.toml").code == 0


def add_topics():
    for topic, names in TOPICS.items():
        def method(self, topic=topic, names=names):
            out = self.good(self.dir, "list", topic).out
            as_json = self.good(self.dir, "list", topic, "--json").out
            as_markdown = self.good(self.dir, "list", topic, "--markdown").out
            json.loads(as_json)
            for n in names:
                for text in (out, as_json, as_markdown):
                    self.assertRegex(text, r"(?i)\b%s\b" % n)
            self.assertIn("|", as_markdown)
        setattr(TestList, "test_topic_" + topic, method)


add_topics()


if __name__ == "__main__":
    unittest.main()
