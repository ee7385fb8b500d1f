"""Makes the numbers of FittedANOVATests.swift: shares of variance by a quadratic polynomial, fitted by NumPy's least squares,
and its error by fits that leave each point out in turn.

    python surrogate.py
"""

import numpy

n = 40
index = numpy.arange(n)
first = (index * 7 % n).astype(float)  # a different number in every point
second = numpy.floor(index * 11 % n / 4)  # ten numbers, each four times
third = index * index % 3  # levels without an order: 0 and 1
third = numpy.where(index % 5 == 0, 2, third)  # and 2
values = numpy.sin(first / 9) + 0.3 * second / 9 * (third == 1) + 0.5 * (third == 2) + 0.1 * numpy.cos(index * index)


def ranks(numbers):
    return numpy.array([(numbers < x).sum() + (numbers == x).sum() / 2 for x in numbers]) / len(numbers)


def orthonormal(functions):
    matrix = numpy.stack([numpy.ones(n)] + functions, axis=1)
    q, r = numpy.linalg.qr(matrix)
    return list((q * numpy.sign(numpy.diag(r))).T[1:] * numpy.sqrt(n))


def powers(numbers):
    u = ranks(numbers)
    return orthonormal([u, u * u])


factors = [powers(first), powers(second), orthonormal([(third == 1) * 1.0, (third == 2) * 1.0])]
leading = [1, 1, 2]
terms, owners = [numpy.ones(n)], [None]
for f, functions in enumerate(factors):
    for function in functions:
        terms.append(function)
        owners.append(f)
for i in range(3):
    for j in range(i + 1, 3):
        for one in factors[i][: leading[i]]:
            for two in factors[j][: leading[j]]:
                terms.append(one * two)
                owners.append((i, j))
matrix = numpy.stack(terms, axis=1)
coefficients = numpy.linalg.lstsq(matrix, values, rcond=None)[0]
errors = []
for left in range(n):
    rest = index != left
    fit = numpy.linalg.lstsq(matrix[rest], values[rest], rcond=None)[0]
    errors.append(values[left] - matrix[left] @ fit)
unexplained = numpy.square(errors).sum() / numpy.square(values - values.mean()).sum()
squares = {}
for owner, coefficient in zip(owners, coefficients):
    if owner is not None:
        squares[owner] = squares.get(owner, 0) + coefficient**2
whole = sum(squares.values())
for owner in [0, 1, 2, (0, 1), (0, 2), (1, 2)]:
    print(owner, repr(float((1 - unexplained) * squares[owner] / whole)))
print("rest", repr(float(unexplained)), "terms", len(terms))
