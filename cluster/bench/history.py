"""The ratios of earlier benchmarks, kept in history.csv beside this file, one line for each row and participant."""

import csv
import datetime
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent
FILE = HERE / "history.csv"
FIELDS = ["date", "commit", "processor", "clock", "row", "participant", "ratio"]
# So much worse than the time before is told.
TOLERANCE = 0.9


def git(*arguments):
    answer = subprocess.run(
        ["git", "-C", HERE.parent.parent, *arguments], capture_output=True, text=True)
    return answer.stdout.strip()


def commit():
    """The program's, with a mark where its sources have changes that are in none."""
    name = git("rev-parse", "--short=12", "HEAD")
    changed = git("status", "--porcelain", "--", "Sources", "Package.swift")
    return (name or "none") + ("+changes" if changed else "")


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown"


def read(file=FILE):
    if not file.exists():
        return []
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def entries(result, clock):
    """A row's ratios as lines of the history; the limit is a participant as any peer."""
    common = {
        "date": datetime.date.today().isoformat(), "commit": commit(), "processor": processor(),
        "clock": clock, "row": result["name"]}
    return [
        common | {"participant": name, "ratio": f"{ratio:.4g}"}
        for name, ratio in result["ratios"].items()]


def falls(new, old):
    """What to say of each new line that is worse than the latest old one that is comparable: of the same processor and clock."""
    keys = ("processor", "clock", "row", "participant")
    latest = {tuple(line[key] for key in keys): line for line in old}
    told = []
    for line in new:
        before = latest.get(tuple(line[key] for key in keys))
        if before and float(line["ratio"]) < TOLERANCE * float(before["ratio"]):
            told.append(
                f"{line['row']}: {line['ratio']} times {line['participant']}, but {before['ratio']} at "
                f"{before['commit']} ({before['date']})")
    return told


def append(new, file=FILE):
    is_new = not file.exists()
    with file.open("a", newline="") as lines:
        writer = csv.DictWriter(lines, FIELDS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(new)
