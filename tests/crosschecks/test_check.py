"""What is checked between reports, on reports made in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from msgspec.structs import replace
from support.labelled import Labelled, report_of
from support.tree import chain, changed, rolled_up, to_report, tree

from validator.checking.checker import Checker
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.claim import Claim
from validator.model.document import Paragraph
from validator.model.finding import Doubt, Finding
from validator.model.observations.comparison_facts import OrgansListed
from validator.model.observations.facts import PartLeftOut
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.constraint import Linear, Term
from validator.model.rules.rule import Severity, Verdict
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

PACK = load_pack()
CHECKER = Checker(PACK)
WANTED = frozenset(rule.id for rule in PACK.rules)
PERSON = "natural_person"


def check(
    reports: Sequence[Report], across: Across | None = None, previous: Sequence[Report] = ()
) -> tuple[ReportResult, ...]:
    alone = [
        replace(one, findings=CHECKER.locate(report, one.findings, WANTED), claims=())
        for report, one in zip(reports, CHECKER.check(reports, WANTED), strict=True)
    ]
    groups = find_groups(reports, previous, PACK.names, across or Across())
    return check_between(CHECKER, groups, [*reports, *previous], alone, WANTED)


def weighty(one: ReportResult) -> list[Finding]:
    return [finding for finding in one.findings if finding.severity is not Severity.NOTE]


def rules(one: ReportResult) -> list[str]:
    return [finding.rule for finding in weighty(one)]


def years(first: int, last: int, seed: int = 1, organ: str = "甲县教育局") -> list[Report]:
    made = chain(Random(seed), organ, range(first, last + 1))  # noqa: S311 - the same in every run
    return [to_report(one, f"{organ}{one.year}.html") for one in made]


def blank(report: Report, cell: str, value: CellValue) -> Report:
    at = report.form.index[cell]
    return replace(report, cells=(*report.cells[:at], value, *report.cells[at + 1 :]))


def test_consistent_years_have_nothing_violated_on_any_form() -> None:
    told = check(years(2019, 2023))
    assert [rules(one) for one in told] == [[]] * 5
    assert [one.counts[Verdict.SATISFIED] for one in told] > [0] * 5


def test_counts_add_up_to_the_constraints_of_the_report_and_those_between() -> None:
    first, second = years(2022, 2023)
    alone = CHECKER.check([first, second], WANTED)
    told = check([first, second])
    assert told[0].counts == alone[0].counts
    assert sum(told[1].counts.values()) - sum(alone[1].counts.values()) == 7 + 2


@pytest.mark.parametrize(
    ("first", "cell", "rule"),
    [
        (2022, "documents.normative.in_force", "documents-stock"),
        (2019, "documents.normative.public_total", "documents-public-stock"),
        (2019, "permits.permits.previous_items", "permits-items-carry"),
        (2019, "sanctions.coercion.previous_items", "sanctions-items-carry"),
        (2019, "fees.fees.previous_items", "fees-items-carry"),
    ],
)
def test_stocks_are_carried_on(first: int, cell: str, rule: str) -> None:
    before, after = years(first, first + 1)
    (found,) = weighty(check([before, changed(after, cell, int(after[cell].value or 0) + 1)])[1])
    assert (found.rule, str(found.residual), found.severity) == (rule, "1", Severity.WARNING)
    assert {term.source is before for term in found.terms if term.cell.startswith("previous.")} == {True}


def test_only_tables_three_and_four_join_the_old_form_to_the_new() -> None:
    before, after = years(2020, 2021)
    found = {
        finding.rule for finding in check([before, changed(after, f"requests.carried_in.{PERSON}", 99)])[1].findings
    }
    assert "requests-carry" in found
    assert not found & {"documents-stock", "documents-public-stock", "permits-items-carry"}


def test_what_is_carried_over_wrongly_is_located_in_the_other_report() -> None:
    before, after = years(2022, 2023)
    cell = f"requests.carried_out.{PERSON}"
    right = before[cell].value
    told = check([changed(before, cell, int(right or 0) + 5), after])
    (found,) = [finding for finding in told[1].findings if finding.rule == "requests-carry"]
    (suspect,) = found.suspects
    assert [(one.cell, one.new, one.report and one.report.path) for one in suspect.cells] == [
        (cell, right, before.path)
    ]
    assert (suspect.unique, suspect.settles, found.doubt) == (True, 3, None)


def slips(told: Sequence[ReportResult]) -> set[tuple[str | None, int]]:
    """Slip and number of settled relations of all that are told, in the reports and between them."""
    return {(one.slip, one.settles) for each in told for finding in weighty(each) for one in finding.suspects}


def test_a_total_that_was_not_worked_out_again_is_told_so_between_reports_as_well() -> None:
    before, after = years(2022, 2023)
    cell = "requests.carried_out.total"
    told = check([changed(before, cell, int(before[cell].value or 0) + 1), after])
    assert slips(told[:1]) == {("total-not-updated", 2)}
    assert slips(told[1:]) == {("total-not-updated", 3)}


def test_cells_that_hold_each_others_numbers_are_one_suspect_between_reports_as_well() -> None:
    before, after = years(2022, 2023)
    here, there = f"requests.carried_out.{PERSON}", "requests.granted.business"
    mine, others = int(before[here].value or 0), int(before[there].value or 0)
    assert mine != others
    told = check([changed(changed(before, here, others), there, mine), after])
    assert slips(told[:1]) == {("cells-exchanged", 4)}
    assert slips(told[1:]) == {("cells-exchanged", 5)}


def test_where_the_figures_cannot_decide_all_explanations_are_told() -> None:
    before, after = years(2022, 2023)
    told = check([before, changed(after, "documents.normative.in_force", 500)])
    (found,) = weighty(told[1])
    assert found.doubt is Doubt.SEVERAL
    places = {(one.cells[0].report is before, one.cells[0].cell) for one in found.suspects}
    assert (True, "documents.normative.in_force") in places
    assert (False, "documents.normative.in_force") in places


@pytest.mark.parametrize("told", [0, 1])
def test_where_the_figures_cannot_decide_the_text_of_either_report_is_asked(told: int) -> None:
    pair = years(2022, 2023)
    cell = "documents.normative.in_force"
    right = pair[told][cell].value
    assert right is not None
    reports = list(pair)
    reports[told] = changed(pair[told], cell, 500)
    claim = Claim(
        "claim-documents",
        f"现行有效{right}件",
        Fraction(right),
        Linear((Term(cell, Fraction(1)),)),
        Fraction(500),
        Verdict.VIOLATED,
        certain=True,
    )
    alone = [
        replace(one, claims=(claim,) if at == told else ()) for at, one in enumerate(CHECKER.check(reports, WANTED))
    ]
    checked = check_between(CHECKER, find_groups(reports, (), PACK.names, Across()), reports, alone, WANTED)
    (found,) = [one for one in checked[1].findings if one.rule == "documents-stock"]
    (suspect,) = found.suspects
    (changed_cell,) = suspect.cells
    assert (changed_cell.cell, changed_cell.new) == (cell, Fraction(right))
    assert changed_cell.report is (reports[0] if told == 0 else None)
    assert (suspect.unique, found.doubt) == (True, None)
    assert [one.text for one in suspect.evidence] == [claim.text]


def test_a_tie_of_one_report_is_settled_by_the_next_year() -> None:
    """A whole row carried over wrongly satisfies its own report only together with another; the next year knows."""
    before, middle, after = years(2021, 2023)
    cell = "documents.normative.in_force"
    told = check([before, changed(middle, cell, 500), after])
    for one in told[1:]:
        (found,) = weighty(one)
        (suspect,) = found.suspects
        assert suspect.cells[0].cell == cell
        assert (suspect.cells[0].report or middle) is not after


@pytest.mark.parametrize("value", [CellValue(Reading.BLANK), CellValue(Reading.UNREADABLE, raw="x"), MISSING])
def test_what_is_not_known_is_no_violation(value: CellValue) -> None:
    before, after = years(2022, 2023)
    cell = "documents.normative.in_force"
    (told,) = check([blank(before, cell, value), after])[1:]
    assert "documents-stock" not in [finding.rule for finding in told.findings]
    assert told.counts[Verdict.UNDETERMINED] >= 1


def test_a_blank_total_of_a_unit_is_no_zero() -> None:
    parents, units = tree(Random(3), 2, [2023])  # noqa: S311 - the same in every run
    reports = [to_report(one, one.organ) for one in (*parents, *units)]
    cell = "requests.granted.total"
    assert reports[1][cell].value
    reports[1] = blank(reports[1], cell, CellValue(Reading.BLANK))
    told = check(reports, Across(lines=tuple(OrganLine(unit.organ, "甲市") for unit in units)))
    assert rules(told[0]) == []


def test_a_violation_holds_in_every_reading_or_is_said_to_be_open() -> None:
    before, after = years(2022, 2023)
    cell = f"requests.carried_out.{PERSON}"
    right = before[cell].value
    assert right is not None
    choices = (right, right + 1)
    at = before.form.index[cell]
    unsure = CellValue(Reading.AMBIGUOUS, raw="?", candidates=choices)
    either = replace(
        before,
        cells=(*before.cells[:at], unsure, *before.cells[at + 1 :]),
        readings=tuple({cell: choice} for choice in choices),
    )
    (found,) = [one for one in check([either, after])[1].findings if one.rule == "requests-carry"]
    assert (found.verdict, found.severity) == (Verdict.UNDETERMINED, Severity.NOTE)
    wrong = replace(either, readings=tuple({cell: choice + Decimal(7)} for choice in choices))
    (found,) = [one for one in check([wrong, after])[1].findings if one.rule == "requests-carry"]
    assert found.verdict is Verdict.VIOLATED


# Units


def parent_and_units(count: int = 3, seed: int = 5) -> tuple[list[Report], Across]:
    """A parent and its units of one year, and the list of the units."""
    parents, units = tree(Random(seed), count, [2023])  # noqa: S311 - the same in every run
    lines = tuple(OrganLine(unit.organ, "甲市") for unit in units)
    return [to_report(one, f"{one.organ}.html") for one in (*parents, *units)], Across(lines=lines)


def test_a_parent_is_the_sum_of_its_units_in_every_cell() -> None:
    reports, across = parent_and_units()
    told = check(reports, across)
    assert [rules(one) for one in told] == [[]] * 4
    alone = CHECKER.check(reports[:1], WANTED)
    cells = len(reports[0].form.cells)
    assert sum(told[0].counts.values()) - sum(alone[0].counts.values()) == 2 * cells
    assert told[0].counts[Verdict.SATISFIED] - alone[0].counts[Verdict.SATISFIED] == cells


def test_the_unit_that_does_not_add_up_is_named() -> None:
    reports, across = parent_and_units()
    cell = f"requests.denied.third_party.{PERSON}"
    reports[2] = changed(reports[2], cell, 77)
    (found,) = weighty(check(reports, across)[0])
    assert (found.rule, found.table, dict(found.each)) == (
        "units-sum",
        "requests",
        {"row": "denied.third_party", "column": PERSON},
    )
    (suspect,) = found.suspects
    assert (suspect.cells[0].report, suspect.cells[0].cell) == (reports[2], cell)


def test_what_is_said_of_a_tree_in_folders_does_not_follow_the_order_of_the_inputs() -> None:
    parents, units = tree(Random(5), 4, [2022, 2023])  # noqa: S311 - the same in every run
    made = [to_report(one, f"甲市/{one.organ}{one.year}.html") for one in parents]
    made += [to_report(one, f"甲市/{one.organ}/{one.year}.html") for one in units]
    made[0] = changed(made[0], "permits.permits.decisions", 9000)
    made[5] = changed(made[5], "documents.normative.in_force", 500)

    def told(reports: Sequence[Report]) -> dict[str, tuple[Finding, ...]]:
        checked = check(reports, Across(units="folder"))
        return {report.path: one.findings for report, one in zip(reports, checked, strict=True)}

    expected = told(made)
    assert any(len(finding.suspects) > 1 for findings in expected.values() for finding in findings)
    for seed in range(3):
        assert told(Random(seed).sample(made, len(made))) == expected  # noqa: S311 - see above


def test_without_a_unit_the_parent_is_at_least_the_sum_of_the_others() -> None:
    reports, across = parent_and_units()
    told = check(reports[:-1], across)
    assert rules(told[0]) == ["units-missing"]
    assert told[0].findings[0].facts == OrgansListed((reports[-1].organ or "",))
    small = changed(reports[0], "permits.permits.decisions", 1)
    found = {one.rule: one for one in weighty(check([small, *reports[1:-1]], across)[0])}
    assert set(found) == {"units-missing", "units-at-least"}
    assert found["units-at-least"].suspects


def test_a_list_that_is_not_complete_asks_for_no_more() -> None:
    reports, across = parent_and_units()
    open_list = Across(lines=(*across.lines[:-1], OrganLine("甲市", complete=False)))
    assert rules(check(reports, open_list)[0]) == []


def test_a_number_that_may_be_negative_is_not_bounded_by_the_units_that_are_known() -> None:
    units = [chain(Random(at), f"甲市{at}县", [2020])[0] for at in range(3)]  # noqa: S311 - the same in every run
    reports = [to_report(one, one.organ) for one in (rolled_up("甲市", units), *units)]
    across = Across(lines=tuple(OrganLine(unit.organ, "甲市") for unit in units))
    cell = "permits.permits.change"
    reports[0] = changed(reports[0], cell, -90)
    assert rules(check(reports, across)[0]) == ["units-sum"]
    assert rules(check(reports[:-1], across)[0]) == ["units-missing"]


@pytest.mark.parametrize("copies", [1, 2])
def test_two_reports_of_a_unit_are_told_at_both_and_at_the_parent(copies: int) -> None:
    reports, across = parent_and_units()
    copy = replace(reports[1], path="copy.html")
    told = check([*reports, *[copy] * (copies - 1)], across)
    assert ("units-duplicate" in rules(told[0])) == (copies > 1)
    assert ("report-duplicate" in rules(told[1])) == (copies > 1)


def test_chains_can_be_left_out() -> None:
    before, after = years(2022, 2023)
    wrong = changed(after, "documents.normative.in_force", 500)
    assert rules(check([before, wrong], Across(chains=False))[1]) == []


def test_last_year_may_be_named_and_is_not_checked_itself() -> None:
    before, after = years(2022, 2023)
    wrong = changed(before, f"requests.carried_out.{PERSON}", 99)
    (told,) = check([after], previous=[wrong])
    assert rules(told) == ["requests-carry"]


def facts_of(told: Sequence[ReportResult], rule: str) -> Mapping[str, str]:
    return next(finding.facts.printed for one in told for finding in one.findings if finding.rule == rule)


def test_what_was_not_compared_is_told() -> None:
    (old, *_), (_, new) = years(2020, 2021), years(2022, 2023)
    assert facts_of(check([old, new]), "year-before-missing")["year"] == "2020"
    other = replace(years(2022, 2023)[0], organ="甲县教育和体育局")
    assert facts_of(check([other, new]), "organ-doubtful")["organ"] == "甲县教育和体育局"
    lines = (OrganLine("甲县教育局", "甲市"),)
    assert facts_of(check([new], Across(lines=lines)), "parent-missing")["units"] == "甲市"


def test_rules_that_are_not_wanted_say_nothing() -> None:
    before, after = years(2022, 2023)
    reports = [before, changed(after, "documents.normative.in_force", 500)]
    groups = find_groups(reports, (), PACK.names, Across())
    alone = CHECKER.check(reports, frozenset({"requests-carry"}))
    told = check_between(CHECKER, groups, reports, alone, frozenset({"requests-carry"}))
    assert [one.findings for one in told] == [(), ()]
    assert sum(told[1].counts.values()) == 7


def test_growth_that_the_text_quotes_is_held_against_last_year() -> None:
    before = report_of(Labelled("", (), {"requests.new.total": 128, "requests.carried_in.total": 0}, year=2022))
    now = report_of(Labelled("收到政府信息公开申请146件，同比增长41%。", ()))
    pair = [replace(one, organ="甲县", path=f"{one.year}.html") for one in (before, now)]
    wanted = frozenset({"claim-growth"})
    alone = CHECKER.check(pair, wanted)
    assert [claim.verdict for claim in alone[1].claims] == [Verdict.NOT_APPLICABLE]
    told = check_between(CHECKER, find_groups(pair, (), PACK.names, Across()), pair, alone, wanted)
    assert [claim.verdict for claim in told[1].claims] == [Verdict.VIOLATED]
    assert [finding.rule for finding in told[1].findings] == ["claim-growth"]
    apart = check_between(CHECKER, find_groups(pair, (), PACK.names, Across(chains=False)), pair, alone, wanted)
    assert apart == alone


def test_what_is_between_reports_is_among_the_outcomes_in_the_order_of_the_rules() -> None:
    told = check(years(2022, 2023))
    order = [rule.id for rule in PACK.rules]
    named = [order.index(one.key.rule) for one in told[1].outcomes]
    assert named == sorted(named)
    assert {"requests-carry", "documents-stock"} <= {one.key.rule for one in told[1].outcomes}
    assert len({one.key for one in told[1].outcomes}) == len(told[1].outcomes)


def test_a_number_of_twenty_digits_is_compared_with_last_year() -> None:
    last, this = years(2022, 2023)
    carried = "requests.carried_in.natural_person"
    large = changed(this, carried, 10**20)
    (_, found) = check([last, large])
    carry = next(one for one in found.findings if one.rule == "requests-carry")
    assert carry.verdict is Verdict.VIOLATED
    assert carry.left == 10**20 or carry.right == 10**20


def test_texts_that_are_too_long_to_be_compared_are_told_as_such_and_all_else_is_compared() -> None:
    """The same text twice: what is not compared must not be told as sound."""
    headings = [Paragraph("一、总体情况"), Paragraph("略"), Paragraph("五、存在的主要问题及改进情况")]
    first, second, third = years(2021, 2023)
    carried = f"requests.carried_in.{PERSON}"
    wrong = blank(second, carried, CellValue(Reading.READ, Decimal(999), "999"))
    for length, told_first in ((2_000, "prose-repeated"), (400_000, "reading-incomplete")):
        prose = (*headings, Paragraph("".join(chr(0x4E00 + at % 5000) for at in range(length))))
        told = check([replace(one, prose=prose) for one in (first, wrong, third)])
        assert "requests-carry" in rules(told[1])
        for one in told[1:]:
            assert told_first in [finding.rule for finding in one.findings]
    cut = [one for one in told[1].findings if one.rule == "reading-incomplete"]
    assert [one.facts for one in cut] == [PartLeftOut("comparison-too-costly")]
    assert "reading-incomplete" not in [one.rule for one in told[0].findings]


def test_a_text_in_which_too_much_is_to_be_understood_keeps_what_was_told_of_it() -> None:
    first, second = years(2022, 2023)
    grown = "全年共收到政府信息公开申请5件，比上年增长10%。"
    reports = [replace(one, prose=(Paragraph(grown), Paragraph("略" * 300_000))) for one in (first, second)]
    alone = [replace(one, claims=CHECKER.claims(one.report)) for one in CHECKER.check(reports, WANTED)]
    groups = find_groups(reports, (), PACK.names, Across())
    told = check_between(CHECKER, groups, reports, alone, WANTED)
    assert told[1].claims == alone[1].claims
    assert "reading-incomplete" in rules(told[1])
