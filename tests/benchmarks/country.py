"""A country: what 300,000 organs x 6 years take, worked out from parts that are measured.

    python tests/benchmarks/country.py --organs 5000

No file of a country is written: a few reports as offices publish them are read and checked, a few organs are held
against each other, and of all others there are only the extracts' names, as a run keeps them. Names and groups are made
for half as many organs as well, so that it shows whether they grow with the square.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter, process_time

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from benchmarks.offices import published
from benchmarks.record import TODAY
from support.tree import chain, to_report

from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.engine._file_checker import FileChecker
from validator.engine._groups import groups_of, hold
from validator.engine.extracts import ReportName, Store, extract_of
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import Task
from validator.packs.pack import load_pack

ORGANS, YEARS = 300_000, 6
REPORTS = ORGANS * YEARS
WORKERS = (1, 8, 100)
MOST_MEGABYTES = 2000
"""Of names and groups of a country."""
_PLACES = "东西南北中上下左右内外前后高低大小新古长青红白黄清安平宁和永兴"
_OFFICES = ("人民政府", "教育局", "公安局", "民政局", "财政局", "水利局", "商务局", "审计局", "统计局", "信访局")
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Parts:
    """What was measured, for one report if nothing else is said."""

    checked: float
    """Seconds of the processor to read, check and tell."""
    held: float
    """Seconds of the processor to hold it against the years before."""
    lines: float
    """Bytes that are told."""
    extract: float
    """Bytes on the disk until all are read."""
    names: float
    """Bytes of memory of its name, and of the groups."""
    grouped: float
    """Seconds of the processor to find its group."""
    growth: float
    """How many times the seconds of half the organs those of all are."""
    worker: float
    """Megabytes of a process that reads and checks."""
    cluster: float
    """Seconds by the clock until a cluster of one worker on this machine has started; 0 if that was not tried."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the parts and the calculation; 1 if names and groups of a country take too much memory."""
    parser = argparse.ArgumentParser(description="Work out what a country takes.")
    parser.add_argument("--organs", type=int, default=5000, help="of which names are made (default %(default)s)")
    parser.add_argument("--reports", type=int, default=40, help="that are read and checked (default %(default)s)")
    parser.add_argument("--cluster", action="store_true", help="start a cluster, to see what that takes")
    asked = parser.parse_args(arguments)
    parts = measured(asked.organs, asked.reports, cluster=asked.cluster)
    sys.stdout.write(f"{told(parts)}\n{table(parts)}")
    return int(parts.names * REPORTS > MOST_MEGABYTES * 1e6)


def measured(organs: int, reports: int, *, cluster: bool) -> Parts:
    """Each part in a process of its own, so that nothing is left in memory from another."""
    checked, lines, worker = _alone(checking, reports)
    held, extract = _alone(holding, max(2, reports // YEARS))
    half, _ = _alone(grouping, organs // 2)
    whole, names = _alone(grouping, organs)
    started = _alone(starting, 1)[0] if cluster else 0.0
    grouped = whole / (organs * YEARS)
    return Parts(checked, held, lines, extract, names, grouped, whole / half, worker, started)


def _alone(work: object, size: int) -> tuple[float, ...]:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (size,))  # type: ignore[arg-type]  # any of the functions below


def checking(count: int) -> tuple[float, float, float]:
    """Seconds and bytes told of one report, and the megabytes of the process."""
    pack = load_pack()
    bench = FileChecker(Task(content="jsonl", wanted=select_rules(pack), today=TODAY), pack=pack)
    bench.run([Source("warm", one.data) for one in published(4, 7)])
    files = [Source(one.name, one.data) for one in published(count, 1)]
    started, told = process_time(), 0
    for file in files:
        told += sum(len(one.text.encode()) for one in bench.run([file]))
    return (process_time() - started) / count, told / count, _megabytes()


def holding(organs: int) -> tuple[float, float]:
    """Seconds to hold one report of a chain of years against the others, and the bytes of its extract."""
    pack = load_pack()
    task = Task(content="jsonl", wanted=select_rules(pack), today=TODAY, keeps=True)
    bench = FileChecker(task, pack=pack)
    rng = Random(1)
    chains = [chain(rng, f"甲市第{at}局", range(2019, 2019 + YEARS)) for at in range(organs)]
    reports = [to_report(one, f"{one.organ}{one.year}.html") for years in chains for one in years]
    alone = bench.checked(reports)
    with tempfile.TemporaryFile() as file:
        store = Store(file)
        added = store.add(map(extract_of, alone))
        groups = [group.with_bodies(store.body) for group in groups_of(store, (), pack, Across(), None)]
        hold(bench, groups[0])
        started = process_time()
        for group in groups:
            hold(bench, group)
        seconds = process_time() - started
    return seconds / len(reports), sum(one.length for one in added) / len(added)


def names_of(organs: int) -> Iterator[ReportName]:
    """What a run keeps of each report."""
    rng = Random(1)
    for at in range(organs):
        place = "".join(_PLACES[at // len(_OFFICES) // len(_PLACES) ** power % len(_PLACES)] for power in range(4))
        organ = f"{place[:2]}市{place[2:]}县{_OFFICES[at % len(_OFFICES)]}"
        for year in range(2019, 2019 + YEARS):
            # As they come from a child: no two share a text.
            name = "".join(organ)
            yield ReportName(f"/data/{year}/{organ[:3]}/{organ}{year}.docx", name, year, 1500, rng.randbytes(64))


def grouping(organs: int) -> tuple[float, float]:
    """Seconds to find all groups, and the bytes of names and groups of one report."""
    pack = load_pack()
    before = _megabytes()
    names = list(names_of(organs))
    started = process_time()
    groups = find_groups(names, [], pack.names, Across())
    members = sum(1 for one in groups.members() for _ in [groups.part(one)])
    seconds = process_time() - started
    if members != organs:
        raise AssertionError(f"{members} groups of {organs} organs")
    return seconds, (_megabytes() - before) * 1e6 / len(names)


def starting(_: int) -> tuple[float]:
    """Seconds by the clock until a cluster with one worker is there."""
    from validator.engine.crews.cluster import LOCAL, ClusterCrew

    pack = load_pack()
    started = perf_counter()
    with ClusterCrew(Task(content="jsonl", wanted=select_rules(pack), today=TODAY), LOCAL, 1):
        return (perf_counter() - started,)


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def told(parts: Parts) -> str:
    """The parts in lines."""
    lines = [
        f"read, checked and told: {parts.checked * 1000:.1f} ms of the processor, {parts.lines:.0f} bytes of lines",
        f"held against its years: {parts.held * 1000:.1f} ms of the processor",
        f"its extract: {parts.extract:.0f} bytes on the disk",
        f"its name and its group: {parts.names:.0f} bytes of memory, {parts.grouped * 1e6:.0f} us of the processor",
        f"twice the organs: {parts.growth:.2f} times the time to group them",
        f"a worker: {parts.worker:.0f} MB",
    ]
    if parts.cluster:
        lines.append(f"a cluster of one worker has started after {parts.cluster:.1f} s by the clock")
    return "\n".join(lines)


def table(parts: Parts) -> str:
    """The calculation for a country."""
    rows = [
        "| workers | hours | memory here | memory of all workers | disk here |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    disk = REPORTS * (parts.extract + parts.lines) / 1e9
    for workers in WORKERS:
        hours = (REPORTS * (parts.checked + parts.held) / workers + REPORTS * parts.grouped) / _HOUR
        here, all_ = REPORTS * parts.names / 1e6, workers * parts.worker / 1000
        rows.append(f"| {workers} | {hours:.1f} | {here:.0f} MB | {all_:.1f} GB | {disk:.1f} GB |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
