from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from support.annotating import faulty
from support.checking import check_written
from support.tree import changed, to_report, tree

from validator.checking.checker import Checker
from validator.checking.versions import FindingKey, FindingState, Version, VersionComparison, compare, organs_of
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.errors import UnreadableInputError
from validator.model.report import Reading
from validator.model.result import Result
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.data.json_report import render
from validator.renderers.versions.changes import changes_json, render_changes
from validator.renderers.versions.results import versions_in, versions_of

if TYPE_CHECKING:
    from support.reports import ReportData

PACK = load_pack()
TOTAL = "disputes.reconsideration.total"
OLD = faulty(7)
RIGHT = OLD.number(TOTAL) - 1


def versions(report: ReportData) -> tuple[Version, ...]:
    return versions_of(Result((check_written(report),)), PACK, "zh")


def one(old: ReportData, new: ReportData) -> VersionComparison:
    (comparison,) = compare(versions(old), versions(new))
    return comparison


def bare(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """Without the sentences: JSON does not say that a claim stands in the text."""
    return tuple(
        replace(one, findings=tuple(replace(finding, text="") for finding in one.findings)) for one in versions
    )


def states(comparison: VersionComparison) -> set[tuple[FindingState, str, bool]]:
    return {(change.state, change.finding.rule, change.other_numbers) for change in comparison.changes}


def test_the_same_version_has_nothing_new() -> None:
    comparison = one(OLD, OLD)
    assert {change.state for change in comparison.changes} == {FindingState.STILL_THERE}
    assert not any(change.other_numbers for change in comparison.changes)


def test_a_corrected_number_settles_its_finding() -> None:
    comparison = one(OLD, OLD.with_cells({TOTAL: RIGHT}))
    assert (FindingState.SETTLED, "disputes-row-total", False) in states(comparison)
    # A year without reconsideration, but with litigation after it, is worth a note.
    assert {change.finding.severity for change in comparison.changes if change.state is FindingState.NEW} <= {
        Severity.NOTE
    }
    assert comparison.count(FindingState.UNDECIDABLE) == 0


def test_another_wrong_number_is_still_there() -> None:
    assert (FindingState.STILL_THERE, "disputes-row-total", True) in states(
        one(OLD, OLD.with_cells({TOTAL: RIGHT + 5}))
    )


def test_a_new_mistake_is_new() -> None:
    assert (FindingState.NEW, "disputes-row-total", False) in states(one(OLD.with_cells({TOTAL: RIGHT}), OLD))


def test_a_number_that_is_not_there_any_more_settles_nothing() -> None:
    new = OLD.with_cells({TOTAL: "约一件"})
    assert (FindingState.UNDECIDABLE, "disputes-row-total", False) in states(one(OLD, new))


def test_a_total_left_blank_settles_nothing_if_its_parts_are_not_0() -> None:
    parts = {"disputes.reconsideration.upheld": 4, TOTAL: 9}
    blank = {"disputes.reconsideration.upheld": 4, TOTAL: None}
    found = states(one(OLD.with_cells(parts), OLD.with_cells(blank)))
    assert (FindingState.UNDECIDABLE, "disputes-row-total", False) in found


def test_reports_are_told_by_organ_and_year() -> None:
    other = replace(OLD, organ="壬县", year=2022)
    old, new = [*versions(OLD), *versions(other)], [*versions(other), *versions(replace(OLD, year=2024))]
    comparisons = compare(old, new)
    assert [(each.old and each.old.year, each.new and each.new.year) for each in comparisons] == [
        (2022, 2022),
        (None, 2024),
        (OLD.year, None),
    ]
    assert {change.state for change in comparisons[1].changes} == {FindingState.NEW}
    assert {change.state for change in comparisons[2].changes} == {FindingState.UNDECIDABLE}


def test_two_single_reports_belong_together_whatever_their_titles() -> None:
    assert one(OLD, replace(OLD, year=OLD.year + 1)).old is not None


def test_an_earlier_result_is_as_good_as_the_report() -> None:
    data = render(Result((check_written(OLD),)), PACK, RenderOptions()).encode()
    assert bare(versions_in("old.json", data, PACK, "zh")) == bare(versions(OLD))
    new = versions(OLD.with_cells({TOTAL: RIGHT}))
    assert compare(bare(versions_in("old.json", data, PACK, "zh")), bare(new)) == compare(
        bare(versions(OLD)), bare(new)
    )


def test_an_earlier_result_knows_a_sum_over_units_again() -> None:
    parents, units = tree(Random(1), 3, [2023])  # noqa: S311 - the same in every run
    parent = changed(to_report(parents[0], "parent.html"), TOTAL, parents[0].number(TOTAL) + 1)
    reports = [parent, *(to_report(unit, f"{unit.organ}.html") for unit in units)]
    lines = tuple(OrganLine(unit.organ, "甲市") for unit in units)
    checker, wanted = Checker(PACK), frozenset(rule.id for rule in PACK.rules)
    groups = find_groups(reports, (), PACK.names, Across(lines=lines))
    result = Result(check_between(checker, groups, reports, checker.check(reports, wanted), wanted))
    data = render(result, PACK, RenderOptions()).encode()
    written, live = versions_in("old.json", data, PACK, "zh"), versions_of(result, PACK, "zh")
    assert "units-sum" in {finding.rule for one in live for finding in one.findings}
    assert {change.state for one in compare(written, live) for change in one.changes} == {FindingState.STILL_THERE}


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b'{"version": 2, "reports": []}', b'{"version": 1, "reports": [{}]}']
)
def test_any_other_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInputError):
        versions_in("old.json", data, PACK, "zh")


def test_an_inequality_is_settled_once_it_holds() -> None:
    version = versions(OLD)[0]
    seen = replace(
        version.findings[0],
        key=FindingKey(RelationKey("x")),
        comparator="<=",
        coefficients={TOTAL: Fraction(1)},
        constant=Fraction(-3),
    )

    def state(comparator: str, number: int | None) -> FindingState:
        reading = Reading.BLANK if number is None else Reading.READ
        value = None if number is None else Fraction(number)
        new = replace(version, findings=(), cells={**version.cells, TOTAL: (reading, value)})
        old = replace(version, findings=(replace(seen, comparator=comparator),))
        (comparison,) = compare([old], [new])
        return comparison.changes[0].state

    assert state("<=", 3) is FindingState.SETTLED
    assert state("<=", None) is FindingState.SETTLED
    assert state(">=", 3) is FindingState.SETTLED
    assert state(">=", None) is FindingState.UNDECIDABLE


def test_changes_are_told_in_both_languages_and_as_json() -> None:
    comparisons = [one(OLD, OLD.with_cells({TOTAL: RIGHT}))]
    settled = comparisons[0].count_mistakes(FindingState.SETTLED)
    assert f"已解决 {settled} 处:" in render_changes(comparisons, "zh")
    assert f"settled, {settled}:" in render_changes(comparisons, "en")
    assert json.loads(changes_json(comparisons))["mistakes"]["settled"] == settled
    assert json.loads(changes_json(comparisons))["summary"]["settled"] == comparisons[0].count(FindingState.SETTLED)


def test_what_became_of_a_mistake_follows_its_findings() -> None:
    def counts(old: ReportData, new: ReportData) -> dict[FindingState, int]:
        found = one(old, new)
        return {state: found.count_mistakes(state) for state in FindingState}

    same = one(OLD, OLD)
    assert {change.state for change in same.mistakes} == {FindingState.STILL_THERE}
    assert len(same.mistakes) == len(versions(OLD)[0].mistakes) > 0
    settled = counts(OLD, OLD.with_cells({TOTAL: RIGHT}))
    assert settled[FindingState.SETTLED] == 1
    assert settled[FindingState.UNDECIDABLE] == 0
    assert counts(OLD.with_cells({TOTAL: RIGHT}), OLD)[FindingState.NEW] == 1
    again = one(OLD, OLD.with_cells({TOTAL: RIGHT + 5}))
    assert any(change.other_numbers for change in again.mistakes if change.state is FindingState.STILL_THERE)


def test_organs_are_told_with_what_they_have_not_sent_again() -> None:
    other = replace(OLD, organ="壬县")
    comparisons = compare([*versions(OLD), *versions(other)], [*versions(OLD), *versions(replace(OLD, year=2001))])
    own, gone = organs_of(comparisons, str)
    assert (own.name, own.missing) == (OLD.organ, 0)
    assert own.count(FindingState.NEW) >= len(versions(OLD)[0].mistakes) == own.count(FindingState.STILL_THERE)
    assert (gone.name, gone.missing, gone.count(FindingState.SETTLED)) == ("壬县", 1, 0)
    assert "壬县：" in render_changes(comparisons, "zh")
    assert "有 1 份没有重新报送" in render_changes(comparisons, "zh")
