"""measure.py — runs programs and says what they took; makes rows of the table.

Imports nothing large: what this process weighs is a lower bound of every peak it can measure.
"""
import collections
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

Run = collections.namedtuple("Run", "wall_s cpu_s peak_bytes output")


class Failed(Exception):
    """A program ended badly, or two that must agree do not; the message is one sentence."""


def run(argv, env=None):
    """Runs a program to its end: wall and processor seconds, peak memory (the largest process of
    those it started and waited for), and what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, env={**os.environ, **(env or {})})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            said = err.read().decode("utf-8", "replace").strip().splitlines()
            raise Failed(f"{' '.join(str(a) for a in argv)} ended with {process.returncode}: "
                         f"{said[-1] if said else 'it said nothing'}")
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, out.read().decode())


def result(one):
    """What a program printed as JSON."""
    return json.loads(one.output)


def alternating(contenders, rounds, before=lambda: None):
    """Runs every contender once a round, each round beginning with another one, so that what
    disturbs the machine disturbs all alike. {name: [Run]}. `before` runs ahead of each, untimed."""
    runs = {name: [] for name in contenders}
    names = list(contenders)
    for i in range(rounds):
        for name in names[i % len(names):] + names[:i % len(names)]:
            before()
            os.sync()  # nobody pays for what another one wrote
            say(f"{name}, {i + 1} of {rounds}")
            runs[name].append(run(contenders[name]))
    return runs


def warm(path):
    """Reads a file once, so that it is in the page cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def agree(what, **values):
    """All values are equal, or the benchmark ends: ratios of different results mean nothing."""
    if len({json.dumps(value, sort_keys=True) for value in values.values()}) != 1:
        said = ", ".join(f"{name} says {str(value)[:200]}" for name, value in values.items())
        raise Failed(f"{what}: no agreement: {said}")


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


# ---- rows of the table ----

Row = collections.namedtuple("Row", "what who median least n ratio")


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def mebibytes(value):
    """Of a peak: one no larger than our own may be ours, which a program inherits as it starts."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return ("at most " if value <= own else "") + f"{value / 1048576:,.0f} MiB"


def kilobytes(value):
    return f"{value / 1000:,.1f} kB" if value < 1e6 else f"{value / 1e6:,.2f} MB"


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}x" if theirs else ""


def rows_of(what, values, text):
    """A row for each contender; the first is ours, and the ratios are ours to the others'.
    `values` is {name: [number]}, `text` makes a number readable."""
    ours = statistics.median(next(iter(values.values())))
    rows = []
    for i, (name, numbers) in enumerate(values.items()):
        median = statistics.median(numbers)
        rows.append(Row(what if i == 0 else "", name, text(median), text(min(numbers)),
                        str(len(numbers)), "" if i == 0 else ratio(ours, median)))
    return rows


def counted(what, who, text, note=""):
    """A row for what was counted and not timed: the same each time."""
    return Row(what, who, text, "", "exact", note)


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---|---|---:|---:|---:|---:|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
