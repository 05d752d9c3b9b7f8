"""Which findings belong together, how sure it is what has to change, and in which order mistakes come."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from core_factory import report, shipped_form
from support.steps import calls

from validator.model.finding import Doubt, Finding, FindingTerm, SecondReading, Suspect, SuspectCell
from validator.model.mistake import Mistake, Sure, holds_after, mistakes_of
from validator.model.rules.rule import Severity, Verdict

FORM = shipped_form("2021")
HERE = report(FORM, {})
NEW, IN, DONE, OUT = (f"requests.{row}.natural_person" for row in ("new", "carried_in", "handled", "carried_out"))
TOTAL = "requests.carried_out.total"
CALLS_A_TERM = 60
"""Of all that is done with a term, its fractions included, however many repairs there are."""


def relation(rule: str, left: dict[str, int], right: dict[str, int], **others: Any) -> Finding:  # noqa: ANN401 - the other fields of a finding
    sides = [("left", left), ("right", right)]
    cells = [(side, cell, value) for side, numbers in sides for cell, value in numbers.items()]
    terms = tuple(
        FindingTerm(chr(97 + at), cell, Fraction(value), Fraction(1), side)
        for at, (side, cell, value) in enumerate(cells)
    )
    values = {"left": Fraction(sum(left.values())), "right": Fraction(sum(right.values()))}
    known = {"severity": Severity.ERROR, "verdict": Verdict.VIOLATED, "comparator": "=", "fingerprint": rule}
    return Finding(rule, terms=terms, **{**known, **values, **others})


def change(cell: str, old: int, new: int) -> Suspect:
    return Suspect((SuspectCell(cell, Fraction(old), Fraction(new), Fraction(new)),), unique=True)


def balance(*repairs: Suspect, doubt: Doubt | None = None) -> Finding:
    return relation("balance", {NEW: 128, IN: 5}, {DONE: 121, OUT: 10}, suspects=repairs, doubt=doubt)


def total(*repairs: Suspect, doubt: Doubt | None = None, severity: Severity = Severity.ERROR) -> Finding:
    return relation("row-total", {TOTAL: 12}, {OUT: 10}, suspects=repairs, doubt=doubt, severity=severity)


def made(*findings: Finding) -> tuple[Mistake, ...]:
    return mistakes_of(HERE, findings)


def test_findings_with_one_repair_are_one_mistake() -> None:
    (one,) = made(balance(change(OUT, 10, 12)), total(change(OUT, 10, 12)))
    assert (one.id, one.sure, len(one.findings), one.settles) == ("m1", Sure.NAMED, 2, 2)
    assert one.named == change(OUT, 10, 12)


def test_what_a_repair_settles_as_well_belongs_to_it() -> None:
    (one,) = made(balance(change(OUT, 10, 12)), total(severity=Severity.WARNING))
    assert [finding.rule for finding in one.findings] == ["balance", "row-total"]
    assert one.severity is Severity.ERROR


def test_what_a_repair_leaves_as_it_is_is_another_mistake() -> None:
    first, second = made(balance(change(NEW, 128, 126)), total(change(OUT, 10, 12)))
    assert (first.id, second.id) == ("m1", "m2")


def test_the_weightiest_come_first() -> None:
    mild = relation("mild", {IN: 5}, {DONE: 121}, severity=Severity.NOTE)
    assert [one.findings[0].rule for one in made(mild, balance(change(OUT, 10, 12)))] == ["balance", "mild"]


@pytest.mark.parametrize(("count", "sure"), [(2, Sure.EITHER), (3, Sure.EITHER), (4, Sure.OPEN)])
def test_a_few_repairs_are_told_and_many_are_open(count: int, sure: Sure) -> None:
    repairs = [change(cell, 1, 2) for cell in (NEW, IN, DONE, OUT)[:count]]
    (one,) = made(balance(*repairs, doubt=Doubt.SEVERAL))
    assert (one.sure, len(one.choices), one.named, one.slip) == (sure, count, None, None)


@pytest.mark.parametrize("doubt", [Doubt.TOO_LARGE, Doubt.IMPOSSIBLE, Doubt.READING])
def test_relations_that_share_a_cell_and_could_not_be_explained_are_one(doubt: Doubt) -> None:
    (one,) = made(balance(doubt=doubt), total(doubt=doubt))
    assert one.sure is (Sure.READING if doubt is Doubt.READING else Sure.OPEN)
    assert one.choices == ()


def test_cells_that_are_read_otherwise_are_looked_up_first() -> None:
    second = SecondReading({OUT: None})
    (one,) = made(
        relation("balance", {NEW: 1}, {OUT: 2}, second_reading=second),
        relation("other", {IN: 1}, {OUT: 2}, second_reading=second),
    )
    assert one.sure is Sure.READING


def test_findings_without_a_repair_are_one_by_themselves() -> None:
    assert len(made(balance(), total())) == 2


@pytest.mark.parametrize(
    ("comparator", "new", "holds"), [("=", 12, True), ("=", 11, False), ("<=", 11, False), (">=", 9, True)]
)
def test_a_relation_is_worked_out_with_the_number_to_come(comparator: str, new: int, *, holds: bool) -> None:
    broken = relation("row-total", {TOTAL: 12}, {OUT: 10}, comparator=comparator)
    assert holds_after(broken, change(OUT, 10, new)) is holds


def test_a_repair_without_one_number_settles_nothing_else() -> None:
    open_end = Suspect((SuspectCell(OUT, Fraction(10), Fraction(11), None),), unique=True)
    assert not holds_after(total(), open_end)


def test_a_sum_of_thousands_is_gone_through_once_whatever_the_repairs() -> None:
    """A parent that forgot a unit: each repair was worked out again over every number of each other sum."""
    others = [balance(*(change(cell, 1, 100 + at) for at in range(50)), doubt=Doubt.SEVERAL) for cell in (NEW, IN)]

    def work(terms: int) -> int:
        parts = {f"requests.granted.natural_person.{at}": 1 for at in range(terms)}
        return calls(lambda: made(relation("units-sum", {DONE: 1}, parts), *others))

    few, many = work(100), work(400)
    assert many <= few + 300 * CALLS_A_TERM, (few, many)
