"""Each file of a folder checked beside the good one in it: with one child, workers, a cluster, in several formats.

`python tests/benchmarks/hostile.py --folder DIR` calls this. In `DIR` there is a `good.html`, which must be reported
whatever the other file does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import psutil

ROOT = Path(__file__).parents[2]
GOOD = "good.html"
MODES: Mapping[str, tuple[str, ...]] = {
    "default": (),
    "workers": ("-j", "2"),
    "cluster": ("--cluster", "local", "-j", "2"),
}
"""Who does the work -> options."""
FORMATS = ("json", "jsonl", "terminal")
SECONDS, MEGABYTES = 25.0, 1100.0
"""Of the processors and of memory, in all processes together."""
_FOUND = frozenset({0, 1, 3})
"""Exit codes of a run that came to its end."""
_SAMPLE = 0.05
_GIVEN_UP = 600.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What became of the two files."""

    file: str
    mode: str
    output: str
    clock: float
    """Seconds by the clock: on a machine with other work to do, that counts as well."""
    seconds: float
    """Seconds of the processors."""
    megabytes: float
    status: int
    good: bool
    """Whether the good file was reported."""
    told: bool
    """Whether something was told of the other: that it was not read, or that something is wrong in it."""

    @property
    def sound(self) -> bool:
        """True if it is as it should be."""
        within = self.seconds <= SECONDS and self.megabytes <= MEGABYTES
        return within and self.status in _FOUND and self.good and self.told

    @property
    def row(self) -> str:
        """A row of the table; what is not as it should be stands out."""
        name = self.file if self.sound else f"**{self.file}**"
        numbers = f"{self.clock:.1f} | {self.seconds:.1f} | {self.megabytes:.0f} | {self.status}"
        return f"| {name} | {self.mode} | {self.output} | {numbers} | {'yes' if self.good else 'NO'} |"


HEAD = (
    "| file | mode | format | s by the clock | s of the processors | MB | exit | good file |\n"
    + "| --- " * 3
    + "| ---: " * 4
    + "| --- |"
)


def measured(folder: Path, modes: Sequence[str], formats: Sequence[str], only: str) -> Iterator[Beside]:
    """Each file of the folder in each mode and format; `only`: a pattern of names."""
    for file in sorted(folder.glob(only)):
        if file.name not in {GOOD, "README.md"}:
            yield from (run(folder, file, mode, output) for mode in modes for output in formats)


def run(folder: Path, file: Path, mode: str, output: str) -> Beside:
    """Check one file beside the good one."""
    command = [sys.executable, "-m", "validator", "check", str(file), str(folder / GOOD), *MODES[mode]]
    command += ["--format", output, "--lang", "en"]
    with tempfile.TemporaryFile() as answer:
        started = perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, stdout=answer, stderr=subprocess.DEVNULL, env=environment)
        most, times, ended = 0.0, dict[int, float](), 0
        while not ended:
            memory = 0.0
            for one, (size, spent) in _tree(process.pid).items():
                memory, times[one] = memory + size, max(spent, times.get(one, 0.0))
            most = max(most, memory)
            if perf_counter() - started > _GIVEN_UP:
                process.kill()
            sleep(_SAMPLE)
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = perf_counter() - started
        answer.seek(0)
        told = answer.read().decode("utf-8", "replace")
    good, other = _told(told, output, str(folder / GOOD), str(file))
    # What the system counted holds all that was waited for, the samples also what was not.
    seconds = max(used.ru_utime + used.ru_stime, sum(times.values()))
    return Beside(file.name, mode, output, clock, seconds, most, process.returncode, good, other)


def _told(text: str, output: str, good: str, other: str) -> tuple[bool, bool]:
    """Whether the good file was reported, and whether anything was told of the other."""
    if output == "json":
        result = json.loads(text or "{}")
        reports = result.get("reports", [])
        named = [one["path"] for one in (*reports, *result.get("unreadable", []))]
    elif output == "jsonl":
        records = [json.loads(line) for line in text.splitlines()]
        reports = [one for one in records if one["kind"] == "report"]
        named = [one["path"] for one in records]
    else:
        return Path(good).name in text, Path(other).name in text
    return good in [one["path"] for one in reports], any(one.startswith(other) for one in named)


def _tree(process: int) -> dict[int, tuple[float, float]]:
    """Megabytes and seconds of a process and of all below it."""
    found: dict[int, tuple[float, float]] = {}
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(process)
        for one in (root, *root.children(recursive=True)):
            # One that has just ended hides no other.
            with suppress(psutil.NoSuchProcess):
                spent = one.cpu_times()
                found[one.pid] = one.memory_info().rss / (1 << 20), spent.user + spent.system
    return found
