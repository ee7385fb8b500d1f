"""Runs dynsweep and its peers in turn on the same sizes and writes a table of ratios. Called by cluster/bench.sh."""

import argparse
import ctypes
import fnmatch
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys

import history
import sweeps
from rows import ROWS, Row

HERE = pathlib.Path(__file__).parent


class Program:
    """A long-lived process that answers a line of JSON for a line of request."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL, preexec_fn=prepare)

    def seconds(self, request):
        """None, with a note, where the program cannot do it."""
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline() or '{"skipped": "it ended"}')
        except (BrokenPipeError, json.JSONDecodeError) as error:
            answer = {"skipped": f"{type(error).__name__}"}
        if "seconds" not in answer:
            note(f"  {request}: {answer.get('skipped', answer)}")
        return answer.get("seconds")


def prepare():
    """In a participant: it ends with this process, whatever ends that, and has one processor: JAX runs independent operations
    side by side, whatever it is told about threads, unless it sees one only."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def note(text):
    print(text, file=sys.stderr, flush=True)


class Machine:
    """The programs, started when first asked for."""

    def __init__(self, options):
        self.options = options
        self.programs = {}

    def seconds(self, participant, request):
        if participant not in self.programs:
            self.programs[participant] = Program(self.command(participant))
        return self.programs[participant].seconds(request)

    def command(self, participant):
        clock = ["--processor-time"] if self.options.processor_time else []
        peer = {"pytorch": "pytorch", "pytorch-compiled": "pytorch", "jax": "jax"}.get(participant)
        if peer:
            return [sys.executable, HERE / "peers.py", peer, *clock]
        return [os.path.join(self.options.bin, "dynsweep-bench"), *clock]


def measure(row: Row, machine, options):
    """Each participant's numbers, a list with one for each round; those that cannot take part are left out."""
    taken = {}
    requests = dict(row.requests)
    for _ in range(options.pairs):
        for participant in list(requests):
            if row.is_sweep:
                value = sweeps.MEASURES[requests[participant]](options.bin)
            else:
                value = machine.seconds(participant, requests[participant])
                value = value and value * 1e3
            if value is None:
                del requests[participant]
                if participant == "dynsweep":
                    return None
            else:
                taken.setdefault(participant, []).append(value)
    return {name: values for name, values in taken.items() if name in requests}


def summary(row, taken):
    median = {name: statistics.median(values) for name, values in taken.items()}
    ratios = {
        name: statistics.median(
            (own / other if row.more_is_better else other / own)
            for own, other in zip(taken["dynsweep"], values))
        for name, values in taken.items() if name != "dynsweep"}
    peers = {name: v for name, v in median.items() if name not in ("dynsweep", "limit")}
    return {
        "name": row.name, "unit": row.unit, "dynsweep": median["dynsweep"], "peers": peers,
        "limit": median.get("limit"), "ratios": ratios}


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def table(results):
    lines = [
        "| row | unit | dynsweep | peers (times as good) | limit (share reached) |",
        "| --- | --- | ---: | --- | --- |"]
    for r in results:
        peers = ", ".join(
            f"{name} {number(value)} ({r['ratios'][name]:.2f}×)" for name, value in r["peers"].items())
        limit = ""
        if r["limit"] is not None:
            limit = f"{number(r['limit'])} ({100 * r['ratios']['limit']:.0f} %)"
        lines.append(
            f"| {r['name']} | {r['unit']} | {number(r['dynsweep'])} | {peers} | {limit} |")
    return "\n".join(lines) + "\n"


def write(results, options):
    if options.output:
        pathlib.Path(options.output).write_text(table(results))
    if options.json:
        numbers = [{k: v for k, v in result.items() if k != "ratios"} for result in results]
        pathlib.Path(options.json).write_text(json.dumps(numbers, indent=1) + "\n")


def arguments():
    parser = argparse.ArgumentParser(prog="cluster/bench.sh")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("-o", "--output", metavar="TABLE.md")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--processor-time", action="store_true")
    parser.add_argument("--no-history", action="store_true")
    parser.add_argument("--bin", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = arguments()
    rows = [
        row for row in ROWS
        if not options.only or any(fnmatch.fnmatch(row.name, only) for only in options.only)]
    if not rows:
        sys.exit(f"bench: no row is called {' or '.join(options.only)}; see --list")
    if options.list:
        print("\n".join(row.name for row in rows))
        return
    machine, results = Machine(options), []
    clock = "processor" if options.processor_time else "wall"
    past, falls = history.read(), []
    for row in rows:
        note(f"bench: {row.name}")
        taken = measure(row, machine, options)
        if taken is None:
            note(f"bench: {row.name}: skipped")
            continue
        results.append(summary(row, taken))
        # After every row, so that what an interrupted benchmark has measured is not lost.
        write(results, options)
        if not options.no_history:
            new = history.entries(results[-1], clock)
            falls += history.falls(new, past)
            history.append(new)
    if not options.output:
        print(table(results), end="")
    for fall in falls:
        note(f"bench: FELL by over 10 %: {fall}")


try:
    main()
except KeyboardInterrupt:
    sys.exit(128 + signal.SIGINT)
