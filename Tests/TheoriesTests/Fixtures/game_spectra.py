"""Spectral radii of methods for quadratic games, of whole block matrices: x and y of four numbers each, a random A.

f(x, y) = (h/2)|x|^2 - (h/2)|y|^2 + x'Ay. Each method is written from its paper's update, on whole vectors; its matrix is
assembled column by column from what a step does to unit vectors, so that nothing of the closed forms enters.

    python3 game_spectra.py > game_spectra.json        (NumPy 2)
"""

import json

import numpy

n = 4
random = numpy.random.default_rng(5)


def game(h, A):
    """Gradients of f in x and in y."""
    return lambda x, y: (h * x + A @ y, -h * y + A.T @ x)


def descent(g, A, h, c, s):
    x, y = s
    gx, gy = g(x, y)
    return [x - c[0] * gx, y + c[0] * gy]


def alternating(g, A, h, c, s):
    x, y = s
    x = x - c[0] * g(x, y)[0]
    return [x, y + c[0] * g(x, y)[1]]


def extragradient(g, A, h, c, s):
    x, y = s
    gx, gy = g(x, y)
    gx, gy = g(x - c[1] * gx, y + c[1] * gy)
    return [x - c[0] * gx, y + c[0] * gy]


def optimistic(g, A, h, c, s):
    x, y, oldx, oldy = s
    gx, gy = g(x, y)
    ox, oy = g(oldx, oldy)
    return [x - 2 * c[0] * gx + c[1] * ox, y + 2 * c[0] * gy - c[1] * oy, x, y]


def heavy_ball(beta):
    def step(g, A, h, c, s):
        x, y, u, v, iu, iv = s
        b = beta * c[1]
        gx, gy = g(x, y)
        mx = b * (u + 1j * iu) - gx
        my = b * (v + 1j * iv) + gy
        return [x + c[0] * mx.real, y + c[0] * my.real, mx.real, my.real, mx.imag, my.imag]

    return step


def consensus(g, A, h, c, s):
    x, y = s
    gx, gy = g(x, y)
    # The gradient of (|gx|^2 + |gy|^2)/2.
    px, py = h * gx + A @ gy, A.T @ gx - h * gy
    return [x - c[0] * (gx + c[1] * px), y + c[0] * (gy - c[1] * py)]


def symplectic(g, A, h, c, s):
    x, y = s
    gx, gy = g(x, y)
    field = numpy.concatenate([gx, -gy])
    J = numpy.block([[h * numpy.eye(n), A], [-A.T, h * numpy.eye(n)]])
    field = field + c[1] * ((J - J.T) / 2).T @ field
    return [x - c[0] * field[:n], y - c[0] * field[n:]]


def competitive(g, A, h, c, s):
    x, y = s
    gx, gy = g(x, y)
    eta, one = c[0], numpy.eye(n)
    return [
        x - eta * numpy.linalg.solve(one + eta**2 * A @ A.T, gx + eta * A @ gy),
        y + eta * numpy.linalg.solve(one + eta**2 * A.T @ A, gy - eta * A.T @ gx),
    ]


def lead(g, A, h, c, s):
    x, y, oldx, oldy = s
    eta, beta, alpha = c
    gx, gy = g(x, y)
    dx, dy = x - oldx, y - oldy
    return [
        x + beta * dx - eta * gx - alpha * A @ dy, y + beta * dy + eta * gy + alpha * A.T @ dx, x, y,
    ]


methods = {
    "gradient_descent_ascent": (descent, 2, ["step_size"]),
    "alternating_descent_ascent": (alternating, 2, ["step_size"]),
    "positive_momentum": (heavy_ball(1), 6, ["step_size", "momentum"]),
    "negative_momentum": (heavy_ball(-1), 6, ["step_size", "momentum"]),
    "complex_momentum": (heavy_ball(1j), 6, ["step_size", "momentum"]),
    "extragradient": (extragradient, 2, ["step_size", "extrapolation"]),
    "optimistic_gradient": (optimistic, 4, ["step_size", "optimism"]),
    "consensus": (consensus, 2, ["step_size", "consensus"]),
    "symplectic_adjustment": (symplectic, 2, ["step_size", "adjustment"]),
    "competitive_gradient": (competitive, 2, ["step_size"]),
    "lead": (lead, 4, ["step_size", "momentum", "magnetism"]),
}


def radius(step, blocks, h, A, c):
    columns = []
    for unit in numpy.eye(blocks * n):
        columns.append(numpy.concatenate(step(game(h, A), A, h, c, numpy.split(unit, blocks))))
    return float(abs(numpy.linalg.eigvals(numpy.array(columns).T)).max())


cases = []
for name, (step, blocks, keys) in methods.items():
    for index in range(6):
        h = [0.0, 0.4][index % 2]
        A = random.normal(size=(n, n)) / 2
        c = [float(v) for v in random.uniform(0.05, 0.7, len(keys))]
        if name == "lead" and index >= 3:
            c[1] = -c[1]
        cases.append(
            dict(method=name, coefficients=dict(zip(keys, c)), curvature=h,
                 couplings=[float(v) for v in numpy.linalg.svd(A)[1]],
                 radius=radius(step, blocks, h, A, c)))
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
