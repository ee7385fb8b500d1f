"""Sweeps drawn at random from what the catalogues offer, small and in double precision."""
import json
import os
import random
import numpy as np


def sweep(seed, number, folder):
    """The text of sweep `number`; its data, where it has any, are written into `folder`."""
    r = random.Random(f"{seed} {number}")
    task, recurrent_only = draw_task(r, folder)
    feed_forward = task["name"] in TABLES or (not recurrent_only and r.random() < 0.1)
    model = draw_model(r, feed_forward, task["name"] == "poisson")
    parts = {"task": task, "model": model, "training": draw_training(r),
             "observe": draw_observables(r, task, model)}
    if task["name"] == "poisson":
        # Its gradients are in the thousands: unclipped, training runs away and takes the last digits with it.
        parts["training"] |= {"clip": 0.1, "learning_rate": 0.003}
    head = f"name: drawn\nseed: {r.randrange(1, 10 ** 6)}\nreplicates: {r.choice([1, 1, 2])}\n"
    return head + "".join(f"{key}: {json.dumps(value)}\n" for key, value in parts.items())


TABLES = {"curved-clusters", "noisy-linear-teacher", "function-fit", "poisson", "two-moons", "colored-glyphs", "colored-fashion", "fashion-image"}


def draw_task(r, folder):
    name = r.choice(sorted(TABLES | {"copy", "adding", "lag-echo", "stimulus-blanks", "noisy-prototypes", "delayed-copy",
                                     "delayed-xor", "silence", "fashion-rows", "fashion-pixels", "text"}))
    batch = r.randint(2, 5)
    held = {"batch": batch, "validation_samples": batch * r.randint(1, 3) + r.randint(0, 1)}
    length = r.randint(5, 9)
    own = {
        "copy": lambda: {"delay": r.randint(1, 4), "symbols": r.randint(2, 4), "payload": r.randint(1, 3), "scored": r.choice(["all", "recall"])} | held,
        "adding": lambda: {"length": length} | held,
        "lag-echo": lambda: {"length": length, "lag": r.randint(1, 4), "symbols": r.randint(2, 5), "echo_probability": r.random()} | held,
        "stimulus-blanks": lambda: {"classes": r.randint(2, 4), "stimulus": r.randint(1, 3), "blanks": r.randint(0, 4), "features": r.randint(1, 3),
                                    "onset": r.choice(["start", "random"])} | held,
        "noisy-prototypes": lambda: {"classes": r.randint(2, 4), "length": length} | distortion(r, length) | held,
        "delayed-copy": lambda: {"delay": r.randint(0, 2), "length": length} | held,
        "delayed-xor": lambda: {"delay": r.randint(0, 2), "length": length} | held,
        "silence": lambda: {"length": r.randint(1, 5), "batch": batch},
        "text": lambda: {"path": text(r, folder), "length": r.randint(3, 6), "batch": batch},
        "curved-clusters": lambda: {"batch": 6, "train_samples": 14, "validation_samples": 13, "classes": 3, "clusters": 5, "latent": 2,
                                    "features": 4, "label_noise": r.choice([0, 0.3])},
        "noisy-linear-teacher": lambda: {"batch": r.choice(["full", 5]), "train_samples": 12, "validation_samples": 12, "inputs": 3, "outputs": r.randint(1, 3)},
        "function-fit": lambda: {"function": r.choice(["cosines", "sines", "absolute", "waves_2d"]), "points": r.randint(5, 9), "batch": r.choice(["full", 4])},
        "poisson": lambda: {"points": r.randint(6, 12), "boundary_weight": 10 * r.random()},
        "two-moons": lambda: {"samples": 12, "validation_samples": r.choice([6, 12]), "rotation": r.choice([0, 30])},
        "colored-glyphs": lambda: {"environment_samples": 6, "validation_samples": r.choice([6, 12])} | looks(r),
        "colored-fashion": lambda: {"path": images(r, folder), "environment_samples": 6, "validation_samples": r.choice([6, 12])} | looks(r),
    }
    if name in own:
        return {"name": name} | own[name](), False
    task = {"name": name, "path": images(r, folder), "batch": batch, "validation_samples": batch * 2 + 1,
            "train_samples": r.choice(["all", 20]), "label_noise": r.choice([0, 0.3]), "normalize": r.choice(["standard", "unit"]),
            "blanks": 0 if name == "fashion-image" else r.randint(0, 3)}
    return task | (distortion(r, 16) | {"order": r.choice(["permuted", "reading"])} if name == "fashion-pixels" else {}), False


def looks(r):
    return {"view": r.choice(["color", "gray"]), "content": r.choice(["shape", "blank"])}


def distortion(r, length):
    if r.random() < 0.5:
        return {}
    return {"scale": 0.5 + r.random(), "offset": r.random() - 0.5, "sine": r.random(), "sine_phase": r.random(), "pulse": r.random(),
            "pulse_start": r.randint(0, length), "pulse_steps": r.randint(0, 4)}


def text(r, folder):
    path = os.path.join(folder, "text")
    with open(path, "w") as file:
        file.write("".join(r.choice("abcd ") for _ in range(600)))
    return path


def images(r, folder):
    """Forty images of 4 × 4 pixels of three classes, in MNIST's format."""
    g = np.random.default_rng(r.randrange(2 ** 32))
    for stem, kind, values in (("train-images", "idx3", g.integers(0, 256, (40, 4, 4))), ("train-labels", "idx1", np.arange(40) % 3)):
        with open(os.path.join(folder, f"{stem}-{kind}-ubyte"), "wb") as file:
            file.write(bytes([0, 0, 8, values.ndim]) + np.array(values.shape, ">i4").tobytes() + values.astype(np.uint8).tobytes())
    return folder


def weights(r, recurrent=False):
    rules = [{"scheme": s} for s in ("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "torch")]
    rules += [{"scheme": "orthogonal", "gain": 0.5 + r.random()}, {"scheme": "gaussian", "gain": 0.5 + r.random()},
              {"scheme": "normal", "deviation": 0.5}, {"scheme": "uniform", "bound": 0.5}, {"scheme": "interval", "low": -0.2, "high": 0.4}]
    return r.choice(rules + ([{"scheme": "rotation_blocks"}] if recurrent else [{"scheme": "constant", "value": 0.1}]))


def biases(r):
    return r.choice([{"scheme": "zeros"}, {"scheme": "constant", "value": 0.1}, {"scheme": "uniform", "bound": 0.3},
                     {"scheme": "interval", "low": 0, "high": 0.2}, {"scheme": "normal", "deviation": 0.2}, {"scheme": "torch"}])


def draw_activation(r, smooth=False):
    plain = ["tanh", "sigmoid", "softplus", "gelu", "silu", "sine", "cosine", "identity"] + ([] if smooth else ["relu", "leaky_relu", "elu", "elephant"])
    if r.random() < 0.35:
        return {"family": "gamma", "gain": r.choice([1, 2, 5]), "saturation": r.choice([0, 0.5, 1]), "adapt": r.choice(["fixed", "shared", "per_unit"])}
    return {"family": r.choice(plain)}


def draw_model(r, feed_forward, smooth):
    if feed_forward:
        first = r.choice([{"scheme": "hidden"}, {"scheme": "udi", "slope": 2}, {"scheme": "msc", "scales": 2}, {"scheme": "fourier", "frequency": 2}]
                         + ([] if smooth else [{"scheme": "pou"}]))
        biased = r.random() < 0.8 or first["scheme"] in ("udi", "fourier", "pou")  # These set biases.
        return {"cell": "feed_forward", "widths": [r.randint(2, 6) for _ in range(r.randint(1, 3))], "bias": biased,
                "activation": draw_activation(r, smooth), "initial": {"hidden": weights(r), "bias": biases(r), "readout": weights(r), "first": first}}
    cell = r.choice(["rnn", "rnn", "rate", "lstm", "gru"])
    modules, size = r.randint(1, 3), r.randint(2, 3)
    model = {"cell": cell, "width": modules * size if cell in ("rnn", "rate") else r.randint(2, 4), "layers": r.choice([1, 1, 2]), "bias": r.random() < 0.8,
             "initial": {"recurrent": weights(r, True), "input": weights(r), "bias": biases(r), "readout": weights(r)}}
    if cell in ("rnn", "rate"):
        model |= {"modules": modules, "modularity": r.choice([0, 0.4, 0.9, 1]), "activation": draw_activation(r)}
    if cell == "rate":
        model["time_step"] = r.choice([0.1, 0.5, 1])
    if cell == "lstm":
        model["initial"]["forget_bias"] = r.choice([0, 1])
    if cell in ("lstm", "gru") and r.random() < 0.3:
        model["initial"]["uniform"] = 0.4
    return model


def draw_training(r):
    optimizer = r.choice(["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"])
    training = {"precision": "float64", "optimizer": optimizer, "learning_rate": r.choice([0.003, 0.03]), "steps": r.randint(0, 6),
                "warmup": r.choice([0, 0, 3]), "weight_decay": r.choice([0, 0.1]), "clip": r.choice(["none", 0.1, 2]), "clip_by": r.choice(["global", "parameter"]),
                "weight_noise": r.choice([0, 0, 0.01]), "checkpoints": {"count": r.randint(2, 4), "spacing": r.choice(["linear", "log"])}}
    training |= r.choice([{}, {"schedule": "exponential", "decay_steps": 3}, {"schedule": "cosine", "rate_floor": 0.1}])
    if optimizer in ("rmsprop", "adam", "adamw"):
        # Where ε is small, a derivative that is nothing but rounding moves its weight by the whole rate.
        training["epsilon"] = 1e-3
    if r.random() < 0.3:
        training["learning_rates"] = {r.choice(["input", "recurrent", "bias", "readout"]): r.choice([0, 0.01])}
    if r.random() < 0.2:
        training["logit_penalty"] = {"weight": 0.1, "switch_step": r.choice(["never", 2]), "later_weight": 0.3, "later_loss_weight": 0.5}
    return training


def draw_observables(r, task, model):
    recurrent = model["cell"] != "feed_forward"
    offered = {"effective_rank": {"centered": r.random() < 0.5}, "gram_rank": {"threshold": 1e-3}, "participation_ratio": {"samples": 7},
               "layer_dimension": {"samples": 12, "neighbours": 4, "patch": 5, "patches": 3}, "balance": {"samples": 12}, "train_accuracy": {}}
    if recurrent:
        offered |= {"lyapunov": {"trajectories": r.randint(1, 2), "steps": r.randint(8, 20), "warmup": r.randint(0, 9), "interval": 1,
                                 "exponents": r.choice(["all", "all", 2]), "determinant": r.random() < 0.5, "initial_deviation": r.choice([0, 0.5]),
                                 "error": r.choice(["none", "none", 0.05]), "max_steps": 40},
                    "jacobian_norm": {"trajectories": 2, "steps": 6}, "spectral_radius": {}}
    elif task["name"] not in ("lag-echo", "text"):
        offered["epsilon_rank"] = {"nodes": 12, "nodes_2d": 4, "samples": 12, "thresholds": [1e-2, 1e-4]}
    if model["cell"] == "rnn" and model["layers"] == 1 and model["activation"]["family"] == "gamma":
        offered["activation_shape"] = {}
    if task["name"] == "noisy-prototypes":
        offered["under_change"] = {"changes": [{"scale": 2}, {"pulse": 1.5}]}
    chosen = [key for key in offered if r.random() < 0.7]
    return {key: offered[key] | ({"at": r.choice(["ends", "last"])} if r.random() < 0.15 else {}) for key in chosen}
