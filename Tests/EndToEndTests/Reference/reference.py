"""A second opinion: recomputes whole short trials from a sweep's full settings and the trial's seed, in NumPy.

    python3 reference.py --draws 200 --seed 1 --program .build/release/dynsweep

Draws sweeps at random, runs them, and compares every number recorded with one worked out here from the definitions:
|found − expected| ≤ 1e-9 · max(1, |expected|), NaN and infinities alike. A count that a threshold within rounding could
change, and a share of right answers with ties within rounding, has to lie between its least and its most. Where rounding
alone moves a number further (weights moved by their last digits, and frames made orthonormal by Householder's reflections
in double precision instead of by Gram and Schmidt's way in extended), it may differ by ten times as much, and is counted.
A number that rounding alone moves by more than 1e-6 has no digits to compare: where a direction that grows faster stands
behind a slower one, as after a transient, rounding decides when they change places. Such numbers are listed too, and may
be no more than one in four hundred; the sums of exponents, which do not depend on directions, are held to in any case.
Every variable on checkpoints must have been recomputed. Prints the largest difference by observable; exit 1 on a
disagreement.
"""
import argparse
import collections
import functools
import math
import os
import re
import subprocess
import sys
import tempfile
import h5py
import numpy as np
import draws
import nets
import observables
import streams
import tasks
import training

TOLERANCE = 1e-9
DYNAMICS = {"mean_lyapunov", "lyapunov_spectrum", "lyapunov_spectrum_per_time"}
BY_DIRECTION = ("lyapunov_spectrum", "lyapunov_error_estimate")
ON_DIRECTIONS = ("lyapunov_spectrum", "lyapunov_split_half_error")  # What depends on which direction is which.
MOST = 1e-6  # That rounding may excuse; what it moves by more is undetermined.
MOST_UNDETERMINED = 1 / 400  # Of the numbers.
ROUNDING = 2.0 ** -52  # By which weights are moved, relative, to see how much rounding matters.


def read(lines, indent=0):
    """What `plan --full` prints: keys by indentation, values in flow style, comments behind."""
    found = {}
    while lines:
        depth = len(lines[0]) - len(lines[0].lstrip())
        if depth < indent:
            break
        key, rest = re.match(r"([\w]+):(.*)", lines.pop(0).strip()).groups()
        rest = re.sub(r"(^|\s)# .*$", "", rest).strip()
        found[key] = flow(rest) if rest else read(lines, depth + 2)
    return found


def flow(text):
    def value(tokens):
        token = tokens.pop(0)
        if token not in "[{":
            return scalar(token)
        found, closing = ([], "]") if token == "[" else ({}, "}")
        while tokens[0] != closing:
            if token == "[":
                found.append(value(tokens))
            else:
                key = scalar(tokens.pop(0))
                tokens.pop(0)
                found[key] = value(tokens)
            if tokens[0] == ",":
                tokens.pop(0)
        tokens.pop(0)
        return found
    return value(re.findall(r'"[^"]*"|[\[\]{},]|:(?=\s)|(?:[^\s\[\]{},:"]|:(?!\s))+', text))


def scalar(token):
    if token.startswith('"'):
        return token[1:-1]
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return {"true": True, "false": False}.get(token, token)


def recompute(settings, seed, rounding=None):
    """A dictionary of what is recorded, for each checkpoint; fewer of them where the loss is no longer finite.

    `rounding`: random numbers by which the last digits are to differ.
    """
    task = tasks.make(settings["task"], seed)
    net = nets.Net(settings["model"], task.inputs, task.outputs, seed)
    if rounding is not None:
        net.values = {name: v * (1 + ROUNDING * rounding.standard_normal(v.shape)) for name, v in net.values.items()}
    trainer = training.Trainer(net, task, settings["training"], seed)
    rows, steps = [], training.checkpoints(settings["training"]["checkpoints"], settings["training"]["steps"])
    for number, step in enumerate(steps):
        while trainer.step < step:
            trainer.compute()
            if not math.isfinite(trainer.loss):
                return rows
            trainer.update()
        trainer.compute()
        subject = observables.Subject(trainer, settings, extended=rounding is None)
        row = {"step": step} | observables.progress(subject)
        for key, own in settings.get("observe", {}).items():
            moments = {"all": True, "ends": number in (0, len(steps) - 1), "last": number == len(steps) - 1}
            if moments[own["at"]]:
                row |= observables.OBSERVABLES[key](subject, own)
        rows.append(row)
        if not math.isfinite(trainer.loss):
            break
    return rows


class Tally:
    def __init__(self):
        self.worst, self.numbers, self.edges, self.sensitive, self.undetermined = {}, collections.Counter(), 0, [], []
        self.faults = []

    def compare(self, name, found, expected, where, slack, hidden):
        """`expected` has the shape of `found`; its entries are numbers, or the bounds of one. `slack()`: what rounding may do to each.
        `hidden`: Whether rounding hides directions, so that it is not told which of them have vanished."""
        expected = np.asarray(expected, dtype=float)
        bounds = expected if expected.shape == found.shape + (2,) else np.stack([expected, expected], axis=-1)
        if bounds.shape != found.shape + (2,):
            self.faults.append(f"{where} {name}: shape {found.shape}, expected {expected.shape}")
            return
        for place in np.ndindex(found.shape):
            value, (low, high) = float(found[place]), bounds[place]
            self.numbers[name] += 1
            self.edges += bool(low != high and not math.isnan(low))
            nearest = math.nan if math.isnan(low) else min(max(value, low), high)
            same = value == nearest or (math.isnan(value) and (math.isnan(low) or (low == -math.inf and hidden)))
            error = 0.0 if same else abs(value - nearest) / max(1, abs(nearest)) if math.isfinite(value - nearest) else math.inf
            moved = np.max(slack()[place]) if TOLERANCE < error < math.inf else 0.0
            allowed = min(MOST, 10 * moved) / max(1, abs(nearest))
            said = f"{where} {name}{list(place)}: off by {error:.1e}, rounding does {moved:.1e}"
            if moved > MOST and name.startswith(ON_DIRECTIONS):
                self.undetermined.append(said)
                continue
            if TOLERANCE < error <= allowed:
                self.sensitive.append(said)
                continue
            self.worst[name] = max(error, self.worst.get(name, 0))
            if error > TOLERANCE:
                self.faults.append(f"{where} {name}{list(place)}: found {value!r}, expected {low!r}" + (f" to {high!r}" if high != low else ""))


def check(program, folder, text, tally, where):
    path, results = os.path.join(folder, "sweep.yaml"), os.path.join(folder, "results.h5")
    with open(path, "w") as file:
        file.write(text)
    if os.path.exists(results):
        os.remove(results)
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")
    full = subprocess.run([program, "plan", path, "--full"], capture_output=True, text=True, env=environment)
    ran = subprocess.run([program, "run", path, "-o", results, "--workers", "0"], capture_output=True, text=True, env=environment)
    if full.returncode or ran.returncode:
        tally.faults.append(f"{where} does not run: {full.stderr}{ran.stderr}")
        return
    settings = read([line for line in full.stdout.splitlines() if not line.strip().startswith("#")])
    with h5py.File(results) as file:
        for trial in range(settings["replicates"]):
            seed = streams.trial_seed(settings["seed"], trial)
            if int(file["seed"][trial]) != seed:
                tally.faults.append(f"{where}: seed {int(file['seed'][trial])}, expected {seed}")
            moved = functools.cache(lambda: [recompute(settings, seed, np.random.default_rng(k)) for k in range(3)])
            compare_trial(file, trial, recompute(settings, seed), moved, tally, f"{where} trial {trial}")


def spread(rows, checkpoint, name):
    """The most that rounding was seen to do to a number: `rows[0]` are as they should be. An array of its shape."""
    base, *moved = [np.asarray(r[checkpoint][name], dtype=float) if checkpoint < len(r) else math.nan for r in rows]
    return np.nan_to_num(np.max([np.abs(m - base) for m in moved], axis=0))


def compare_trial(file, trial, rows, moved, tally, where):
    """`moved()`: the rows again, with other last digits."""
    names = [n for n, d in file.items() if d.ndim >= 2 and d.shape[:2] == (file["trial"].shape[0], file["checkpoint"].shape[0])]
    known = set().union(*rows) if rows else set()
    for name in sorted(known ^ set(names)):
        tally.faults.append(f"{where} {name}: " + ("not recomputed" if name in names else "not recorded"))
    for name in set(names) & known:
        recorded = file[name][trial]
        if name.startswith(BY_DIRECTION):
            # Directions that are not told keep their place in the file; here they come last.
            order = np.argsort(-file["lyapunov_spectrum"][trial], axis=-1, kind="stable")
            recorded = np.take_along_axis(recorded, order, axis=-1)
        for checkpoint, found in enumerate(recorded):
            row = rows[checkpoint] if checkpoint < len(rows) else {}
            absent = np.full(np.shape(found), math.nan)
            if name == "step" and not row:
                continue
            tally.compare(
                name, np.asarray(found, dtype=float), row.get(name, absent), f"{where} checkpoint {checkpoint}",
                lambda: spread([rows, *moved()], checkpoint, name),
                name in DYNAMICS and bool(np.isinf(file["lyapunov_error_estimate"][trial][checkpoint]).any()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", type=int, help="draw this one alone, and print its sweep")
    arguments = parser.parse_args()
    np.seterr(invalid="ignore", divide="ignore")  # −∞ less −∞ is NaN, and ln 0 is −∞, as they should be.
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.draws) if arguments.only is None else [arguments.only]:
            text = draws.sweep(arguments.seed, number, folder)
            if arguments.only is not None:
                print(text)
            check(arguments.program, folder, text, tally, f"draw {number}")
    for name in sorted(tally.numbers):
        print(f"{name:40} {tally.numbers[name]:7} numbers, largest difference {tally.worst.get(name, 0):.1e}")
    print(f"{sum(tally.numbers.values())} numbers compared, {tally.edges} of them counts within rounding of an edge")
    for line in tally.sensitive:
        print("SENSITIVE", line)
    for line in tally.undetermined:
        print("UNDETERMINED", line)
    if arguments.only is None and len(tally.undetermined) > MOST_UNDETERMINED * sum(tally.numbers.values()):
        tally.faults.append(f"{len(tally.undetermined)} numbers are undetermined")
    for fault in tally.faults:
        print("DIFFERENT", fault)
    sys.exit(1 if tally.faults or not tally.numbers else 0)


if __name__ == "__main__":
    main()
