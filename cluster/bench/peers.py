"""A peer of the benchmark: `peers.py pytorch|jax [--processor-time]`.

Answers requests, one row name a line on standard input, each by one line of JSON: {"seconds": …} or {"skipped": why}.
What a row needs is made at its first request and kept for the next ones. One thread.
"""

import json
import os
import statistics
import sys
import time

import attention
import modules

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

# The same as in the Swift part.
T, B, I, O = 100, 64, 28, 10
IMAGE, HIDDEN, IMAGES = 784, (256, 256), 128
KERNEL_HIDDEN, POINTS = (80,) * 5, 100
TRAJECTORIES, GAIN = 8, 1.5
DURATION = 0.25


def lyapunov_steps(n):
    return 20 if n < 256 else 5


class PyTorch:
    def __init__(self):
        import torch

        self.torch = torch
        torch.set_num_threads(1)
        torch.manual_seed(1)

    def make(self, kind, size, first):
        if kind in ("rnn-tanh", "lstm", "gru"):
            return self.fused(kind, size)
        if kind in ("rnn-gamma", "rnn-gamma-compiled"):
            return self.gamma(size, kind.endswith("compiled"))
        if kind in ("rnn-attention", "rnn-screened"):
            return self.training(
                *attention.pytorch_loss(self.torch, size, (T, B, I, O), kind == "rnn-screened"))
        if kind in ("modular", "modular-stack"):
            layers = modules.LAYERS[: 1 if kind == "modular" else 2]
            return self.training(*modules.pytorch_loss(self.torch, size, (T, B, I, O), layers))
        if kind == "feed-forward":
            return self.feed_forward()
        if kind == "tangent-kernel":
            return self.tangent_kernel()
        if kind == "lyapunov":
            return self.lyapunov(size, first or size)
        return None

    def training(self, parameters, loss):
        optimizer = self.torch.optim.Adam(parameters, 1e-3)

        def step():
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()

        return step

    def fused(self, kind, size):
        nn, torch = self.torch.nn, self.torch
        net = {"rnn-tanh": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind](I, size)
        readout = nn.Linear(size, O)
        x, y = torch.randn(T, B, I), torch.randint(0, O, (B,))
        entropy = nn.functional.cross_entropy
        return self.training(
            [*net.parameters(), *readout.parameters()],
            lambda: entropy(readout(net(x)[0][-1]), y))

    def gamma(self, size, compiled):
        torch, F = self.torch, self.torch.nn.functional
        P = torch.nn.Parameter
        wx, wh = P(torch.randn(I, size) / I**0.5), P(torch.randn(size, size) / size**0.5)
        b, n, s = P(torch.zeros(size)), P(torch.tensor(5.0)), P(torch.tensor(0.5))
        readout = torch.nn.Linear(size, O)
        x, y = torch.randn(T, B, I), torch.randint(0, O, (B,))

        def cell(h, drive, wh, n, s):
            z = drive + h @ wh
            return (1 - s) * F.softplus(n * z) / n + s * torch.sigmoid(n * z)

        if compiled:
            cell = torch.compile(cell)

        def loss():
            h, drive = torch.zeros(B, size), x @ wx + b
            for t in range(T):
                h = cell(h, drive[t], wh, n, s)
            return F.cross_entropy(readout(h), y)

        return self.training([wx, wh, b, n, s, *readout.parameters()], loss)

    def feed_forward(self):
        torch, nn = self.torch, self.torch.nn
        sizes = (IMAGE, *HIDDEN, O)
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        net = nn.Sequential(*layers[:-1])
        x, y = torch.randn(IMAGES, IMAGE), torch.randint(0, O, (IMAGES,))
        return self.training(
            list(net.parameters()), lambda: nn.functional.cross_entropy(net(x), y))

    def tangent_kernel(self):
        """As PyTorch's tutorial of neural tangent kernels has it."""
        torch, nn = self.torch, self.torch.nn
        from torch.func import functional_call, jacrev, vmap

        sizes = (IMAGE, *KERNEL_HIDDEN, O)
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        net = nn.Sequential(*layers[:-1])
        p = {name: value.detach() for name, value in net.named_parameters()}
        x = torch.randn(POINTS, IMAGE)
        answer = lambda p, x: functional_call(net, p, (x.unsqueeze(0),)).squeeze(0)
        jacobian = vmap(jacrev(answer), (None, 0))

        def run():
            rows = [j.reshape(POINTS * O, -1) for j in jacobian(p, x).values()]
            return sum(j @ j.T for j in rows)

        return run

    def lyapunov(self, n, k):
        torch = self.torch
        steps = lyapunov_steps(n)
        w, u = torch.randn(n, n) / n**0.5 * GAIN, torch.randn(steps, TRAJECTORIES, n) * 0.1
        start = torch.eye(n)[:, :k].expand(TRAJECTORIES, n, k).contiguous()

        @torch.no_grad()
        def run():
            h, q = torch.zeros(TRAJECTORIES, n), start
            growth = torch.zeros(TRAJECTORIES, k)
            for t in range(steps):
                h = torch.tanh(h @ w.T + u[t])
                q, r = torch.linalg.qr((1 - h * h)[:, :, None] * (w @ q))
                d = torch.diagonal(r, dim1=1, dim2=2)
                q, growth = q * torch.sign(d)[:, None, :], growth + torch.log(d.abs())

        return run, steps


class JAX:
    def __init__(self):
        import jax

        self.jax, self.jnp = jax, jax.numpy

    def make(self, kind, size, first):
        cells = {
            "rnn-tanh": self.tanh, "rnn-gamma": self.gamma, "lstm": self.lstm, "gru": self.gru}
        if kind in cells:
            return self.recurrent(cells[kind], kind, size)
        if kind in ("rnn-attention", "rnn-screened"):
            return self.training(
                *attention.jax_loss(self.jax, size, (T, B, I, O), kind == "rnn-screened"))
        if kind == "feed-forward":
            return self.feed_forward()
        if kind == "tangent-kernel":
            return self.tangent_kernel()
        if kind == "lyapunov":
            return self.lyapunov(size, first or size)
        return None

    def tanh(self, p, state, drive):
        h = self.jnp.tanh(drive + state[0] @ p["wh"])
        return (h, h)

    def gamma(self, p, state, drive):
        z, n, s = drive + state[0] @ p["wh"], p["n"], p["s"]
        nn = self.jax.nn
        h = (1 - s) * nn.softplus(n * z) / n + s * nn.sigmoid(n * z)
        return (h, h)

    def lstm(self, p, state, drive):
        nn, jnp = self.jax.nn, self.jnp
        i, f, g, o = jnp.split(drive + state[0] @ p["wh"], 4, axis=1)
        c = nn.sigmoid(f) * state[1] + nn.sigmoid(i) * jnp.tanh(g)
        return (nn.sigmoid(o) * jnp.tanh(c), c)

    def gru(self, p, state, drive):
        nn, jnp = self.jax.nn, self.jnp
        r, z, n = jnp.split(drive, 3, axis=1)
        hr, hz, hn = jnp.split(state[0] @ p["wh"], 3, axis=1)
        r, z = nn.sigmoid(r + hr), nn.sigmoid(z + hz)
        h = (1 - z) * jnp.tanh(n + r * hn) + z * state[0]
        return (h, h)

    def training(self, loss, p):
        jax, jnp = self.jax, self.jnp
        tree = jax.tree_util.tree_map

        @jax.jit
        def step(p, m, v, rate):
            g = jax.grad(loss)(p)
            m = tree(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = tree(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
            return tree(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), p, m, v), m, v

        state = [p, tree(jnp.zeros_like, p), tree(jnp.zeros_like, p)]

        def run():
            state[:] = jax.block_until_ready(step(*state, 1e-3))

        return run

    def recurrent(self, cell, kind, size):
        jax, jnp = self.jax, self.jnp
        keys = jax.random.split(jax.random.PRNGKey(0), 5)
        gates = {"lstm": 4, "gru": 3}.get(kind, 1)
        x = jax.random.normal(keys[0], (T, B, I))
        y = jax.random.randint(keys[1], (B,), 0, O)
        p = {
            "wx": jax.random.normal(keys[2], (I, gates * size)) / I**0.5,
            "wh": jax.random.normal(keys[3], (size, gates * size)) / size**0.5,
            "b": jnp.zeros(gates * size),
            "wo": jax.random.normal(keys[4], (size, O)) / size**0.5, "bo": jnp.zeros(O)}
        if kind == "rnn-gamma":
            p |= {"n": jnp.array(5.0), "s": jnp.array(0.5)}

        def loss(p):
            zero = jnp.zeros((B, size))
            last, _ = jax.lax.scan(
                lambda state, drive: (cell(p, state, drive), None), (zero, zero),
                x @ p["wx"] + p["b"])
            logits = last[0] @ p["wo"] + p["bo"]
            return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(B), y])

        return self.training(loss, p)

    def feed_forward(self):
        jax, jnp = self.jax, self.jnp
        sizes = (IMAGE, *HIDDEN, O)
        keys = jax.random.split(jax.random.PRNGKey(0), len(sizes) + 1)
        p = [
            (jax.random.normal(key, (i, o)) / i**0.5, jnp.zeros(o))
            for key, i, o in zip(keys, sizes, sizes[1:])]
        x = jax.random.normal(keys[-1], (IMAGES, IMAGE))
        y = jax.random.randint(keys[-2], (IMAGES,), 0, O)

        def loss(p):
            h = x
            for w, b in p[:-1]:
                h = jax.nn.relu(h @ w + b)
            logits = h @ p[-1][0] + p[-1][1]
            return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(IMAGES), y])

        return self.training(loss, p)

    def tangent_kernel(self):
        jax, jnp = self.jax, self.jnp
        sizes = (IMAGE, *KERNEL_HIDDEN, O)
        keys = jax.random.split(jax.random.PRNGKey(0), len(sizes))
        p = [
            (jax.random.normal(key, (i, o)) / i**0.5, jnp.zeros(o))
            for key, i, o in zip(keys, sizes, sizes[1:])]
        x = jax.random.normal(keys[-1], (POINTS, IMAGE))

        def answer(p, x):
            for w, b in p[:-1]:
                x = jax.nn.relu(x @ w + b)
            return x @ p[-1][0] + p[-1][1]

        @jax.jit
        def kernel(p, x):
            rows = jax.vmap(jax.jacrev(answer), (None, 0))(p, x)
            rows = [j.reshape(POINTS * O, -1) for j in jax.tree_util.tree_leaves(rows)]
            return sum(j @ j.T for j in rows)

        return lambda: jax.block_until_ready(kernel(p, x))

    def lyapunov(self, n, k):
        jax, jnp = self.jax, self.jnp
        steps = lyapunov_steps(n)
        keys = jax.random.split(jax.random.PRNGKey(0), 2)
        w = jax.random.normal(keys[0], (n, n)) / n**0.5 * GAIN
        u = jax.random.normal(keys[1], (steps, TRAJECTORIES, n)) * 0.1
        start = (
            jnp.zeros((TRAJECTORIES, n)), jnp.broadcast_to(jnp.eye(n)[:, :k], (TRAJECTORIES, n, k)),
            jnp.zeros((TRAJECTORIES, k)))

        def step(carry, drive):
            h, q, growth = carry
            h = jnp.tanh(h @ w.T + drive)
            q, r = jnp.linalg.qr((1 - h * h)[:, :, None] * jnp.einsum("ij,bjk->bik", w, q))
            d = jnp.diagonal(r, axis1=1, axis2=2)
            return (h, q * jnp.sign(d)[:, None, :], growth + jnp.log(jnp.abs(d))), None

        run = jax.jit(lambda start, u: jax.lax.scan(step, start, u)[0])
        return lambda: jax.block_until_ready(run(start, u)), steps


def split(name):
    """`lyapunov-512-first-16` is kind lyapunov, size 512, first 16; peers always take `every-step`."""
    name, first = name.removesuffix("-every-step"), None
    if "-first-" in name:
        name, _, text = name.partition("-first-")
        first = int(text)
    kind, _, size = name.rpartition("-")
    return (kind, int(size), first) if size.isdigit() else (name, None, None)


def measure(step, count, clock):
    """Seconds of one step: the median over as many runs as fill DURATION."""
    step()
    times = []
    while sum(times) < DURATION or len(times) < 3:
        start = clock()
        step()
        times.append(clock() - start)
    return statistics.median(times) / count


def main():
    clock = time.process_time if "--processor-time" in sys.argv else time.perf_counter
    peer = {"pytorch": PyTorch, "jax": JAX}[sys.argv[1]]()
    known = {}
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in known:
                known = {name: peer.make(*split(name))}
            made = known[name]
            step, count = made if isinstance(made, tuple) else (made, 1)
            answer = {"seconds": measure(step, count, clock)} if step else {"skipped": "no such row"}
        except Exception as error:  # A peer that lacks something must not end the benchmark.
            answer = {"skipped": f"{type(error).__name__}: {str(error)[:200]}"}
        print(json.dumps(answer), flush=True)


main()
