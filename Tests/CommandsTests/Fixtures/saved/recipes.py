"""Runs what `dynsweep help spectrum` says of a library, on a net of that library, and works out the net's exponents.

    python3 recipes.py LIBRARY KIND FOLDER CODE      (tried with flax 0.12.8, equinox 0.13.8, dm-haiku 0.0.17, jax 0.10.2)

Writes net.npz (as CODE does), inputs.npy and exponents.json into FOLDER. The library's own cell is differentiated by jax in
float64, a stack as a whole, of which the exponents are those of its layers' own blocks.
"""

import json
import os
import sys

import jax
import numpy

jax.config.update("jax_enable_x64", True)
LIBRARY, KIND, FOLDER, CODE = sys.argv[1:]
RANDOM = numpy.random.default_rng(11)
KEY = jax.random.PRNGKey(1)
UNITS, FEATURES, WARMUP = 4, 2, 10
COUNT = 2 if KIND == "lstm" else 1
INPUTS = RANDOM.normal(size=(1, 50, FEATURES))


def drawn(tree):
    return jax.tree.map(lambda a: jax.numpy.array(0.6 * RANDOM.normal(size=a.shape)), tree)


def parts(state):
    """What jax's cells take: of an LSTM (c, h), and ours is h, c."""
    return (state[UNITS:], state[:UNITS]) if KIND == "lstm" else state


def whole(carry):
    return jax.numpy.concatenate([carry[1], carry[0]]) if KIND == "lstm" else carry


def of_flax():
    import flax.linen as nn
    cell = (nn.OptimizedLSTMCell if KIND == "lstm" else nn.GRUCell)(UNITS, param_dtype=float)
    values = drawn(cell.init(KEY, parts(numpy.zeros(COUNT * UNITS)), INPUTS[0, 0]))
    names = {"p": jax.tree.map(numpy.asarray, values["params"])}
    return names, lambda s, x: whole(cell.apply(values, parts(s), x)[0])


def of_nnx():
    from flax import nnx
    kind = nnx.OptimizedLSTMCell if KIND == "lstm" else nnx.GRUCell
    graph, values = nnx.split(kind(FEATURES, UNITS, param_dtype=float, rngs=nnx.Rngs(0)))
    cell = nnx.merge(graph, drawn(values))
    return {"cell": cell}, lambda s, x: whole(cell(parts(s), x)[0])


def of_equinox():
    import equinox
    kind = equinox.nn.LSTMCell if KIND == "lstm" else equinox.nn.GRUCell
    arrays, rest = equinox.partition(kind(FEATURES, UNITS, key=KEY, dtype=float), equinox.is_array)
    cell = equinox.combine(drawn(arrays), rest)

    def step(s, x):
        if KIND == "gru":
            return cell(x, s)
        return jax.numpy.concatenate(cell(x, (s[:UNITS], s[UNITS:])))

    return {"cell": cell, "equinox": equinox}, step


def of_haiku():
    import haiku

    def forward(s, x):
        after = haiku.LSTM(UNITS)(x, haiku.LSTMState(s[:UNITS], s[UNITS:]))[1]
        return jax.numpy.concatenate([after.hidden, after.cell])

    net = haiku.without_apply_rng(haiku.transform(forward))
    values = drawn(net.init(KEY, numpy.zeros(2 * UNITS), INPUTS[0, 0]))
    return {"params": values}, lambda s, x: net.apply(values, s, x)


def of_jax():
    from jax.experimental import rnn
    layers = 2
    weights = drawn(rnn.init_lstm_weight(KEY, FEATURES, UNITS, layers, False))
    own = rnn.unpack_lstm_weights(weights, FEATURES, UNITS, layers, False)

    def step(s, x):
        before = s.reshape(layers, 2, 1, UNITS)
        _, h, c = rnn.lstm_ref(
            x[None, None], before[:, 0], before[:, 1], *own,
            seq_lengths=numpy.ones(1, "int32"), input_size=FEATURES, hidden_size=UNITS,
            num_layers=layers, dropout=0.0, bidirectional=False)
        return jax.numpy.stack([h, c], axis=1).reshape(-1)

    names = {"weights": weights, "input_size": FEATURES, "hidden_size": UNITS, "num_layers": layers}
    return names, step


def exponents(step, layers):
    own = COUNT * UNITS
    run, slope = jax.jit(step), jax.jit(jax.jacobian(step))
    state, frames = numpy.zeros(layers * own), [numpy.eye(own) for _ in range(layers)]
    growth = numpy.zeros(layers * own)
    for t, x in enumerate(INPUTS[0]):
        jacobian, state = numpy.array(slope(state, x)), numpy.array(run(state, x))
        for i in range(layers):
            block = slice(i * own, (i + 1) * own)
            frame, r = numpy.linalg.qr(jacobian[block, block] @ frames[i])
            frames[i] = frame * numpy.where(numpy.diag(r) < 0, -1.0, 1.0)
            if t >= WARMUP:
                growth[block] += numpy.log(numpy.abs(numpy.diag(r)))
    return sorted(growth / (INPUTS.shape[1] - WARMUP), reverse=True)


os.chdir(FOLDER)
named, step = {"flax.linen": of_flax, "flax.nnx": of_nnx, "equinox": of_equinox, "haiku": of_haiku,
               "jax.experimental.rnn": of_jax}[LIBRARY]()
exec(CODE, {**named, "numpy": numpy, "jax": jax})
numpy.save("inputs.npy", INPUTS)
with open("exponents.json", "w") as file:
    json.dump(exponents(step, 2 if LIBRARY.startswith("jax") else 1), file)
