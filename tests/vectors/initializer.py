"""Writes initializer.json: what PyTorch, scikit-learn and SciPy say of the initialisers.

laws: the arguments that torch.nn.init and scikit-learn pass to their random generators, caught on
the way. quantiles: torch's trunc_normal_ in double, its uniforms given. starts: networks 0 ... 3 of
seed 2020, from a Philox4x32-10 written here, in double. Made with PyTorch 1.13.1, scikit-learn
1.2.1, SciPy 1.10.1.
"""

import json
import math
import pathlib

import numpy
import scipy.stats
import torch
from sklearn.neural_network import MLPClassifier

SHAPES = {"hidden.0": (2, 1), "output": (1, 1)}  # fan_in, fan_out
NONLINEARITIES = ("leaky_relu", "relu", "linear", None, "sigmoid", "tanh", "selu")
KERAS_CUT_SD = 0.87962566103423978  # of a standard normal cut at 2, as Keras writes it


class Caught(Exception):
    pass


def caught(method, call):
    """The arguments of the first tensor.method(...) that call() makes."""
    original = getattr(torch.Tensor, method)

    def catch(_, *arguments, **named):
        raise Caught([float(x) for x in arguments] + [float(x) for x in named.values()])

    setattr(torch.Tensor, method, catch)
    try:
        call()
    except Caught as stop:
        return stop.args[0]
    finally:
        setattr(torch.Tensor, method, original)
    raise RuntimeError("nothing caught")


def torch_laws():
    init = torch.nn.init
    laws = []
    for layer, (fan_in, fan_out) in SHAPES.items():
        w = torch.empty(fan_out, fan_in)

        def add(name, arguments, method, call):
            laws.append({"call": name, "arguments": arguments, "group": layer + ".weight",
                         "kind": method.rstrip("_"), "law": caught(method, call)})

        add("xavier_uniform", [1.5], "uniform_", lambda: init.xavier_uniform_(w, 1.5))
        add("xavier_normal", [0.5], "normal_", lambda: init.xavier_normal_(w, 0.5))
        for mode in (0, 1):
            for k, follows in enumerate(NONLINEARITIES):
                if follows is None:
                    continue  # identity: a name of ours
                fan = ("fan_in", "fan_out")[mode]
                add("kaiming_uniform", [0.1, mode, k], "uniform_",
                    lambda: init.kaiming_uniform_(w, 0.1, fan, follows))
                add("kaiming_normal", [0.1, mode, k], "normal_",
                    lambda: init.kaiming_normal_(w, 0.1, fan, follows))
        add("torch_linear", [], "uniform_", lambda: torch.nn.Linear(fan_in, fan_out))
        linear = torch.nn.Linear(fan_in, fan_out)
        original = init.kaiming_uniform_
        init.kaiming_uniform_ = lambda *a, **b: None  # so that the bias comes first
        laws.append({"call": "torch_linear", "arguments": [], "group": layer + ".bias",
                     "kind": "uniform", "law": caught("uniform_", linear.reset_parameters)})
        init.kaiming_uniform_ = original
    return laws


class Listener:
    """Stands in for NumPy's RandomState and remembers what is asked of it."""

    def __init__(self):
        self.asked = []

    def uniform(self, low, high, size):
        self.asked.append([float(low), float(high)])
        return numpy.zeros(size)


def sklearn_laws():
    laws = []
    for k, activation in enumerate(("relu", "logistic", "tanh", "identity")):
        for layer, (fan_in, fan_out) in SHAPES.items():
            model = MLPClassifier(activation=activation)
            model._random_state = Listener()
            model._init_coef(fan_in, fan_out, numpy.float64)
            for group, law in zip((".weight", ".bias"), model._random_state.asked):
                laws.append({"call": "sklearn_mlp", "arguments": [k], "group": layer + group,
                             "kind": "uniform", "law": law})
    return laws


def torch_quantiles():
    tables = []
    u = [0.5 / 2**23, 1e-4, 0.01, 0.1, 0.25, 0.4, 0.499, 0.5, 0.7, 0.9, 0.999, 1 - 0.5 / 2**23]
    u = [(2 * math.floor(x * 2**23) + 1) / 2**24 for x in u]
    for mean, std, a, b in ((0, 1, -2, 2), (0, 0.02, -2, 2), (0.5, 0.3, -0.2, 0.6),
                            (0, 1, -0.05, 0.05), (1, 2, 0, 3), (-1, 0.5, -1.5, 2),
                            (0, 1, 1.5, 3), (0, 1, 0.5, 0.55)):
        x = torch.empty(len(u), dtype=torch.float64)
        original = torch.Tensor.uniform_

        def given(t, low, high):
            return t.copy_(torch.tensor([low + (high - low) * v for v in u], dtype=torch.float64))

        torch.Tensor.uniform_ = given
        torch.nn.init.trunc_normal_(x, mean, std, a, b)
        torch.Tensor.uniform_ = original
        tables.append({"arguments": [mean, std, a, b], "u": u, "x": x.tolist()})
    return tables


def philox(counter, key):
    """Philox4x32-10 (Salmon et al. 2011)."""
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, p0 >> 32 ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


SEED = 2020
GROUPS = [("hidden.0.weight", 0x000, 2), ("hidden.0.bias", 0x001, 1),
          ("output.weight", 0xF00, 1), ("output.bias", 0xF01, 1)]


def words(network, stream, entry):
    return philox((network & 0xFFFFFFFF, network >> 32, stream, entry), (SEED, 0))


def uniform(word):
    return (2 * (word >> 9) + 1) / 2**24


def normal(w):
    radius = math.sqrt(-2 * math.log(((w[0] >> 9) + 1) / 2**23))
    return radius * math.cos(2 * math.pi * (w[1] >> 9) / 2**23)


def truncated(w, sd):
    cut = sd / KERAS_CUT_SD
    return cut * scipy.stats.truncnorm.ppf(uniform(w[0]), -2, 2)


def entry_value(call, weight, fan_in, own, first, entry):
    fans = fan_in + 1
    if call == "uniform(0, 1)":
        return uniform(own[0])
    if call == "normal(0, 1)":
        return normal(own)
    if call == "trunc_normal":
        return scipy.stats.truncnorm.ppf(uniform(own[0]), -2, 2)
    if call == "glorot_normal":
        return truncated(own, math.sqrt(2 / fans))
    if call == "he_normal":
        return truncated(own, math.sqrt(2 / fan_in))
    if call == "lecun_normal":
        return truncated(own, math.sqrt(1 / fan_in))
    if call == "lecun_uniform":
        return math.sqrt(3 / fan_in) * (2 * uniform(own[0]) - 1)
    if call == "keras_dense":
        return math.sqrt(6 / fans) * (2 * uniform(own[0]) - 1) if weight else 0.0
    if call == "orthogonal(2)":
        turn = 2 * math.pi * (first[0] >> 9) / 2**23
        if weight and fan_in == 2:
            return 2 * (math.cos(turn) if entry == 0 else math.sin(turn))
        return -2.0 if own[0] >> 31 else 2.0
    if call == "rai":
        chosen = (fan_in + 1) * first[3] >> 32
        if chosen == (entry if weight else fan_in):
            return math.sqrt(uniform(own[2]))
        return 0.6007 / math.sqrt(fan_in) * normal(own)
    raise ValueError(call)


def starts():
    calls = ["uniform(0, 1)", "normal(0, 1)", "trunc_normal", "glorot_normal", "he_normal",
             "lecun_normal", "lecun_uniform", "keras_dense", "orthogonal(2)", "rai"]
    tables = []
    for call in calls:
        for network in (0, 1, 2, 3, 2**32 + 5):
            values = []
            for name, stream, entries in GROUPS:
                weight = name.endswith("weight")
                fan_in = 2 if name.startswith("hidden") else 1
                first = words(network, stream & ~1, 0)
                values += [entry_value(call, weight, fan_in, words(network, stream, e), first, e)
                           for e in range(entries)]
            tables.append({"call": call, "network": network, "values": values})
    return tables


def main():
    vectors = {"laws": torch_laws() + sklearn_laws(), "quantiles": torch_quantiles(), "seed": SEED,
               "starts": starts(), "keras_cut_sd": scipy.stats.truncnorm.std(-2, 2)}
    path = pathlib.Path(__file__).with_suffix(".json")
    lines = []
    for key, value in vectors.items():
        rows = value if isinstance(value, list) else [value]
        text = ",\n  ".join(json.dumps(row) for row in rows)
        lines.append(f'"{key}": [\n  {text}]' if isinstance(value, list) else f'"{key}": {text}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
