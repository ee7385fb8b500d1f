"""Prints the numbers of DimensionTests' NumPy case.

python3 dimension.py
"""

import numpy as np

i, j = np.mgrid[0:12, 0:5]
H = np.sin((1 + 5 * i + j) ** 2 / 7) * (j + 1)
s = np.linalg.svd(H, compute_uv=False)
p = s / s.sum()
print("effective rank", repr(np.exp(-(p * np.log(p)).sum())))
g = np.linalg.eigvalsh(H.T @ H / 12)
print("gram eigenvalues", repr(g[::-1]))
print("gram rank above 1", (g > 1).sum())
c = np.linalg.eigvalsh(np.cov(H.T))
print("participation ratio", repr(c.sum() ** 2 / (c**2).sum()))
