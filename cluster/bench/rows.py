"""The rows of the benchmark's table: who takes part in each, and by what request."""

import dataclasses

WIDTHS = (32, 64, 128, 256, 512)


@dataclasses.dataclass
class Row:
    name: str
    unit: str
    # Participant → the request that it gets; `dynsweep` first.
    requests: dict
    more_is_better: bool = False
    # Whether requests name measures of whole programs (sweeps.py) rather than rows of long-lived ones.
    is_sweep: bool = False


def step(name, *peers, limit=True, **others):
    requests = {"dynsweep": name, **{peer: name for peer in peers}, **others}
    if limit:
        requests["limit"] = f"limit {name}"
    return Row(name, "ms/step", requests)


ROWS = [
    *(step(f"rnn-tanh-{n}", "pytorch", "jax") for n in WIDTHS),
    *(
        step(
            f"rnn-gamma-{n}", "pytorch", "jax",
            **{"pytorch-compiled": f"rnn-gamma-compiled-{n}"})
        for n in WIDTHS),
    # Block-diagonal recurrent weights beside the full matrix.
    *(step(f"rnn-block-{n}", dense=f"rnn-tanh-{n}") for n in WIDTHS),
    *(step(f"{cell}-{n}", "pytorch", "jax") for cell in ("lstm", "gru") for n in WIDTHS),
    # With attention to all past states; to 10 recent and 10 relevant ones.
    step("rnn-attention-64", "pytorch", "jax", limit=False),
    step("rnn-screened-64", "pytorch", "jax", limit=False),
    # One layer of attentive modules; two, of which the lower one sees the upper one.
    step("modular-48", "pytorch", limit=False),
    step("modular-stack-48", "pytorch", limit=False),
    step("feed-forward", "pytorch", "jax"),
    # In double precision; the peers' derivatives by all parameters are in single.
    step("tangent-kernel", "pytorch", "jax", limit=False),
    *(step(f"lyapunov-{n}", "pytorch", "jax", limit=False) for n in (64, 128, 256, 512)),
    step("lyapunov-512-first-16", "pytorch", "jax", limit=False, full="lyapunov-512"),
    # The peers orthonormalise at every step; above, this program does where it is needed.
    *(
        step(f"lyapunov-{n}-every-step", "pytorch", "jax", limit=False, auto=f"lyapunov-{n}")
        for n in (64, 128, 256, 512)),
    Row(
        "dispatch-recorded", "trials/s",
        {
            "dynsweep": "dispatch-recorded", "mpi4py.futures": "mpi4py",
            "libensemble": "libensemble", "optuna": "optuna"},
        more_is_better=True, is_sweep=True),
    Row(
        "dispatch", "trials/s",
        {"dynsweep": "dispatch", "mpi4py.futures": "mpi4py"}, more_is_better=True, is_sweep=True),
    # A program that writes one row and ends, started once a trial; the coordinator's own processor time a trial.
    Row(
        "programs", "trials/s",
        {
            "dynsweep": "programs", "parallel": "programs-parallel", "joblib": "programs-joblib",
            "optuna": "programs-optuna", "submitit": "programs-submitit"},
        more_is_better=True, is_sweep=True),
    Row("programs-coordinator", "ms/trial", {"dynsweep": "programs-coordinator"}, is_sweep=True),
    # The limit of a makespan is the work of all trials shared out evenly.
    Row("makespan", "s", {"dynsweep": "makespan", "limit": "makespan-limit"}, is_sweep=True),
    Row("makespan-one-worker", "s", {"dynsweep": "makespan", "one worker": "makespan-one"}, is_sweep=True),
    # From the command to its end with one training step, beside an MPI program that does nothing.
    Row("start-up", "s", {"dynsweep": "start-up", "limit": "mpi-start-up"}, is_sweep=True),
]
