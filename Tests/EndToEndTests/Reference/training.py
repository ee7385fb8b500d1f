"""A net in training: losses, gradients on the tape, and the optimisers of torch.optim."""
import math
import numpy as np
import tape
from streams import Stream


def loss(task, outputs, x, y):
    """As a node; `x` is a node where the loss differentiates by it."""
    if task.boundary is not None:
        inner = len(y) - 2
        slope, = tape.gradients(outputs, np.ones(outputs.shape), [x])
        bend, = tape.gradients(slope, np.ones(slope.shape), [x])
        residual = tape.cut(bend + y, 0, 0, inner)
        ends = tape.cut(outputs, 0, inner, len(y))
        return (residual * residual).mean() + task.boundary * (ends * ends).mean()
    difference = outputs - y
    return {
        "cross_entropy": lambda: (tape.log_sum_exp(outputs) * (1 / len(y))).sum() - (outputs * y).sum() * (1 / len(y)),
        "mean_squared": lambda: (difference * difference).mean(),
        "half_squared": lambda: (difference * difference).sum() * (0.5 / len(y)),
        "logistic": lambda: (tape.softplus(outputs) - outputs * y).mean(),
    }[task.loss]()


def checkpoints(settings, total):
    count = min(settings["count"], total + 1)
    steps = [0]
    for i in range(1, count):
        place = total * i / (count - 1) if settings["spacing"] == "linear" else total ** ((i - 1) / (count - 2)) if count > 2 else total
        wanted = total if i == count - 1 else math.floor(place + 0.5)
        steps.append(min(total - (count - 1 - i), max(steps[-1] + 1, wanted)))
    return steps


def rate(s, peak, t):
    warmup = s.get("warmup", 0)
    if t < warmup:
        return peak * (t + 1) / warmup
    u, kind = t - warmup, s.get("schedule", "constant")
    if kind == "exponential":
        return peak * s["decay_factor"] ** (u / s["decay_steps"])
    if kind == "cosine":
        progress = min(1, u / max(1, s["steps"] - warmup))
        return peak * (s["rate_floor"] + (1 - s["rate_floor"]) * (1 + math.cos(math.pi * progress)) / 2)
    return peak


def moved(s, theta, g, memory, eta, t):
    """θ after update number t, counted from 1, with a dictionary of the optimiser's memory."""
    name, decay = s["optimizer"], s["weight_decay"]
    d = g if name == "adamw" else g + decay * theta
    if name == "sgd":
        return theta - eta * d
    if name in ("momentum", "nesterov"):
        v = memory["v"] = s["momentum"] * memory.get("v", 0) + d
        return theta - eta * (v if name == "momentum" else d + s["momentum"] * v)
    if name == "rmsprop":
        v = memory["v"] = s["smoothing"] * memory.get("v", 0) + (1 - s["smoothing"]) * d * d
        return theta - eta * d / (np.sqrt(v) + s["epsilon"])
    if name == "adamw":
        theta = theta * (1 - eta * decay)
    m = memory["m"] = s["beta1"] * memory.get("m", 0) + (1 - s["beta1"]) * d
    v = memory["v"] = s["beta2"] * memory.get("v", 0) + (1 - s["beta2"]) * d * d
    return theta - eta * (m / (1 - s["beta1"] ** t)) / (np.sqrt(v / (1 - s["beta2"] ** t)) + s["epsilon"])


class Trainer:
    def __init__(self, net, task, settings, seed, movable=None):
        self.net, self.task, self.s, self.seed = net, task, settings, seed
        self.step, self.memory = 0, {name: {} for name in net.trained}
        self.movable = movable
        self.loss = self.norm = math.nan

    def peak(self, name):
        own = self.s.get("learning_rates", {}).get(self.net.groups[name], "same")
        if self.movable is not None and self.net.groups[name] not in self.movable:
            return 0
        # The common rate moves, or would move, all groups, though it be 0.
        return self.s["learning_rate"] if own == "same" else own

    def moves(self, name):
        own = self.s.get("learning_rates", {}).get(self.net.groups[name], "same")
        return own != 0 and (self.movable is None or self.net.groups[name] in self.movable)

    def compute(self):
        values, s = self.net.values, self.s
        if s.get("weight_noise", 0) > 0:
            stream = Stream(self.seed, "weight noise", self.step)
            values = {n: v + s["weight_noise"] * stream.normal(v.size).reshape(v.shape) for n, v in values.items()}
        p, (x, y) = self.net.nodes(values), self.task.training(self.step)
        x = tape.node(x)
        outputs, _ = self.net.forward(p, x, self.task.length, self.task.batch, self.task.scored)
        value = objective = loss(self.task, outputs, x, y)
        penalty = s.get("logit_penalty")
        if penalty and (penalty["weight"] > 0 or penalty["switch_step"] != "never"):
            late = penalty["switch_step"] != "never" and self.step >= penalty["switch_step"]
            weights = (penalty["later_loss_weight"], penalty["later_weight"]) if late else (1.0, penalty["weight"])
            objective = weights[0] * value + weights[1] * (outputs * outputs).mean()
        names = [n for n in self.net.trained if self.moves(n)]
        self.gradient = {n: g.value for n, g in zip(names, tape.gradients(objective, 1.0, [p[n] for n in names]))}
        self.loss = float(value.value[0, 0])
        self.norm = math.sqrt(sum((g * g).sum() for g in self.gradient.values()))

    def update(self):
        for name, g in self.gradient.items():
            norm = math.sqrt((g * g).sum()) if self.s["clip_by"] == "parameter" else self.norm
            factor = 1 if self.s["clip"] == "none" else min(1, self.s["clip"] / (norm + 1e-6))
            eta = rate(self.s, self.peak(name), self.step)
            self.net.values[name] = moved(self.s, self.net.values[name], factor * g, self.memory[name], eta, self.step + 1)
        self.step += 1

    def weight_norm(self):
        return math.sqrt(sum((self.net.values[n] ** 2).sum() for n in self.net.trained))
