"""Writes gradients.json: losses and gradients of small nets by PyTorch's autograd, in float64.

Run with Python 3, NumPy and PyTorch (made with 2.15): python3 gradients.py
"""

import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, BATCH, INPUTS, OUTPUTS, WIDTH = 5, 3, 4, 3, 6


def activation(settings, parameters, prefix):
    family = settings["family"]
    if family == "gamma":
        n = parameters.get(prefix + "gain", settings["gain"])
        s = parameters.get(prefix + "saturation", settings["saturation"])
        # logaddexp, since softplus is linear above its threshold.
        return lambda x: (1 - s) * torch.logaddexp(n * x, torch.zeros(())) / n + s * torch.sigmoid(n * x)
    return {
        "tanh": torch.tanh,
        "relu": F.relu,
        "leaky_relu": lambda x: F.leaky_relu(x, settings["slope"]),
        "sigmoid": torch.sigmoid,
        "softplus": lambda x: torch.logaddexp(x, torch.zeros(())),
        "elu": lambda x: F.elu(x, settings["alpha"]),
        "gelu": F.gelu,
        "silu": F.silu,
        "sine": lambda x: torch.sin(settings["frequency"] * x),
        "elephant": lambda x: 1 / (1 + (x / settings["half_width"]).abs() ** settings["steepness"]),
        "identity": lambda x: x,
    }[family]


def shape_parameters(settings, units, prefix, parameters):
    """Trained gain and saturation, away from where they start, and from each other."""
    if settings.get("adapt", "fixed") == "fixed":
        return
    count = 1 if settings["adapt"] == "shared" else units
    parameters[prefix + "gain"] = settings["gain"] + torch.rand(1, count)
    parameters[prefix + "saturation"] = settings["saturation"] + 0.2 * torch.rand(1, count)


def recurrent(model, rng):
    modules, q = model.get("modules", 1), model.get("modularity", 0.0)
    size = WIDTH // modules
    columns = size if q == 1 else WIDTH
    p = {
        "weight_ih_l0": torch.randn(WIDTH, INPUTS) / math.sqrt(INPUTS),
        "weight_hh_l0": torch.randn(WIDTH, columns) / math.sqrt(columns),
        "readout.weight": torch.randn(OUTPUTS, WIDTH),
        "readout.bias": torch.randn(1, OUTPUTS),
    }
    if model.get("bias", True):
        p["bias_ih_l0"] = 0.3 * torch.randn(1, WIDTH)
    shape_parameters(model["activation"], WIDTH, "activation.", p)
    fixed = {}
    if 0 < q < 1:
        inside = torch.block_diag(*[torch.ones(size, size)] * modules) > 0
        exists = inside | (torch.from_numpy(rng.random((WIDTH, WIDTH))) >= q)
        fixed["weight_hh_l0.mask"] = exists.double()
    return p, fixed


def recurrent_outputs(model, p, fixed, x):
    weight = p["weight_hh_l0"]
    if model.get("modularity", 0.0) == 1:
        weight = torch.block_diag(*weight.chunk(model["modules"]))
    elif fixed:
        weight = weight * fixed["weight_hh_l0.mask"]
    bias = p.get("bias_ih_l0", torch.zeros(1, WIDTH))
    family = model["activation"]["family"]
    if family in ("tanh", "relu"):  # PyTorch's own recurrent layer
        net = torch.nn.RNN(INPUTS, WIDTH, nonlinearity=family)
        own = {"weight_ih_l0": p["weight_ih_l0"], "weight_hh_l0": weight, "bias_ih_l0": bias[0],
               "bias_hh_l0": torch.zeros(WIDTH)}
        states = torch.func.functional_call(net, own, x)[0]
    else:
        phi = activation(model["activation"], p, "activation.")
        h, states = torch.zeros(BATCH, WIDTH), []
        for x_t in x:
            h = phi(h @ weight.T + x_t @ p["weight_ih_l0"].T + bias)
            states.append(h)
        states = torch.stack(states)
    return states @ p["readout.weight"].T + p["readout.bias"]


def gated(model, rng):
    """PyTorch's own LSTM or GRU. Of its two biases there is the sum here; of a GRU's n gate the second one too."""
    kind, layers = model["cell"], model["layers"]
    gates = {"lstm": 4, "gru": 3}[kind]
    p = {"readout.weight": torch.randn(OUTPUTS, WIDTH), "readout.bias": torch.randn(1, OUTPUTS)}
    for l in range(layers):
        inputs = WIDTH if l else INPUTS
        p[f"weight_ih_l{l}"] = torch.randn(gates * WIDTH, inputs) / math.sqrt(inputs)
        p[f"weight_hh_l{l}"] = torch.randn(gates * WIDTH, WIDTH) / math.sqrt(WIDTH)
        if model.get("bias", True):
            p[f"bias_ih_l{l}"] = 0.3 * torch.randn(1, gates * WIDTH)
            if kind == "gru":
                p[f"bias_hn_l{l}"] = 0.3 * torch.randn(1, WIDTH)
    return p, {}


def gated_outputs(model, p, fixed, x):
    kind, bias = model["cell"], model.get("bias", True)
    net = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind](INPUTS, WIDTH, model["layers"], bias=bias)
    own = {name: value for name, value in p.items() if name.startswith("weight")}
    for l in range(model["layers"] if bias else 0):
        own[f"bias_ih_l{l}"] = p[f"bias_ih_l{l}"][0]
        own[f"bias_hh_l{l}"] = torch.zeros_like(own[f"bias_ih_l{l}"])
        if kind == "gru":
            own[f"bias_hh_l{l}"] = torch.cat([torch.zeros(2 * WIDTH), p[f"bias_hn_l{l}"][0]])
    states = torch.func.functional_call(net, own, x)[0]
    return states @ p["readout.weight"].T + p["readout.bias"]


def feed_forward(model, rng):
    p, sizes = {}, [INPUTS] + model["widths"]
    for index, (a, b) in enumerate(zip(sizes, sizes[1:])):
        p[f"layers.{index}.weight"] = torch.randn(b, a) / math.sqrt(a)
        p[f"layers.{index}.bias"] = 0.3 * torch.randn(1, b)
        shape_parameters(model["activation"], b, f"layers.{index}.activation.", p)
    p["readout.weight"] = torch.randn(OUTPUTS, sizes[-1])
    p["readout.bias"] = torch.randn(1, OUTPUTS)
    return p, {}


def feed_forward_outputs(model, p, fixed, x):
    for index in range(len(model["widths"])):
        phi = activation(model["activation"], p, f"layers.{index}.activation.")
        x = phi(F.linear(x, p[f"layers.{index}.weight"], p[f"layers.{index}.bias"]))
    return F.linear(x, p["readout.weight"], p["readout.bias"])


def case(seed, model, loss, scored):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    make, compute = {
        "rnn": (recurrent, recurrent_outputs), "lstm": (gated, gated_outputs),
        "gru": (gated, gated_outputs), "feed_forward": (feed_forward, feed_forward_outputs),
    }[model["cell"]]
    p, fixed = make(model, rng)
    for value in p.values():
        value.requires_grad_()
    steps = STEPS if model["cell"] != "feed_forward" else 1
    x = torch.randn(steps, BATCH, INPUTS)
    outputs = compute(model, p, fixed, x)
    outputs = outputs[scored[0]:scored[1]].reshape(-1, OUTPUTS)
    if loss == "cross_entropy":
        classes = torch.from_numpy(rng.integers(OUTPUTS, size=len(outputs)))
        targets = F.one_hot(classes, OUTPUTS).double()
        value = F.cross_entropy(outputs, classes)
    else:
        targets = torch.randn_like(outputs)
        value = F.mse_loss(outputs, targets)
    value.backward()
    flat = lambda tensors: {name: t.detach().flatten().tolist() for name, t in tensors.items()}
    return {
        "model": model, "loss": loss, "steps": steps, "batch": BATCH, "scored": list(scored),
        "inputs": x.flatten().tolist(), "targets": targets.flatten().tolist(),
        "parameters": flat({**p, **fixed}),
        "outputs": outputs.detach().flatten().tolist(), "value": value.item(),
        "gradients": flat({name: t.grad for name, t in p.items()}),
    }


def rnn(family, **settings):
    own = {key: settings.pop(key) for key in ("gain", "saturation", "adapt", "frequency") if key in settings}
    return {"cell": "rnn", "width": WIDTH, "activation": {"family": family, **own}, **settings}


def gates(cell, layers=1, **settings):
    return {"cell": cell, "width": WIDTH, "layers": layers, **settings}


def layers(family, **settings):
    return {"cell": "feed_forward", "widths": [7, 5], "activation": {"family": family, **settings}}


ALL, LAST, LATE, ONE = (0, STEPS), (STEPS - 1, STEPS), (2, STEPS), (0, 1)
gamma = {"gain": 3.0, "saturation": 0.4}
CASES = [
    (rnn("tanh"), "mse", ALL),
    (rnn("tanh", bias=False), "cross_entropy", LATE),
    (rnn("relu"), "cross_entropy", LAST),
    (rnn("sine", frequency=1.5), "mse", LAST),
    (rnn("gamma", **gamma), "cross_entropy", LAST),
    (rnn("gamma", **gamma, adapt="shared"), "mse", LATE),
    (rnn("gamma", **gamma, adapt="per_unit"), "cross_entropy", ALL),
    (rnn("tanh", modules=2, modularity=0.5), "mse", ALL),
    (rnn("relu", modules=3, modularity=0.7), "cross_entropy", LAST),
    (rnn("tanh", modules=3, modularity=1.0), "mse", LATE),
    (rnn("gamma", **gamma, adapt="per_unit", modules=2, modularity=1.0), "cross_entropy", LAST),
    (rnn("gamma", **gamma, adapt="shared", modules=2, modularity=0.5), "mse", LAST),
    (layers("tanh"), "mse", ONE),
    (layers("relu"), "cross_entropy", ONE),
    (layers("leaky_relu", slope=0.2), "mse", ONE),
    (layers("sigmoid"), "cross_entropy", ONE),
    (layers("softplus"), "mse", ONE),
    (layers("elu", alpha=0.7), "cross_entropy", ONE),
    (layers("gelu"), "mse", ONE),
    (layers("silu"), "cross_entropy", ONE),
    (layers("sine", frequency=2.0), "mse", ONE),
    (layers("elephant", half_width=0.8, steepness=4), "cross_entropy", ONE),
    (layers("identity"), "mse", ONE),
    (layers("gamma", **gamma), "cross_entropy", ONE),
    (layers("gamma", **gamma, adapt="shared"), "mse", ONE),
    (layers("gamma", **gamma, adapt="per_unit"), "cross_entropy", ONE),
    (gates("lstm"), "cross_entropy", LAST),
    (gates("lstm"), "mse", ALL),
    (gates("lstm", bias=False), "mse", LATE),
    (gates("lstm", 2), "cross_entropy", ALL),
    (gates("gru"), "cross_entropy", LAST),
    (gates("gru"), "mse", ALL),
    (gates("gru", bias=False), "mse", LATE),
    (gates("gru", 2), "cross_entropy", ALL),
]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gradients.json")
with open(path, "w") as file:
    json.dump([case(seed, *c) for seed, c in enumerate(CASES)], file, separators=(",", ":"))
    file.write("\n")
