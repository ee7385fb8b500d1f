"""A recurrent net trained on a file of sequences in PyTorch, float64: writes file_task.npz, the file, and file_task.json.

Eight sequences of up to five steps and three features, four of them held out; three classes, −1 where nothing is asked;
weights of steps; NaN beyond the sequences' ends. Inputs are standardised over the steps trained on. A net of four tanh units,
100 full-batch steps of Adam; losses are means weighted as the steps are.
"""
import json
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
here = pathlib.Path(__file__)
random = np.random.default_rng(3)
count, steps, features, classes, units = 8, 5, 3, 3, 4
inputs = 2 + 3 * random.standard_normal((count, steps, features))
targets = random.integers(-1, classes, (count, steps))
mask = random.integers(0, 3, (count, steps)) / 2
length = np.array([5, 3, 4, 5, 2, 5, 1, 5])
split = np.array([0, 1, 0, 1, 0, 1, 1, 0])
targets[6, 0], mask[6, 0] = 1, 1
there = np.arange(steps) < length[:, None]
inputs[~there] = np.nan
np.savez_compressed(
    here.with_name("file_task.npz"), inputs=inputs, targets=targets, mask=mask, length=length, split=split)

train, held = split == 0, split == 1
own = inputs[train][there[train]]
x = np.where(there[:, :, None], (inputs - own.mean(0)) / own.std(0), 0)
weight = torch.tensor(np.where(there & (targets >= 0), mask, 0))
x, y = torch.tensor(x), torch.tensor(np.maximum(targets, 0))

shapes = {"weight_ih_l0": (units, features), "weight_hh_l0": (units, units), "bias_ih_l0": (units,),
          "readout.weight": (classes, units), "readout.bias": (classes,)}
start, parameters = {}, {}
for name, shape in shapes.items():
    start[name] = random.uniform(-0.5, 0.5, shape)
    parameters[name] = torch.tensor(start[name], requires_grad=True)


def outputs(x):
    h, rows = torch.zeros(x.shape[0], units), []
    for t in range(steps):
        drive = x[:, t] @ parameters["weight_ih_l0"].T + parameters["bias_ih_l0"]
        h = torch.tanh(drive + h @ parameters["weight_hh_l0"].T)
        rows.append(h @ parameters["readout.weight"].T + parameters["readout.bias"])
    return torch.stack(rows, 1)


def loss(part):
    each = torch.nn.functional.cross_entropy(outputs(x[part]).flatten(0, 1), y[part].flatten(), reduction="none")
    w = weight[part].flatten()
    return (w * each).sum() / w.sum()


optimizer = torch.optim.Adam(parameters.values(), lr=0.02)
losses = []
for step in range(100):
    optimizer.zero_grad()
    now = loss(train)
    now.backward()
    optimizer.step()
    losses.append(now.item())
with torch.no_grad():
    right = (outputs(x[held]).argmax(2) == y[held]) * weight[held]
    out = {"start": {name: values.flatten().tolist() for name, values in start.items()}, "losses": losses,
           "validation": {"loss": loss(held).item(), "accuracy": (right.sum() / weight[held].sum()).item()}}
here.with_name("file_task.json").write_text(json.dumps(out) + "\n")
