#!/usr/bin/env python3
"""Writes logistic_regression.json: maximum-likelihood fits of statsmodels (0.15.0, Logit by Newton's method), checked
against scikit-learn (1.9.1) without a penalty, on rows that float32 holds exactly.

    python3 -m venv venv && venv/bin/pip install statsmodels scikit-learn && venv/bin/python logistic_regression.py
"""

import json
import os
import warnings

import numpy
from sklearn.datasets import load_iris, make_moons
from sklearn.linear_model import LogisticRegression
from statsmodels.api import Logit, add_constant


def data_sets():
    chance = numpy.random.RandomState(1)
    iris = load_iris()
    flowers = iris.target > 0
    yield "iris petals", iris.data[flowers][:, 2:], iris.target[flowers] - 1
    yield "iris sepals", iris.data[flowers][:, :2], iris.target[flowers] - 1
    x, y = make_moons(80, noise=0.3, random_state=2)
    yield "moons", numpy.round(x * 64) / 64, y
    x = numpy.round(chance.normal(size=(60, 2)) * [1000, 0.01] * 1024) / 1024 + [5000, 3]
    yield "far and uneven", x, (chance.uniform(size=60) < 0.4).astype(int)
    x = chance.randint(0, 4, size=(200, 2)).astype(float)
    yield "a grid", x, (chance.uniform(size=200) < 1 / (1 + numpy.exp(2 - x.sum(axis=1)))).astype(int)
    t = chance.randint(0, 9, size=40).astype(float)
    yield "along x1", numpy.stack([t, 0 * t + 2], axis=1), (chance.uniform(size=40) < t / 9).astype(int)


def fitted(x, y):
    used = x.std(axis=0) > 0
    result = Logit(y, add_constant(x[:, used])).fit(method="newton", maxiter=200, tol=1e-14, disp=0)
    weight = numpy.zeros(3)
    weight[:2][used], weight[2] = result.params[1:], result.params[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scale = x.std(axis=0)[used]
        other = LogisticRegression(C=numpy.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x[:, used] / scale, y)
    assert numpy.allclose(other.coef_[0] / scale, result.params[1:], rtol=1e-5), (other.coef_, result.params)
    logit = x @ weight[:2] + weight[2]
    return weight, -result.llf / len(y), float(((logit >= 0) == (y == 1)).mean())


def main():
    found = []
    for name, x, y in data_sets():
        x = numpy.asarray(x, dtype=numpy.float32).astype(float)
        weight, loss, accuracy = fitted(x, numpy.asarray(y))
        found.append(json.dumps({"name": name, "x1": x[:, 0].tolist(), "x2": x[:, 1].tolist(), "y": [int(k) for k in y],
                                 "weight": weight.tolist(), "loss": float(loss), "accuracy": accuracy}))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "logistic_regression.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(found) + "\n]\n")


if __name__ == "__main__":
    main()
