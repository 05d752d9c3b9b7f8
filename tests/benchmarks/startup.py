"""How long commands take, beside the libraries they stand on, and what makes them start. Whole processes, medians.

    python tests/benchmarks/startup.py --runs 15

Then the processor time of a check of one file: as it is, where no compiled pack was kept, and where the child that
works on the file is started anew in place of being forked. They take turns, so that a busy moment hits all.

Exits with 1 if a command takes more than its share.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from msgspec import Struct

ROOT = Path(__file__).parents[2]
SAMPLE = "samples/balance-2023.html"
SAMPLES = (SAMPLE, "samples/consistent-2024.docx")
OTHERWISE = ("no compiled pack", "child started anew")
COMMAND_LINE = "import typer, rich"
CHECKING = f"import pandas, pandera.pandas; from lxml import html; html.parse({SAMPLE!r})"


class Comparison(Struct, frozen=True):
    """A command, and the imports it is measured against."""

    arguments: tuple[str, ...]
    """Behind `gouji`."""
    baseline: str
    """Python code."""
    target: float
    """Times the baseline that the command may take."""
    status: int = 0
    """Exit code of the command."""
    variables: tuple[tuple[str, str], ...] = ()
    """Of its environment."""


COMPARISONS = (
    Comparison(("--version",), "pass", 2.0),
    Comparison(
        (),
        "pass",
        2.0,
        variables=(("_GOUJI_COMPLETE", "complete_bash"), ("COMP_WORDS", "gouji ch"), ("COMP_CWORD", "1")),
    ),
    Comparison(("explain", "requests-balance"), COMMAND_LINE, 2.0),
    # 1: the sample has findings.
    Comparison(("check", SAMPLE), CHECKING, 1.5, status=1),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Compare the start of gouji with the imports it cannot do without.")
    parser.add_argument("--runs", type=int, default=15, help="processes of each kind (default %(default)s)")
    runs = parser.parse_args(arguments).runs
    missed = False
    for one in COMPARISONS:
        ours, theirs = medians(one, runs)
        ratio = ours / theirs
        missed |= ratio > one.target
        sys.stdout.write(
            f"gouji {' '.join(one.arguments) or 'completion'}: {ours * 1000:.0f} ms; "
            f"python -c {one.baseline!r}: {theirs * 1000:.0f} ms; "
            f"ratio {ratio:.2f} (target {one.target:.1f})\n"
        )
    for sample in SAMPLES:
        usual, *others = ways(sample, runs)
        sys.stdout.write(f"gouji check {sample}, processor time: {usual * 1000:.0f} ms")
        for name, time in zip(OTHERWISE, others, strict=True):
            sys.stdout.write(f"; {name}: {time * 1000:.0f} ms, ratio {usual / time:.2f}")
        sys.stdout.write("\n")
    return int(missed)


def ways(sample: str, runs: int) -> tuple[float, float, float]:
    """Seconds of processor time of a check of one file: as it is, without a compiled pack, without forking."""
    usual = [sys.executable, "-m", "validator", "check", sample]
    anew = [sys.executable, "-c", f"from validator.cli import run; run({['check', sample]!r})"]
    times = []
    for _ in range(runs + 1):
        with TemporaryDirectory() as empty:
            times.append((processor(usual), processor(usual, XDG_CACHE_HOME=empty), processor(anew)))
    first, second, third = (median(column) for column in zip(*times[1:], strict=True))
    return first, second, third


def processor(command: Sequence[str], **variables: str) -> float:
    """Seconds of processor time of one process and its children."""
    before = os.times()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, env=environment | variables, capture_output=True, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def medians(one: Comparison, runs: int) -> tuple[float, float]:
    """Seconds of the command and of its baseline. They take turns, so that a busy moment hits both."""
    command = [*program(), *one.arguments]
    baseline = [sys.executable, "-c", one.baseline]
    # The first run of either writes the compiled modules and fills the file cache.
    times = [(seconds(command, one.status, one.variables), seconds(baseline, 0)) for _ in range(runs + 1)][1:]
    return median(ours for ours, _ in times), median(theirs for _, theirs in times)


def program() -> list[str]:
    """The installed command of this interpreter, else the package itself."""
    installed = shutil.which("gouji", path=str(Path(sys.executable).parent))
    return [installed] if installed else [sys.executable, "-m", "validator"]


def seconds(command: Sequence[str], status: int, variables: Sequence[tuple[str, str]] = ()) -> float:
    """Time of one process; raises CalledProcessError if it ends otherwise than it should."""
    # Where Python may not keep compiled modules, every start would compile them again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment | dict(variables), capture_output=True, check=False)
    elapsed = perf_counter() - started
    if done.returncode != status:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return elapsed


if __name__ == "__main__":
    sys.exit(main())
