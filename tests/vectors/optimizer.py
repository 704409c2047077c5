#!/usr/bin/env python3
"""Makes optimizer.json: parameters after up to 50 steps of each optimiser in float64, by PyTorch 1.13.1 (lion,
which PyTorch has not, by its definition), and the learning rates of PyTorch's schedules.

    python3 optimizer.py > optimizer.json
"""

import json

import numpy
import torch

STEPS = 50
SHOWN = [1, 2, 3, 5, 10, 20, 30, 40, 50]
START = [1.0, -0.5]
CURVATURE = [3.0, 0.25]
CENTRE = [0.25, -1.5]


def noise():
    """Gradients that floats hold exactly, some of them 0: a linear congruential generator."""
    state, rows = 12345, []
    for _ in range(STEPS):
        row = []
        for drift in (24, -3):
            state = (1103515245 * state + 12345) % 2**31
            k = (state >> 16) % 129 - 64 + drift
            row.append(0.0 if k % 11 == 0 else k / 64)
        rows.append(row)
    return rows


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (beta1, beta2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                p.mul_(1 - lr * group["weight_decay"])
                p.sub_(lr * torch.sign(beta1 * m + (1 - beta1) * p.grad))
                m.copy_(beta2 * m + (1 - beta2) * p.grad)


TORCH = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
         "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "nadam": torch.optim.NAdam,
         "lion": Lion, "adadelta": torch.optim.Adadelta, "adamax": torch.optim.Adamax}

# Optimiser, arguments by myriad's names, lr (None: PyTorch's default), weight_decay (None: PyTorch's default).
CASES = [
    ("sgd", {}, 0.1, 0.0),
    ("sgd", {"momentum": 0.9}, 0.05, 0.0),
    ("sgd", {"momentum": 0.9, "nesterov": True}, 0.05, 0.01),
    ("sgd", {"momentum": 0.8, "dampening": 0.3}, 0.1, 0.1),
    ("adam", {}, None, None),
    ("adam", {"beta1": 0.8, "beta2": 0.99, "eps": 1e-3}, 0.05, 0.1),
    ("adam", {"beta1": 0.0, "beta2": 0.9, "eps": 0.0}, 0.02, 0.0),
    ("adam", {"beta1": 0.95, "beta2": 0.0, "eps": 1e-2}, 0.02, 0.0),
    ("adam", {"beta1": 0.99, "beta2": 0.9999}, 0.05, 0.01),
    ("adamw", {}, None, None),
    ("adamw", {"beta1": 0.7, "beta2": 0.95, "eps": 1e-6}, 0.05, 0.5),
    ("adamw", {"beta2": 0.98}, 0.2, 0.0),
    ("rmsprop", {}, None, None),
    ("rmsprop", {"alpha": 0.9, "eps": 1e-4, "momentum": 0.9}, 0.01, 0.1),
    ("rmsprop", {"alpha": 0.95, "centered": True, "eps": 1e-2}, 0.02, 0.0),
    ("rmsprop", {"alpha": 0.8, "centered": True, "momentum": 0.5, "eps": 1e-2}, 0.01, 0.1),
    ("rmsprop", {"alpha": 0.9999}, 0.001, 0.0),
    ("adagrad", {}, None, None),
    ("adagrad", {"lr_decay": 0.1, "initial_accumulator": 0.1, "eps": 1e-3}, 0.3, 0.1),
    ("adagrad", {"lr_decay": 0.01, "eps": 0.0}, 0.1, 0.0),
    ("nadam", {}, None, None),
    ("nadam", {"beta1": 0.8, "beta2": 0.95, "eps": 1e-4, "momentum_decay": 0.5}, 0.05, 0.1),
    ("nadam", {"momentum_decay": 0.0, "beta1": 0.95}, 0.02, 0.0),
    ("lion", {}, 0.01, None),
    ("lion", {"beta1": 0.5, "beta2": 0.8}, 0.03, 0.5),
    ("lion", {"beta1": 0.95, "beta2": 0.98}, 0.001, 0.1),
    ("adadelta", {}, None, None),
    ("adadelta", {"rho": 0.6, "eps": 1e-3}, 0.5, 0.1),
    ("adadelta", {"rho": 0.99, "eps": 1e-2}, 2.0, 0.0),
    ("adamax", {}, None, None),
    ("adamax", {"beta1": 0.6, "beta2": 0.8, "eps": 1e-2}, 0.05, 0.1),
    ("adamax", {"beta1": 0.95, "beta2": 0.99, "eps": 0.0}, 0.02, 0.0),
]


def optimizer_of(name, arguments, lr, decay, params):
    kwargs = dict(arguments)
    if name in ("adam", "adamw", "nadam", "lion", "adamax"):
        defaults = (0.9, 0.99 if name == "lion" else 0.999)
        kwargs["betas"] = (kwargs.pop("beta1", defaults[0]), kwargs.pop("beta2", defaults[1]))
    if "initial_accumulator" in kwargs:
        kwargs["initial_accumulator_value"] = kwargs.pop("initial_accumulator")
    if lr is not None:
        kwargs["lr"] = lr
    if decay is not None:
        kwargs["weight_decay"] = decay
    return TORCH[name](params, **kwargs)


def trajectory(name, arguments, lr, decay, gradients):
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of(name, arguments, lr, decay, [p])
    shown = []
    for step in range(STEPS):
        if gradients is None:
            p.grad = torch.tensor(CURVATURE).double() * (p.detach() - torch.tensor(CENTRE).double())
        else:
            p.grad = torch.tensor(gradients[step], dtype=torch.float64)
        optimizer.step()
        if step + 1 in SHOWN:
            shown.append(p.tolist())
    return shown, optimizer.defaults["lr"], optimizer.defaults["weight_decay"]


def square(name):
    """p^2 from p = 1, three steps with the defaults."""
    p = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of(name, {}, 0.1 if name in ("sgd", "lion") else None, None, [p])
    for _ in range(3):
        p.grad = 2 * p.detach()
        optimizer.step()
    return p.item()


def rates(make, epochs):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    schedule = make(optimizer)
    found = []
    for _ in range(epochs):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


def schedules():
    s = torch.optim.lr_scheduler
    cases = [
        ("step", {"step_size": 7}, 30, lambda o: s.StepLR(o, 7)),
        ("step", {"step_size": 1, "gamma": 0.5}, 12, lambda o: s.StepLR(o, 1, 0.5)),
        ("step", {"step_size": 5, "gamma": 1.25}, 23, lambda o: s.StepLR(o, 5, 1.25)),
        ("step", {"step_size": 4, "gamma": 0.0}, 9, lambda o: s.StepLR(o, 4, 0.0)),
        ("cosine", {}, 20, lambda o: s.CosineAnnealingLR(o, 20)),
        ("cosine", {"min_factor": 0.1}, 33, lambda o: s.CosineAnnealingLR(o, 33, eta_min=0.03)),
        ("cosine", {}, 1, lambda o: s.CosineAnnealingLR(o, 1)),
        ("warmup", {"epochs": 10}, 15, lambda o: s.LinearLR(o, 1 / 10, 1.0, 9)),
        ("warmup", {"epochs": 4}, 3, lambda o: s.LinearLR(o, 1 / 4, 1.0, 3)),
        ("constant", {}, 4, lambda o: s.ConstantLR(o, 1.0)),
    ]
    return [{"schedule": name, "arguments": arguments, "epochs": epochs, "lr": 0.3,
             "rates": rates(make, epochs)}
            for name, arguments, epochs, make in cases]


def main():
    gradients = noise()
    cases = []
    for name, arguments, lr, decay in CASES:
        quadratic, rate, weight_decay = trajectory(name, arguments, lr, decay, None)
        noisy, _, _ = trajectory(name, arguments, lr, decay, gradients)
        cases.append({"optimizer": name, "arguments": arguments, "lr": rate, "weight_decay": weight_decay,
                      "default_lr": lr is None, "default_weight_decay": decay is None,
                      "quadratic": quadratic, "noise": noisy})
    out = {"torch": torch.__version__, "numpy": numpy.__version__, "start": START, "curvature": CURVATURE,
           "centre": CENTRE, "shown": SHOWN, "gradients": gradients,
           "square": {name: square(name) for name in TORCH}, "cases": cases, "schedules": schedules()}
    lines = []
    for key, value in out.items():
        if key in ("cases", "schedules"):
            text = "[\n  " + ",\n  ".join(json.dumps(v) for v in value) + "\n ]"
        else:
            text = json.dumps(value)
        lines.append(f" {json.dumps(key)}: {text}")
    print("{\n" + ",\n".join(lines) + "\n}")


main()
