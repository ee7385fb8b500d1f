"""The faults of a review of the numerics in their smallest forms, each with the value that is right.

    DYNSWEEP=path/to/dynsweep python3 numerics.py FOLDER [CASE...]     (numpy, h5py)
"""

import json
import os
import subprocess
import sys

import h5py
import numpy as np

PROGRAM = os.environ["DYNSWEEP"]
FOLDER = sys.argv[1]


def sweep(text):
    """The results file of a sweep of untrained nets."""
    sheet, file = f"{FOLDER}/x.yaml", f"{FOLDER}/x.h5"
    if os.path.exists(file):
        os.remove(file)
    with open(sheet, "w") as f:
        f.write("name: x\nseed: 4\n" + text)
    subprocess.run([PROGRAM, "run", sheet, "-o", file, "--workers", "0", "-q"], check=True)
    return h5py.File(file)


def spectrum(cell, inputs, recurrent, x, *options, bias=None):
    """What `dynsweep spectrum` says of a net, as JSON."""
    file = f"{FOLDER}/m.h5"
    with h5py.File(file, "w") as f:
        f.attrs["cell"] = cell
        f["weight_ih_l0"] = np.array(inputs, float)
        f["weight_hh_l0"] = np.array(recurrent, float)
        f["inputs"] = np.array(x, float)
        if bias is not None:
            f["bias_ih_l0"] = np.array(bias, float)
    command = [PROGRAM, "spectrum", file, "--json", *map(str, options)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def check(name, found, right, within):
    """`found` is `right` within a tolerance, where it is a number; NaN says that rounding hides it."""
    found, right = np.broadcast_arrays(np.asarray(found, float), np.asarray(right, float))
    told = ~np.isnan(found)
    equal = (found == right) | (np.abs(found - right) <= within * np.maximum(1, np.abs(right)))
    assert told.any() and equal[told].all(), f"{name}: {found}, not {right}"


def check_intervals(text, units):
    """The pace that `auto` takes gives what orthonormalisation at every step does, and the sum is ln |det J|."""
    f = sweep(text)
    check("mean", f["mean_lyapunov"][:, 0], f["mean_log_determinant"][:, 0] / units, 1e-5)
    exponents = f["lyapunov_spectrum"][:, 0]
    check("exponents", exponents[0], exponents[1], 1e-3)


def A1():  # input that is not stationary
    check_intervals("""task: {name: fashion-rows, batch: 64, validation_samples: 64, blanks: 30}
model: {cell: rnn, width: 32}
training: {steps: 0, precision: float64}
observe: {lyapunov: {determinant: true, interval: {grid: [auto, 1]}}}
""", 32)


def A2():
    check_intervals("""task: {name: noisy-prototypes, length: 64, batch: 8, validation_samples: 8, pulse: 5, pulse_start: 32, pulse_steps: 4}
model: {cell: rnn, width: 16, initial: {input: {scheme: normal, deviation: 1}}}
training: {steps: 0, precision: float64}
observe: {lyapunov: {determinant: true, trajectories: 4, steps: 256, warmup: 64, interval: {grid: [auto, 1]}}}
""", 16)


def B():  # the first exponents of nets in blocks
    for count in (1, 2):
        found = spectrum("rnn_tanh", [[0], [0]], np.diag([.5, .9]), np.zeros((1, 3000, 1)), "--exponents", count)
        check("diagonal", found["mean"][0], np.log(.9), 1e-3)
    f = sweep("""task: {name: fashion-rows, batch: 64, validation_samples: 64}
model: {cell: rnn, width: 32, modules: 4, modularity: 1, initial: {recurrent: {scheme: gaussian, gain: 1.2}}}
training: {steps: 0}
observe: {lyapunov: {exponents: {grid: [1, 8, all]}}}
""")
    largest = f["max_lyapunov"][:, 0]
    check("modules", largest, largest[2], .05)


def C():  # the logistic function's slope where it saturates
    for bias, right in ((-40, -40), (36, -37), (40, -41)):
        f = sweep(f"""task: {{name: silence}}
model: {{cell: rnn, width: 1, activation: sigmoid, initial: {{recurrent: {{scheme: constant, value: 1}}, bias: {{scheme: constant, value: {bias}}}}}}}
training: {{steps: 0, precision: float64}}
observe: {{lyapunov: {{trajectories: 1, steps: 40, warmup: 10, determinant: true}}, autonomous_lyapunov: {{steps: 40}}}}
""")
        check("slope", f["max_lyapunov"][:], right, 1e-12)
        check("determinant", f["mean_log_determinant"][:], right, 1e-12)
        # Its first step starts elsewhere.
        check("autonomous", f["autonomous_lyapunov"][:], right, 1e-2)


def E():  # a unit that is off, once; and one that is nearly so
    recurrent = np.array([[.8, .1, .05], [.1, .8, .05], [.05, .1, .8]])
    x = np.zeros((1, 1000, 1))
    x[0, 50, 0] = -1e4
    for interval in (1, 5, 20):
        found = spectrum("rnn_relu", [[0], [0], [1]], recurrent, x, "--interval", interval, bias=[1, 1, 1])
        # A product of Jacobians of rank 2: minus infinity, which JSON has not.
        assert found["exponents"][0][2] is None and found["vanished"] == 1, found
    check("tanh", spectrum("rnn_tanh", [[1]], [[1]], np.full((1, 50, 1), 40.), "--warmup", 5)["mean"], -80.61, 1e-4)


def F():  # no more rows than there are
    f = sweep("""task: {name: delayed-copy, length: 20, delay: 2, batch: 8, validation_samples: 16}
model: {cell: rnn, width: 16}
training: {steps: 0}
observe: {gram_rank: {samples: {grid: [16, 64, 256, 4096]}, threshold: 5e-3}}
""")
    assert (f["gram_rank"][:, 0] == f["gram_rank"][0, 0]).all(), f["gram_rank"][:]


def G():  # averaged over trajectories before it is sorted
    x = np.zeros((2, 200, 2))
    x[0, :, 0] = x[1, :, 1] = 2
    found = spectrum("rnn_tanh", np.eye(2), .9 * np.eye(2), x)
    check("mean", found["mean"], np.mean(found["exponents"]), 1e-2)


def H():  # constant states have no dimension
    f = sweep("""task: {name: silence, length: 5, batch: 30}
model: {cell: rnn, width: 16, initial: {bias: {scheme: uniform, bound: 1}}}
training: {steps: 0, precision: {grid: [float32, float64]}}
observe: {participation_ratio: {samples: 30}, layer_dimension: {samples: 30}}
""")
    check("ratio", f["participation_ratio"][:], 0, 0)
    check("layer", f["layer_participation_ratio"][:, 0, 1], 0, 0)


def I():  # deep exponents, whatever the precision of the net
    f = sweep("""task: {name: silence}
model: {cell: rnn, bias: false, width: 96, initial: {recurrent: {scheme: gaussian, gain: {grid: [6, 12]}}}}
training: {steps: 0, precision: {grid: [float32, float64]}}
observe: {lyapunov: {trajectories: 1, steps: 200, warmup: 50, initial_deviation: 1, determinant: true, interval: {grid: [auto, 1]}}}
""")
    for exponents, determinant in zip(f["lyapunov_spectrum"][:, 0], f["mean_log_determinant"][:, 0]):
        if not np.isnan(exponents).any():
            check("mean", exponents.mean(), determinant / 96, 1e-3)


CASES = [A1, A2, B, C, E, F, G, H, I]
for case in CASES:
    if not sys.argv[2:] or case.__name__ in sys.argv[2:]:
        case()
        print(case.__name__, "is right", flush=True)
