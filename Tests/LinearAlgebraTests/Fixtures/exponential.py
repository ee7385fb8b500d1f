"""Writes ExponentialFixture.swift: matrix exponentials by SciPy. Run with NumPy and SciPy."""
import pathlib

import numpy as np
import scipy
import scipy.linalg


def literal(name, values):
    lines = ",\n".join(f"    {x!r}" for x in map(float, np.ravel(values)))
    return f"  static let {name}: [Double] = [\n{lines},\n  ]\n"


generator = np.random.default_rng(12)
general = generator.normal(size=(4, 4)) * 3
skew = generator.normal(size=(4, 4)) * 2
skew = skew - skew.T
text = f"/// By exponential.py, NumPy {np.__version__}, SciPy {scipy.__version__}.\n"
text += "enum ExponentialFixture {\n"
for name, matrix in (("general", general), ("skew", skew)):
    text += literal(name, matrix) + literal(name + "Exponential", scipy.linalg.expm(matrix))
(pathlib.Path(__file__).parent / "ExponentialFixture.swift").write_text(text + "}\n")
