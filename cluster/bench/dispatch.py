"""Peers that hand out trials without work: `dispatch.py mpi4py|libensemble|optuna TRIALS`. Prints {"rate": trials/s}."""

import json
import multiprocessing
import os
import sys
import tempfile
import time

WORKERS = 2


def nothing(index):
    return index


def over_mpi4py(trials):
    from mpi4py.futures import MPIPoolExecutor

    with MPIPoolExecutor() as executor:
        list(executor.map(nothing, range(100)))
        start = time.perf_counter()
        list(executor.map(nothing, range(trials)))
        return time.perf_counter() - start


def over_libensemble(trials):
    import numpy
    from libensemble import Ensemble
    from libensemble.gen_funcs.sampling import latin_hypercube_sample
    from libensemble.specs import ExitCriteria, GenSpecs, LibeSpecs, SimSpecs

    ensemble = Ensemble(
        # One worker generates all trials at once, the others run them.
        libE_specs=LibeSpecs(
            nworkers=WORKERS + 1, comms="local", save_every_k_sims=10**9, disable_log_files=True,
            save_H_and_persis_on_abort=False, gen_on_manager=False),
        sim_specs=SimSpecs(sim_f=no_simulation, inputs=["x"], outputs=[("f", float)]),
        gen_specs=GenSpecs(
            gen_f=latin_hypercube_sample, outputs=[("x", float, (1,))],
            user={"gen_batch_size": trials, "lb": numpy.zeros(1), "ub": numpy.ones(1)}),
        exit_criteria=ExitCriteria(sim_max=trials))
    ensemble.add_random_streams()
    # It leaves its history in the working directory.
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        start = time.perf_counter()
        ensemble.run()
        seconds = time.perf_counter() - start
        os.chdir("/")
    return seconds


def no_simulation(H, persis_info, sim_specs, libE_info):
    import numpy

    return numpy.zeros(len(H), dtype=sim_specs["out"]), persis_info


def optimize(path, trials):
    import optuna
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    storage = optuna.storages.JournalStorage(JournalFileBackend(path))
    study = optuna.create_study(
        study_name="nothing", storage=storage, load_if_exists=True,
        sampler=optuna.samplers.RandomSampler())
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=trials)


def over_optuna(trials):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "journal")
        # The study exists, and the package is loaded, before the clock starts.
        optimize(path, 1)
        workers = [
            multiprocessing.Process(target=optimize, args=(path, trials // WORKERS))
            for _ in range(WORKERS)]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - start


if __name__ == "__main__":
    peer, trials = sys.argv[1], int(sys.argv[2])
    over = {"mpi4py": over_mpi4py, "libensemble": over_libensemble, "optuna": over_optuna}[peer]
    print(json.dumps({"rate": trials / over(trials)}), flush=True)
