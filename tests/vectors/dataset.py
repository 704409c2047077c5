#!/usr/bin/env python3
"""Writes dataset.json for tests/test_dataset_source.cpp: rows of the data sets that have no randomness (scikit-learn
1.2.1 unshuffled; TensorFlow Playground's spiral; truth tables; Python's own reading of the CSV file), and the law of
each class for the random ones. Needs scikit-learn; the tests do not."""

import csv
import json
import math
import pathlib

import numpy as np
import sklearn
from sklearn.datasets import make_circles, make_moons

EXAMPLE = pathlib.Path(__file__).parents[2] / "examples/the-question"


def labelled(points, labels):
    return [[float(x), float(y), int(label)] for (x, y), label in zip(points, labels)]


def gate(truth, low, high):
    corners = [(a, b) for a in (False, True) for b in (False, True)]
    return [[high if a else low, high if b else low, int(truth(a, b))] for a, b in corners]


def spiral(rows, radius, turns):
    """classifySpiralData of Playground without noise, which has radius 5 and 1.75 turns."""
    made = []
    for n, delta, label in ((rows // 2, 0, 1), (rows - rows // 2, math.pi, 0)):
        for i in range(n):
            r = i / n * radius
            t = turns * i / n * 2 * math.pi + delta
            made.append([r * math.sin(t), r * math.cos(t), label])
    return made


def rows_of_file():
    with open(EXAMPLE / "iris_petals.csv", newline="") as file:
        return [[float(r["petal_length"]), float(r["petal_width"]), int(r["virginica"])] for r in csv.DictReader(file)]


def fixed():
    yield "csv", {"file": "iris_petals.csv", "features": ["petal_length", "petal_width"], "label": "virginica"}, rows_of_file()
    for name, truth in (("xor", lambda a, b: a != b), ("and", lambda a, b: a and b), ("or", lambda a, b: a or b),
                        ("nand", lambda a, b: not (a and b))):
        yield name, {}, gate(truth, 0, 1)
        yield name, {"low": -1, "high": 3}, gate(truth, -1, 3)
    for rows in (2, 3, 10, 27):
        yield "moons", {"rows": rows}, labelled(*make_moons(rows, shuffle=False))
        yield "circles", {"rows": rows}, labelled(*make_circles(rows, shuffle=False))
        yield "spiral", {"rows": rows}, spiral(rows, 5, 1.75)
    yield "circles", {"rows": 8, "factor": .25}, labelled(*make_circles(8, shuffle=False, factor=.25))
    yield "spiral", {"rows": 12, "radius": 2, "turns": 3.1}, spiral(12, 2, 3.1)


def random():
    """Share, mean and variance of each feature of each class; for blobs the centres are the seed's, so no means."""
    box = {"share": .5, "mean": [2 - 1 / 3, 2 + 1 / 3], "variance": 1 / 18 * 4}
    yield "uniform", {"low": 1, "high": 3}, box
    yield "gauss", {}, {"share": .5, "mean": [-2, 2], "variance": .5}
    yield "gauss", {"center": .5, "variance": 4}, {"share": .5, "mean": [-.5, .5], "variance": 4}
    yield "blobs", {}, {"share": .5, "variance": 1}
    yield "blobs", {"cluster_std": .3}, {"share": .5, "variance": .09}


def main():
    out = {"made_with": "scikit-learn %s, numpy %s" % (sklearn.__version__, np.__version__),
           "fixed": [{"source": s, "fields": f, "rows": r} for s, f, r in fixed()],
           "random": [{"source": s, "fields": f, "law": law} for s, f, law in random()]}
    text = json.dumps(out, separators=(",", ":")).replace('{"source"', '\n{"source"')
    pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
