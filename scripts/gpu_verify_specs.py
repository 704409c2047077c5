"""The specs of scripts/gpu-verify: every part that `myriad list` names, every shape of job that a kernel
treats in its own way, small enough that the CPU's answer takes seconds."""

import csv
import io

# Keys whose every part is tried, and the topic that lists the parts.
KEYS = {"activation": "activations", "optimizer": "optimizers", "loss": "losses",
        "weight_init": "initializers", "schedule": "schedules"}
# Numbers of networks around the sizes of warps, blocks and bundles.
SIZES = (1, 2, 31, 32, 33, 127, 128, 129, 1000, 4097)


def toml(value):
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.startswith("{") else '"%s"' % value
    return repr(value)


def spec_text(name, networks=1000, epochs=20, keep="first(50)", **keys):
    """A spec; a key with a list is an axis."""
    base = {"data": '{ source = "xor" }', "lr": 0.1, "weight_init": "uniform(-1.0, 1.0)",
            "output_weight_init": "uniform(-1.0, 1.0)", "epochs": epochs, **keys}
    grid = {k: v for k, v in base.items() if isinstance(v, list)}
    lines = ["spec_version = 1", 'name = "%s"' % name, "seed = 20250101", "networks_per_cell = %d" % networks,
             'keep = "%s"' % keep, "", "[base]"]
    lines += ["%s = %s" % (k, toml(v)) for k, v in base.items() if k not in grid]
    if grid:
        lines += ["", "[grid]"] + ["%s = %s" % (k, toml(v)) for k, v in grid.items()]
    return "\n".join(lines) + "\n"


def call_of(part):
    """A part with a value for each parameter that must be given."""
    required = [p for p in part["parameters"] if p["required"]]
    if part["variadic"]:
        return part["name"] + "(0.5, -0.25)"
    if any(p["kind"] not in ("real", "integer") for p in required):
        return None
    if not required:
        return part["name"]
    values = ["%s=%s" % (p["name"], 40 if p["kind"] == "integer" else 0.25 * (i + 1))
              for i, p in enumerate(required)]
    return "%s(%s)" % (part["name"], ", ".join(values))


def matrix(listed, device, quick):
    """(name, spec, left, right): arguments of the two runs whose tables must be the same bytes."""
    gpu, cpu = (device,), ("cpu",)
    for key, topic in KEYS.items():
        calls = [call for call in map(call_of, listed[topic]) if call]
        yield "every " + key, spec_text(key, **{key: calls}), gpu, cpu
        if key in ("activation", "optimizer", "loss"):
            yield ("every %s, two hidden layers" % key,
                   spec_text(key + "-2111", shape="2-1-1-1", **{key: calls}), gpu, cpu)
    yield "epochs 0, 1, 2, 1000", spec_text("epochs", epochs=[0, 1, 2, 1000]), gpu, cpu
    yield ("rates that diverge", spec_text("diverging", lr=[1.0, 1e3, 1e30], weight_init="normal(0, 1000)"),
           gpu, cpu)
    yield ("rates that diverge, tanh and softsign",  # the sign of a NaN is the processor's
           spec_text("diverging-tanh", lr=[1e20, 1e30], activation=["tanh", "softsign"], shape=["2-1-1", "2-1-1-1"],
                     weight_init=["uniform(-1.0, 1.0)", "normal(0, 1000)"]), gpu, cpu)
    yield ("mini-batches", spec_text("batches", batch_size=[1, 3, "full"],
                                     shuffle=["per_network", "shared", "none"]), gpu, cpu)
    yield ("weight decay", spec_text("decay", weight_decay=[0.0, 0.01], decay_biases=[True, False]), gpu, cpu)
    yield "gradient clipping", spec_text("clipping", clip_norm=[0.0, 0.5]), gpu, cpu
    if "mse" in {entry["name"] for entry in listed["losses"]}:
        yield "a linear output", spec_text("linear", output="linear", loss="mse"), gpu, cpu
    rows = (5, 63, 64, 65, 100, 129, 1000) if quick else (5, 63, 64, 65, 100, 129, 1000, 1025, 5000, 50000)
    rows_of = '{ source = "uniform", rows = %d, low = -1, label_noise = 0.1, seed = 7 }'
    yield ("rows " + ", ".join(map(str, rows)),
           spec_text("rows", networks=257, epochs=4, activation=["relu", "tanh"], data=[rows_of % n for n in rows]),
           gpu, cpu)
    if not quick:
        yield ("20,000 rows, many networks", spec_text("far-rows", networks=150_000, epochs=2, keep="none",
                                                       data=rows_of % 20_000), gpu, cpu)
    yield ("test rows", spec_text("split", data=rows_of % 100, test_fraction=[0.0, 0.01, 0.3, 0.9],
                                  preprocess=["none", "standard_scaler"]), gpu, cpu)
    for size in SIZES:
        yield "%d networks" % size, spec_text("networks-%d" % size, networks=size, keep="all"), gpu, cpu
    for chunk in ("1", "37", "256", "999"):
        if chunk != "1" or not quick:
            yield ("chunks of %s" % chunk, spec_text("chunk-" + chunk, networks=1000, epochs=5),
                   (device, "--chunk", chunk), cpu)
    networks = 50_000 if quick else 1_000_000
    yield ("%d networks, histograms and sums" % networks,
           spec_text("many", networks=networks, keep="none", activation=["relu", "leaky_relu(0.01)", "tanh"]),
           gpu, cpu)
    yield ("the GPU twice", spec_text("twice", networks=networks, keep="none"), gpu, (device, "--chunk", "4096"))


def sanitizer_specs():
    """(kernels, spec) of what compute-sanitizer looks at: a few networks get a team of threads each; from some ten
    thousands on a thread has several, and 16 epochs are trained in stages; state, orders and far rows have their own."""
    both = {"activation": ["relu", "tanh"], "shape": ["2-1-1", "2-1-1-1"]}
    yield "teams", spec_text("teams", networks=300, epochs=3, **both)
    yield "stages", spec_text("stages", networks=80_000, epochs=17, keep="none", **both)
    yield "state and orders", spec_text("state", networks=300, epochs=3, optimizer=["sgd", "adam"], batch_size=[3, "full"],
                                        shape=["2-1-1", "2-1-1-1"])
    yield "far rows", spec_text("far", networks=40, epochs=1,
                                data='{ source = "uniform", rows = 20000, low = -1, label_noise = 0.1, seed = 7 }')


def digests_of(cells):
    """The digest of each cell of a cells.csv."""
    rows = list(csv.DictReader(io.StringIO(cells.decode())))
    return [row["digest"] for row in rows]
