"""Tasks from their settings and a trial's seed: batches for training and validation, and probes, time-major."""
import gzip
import math
import os
import numpy as np
from streams import Stream


def one_hot(symbols, width):
    return np.eye(width)[np.asarray(symbols, dtype=int)]


def time_major(sequences):
    """[B][T, F] to [T·B, F]."""
    return np.stack(sequences, axis=1).reshape(-1, sequences[0].shape[1])


class Task:
    quiet = None  # The first step without input, where such steps end a sequence.
    accuracy = True
    repeats = False
    epoch = None  # Batches in an epoch.
    function = None
    boundary = None
    different = math.inf  # Sequences of a probe before it begins anew.

    def __init__(self, s, seed):
        self.s, self.seed = s, seed
        self.batch = s.get("batch", 0)
        self.validation_batches = s["validation_samples"] // self.batch if "validation_samples" in s and self.batch not in (0, "full") else 1


class Generated(Task):
    apart = False
    goes_on = False  # A probe is one long sequence, not sequences one after the other.

    def training(self, step):
        return self.drawn("task training", step)

    def validation(self, index):
        return self.drawn("task validation", index)

    def drawn(self, purpose, index):
        stream, inputs, targets = Stream(self.seed, purpose, index), [], []
        for column in range(self.batch):
            if self.apart:
                stream = Stream(self.seed, purpose, index * self.batch + column)
            x, truth = self.draw(stream, self.length)
            inputs.append(x)
            targets.append(self.targets(stream, x, truth))
        return self.distorted(time_major(inputs), self.batch), time_major(targets)

    def probe(self, trajectories, steps):
        lanes = []
        for column in range(trajectories):
            stream, pieces = Stream(self.seed, "task probe", column), []
            piece = steps if self.goes_on else self.length
            for first in range(0, steps, piece):
                pieces.append(self.draw(stream, min(piece, steps - first))[0])
            lanes.append(np.concatenate(pieces))
        return self.distorted(time_major(lanes), trajectories)

    def distorted(self, x, sequences):
        return x

    def targets(self, stream, x, truth):
        return one_hot([truth], self.outputs)


class Copy(Generated):
    loss = "cross_entropy"

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.k, self.payload, self.delay = s["symbols"], s["payload"], s["delay"]
        self.inputs, self.outputs = self.k + 2, self.k + 1
        self.length = self.delay + 2 * self.payload
        self.scored = (0 if s["scored"] == "all" else self.delay + self.payload, self.length)

    def draw(self, stream, steps):
        symbols = [stream.integer(self.k) if t < self.payload else self.k + (t == self.delay + self.payload - 1) for t in range(steps)]
        return one_hot(symbols, self.inputs), symbols

    def targets(self, stream, x, symbols):
        due = [self.k] * (self.delay + self.payload) + symbols[:self.payload]
        return one_hot(due[self.scored[0]:], self.outputs)


class Adding(Generated):
    loss, accuracy, inputs, outputs = "mean_squared", False, 2, 1

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.length = s["length"]
        self.scored = (self.length - 1, self.length)

    def draw(self, stream, steps):
        half = self.length // 2
        marks = [stream.integer(half)]
        marks.append(half + stream.integer(self.length - half))
        x = np.zeros((steps, 2))
        x[:, 0] = stream.uniform(steps)
        x[[m for m in marks if m < steps], 1] = 1
        return x, None

    def targets(self, stream, x, truth):
        return np.array([[x[:, 0] @ x[:, 1]]])


class LagEcho(Generated):
    loss, goes_on = "cross_entropy", True

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.inputs = self.outputs = s["symbols"]
        self.length, self.lag = s["length"], s["lag"]
        self.scored = (self.lag, self.length)

    def following(self, stream, symbols):
        if len(symbols) >= self.lag and stream.uniform() < self.s["echo_probability"]:
            return symbols[-self.lag]
        return stream.integer(self.inputs)

    def draw(self, stream, steps):
        symbols = []
        for _ in range(steps):
            symbols.append(self.following(stream, symbols))
        return one_hot(symbols, self.inputs), symbols

    def targets(self, stream, x, symbols):
        return one_hot((symbols + [self.following(stream, symbols)])[self.lag + 1:], self.inputs)


class StimulusBlanks(Generated):
    loss, apart = "cross_entropy", True

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.inputs, self.outputs = s["features"], s["classes"]
        self.length = s["stimulus"] + s["blanks"]
        self.scored = (self.length - 1, self.length)
        if s["onset"] == "start" and s["blanks"] > 0:
            self.quiet = s["stimulus"]
        shape = s["classes"], s["prototypes"], s["stimulus"], s["features"]
        self.patterns = Stream(seed, "task prototypes").normal(int(np.prod(shape))).reshape(shape)

    def draw(self, stream, steps):
        s = self.s
        label = stream.integer(s["classes"])
        pattern = self.patterns[label, stream.integer(s["prototypes"])]
        onset = stream.integer(s["blanks"] + 1) if s["onset"] == "random" else 0
        x = np.zeros((steps, self.inputs))
        for t in range(onset, min(steps, onset + s["stimulus"])):
            x[t] = pattern[t - onset] + s["noise"] * stream.normal(self.inputs)
        return x, label


def distortion(s, x, length, sequences):
    """x · scale · (1 + A sin(2π f t/T + φ)) · (1 + ξ in the pulse) + offset."""
    t = np.arange(len(x) // sequences) % length
    factor = s["scale"] * (1 + s["sine"] * np.sin(2 * math.pi * s["sine_frequency"] * t / length + s["sine_phase"]))
    factor = factor * np.where((t >= s["pulse_start"]) & (t < s["pulse_start"] + s["pulse_steps"]), 1 + s["pulse"], 1)
    return np.repeat(factor, sequences)[:, None] * x + s["offset"]


class NoisyPrototypes(Generated):
    loss, inputs = "cross_entropy", 1

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.outputs, self.length = s["classes"], s["length"]
        self.scored = (self.length - 1, self.length)
        u = Stream(seed, "task prototypes").uniform(2 * self.outputs * self.length).reshape(self.outputs, self.length, 2)
        self.prototypes = np.where(u[..., 0] < s["density"], 0.4 + 0.6 * u[..., 1], 0)

    def draw(self, stream, steps):
        label = stream.integer(self.outputs)
        u = stream.uniform(3 * steps).reshape(steps, 3)
        entry = np.where(u[:, 0] < self.s["kept"], self.prototypes[label, :steps], 0)
        return np.minimum(1, entry + np.where(u[:, 1] < self.s["added"], u[:, 2], 0))[:, None], label

    def distorted(self, x, sequences):
        return distortion(self.s, x, self.length, sequences)


class DelayedBits(Generated):
    loss, goes_on, inputs, outputs = "logistic", True, 1, 1

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.back = [s["delay"]] if s["name"] == "delayed-copy" else [s["delay"], 2 * s["delay"]]
        self.length = s["length"]
        self.scored = (self.back[-1], self.length)

    def draw(self, stream, steps):
        return np.array([[stream.integer(2)] for _ in range(steps)], dtype=float), None

    def targets(self, stream, x, truth):
        parts = [x[self.back[-1] - d:self.length - d] for d in self.back]
        return parts[0] if len(parts) == 1 else np.abs(parts[0] - parts[1])


class Silence(Generated):
    loss, accuracy, goes_on, inputs, outputs = "mean_squared", False, True, 1, 1

    def __init__(self, s, seed):
        super().__init__(s, seed)
        self.length = s["length"]
        self.scored = (self.length - 1, self.length)

    def draw(self, stream, steps):
        return np.zeros((steps, 1)), None

    def targets(self, stream, x, truth):
        return np.zeros((1, 1))


class Shuffled(Task):
    """On a set of `count` members, shuffled anew each epoch."""

    def members(self, step):
        epoch, within = divmod(step, self.count // self.batch)
        order = Stream(self.seed, "task epoch", epoch).permutation(self.count)
        return order[within * self.batch:(within + 1) * self.batch]


class Table(Shuffled):
    """Examples in memory, one step long; `points(count, part)` draws a probe."""
    length, scored, accuracy = 1, (0, 1), False

    def __init__(self, s, seed, train, held, loss):
        super().__init__(s, seed)
        self.train, self.held, self.loss = train, held, loss
        self.inputs, self.outputs = train[0].shape[1], train[1].shape[1]
        self.count = len(train[0])
        if self.batch in (0, "full"):
            self.batch = self.count
        self.validation_batches = len(held[0]) // self.batch
        self.epoch = self.count // self.batch

    def training(self, step):
        rows = range(self.count) if self.batch == self.count else self.members(step)
        return self.train[0][list(rows)], self.train[1][list(rows)]

    def validation(self, index):
        rows = slice(index * self.batch, (index + 1) * self.batch)
        return self.held[0][rows], self.held[1][rows]


class CurvedClusters(Table):
    def __init__(self, s, seed):
        stream = Stream(seed, "curved clusters surface")

        def normal(rows, columns, scale):
            return scale * stream.normal(rows * columns).reshape(rows, columns)
        self.s = s
        self.centres = normal(s["clusters"], s["latent"], 1)
        self.first = normal(s["latent"], 64, 1.5 / math.sqrt(s["latent"]))
        self.second = normal(64, s["features"], 1 / 8)
        self.shifts = 2 * stream.uniform(64) - 1
        x, labels = self.points(seed, s["train_samples"], "training")
        redrawn = Stream(seed, "curved clusters labels")
        order = redrawn.permutation(len(labels))
        for place in order[:math.floor(s["label_noise"] * len(labels) + 0.5)]:
            labels[place] = redrawn.integer(s["classes"])
        y, held = self.points(seed, s["validation_samples"], "validation")
        super().__init__(s, seed, (x, one_hot(labels, s["classes"])), (y, one_hot(held, s["classes"])), "cross_entropy")
        self.accuracy = True

    def points(self, seed, count, part):
        s, stream = self.s, Stream(seed, "curved clusters " + part)
        z, labels = [], []
        for _ in range(count):
            cluster = stream.integer(s["clusters"])
            labels.append(cluster % s["classes"])
            z.append(self.centres[cluster] + s["spread"] * stream.normal(s["latent"]))
        x = np.tanh(np.array(z) @ self.first + self.shifts) @ self.second
        return x + s["noise"] * stream.normal(x.size).reshape(x.shape), labels

    def probe(self, trajectories, steps):
        return self.points(self.seed, trajectories * steps, "probe")[0]


class LinearTeacher(Table):
    def __init__(self, s, seed):
        shape = s["inputs"], s["outputs"]
        self.teacher = Stream(seed, "linear teacher").normal(shape[0] * shape[1]).reshape(shape) / math.sqrt(shape[0])

        def samples(count, part):
            stream = Stream(seed, "linear teacher " + part)
            x = stream.normal(count * shape[0]).reshape(count, shape[0])
            return x, x @ self.teacher + s["noise"] * stream.normal(count * shape[1]).reshape(count, shape[1])
        super().__init__(s, seed, samples(s["train_samples"], "training"), samples(s["validation_samples"], "validation"), "half_squared")

    def probe(self, trajectories, steps):
        return Stream(self.seed, "linear teacher probe").normal(trajectories * steps * self.inputs).reshape(-1, self.inputs)


FUNCTIONS = {
    "cosines": (1, lambda x: np.cos(math.pi * x) + np.cos(2 * math.pi * x) + np.cos(6 * math.pi * x)),
    "sines": (1, lambda x: np.sin(2 * math.pi * x) + np.sin(8 * math.pi * x) / 2),
    "absolute": (1, np.abs),
    "waves_2d": (2, lambda x: np.prod(np.sin(math.pi * x), axis=1, keepdims=True) + np.prod(np.sin(4 * math.pi * x), axis=1, keepdims=True) / 2),
    "poisson": (1, lambda x: np.sin(math.pi * x) + 0.1 * np.sin(10 * math.pi * x)),
}


def box(side, dimensions):
    return np.stack(np.meshgrid(*[side] * dimensions, indexing="ij"), axis=-1).reshape(-1, dimensions)


def centres(n):
    return -1 + (2 * np.arange(n) + 1) / n


class Function(Table):
    """What functions of points in a box have in common."""

    def probe(self, trajectories, steps):
        return 2 * Stream(self.seed, "function probe").uniform(trajectories * steps * self.inputs).reshape(-1, self.inputs) - 1


class FunctionFit(Function):
    def __init__(self, s, seed):
        self.function = dimensions, value = FUNCTIONS[s["function"]]
        n = s["points"]
        x, y = box(-1 + 2 * np.arange(n) / max(n - 1, 1), dimensions), box(centres(n), dimensions)
        super().__init__(s, seed, (x, value(x)), (y, value(y)), "mean_squared")


class Poisson(Function):
    def __init__(self, s, seed):
        n = s["points"]
        self.function, self.boundary = FUNCTIONS["poisson"], s["boundary_weight"]

        def samples(inner):
            x = np.append(inner, [-1, 1])[:, None]
            f = math.pi ** 2 * (np.sin(math.pi * x) + 10 * np.sin(10 * math.pi * x))
            f[-2:] = 0
            return x, f
        super().__init__(s, seed, samples(-1 + 2 * np.arange(1, n + 1) / (n + 1)), samples(centres(n)), "mean_squared")


class WholeSet(Task):
    """Two classes, learnt as one batch; inputs are held in single precision."""
    length, scored, outputs, loss, repeats, epoch, validation_batches = 1, (0, 1), 1, "logistic", True, 1, 1

    def __init__(self, s, seed, train, held):
        super().__init__(s, seed)
        self.train, self.held = ((np.float32(x).astype(float), np.float64(y)[:, None]) for x, y in (train, held))
        self.inputs, self.batch = self.train[0].shape[1], len(self.train[0])
        self.validation_batches = 1
        self.different = len(self.held[0])

    def training(self, step):
        return self.train

    def round_again(self, values, rows):
        return values[np.arange(rows) % len(values)]

    def validation(self, index):
        return tuple(self.round_again(part, self.batch) for part in self.held)

    def probe(self, trajectories, steps):
        return self.round_again(self.held[0], trajectories * steps)


class TwoMoons(WholeSet):
    def __init__(self, s, seed):
        super().__init__(s, seed, self.moons(s, s["samples"], s["gap"], Stream(seed, "task training")),
                         self.moons(s, s["validation_samples"], s["validation_gap"], Stream(seed, "task validation")))

    @staticmethod
    def moons(s, count, gap, stream):
        outer = count // 2
        label = np.arange(count) >= outer
        size = np.where(label, count - outer, outer)
        angle = math.pi * np.where(label, np.arange(count) - outer, np.arange(count)) / np.maximum(1, size - 1)
        noise = s["noise"] * stream.normal(2 * count).reshape(count, 2)
        x = np.where(label, 1 - np.cos(angle), np.cos(angle)) + noise[:, 0]
        y = np.where(label, 0.5 - np.sin(angle), np.sin(angle)) + noise[:, 1]
        sign = np.where(label, 1, -1)
        height = y - 0.3 * sign
        a, b = -sign * (np.abs(height - height.mean()) + gap), x - 0.5
        turn = math.radians(s["rotation"])
        points = np.stack([math.cos(turn) * a - math.sin(turn) * b, math.sin(turn) * a + math.cos(turn) * b], axis=1)
        order = stream.permutation(count)
        return points[order], label[order]


GLYPHS = ["01110 10001 10011 10101 11001 10001 01110", "00100 01100 00100 00100 00100 00100 01110",
          "01110 10001 00001 00010 00100 01000 11111", "11111 00010 00100 00010 00001 10001 01110",
          "00010 00110 01010 10010 11111 00010 00010", "11111 10000 11110 00001 00001 10001 01110",
          "00110 01000 10000 11110 10001 10001 01110", "11111 00001 00010 00100 01000 01000 01000",
          "01110 10001 10001 01110 10001 10001 01110", "01110 10001 10001 01111 00001 00010 01100"]


class Colored(WholeSet):
    def __init__(self, s, seed):
        self.settings, n = s, s["environment_samples"]
        if s["name"] == "colored-glyphs":
            train = self.glyphs(2 * n, Stream(seed, "task training glyphs"))
            held = self.glyphs(s["validation_samples"], Stream(seed, "task validation glyphs"))
        else:
            images = Images(s["path"])
            order = Stream(seed, "task images").permutation(len(images.labels))
            pick = lambda part: [(images.labels[i] < images.classes // 2, images.pixels[i, ::2, ::2].ravel() / 255) for i in part]
            train, held = pick(order[:2 * n]), pick(order[-s["validation_samples"]:])
        flips = [s["color_flip"]] * n + [s["other_color_flip"]] * n
        super().__init__(s, seed, self.coloured(train, flips, Stream(seed, "task training")),
                         self.coloured(held, [s["validation_color_flip"]] * len(held), Stream(seed, "task validation")))

    def glyphs(self, count, stream):
        drawn = []
        for _ in range(count):
            digit, down, right = stream.integer(10), stream.integer(3), stream.integer(3)
            image = np.zeros((9, 7))
            image[down:down + 7, right:right + 5] = [[int(dot) for dot in row] for row in GLYPHS[digit].split()]
            drawn.append((digit < 5, np.clip(image.ravel() + self.settings["noise"] * stream.normal(63), 0, 1)))
        return drawn

    def coloured(self, images, flips, stream):
        s, rows, labels = self.settings, [], []
        grey = np.mean([image.mean() for _, image in images])
        for (truth, image), flip in zip(images, flips):
            label = truth != (stream.uniform() < s["label_noise"])
            colour = label != (stream.uniform() < flip)
            shown = np.full(len(image), grey) if s["content"] == "blank" else image
            empty = np.zeros(len(image))
            pair = (shown / 2, shown / 2) if s["view"] == "gray" else (empty, shown) if colour else (shown, empty)
            rows.append(np.concatenate(pair))
            labels.append(label)
        return np.array(rows), np.array(labels)


def idx(folder, stem):
    for name in sorted(os.listdir(folder)):
        if name.startswith(stem):
            opened = gzip.open if name.endswith(".gz") else open
            with opened(os.path.join(folder, name), "rb") as file:
                data = file.read()
            rank = data[3]
            shape = np.frombuffer(data, ">i4", rank, 4)
            return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


class Images:
    def __init__(self, folder):
        self.pixels, self.labels = idx(folder, "train-images"), idx(folder, "train-labels")
        self.classes = int(self.labels.max()) + 1
        scaled = self.pixels / 255
        self.mean, self.deviation = scaled.mean(), scaled.std()


class ImageTask(Shuffled):
    loss = "cross_entropy"

    def __init__(self, s, seed):
        super().__init__(s, seed)
        images = self.images = Images(s["path"])
        total, rows, columns = images.pixels.shape
        self.inputs = {"fashion-rows": columns, "fashion-image": rows * columns, "fashion-pixels": 1}[s["name"]]
        self.outputs, self.steps = images.classes, rows * columns // self.inputs
        self.length = self.steps + s["blanks"]
        self.scored = (self.length - 1, self.length)
        self.quiet = self.steps if s["blanks"] > 0 else None
        self.held = self.different = s["validation_samples"]
        self.count = total - self.held if s["train_samples"] == "all" else s["train_samples"]
        self.epoch = self.count // self.batch
        self.labels = images.labels.copy()
        if s["label_noise"] > 0:
            stream = Stream(seed, "image labels")
            for place in stream.permutation(self.count)[:math.floor(s["label_noise"] * self.count + 0.5)]:
                self.labels[place] = stream.integer(images.classes)
        flat = images.pixels.reshape(total, -1) / 255
        if s["normalize"] == "standard":
            flat = (flat - images.mean) / images.deviation
        if s.get("order") == "permuted":
            flat = flat[:, Stream(s["permutation"], "task permutation").permutation(rows * columns)]
        blank = np.zeros((total, s["blanks"], self.inputs))
        self.sequences = np.concatenate([flat.reshape(total, self.steps, self.inputs), blank], axis=1)

    def distorted(self, x, sequences):
        return distortion(self.s, x, self.length, sequences) if "scale" in self.s else x

    def show(self, members):
        x = time_major([self.sequences[m] for m in members])
        return self.distorted(x, len(members)), one_hot(self.labels[list(members)], self.outputs)

    def training(self, step):
        return self.show(self.members(step))

    def validation(self, index):
        first = len(self.labels) - self.held + index * self.batch
        return self.show(range(first, first + self.batch))

    def probe(self, trajectories, steps):
        start, lanes = len(self.labels) - self.held, []
        for column in range(trajectories):
            turns = range(-(-steps // self.length))
            numbers = [start + (turn * trajectories + column) % self.held for turn in turns]
            lanes.append(np.concatenate([self.sequences[n] for n in numbers])[:steps])
        return self.distorted(time_major(lanes), trajectories)


class Text(Shuffled):
    loss = "cross_entropy"

    def __init__(self, s, seed):
        super().__init__(s, seed)
        with open(s["path"], "rb") as file:
            data = file.read()
        alphabet, self.symbols = np.unique(np.frombuffer(data, np.uint8), return_inverse=True)
        self.inputs = self.outputs = len(alphabet)
        self.length = s["length"]
        self.scored = (0, self.length)
        chunks = (len(data) - 1) // self.length
        self.count, self.held = chunks * 8 // 10, chunks // 10
        self.epoch, self.validation_batches = self.count // self.batch, self.held // self.batch

    def show(self, chunks):
        starts = [c * self.length for c in chunks]
        return tuple(time_major([one_hot(self.symbols[a + d:a + d + self.length], self.inputs) for a in starts]) for d in (0, 1))

    def training(self, step):
        return self.show(self.members(step))

    def validation(self, index):
        return self.show(range(self.count + index * self.batch, self.count + (index + 1) * self.batch))

    def probe(self, trajectories, steps):
        start, total = self.count * self.length, self.held * self.length
        places = [start + (c * total // trajectories + np.arange(steps)) % total for c in range(trajectories)]
        return time_major([one_hot(self.symbols[p], self.inputs) for p in places])


TASKS = {
    "copy": Copy, "adding": Adding, "lag-echo": LagEcho, "stimulus-blanks": StimulusBlanks,
    "noisy-prototypes": NoisyPrototypes, "delayed-copy": DelayedBits, "delayed-xor": DelayedBits, "silence": Silence,
    "curved-clusters": CurvedClusters, "noisy-linear-teacher": LinearTeacher, "function-fit": FunctionFit,
    "poisson": Poisson, "two-moons": TwoMoons, "colored-glyphs": Colored, "colored-fashion": Colored,
    "fashion-rows": ImageTask, "fashion-image": ImageTask, "fashion-pixels": ImageTask, "text": Text,
}


def make(settings, seed):
    return TASKS[settings["name"]](settings, seed)
