"""Writes modules.json: losses and gradients of nets of attentive modules, by PyTorch's autograd, float64.

The nets of arXiv:2006.16981, written from the paper's equations: module by module and head by head. Run with Python 3 and
PyTorch (made with 2.13): python3 modules.py
"""

import json
import math
import os

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, BATCH, INPUTS, OUTPUTS, WIDTH = 7, 3, 2, 3, 12
switches = 0


def block(matrix, k, count):
    rows = matrix.shape[0] // count
    return matrix[k * rows : (k + 1) * rows]


def attend(queries, slots, heads, has_null):
    """One query for each module; slots of a key and a value. The contexts, and the mean weight of the null slot."""
    contexts, nulls = [], []
    for query in queries:
        parts, null = [], 0
        for head in range(heads):
            q = block(query, head, heads)
            scores = [q @ block(key, head, heads) / math.sqrt(len(q)) for key, _ in slots]
            weights = torch.softmax(torch.stack(([torch.zeros(())] if has_null else []) + scores), 0)
            if has_null:
                null, weights = null + weights[0] / heads, weights[1:]
            parts.append(sum(w * block(value, head, heads) for w, (_, value) in zip(weights, slots)))
        contexts.append(torch.cat(parts))
        nulls.append(null)
    return contexts, nulls


def layer_step(p, l, model, modules, active, h, c, below, above):
    units = lambda x, k: block(x, k, modules)
    slots = [(p[f"below_key_l{l}"] @ below, p[f"below_value_l{l}"] @ below)]
    if above is not None:
        slots.append((p[f"above_key_l{l}"] @ above, p[f"above_value_l{l}"] @ above))
    queries = [units(p[f"input_query_l{l}"], k) @ units(h, k) for k in range(modules)]
    found, nulls = attend(queries, slots, model["input"]["heads"], True)
    order = sorted(range(modules), key=lambda k: (nulls[k].item(), k))
    acts = [k in order[:active] for k in range(modules)]
    states, memories = [], []
    for k in range(modules):
        sums = [
            units(block(p[f"weight_ih_l{l}"], g, 4), k) @ found[k]
            + units(block(p[f"weight_hh_l{l}"], g, 4), k) @ units(h, k)
            + units(block(p[f"bias_ih_l{l}"][0], g, 4), k)
            for g in range(4)
        ]
        memories.append(
            torch.sigmoid(sums[1]) * units(c, k) + torch.sigmoid(sums[0]) * torch.tanh(sums[2]))
        states.append(torch.sigmoid(sums[3]) * torch.tanh(memories[k]))
    heard = [s if on else s.detach() for s, on in zip(states, acts)]
    q, key, value = (
        [units(p[f"communication_{part}_l{l}"], k) @ heard[k] for k in range(modules)]
        for part in ("query", "key", "value")
    )
    context, _ = attend(q, list(zip(key, value)), model["communication"]["heads"], False)
    for k in range(modules):
        gate = torch.sigmoid(p[f"communication_gate_l{l}"] @ context[k])
        states[k] = states[k] + gate * torch.tanh(p[f"communication_output_l{l}"] @ context[k])
    new_h = [states[k] if acts[k] else units(h, k) for k in range(modules)]
    new_c = [memories[k] if acts[k] else units(c, k) for k in range(modules)]
    return torch.cat(new_h), torch.cat(new_c), tuple(acts)


def parameters(model):
    p = {"readout.weight": torch.randn(OUTPUTS, WIDTH), "readout.bias": torch.randn(1, OUTPUTS)}
    a, t = model["input"], model["communication"]
    for l, modules in enumerate(model["modules"]):
        size = WIDTH // modules
        normal = lambda rows, columns: torch.randn(rows, columns) / math.sqrt(columns)
        below = INPUTS if l == 0 else WIDTH
        sources = [("below", below)]
        if model["top_down"] and l + 1 < len(model["modules"]):
            sources.append(("above", WIDTH))
        p[f"input_query_l{l}"] = 2 * normal(modules * a["heads"] * a["key"], size)
        for source, columns in sources:
            p[f"{source}_key_l{l}"] = normal(a["heads"] * a["key"], columns)
            p[f"{source}_value_l{l}"] = normal(a["heads"] * a["value"], columns)
        p[f"weight_ih_l{l}"] = 1.5 * normal(4 * WIDTH, a["heads"] * a["value"])
        p[f"weight_hh_l{l}"] = normal(4 * WIDTH, size)
        p[f"bias_ih_l{l}"] = 0.3 * torch.randn(1, 4 * WIDTH)
        for part in ("query", "key", "value"):
            columns = t["value"] if part == "value" else t["key"]
            p[f"communication_{part}_l{l}"] = 2 * normal(modules * t["heads"] * columns, size)
        for part in ("output", "gate"):
            p[f"communication_{part}_l{l}"] = normal(size, t["heads"] * t["value"])
    return p


def fixture(modules, active, top_down, heads):
    global switches
    model = {
        "cell": "modular", "width": WIDTH, "modules": modules, "active": active, "top_down": top_down,
        "input": {"heads": heads, "key": 3, "value": 4}, "communication": {"heads": 2, "key": 2, "value": 3},
    }
    p = parameters(model)
    for value in p.values():
        value.requires_grad_()
    x = torch.randn(STEPS, BATCH, INPUTS)
    first, layers, outputs = 3, len(modules), []
    for b in range(BATCH):
        h, c = [torch.zeros(WIDTH)] * layers, [torch.zeros(WIDTH)] * layers
        rows, before = [], [None] * layers
        for t in range(STEPS):
            below, last = x[t, b], list(h)
            for l in range(layers):
                above = last[l + 1] if top_down and l + 1 < layers else None
                h[l], c[l], acts = layer_step(p, l, model, modules[l], active[l], h[l], c[l], below, above)
                switches += before[l] not in (None, acts)
                before[l], below = acts, h[l]
            rows.append(p["readout.weight"] @ h[-1] + p["readout.bias"][0])
        outputs.append(torch.stack(rows))
    out = torch.stack(outputs, 1)[first:].reshape(-1, OUTPUTS)
    targets = torch.randn(out.shape)
    value = ((out - targets) ** 2).mean()
    value.backward()
    flat = lambda tensor: tensor.detach().reshape(-1).tolist()
    return {
        "model": model, "loss": "mse", "steps": STEPS, "batch": BATCH, "scored": [first, STEPS],
        "inputs": flat(x), "targets": flat(targets), "parameters": {k: flat(v) for k, v in p.items()},
        "outputs": flat(out), "value": value.item(), "gradients": {k: flat(v.grad) for k, v in p.items()},
    }


def main():
    torch.manual_seed(7)
    fixtures = [
        fixture([4, 3], [2, 2], True, 1), fixture([4, 3], [2, 2], True, 2), fixture([4, 3], [2, 1], False, 2),
        fixture([6], [4], True, 1), fixture([3], [3], True, 1), fixture([2, 4, 3], [1, 2, 2], True, 1),
    ]
    print("changes of the modules that act:", switches)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules.json")
    with open(path, "w") as file:
        json.dump(fixtures, file, separators=(",", ":"))


main()
