"""Writes attention.json: losses and gradients of recurrent nets that attend to their past, by PyTorch's autograd, float64.

The nets of arXiv:2006.09471, written from the paper's equations: state by state, with lists. Run with Python 3 and PyTorch
(made with 2.15): python3 attention.py
"""

import json
import math
import os

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, BATCH, INPUTS, OUTPUTS, WIDTH = 12, 3, 4, 3, 6
GATES = {"rnn": 1, "lstm": 4, "gru": 3}


class Memory:
    """The past states of one sequence that a step may attend to: those of S, then those of R."""

    def __init__(self, settings):
        self.recent, self.relevant = settings.get("recent"), settings.get("relevant", 0)
        self.states, self.received = [], []
        self.chosen, self.scores = [], []
        self.replaced = 0

    def attended(self):
        last = len(self.states) if self.recent is None else self.recent
        return list(range(max(0, len(self.states) - last), len(self.states))) + self.chosen

    def close(self, places, weights):
        """Adds up what each recent state received, and lets the oldest of them leave."""
        if self.recent is None:
            return
        first = len(self.states) - self.recent
        for place, weight in zip(places, weights):
            if place >= first:
                self.received[place] += weight
        if first < 0 or self.relevant == 0:
            return
        if len(self.chosen) < self.relevant:
            self.chosen.append(first)
            self.scores.append(self.received[first])
            return
        least = min(range(self.relevant), key=lambda j: self.scores[j])
        if self.received[first] > self.scores[least]:
            self.chosen[least], self.scores[least] = first, self.received[first]
            self.replaced += 1


def step(cell, p, layer, mixed, states, x):
    weight, recurrent = p[f"weight_ih_l{layer}"], p[f"weight_hh_l{layer}"]
    drive, sums = x @ weight.T + p[f"bias_ih_l{layer}"][0], mixed @ recurrent.T
    if cell == "rnn":
        return [torch.tanh(drive + sums)]
    if cell == "lstm":
        i, f, g, o = (drive + sums).chunk(4)
        c = torch.sigmoid(f) * states[1] + torch.sigmoid(i) * torch.tanh(g)
        return [torch.sigmoid(o) * torch.tanh(c), c]
    r, z = [torch.sigmoid(drive.chunk(3)[k] + sums.chunk(3)[k]) for k in (0, 1)]
    n = torch.tanh(drive.chunk(3)[2] + r * (sums.chunk(3)[2] + p[f"bias_hn_l{layer}"][0]))
    return [(1 - z) * n + z * mixed]


def layer_outputs(model, p, layer, inputs):
    """One sequence, steps × inputs."""
    query, key, score = (p[f"attention_{name}_l{layer}"] for name in ("query", "key", "score"))
    memory = Memory(model["attention"])
    states, before = [torch.zeros(WIDTH)] * 2, torch.zeros(WIDTH)
    outputs = []
    for x in inputs:
        mixed = torch.zeros(WIDTH)
        places, weights = memory.attended(), []
        if places:
            past = torch.stack([memory.states[i] for i in places])
            e = torch.tanh(before @ query.T + past @ key.T) @ score[0]
            weights = torch.softmax(e, 0)
            mixed = 0.5 * (states[0] + weights @ past)
        states = step(model["cell"], p, layer, mixed, states, x)
        before = mixed
        memory.close(places, [w.item() for w in weights])
        memory.states.append(states[0])
        memory.received.append(0.0)
        outputs.append(states[0])
    return torch.stack(outputs), memory.replaced


def fixture(cell, attention, layers=1):
    model = {"cell": cell, "width": WIDTH, "layers": layers, "attention": attention}
    p = {"readout.weight": torch.randn(OUTPUTS, WIDTH), "readout.bias": torch.randn(1, OUTPUTS)}
    for layer in range(layers):
        inputs = INPUTS if layer == 0 else WIDTH
        rows = GATES[cell] * WIDTH
        p[f"weight_ih_l{layer}"] = 1.5 * torch.randn(rows, inputs) / math.sqrt(inputs)
        p[f"weight_hh_l{layer}"] = torch.randn(rows, WIDTH) / math.sqrt(WIDTH)
        p[f"bias_ih_l{layer}"] = 0.3 * torch.randn(1, rows)
        if cell == "gru":
            p[f"bias_hn_l{layer}"] = 0.3 * torch.randn(1, WIDTH)
        p[f"attention_query_l{layer}"] = torch.randn(WIDTH, WIDTH)
        p[f"attention_key_l{layer}"] = torch.randn(WIDTH, WIDTH)
        p[f"attention_score_l{layer}"] = torch.randn(1, WIDTH)
    for value in p.values():
        value.requires_grad_()
    x = torch.randn(STEPS, BATCH, INPUTS)
    first = 4
    targets = torch.randn((STEPS - first) * BATCH, OUTPUTS)
    outputs, replaced = [], 0
    for b in range(BATCH):
        activity = x[:, b]
        for layer in range(layers):
            activity, count = layer_outputs(model, p, layer, activity)
            replaced += count
        outputs.append(activity @ p["readout.weight"].T + p["readout.bias"])
    out = torch.stack(outputs, 1)[first:].reshape(-1, OUTPUTS)
    value = ((out - targets) ** 2).mean()
    value.backward()
    print(cell, attention, layers, "replaced:", replaced)
    flat = lambda tensor: tensor.detach().reshape(-1).tolist()
    return {
        "model": model, "loss": "mse", "steps": STEPS, "batch": BATCH, "scored": [first, STEPS],
        "inputs": flat(x), "targets": flat(targets), "parameters": {k: flat(v) for k, v in p.items()},
        "outputs": flat(out), "value": value.item(), "gradients": {k: flat(v.grad) for k, v in p.items()},
    }


def main():
    torch.manual_seed(11)
    full = {"memory": "full"}

    def screened(recent, relevant):
        return {"memory": "screened", "recent": recent, "relevant": relevant}

    fixtures = [fixture(cell, attention) for cell in GATES for attention in (full, screened(2, 3))]
    fixtures += [fixture("rnn", screened(*sizes)) for sizes in ((1, 2), (3, 0), (4, 1), (20, 5))]
    fixtures += [fixture("rnn", attention, layers=2) for attention in (full, screened(2, 2))]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "attention.json")
    with open(path, "w") as file:
        json.dump(fixtures, file, separators=(",", ":"))


main()
