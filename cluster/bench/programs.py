"""Handing out a program that does nothing: `programs.py BIN|parallel|joblib|optuna|submitit TRIALS`, BIN being the folder of dynsweep.

Prints {"rate": trials/s}, and for dynsweep {"rate": …, "coordinator": milliseconds of rank 0's processor a trial}.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

WORKERS = 2
PROGRAM = ["/bin/echo", '{"step": 0, "value": 1}']
SWEEP = """
name: programs
program: {command: [%s, '%s'], quantities: {value: {}}, checkpoints: 1}
parameters: {number: {linear: [1, %d, %d]}}
"""


def nothing(_=None):
    subprocess.run(PROGRAM, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def find_coordinator(mark):
    """The folder in /proc of the rank 0 whose environment holds `mark`; None where there is none yet."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        is_first = b"OMPI_COMM_WORLD_RANK=0" in variables or b"PMI_RANK=0" in variables
        if is_first and f"DYNSWEEP_BENCH={mark}".encode() in variables:
            return folder
    return None


def processor_seconds(folder):
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_dynsweep(bin, trials):
    """Wall seconds of the command, and the coordinator's processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "sweep.yaml")
        path.write_text(SWEEP % (*PROGRAM, trials, trials))
        mark = f"{os.getpid()}-{trials}"
        start = time.perf_counter()
        process = subprocess.Popen(
            [os.path.join(bin, "dynsweep"), "run", path, "--workers", str(WORKERS), "-q", "-o",
             path.with_suffix(".h5")], env=os.environ | {"DYNSWEEP_BENCH": mark})
        seconds, coordinator = 0.0, None
        while process.poll() is None:
            try:
                coordinator = coordinator or find_coordinator(mark)
                seconds = coordinator and processor_seconds(coordinator) or seconds
            except (OSError, IndexError):
                pass  # it has just ended
            time.sleep(0.02)
        if process.returncode != 0:
            sys.exit(f"dynsweep ended with {process.returncode}")
        return time.perf_counter() - start, seconds


def over_dynsweep(bin, trials):
    # What starting and ending costs is that of two trials.
    few, many = run_dynsweep(bin, 2), run_dynsweep(bin, trials)
    seconds, coordinator = many[0] - few[0], many[1] - few[1]
    return {"rate": trials / seconds, "coordinator": 1e3 * coordinator / trials}


def over_parallel(trials):
    # GNU parallel by its own name; another program has it too in some places.
    command = ["parallel", "--will-cite", "-j", str(WORKERS), "-N0", *PROGRAM[:1], "nothing"]
    numbers = "".join(f"{n}\n" for n in range(trials))
    subprocess.run(command, input=numbers, text=True, check=True, stdout=subprocess.DEVNULL)


def over_joblib(trials):
    import joblib

    joblib.Parallel(n_jobs=WORKERS)(joblib.delayed(nothing)() for _ in range(trials))


def over_optuna(trials):
    import optuna
    from optuna.storages.journal import JournalFileBackend

    def objective(trial):
        nothing()
        return trial.suggest_float("x", 0, 1)

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        storage = optuna.storages.JournalStorage(JournalFileBackend(os.path.join(folder, "journal")))
        study = optuna.create_study(storage=storage, sampler=optuna.samplers.RandomSampler())
        study.optimize(objective, n_trials=trials, n_jobs=WORKERS)


def over_submitit(trials):
    import submitit

    with tempfile.TemporaryDirectory() as folder:
        executor = submitit.LocalExecutor(folder=folder)
        # Its local executor has no queue: as many jobs at a time as there are workers.
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda _: executor.submit(nothing).result(), range(trials)))


if __name__ == "__main__":
    who, trials = sys.argv[1], int(sys.argv[2])
    peers = {
        "parallel": over_parallel, "joblib": over_joblib, "optuna": over_optuna,
        "submitit": over_submitit}
    if who in peers:
        start = time.perf_counter()
        peers[who](trials)
        print(json.dumps({"rate": trials / (time.perf_counter() - start)}), flush=True)
    else:
        print(json.dumps(over_dynsweep(who, trials)), flush=True)
