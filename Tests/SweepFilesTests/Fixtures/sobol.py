"""Makes what DesignTests.swift and Sources/SweepFiles/SobolSequence.swift hold of SciPy: Joe and Kuo's direction numbers,
points of the unscrambled Sobol sequence, and discrepancies. SciPy 1.17.1.

    python sobol.py

Direction numbers: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM
J. Sci. Comput. 30 (2008) 2635-2654, new-joe-kuo-6.21201, which SciPy ships (scipy/stats/_sobol_direction_numbers.npz).
"""

import os

import numpy
import scipy.stats
from scipy.stats import qmc

DIMENSIONS = 21

numbers = numpy.load(os.path.join(os.path.dirname(scipy.stats.__file__), "_sobol_direction_numbers.npz"))
print("// coefficients of the primitive polynomial, its ends left out, and the first direction numbers")
for dimension in range(1, DIMENSIONS):
    polynomial = int(numbers["poly"][dimension])
    degree = polynomial.bit_length() - 1
    inner = (polynomial >> 1) & ((1 << (degree - 1)) - 1)
    print(f"    ({inner}, {[int(m) for m in numbers['vinit'][dimension][:degree]]}),")

points = qmc.Sobol(DIMENSIONS, scramble=False).random_base2(10)
print("// sums of row and of column numbers times coordinates, over 1 024 points; exact in 64 bits")
print("rows", [int(r) for r in points[[1, 2, 3, 255, 700, 1023], 20] * 1024])
print("row 5", (points[5] * 1024).astype(int).tolist())
print("row 777", (points[777] * 1024).astype(int).tolist())
weights = numpy.arange(1, 1025)
print("weighted", [int(weights @ (points[:, d] * 1024).astype(int)) for d in range(DIMENSIONS)])

for count, dimensions in [(256, 5), (1024, 3)]:
    plain = qmc.Sobol(dimensions, scramble=False).random(count)
    scrambled = [qmc.discrepancy(qmc.Sobol(dimensions, rng=seed).random(count)) for seed in range(40)]
    random = [qmc.discrepancy(numpy.random.default_rng(seed).random((count, dimensions))) for seed in range(40)]
    latin = [qmc.discrepancy(qmc.LatinHypercube(dimensions, rng=seed).random(count)) for seed in range(40)]
    print(f"centred discrepancy of {count} points in {dimensions} dimensions: plain {qmc.discrepancy(plain):.17g}, "
          f"scrambled {min(scrambled):.3g} to {max(scrambled):.3g}, Latin {min(latin):.3g} to {max(latin):.3g}, "
          f"random {min(random):.3g} to {max(random):.3g}")
