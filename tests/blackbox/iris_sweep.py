"""A small sweep on iris petals, and a test case that finds it finished."""

import reference as ref
from harness import CSV_DATA, Case, spec
from tables import SE


def simple(**top):
    base = {"data": CSV_DATA, "epochs": 7, "weight_init": SE, "output_weight_init": SE} | top.pop("base", {})
    return spec(base, grid={"activation": ["relu", "leaky_relu(0.01)"], "lr": [0.1, 0.5, 2.0]}, networks_per_cell=50, **top)


class Done(Case):
    """A finished sweep, made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = simple(keep="all")
        cls.result = cls.sweep(cls.shared, cls.text, data=ref.IRIS_CSV)
