#!/usr/bin/env python3
"""Writes statistics.json: p-values and intervals as statsmodels (0.15.0) (scipy 1.17.1) prints them; Newcombe's
paired interval, which it lacks, by the paper's formula.

    python3 -m venv venv && venv/bin/pip install statsmodels && venv/bin/python statistics.py
"""

import json
import math
import os
import random

from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def mcnemar_cases():
    pairs = [(0, 0), (0, 1), (1, 0), (3, 3), (1, 7), (7, 1), (2, 12), (0, 20), (6, 16), (500, 430), (10000, 9700),
             (131072, 131072), (130000, 131500), (0, 1000), (300, 262144)]
    return [{"a_only": b, "b_only": c, "p": float(mcnemar([[5, b], [c, 5]], exact=True).pvalue)} for b, c in pairs]


def unpaired_cases():
    cells = [(48, 80, 56, 70), (3, 10, 9, 10), (0, 20, 10, 10), (0, 20, 0, 10), (4682, 10000, 2435, 10000),
             (1, 262144, 0, 262144), (100, 1000, 300, 4000)]
    found = []
    for ka, na, kb, nb in cells:
        low, high = confint_proportions_2indep(kb, nb, ka, na, method="newcomb", compare="diff")
        found.append({"a": [ka, na], "b": [kb, nb], "low": float(low), "high": float(high)})
    return found


def paired_interval(both, a_only, b_only, neither):
    """b minus a. Newcombe 1998 (paired data), section 3, method 10; Wilson's limits are statsmodels'."""
    n = both + a_only + b_only + neither
    wilson = [proportion_confint(both + k, n, alpha=0.05, method="wilson") for k in (b_only, a_only)]
    share = [(both + k) / n for k in (b_only, a_only)]
    margins = (both + b_only) * (a_only + neither) * (both + a_only) * (b_only + neither)
    phi = 0.0
    if margins:
        phi = both * neither - a_only * b_only
        if phi > 0:
            phi = max(phi - n / 2, 0)
        phi /= math.sqrt(margins)
    dl2, du3 = share[0] - wilson[0][0], wilson[1][1] - share[1]
    du2, dl3 = wilson[0][1] - share[0], share[1] - wilson[1][0]
    d = share[0] - share[1]
    return (d - math.sqrt(dl2 ** 2 - 2 * phi * dl2 * du3 + du3 ** 2),
            d + math.sqrt(du2 ** 2 - 2 * phi * du2 * dl3 + dl3 ** 2))


def paired_cases():
    tables = [(1, 1, 7, 12), (59, 6, 16, 80), (20, 2, 12, 16), (472, 0, 68, 460), (0, 30, 0, 20), (5, 3, 3, 5),
              (1, 10, 12, 2), (100000, 20000, 30000, 112144)]
    found = []
    for table in tables:
        low, high = paired_interval(*table)
        found.append({"counts": list(table), "low": low, "high": high})
    return found


def holm_cases():
    chance = random.Random(1)
    lists = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.2], [0.9, 0.001, 0.8, 0.001, 1.0, 0.02],
             [chance.random() ** 6 for _ in range(40)]]
    return [{"p": p, "adjusted": [float(x) for x in multipletests(p, method="holm")[1]]} for p in lists]


def main():
    vectors = {"mcnemar": mcnemar_cases(), "unpaired": unpaired_cases(), "paired": paired_cases(), "holm": holm_cases()}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "statistics.json")
    with open(path, "w", encoding="utf-8") as file:
        lists = [["  " + json.dumps(case) for case in vectors[kind]] for kind in vectors]
        file.write("{\n" + ",\n".join(' "%s": [\n%s]' % (kind, ",\n".join(cases))
                                       for kind, cases in zip(vectors, lists)) + "\n}\n")


if __name__ == "__main__":
    main()
