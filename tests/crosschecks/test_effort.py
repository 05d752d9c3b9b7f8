"""What is compared is counted beforehand, and given up where it costs more than is left."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from msgspec.structs import replace
from rapidfuzz import fuzz
from support.checking import CHECKER
from support.effort import seconds
from support.tree import chain, to_report

from validator.crosschecks._effort import _MOST, _UNDERSTOOD, Effort, TooCostlyError
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.engine.isolation.refusals import ReadingLimits
from validator.model.document import Paragraph
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import Report

LIMITS = ReadingLimits()
NOTICED = Observation(ObservationKind.YEAR_UNKNOWN)


def test_nothing_is_begun_that_is_too_costly() -> None:
    effort = Effort(100)
    effort.compare("a" * 10, "b" * 9)
    assert not effort.given_up
    with pytest.raises(TooCostlyError):
        effort.compare("a" * 4, "b" * 3)
    assert effort.given_up
    effort.compare("a" * 10, "b")


def test_what_was_found_before_is_kept() -> None:
    effort = Effort(0)

    def found() -> Iterator[Observation]:
        yield NOTICED
        effort.compare("a", "b")
        yield NOTICED

    assert list(effort.so_far(found())) == [NOTICED]
    assert effort.given_up


def years_with(text: str = "", wrong: int = 0) -> list[Report]:
    """Three years of an organ, each with that in its text, and so many numbers that are wrong."""
    made = [to_report(one, f"{one.year}.html") for one in chain(Random(3), "甲县教育局", range(2021, 2024))]  # noqa: S311 - as below
    return [_with_wrong(replace(one, prose=(*one.prose, Paragraph(text))), wrong) for one in made]


def _with_wrong(report: Report, wrong: int) -> Report:
    rng = Random(report.year)  # noqa: S311 - the same in every run
    chosen = set(rng.sample([at for at, one in enumerate(report.cells) if one.value is not None], wrong))
    cells = [
        replace(one, value=one.value + rng.randrange(1, 50)) if at in chosen and one.value is not None else one
        for at, one in enumerate(report.cells)
    ]
    return replace(report, cells=tuple(cells))


TENTH = 10
"""Everything that is counted grows with its count, so a part of the most shows what the most would take."""


@pytest.mark.parametrize(
    "unit", ["申请5件，", "收到申请5件。", "全年共收到政府信息公开申请113件。", "1%", "（1）申请5件"]
)
def test_what_may_be_understood_takes_no_longer_than_a_file_may(unit: str) -> None:
    before, report, _ = years_with()
    most = _MOST // _UNDERSTOOD // TENTH
    report = replace(report, prose=(Paragraph(unit * (most // len(unit))),))
    assert seconds(lambda: CHECKER.claims(report, before)) <= LIMITS.seconds / TENTH
    Effort(_MOST // TENTH).understand(report)


def test_nor_do_texts_that_may_be_compared() -> None:
    length = int((_MOST / TENTH) ** 0.5)
    first, second = ("".join(chr(0x4E00 + at * step % 5003) for at in range(length)) for step in (7, 11))
    Effort(_MOST // TENTH).compare(first, second)
    assert seconds(lambda: fuzz.ratio(first, second, score_cutoff=50)) <= LIMITS.seconds / TENTH


@pytest.mark.parametrize("wrong", [10, 60])
def test_nor_does_the_search_for_what_explains_violations_between_reports(wrong: int) -> None:
    """It has no other count than its own steps."""
    reports = years_with(wrong=wrong)
    wanted = frozenset(rule.id for rule in CHECKER.pack.rules)
    alone = CHECKER.check(reports, wanted)
    groups = find_groups(reports, (), CHECKER.pack.names, Across())
    spent = seconds(lambda: check_between(CHECKER, groups, reports, alone, wanted))
    assert spent <= LIMITS.locating_seconds * len(reports)
