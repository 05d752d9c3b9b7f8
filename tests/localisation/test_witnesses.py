"""Where the tables leave several repairs, and the text says which."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace
from support.checking import CHECKER
from support.labelled import Labelled, report_of

from validator.localisation.witnesses import witnesses_of
from validator.model.finding import Doubt, Finding
from validator.model.report import CellValue, Reading, Report
from validator.packs.pack import load_pack

ALL = frozenset(rule.id for rule in load_pack().rules)
ROW = "disputes.litigation_after_reconsideration"
WRONG = {f"{ROW}.upheld": 5, f"{ROW}.corrected": 0, f"{ROW}.other": 0, f"{ROW}.pending": 0, f"{ROW}.total": 0}
"""Either the total was left at 0, or the 5 are not there at all."""


def located(text: str, cells: Mapping[str, int]) -> Finding:
    """The one violated row of table four, with its suspects."""
    report = _report(text, cells)
    (checked,) = CHECKER.check([report], ALL)
    findings = CHECKER.locate(report, checked.findings, ALL, checked.claims)
    (finding,) = (one for one in findings if one.rule == "disputes-row-total")
    return finding


def _report(text: str, cells: Mapping[str, int]) -> Report:
    report = report_of(Labelled(text, ()))
    values = list(report.cells)
    for name, value in cells.items():
        values[report.form.index[name]] = CellValue(Reading.READ, Decimal(value), str(value))
    return replace(report, cells=tuple(values))


def repairs(finding: Finding) -> list[dict[str, Fraction | None]]:
    return [{cell.cell: cell.new for cell in one.cells} for one in finding.suspects]


def test_without_a_word_in_the_text_the_figures_cannot_decide() -> None:
    finding = located("", WRONG)
    assert finding.doubt is Doubt.SEVERAL
    assert len(finding.suspects) == 2
    assert not any(one.evidence for one in finding.suspects)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("经复议后起诉5件。", {f"{ROW}.total": Fraction(5)}),
        ("经复议后起诉0件。", {f"{ROW}.upheld": Fraction(0)}),
    ],
)
def test_the_text_decides_and_is_quoted(text: str, repair: dict[str, Fraction]) -> None:
    finding = located(text, WRONG)
    assert finding.doubt is None
    assert repairs(finding) == [repair]
    (suspect,) = finding.suspects
    assert suspect.unique
    assert [one.text for one in suspect.evidence] == [text.rstrip("。")]
    assert [one.rule for one in suspect.evidence] == ["claim-litigation"]


@pytest.mark.parametrize(
    "text",
    [
        "经复议后起诉约5件。",
        "全市经复议后起诉5件。",
        "经复议后起诉7件。",
        "全年收到信息公开申请5件。",
        "经复议后起诉5件。经复议后起诉0件。",
    ],
)
def test_what_is_not_exact_or_not_in_keeping_decides_nothing(text: str) -> None:
    finding = located(text, WRONG)
    assert finding.doubt is Doubt.SEVERAL
    assert len(finding.suspects) == 2


def test_a_number_that_contradicts_every_repair_takes_no_side() -> None:
    finding = located("因政府信息公开被提起行政诉讼77件。经复议后起诉5件。", WRONG)
    assert repairs(finding) == [{f"{ROW}.total": Fraction(5)}]
    assert [one.text for one in finding.suspects[0].evidence] == ["经复议后起诉5件"]


def test_numbers_that_take_different_sides_decide_nothing() -> None:
    text = "行政诉讼结果维持3件。经复议后起诉5件。"
    finding = located(text, {**WRONG, "disputes.litigation_direct.upheld": 3})
    assert finding.doubt is Doubt.SEVERAL


def test_what_the_figures_decide_is_not_asked_of_the_text() -> None:
    wrong = {**WRONG, f"{ROW}.pending": 1}
    finding = located("经复议后起诉7件。", wrong)
    assert repairs(finding) == [{f"{ROW}.total": Fraction(6)}]
    assert not finding.suspects[0].evidence


def test_only_claims_that_can_be_meant_in_one_way_are_witnesses() -> None:
    report = report_of(Labelled("全年收到信息公开申请146件，不予公开35件。信息公开类行政复议均获维持。", ()))
    witnesses = witnesses_of(CHECKER.claims(report), report.form)
    assert [one.value for one in witnesses] == [35]
    assert len(witnesses[0].cells) > 1
