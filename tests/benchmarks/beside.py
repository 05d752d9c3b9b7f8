"""Each file of a folder checked beside the good one in it: with one child, workers, a cluster, in several formats.

`python tests/benchmarks/hostile.py --folder DIR` calls this. In `DIR` there is a `good.html`, which must be reported
whatever the other file does. A file with pictures of text may take what `SECURITY.md` grants for recognising it.
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

from validator.engine.isolation.refusals import ReadingLimits

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
"""Of the processors and of memory, in all processes together: the program itself, the good file, and one other."""
LIMITS = ReadingLimits()
MORE_SECONDS = LIMITS.recognising_seconds - LIMITS.seconds
MORE_MEGABYTES = float(LIMITS.recognising_megabytes - LIMITS.megabytes)
"""What recognising text in the pictures of a file may take besides."""
PICTURES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""What may hold pictures of text."""
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
    """Whether something was told of each other: that it was not read, or what was found in it."""
    files: int
    """How many others."""
    pictures: int
    """How many of them may hold pictures of text."""

    @property
    def sound(self) -> bool:
        """True if it is as it should be; workers and a cluster work on two at once."""
        seconds = SECONDS + (self.files - 1) * LIMITS.seconds + self.pictures * MORE_SECONDS
        at_once = 1 if self.mode == "default" else 2
        megabytes = MEGABYTES + min(self.pictures, at_once) * MORE_MEGABYTES
        megabytes += (min(self.files, at_once) - 1) * LIMITS.megabytes
        within = self.seconds <= seconds and self.megabytes <= megabytes
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


def measured(
    folder: Path, modes: Sequence[str], formats: Sequence[str], only: str, *, together: bool = False
) -> Iterator[Beside]:
    """Each file of the folder in each mode and format; `only`: a pattern of names; `together`: all in one run."""
    files = [file for file in sorted(folder.glob(only)) if file.name not in {GOOD, "README.md"}]
    for some in [files] if together else [[file] for file in files]:
        yield from (run(folder, some, mode, output) for mode in modes for output in formats)


def run(folder: Path, files: Sequence[Path], mode: str, output: str) -> Beside:
    """Check files beside the good one."""
    command = [sys.executable, "-m", "validator", "check", *map(str, files), str(folder / GOOD), *MODES[mode]]
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
    good, others = _told(told, output, str(folder / GOOD), list(map(str, files)))
    # What the system counted holds all that was waited for, the samples also what was not.
    seconds = max(used.ru_utime + used.ru_stime, sum(times.values()))
    name = files[0].name if len(files) == 1 else f"{len(files)} files"
    pictures = sum(file.suffix in PICTURES for file in files)
    code = process.returncode
    return Beside(name, mode, output, clock, seconds, most, code, good, others, len(files), pictures)


def _told(text: str, output: str, good: str, others: Sequence[str]) -> tuple[bool, bool]:
    """Whether the good file was reported, and whether anything was told of each of the others."""
    if output == "json":
        result = json.loads(text or "{}")
        reports = result.get("reports", [])
        named = [one["path"] for one in (*reports, *result.get("unreadable", []))]
    elif output == "jsonl":
        records = [json.loads(line) for line in text.splitlines()]
        reports = [one for one in records if one["kind"] == "report"]
        named = [one["path"] for one in records]
    else:
        return Path(good).name in text, all(Path(other).name in text for other in others)
    told = all(any(one.startswith(other) for one in named) for other in others)
    return good in [one["path"] for one in reports], told


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
