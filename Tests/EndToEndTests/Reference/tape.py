"""Reverse mode on matrices, in NumPy. Pulls are made of the same operations, so that derivatives have derivatives."""
import math
import numpy as np


class Node:
    __array_priority__ = 1

    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents

    @property
    def shape(self):
        return self.value.shape

    def __add__(self, other):
        a, b = self, node(other)
        return Node(a.value + b.value, ((a, lambda g: folded(g, a.shape)), (b, lambda g: folded(g, b.shape))))

    def __mul__(self, other):
        a, b = self, node(other)
        return Node(a.value * b.value, ((a, lambda g: folded(g * b, a.shape)), (b, lambda g: folded(g * a, b.shape))))

    def __matmul__(self, other):
        a, b = self, node(other)
        return Node(a.value @ b.value, ((a, lambda g: g @ b.T), (b, lambda g: a.T @ g)))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -node(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * inverse(node(other))

    def __rtruediv__(self, other):
        return inverse(self) * other

    @property
    def T(self):
        return Node(self.value.T, ((self, lambda g: g.T),))

    def sum(self):
        return folded(self, (1, 1))

    def mean(self):
        return self.sum() * (1 / self.value.size)


def node(x):
    return x if isinstance(x, Node) else Node(np.atleast_2d(np.asarray(x, dtype=float)))


def folded(x, shape):
    """Summed to a shape that would be broadcast to the present one."""
    if x.shape == shape:
        return x
    axes = tuple(i for i in (0, 1) if shape[i] == 1 and x.shape[i] != 1)
    return Node(x.value.sum(axis=axes, keepdims=True), ((x, lambda g: spread(g, x.shape)),))


def spread(x, shape):
    return Node(np.broadcast_to(x.value, shape), ((x, lambda g: folded(g, x.shape)),))


def cut(x, axis, start, end):
    index = (slice(start, end), slice(None)) if axis == 0 else (slice(None), slice(start, end))
    return Node(x.value[index], ((x, lambda g: placed(g, axis, start, x.shape[axis])),))


def placed(x, axis, start, total):
    """Among zeros."""
    width = [(0, 0), (0, 0)]
    width[axis] = (start, total - start - x.shape[axis])
    return Node(np.pad(x.value, width), ((x, lambda g: cut(g, axis, start, start + x.shape[axis])),))


def stacked(parts):
    starts = np.cumsum([0] + [p.shape[0] for p in parts])
    pulls = [(p, lambda g, i=i: cut(g, 0, starts[i], starts[i + 1])) for i, p in enumerate(parts)]
    return Node(np.concatenate([p.value for p in parts]), pulls)


def unary(x, value, slope):
    return Node(value, ((x, lambda g: g * slope()),))


def inverse(x):
    return unary(x, 1 / x.value, lambda: -(inverse(x) * inverse(x)))


def exp(x):
    return unary(x, np.exp(x.value), lambda: exp(x))


def expm1(x):
    return unary(x, np.expm1(x.value), lambda: exp(x))


def sigmoid(x):
    small = np.exp(-np.abs(x.value))
    return unary(x, np.where(x.value >= 0, 1, small) / (1 + small), lambda: sigmoid(x) * sigmoid(-x))


def tanh(x):
    # 1/cosh x squared: exact where 1 - tanh squared has lost all its digits.
    return unary(x, np.tanh(x.value), lambda: 4.0 * sigmoid(2.0 * x) * sigmoid(-2.0 * x))


def softplus(x):
    return unary(x, np.maximum(x.value, 0) + np.log1p(np.exp(-np.abs(x.value))), lambda: sigmoid(x))


def sin(x):
    return unary(x, np.sin(x.value), lambda: cos(x))


def cos(x):
    return unary(x, np.cos(x.value), lambda: -sin(x))


def erf(x):
    value = np.array([math.erf(v) for v in x.value.flat]).reshape(x.shape)
    return unary(x, value, lambda: 2 / math.sqrt(math.pi) * exp(-(x * x)))


def relu(x):
    return unary(x, np.maximum(x.value, 0), lambda: node((x.value > 0).astype(float)))


def power(x, d):
    """|x| to the power d > 1."""
    sign = np.sign(x.value)
    return unary(x, np.abs(x.value) ** d, lambda: d * power(x, d - 1) * node(sign))


def log_sum_exp(x):
    top = x.value.max(axis=1, keepdims=True)
    value = top + np.log(np.exp(x.value - top).sum(axis=1, keepdims=True))
    result = Node(value, ((x, lambda g: g * exp(x - result)),))
    return result


def gradients(output, seed, inputs):
    """The sum of output times seed, differentiated by each of the inputs."""
    order, seen = [], set()

    def visit(n):
        stack = [(n, iter(n.parents))]
        seen.add(id(n))
        while stack:
            top, rest = stack[-1]
            child = next((p for p, _ in rest if id(p) not in seen), None)
            if child is None:
                order.append(stack.pop()[0])
            else:
                seen.add(id(child))
                stack.append((child, iter(child.parents)))

    visit(output)
    wanted = {id(x) for x in inputs}
    for n in order:
        if any(id(p) in wanted for p, _ in n.parents):
            wanted.add(id(n))
    found = {id(output): node(seed)}
    for n in reversed(order):
        g = found.get(id(n))
        if g is None or id(n) not in wanted:
            continue
        for parent, pull in n.parents:
            if id(parent) in wanted:
                part = pull(g)
                found[id(parent)] = found[id(parent)] + part if id(parent) in found else part
    return [found.get(id(x)) or node(np.zeros(x.shape)) for x in inputs]
