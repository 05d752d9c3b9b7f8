"""How many HTML reports are checked with several workers: memory, throughput, and time beside lxml alone.

    python tests/benchmarks/batch.py --small 1000 --large 10000 --workers 2

Memory is the sum over all processes of the run, sampled. Time is told by the clock and, since a machine may be busy
with other things, also as the time that the processors spent.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import psutil
from benchmarks.corpus import corpus, write

UNITS, YEARS = 9, 5
MEMORY, THROUGHPUT, LXML = 1.3, 1.7, 2.0
"""At most so much more memory for ten times the files; at least so many times the speed of one worker; at most so many
times the time of parsing alone."""
_SAMPLE = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """One run."""

    seconds: float
    processor: float
    """Seconds of all processes."""
    megabytes: float = 0.0
    """Most memory of all processes together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Measure the check of many reports.")
    parser.add_argument("--small", type=int, default=1000, help="reports (default %(default)s)")
    parser.add_argument("--large", type=int, default=10_000, help="reports (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default %(default)s)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        for path, count in ((small, asked.small), (large, asked.large)):
            size = written(path, count)
            sys.stdout.write(f"{count} reports, {size / count / 1024:.1f} KB each\n")
        few, one = checked(small, asked.workers), checked(large, 1)
        many, alone = checked(large, asked.workers), parsed(large, asked.workers)
    ratios = (
        ("memory", f"{asked.large} files against {asked.small}", many.megabytes / few.megabytes, MEMORY, True),
        (
            "throughput",
            f"{asked.workers} workers against 1, by the clock",
            one.seconds / many.seconds,
            THROUGHPUT,
            False,
        ),
        ("time", "against lxml alone, by the clock", many.seconds / alone.seconds, LXML, True),
        ("time", "against lxml alone, of the processors", many.processor / alone.processor, LXML, True),
    )
    for name, run in (
        ("workers, small", few), ("1 worker, large", one), ("workers, large", many), ("lxml, large", alone),
    ):  # fmt: skip
        sys.stdout.write(
            f"{name}: {run.seconds:.1f} s by the clock, {run.processor:.1f} s of the processors, "
            f"{run.megabytes:.0f} MB\n"
        )
    sys.stdout.write(f"{asked.large / many.seconds:.0f} reports/s with {asked.workers} workers\n")
    idle = asked.workers * one.processor / many.processor
    sys.stdout.write(f"throughput, were no processor ever busy with anything else: {idle:.2f} times that of 1 worker\n")
    missed = False
    for name, what, ratio, target, most in ratios:
        missed |= ratio > target if most else ratio < target
        sys.stdout.write(f"{name}, {what}: {ratio:.2f} (target {'<=' if most else '>='} {target})\n")
    return int(missed)


def written(folder: Path, count: int) -> int:
    """Write so many reports; gives their bytes."""
    organs = -(-count // ((UNITS + 1) * YEARS))
    write(folder, islice(corpus(organs, UNITS, YEARS), count))
    return sum(path.stat().st_size for path in folder.rglob("*.html"))


def checked(folder: Path, workers: int) -> Measured:
    """One run of `gouji check`."""
    output = folder.with_name(f"{folder.name}-{workers}.jsonl")
    command = [sys.executable, "-m", "validator", "check", str(folder), "--format", "jsonl", "--fail-on", "never"]
    command += ["--output", str(output), "--workers", str(workers)]
    root = Path(__file__).parents[2]
    started = perf_counter()
    with subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) as process:
        most, times = 0.0, dict[int, float]()
        while process.poll() is None:
            tree = _tree(process.pid)
            most = max(most, sum(_memory(one) for one in tree))
            times |= {one.pid: _time(one) or times.get(one.pid, 0.0) for one in tree}
            sleep(_SAMPLE)
    seconds = perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    reports = sum('"kind": "report"' in line for line in output.open(encoding="utf-8"))
    if reports != sum(1 for _ in folder.rglob("*.html")):
        raise AssertionError("a report is missing")
    return Measured(seconds, sum(times.values()), most)


def _tree(process: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(process)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / (1 << 20)
    except psutil.NoSuchProcess:
        return 0.0


def _time(process: psutil.Process) -> float:
    try:
        spent = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(spent.user + spent.system)


def parsed(folder: Path, workers: int) -> Measured:
    """lxml alone on the same files."""
    paths = sorted(map(str, folder.rglob("*.html")))
    chunks = [paths[at : at + 64] for at in range(0, len(paths), 64)]
    started = perf_counter()
    with get_context("spawn").Pool(workers) as pool:
        processor = sum(pool.imap(parse, chunks))
    return Measured(perf_counter() - started, processor)


def parse(paths: Iterable[str]) -> float:
    """Parse some files; gives the seconds of the processor."""
    from time import process_time

    from lxml import html

    started = process_time()
    for path in paths:
        html.parse(path)
    return process_time() - started


if __name__ == "__main__":
    sys.exit(main())
