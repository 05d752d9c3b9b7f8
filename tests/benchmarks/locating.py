"""How well and how fast wrong cells are located: planted errors in random, sparse, consistent tables three.

    python tests/benchmarks/locating.py --reports 200 --slips 100

Of the wrong cells one half are typing slips (a digit replaced, dropped, added, two swapped, ten times) in cells that
are not 0, the other half other numbers in any of the 175 cells, most of which are 0. Times are those of the processor,
so that other work on the machine does not count. Exits with 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]

from core_factory import report as report_of
from support.randomreport import random_report
from support.slips import PLANTERS, Planted, plant_slip

from validator.checking.checker import Checker
from validator.localisation._search import locate
from validator.localisation.problem import RepairProblem
from validator.model.finding import Finding, Suspect
from validator.model.report import Report
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    from support.reports import ReportData

PACK = load_pack()
CHECKER = Checker(PACK)
RULES = frozenset(rule.id for rule in PACK.rules)
TYPED = ("digit-replaced", "digit-dropped", "digit-added", "digits-swapped", "times-ten")
AMOUNTS = (1, 2, 7, 9, 10, 90, 1000, 10**10, -1, -2, -9, -10)


@dataclass(frozen=True)
class Target:
    """What has to be reached with so many wrong cells."""

    cells: int
    only: float
    """Share of reports in which the planted cells are the only smallest repair."""
    first: float
    """Share in which they are ranked first."""
    milliseconds: float
    """Median time a report."""


TARGETS = (Target(1, 0.99, 0.99, 5), Target(2, 0.97, 0.98, 50), Target(3, 0.90, 0.94, 250), Target(5, 0.75, 0.85, 250))
SLOWEST = 2.0
NAMED = 0.95
SHIFTED = 0.90


@dataclass(frozen=True)
class Outcome:
    """What locating said of one report."""

    seconds: float
    size: int | None
    """Cells of a smallest repair; None if none was found."""
    listed: bool
    first: bool
    only: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Plant errors in consistent reports and locate them.")
    parser.add_argument(
        "--reports", type=int, default=200, help="reports for each number of cells (default %(default)s)"
    )
    parser.add_argument("--slips", type=int, default=100, help="cases of each kind of slip (default %(default)s)")
    parser.add_argument("--tables", type=int, default=3, help="tables of the proof for one cell (default %(default)s)")
    options = parser.parse_args(arguments)
    missed = [not prove_one_cell(options.tables)]
    missed += [not several(target, options.reports) for target in TARGETS]
    missed += [not named(slip, options.slips) for slip in PLANTERS]
    missed += [not shifted(line, options.slips) for line in ("row", "column")]
    return int(any(missed))


def say(sentence: str, *, met: bool) -> bool:
    """Print a line and give back whether its target is met."""
    sys.stdout.write(f"{sentence}{'' if met else '  MISSED'}\n")
    return met


def table_three() -> tuple[RepairProblem, tuple[str, ...]]:
    """The relations of table three over its cells, all of them 0."""
    from scipy.sparse import csr_array

    form = PACK.forms[-1]
    system, cells = CHECKER.system(form), form.table("requests").cells
    rows = system.first.rows
    wanted = {"requests-balance", "requests-handled-sum", "requests-row-total"}
    kept = [row for row, place in enumerate(rows.places) if system.constraints[place].rule.id in wanted]
    matrix = csr_array(rows.coefficients.toarray()[kept][:, [form.index[cell] for cell in cells]])
    return RepairProblem(matrix, ["="] * len(kept), [0] * len(cells)), cells


def prove_one_cell(tables: int) -> bool:
    """Each cell, wrong by several amounts, in several tables; and no two cells have relations that are multiples."""
    problem, cells = table_three()
    dense = problem.arrays.toarray().T.tolist()
    parallel = sum(_parallel(one, other) for at, one in enumerate(dense) for other in dense[:at])
    rng, tried, found = Random(0), 0, 0
    for _ in range(tables):
        sound = random_report(rng)
        values = [sound.number(cell) for cell in cells]
        for at, value in enumerate(values):
            for amount in AMOUNTS:
                if value + amount >= 0:
                    wrong = [*values[:at], value + amount, *values[at + 1 :]]
                    (component,) = locate(RepairProblem(problem.matrix, problem.comparators, wrong))
                    tried += 1
                    found += component.unique and [
                        (change.variable, change.new) for change in component.repairs[0].changes
                    ] == [(at, value)]
    return say(
        f"one wrong cell: {problem.matrix.shape[0]} relations, {len(cells)} cells, {parallel} pairs of cells "
        f"that stand in proportional relations; {found} of {tried} single errors found with the right value, uniquely",
        met=found == tried and not parallel,
    )


def _parallel(one: Sequence[int], other: Sequence[int]) -> bool:
    """True if an error in one cell could be mistaken for one in the other."""
    products = ((a * d, b * c) for (a, b) in zip(one, other, strict=True) for c, d in [_first(one, other)])
    return all(left == right for left, right in products)


def _first(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    return next((a, b) for a, b in zip(one, other, strict=True) if a or b)


def several(target: Target, count: int) -> bool:
    """So many wrong cells in each of so many reports."""
    rng = Random(target.cells)
    outcomes = [outcome(planted) for planted in planted_reports(rng, target.cells, count)]
    larger = sum(one.size is None or one.size > target.cells for one in outcomes)
    unlisted = sum(one.size == target.cells and not one.listed for one in outcomes)
    only, first = (sum(flags) / count for flags in ([o.only for o in outcomes], [o.first for o in outcomes]))
    times = [one.seconds for one in outcomes]
    return say(
        f"{target.cells} wrong cells in {count} reports: larger repair {larger}, planted not listed {unlisted}, "
        f"only one {only:.1%} (target {target.only:.0%}), ranked first {first:.1%} (target {target.first:.0%}); "
        f"median {median(times) * 1000:.1f} ms (target {target.milliseconds:.0f}), slowest {max(times) * 1000:.0f} ms",
        met=not larger
        and not unlisted
        and only >= target.only
        and first >= target.first
        and median(times) * 1000 <= target.milliseconds
        and max(times) <= SLOWEST,
    )


def planted_reports(rng: Random, cells: int, count: int) -> Iterator[Planted]:
    """Reports with so many wrong cells in table three."""
    for _ in range(count):
        sound = random_report(rng)
        report, names = sound, list(sound.form.table("requests").cells)
        while (
            len(right := {name: sound.number(name) for name in names if sound.number(name) != report.number(name)})
            < cells
        ):
            report = _spoil(sound, report, rng.choice(names), rng)
        yield Planted(report, "", right)


def _spoil(sound: ReportData, report: ReportData, cell: str, rng: Random) -> ReportData:
    """One more cell wrong: a typing slip, or another number."""
    if rng.random() < 0.5:
        planted = plant_slip(sound, rng.choice(TYPED), rng)
        return (
            report if planted is None else report.with_cells({one: planted.report.cells[one] for one in planted.right})
        )
    number = sound.number(cell)
    return report.with_cells({cell: max(0, number + rng.choice((1, -1)) * rng.randint(1, 30))})


def as_report(planted: Planted) -> Report:
    """The report as it is read from a file without damage."""
    return report_of(planted.report.form, {cell: text or "" for cell, text in planted.report.cells.items()})


def outcome(planted: Planted) -> Outcome:
    """Check a report, then locate, timed."""
    report = as_report(planted)
    (checked,) = CHECKER.check([report], RULES)
    started = process_time()
    findings = CHECKER.locate(report, checked.findings, RULES)
    seconds = process_time() - started
    groups = list(dict.fromkeys(finding.suspects for finding in findings if finding.suspects or finding.doubt))
    if not groups or not all(groups):
        return Outcome(seconds, None, listed=False, first=False, only=False)
    return Outcome(
        seconds,
        sum(len(suspects[0].cells) for suspects in groups),
        listed=_together([[right_cells(one, planted) for one in suspects] for suspects in groups], planted),
        first=_together([[right_cells(suspects[0], planted)] for suspects in groups], planted),
        only=all(suspects[0].unique for suspects in groups)
        and _together([[right_cells(suspects[0], planted)] for suspects in groups], planted),
    )


def right_cells(suspect: Suspect, planted: Planted) -> int:
    """How many cells of a suspect are planted ones with their right values; 0 if one is not."""
    right = all(cell.cell in planted.right and cell.new == Fraction(planted.right[cell.cell]) for cell in suspect.cells)
    return len(suspect.cells) if right else 0


def _together(choices: Sequence[Sequence[int]], planted: Planted) -> bool:
    """True if one choice of each group makes up all that is planted."""
    return sum(max(counts) for counts in choices) == len(planted.right) and all(max(counts) for counts in choices)


def named(slip: str, count: int) -> bool:
    """So many slips of a kind: the planted cells are ranked first and the slip is named."""
    rng = Random(slip)
    hits = tried = 0
    while tried < count:
        planted = plant_slip(random_report(rng), slip, rng)
        if planted is not None:
            tried += 1
            hits += is_named(planted)
    return say(f"{slip}: named in {hits} of {tried} (target {NAMED:.0%})", met=hits >= NAMED * tried)


def shifted(line: str, count: int) -> bool:
    """So many rows or columns of table three, each moved by one place: ranked first is what stood there before."""
    rng = Random(line)
    hits = tried = 0
    while tried < count:
        sound = random_report(rng)
        table = sound.form.table("requests")
        rows = [table.cells_of(row) for row in table.row_names]
        cells = rng.choice(rows if line == "row" else list(zip(*rows, strict=True)))
        numbers = [sound.number(cell) for cell in cells]
        moved = [0, *numbers[:-1]] if rng.random() < 0.5 else [*numbers[1:], 0]
        right = {cell: was for cell, was, now in zip(cells, numbers, moved, strict=True) if was != now}
        if len(right) > 1:
            planted = Planted(sound.with_cells(dict(zip(cells, moved, strict=True))), "", right)
            tried += 1
            hits += outcome(planted).first
    return say(f"{line} one place off: first in {hits} of {tried} (target {SHIFTED:.0%})", met=hits >= SHIFTED * tried)


def is_named(planted: Planted) -> bool:
    """True if the first suspect of every violated relation is what was planted."""
    report = as_report(planted)
    (checked,) = CHECKER.check([report], RULES)
    findings = CHECKER.locate(report, checked.findings, RULES)
    located = [finding for finding in findings if finding.suspects or finding.doubt]
    return bool(located) and all(_names(finding, planted) for finding in located)


def _names(finding: Finding, planted: Planted) -> bool:
    if not finding.suspects:
        return False
    first = finding.suspects[0]
    return right_cells(first, planted) == len(planted.right) and first.slip == planted.slip


if __name__ == "__main__":
    sys.exit(main())
