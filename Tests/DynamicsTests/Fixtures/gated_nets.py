"""LSTMs and GRUs with their Lyapunov spectra, by PyTorch's autograd in float64: lstm-net.h5, gru-net.h5, …-stacked.h5.

    python3 gated_nets.py      (needs torch, numpy and h5py; made with torch 2.13; writes beside itself)

A step of torch.nn.LSTM or GRU is differentiated by the joint state of all layers (layer by layer; of an LSTM h, then
c), and its Jacobian applied to the frame, which a Householder QR with positive diagonal orthonormalises after every
step. State from zero, frame from the identity; both evolve over the warm-up uncounted.
"""

import os

import h5py
import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
WARMUP = 10
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def step_of(net):
    """From an input and the joint state to the next joint state."""
    states = 2 if isinstance(net, torch.nn.LSTM) else 1
    shape = (net.num_layers, states, net.hidden_size)

    def step(joint, x):
        parts = joint.reshape(shape)
        before = tuple(parts[:, s] for s in range(states))
        after = net(x[None], before if states == 2 else before[0])[1]
        return torch.stack(after if states == 2 else (after,), dim=1).reshape(-1)

    return step, int(np.prod(shape))


def exponents(net, inputs):
    """The Jacobian of a stack is block triangular: its exponents are those of the layers' own blocks."""
    step, size = step_of(net)
    own = size // net.num_layers
    blocks = [slice(i, i + own) for i in range(0, size, own)]
    state, frames, growth = torch.zeros(size), [np.eye(own) for _ in blocks], np.zeros(size)
    for t, x in enumerate(inputs):
        jacobian = torch.autograd.functional.jacobian(lambda s: step(s, x), state).numpy()
        state = step(state, x).detach()
        for i, block in enumerate(blocks):
            frame, r = np.linalg.qr(jacobian[block, block] @ frames[i])
            frames[i] = frame * np.where(np.diag(r) < 0, -1.0, 1.0)
            if t >= WARMUP:
                growth[block] += np.log(np.abs(np.diag(r)))
    return -np.sort(-growth / (len(inputs) - WARMUP))


def write(name, kind, units, layers, prefix=""):
    net = getattr(torch.nn, kind.upper())(2, units, layers)
    with torch.no_grad():
        for weight in net.parameters():
            weight.copy_(0.6 * torch.randn_like(weight))
    inputs = torch.randn(2, 60, 2)
    with h5py.File(os.path.join(HERE, name), "w") as file:
        file.attrs["cell"] = kind
        for key, weight in net.state_dict().items():
            file[prefix + key] = weight.numpy()
        file["inputs"] = inputs.numpy()
        file["exponents"] = np.array([exponents(net, sequence) for sequence in inputs])
        print(name, file["exponents"][0])


torch.manual_seed(1)
write("lstm-net.h5", "lstm", 10, 1)
write("gru-net.h5", "gru", 12, 1)
write("lstm-stacked.h5", "lstm", 5, 2, "rnn.")
write("gru-stacked.h5", "gru", 7, 2)
