"""Twice the organs, twice the work of putting reports together, and what is found is what looking at all pairs finds.

Work is counted in calls, as by the law on single reports: no other program on the machine can change that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import partial
from pathlib import PurePath
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.steps import calls
from support.tree import chain, changed, rolled_up, to_report

from validator.checking.checker import Checker
from validator.crosschecks._tree import tree_of_lines
from validator.crosschecks._years import find_series
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.result import ReportResult
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

PACK = load_pack()
NAMES, CHECKER = PACK.names, Checker(PACK)
GROWTH = 2.1
SLACK = 2000


class Named(NamedTuple):
    path: str
    organ: str | None
    year: int | None


def organs(count: int) -> Sequence[str]:
    """Names without likeness, as those of a country are; the same ones every time."""
    random = Random(3)  # noqa: S311 - no secret
    place = [chr(at) for at in range(0x4E00, 0x5600)]

    def drawn() -> str:
        return "".join(random.choice(place) for _ in range(2))

    return list(dict.fromkeys(f"{drawn()}市{drawn()}县{random.choice(['', '财政局', '民政局'])}" for _ in range(count)))


def with_gaps(count: int) -> None:
    find_series(
        [Named(f"{at}-{year}", organ, year) for at, organ in enumerate(organs(count)) for year in (1, 3)], NAMES
    )


def renamed(count: int) -> None:
    years = [Named(f"{at}", organ, 1) for at, organ in enumerate(organs(count))]
    find_series([*years, *(one._replace(organ=f"{one.organ}办", year=2) for one in years)], NAMES)


def units(count: int) -> None:
    found = organs(count)
    reports = [Named(f"{at}", organ, 2023) for at, organ in enumerate(found)]
    lines = [OrganLine(organ[3:], found[0]) for organ in found[1:]]
    tree_of_lines(lines, NAMES, find_series(reports, NAMES))


def files(count: int) -> None:
    found = organs(count)
    reports = [Named(f"round/{at}.docx", organ, 2023) for at, organ in enumerate(found)]
    find_series(reports, NAMES, [OrganLine(organ, file=f"*/{at}.docx") for at, organ in enumerate(found)])


def unequal_sums(count: int) -> None:
    """A parent that is not the sum of its units by one number in each table."""
    random = Random(4)  # noqa: S311 - no secret
    (data,) = chain(random, "甲县", [2023])
    found = organs(count)
    below = [replace(data, organ=organ) for organ in found[1:]]
    reports = [to_report(rolled_up(found[0], below), "0"), *(to_report(one, one.organ) for one in below)]
    for cell in ("requests.granted.business", "disputes.reconsideration.upheld", "permits.permits.decisions"):
        reports[0] = changed(reports[0], cell, 1)
    lines = tuple(OrganLine(one.organ, found[0]) for one in below)
    groups = find_groups(reports, [], NAMES, Across(lines=lines))
    alone = [ReportResult(report=one) for one in reports]
    (first, *_) = check_between(CHECKER, groups, reports, alone, frozenset({"units-sum", "requests-row-total"}))
    assert sum(one.rule == "units-sum" for one in first.findings) == 3


@pytest.mark.parametrize("work", [with_gaps, renamed, units, files, unequal_sums])
def test_twice_the_organs_are_twice_the_work(work: Callable[[int], None]) -> None:
    work(200)  # what is made once and kept
    one, two, four = (calls(partial(work, size)) for size in (50, 100, 200))
    assert four - two <= GROWTH * (two - one) + SLACK, (one, two, four)


words = st.text("ab*?[]", min_size=1, max_size=3)
patterns = st.lists(words, min_size=1, max_size=3).map("/".join)
paths = st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=3).map("/".join)


@given(st.lists(patterns, min_size=1, max_size=4), paths)
def test_the_line_of_a_file_is_the_first_that_fits(names: list[str], path: str) -> None:
    file = PurePath(path)
    fitting = [one for one in names if fnmatchcase(path, one) or fnmatchcase(file.name, one) or file.match(one)]
    lines = [OrganLine(f"机关{at}", file=one) for at, one in enumerate(names)]
    (found,) = find_series([Named(path, None, 2023)], NAMES, lines).identities
    assert found.given == bool(fitting)
    if fitting:
        assert found.organ == NAMES.key(f"机关{names.index(fitting[0])}")
