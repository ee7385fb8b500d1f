#!/usr/bin/env python3
"""Slopes of all nonlinearities to |x| = 700, in 400 digits: python3 slopes.py > slopes.json. Needs mpmath."""
import json

import mpmath
from mpmath import mp, mpf

mp.dps = 400
POINTS = [0.001, 0.3, 1, 3, 9, 17.5, 20, 30, 36.5, 37, 40, 80, 350, 700]


def logistic(x):
    return 1 / (1 + mpmath.exp(-x))


def logistic_slope(x):
    return logistic(x) * logistic(-x)


def gamma(n, s):
    return lambda x: (1 - s) * logistic(n * x) + s * n * logistic_slope(n * x)


def gelu(x):
    return (mpmath.erfc(-x / mpmath.sqrt(2)) / 2) + x * mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi)


def elephant(a, d):
    def slope(x):
        u = abs(x / a)
        return -mpmath.sign(x) * d / a * u ** (d - 1) / (1 + u**d) ** 2
    return slope


SLOPES = {
    "tanh": ({}, lambda x: mpmath.sech(x) ** 2),
    "sigmoid": ({}, logistic_slope),
    "softplus": ({}, logistic),
    "relu": ({}, lambda x: mpf(x > 0)),
    "leaky_relu": ({"slope": 0.125}, lambda x: mpf(1) if x > 0 else mpf(0.125)),
    "elu": ({"alpha": 1.5}, lambda x: mpf(1) if x > 0 else mpf(1.5) * mpmath.exp(x)),
    "gelu": ({}, gelu),
    "silu": ({}, lambda x: logistic(x) * (1 + x * logistic(-x))),
    "elephant": ({"half_width": 2, "steepness": 8}, elephant(2, 8)),
}
GAMMAS = [(n, s) for n in (0.5, 1, 5, 20) for s in (0, 0.5, 1)]

cases = [(name, settings, slope) for name, (settings, slope) in SLOPES.items()]
cases += [("gamma", {"gain": n, "saturation": s}, gamma(mpf(n), mpf(s))) for n, s in GAMMAS]
rows = []
for name, settings, slope in cases:
    points = sorted({sign * x for x in POINTS for sign in (-1, 1)})
    # As logarithms of their size, beyond the range of doubles too; the sign apart.
    values = [slope(mpf(x)) for x in points]
    rows.append({
        "name": name, "settings": settings, "points": points,
        "signs": [int(mpmath.sign(v)) for v in values],
        "logarithms": [float(mpmath.log(abs(v))) if v != 0 else -1e300 for v in values],
    })
print(json.dumps(rows, indent=1))
