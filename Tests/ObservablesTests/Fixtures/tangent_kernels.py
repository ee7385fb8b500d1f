"""Tangent kernels of small nets from dense Jacobians, by complex steps: exact but for rounding, without backpropagation.

    python3 tangent_kernels.py > tangent_kernels.json        (NumPy 2)

Rows are output by output. Parameters lie as dynsweep lays them out: each layer's weight, row by row, then its bias.
"""

import json

import numpy

activations = {
    "tanh": numpy.tanh,
    "relu": lambda x: numpy.where(x.real > 0, x, 0),
    "sigmoid": lambda x: 1 / (1 + numpy.exp(-x)),
}


def answers(parameters, sizes, bias, activation, x):
    place = 0
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        weight = parameters[place : place + inputs * outputs].reshape(outputs, inputs)
        place += inputs * outputs
        x = x @ weight.T
        if bias:
            x = x + parameters[place : place + outputs]
            place += outputs
        if layer < len(sizes) - 2:
            x = activations[activation](x)
    return x


def case(sizes, bias, activation, points, seed):
    random = numpy.random.default_rng(seed)
    count = sum(a * b + bias * b for a, b in zip(sizes, sizes[1:]))
    parameters = random.normal(size=count) * 0.8
    x = random.normal(size=(points, sizes[0]))
    y = random.normal(size=(points, sizes[-1]))
    jacobian = []
    for index in range(count):
        moved = parameters.astype(complex)
        moved[index] += 1e-30j
        jacobian.append(answers(moved, sizes, bias, activation, x.astype(complex)).imag.T.ravel() / 1e-30)
    jacobian = numpy.array(jacobian).T
    kernel = jacobian @ jacobian.T
    blocks = jacobian.reshape(sizes[-1], points, count)
    centred = (blocks - blocks.mean(1, keepdims=True)).reshape(jacobian.shape)
    centred = centred @ centred.T
    target = (y - y.mean(0)).T.ravel()
    share = numpy.linalg.eigvalsh(centred)
    share = share[share > 1e-12 * share.max()] / share[share > 1e-12 * share.max()].sum()
    values = numpy.sort(numpy.linalg.eigvalsh(centred))[::-1].clip(0)
    ratios = [values[: max(1, round(part * len(values)))].sum() / values.sum() for part in (0.01, 0.2, 0.5)]
    norm = numpy.linalg.norm
    return dict(
        sizes=sizes, bias=bias, activation=activation, parameters=parameters.tolist(),
        inputs=x.ravel().tolist(), target=target.tolist(), kernel=kernel.ravel().tolist(),
        centred=centred.ravel().tolist(),
        target_alignment=float(target @ centred @ target / (norm(centred) * target @ target)),
        effective_rank=float(numpy.exp(-(share * numpy.log(share)).sum())),
        trace_ratios=ratios,
        participation=float(numpy.trace(kernel) ** 2 / norm(kernel) ** 2),
    )


print(json.dumps([
    case([2, 5, 4, 1], True, "tanh", 6, 1),
    case([3, 6, 5, 3], True, "relu", 5, 2),
    case([4, 7, 2], False, "sigmoid", 6, 3),
]))
