"""Writes flossing.json: the flossing loss of small nets and its gradient, through PyTorch's QR, in float64.

Run with PyTorch 2.13 (any 2.x gives the same numbers to rounding): python make_flossing.py
"""

import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
UNITS, INPUTS, WINDOW, DISCARDED, EXPONENTS, SEQUENCES, BATCH = 5, 2, 7, 2, 3, 2, 3


def numbers(count, scale, phase):
    return scale * torch.sin(0.7 * torch.arange(count) ** 2 + phase)


def cells(w, u, b):
    def vanilla(h, x):
        return torch.tanh(w @ h + u @ x + b)

    def rate(h, x, step=0.4):
        return (1 - step) * h + step * (w @ torch.tanh(h) + u @ x + b)

    return {"rnn": vanilla, "rate": rate}


def loss(cell, batch):
    exponents = []
    for sequence in range(SEQUENCES):
        h, q, growth = torch.zeros(UNITS), torch.eye(UNITS)[:, :EXPONENTS], 0
        for step in range(WINDOW):
            x = batch[step, sequence]
            jacobian = torch.autograd.functional.jacobian(
                lambda h: cell(h, x), h, create_graph=True
            )
            h = cell(h, x)
            q, r = torch.linalg.qr(jacobian @ q)
            signs = torch.sign(torch.diagonal(r)).detach()
            q = q * signs
            if step >= DISCARDED:
                growth = growth + torch.log(torch.abs(torch.diagonal(r)))
        exponents.append(growth / (WINDOW - DISCARDED))
    return torch.mean(torch.stack(exponents) ** 2)


def case(name):
    u = numbers(UNITS * INPUTS, 0.7, 0.1).reshape(UNITS, INPUTS).requires_grad_()
    w = numbers(UNITS * UNITS, 0.9, 0.5).reshape(UNITS, UNITS).requires_grad_()
    b = numbers(UNITS, 0.3, 0.9).requires_grad_()
    batch = numbers(WINDOW * BATCH * INPUTS, 1, 0.2).reshape(WINDOW, BATCH, INPUTS)
    value = loss(cells(w, u, b)[name], batch)
    value.backward()
    gradient = torch.cat([u.grad.flatten(), w.grad.flatten(), b.grad.flatten()])
    return {"cell": name, "loss": value.item(), "gradient": gradient.tolist()}


path = Path(__file__).with_name("flossing.json")
path.write_text(json.dumps([case("rnn"), case("rate")], indent=1) + "\n")
