#!/usr/bin/env python3
"""Makes trainer.json: values and slopes of torch's activations and losses, and networks that torch.nn and
torch.optim trained in double. Written with PyTorch 1.13.1; run it without arguments."""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

# In double throughout: NAdam keeps a product of its own in the default type.
torch.set_default_dtype(torch.float64)

ROWS = [(1.1, 2.3, 1), (2.2, 0.9, 0), (-0.7, 1.3, 1), (0.4, -1.6, 0), (-1.2, -0.3, 0), (3.1, 2.7, 1), (0.6, 0.2, 0)]
STARTS = {1: [0.3, -0.1, 0.05, 0.7, -0.2], 2: [0.3, -0.1, 0.05, 0.9, 0.15, 0.7, -0.2]}

ACTIVATIONS = {
    "relu": F.relu, "leaky_relu": F.leaky_relu, "leaky_relu(0.2)": lambda z: F.leaky_relu(z, 0.2),
    "elu": F.elu, "elu(0.7)": lambda z: F.elu(z, 0.7), "selu": F.selu, "celu": F.celu,
    "celu(2)": lambda z: F.celu(z, 2.0), "gelu": F.gelu, "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu, "mish": F.mish, "softplus": F.softplus, "softplus(2, 1.5)": lambda z: F.softplus(z, 2.0, 1.5),
    "softsign": F.softsign, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "hardtanh": F.hardtanh,
    "hardtanh(-0.5, 2)": lambda z: F.hardtanh(z, -0.5, 2.0),
    # torch's own backward of hardsigmoid has 1/6 rounded to float.
    "hardsigmoid": lambda z: F.relu6(z + 3) / 6, "hardswish": F.hardswish, "relu6": F.relu6,
    "threshold(0.5, 0.25)": lambda z: F.threshold(z, 0.5, 0.25), "softshrink": F.softshrink,
    "softshrink(0.2)": lambda z: F.softshrink(z, 0.2), "hardshrink": F.hardshrink,
    "hardshrink(0.2)": lambda z: F.hardshrink(z, 0.2), "tanhshrink": F.tanhshrink, "logsigmoid": F.logsigmoid,
    "squareplus": lambda z: (z + torch.sqrt(z * z + 4)) / 2,
    "squareplus(1.5)": lambda z: (z + torch.sqrt(z * z + 1.5)) / 2, "identity": lambda z: z,
}

LOSSES = {
    "bce_with_logits": F.binary_cross_entropy_with_logits, "mse": F.mse_loss, "mae": F.l1_loss,
    "hinge": lambda o, y: F.relu(1 - (2 * y - 1) * o).mean(),
    "squared_hinge": lambda o, y: (F.relu(1 - (2 * y - 1) * o) ** 2).mean(),
    "huber": F.huber_loss, "huber(0.3)": lambda p, y: F.huber_loss(p, y, delta=0.3),
}
OF_VALUES = ("mse", "mae", "huber", "huber(0.3)")


class Lion(torch.optim.Optimizer):
    """The algorithm of arXiv 2302.06675, with torch's tensors."""

    def __init__(self, parameters, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                update = torch.lerp(p.grad, m, beta1).sign_()
                p.mul_(1 - group["lr"] * group["weight_decay"]).sub_(update, alpha=group["lr"])
                m.copy_(torch.lerp(p.grad, m, beta2))


OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {}, 0.1),
    "sgd(momentum=0.9)": (torch.optim.SGD, {"momentum": 0.9}, 0.05),
    "sgd(momentum=0.9, dampening=0.3)": (torch.optim.SGD, {"momentum": 0.9, "dampening": 0.3}, 0.05),
    "sgd(momentum=0.8, nesterov=true)": (torch.optim.SGD, {"momentum": 0.8, "nesterov": True}, 0.05),
    "adam": (torch.optim.Adam, {}, 0.02),
    "adam(0.8, 0.95, 1e-3)": (torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-3}, 0.02),
    "adamw": (torch.optim.AdamW, {}, 0.02),
    "rmsprop": (torch.optim.RMSprop, {}, 0.01),
    "rmsprop(alpha=0.9, eps=1e-4, momentum=0.5)": (
        torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-4, "momentum": 0.5}, 0.01),
    "rmsprop(alpha=0.9, centered=true)": (torch.optim.RMSprop, {"alpha": 0.9, "centered": True}, 0.01),
    "rmsprop(momentum=0.5, centered=true)": (torch.optim.RMSprop, {"momentum": 0.5, "centered": True}, 0.005),
    "adagrad": (torch.optim.Adagrad, {}, 0.1),
    "adagrad(lr_decay=0.05, initial_accumulator_value=0.1)": (
        torch.optim.Adagrad, {"lr_decay": 0.05, "initial_accumulator_value": 0.1}, 0.1),
    "nadam": (torch.optim.NAdam, {}, 0.02),
    "nadam(0.8, 0.95, momentum_decay=0.02)": (
        torch.optim.NAdam, {"betas": (0.8, 0.95), "momentum_decay": 0.02}, 0.02),
    "lion": (Lion, {}, 0.01),
    "lion(0.8, 0.95)": (Lion, {"betas": (0.8, 0.95)}, 0.01),
}


def drawn_slope(step, layer):
    """rrelu's slope, by a rule that the test repeats: spread over (1/8, 1/3)."""
    fraction = (0.6180339887498949 * (2 * step + layer + 1)) % 1.0
    return 1 / 8 + (1 / 3 - 1 / 8) * fraction


class Network(torch.nn.Module):
    def __init__(self, layers, activation):
        super().__init__()
        self.linear = torch.nn.ModuleList(
            [torch.nn.Linear(2 if k == 0 else 1, 1) for k in range(layers + 1)])
        self.name = activation
        self.prelu = torch.nn.ModuleList(
            [torch.nn.PReLU() for _ in range(layers)] if activation == "prelu" else [])
        start = iter(STARTS[layers])
        with torch.no_grad():
            for linear in self.linear:
                for k in range(linear.in_features):
                    linear.weight[0, k] = next(start)
                linear.bias[0] = next(start)

    def activate(self, z, layer, step):
        if self.name == "prelu":
            return self.prelu[layer](z)
        if self.name == "rrelu":
            return F.leaky_relu(z, drawn_slope(step, layer)) if step >= 0 else F.rrelu(z, training=False)
        return ACTIVATIONS[self.name](z)

    def forward(self, x, step=-1):
        for layer, linear in enumerate(self.linear[:-1]):
            x = self.activate(linear(x), layer, step)
        return self.linear[-1](x)[:, 0]

    def values(self):
        flat = [v for linear in self.linear for v in linear.weight[0].tolist() + linear.bias.tolist()]
        return flat + [p.weight.item() for p in self.prelu]


def mean_loss(name, output, o, y):
    return LOSSES[name](torch.sigmoid(o) if name in OF_VALUES and output == "sigmoid" else o, y)


def make_optimizer(case, network):
    kind, arguments, _ = OPTIMIZERS[case["optimizer"]]
    arguments = dict(arguments, lr=case["lr"])
    if "weight_decay" in case:
        arguments["weight_decay"] = case["weight_decay"]
    if case.get("decay_biases", True):
        return kind(network.parameters(), **arguments)
    biases = [linear.bias for linear in network.linear]
    others = [p for p in network.parameters() if not any(p is b for b in biases)]
    return kind([{"params": others}, {"params": biases, "weight_decay": 0.0}], **arguments)


def make_schedule(case, optimizer):
    name = case.get("schedule", "constant")
    if name == "step(7, 0.5)":
        return torch.optim.lr_scheduler.StepLR(optimizer, 7, 0.5)
    if name == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, case["epochs"])
    if name == "warmup(10)":
        return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda e: min(1.0, (e + 1) / 10))
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda e: 1.0)


def train(case):
    x = torch.tensor([row[:2] for row in ROWS])
    y = torch.tensor([float(row[2]) for row in ROWS])
    network = Network(case["layers"], case["activation"])
    optimizer = make_optimizer(case, network)
    schedule = make_schedule(case, optimizer)
    step = 0
    for epoch in range(case["epochs"]):
        order = [(3 * i + epoch) % len(ROWS) for i in range(len(ROWS))]
        size = case.get("batch_size", len(ROWS))
        for begin in range(0, len(ROWS), size):
            batch = order[begin:begin + size] if "batch_size" in case else list(range(len(ROWS)))
            optimizer.zero_grad()
            mean_loss(case["loss"], case.get("output", "sigmoid"), network(x[batch], step), y[batch]).backward()
            if "clip_norm" in case:
                torch.nn.utils.clip_grad_norm_(network.parameters(), case["clip_norm"])
            optimizer.step()
            step += 1
        schedule.step()
    with torch.no_grad():
        loss = mean_loss(case["loss"], case.get("output", "sigmoid"), network(x), y).item()
    return dict(case, values=network.values(), train_loss=loss)


def case_of(activation="tanh", loss="bce_with_logits", optimizer="sgd", layers=1, **others):
    case = {"activation": activation, "loss": loss, "optimizer": optimizer, "layers": layers,
            "lr": OPTIMIZERS[optimizer][2], "epochs": 17 if "batch_size" in others else 50}
    case.update(others)
    return case


def cases():
    for activation in list(ACTIVATIONS) + ["prelu", "rrelu"]:
        yield case_of(activation)
        yield case_of(activation, optimizer="adam", layers=2, batch_size=3)
    losses = list(LOSSES)
    for k, optimizer in enumerate(OPTIMIZERS):
        for j, activation in enumerate(["relu", "leaky_relu(0.2)", "tanh", "prelu"]):
            loss = losses[(k + j) % len(losses)]
            yield case_of(activation, loss, optimizer)
            yield case_of(activation, loss, optimizer, 2, batch_size=3)
        yield case_of("elu", "bce_with_logits", optimizer, weight_decay=0.05)
        yield case_of("prelu", "mse", optimizer, 2, weight_decay=0.05, decay_biases=False, output="linear")
        yield case_of("gelu", "bce_with_logits", optimizer, clip_norm=0.05, weight_decay=0.02, batch_size=3)
        for schedule in ("step(7, 0.5)", "cosine", "warmup(10)"):
            yield case_of("softplus", "squared_hinge", optimizer, schedule=schedule, batch_size=3)
    for loss in losses:
        for activation in ("tanh", "leaky_relu"):
            yield case_of(activation, loss, layers=2)
            if loss in OF_VALUES:
                yield case_of(activation, loss, output="linear")
                yield case_of(activation, loss, "adam", 2, batch_size=3, output="linear")


def values_and_slopes(function, places):
    z = torch.tensor(places, requires_grad=True)
    # One place at a time: torch's vector code differs from its scalar code in the last bits.
    values = torch.stack([function(one) for one in z])
    values.sum().backward()
    return {"values": values.tolist(), "slopes": z.grad.tolist()}


def main():
    assert torch.__version__.startswith("1.13"), torch.__version__
    places = [-30.0, -7.5, -6.0, -3.0, -2.0, -1.0, -0.5, -0.2, 0.0, 0.2, 0.25, 0.5, 0.75, 1.0, 2.0, 3.0, 6.0, 7.5, 30.0]
    off_kinks = [z for z in places if abs(z) != 3.0]  # hardswish's backward depends on the code path there
    activations = [dict(name=name, places=at, **values_and_slopes(function, at))
                   for name, function in ACTIVATIONS.items()
                   for at in [off_kinks if name == "hardswish" else places]]
    outputs = [-30.0, -1.3, -1.0, -0.4, 0.0, 0.3, 0.5, 0.7, 1.0, 1.3, 2.0, 30.0]
    losses = []
    for name in LOSSES:
        for output in ("sigmoid", "linear") if name in OF_VALUES else ("sigmoid",):
            for label in (0, 1):
                y = torch.tensor([float(label)])
                losses.append(dict(name=name, output=output, label=label, places=outputs, **values_and_slopes(
                    lambda o, name=name, output=output, y=y: mean_loss(name, output, o[None], y), outputs)))
    trained = [train(case) for case in cases()]
    assert all(math.isfinite(v) for case in trained for v in case["values"])
    lines = lambda items: "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
    text = '{"torch": "%s",\n"rows": %s,\n"starts": %s,\n"activations": %s,\n"losses": %s,\n"trained": %s}\n' % (
        torch.__version__, json.dumps(ROWS), json.dumps(STARTS), lines(activations), lines(losses), lines(trained))
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
    print(len(trained), "trained networks,", len(text), "bytes")


if __name__ == "__main__":
    main()
