"""The columns of the contract's tables and how to read them, and the starts that more than one test uses."""

from harness import CSV_DATA, csv_text, num

SE = "uniform(-0.05, 0.05)"
PARAMETERS = ["hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "output.weight.0", "output.bias"]
DEEP = ["hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias", "hidden.1.weight.0", "hidden.1.bias",
        "output.weight.0", "output.bias"]
COUNTS = ["networks", "diverged", "born_dead", "born_inactive", "born_always_on", "dead", "died", "transient",
          "revived", "inactive", "always_on", "solved"]
AFTER = ["dead_fraction", "dead_low", "dead_high", "born_dead_fraction", "born_dead_low", "born_dead_high",
         "died_fraction", "died_low", "died_high", "born_dead_theory", "train_accuracy_mean", "train_accuracy_sd",
         "test_accuracy_mean", "test_accuracy_sd", "train_loss_mean", "digest"]
FLAGS = ["born_dead", "dead", "died", "transient", "revived", "inactive", "always_on", "diverged"]
IRIS_BASE = {"data": CSV_DATA, "weight_init": SE, "output_weight_init": SE}
GOLDEN_X = [(1, 2), (2, 1), (3, 4), (4, 2), (1, 1)]
GOLDEN_Y = [1, 0, 1, 0, 0]
GOLDEN_CSV = csv_text([(a, b, y) for (a, b), y in zip(GOLDEN_X, GOLDEN_Y)])
START = {"weight_init": "values(0.3, -0.1)", "bias_init": "values(0.05)", "output_weight_init": "values(0.7)",
         "output_bias_init": "values(-0.2)"}


def init_of(row, names=PARAMETERS):
    return [num(row["init." + n]) for n in names]


def final_of(row, names=PARAMETERS):
    return [num(row["final." + n]) for n in names]
