"""Prints the numbers of LabelledStatesTests, by NumPy alone: python3 geometry.py

200 reference and 80 test states of 7 units in 4 classes, made of sines so that Swift makes the same.
"""

import numpy as np

N, C = 7, 4


def cloud(count, offset):
    i, j = np.mgrid[0:count, 0:N]
    labels = (np.arange(count) * 7 + np.arange(count) // 5) % C
    noise = np.sin((1.0 + offset + i * N + j) ** 2 / 11)
    centre = np.cos(1.7 * (labels[:, None] * N) + j)
    return centre + 1.3 * noise, labels


def pr(h):
    c = np.cov(h.T)
    return np.trace(c) ** 2 / np.trace(c @ c)


H, y = cloud(200, 0)
T, z = cloud(80, 5000)
means = np.array([H[y == c].mean(0) for c in range(C)])
counts = np.bincount(y)
between = (counts * ((means - H.mean(0)) ** 2).sum(1)).sum()
within = ((H - means[y]) ** 2).sum()
print("separation", repr(between / within))
print("participation ratio", repr(pr(H)))
print("corrected", repr(1 / (1 / pr(H) - 1 / 200)))
print("of means", repr(pr(means)))
print("within", repr(np.mean([pr(H[y == c]) for c in range(C)])))

d = ((T[:, None] - H[None]) ** 2).sum(2)
near = np.argsort(d, axis=1, kind="stable")[:, :10]
votes = np.array([np.bincount(y[row], minlength=C).argmax() for row in near])
print("neighbours", repr((votes == z).mean()))

F = np.hstack([H, np.ones((200, 1))])
W = np.linalg.solve(F.T @ F + 1e-2 * 200 * np.eye(N + 1), F.T @ np.eye(C)[y])
print("ridge", repr((np.hstack([T, np.ones((80, 1))]) @ W).argmax(1).__eq__(z).mean()))
print("ridge weights", repr(W[:3, 0]), repr(W[-1, 0]))

k, j = np.mgrid[0:C, 0:N]
O = np.sin(2.3 * (k * N) + j * j + k * j)
_, _, v = np.linalg.svd(O - O.mean(0))
M = means - means.mean(0)
print("alignment", repr(np.linalg.norm(M @ v[: C - 1].T) ** 2 / np.linalg.norm(M) ** 2))
