"""One wrong number in a tree of a hundred units over five years: is it found, and how long does that take?

    python tests/benchmarks/tracing.py --units 100 --years 5 --breaks 24

Every break is planted into reports that agree, in a cell chosen at random among all cells of all reports. It is
`unique` if the planted cell with its former number is named as the only explanation, a `tie` if it is one of several
that are equally small (a cell that stands in one relation only cannot be told from the others there), `free` if it
stands in no relation, `missed` otherwise. Seconds are those of the processor, for one whole run over all reports: the
relations in them, those between them, and the search.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random
from time import process_time
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from validator.checking.checker import Checker
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.organ_names import OrganLine

TARGET = 10.0
"""Seconds that one run may take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant breaks and print what came of them; 1 if one was missed or took too long."""
    from support.tree import changed, to_report, tree

    from validator.packs.organ_names import OrganLine

    parser = argparse.ArgumentParser(description="Locate one wrong number among many reports.")
    parser.add_argument("--units", type=int, default=100, help="units below one parent (default %(default)s)")
    parser.add_argument("--years", type=int, default=5, help="years from 2021 on (default %(default)s)")
    parser.add_argument("--breaks", type=int, default=24, help="breaks planted one by one (default %(default)s)")
    options = parser.parse_args(arguments)
    rng = Random(1)
    parents, units = tree(rng, options.units, range(2021, 2021 + options.years))
    reports = [to_report(one, f"{one.organ}-{one.year}.html") for one in (*parents, *units)]
    lines = tuple(OrganLine(organ, parents[0].organ) for organ in dict.fromkeys(one.organ for one in units))
    told, seconds = run(reports, lines)
    alarms = sum(len(one.findings) for one in told)
    sys.stdout.write(f"{len(reports)} reports that agree: {alarms} findings, {seconds:.1f} s\n")
    found: dict[str, Counter[str]] = {}
    longest = 0.0
    for _ in range(options.breaks):
        at = rng.randrange(len(reports))
        cell = rng.choice(reports[at].form.cells)
        old = int(reports[at][cell].value or 0)
        broken = [*reports[:at], changed(reports[at], cell, old + rng.randint(1, 9)), *reports[at + 1 :]]
        told, seconds = run(broken, lines)
        longest = max(longest, seconds)
        found.setdefault(cell.partition(".")[0], Counter())[outcome(told, broken, at, cell, old)] += 1
    for table, counts in sorted(found.items()):
        sys.stdout.write(f"{table}: {', '.join(f'{word} {count}' for word, count in sorted(counts.items()))}\n")
    sys.stdout.write(f"longest run: {longest:.1f} s (target {TARGET})\n")
    return int(longest > TARGET or any(counts["missed"] for counts in found.values()))


@cache
def _checker() -> Checker:
    from validator.checking.checker import Checker
    from validator.packs.pack import load_pack

    return Checker(load_pack())


def run(reports: Sequence[Report], lines: tuple[OrganLine, ...]) -> tuple[tuple[ReportResult, ...], float]:
    """All that is checked in the reports and between them, and the seconds it took."""
    from validator.crosschecks.check import check_between
    from validator.crosschecks.groups import find_groups
    from validator.crosschecks.options import Across

    checker = _checker()
    wanted = frozenset(rule.id for rule in checker.pack.rules)
    started = process_time()
    alone = [
        replace(told, findings=checker.locate(report, told.findings, wanted), claims=())
        for report, told in zip(reports, checker.check(reports, wanted), strict=True)
    ]
    groups = find_groups(reports, (), checker.pack.names, Across(lines=lines))
    return check_between(checker, groups, reports, alone, wanted), process_time() - started


def outcome(told: Sequence[ReportResult], reports: Sequence[Report], at: int, cell: str, old: int) -> str:
    """What was said of the planted cell: unique, tie, free or missed."""
    from validator.model.finding import Doubt
    from validator.model.rules.rule import Severity

    weighty = [
        (reports[number], finding)
        for number, one in enumerate(told)
        for finding in one.findings
        if finding.comparator and finding.severity is not Severity.NOTE
    ]
    best = "missed" if weighty else "free"
    for report, finding in weighty:
        if finding.doubt is Doubt.TOO_MANY:
            best = "tie" if best == "missed" else best
        for suspect in finding.suspects:
            first, *more = suspect.cells
            place = ((first.report or report).path, first.cell)
            if not more and place == (reports[at].path, cell) and first.new in {old, None}:
                best = "unique" if finding.doubt is None else "tie" if best == "missed" else best
    return best


if __name__ == "__main__":
    # As a script; under pytest all are on the path already.
    from pathlib import Path

    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    sys.exit(main())
