"""How many reports are checked with several workers: memory, throughput, and time beside lxml alone.

    python tests/benchmarks/batch.py --small 1000 --large 10000 --workers 2

The files are those of `offices.py`: formats in the mix of real offices, many styles, prose of their own, half of the
pages within the frame of a site. lxml alone only parses, of an office file its largest part, and nothing of a PDF file
or a text; it shows what the formats cost, and is no goal.

Memory is the sum over all processes of the run, sampled. Time is told by the clock and, since a machine may be busy
with other things, also as the time that the processors spent.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import psutil
from benchmarks.offices import published

MEMORY, THROUGHPUT = 1.2, 1.8
"""At most so much more memory for ten times the files; at least so many times the speed of one worker."""
SEED = 17
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
    parser.add_argument("--folder", type=Path, help="where the reports stay for the next run (default: they do not)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        small, large = folder / f"small-{asked.small}", folder / f"large-{asked.large}"
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
    )
    for name, run in (
        ("workers, small", few), ("1 worker, large", one), ("workers, large", many), ("lxml, large", alone),
    ):  # fmt: skip
        sys.stdout.write(
            f"{name}: {run.seconds:.1f} s by the clock, {run.processor:.1f} s of the processors, "
            f"{run.megabytes:.0f} MB\n"
        )
    sys.stdout.write(f"{asked.large / many.seconds:.0f} reports/s with {asked.workers} workers\n")
    sys.stdout.write(f"lxml alone: {many.processor / alone.processor:.1f} times less of the processors\n")
    idle = asked.workers * one.processor / many.processor
    sys.stdout.write(f"throughput, were no processor ever busy with anything else: {idle:.2f} times that of 1 worker\n")
    missed = False
    for name, what, ratio, target, most in ratios:
        missed |= ratio > target if most else ratio < target
        sys.stdout.write(f"{name}, {what}: {ratio:.2f} (target {'<=' if most else '>='} {target})\n")
    return int(missed)


def written(folder: Path, count: int, seed: int = SEED) -> int:
    """Write so many reports, if they are not there from a run before; gives their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    there = files_in(folder)
    if len(there) == count:
        return sum(Path(one).stat().st_size for one in there)
    return sum(Path(folder, one.name).write_bytes(one.data) for one in published(count, seed))


def files_in(folder: Path) -> list[str]:
    """The reports, in the order of their names."""
    return sorted(map(str, folder.iterdir()))


def checked(folder: Path, workers: int, members: int | None = None) -> Measured:
    """One run of `gouji check`; `members`: how many reports there are, where these lie in an archive."""
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
    if reports != (members or len(files_in(folder))):
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
    paths = files_in(folder)
    chunks = [paths[at : at + 64] for at in range(0, len(paths), 64)]
    started = perf_counter()
    with get_context("spawn").Pool(workers) as pool:
        processor = sum(pool.imap(parse, chunks))
    return Measured(perf_counter() - started, processor)


def parse(paths: Iterable[str]) -> float:
    """Parse what there is of markup in some files; gives the seconds of the processor."""
    from time import process_time

    from lxml import etree, html

    started = process_time()
    for path in paths:
        data = Path(path).read_bytes()
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as office:
                etree.fromstring(office.read(max(office.infolist(), key=lambda one: one.file_size)))
        elif path.endswith(".html"):
            html.fromstring(data)
    return process_time() - started


if __name__ == "__main__":
    sys.exit(main())
