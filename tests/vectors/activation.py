#!/usr/bin/env python3
"""Values and derivatives of every activation in float64, by PyTorch's autograd: writes activation.json beside
itself. Made with PyTorch 1.13.1. The points and the arguments are floats, so that nothing but the activation
differs. Squareplus, which PyTorch lacks, is written in its operations.

A null stands where PyTorch's own float64 formula loses digits (gelu by 1 + erf far below 0, for instance).
Each point is a tensor of its own: hardswish's slope at 3 itself is 3/2 there, as on a GPU, but 1 in PyTorch's
vector code."""

import json
import pathlib

import torch
from torch.nn import functional as F

# Kinks and their neighbours, a ladder of magnitudes, and points between.
KINKS = [0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 3.0, -3.0, 6.0, 0.7, -0.25]
LADDER = [1e-30, 1e-6, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.35, 0.6, 0.85, 1.2, 1.7, 2.0, 2.3, 2.9, 3.7, 4.4, 5.3, 6.1, 7.9,
          12.0, 19.5, 21.0, 80.0]
POINTS = [float(torch.tensor(z, dtype=torch.float32)) for z in KINKS + LADDER + [-z for z in LADDER]]


def as_float(x):
    return float(torch.tensor(x, dtype=torch.float32))


def squareplus(z, b):
    return (z + torch.sqrt(z * z + b)) / 2


# name, arguments in myriad's order, function, points below / above which PyTorch's value or slope is not
# accurate to 1e-9 of itself, and magnitude below which it is not
EVERYWHERE = (-1e30, 1e30, 0.0)
CASES = [
    ("relu", [], lambda z: F.relu(z), EVERYWHERE),
    ("leaky_relu", [0.01], lambda z, a: F.leaky_relu(z, a), EVERYWHERE),
    ("leaky_relu", [-0.5], lambda z, a: F.leaky_relu(z, a), EVERYWHERE),
    ("identity", [], lambda z: 1.0 * z, EVERYWHERE),
    ("tanh", [], torch.tanh, (-8.0, 8.0, 0.0)),
    ("sigmoid", [], torch.sigmoid, (-80.0, 14.0, 0.0)),
    ("prelu", [0.25], lambda z, a: F.prelu(z, torch.tensor([a], dtype=torch.float64)), EVERYWHERE),
    ("rrelu", [0.125, 1 / 3], lambda z, a, b: F.rrelu(z, a, b, training=False), EVERYWHERE),
    ("elu", [1.0], lambda z, a: F.elu(z, a), EVERYWHERE),
    ("elu", [1.7], lambda z, a: F.elu(z, a), EVERYWHERE),
    ("selu", [], F.selu, EVERYWHERE),
    ("celu", [1.0], lambda z, a: F.celu(z, a), EVERYWHERE),
    ("celu", [2.3], lambda z, a: F.celu(z, a), EVERYWHERE),
    ("gelu", [0], lambda z, _: F.gelu(z), (-4.5, 1e30, 0.0)),
    ("gelu", [1], lambda z, _: F.gelu(z, approximate="tanh"), (-3.0, 1e30, 0.0)),
    ("gelu_tanh", [], lambda z: F.gelu(z, approximate="tanh"), (-3.0, 1e30, 0.0)),
    ("silu", [], F.silu, (-80.0, 1e30, 0.0)),
    ("mish", [], F.mish, (-80.0, 1e30, 0.0)),
    ("softplus", [1.0, 20.0], lambda z, b, t: F.softplus(z, b, t), (-80.0, 1e30, 0.0)),
    ("softplus", [2.0, 3.0], lambda z, b, t: F.softplus(z, b, t), (-40.0, 1e30, 0.0)),
    ("softsign", [], F.softsign, EVERYWHERE),
    ("hardtanh", [-1.0, 1.0], lambda z, a, b: F.hardtanh(z, a, b), EVERYWHERE),
    ("hardtanh", [-0.25, 3.0], lambda z, a, b: F.hardtanh(z, a, b), EVERYWHERE),
    ("hardsigmoid", [], F.hardsigmoid, EVERYWHERE),
    ("hardswish", [], F.hardswish, EVERYWHERE),
    ("relu6", [], F.relu6, EVERYWHERE),
    ("threshold", [0.5, 2.0], lambda z, t, v: F.threshold(z, t, v), EVERYWHERE),
    ("threshold", [-1.0, -0.3], lambda z, t, v: F.threshold(z, t, v), EVERYWHERE),
    ("softshrink", [0.5], lambda z, l: F.softshrink(z, l), EVERYWHERE),
    ("softshrink", [1.5], lambda z, l: F.softshrink(z, l), EVERYWHERE),
    ("hardshrink", [0.5], lambda z, l: F.hardshrink(z, l), EVERYWHERE),
    ("hardshrink", [1.5], lambda z, l: F.hardshrink(z, l), EVERYWHERE),
    ("tanhshrink", [], F.tanhshrink, (-1e30, 1e30, 0.01)),
    ("logsigmoid", [], F.logsigmoid, (-1e30, 80.0, 0.0)),
    ("squareplus", [4.0], squareplus, (-100.0, 1e30, 0.0)),
    ("squareplus", [0.3], squareplus, (-100.0, 1e30, 0.0)),
]


def run(name, arguments, function, limits):
    arguments = [as_float(a) for a in arguments]
    low, high, least = limits
    values, slopes = [], []
    for x in POINTS:
        if not low <= x <= high or 0 < abs(x) < least:
            values.append(None)
            slopes.append(None)
            continue
        z = torch.tensor([x], dtype=torch.float64, requires_grad=True)
        y = function(z, *arguments)
        y.sum().backward()
        values.append(float(y))
        slopes.append(float(z.grad))
    case = {"activation": name, "arguments": arguments, "value": values, "slope": slopes}
    if name == "prelu":
        slopes = []
        for x in POINTS:
            weight = torch.tensor(arguments, dtype=torch.float64, requires_grad=True)
            F.prelu(torch.tensor([x], dtype=torch.float64), weight).sum().backward()
            slopes.append(float(weight.grad))
        case["own_slope"] = slopes
    return case


def main():
    lines = ["{\"made_with\": \"PyTorch 1.13.1, float64\",", " \"points\": %s," % json.dumps(POINTS), " \"cases\": ["]
    lines.append(",\n".join("  " + json.dumps(run(*case)) for case in CASES))
    lines.append(" ]}")
    pathlib.Path(__file__).with_suffix(".json").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
