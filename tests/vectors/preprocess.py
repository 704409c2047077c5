#!/usr/bin/env python3
"""Writes preprocess.json: small data sets scaled by scikit-learn 1.2.1 (log1p by numpy, keras_normalization by
the formula of Keras's Normalization layer), for tests/test_preprocess.cpp. Needs scikit-learn; tests do not."""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import preprocessing as pre
from sklearn.decomposition import PCA


class Log1p:
    def fit(self, x):
        return self

    def transform(self, x):
        return np.log1p(x)


class KerasNormalization:
    def fit(self, x):
        self.mean, self.var = x.mean(axis=0), x.var(axis=0)
        return self

    def transform(self, x):
        return (x - self.mean) / np.maximum(np.sqrt(self.var), 1e-7)


def data_sets():
    """name -> (training rows, test rows); test rows leave the training range."""
    random = np.random.RandomState(2020)
    plain = np.column_stack([random.normal(5, 2, 9), random.normal(-1, .5, 9)])
    plain[:, 1] += .3 * plain[:, 0]
    outside = np.array([[100., -100.], [0., 0.], [-7.25, 3.5]])
    positive = np.column_stack([random.uniform(3, 7, 12), random.uniform(.1, 2.5, 12)])
    ties = np.array([[1., 2.], [2., 1.], [2., 2.], [2., 1.], [3., 5.], [1., 1.]])
    zeros = np.array([[0., 0.], [3., 4.], [0., -2.], [-1., 0.], [0., 0.], [-3., 1.]])
    return {
        "plain": (plain, outside),
        "positive": (positive, np.abs(outside)),
        "ties": (ties, outside),
        "zeros": (zeros, outside),
        "two_rows": (np.array([[1., -2.], [4., -1.5]]), outside),
        "three_rows": (np.array([[1., 7.], [2., -5.], [4., 1.]]), outside),
        "tiny": (plain * 1e-30, outside * 1e-30),
        "huge": (plain * 1e30, outside * 1e30),
        "mixed": (plain * [1e30, 1e3], outside * [1e30, 1e3]),
        "one_constant": (np.column_stack([np.full(10, .75), np.arange(10.) ** 2]), outside),
        # Numbers whose sums are exact, so that scikit-learn's mean is the constant itself.
        "constants": (np.tile([.125, -3 * 2. ** -100], (8, 1)), outside),
        "far_constants": (np.tile([7.25e9, 2. ** 100], (8, 1)), outside),
        "one_row": (np.array([[2.5, -1.]]), outside),
    }


def whitens(name):
    # Without spread along an axis scikit-learn divides by rounding noise; "mixed" is beyond its accuracy.
    return name not in ("one_constant", "constants", "far_constants", "one_row", "two_rows", "mixed")


def always(name):
    return True


# Our name, the scaler, our arguments, which data sets it takes.
SCALERS = [
    ("none", lambda: pre.FunctionTransformer(), [], always),
    ("center", lambda: pre.StandardScaler(with_std=False), [], always),
    ("standard_scaler", lambda: pre.StandardScaler(), [1, 1], always),
    ("standard_scaler", lambda: pre.StandardScaler(with_mean=False), [0, 1], always),
    ("standard_scaler", lambda: pre.StandardScaler(with_std=False), [1, 0], always),
    ("minmax_scaler", lambda: pre.MinMaxScaler(), [0, 1], always),
    ("minmax_scaler", lambda: pre.MinMaxScaler((-1, 2.5)), [-1, 2.5], always),
    ("maxabs_scaler", lambda: pre.MaxAbsScaler(), [], always),
    ("robust_scaler", lambda: pre.RobustScaler(), [25, 75, 0], always),
    ("robust_scaler", lambda: pre.RobustScaler(quantile_range=(10, 85)), [10, 85, 0], always),
    ("robust_scaler", lambda: pre.RobustScaler(quantile_range=(0, 100)), [0, 100, 0], always),
    ("robust_scaler", lambda: pre.RobustScaler(unit_variance=True), [25, 75, 1], always),
    ("robust_scaler", lambda: pre.RobustScaler(quantile_range=(1, 97.5), unit_variance=True), [1, 97.5, 1], always),
    ("normalizer", lambda: pre.Normalizer("l1"), [0], always),
    ("normalizer", lambda: pre.Normalizer("l2"), [1], always),
    ("normalizer", lambda: pre.Normalizer("max"), [2], always),
    ("pca_whiten", lambda: PCA(whiten=True), [], whitens),
    ("log1p", lambda: Log1p(), [], lambda name: name == "positive"),
    ("keras_normalization", lambda: KerasNormalization(), [], always),
]


def main():
    data = data_sets()
    cases = []
    for name, make, arguments, takes in SCALERS:
        for data_name, (train, test) in data.items():
            if not takes(data_name):
                continue
            scaler = make().fit(train.copy())
            cases.append({"preprocess": name, "arguments": arguments, "data": data_name,
                          "train": scaler.transform(train.copy()).tolist(),
                          "test": scaler.transform(test.copy()).tolist()})
    out = {"made_with": "scikit-learn %s, numpy %s" % (sklearn.__version__, np.__version__),
           "data": {name: {"train": train.tolist(), "test": test.tolist()} for name, (train, test) in data.items()},
           "cases": cases}
    text = json.dumps(out, indent=None, separators=(",", ":")).replace('{"preprocess"', '\n{"preprocess"')
    pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
