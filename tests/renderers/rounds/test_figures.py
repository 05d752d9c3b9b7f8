from __future__ import annotations

from renderers.rounds.factory import figures

from validator.localisation.slips import Slip
from validator.messages import CATALOGUE
from validator.model.mistake import Demand
from validator.renderers.rounds.submissions import Submission
from validator.renderers.rounds.told import ToldRound


def test_organs_are_ranked_by_what_they_have_to_do_and_names_of_one_organ_are_one() -> None:
    found = figures().organs
    assert [(one.name, one.years, one.count(Demand.CORRECT)) for one in found] == [
        ("乙市", (2022, 2023), 2),
        ("甲县", (2023,), 1),
        ("=丙区<b>", (2023,), 0),
        (None, (), 0),
    ]


def test_mistakes_are_counted_by_rule_and_by_slip() -> None:
    rules = {one.key: (one.mistakes, one.reports) for one in figures().rules}
    assert rules == {"requests-balance": (3, 3), "requests-row-total": (1, 1), "cells-blank": (1, 1)}
    assert [(one.key, one.mistakes) for one in figures().slips] == [("digit-added", 2), ("", 1)]
    assert figures().slips[0].words == "多了一位数字"


def test_every_slip_has_a_name() -> None:
    assert {f"slip-name-{slip}" for slip in Slip} <= set(CATALOGUE)


def test_years_are_counted() -> None:
    assert figures().years == ((2022, 1, 0), (2023, 3, 2), (None, 1, 0))


def test_who_has_not_reported_comes_first_and_a_double_line_counts_once() -> None:
    roll = figures().roll
    assert roll is not None
    assert [(one.organ.organ, one.state) for one in roll.expected] == [
        ("戊局", Submission.OVERDUE),
        ("庚局", Submission.MISSING),
        ("丁镇", Submission.UNREAD),
        ("己局", Submission.DUE),
        ("甲县", Submission.SUBMITTED),
        ("乙市", Submission.SUBMITTED),
    ]
    assert [one.reports for one in roll.expected][-2:] == [1, 2]
    assert (roll.missing, roll.strangers) == (4, ("=丙区<b>",))


def test_what_could_not_be_checked_comes_with_its_remedy() -> None:
    assert [(one.where, one.remedy) for one in figures().unchecked] == [
        ("收到/丁镇年报.pdf", "换成 Word 文件"),
        ("=丙区<b> 2023 年度报告", "因为"),
    ]


def test_of_nothing_there_are_no_figures() -> None:
    empty = figures(ToldRound(), listed=False)
    assert (empty.organs, empty.rules, empty.slips, empty.years, empty.unchecked, empty.roll) == (*((),) * 5, None)
