"""Measures of whole programs: dispatch, makespan, start-up. Each gives one number."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
WORKERS = 2
# Enough that each takes a second or more.
TRIALS, TRIALS_OF_PEERS, TRIALS_OF_OPTUNA, TRIALS_OF_PROGRAMS = 200_000, 5_000, 200, 2_000

UNEQUAL = """
name: unequal
seed: 1
task: {name: copy, batch: 64}
model:
  cell: rnn
  width: {grid: [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]}
training:
  learning_rate: {log: [1e-4, 1e-2, 8]}
  steps: 4
  checkpoints: {count: 2}
replicates: 3
"""
ONE_STEP = """
name: one-step
task: {name: copy, batch: 64}
model: {cell: rnn, width: 32}
training: {steps: 1, checkpoints: {count: 2}}
"""


def answer(command, key="rate"):
    """The number under `key` of the last line of a program's output; None, said on standard error, where it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        print(f"  {command[0]}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    return json.loads(lines[-1])[key]


def mpirun(ranks):
    root = ["--allow-run-as-root"] if os.getuid() == 0 else []
    return ["mpirun", "--oversubscribe", "--bind-to", "none", *root, "-n", str(ranks)]


def dispatch(bin, recorded=False):
    with tempfile.TemporaryDirectory() as folder:
        file = [os.path.join(folder, "dispatch.h5")] if recorded else []
        return answer([os.path.join(bin, "dynsweep-bench"), "dispatch", str(TRIALS), *file])


def mpi4py(bin):
    return answer([
        *mpirun(WORKERS + 1), sys.executable, "-m", "mpi4py.futures", HERE / "dispatch.py", "mpi4py",
        str(TRIALS_OF_PEERS)])


def of_peer(name, trials):
    return lambda bin: answer([sys.executable, HERE / "dispatch.py", name, str(trials)])


def programs(who=None, trials=TRIALS_OF_PROGRAMS, key="rate"):
    return lambda bin: answer([sys.executable, HERE / "programs.py", who or bin, str(trials)], key)


def sweep(bin, text, workers):
    """The wall time of the command, and the trials' own seconds."""
    import h5py
    import numpy

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "sweep.yaml")
        path.write_text(text)
        file = path.with_suffix(".h5")
        start = time.perf_counter()
        subprocess.run(
            [os.path.join(bin, "dynsweep"), "run", path, "-o", file, "--workers", str(workers), "-q"],
            check=True, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - start
        with h5py.File(file) as results:
            return wall, float(numpy.nansum(results["seconds"][:]))


class Makespan:
    """The limit is that of the run measured just before: the same trials at the same speed of the machine."""

    work = None

    def wall(self, bin):
        wall, self.work = sweep(bin, UNEQUAL, WORKERS)
        return wall

    def limit(self, bin):
        return self.work / WORKERS


def mpi_start_up(bin):
    start = time.perf_counter()
    subprocess.run(
        [*mpirun(2), os.path.join(bin, "dynsweep-bench"), "mpi"], check=True,
        stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


makespan = Makespan()
MEASURES = {
    "dispatch": dispatch,
    "dispatch-recorded": lambda bin: dispatch(bin, recorded=True),
    "mpi4py": mpi4py,
    "libensemble": of_peer("libensemble", TRIALS_OF_PEERS),
    "optuna": of_peer("optuna", TRIALS_OF_OPTUNA),
    "programs": programs(),
    "programs-coordinator": programs(key="coordinator"),
    "programs-parallel": programs("parallel"),
    "programs-joblib": programs("joblib"),
    "programs-optuna": programs("optuna", 200),
    "programs-submitit": programs("submitit", 10),
    "makespan": makespan.wall,
    "makespan-limit": makespan.limit,
    "makespan-one": lambda bin: sweep(bin, UNEQUAL, 1)[0],
    "start-up": lambda bin: sweep(bin, ONE_STEP, 1)[0],
    "mpi-start-up": mpi_start_up,
}
if shutil.which("mpirun") is None:
    for name in (
            "dispatch", "dispatch-recorded", "mpi4py", "mpi-start-up", "programs-coordinator"):
        MEASURES[name] = lambda bin: None
if shutil.which("parallel") is None:
    MEASURES["programs-parallel"] = lambda bin: None
