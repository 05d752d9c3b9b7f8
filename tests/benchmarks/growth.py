"""What must not grow with the square: many units, names with gaps in their years, members of archives.

    python tests/benchmarks/growth.py --share 0.1     a tenth of the sizes, and of the seconds allowed

Processor time, each part in a process of its own. `tree`: a parent of 3,000 units that is not their sum by one number,
held as a worker holds a group, with the memory of the process. `left-out`: the same where a whole unit was left out of
the sum. `units`: a file of 300,000 lines. `gaps`: 300,000 organs, of a tenth of which a year is missing. `archive`:
1,200 members against the folder of them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import process_time

from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from benchmarks.batch import checked, written
from benchmarks.country import names_of
from benchmarks.record import TODAY
from support.tree import chain, changed, rolled_up, to_report

from validator.crosschecks._organ_file import read_organ_file
from validator.crosschecks._tree import tree_of_lines
from validator.crosschecks._years import find_series
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.engine._file_checker import FileChecker
from validator.engine._groups import groups_of, hold
from validator.engine.extracts import Store, extract_of
from validator.engine.pipeline import select_rules
from validator.engine.task import Task
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

UNITS, LINES, ORGANS, MEMBERS = 3000, 300_000, 300_000, 1200
_CHUNK = 64
_NUMERALS = str.maketrans("0123456789", "东西南北中上下左右内")


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement and what it may come to."""

    work: Callable[[int], tuple[float, float]]
    """Of a size: seconds of the processor (or a ratio), and megabytes."""
    size: int
    most: float
    megabytes: float | None = None
    ratio: bool = False


def tree(units: int) -> tuple[float, float]:
    """A parent one of whose numbers is not the sum."""
    return _held(units, left_out=False)


def left_out(units: int) -> tuple[float, float]:
    """A parent that forgot a unit."""
    return _held(units, left_out=True)


def _held(units: int, *, left_out: bool) -> tuple[float, float]:
    """The seconds that a group takes a worker, and the most memory of that."""
    pack = load_pack()
    rng = Random(1)
    base = [chain(rng, "x", [2023])[0] for _ in range(40)]
    below = [replace(base[at % 40], organ=f"甲市{str(at).translate(_NUMERALS)}县") for at in range(units)]
    parent = to_report(rolled_up("甲市", below[: -1 if left_out else None]), "p")
    if not left_out:
        cell = "requests.granted.business"
        parent = changed(parent, cell, int(parent[cell].value or 0) + 7)
    lines = tuple(OrganLine(one.organ, "甲市") for one in below)
    bench = FileChecker(Task(content="jsonl", wanted=select_rules(pack), today=TODAY, keeps=True), pack=pack)
    with tempfile.TemporaryFile() as file:
        store = Store(file)
        for start in range(0, units, _CHUNK):
            some = [to_report(one, one.organ) for one in below[start : start + _CHUNK]]
            store.add(map(extract_of, bench.checked([parent, *some] if start == 0 else some)))
        # Of more reports than are one group, that of the parent comes first.
        group = next(iter(groups_of(store, (), pack, Across(lines=lines), None)))
        group = group.with_bodies(store.body)
        started = process_time()
        hold(bench, group)
        return process_time() - started, _megabytes()


def units_file(lines: int) -> tuple[float, float]:
    """A file of so many units, read and put into a tree with as many reports."""
    names = load_pack().names
    organs = (f"甲市{str(at).translate(_NUMERALS)}县" for at in range(lines))
    # Of two years: each name is held against all of the year before, which are much like it.
    reports = [
        replace(one, organ=organ, year=2022 + at % 2)
        for at, (one, organ) in enumerate(zip(names_of(lines), organs, strict=False))
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "units.csv")
        above = (str(at // 100).translate(_NUMERALS) for at in range(lines))
        text = "".join(f"甲市{str(at).translate(_NUMERALS)}县,甲市{one}局\n" for at, one in enumerate(above))
        path.write_text(f"organ,parent\n{text}", encoding="utf-8")
        started = process_time()
        tree_of_lines(read_organ_file(path), names, find_series(reports, names))
        return process_time() - started, _megabytes()


def gaps(organs: int) -> tuple[float, float]:
    """Organs of two years each, of a tenth of which one is not there."""
    pack = load_pack()
    reports = [one for at, one in enumerate(names_of(organs)) if one.year in {2019, 2020} and at % 60 != 1]
    started = process_time()
    find_groups(reports, [], pack.names, Across())
    return process_time() - started, _megabytes()


def archive(members: int) -> tuple[float, float]:
    """An archive against the folder of its members: a ratio of the processor times of whole runs."""
    with tempfile.TemporaryDirectory() as folder:
        files, packed = Path(folder, "files"), Path(folder, "packed")
        written(files, members)
        packed.mkdir()
        with zipfile.ZipFile(packed / "all.zip", "w", zipfile.ZIP_DEFLATED) as whole:
            for path in sorted(files.iterdir()):
                whole.write(path, path.name)
        return checked(packed, 1, members).processor / checked(files, 1).processor, 0.0


PARTS = {
    "tree": Part(tree, UNITS, 5, 300),
    "left-out": Part(left_out, UNITS, 5, 300),
    "units": Part(units_file, LINES, 10),
    "gaps": Part(gaps, ORGANS, 30),
    "archive": Part(archive, MEMBERS, 1.1, ratio=True),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a part takes more than it may."""
    parser = argparse.ArgumentParser(description="Measure what must not grow with the square.")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--share", type=float, default=1.0, help="of the sizes (default %(default)s)")
    asked = parser.parse_args(arguments)
    missed = False
    for name in asked.parts or PARTS:
        part = PARTS[name]
        size, most = int(part.size * asked.share), part.most * (1 if part.ratio else asked.share)
        with get_context("spawn").Pool(1) as pool:
            taken, megabytes = part.work(size) if part.ratio else pool.apply(part.work, (size,))
        missed |= taken > most or megabytes > (part.megabytes or megabytes)
        unit = "times" if part.ratio else "s"
        room = "" if part.megabytes is None else f", {megabytes:.0f} MB (at most {part.megabytes:.0f})"
        sys.stdout.write(f"{name}, {size}: {taken:.2f} {unit} (at most {most:.2f}){room}\n")
        sys.stdout.flush()
    return int(missed)


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
