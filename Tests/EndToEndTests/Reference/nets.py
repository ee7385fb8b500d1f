"""Nets from their settings and a trial's seed: parameters before training, and the forward pass on a tape."""
import math
import numpy as np
import tape
from streams import Stream


class Geometry:
    """A weight as a rule of initialisation sees it: stored whole, or as blocks one below the other."""

    def __init__(self, rows, columns, fan_in=None, fan_out=None, default=None, modules=1, packed=False):
        self.rows, self.columns = rows, columns
        self.fan_in = columns if fan_in is None else fan_in
        self.fan_out = rows if fan_out is None else fan_out
        self.default = self.fan_in if default is None else default
        self.modules, self.packed = modules, packed

    def places(self):
        """Of each element, its number in the whole matrix."""
        blocks = self.modules if self.packed else 1
        row = np.arange(self.rows)
        return ((row * blocks + row // (self.rows // blocks)) * self.columns)[:, None] + np.arange(self.columns)


def bias_geometry(units, fan_in):
    return Geometry(1, units, fan_in=fan_in, fan_out=units)


def deviation(rule, g):
    name = rule["scheme"]
    base = name.rsplit("_", 1)[0]
    if base == "glorot":
        return math.sqrt(2 / (g.fan_in + g.fan_out))
    if base == "he":
        return math.sqrt(2 / g.fan_in)
    if base == "lecun":
        return math.sqrt(1 / g.fan_in)
    if name == "gaussian":
        return rule["gain"] / math.sqrt(g.fan_in)
    return rule["deviation"]


def initial(rule, g, stream):
    name = rule["scheme"]
    if name in ("zeros", "constant"):
        return np.full((g.rows, g.columns), float(rule.get("value", 0)) if name == "constant" else 0.0)
    if name == "orthogonal":
        return orthogonal(rule["gain"], g, stream)
    if name == "rotation_blocks":
        return rotations(g, stream)
    places = g.places()
    count = int(places.max()) + 1
    if name in ("glorot_normal", "he_normal", "lecun_normal", "gaussian", "normal"):
        return deviation(rule, g) * stream.normal(count)[places]
    u = stream.uniform(count)[places]
    if name == "interval":
        return rule["low"] + (rule["high"] - rule["low"]) * u
    if name == "uniform":
        bound = rule["bound"]
    elif name == "torch":
        bound = 1 / math.sqrt(g.default)
    else:
        bound = math.sqrt(3) * deviation(rule, g)
    return bound * (2 * u - 1)


def haar(rows, columns, stream):
    tall, thin = max(rows, columns), min(rows, columns)
    q, r = np.linalg.qr(stream.normal(tall * thin).reshape(tall, thin))
    q = q * np.where(np.diag(r) < 0, -1, 1)
    return q if rows >= columns else q.T


def orthogonal(gain, g, stream):
    blocks = g.modules if g.packed else 1
    return gain * np.concatenate([haar(g.rows // blocks, g.columns, stream) for _ in range(blocks)])


def nearly_orthogonal(w, mask, same):
    """Turns between the polar factor and the mask, the squares between modules held at their share."""
    n = len(w)
    share = (mask * ~same).sum() / mask.sum()

    def balanced(w):
        w = w * mask
        inside, between = (w[same] ** 2).sum(), (w[~same] ** 2).sum()
        a = math.sqrt((1 - share) * n / inside) if inside > 0 else 0
        b = math.sqrt(share * n / between) if between > 0 else 0
        return np.where(same, a * w, b * w)

    w = balanced(w)
    for _ in range(20):
        left, _, right = np.linalg.svd(w)
        w = balanced(left @ right)
    return w


def rotations(g, stream):
    size = g.rows // g.modules
    matrix = np.zeros((g.rows, g.columns))
    for module in range(g.modules):
        row, column = module * size, 0 if g.packed else module * size
        for pair in range(size // 2):
            i, j = row + 2 * pair, column + 2 * pair
            angle = -math.pi * stream.uniform()
            c, s = math.cos(angle), math.sin(angle)
            matrix[i:i + 2, j:j + 2] = [[c, s], [-s, c]]
        if size % 2:
            matrix[row + size - 1, column + size - 1] = 1
    return matrix


def activation(settings, prefix):
    """The nonlinearity as a function of x and the parameters; where its slope jumps, that is PyTorch's at zero."""
    t, family = tape, settings["family"]
    if family == "gamma" and settings["adapt"] != "fixed":
        def adaptive(x, p):
            n, s = p[prefix + "gain"], p[prefix + "saturation"]
            sign = t.node(np.where(n.value > 0, 1.0, -1.0))
            n = sign * (1e-3 + t.relu(n * sign - 1e-3))
            return (1 - s) / n * t.softplus(n * x) + s * t.sigmoid(n * x)
        return adaptive
    if family == "gamma":
        n, s = settings["gain"], settings["saturation"]
        return lambda x, p: (1 - s) / n * t.softplus(n * x) + s * t.sigmoid(n * x)
    alpha, slope = settings.get("alpha"), settings.get("slope")
    w, a, d = settings.get("frequency"), settings.get("half_width"), settings.get("steepness")
    return {
        "tanh": lambda x, p: t.tanh(x), "relu": lambda x, p: t.relu(x), "sigmoid": lambda x, p: t.sigmoid(x),
        "leaky_relu": lambda x, p: slope * x + (1 - slope) * t.relu(x), "softplus": lambda x, p: t.softplus(x),
        "elu": lambda x, p: t.relu(x) + alpha * t.expm1(x - t.relu(x)),
        "gelu": lambda x, p: 0.5 * x * (1 + t.erf(x * math.sqrt(0.5))), "silu": lambda x, p: x * t.sigmoid(x),
        "sine": lambda x, p: t.sin(w * x), "cosine": lambda x, p: t.cos(w * x), "identity": lambda x, p: x,
        "elephant": lambda x, p: 1 / (1 + t.power(x / a, d)),
    }[family]


class Net:
    """Parameters by name, in order; which group each is of; and the way forward."""

    def __init__(self, model, inputs, outputs, seed):
        self.model, self.seed = model, seed
        self.values, self.groups, self.masks, self.geometries = {}, {}, {}, {}
        self.inputs, self.outputs = inputs, outputs
        self.recurrent = model["cell"] != "feed_forward"
        if self.recurrent:
            width = model["width"]
            self.cells = [make_cell(self, inputs if i == 0 else width, i) for i in range(model["layers"])]
            self.widths = [width] * model["layers"]
            self.state_sizes = [width] * (model["layers"] * (2 if model["cell"] == "lstm" else 1))
        else:
            self.widths = model["widths"]
            self.build_layers()
        rules = model["initial"]
        self.add("readout.weight", "readout", Geometry(outputs, self.widths[-1]), rules["readout"])
        self.has_output_bias = self.recurrent or model["bias"]
        if self.has_output_bias:
            self.add("readout.bias", "bias", bias_geometry(outputs, self.widths[-1]), rules["bias"])
        self.trained = [name for name in self.values]

    def add(self, name, group, geometry, rule):
        make = rule if callable(rule) else lambda g, s: initial(rule, g, s)
        self.values[name] = make(geometry, Stream(self.seed, "parameter " + name))
        self.groups[name] = group
        self.geometries[name] = geometry

    def add_activation(self, units, prefix):
        settings = self.model["activation"]
        if settings["family"] == "gamma" and settings["adapt"] != "fixed":
            columns = 1 if settings["adapt"] == "shared" else units
            for key in ("gain", "saturation"):
                self.add(prefix + key, "activation", Geometry(1, columns), {"scheme": "constant", "value": settings[key]})

    def nodes(self, values=None):
        return {name: tape.node(value) for name, value in (values or self.values).items()}

    def readout(self, x, p):
        y = x @ p["readout.weight"].T
        return y + p["readout.bias"] if self.has_output_bias else y

    def forward(self, p, x, length, batch, scored):
        """Outputs at the scored steps, and each hidden layer: at all steps of a recurrent net, else at the scored."""
        x = tape.node(x)
        rows = scored[0] * batch, scored[1] * batch
        if not self.recurrent:
            layers = []
            x = tape.cut(x, 0, *rows)
            for layer in self.layers:
                x = layer(x, p)
                layers.append(x)
            return self.readout(x, p), layers
        states = [tape.node(np.zeros((batch, size))) for size in self.state_sizes]
        tops = [[] for _ in self.cells]
        for t in range(length):
            states, seen = self.step(p, states, tape.cut(x, 0, t * batch, (t + 1) * batch))
            for top, h in zip(tops, seen):
                top.append(h)
        layers = [tape.stacked(top) for top in tops]
        return self.readout(tape.cut(layers[-1], 0, *rows), p), layers

    def step(self, p, states, x):
        """The next states, and what each layer shows of them."""
        each = len(states) // len(self.cells)
        new, shown = [], []
        for i, cell in enumerate(self.cells):
            own = cell(states[i * each:(i + 1) * each], x, p)
            x = own[0]
            new += own
            shown.append(x)
        return new, shown

    def build_layers(self):
        model, rules = self.model, self.model["initial"]
        first = rules["first"]
        self.layers = []
        for i, (inputs, units) in enumerate(zip([self.inputs] + self.widths, self.widths)):
            name = f"layers.{i}"
            weight, bias = rules["hidden"], rules["bias"]
            phi = activation(model["activation"], name + ".activation.")
            own_shape = True
            if i == 0 and first["scheme"] != "hidden":
                weight, bias, other = first_layer(first, weight, bias)
                phi, own_shape = other or phi, other is None
            self.add(name + ".weight", "input", Geometry(units, inputs), weight)
            if model["bias"]:
                self.add(name + ".bias", "bias", bias_geometry(units, inputs), bias)
            if own_shape:
                self.add_activation(units, name + ".activation.")

            def layer(x, p, name=name, phi=phi):
                y = x @ p[name + ".weight"].T
                return phi(y + p[name + ".bias"] if model["bias"] else y, p)
            self.layers.append(layer)


def first_layer(first, weight, bias):
    scheme = first["scheme"]
    if scheme == "msc":
        def rows(g, stream):
            groups = np.arange(g.rows) * first["scales"] // g.rows
            return initial(weight, g, stream) * (2.0 ** groups)[:, None]
        return rows, bias, None
    if scheme == "fourier":
        return ({"scheme": "normal", "deviation": first["frequency"]}, {"scheme": "uniform", "bound": math.pi},
                lambda x, p: tape.cos(x))

    def slope(units, radius):
        return first["slope"] if scheme == "udi" else units / (2 * radius * first["overlap"])

    def signs(units):
        return np.where(np.arange(units) % 2 == 0, 1.0, -1.0)

    def directions(g, stream):
        signed = slope(g.rows, math.sqrt(g.columns)) * signs(g.rows)[:, None]
        if g.columns == 1:
            return signed
        w = stream.normal(g.rows * g.columns).reshape(g.rows, g.columns)
        return signed * w / np.linalg.norm(w, axis=1, keepdims=True)

    def offsets(g, stream):
        units, radius = g.columns, math.sqrt(g.fan_in)
        centres = radius * ((2 * np.arange(units) + 1) / units - 1)
        return (-slope(units, radius) * signs(units) * centres)[None]

    def bump(z, p):
        clipped = tape.relu(z + 1) - tape.relu(z - 1) - 1
        return 0.5 * (tape.cos(math.pi * clipped) + 1)
    return directions, offsets, bump if scheme == "pou" else None


def make_cell(net, inputs, layer):
    kind = net.model["cell"]
    return gated(net, inputs, layer, kind) if kind in ("lstm", "gru") else ungated(net, inputs, layer, kind)


def ungated(net, inputs, layer, kind):
    model = net.model
    n, rules = model["width"], model["initial"]
    modules = model["modules"]
    q = model["modularity"] if modules > 1 else 0
    size = n // modules
    ih, hh, b = (f"{name}_l{layer}" for name in ("weight_ih", "weight_hh", "bias_ih"))
    prefix = ("" if layer == 0 else f"l{layer}.") + "activation."
    fan = size + (1 - q) * (n - size)
    packed = q == 1
    net.add(ih, "input", Geometry(n, inputs, default=n), rules["input"])
    geometry = Geometry(n, size if packed else n, fan, fan, n, modules if q > 0 else 1, packed)
    same = np.arange(n)[:, None] // size == np.arange(n) // size
    if 0 < q < 1:
        kept = Stream(net.seed, f"parameter {hh}.mask").uniform(n * n).reshape(n, n) >= q
        net.masks[hh] = np.where(kept | same, 1.0, 0.0)
    net.add(hh, "recurrent", geometry, rules["recurrent"])
    if hh in net.masks:
        rule = rules["recurrent"]
        if rule["scheme"] == "orthogonal":
            net.values[hh] = rule["gain"] * nearly_orthogonal(net.values[hh] / rule["gain"], net.masks[hh], same)
        else:
            net.values[hh] = net.values[hh] * net.masks[hh]
    if model["bias"]:
        net.add(b, "bias", bias_geometry(n, n), rules["bias"])
    net.add_activation(n, prefix)
    phi = activation(model["activation"], prefix)
    blocks = [(i * size, (i + 1) * size) for i in range(modules)]

    def matrix(p):
        if hh in net.masks:
            return p[hh] * net.masks[hh]
        if not packed:
            return p[hh]
        parts = [tape.placed(tape.cut(p[hh], 0, *block), 1, block[0], n) for block in blocks]
        return tape.stacked(parts)

    def current(rates, x, p):
        y = rates @ matrix(p).T + x @ p[ih].T
        return y + p[b] if model["bias"] else y

    net.matrix = matrix
    if kind == "rnn":
        return lambda states, x, p: [phi(current(states[0], x, p), p)]
    delta = model["time_step"]
    return lambda states, x, p: [(1 - delta) * states[0] + delta * current(phi(states[0], p), x, p)]


def gated(net, inputs, layer, kind):
    model = net.model
    n, rules = model["width"], dict(model["initial"])
    gates = 4 if kind == "lstm" else 3
    if rules["uniform"] != "off":
        rules["recurrent"] = rules["input"] = {"scheme": "uniform", "bound": rules["uniform"]}
    ih, hh, b, inner = (f"{name}_l{layer}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hn"))

    def shape(columns):
        return Geometry(gates * n, columns, fan_out=n, default=n, modules=gates, packed=True)

    def forget(g, stream):
        drawn = initial(rules["bias"], g, stream)
        drawn[:, n:2 * n] += rules.get("forget_bias", 0)
        return drawn
    net.add(ih, "input", shape(inputs), rules["input"])
    net.add(hh, "recurrent", shape(n), rules["recurrent"])
    if model["bias"]:
        net.add(b, "bias", bias_geometry(gates * n, n), forget if kind == "lstm" else rules["bias"])
        if kind == "gru":
            net.add(inner, "bias", bias_geometry(n, n), rules["bias"])

    def part(y, gate):
        return tape.cut(y, 1, gate * n, (gate + 1) * n)

    def lstm(states, x, p):
        y = x @ p[ih].T + states[0] @ p[hh].T
        y = y + p[b] if model["bias"] else y
        i, f, g, o = (part(y, k) for k in range(4))
        c = tape.sigmoid(f) * states[1] + tape.sigmoid(i) * tape.tanh(g)
        return [tape.sigmoid(o) * tape.tanh(c), c]

    def gru(states, x, p):
        u, v = x @ p[ih].T, states[0] @ p[hh].T
        u = u + p[b] if model["bias"] else u
        r, z = (tape.sigmoid(part(u, k) + part(v, k)) for k in range(2))
        within = part(v, 2) + p[inner] if model["bias"] else part(v, 2)
        c = tape.tanh(part(u, 2) + r * within)
        return [(1 - z) * c + z * states[0]]
    return lstm if kind == "lstm" else gru
