"""Nets as PyTorch, Keras and NumPy save them, with their Lyapunov spectra by the libraries' own derivatives in float64.

    KERAS_BACKEND=jax python3 saved_nets.py      (made with torch 2.15, keras 3.15.1, jax 0.10, safetensors 0.8)

Each library makes a net, saves it, runs its own cell forward and differentiates it by the joint state (of an LSTM h, then
c); a Householder QR with positive diagonal orthonormalises the frame after every step. State from zero, frame from the
identity; both evolve over the warm-up uncounted. The exponents of a stack are those of its layers' own blocks.
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "jax")
import h5py
import jax
import keras
import numpy as np
import torch
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
WARMUP = 10
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
RANDOM = np.random.default_rng(5)
INPUTS = RANDOM.normal(size=(2, 60, 2))
np.save(os.path.join(HERE, "inputs.npy"), INPUTS)
EXPONENTS = {}


def exponents(jacobian_and_step, sizes):
    """For each sequence; `jacobian_and_step` gives from state and input the Jacobian and the next state."""
    found = []
    for sequence in INPUTS:
        state, frames = np.zeros(sum(sizes)), [np.eye(size) for size in sizes]
        growth = [np.zeros(size) for size in sizes]
        for t, x in enumerate(sequence):
            jacobian, state = jacobian_and_step(state, x)
            start = 0
            for i, size in enumerate(sizes):
                block = jacobian[start:start + size, start:start + size]
                frame, r = np.linalg.qr(block @ frames[i])
                frames[i] = frame * np.where(np.diag(r) < 0, -1.0, 1.0)
                if t >= WARMUP:
                    growth[i] += np.log(np.abs(np.diag(r)))
                start += size
        rates = np.concatenate(growth) / (len(sequence) - WARMUP)
        found.append(sorted(rates, reverse=True))
    return found


def keep(name, jacobian_and_step, sizes):
    EXPONENTS[name] = exponents(jacobian_and_step, sizes)
    print(name, EXPONENTS[name][0][:3])


# PyTorch

def shaken(net):
    with torch.no_grad():
        for weight in net.parameters():
            weight.copy_(0.6 * torch.randn_like(weight))
    return net


def of_torch(step):
    def jacobian_and_step(state, x):
        state, x = torch.tensor(state), torch.tensor(x)
        jacobian = torch.autograd.functional.jacobian(lambda s: step(s, x), state)
        return jacobian.numpy(), step(state, x).detach().numpy()
    return jacobian_and_step


def stack(net):
    shape = (net.num_layers, 2 if isinstance(net, torch.nn.LSTM) else 1, net.hidden_size)

    def step(joint, x):
        parts = joint.reshape(shape)
        before = tuple(parts[:, s] for s in range(shape[1]))
        after = net(x[None], before if shape[1] == 2 else before[0])[1]
        return torch.stack(after if shape[1] == 2 else (after,), dim=1).reshape(-1)

    return of_torch(step), [shape[1] * shape[2]] * shape[0]


def tensors(net, prefix="", dtype=None):
    return {prefix + key: weight.detach().to(dtype or weight.dtype).contiguous()
            for key, weight in net.state_dict().items()}


torch.manual_seed(3)
net = shaken(torch.nn.LSTM(2, 5, 2))
save_file({**tensors(net, "rnn."), "head.weight": torch.zeros(1, 5)},
          os.path.join(HERE, "lstm.safetensors"), metadata={"cell": "lstm"})
keep("lstm.safetensors", *stack(net))

for dtype, name in [(torch.float16, "half"), (torch.bfloat16, "bfloat")]:
    net = shaken(torch.nn.RNN(2, 6))
    net.load_state_dict(tensors(net, dtype=dtype))
    save_file(tensors(net, dtype=dtype), os.path.join(HERE, f"{name}.safetensors"))
    keep(f"{name}.safetensors", *stack(net))

net = shaken(torch.nn.GRU(2, 6))
arrays = {key: weight.numpy() for key, weight in tensors(net).items()}
arrays["weight_ih_l0"] = arrays["weight_ih_l0"].astype(">f8")
arrays["weight_hh_l0"] = np.asfortranarray(arrays["weight_hh_l0"])
np.savez_compressed(os.path.join(HERE, "gru.npz"), **arrays)
keep("gru.npz", *stack(net))

net = shaken(torch.nn.LSTMCell(2, 5))
arrays = {"part/cell." + key: weight.numpy() for key, weight in tensors(net).items()}
np.savez(os.path.join(HERE, "lstm-cell.npz"), **arrays)
keep("lstm-cell.npz", of_torch(
    lambda s, x: torch.cat(net(x[None], (s[None, :5], s[None, 5:])), dim=1)[0]), [10])


# Keras

DOUBLE = {"tanh": jax.numpy.tanh, "sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu}


def of_keras(layers):
    """The layers' own cells, one upon the other; but for their activations, which this Keras works out in single precision
    whatever the numbers are (findings/keras-tanh-single-precision.sh)."""
    for cell in [layer.cell for layer in layers]:
        for name in ("activation", "recurrent_activation"):
            if hasattr(cell, name):
                setattr(cell, name, DOUBLE[getattr(cell, name).__name__])

    def step(joint, x):
        after, below, start = [], x[None], 0
        for layer in layers:
            own = []
            for size in np.atleast_1d(layer.cell.state_size):
                own.append(joint[None, start:start + size])
                start += size
            below, reached = layer.cell(below, own)
            after += reached
        return jax.numpy.concatenate([part[0] for part in after])

    run, slope = jax.jit(step), jax.jit(jax.jacobian(step))
    sizes = [int(np.sum(layer.cell.state_size)) for layer in layers]
    return lambda state, x: (np.array(slope(state, x)), np.array(run(state, x))), sizes


def keras_net(*layers, bias=0):
    model = keras.Sequential([keras.Input((None, 2)), *layers, keras.layers.Dense(1)])
    for weight in model.weights:
        numbers = (0.2 if bias else 0.6) * RANDOM.normal(size=weight.shape)
        weight.assign(numbers + (bias if weight.name == "bias" else 0))
    return model


def write(name, model):
    path = os.path.join(HERE, name)
    if name.endswith(".weights.h5"):
        model.save_weights(path)
    else:
        model.save(path)


def save(name, layers, bias=0):
    write(name, keras_net(*layers, bias=bias))
    keep(name, *of_keras(layers))


L = keras.layers
save("simple.weights.h5", [L.SimpleRNN(6)])
save("lstm.weights.h5", [L.LSTM(5, name="memory")])
save("gru.weights.h5", [L.GRU(5)])
# A bias keeps all units on: where one is off, a direction vanishes.
save("simple.keras", [L.SimpleRNN(4, activation="relu")], bias=5)
save("stack.keras", [L.GRU(4, return_sequences=True, name="below"), L.GRU(4, use_bias=False, name="above")])
save("lstm-legacy.h5", [L.LSTM(5, name="memory", use_bias=False)])
save("gru-legacy.h5", [L.GRU(5)])


def refused(name, layers):
    write(name, keras_net(*layers))


refused("two-ways.keras", [L.Bidirectional(L.SimpleRNN(2))])
refused("reset-before.keras", [L.GRU(2, reset_after=False, name="memory")])
refused("sigmoid.keras", [L.SimpleRNN(2, activation="sigmoid", name="memory")])
refused("hard-sigmoid-legacy.h5", [L.LSTM(2, recurrent_activation="hard_sigmoid", name="memory")])
refused("backwards.keras", [L.LSTM(2, go_backwards=True, name="memory")])
refused("reset-before.weights.h5", [L.GRU(2, reset_after=False, name="memory")])
refused("no-bias.weights.h5", [L.GRU(2, use_bias=False, name="memory")])

with open(os.path.join(HERE, "exponents.json"), "w") as file:
    json.dump(EXPONENTS, file, indent=1, allow_nan=False)
    file.write("\n")
