"""Writes optimizers.json: trajectories of torch.optim on a fixed rational gradient, in float64.

Run with PyTorch 2.13 (any 2.x gives the same numbers to rounding): python make_optimizers.py
"""

import json
from pathlib import Path

import torch

SIZE, UPDATES = 7, 30


def start():
    return torch.tensor([(-1) ** i * (1 + i) / 4 for i in range(SIZE)], dtype=torch.float64)


def gradient(parameters, update):
    """A quadratic and a rational part, and a push that changes with the update."""
    place = torch.arange(1, SIZE + 1, dtype=torch.float64)
    bent = parameters / (1 + parameters * parameters)
    return place / 3 * parameters - 2 * bent + ((update * 5) % 7 - 3) / 10


def trajectory(make, schedule=None, clip=None):
    parameters = torch.nn.Parameter(start())
    optimizer = make([parameters])
    scheduler = schedule(optimizer) if schedule else None
    states = []
    for update in range(1, UPDATES + 1):
        parameters.grad = gradient(parameters.detach(), update)
        if clip:
            torch.nn.utils.clip_grad_norm_([parameters], clip)
        optimizer.step()
        if scheduler:
            scheduler.step()
        states.append(parameters.detach().tolist())
    return states


def rates(schedule, updates=40):
    optimizer = torch.optim.SGD([torch.nn.Parameter(start())], lr=0.3)
    scheduler = schedule(optimizer)
    found = []
    for _ in range(updates):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


def warmed(optimizer, then, warmup=8):
    """Linear warm-up of `warmup` steps, (t + 1)/warmup, then another schedule from its start."""
    rise = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: min(1, (t + 1) / warmup))
    return torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, then], milestones=[warmup])


optim, schedulers = torch.optim, torch.optim.lr_scheduler
optimizers = [
    ("sgd", {}, 0.05, 0.0, optim.SGD),
    ("sgd", {}, 0.05, 0.1, optim.SGD),
    ("momentum", {"momentum": 0.9}, 0.02, 0.1, optim.SGD),
    ("nesterov", {"momentum": 0.8}, 0.02, 0.1, lambda p, **k: optim.SGD(p, nesterov=True, **k)),
    ("rmsprop", {"smoothing": 0.9, "epsilon": 1e-3}, 0.01, 0.1,
     lambda p, smoothing, epsilon, **k: optim.RMSprop(p, alpha=smoothing, eps=epsilon, **k)),
    ("adam", {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}, 0.03, 0.1, None),
    ("adamw", {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, 0.03, 0.1, None),
]


def maker(name, settings, rate, decay, constructor):
    if constructor is None:
        betas = (settings["beta1"], settings["beta2"])
        kind = optim.Adam if name == "adam" else optim.AdamW
        return lambda p: kind(p, lr=rate, betas=betas, eps=settings["epsilon"], weight_decay=decay)
    return lambda p: constructor(p, lr=rate, weight_decay=decay, **settings)


result = {
    "optimizers": [
        {
            "name": case[0], "settings": case[1], "learning_rate": case[2], "weight_decay": case[3],
            "parameters": trajectory(maker(*case)),
        }
        for case in optimizers
    ],
    "clipped": {
        "limit": 0.5, "learning_rate": 0.1,
        "parameters": trajectory(lambda p: optim.SGD(p, lr=0.1), clip=0.5),
    },
    "rates": {
        "exponential": rates(lambda o: schedulers.ExponentialLR(o, 0.9 ** (1 / 5))),
        "cosine": rates(lambda o: schedulers.CosineAnnealingLR(o, T_max=40, eta_min=0.03)),
        "warmed_constant": rates(
            lambda o: warmed(o, schedulers.ConstantLR(o, factor=1, total_iters=1))),
    },
}
Path(__file__).with_name("optimizers.json").write_text(json.dumps(result, indent=1) + "\n")
