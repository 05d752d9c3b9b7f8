"""How right the readings are: random reports in every layout, read back and held against what was printed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from support.checking import CHECKER
from support.faults import plant
from support.layouts import LAYOUTS
from support.libreoffice import convert
from support.official import lay_out
from support.oracle import Place, cells_of_place, errors, violated
from support.randomreport import FORMS, random_report
from support.reports import ReportData, zeros_left_blank
from support.wear import Values, styled, wear_page, worn
from validator.engine.pipeline import check_document
from validator.model.report import Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.readers import read

_STANDS_FOR = {rule.id: rule.fallback_for for rule in CHECKER.pack.rules if rule.fallback_for}
_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})


class Sample(Struct, frozen=True):
    """A report in a file."""

    layout: str
    seed: int
    data: bytes
    report: ReportData
    """With plain numbers."""
    values: Values


@dataclass(frozen=True)
class Judgement:
    """What became of one report."""

    right: int
    flagged: int
    wrong: tuple[str, ...]
    """Cells read otherwise than they are printed, without a word."""
    false: frozenset[Place]
    """Relations called violated that hold."""
    missed: frozenset[Place]
    """Relations that are violated among cells that were all read, and neither reported nor said to be undetermined."""
    seconds: float
    """Of the processor, children included."""
    traceless: bool = False
    """True if cells are blank and nothing in the file says where: the relations have to choose."""


def sample(name: str, seed: int) -> Sample:
    """The same report for the same seed; every second one has slips in it."""
    layout = LAYOUTS[name]
    rng = Random(f"{name} {seed}")  # noqa: S311  the same numbers in every run are the point
    report = random_report(rng, rng.choice(FORMS))
    if seed % 2:
        report = plant(report, rng, rng.randint(1, 3))
    if layout.blanks and seed % 4 > 1:
        report = zeros_left_blank(report)
    if layout.plain:
        return Sample(name, seed, layout.write(lay_out(report), rng), report, _values(report))
    printed = worn(report, rng)
    page = wear_page(lay_out(printed.report, layout.restyle(styled(rng))), rng, page_numbers=layout.page_numbers)
    return Sample(name, seed, layout.write(page, rng), printed.sound, printed.values)


def judge(one: Sample) -> Judgement:
    """Read a sample and check it."""
    started = _processor_seconds()
    result = check_document(read("report", data=one.data))
    seconds = _processor_seconds() - started
    expected = one.values
    readings = dict(_compared(result.report, expected, _doubted(result)))
    wrong = tuple(cell for cell, right in readings.items() if right is False)
    false, missed = false_and_missed(one.report, result, {cell for cell, right in readings.items() if right})
    return Judgement(
        right=sum(right is True for right in readings.values()),
        flagged=sum(right is None for right in readings.values()),
        wrong=wrong,
        false=false,
        missed=missed,
        seconds=seconds,
        traceless=not LAYOUTS[one.layout].traces and None in one.values.values(),
    )


def false_and_missed(
    report: ReportData, result: ReportResult, read_whole: AbstractSet[str]
) -> tuple[frozenset[Place], frozenset[Place]]:
    """See `Judgement`. `read_whole`: the cells that were read right."""
    reported, truth = errors(result), violated(report)
    said = reported | _left_open(result)
    missed = (place for place in truth - said if set(cells_of_place(report, place)) <= read_whole)
    return frozenset(place for place in reported - truth if _exact(place) not in truth), frozenset(missed)


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def _exact(place: Place) -> Place:
    """The relation that one stands in for: parts that are more than their total are not equal to it."""
    return (_STANDS_FOR.get(place[0], place[0]), *place[1:])


def _left_open(result: ReportResult) -> AbstractSet[Place]:
    """Relations that are undetermined in a report of which something could not be read."""
    if result.report.readings == ({},):
        return set()
    return {
        (one.key.rule, *(one.key.each[0] if one.key.each else ("", "")))
        for one in result.outcomes
        if one.verdict is Verdict.UNDETERMINED
    }


def _doubted(result: ReportResult) -> frozenset[str]:
    """Cells of which a finding says that their reading is not sure."""
    return frozenset(
        term.cell for finding in result.findings if finding.rule.startswith("reading-") for term in finding.terms
    )


def _compared(report: Report, expected: Values, doubted: AbstractSet[str]) -> Iterator[tuple[str, bool | None]]:
    """For each cell of the form, whether it was read right; None if it is said to be open."""
    for cell, value in expected.items():
        if cell not in report.form.index:
            yield cell, False
            continue
        found = report[cell]
        right = found.value == value
        if found.reading is Reading.RECONSTRUCTED:
            # Which of its fields are 0 and which are blank, a row that lost fields no longer says; both count 0.
            right = (found.value or 0) == (value or 0)
        yield cell, None if found.reading in _OPEN or (not right and cell in doubted) else right


def _values(report: ReportData) -> Mapping[str, Decimal | None]:
    return {cell: report.amount(cell) for cell in report.cells}


def in_layout(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Samples of one layout as they come out of LibreOffice, where it has a hand in them."""
    layout = LAYOUTS[samples[0].layout]
    if layout.converted is None:
        return samples
    files = convert([one.data for one in samples], layout.suffix, layout.converted)
    return [replace(one, data=data) for one, data in zip(samples, files, strict=True)]
