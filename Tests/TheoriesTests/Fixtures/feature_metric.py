"""A linear model whose features adapt (arXiv:2008.00938, "SuperNat"), with whole matrices: features, weights, gradients.

    python3 feature_metric.py > feature_metric.json        (NumPy 2)

After each step of descent on ½‖Φw − y‖² the features' singular values are rescaled, λ_j ← λ_j |g_j|^p with the trace of ΦΦᵀ
kept, and the weights are expressed anew, so that Φw stays.
"""

import json

import numpy


def course(pace, rate, steps, seed, examples=6, features=9):
    random = numpy.random.default_rng(seed)
    phi = random.normal(size=(examples, features)) / features**0.5
    left, singular, right = numpy.linalg.svd(phi, full_matrices=False)
    start = singular**2
    truth = random.normal(size=examples)
    target = truth + 0.3 * random.normal(size=examples)
    w = numpy.zeros(features)
    y = left @ target
    complexity = 0.0
    for _ in range(steps):
        gradient = phi @ w - y
        slopes = numpy.abs(left.T @ gradient)
        metric = numpy.maximum(slopes, 1e-8 * slopes.max()) ** -pace
        kernel = phi @ phi.T
        # A has eigenvalue metric_j along v_j: the step's length in A, and the trace of ΦA⁻¹Φᵀ.
        step = -rate * phi.T @ gradient
        along = right @ step
        inverse = right.T @ numpy.diag(1 / metric) @ right
        complexity += numpy.sqrt((metric * along**2).sum() * numpy.trace(phi @ inverse @ phi.T))
        w = w + step
        trace = numpy.trace(kernel)
        outputs = phi @ w
        values = numpy.diag(left.T @ kernel @ left) / metric
        values *= trace / values.sum()
        phi = left @ numpy.diag(numpy.sqrt(values)) @ right
        w = numpy.linalg.lstsq(phi, outputs, rcond=None)[0]
    outputs = phi @ w
    kernel = phi @ phi.T
    share = numpy.linalg.eigvalsh(kernel)
    share = share / share.sum()
    # Risk: the start's features of a fresh example are N(0, 1/d), and right·features those along v_j.
    error = right.T @ ((left.T @ outputs - truth) / numpy.sqrt(start))
    before = right.T @ (truth / numpy.sqrt(start))
    return dict(
        pace=pace, rate=rate, steps=steps, strengths=start.tolist(), truth=truth.tolist(), targets=target.tolist(),
        train_loss=float(((outputs - y) ** 2).mean()), risk=float(error @ error / (before @ before)),
        alignment=float(y @ kernel @ y / (numpy.linalg.norm(kernel) * (y @ y))),
        effective_rank=float(numpy.exp(-(share * numpy.log(share)).sum())), complexity=float(complexity))


print(json.dumps([course(0, 0.1, 20, 1), course(0.05, 0.1, 20, 2), course(1, 0.1, 3, 3)]))
