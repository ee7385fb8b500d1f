"""Recurrent nets with their Lyapunov spectra, by NumPy in float64: tanh-net.h5 and stacked-net.h5.

    python3 recurrent_nets.py      (needs numpy and h5py; writes beside itself)

The joint Jacobian of a step is formed whole and applied to the frame, which a Householder QR with positive diagonal
orthonormalises after every step. State from zero, frame from the identity; both evolve over the warm-up uncounted.
"""

import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def step(layers, states, x):
    """The next states, and the Jacobian of all of them by all states before."""
    sizes = [len(h) for h in states]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    jacobian = np.zeros((starts[-1], starts[-1]))
    following, below = [], x
    for l, ((w_ih, w_hh, b_ih, b_hh), h) in enumerate(zip(layers, states)):
        new = np.tanh(w_ih @ below + b_ih + w_hh @ h + b_hh)
        slope = 1 - new**2
        rows = slice(starts[l], starts[l + 1])
        if l:
            jacobian[rows] = slope[:, None] * (w_ih @ jacobian[starts[l - 1] : starts[l]])
        jacobian[rows, rows] += slope[:, None] * w_hh
        following.append(new)
        below = new
    return following, jacobian


def growths(layers, inputs, warmup):
    """Cumulative log diag R after each counted step [steps, n], and the mean of log |det J|.

    The Jacobian of a stack is block triangular: its exponents are those of the layers' own blocks.
    """
    states = [np.zeros(len(layer[1])) for layer in layers]
    ends = np.cumsum([0] + [len(state) for state in states])
    blocks = [slice(a, b) for a, b in zip(ends, ends[1:])]
    frames = [np.eye(b.stop - b.start) for b in blocks]
    sums, total, determinants = np.zeros(ends[-1]), [], []
    for t, x in enumerate(inputs):
        states, jacobian = step(layers, states, x)
        logs = []
        for i, block in enumerate(blocks):
            frame, r = np.linalg.qr(jacobian[block, block] @ frames[i])
            frames[i] = frame * np.where(np.diag(r) < 0, -1.0, 1.0)
            logs.append(np.log(np.abs(np.diag(r))))
        if t >= warmup:
            sums = sums + np.concatenate(logs)
            total.append(sums)
            determinants.append(np.linalg.slogdet(jacobian)[1])
    return np.array(total), np.mean(determinants)


def net(random, sizes, features, gain):
    layers, below = [], features
    for n in sizes:
        layers.append(
            [
                random.normal(0, 1 / np.sqrt(below), (n, below)),
                random.normal(0, gain / np.sqrt(n), (n, n)),
                random.normal(0, 0.1, n),
                random.normal(0, 0.1, n),
            ]
        )
        below = n
    return layers


def write(name, layers, inputs, warmup, prefix, dtype, keep_growth):
    layers = [[a.astype(dtype).astype(float) for a in layer] for layer in layers]
    found = [growths(layers, sequence, warmup) for sequence in inputs]
    steps = inputs.shape[1] - warmup
    with h5py.File(os.path.join(HERE, name), "w") as file:
        file.attrs["cell"] = "rnn_tanh"
        file.attrs["warmup"] = warmup
        for l, layer in enumerate(layers):
            for key, array in zip(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], layer):
                file[f"{prefix}{key}_l{l}"] = array.astype(dtype)
        file["inputs"] = inputs
        file["exponents"] = np.array([-np.sort(-g[-1] / steps) for g, _ in found])
        file["mean_log_determinant"] = np.array([d for _, d in found])
        if keep_growth:
            file["growth"] = np.array([g for g, _ in found])


random = np.random.default_rng(1)
inputs = random.normal(0, 0.5, (3, 120, 3))
write("tanh-net.h5", net(random, [64], 3, 1.2), inputs, 20, "", np.float64, True)
inputs = random.normal(0, 0.5, (2, 150, 2))
write("stacked-net.h5", net(random, [12, 8], 2, 1.0), inputs, 30, "rnn.", np.float32, False)
