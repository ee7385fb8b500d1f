"""Truth for IntrinsicDimensionTests, by brute force in NumPy: run and copy the numbers.

The points are given by a formula, so that both sides have the same.
"""

import numpy as np

i = np.arange(120)[:, None]
j = np.arange(7)[None, :]
X = np.sin((i + 1) * (j + 2) ** 1.5) * (1 + j / 3.0)
labels = np.arange(120) % 4


def participation_ratio(X):
    C = np.cov(X.T)
    return np.trace(C) ** 2 / np.trace(C @ C)


def components(X, share):
    v = np.sort(np.linalg.eigvalsh(np.cov(X.T)))[::-1]
    return int(np.searchsorted(np.cumsum(v) / v.sum(), share - 1e-12) + 1)


D = np.sqrt(((X[:, None, :] - X[None, :, :]) ** 2).sum(-1))
order = np.argsort(D, axis=1, kind="stable")
T = np.take_along_axis(D, order, 1)[:, 1:]

mu = np.sort(T[:, 1] / T[:, 0])
F = np.arange(1, len(mu) + 1) / len(mu)
n = int(0.9 * len(mu))
x, y = np.log(mu[:n]), -np.log(1 - F[:n])
two_nn = (x * y).sum() / (x * x).sum()

k = 20
mle = (k - 2) / np.log(T[:, k - 1 : k] / T[:, : k - 1]).sum(1).mean()

patches = [X[order[p, 1:16]] for p in range(25)]
print("PR", repr(participation_ratio(X)))
print("class PR", repr(np.mean([participation_ratio(X[labels == c]) for c in range(4)])))
print("rank 90", components(X, 0.9))
print("TwoNN", repr(two_nn))
print("MLE", repr(mle))
print("local PR", repr(np.mean([participation_ratio(p) for p in patches])))
print("local 95", repr(np.mean([components(p, 0.95) for p in patches])))
print("neighbours of 7", order[7, 1:6].tolist(), T[7, :5].tolist())
