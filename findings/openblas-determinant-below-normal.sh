#!/usr/bin/env bash
# NumPy's determinant of a finite matrix is wrong by a whole factor where a pivot of its LU factors lies below the normal
# numbers (2.2e-308): OpenBLAS then leaves the column under the pivot undivided, while LAPACK divides it number by number.
# det [[a, 1], [a/2, 1]] is a/2; found is a. Nothing is said, and PyTorch (which brings MKL) has it right.
#
# It surprises since the log-determinant is what one takes when numbers are this small: Jacobians of saturated units have
# whole columns of such numbers, and the sum of Lyapunov exponents is checked against it. OpenBLAS before 0.3.22 answered
# NaN instead. Scaling columns and rows by powers of two before the factors are taken is the way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
from fractions import Fraction
import math
import sys
import numpy as np

print("numpy", np.__version__, "with", np.show_config("dicts")["Build Dependencies"]["blas"]["version"])
for exponent, expected in ((-300, 1), (-309, 2), (-310, 2)):
    a = 10.0 ** exponent
    exact = Fraction(a) - Fraction(a / 2)
    found = np.linalg.slogdet(np.array([[a, 1], [a / 2, 1]])).logabsdet
    ratio = math.exp(found - math.log(a / 2))
    print(f"a = 1e{exponent}: ln |det| {found:.6f}, exactly {math.log(float(exact)):.6f}: {ratio:.6f} times the determinant")
    if abs(ratio - expected) > 1e-3:
        sys.exit("this has changed")
PYTHON
