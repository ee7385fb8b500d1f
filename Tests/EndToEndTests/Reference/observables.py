"""Everything that is recorded at a checkpoint, by name, from the definitions.

A count that rounding could change is a pair: the least and the most that it can be.
"""
import math
from decimal import Decimal, localcontext
import numpy as np
import tape
import tasks
import training
from nets import orthogonal
from streams import Stream

EDGE = 1e-9  # Relative: nearer to a threshold than this, rounding decides.


def count(values, threshold):
    """NaN where some are not told that could exceed it: those that are not told lie below the least that is."""
    values = np.asarray(values, dtype=float)
    told = values[~np.isnan(values)]
    if len(told) < len(values) and not told.min(initial=math.inf) <= threshold:
        return (math.nan, math.nan)
    scale = EDGE * abs(threshold) + 1e-13 * np.abs(told).max(initial=0)
    return ((told > threshold + scale).sum(), (told > threshold - scale).sum())


def right(outputs, y, logistic=False):
    """The share of right answers."""
    if logistic:
        signed = np.where(y > 0.5, outputs, -outputs)
        zero = (outputs == 0) & (y < 0.5)
        return ((signed > 1e-12) | zero).mean(), ((signed > -1e-12) | zero).mean()
    rows, truth = np.arange(len(y)), y.argmax(axis=1)
    others = outputs.copy()
    others[rows, truth] = -np.inf
    margin = outputs[rows, truth] - others.max(axis=1)
    tie = 1e-12 * np.abs(outputs).max(initial=0)
    return (margin > tie).mean(), (margin >= -tie).mean()


class Subject:
    def __init__(self, trainer, settings, extended):
        self.trainer, self.net, self.task, self.s = trainer, trainer.net, trainer.task, settings
        self.extended = extended  # Whether frames are made orthonormal in extended precision.
        self.known = {}

    def evaluate(self, task=None):
        """Loss, share of right answers and entropy: means over the validation batches; and the last layer's states."""
        task, rows = task or self.task, []
        for i in range(task.validation_batches):
            x, y = task.validation(i)
            x = tape.node(x)
            outputs, layers = self.net.forward(self.net.nodes(), x, task.length, task.batch, task.scored)
            o = outputs.value
            share = right(o, y, task.loss == "logistic") if task.accuracy else (math.nan, math.nan)
            rows.append((training.loss(task, outputs, x, y).value.item(), *share, entropy(o, task.loss), layers[-1].value[-task.batch:]))
        means = [float(np.mean([row[i] for row in rows])) for i in range(4)]
        return means[0], (means[1], means[2]), means[3], np.concatenate([row[4] for row in rows])

    def representation(self, samples):
        if "representation" not in self.known:
            self.known["representation"] = self.evaluate()[3]
        return self.known["representation"][:samples]

    def layers(self, x, length):
        """Input and hidden layers at the last step, and the outputs at all."""
        batch = len(x) // length
        scored = (0, length)
        outputs, layers = self.net.forward(self.net.nodes(), x, length, batch, scored)
        return [x[-batch:]] + [h.value[-batch:] for h in layers], outputs.value


def entropy(o, loss):
    if loss == "cross_entropy":
        z = o - o.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - (p * z).sum(axis=1)).mean())
    if loss == "logistic":
        a = np.abs(o)
        return float((np.log1p(np.exp(-a)) + a * np.exp(-a) / (1 + np.exp(-a))).mean())
    return math.nan


def progress(subject):
    trainer = subject.trainer
    loss, accuracy, _, subject.known["representation"] = subject.evaluate()
    return {"train_loss": trainer.loss, "validation_loss": loss, "validation_accuracy": accuracy,
            "gradient_norm": trainer.norm, "weight_norm": trainer.weight_norm()}


def train_accuracy(subject, s):
    task = subject.task
    x, y = task.training(subject.trainer.step)
    outputs, _ = subject.net.forward(subject.net.nodes(), x, task.length, task.batch, task.scored)
    return {"train_accuracy": right(outputs.value, y, task.loss == "logistic") if task.accuracy else math.nan}


# Recurrent dynamics

def start_frame(dimension, tangents, seed, trajectory, layer):
    """The frame before the first step: random directions, orthonormal."""
    rows = Stream(seed, f"trajectory {trajectory}, tangents", layer).normal(tangents * dimension)
    q, r = np.linalg.qr(rows.reshape(tangents, dimension).T)
    return q * np.sign(np.diag(r))


def layer_units(net):
    """Of each layer the places of its units in the joint state: a stack's Jacobian is block triangular."""
    a = 2 if net.model["cell"] == "lstm" else 1
    ends = np.cumsum([0, *net.state_sizes])
    return [np.arange(ends[i], ends[i + a]) for i in range(0, len(net.state_sizes), a)]


def growths(net, j, trajectory, exponents, warmup, extended):
    """Of one trajectory, layer after layer."""
    def anew(renewal, tangent, k, n):
        """A direction's numbers where it is set anew."""
        return Stream(net.seed, f"trajectory {trajectory}, tangents set anew", renewal * k + tangent).normal(n)

    found = []
    for layer, units in enumerate(layer_units(net)):
        k = len(units) if exponents == "all" else min(exponents, len(units))
        frame = start_frame(len(units), k, net.seed, trajectory, layer)
        found.append(growth(j[:, units[:, None], units[None, :]], frame, warmup, extended, anew))
    return np.concatenate(found, axis=1)


def trajectory(net, x, steps, start=None):
    """The joint states before each of the steps and after the last: steps + 1 lists of B × size."""
    rows = len(x) // steps
    p = net.nodes()
    states = [tape.node(v) for v in start or [np.zeros((rows, n)) for n in net.state_sizes]]
    passed = [[v.value for v in states]]
    for t in range(steps):
        states, _ = net.step(p, [tape.node(v.value) for v in states], tape.node(x[t * rows:(t + 1) * rows]))
        passed.append([v.value for v in states])
    return passed


def jacobians(net, x, steps, start=None):
    """∂h'/∂h of the joint state: steps × B × N × N."""
    rows = len(x) // steps
    passed = trajectory(net, x, steps, start)[:-1]
    before = [tape.node(np.concatenate([states[i] for states in passed])) for i in range(len(net.state_sizes))]
    after, _ = net.step(net.nodes(), before, tape.node(x))
    lines = []
    for state in after:
        for unit in range(state.shape[1]):
            seed = np.zeros(state.shape)
            seed[:, unit] = 1
            lines.append(np.concatenate([g.value for g in tape.gradients(state, seed, before)], axis=1))
    n = sum(net.state_sizes)
    return np.stack(lines, axis=1).reshape(steps, rows, n, n)


def orthonormalized(z):
    """Q and the diagonal of R by Gram–Schmidt, twice, in the precision that numbers have."""
    q, diagonal = z.copy(), np.empty(z.shape[1], dtype=z.dtype)
    for i in range(z.shape[1]):
        for _ in range(2):
            for k in range(i):
                q[:, i] -= q[:, k] * (q[:, k] @ q[:, i])
        square = q[:, i] @ q[:, i]
        diagonal[i] = square.sqrt() if isinstance(square, Decimal) else np.sqrt(square)
        if diagonal[i] > 0:
            q[:, i] /= diagonal[i]
    return q, diagonal


def householder(z):
    """Q and the diagonal of R in double precision."""
    q, r = np.linalg.qr(z)
    signs = np.where(np.diag(r) < 0, -1.0, 1.0)
    return q * signs, np.abs(np.diag(r))


def lost(z, q, diagonal):
    """The first direction of which rounding in double precision has left nothing.

    Rounding reaches component i by the largest magnitude that i has in the frame; along a direction q that is Σ |q_i| m_i.
    """
    reach = np.abs(z).max(axis=1, initial=0) @ np.abs(q)
    gone = [not r * type(r)(2.0 ** -53) <= d * type(d)(0.1) for r, d in zip(reach, diagonal)]
    return gone.index(True) if any(gone) else z.shape[1]


def growth(j, frame, warmup, extended, anew):
    """ln R of QR at every step after the warm-up, a row a step; −∞ from where a direction has vanished, NaN from where
    rounding has left nothing of one, or of one before it.

    Those of the warm-up are set anew, every 64 steps and at its end, by the numbers of `anew`. Where
    anything is lost, eight hundred digits tell what is: units of very different magnitude can hide it from extended precision.
    """
    if not extended:
        return followed(j, frame, warmup, anew, householder)[0]
    logs, whole = followed(j.astype(np.longdouble), frame.astype(np.longdouble), warmup, anew, orthonormalized)
    if whole:
        return logs
    exact = np.vectorize(lambda x: Decimal(float(x)), otypes=[object])
    with localcontext() as context:
        context.prec = 800
        return followed(exact(j), exact(frame), warmup, anew, orthonormalized, exact)[0]


def followed(j, q, warmup, anew, orthonormal, number=lambda x: x):
    """The logarithms, and whether nothing was lost."""
    n, k = q.shape
    alive, told, whole = k, k, True  # Directions that have not vanished; those of which something is left above rounding.
    logs = np.full((len(j) - warmup, k), -np.inf)
    for t, matrix in enumerate(j):
        z = matrix @ q[:, :alive]
        alive = min(alive, int((np.abs(z).max(axis=1, initial=0) > 0).sum()))
        q, diagonal = orthonormal(z[:, :alive])
        told = min(told, lost(z[:, :alive], q, diagonal))
        whole = whole and told == k
        if t >= warmup:
            logs[t - warmup, :alive] = np.nan
            logs[t - warmup, :told] = [float(d.ln() if isinstance(d, Decimal) else np.log(d)) for d in diagonal[:told]]
            zero = np.array([isinstance(d, Decimal) and d < Decimal(10) ** -700 for d in diagonal], dtype=bool)
            logs[t - warmup, :alive][zero] = -np.inf
        elif (t + 1 == warmup or (t + 1) % 64 == 0) and told < k:
            fresh = number(np.stack([anew(t // 64, i, k, n) for i in range(told, k)], axis=1))
            q, _ = orthonormal(np.concatenate([q[:, :told], fresh], axis=1))
            alive = told = k
    return logs, whole


def average(values, axis):
    """A direction that has vanished at any time or place has, whatever rounding hides elsewhere."""
    gone = np.isneginf(values).any(axis=axis)
    return np.where(gone, -np.inf, values.mean(axis=axis))


def lyapunov(subject, s):
    net, b, warmup, steps = subject.net, s["trajectories"], s["warmup"], s["steps"]
    most = steps if s["error"] == "none" else max(steps, s["max_steps"])
    x = subject.task.probe(b, warmup + most)
    start = None
    if s["initial_deviation"] > 0:
        start = [s["initial_deviation"] * np.stack([Stream(net.seed, f"trajectory {i}, state", k).normal(n) for i in range(b)])
                 for k, n in enumerate(net.state_sizes)]
    j = jacobians(net, x, warmup + most, start)
    n = j.shape[-1]
    k = n if s["exponents"] == "all" else min(s["exponents"], n)
    everything = np.stack([growths(net, j[:, i], i, s["exponents"], warmup, subject.extended) for i in range(b)])
    half, stretches = (steps + 1) // 2, []
    done = 0
    while True:
        for first, end in ((done, half), (half, steps)):
            window = min(64, max(8, 4194304 // (b * n)))
            stretches += [(t, min(t + window, end)) for t in range(first, end, window)]
        logs = everything[:, :steps]
        diffusion, batches = spread_of_batches(logs, stretches)
        errors = np.sqrt(diffusion / (b * steps))
        taken = np.argsort(-average(average(logs, axis=1), axis=0), kind="stable")[:k]
        if steps == most or batches >= 32 and not (errors[taken] > s["error"]).any():
            break
        done, half, steps = steps, steps, min(2 * steps, most)
    rows = average(logs, axis=1)
    means = average(rows, axis=0)
    deviations = rows.std(axis=0, ddof=1) if b > 1 else np.where(np.isfinite(means), 0.0, math.nan)
    order = np.argsort(-means, kind="stable")[:k]
    split = (logs[:, :half].mean(axis=1) - logs[:, half:].mean(axis=1)).mean(axis=0) if steps > half else np.full(len(means), math.nan)
    told = np.isfinite(split)
    found = spectrum(means[order])
    above = count(means[order], -s["threshold"])
    positive = count(means[order], 0.0)
    found |= {"lyapunov_count_above_threshold": above, "positive_lyapunov_fraction": (positive[0] / k, positive[1] / k),
              "lyapunov_split_half_error": math.sqrt((split[told] ** 2).mean()) if told.any() else math.nan,
              "lyapunov_spectrum_deviation": deviations[order], "lyapunov_spectrum_standard_error": errors[order],
              "lyapunov_spectrum_diffusion": diffusion[order], "lyapunov_steps": steps, "lyapunov_batches": batches, "lyapunov_vanished": (~np.isfinite(means[order])).sum(),
              # A bound: it is not recomputed, but held to what it may be.
              "lyapunov_error_estimate": [(0, 1e-3 * max(1, abs(m)) if np.isfinite(m) else math.inf) for m in means[order].tolist()]}
    if s["determinant"]:
        found["mean_log_determinant"] = log_determinant(j[warmup:warmup + steps]).mean()
    if net.model["cell"] == "rate":
        for name in ("max_lyapunov", "entropy_rate", "lyapunov_spectrum"):
            found[name + "_per_time"] = np.asarray(found[name]) / net.model["time_step"]
    return found


def spread_of_batches(logs, stretches):
    """The variance of growth a step, over batches of all trajectories, and how many batches there are. As many stretches make a
    batch as keep them within twice 32, or twice as many trajectories."""
    b, steps, _ = logs.shape
    size = 1
    while -(-len(stretches) // size) > 2 * -(-32 // b):
        size *= 2
    stretches = [(part[0][0], part[-1][1]) for part in (stretches[i:i + size] for i in range(0, len(stretches), size))]
    mean, count = logs.mean(axis=(0, 1)), b * len(stretches)
    squares = sum(((logs[:, first:end] - mean).sum(axis=1) ** 2 / (end - first)).sum(axis=0) for first, end in stretches)
    return (squares / (count - 1) if count > 1 else np.full(len(mean), math.nan)), count


def log_determinant(j):
    """ln |det| of many matrices; with eight hundred digits where double precision overflows."""
    found = np.linalg.slogdet(j)[1]
    for place in np.argwhere(~np.isfinite(found)):
        found[tuple(place)] = exact_log_determinant(j[tuple(place)])
    return found


def exact_log_determinant(matrix):
    """By elimination with the largest pivot of a column."""
    rows, logarithm = [[Decimal(float(x)) for x in row] for row in matrix], Decimal(0)
    with localcontext() as context:
        context.prec = 800
        while rows:
            rows.sort(key=lambda row: abs(row[0]), reverse=True)
            pivot = rows.pop(0)
            if pivot[0] == 0:
                return -math.inf
            logarithm += abs(pivot[0]).ln()
            rows = [[x - row[0] / pivot[0] * y for x, y in zip(row[1:], pivot[1:])] for row in rows]
    return float(logarithm)


def spectrum(exponents):
    """Kaplan and Yorke: the j exponents whose sum is not negative, and the share of the next. Those that are not told come
    last, and lie below the others."""
    sums = np.cumsum(exponents)
    below = (sums < 0) | np.isnan(sums)
    j = int(np.argmax(below)) if below.any() else len(exponents)
    dimension = j + (sums[j - 1] if j else 0) / abs(exponents[j]) if j < len(exponents) else len(exponents)
    told = exponents[~np.isnan(exponents)]
    known = len(told) == len(exponents) or told.min(initial=math.inf) <= 0
    return {"max_lyapunov": exponents[0], "kaplan_yorke_dimension": dimension, "mean_lyapunov": exponents.mean(),
            "entropy_rate": told[told > 0].sum() if known else math.nan, "lyapunov_spectrum": exponents}


def jacobian_norm(subject, s):
    j = jacobians(subject.net, subject.task.probe(s["trajectories"], s["steps"]), s["steps"])
    return {"jacobian_norm": np.linalg.norm(j, 2, axis=(-2, -1)).mean(),
            "jacobian_column_sum": np.abs(j.sum(axis=-2)).max(axis=-1).mean()}


def spectral_radius(subject, s):
    net = subject.net
    if net.model["cell"] in ("lstm", "gru") or net.model["layers"] > 1:
        return {"spectral_radius": math.nan}
    return {"spectral_radius": np.abs(np.linalg.eigvals(net.matrix(net.nodes()).value)).max()}


def activation_shape(subject, s):
    net, shape = subject.net, subject.net.model["activation"]
    n, v = (net.values.get("activation." + key, np.array([[float(shape[key])]]))[0] for key in ("gain", "saturation"))
    # (1 − s) p + s n p (1 − p) on 0 ≤ p ≤ 1: a parabola.
    p = np.where(v * n > 0, np.clip((1 - v + v * n) / (2 * np.where(v * n > 0, v * n, 1)), 0, 1), 0)
    slope = np.maximum((1 - v) * p + v * n * p * (1 - p), np.maximum(0, 1 - v))
    found = {}
    for name, values in (("gain", n), ("saturation", v), ("largest_slope", slope)):
        found[name + "_mean"], found[name + "_spread"] = values.mean(), values.std()
    return found


# Representations

def singular(h, centered=False):
    values = np.linalg.svd(h - h.mean(axis=0) if centered else h, compute_uv=False)
    if centered and (values ** 2).sum() <= (len(h) * 2.0 ** -53 * np.abs(h).max()) ** 2 * h.size:
        return np.zeros(len(values))
    return values


def effective_rank(subject, s):
    values = singular(subject.representation(s["samples"]), s["centered"])
    if values.sum() == 0:
        return {"effective_rank": 0}
    p = values[values > 0] / values.sum()
    return {"effective_rank": math.exp(-(p * np.log(p)).sum())}


def gram_rank(subject, s):
    h = subject.representation(s["samples"])
    return {"gram_rank": count(singular(h) ** 2 / len(h), s["threshold"])}


def ratio(h):
    """(Tr C)²/Tr C² of the covariance C; 0 of points that are all one."""
    squares = singular(h, True) ** 2
    return squares.sum() ** 2 / (squares ** 2).sum() if squares.sum() > 0 else 0


def participation_ratio(subject, s):
    return {"participation_ratio": ratio(subject.representation(s["samples"]))}


def components(h, share):
    values = singular(h, True) ** 2
    if values.sum() == 0:
        return 0, 0
    shares = np.cumsum(values) / values.sum()
    return (shares < share - EDGE).sum() + 1, (shares < share + EDGE).sum() + 1


def blurred(value, relative):
    """A number, or its bounds where it is known to fewer than nine digits; alike in shape."""
    slack = abs(value) * relative if relative > EDGE else 0
    return value - slack, value + slack


def layer_dimension(subject, s):
    task = subject.task
    layers, _ = subject.layers(task.probe(min(s["samples"], task.different), task.length), task.length)
    columns = [[] for _ in range(6)]
    for h in layers:
        distances = np.sqrt(((h[:, None] - h[None]) ** 2).sum(axis=2))
        distances[distances <= 16 * 2.0 ** -53 * np.abs(h).max() * math.sqrt(h.shape[1])] = 0  # Points that coincide.
        np.fill_diagonal(distances, np.inf)
        order = np.argsort(distances, axis=1, kind="stable")
        d = np.take_along_axis(distances, order, axis=1)[:, :-1]
        use = (d[:, 0] > 0) & (d[:, 0] < d[:, 1])
        mu = np.sort(np.log(d[use, 1] / d[use, 0]))
        kept = len(mu) * 9 // 10
        rank = -np.log1p(-np.arange(1, kept + 1) / len(mu)) if len(mu) else np.zeros(0)
        k = min(s["neighbours"], len(h) - 1)
        near = d[d[:, 0] > 0, :k]
        logs = np.log(near[:, -1:] / near[:, :-1]).sum()
        # Points are known to twelve digits after training: the distances of nearly coincident ones to few.
        rounding = 1e-12 * np.abs(h).max() * math.sqrt(h.shape[1])
        blur = 2 * rounding / d[use, 0].min(initial=np.inf)
        likely = (k - 2) * len(near) / logs if logs > 0 else math.nan
        two = (mu[:kept] @ rank) / (mu[:kept] @ mu[:kept]) if kept else math.nan
        unsure = [blurred(two, blur * (2 * mu[:kept].sum() / (mu[:kept] @ mu[:kept]) + rank.sum() / (mu[:kept] @ rank)) if kept else 0),
                  blurred(likely, rounding * 2 * (1 / near[:, :-1]).sum() / logs if logs > 0 else 0)]
        patches = [h[order[i, :min(s["patch"], len(h) - 1)]] for i in range(min(s["patches"], len(h)))]
        held = np.array([components(patch, 0.95) for patch in patches]).mean(axis=0)
        row = [ratio(h), components(h, 0.9), *unsure, np.mean([ratio(patch) for patch in patches]), tuple(held)]
        for column, value in zip(columns, row):
            column.append(value)
    names = ["participation_ratio", "rank_90", "two_nearest_neighbours", "maximum_likelihood", "local_participation_ratio", "local_components"]
    found = {"layer_" + name: column for name, column in zip(names, columns)}
    found["layer_class_participation_ratio"] = class_ratios(subject, s["samples"], len(layers))
    return found


def class_ratios(subject, samples, layers):
    task = subject.task
    if task.loss != "cross_entropy" or task.length > 1:
        return [math.nan] * layers
    batches = range(min(task.validation_batches, -(-samples // task.batch)))
    x, y = (np.concatenate(parts)[:samples] for parts in zip(*[task.validation(i) for i in batches]))
    labels = y.argmax(axis=1)
    classes = [c for c in set(labels) if (labels == c).sum() > 1]
    return [np.mean([ratio(h[labels == c]) for c in classes]) if classes else math.nan for h in subject.layers(x, 1)[0]]


def epsilon_rank(subject, s):
    task, net = subject.task, subject.net
    if task.function:
        dimensions, value = task.function
        nodes, weights = np.polynomial.legendre.leggauss(s["nodes"] if dimensions == 1 else s["nodes_2d"])
        x, w = tasks.box(nodes, dimensions), tasks.box(weights, dimensions).prod(axis=1)
    else:
        samples = min(s["samples"], task.different)
        x = task.probe(samples, task.length)[-samples:]
        w = np.full(len(x), 1 / len(x))
    layers, outputs = subject.layers(x, 1)
    root = np.sqrt(w)[:, None]
    spans = [np.linalg.svd(root * h, full_matrices=False) for h in layers]
    ranks = [[count(span[1] ** 2, e) for e in s["thresholds"]] for span in spans]
    relative = [[count(span[1] ** 2, e * span[1][0] ** 2) for e in s["thresholds"]] for span in spans]
    found = {"epsilon_rank": ranks, "relative_epsilon_rank": relative, "gram_norm": [span[1][0] ** 2 for span in spans],
             "approximation_error": math.nan, "span_distance": [math.nan] * len(s["thresholds"]), "loss_bound": [math.nan] * len(s["thresholds"])}
    if task.function and outputs.shape[1] == 1:
        target = value(x)
        found["approximation_error"] = np.linalg.norm(root * (outputs - target))
        bias = net.values["readout.bias"] if net.has_output_bias else 0
        shifted, u, norm = root * (target - bias), spans[-1][0], np.linalg.norm(net.values["readout.weight"])
        kept = [u[:, spans[-1][1] ** 2 > e] for e in s["thresholds"]]
        far = [np.linalg.norm(shifted - q @ (q.T @ shifted)) for q in kept]
        found["span_distance"] = far
        found["loss_bound"] = [d - math.sqrt(e) * norm for d, e in zip(far, s["thresholds"])]
    return found


def balance(subject, s):
    task, net = subject.task, subject.net
    wanted = -(-s["samples"] // task.batch)
    batches = [task.training(i)[0] for i in range(min(wanted, task.epoch or wanted))]
    shape = task.length, task.batch, task.inputs
    x = np.concatenate([b.reshape(shape) for b in batches], axis=1)[:, :s["samples"]].reshape(-1, task.inputs)
    layers, _ = subject.layers(x, task.length)
    energies = [(h ** 2).sum() / len(h) for h in (layers[0], layers[-1])]
    readout = (net.values["readout.weight"] ** 2).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return {"hidden_energy": energies[1], "readout_energy": readout, "balance": np.float64(net.outputs * energies[1]) / (readout * energies[0])}


def autonomous_lyapunov(subject, s):
    net, found = subject.net, []
    steps, n = s["warmup"] + s["steps"], sum(net.state_sizes)
    for level in [0] + s["drives"]:
        start = [np.full((1, size), s["start"]) for size in net.state_sizes]
        j = jacobians(net, np.full((steps, net.inputs), float(level)), steps, start)
        found.append(growths(net, j[:, 0], len(found), "all", s["warmup"], subject.extended).mean(axis=0).max())
    return {"autonomous_lyapunov": found[0]} | ({"driven_lyapunov": found[1:]} if s["drives"] else {})


def under_change(subject, s):
    results = [subject.evaluate(tasks.make({**subject.s["task"], **change}, subject.net.seed)) for change in s["changes"]]
    return {"changed_loss": [r[0] for r in results], "changed_accuracy": [r[1] for r in results], "changed_entropy": [r[2] for r in results]}


OBSERVABLES = {f.__name__: f for f in (
    lyapunov, effective_rank, gram_rank, participation_ratio, spectral_radius, under_change, activation_shape,
    autonomous_lyapunov, jacobian_norm, layer_dimension, epsilon_rank, balance, train_accuracy)}
