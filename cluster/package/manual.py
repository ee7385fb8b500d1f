"""Writes a manual page from what `dynsweep --experimental-dump-help` prints (JSON), read from standard input."""

import json
import re
import sys


def text(words):
    """Of the formatter's special characters."""
    words = (words or "").replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", words)


def argument(entry):
    """An argument with what it takes and says; None where it is hidden."""
    if not entry.get("shouldDisplay", True):
        return None
    names = ["-" * (1 if n["kind"] == "short" else 2) + n["name"] for n in entry.get("names") or []]
    value = entry.get("valueName")
    head = ", ".join(f"\\fB{text(name)}\\fR" for name in names)
    if entry["kind"] == "option" and value:
        head += f" \\fI{text(value)}\\fR"
    elif entry["kind"] == "positional":
        head = f"\\fI{text(value)}\\fR"
    words = " ".join(text(w) for w in (entry.get("abstract"), entry.get("discussion")) if w)
    default = entry.get("defaultValue")
    return [".TP", head, words + (f" (default: {text(default)})" if default else "")]


def command(entry, path):
    yield f".SS {text(' '.join(path))}"
    yield text(entry.get("abstract"))
    for paragraph in (entry.get("discussion") or "").split("\n\n"):
        if paragraph.strip():
            yield ".PP"
            yield ".nf" if paragraph.startswith("  ") else ".ad l"
            yield text(paragraph)
            if paragraph.startswith("  "):
                yield ".fi"
    for lines in map(argument, entry.get("arguments") or []):
        yield from lines or []
    for child in entry.get("subcommands") or []:
        if child["commandName"] != "help":
            yield from command(child, [*path, child["commandName"]])


top = json.load(sys.stdin)["command"]
print('.TH DYNSWEEP 1 "" "dynsweep"\n.SH NAME')
print(f"dynsweep \\- {text(top.get('abstract'))}")
print(".SH COMMANDS")
print("\n".join(command(top, ["dynsweep"])))
