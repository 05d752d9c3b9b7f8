from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from openpyxl import load_workbook
from renderers import factory
from support.checkedsamples import checked_samples
from support.checking import check_written
from support.faults import plant
from support.libreoffice import convert, is_installed
from support.randomreport import FORMS, random_report
from support.reports import ReportData, totals_left_blank, zeros_left_blank

from validator.model.finding import SecondReading
from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Verdict
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.workbook import _plan as checkplan
from validator.renderers.workbook.checks import export

if TYPE_CHECKING:
    from openpyxl import Workbook

RECOMPUTED, VERDICT = 9, 10
"""Columns of the sheet of relations, from 0."""
SPOILT = (None, "0", "/", "3?", "2.5", "-4", "99999999999999", "七")
MANY = CellValue(Reading.AMBIGUOUS, raw="1 1", candidates=(Decimal(1), None))


def workbook(result: Result, language: str = "zh") -> Workbook:
    return load_workbook(io.BytesIO(export(result, load_pack(), RenderOptions(language))))


def rows(book: Workbook, sheet: int) -> list[Sequence[object]]:
    return [row for row in book.worksheets[sheet].iter_rows(min_row=2, values_only=True) if any(row)]


def in_many_states() -> Result:
    """Reports with slips, blanks, missing totals and unreadable cells, on every form."""
    rng = Random(7)  # noqa: S311 (nothing is secret)
    made: list[ReportData] = []
    for form in FORMS:
        for _ in range(3):
            report = plant(random_report(rng, form), rng, 3)
            cells = rng.sample(list(report.cells), 8)
            made.append(report.with_cells({cell: rng.choice(SPOILT) for cell in cells}))
        made += [zeros_left_blank(plant(random_report(rng, form), rng)), totals_left_blank(random_report(rng, form))]
    return Result(tuple(check_written(report) for report in made))


@pytest.mark.skipif(not is_installed(), reason="LibreOffice is not installed")
def test_every_formula_agrees_with_the_verdict() -> None:
    result = Result((*checked_samples().reports, *in_many_states().reports))
    written = export(result, load_pack(), RenderOptions("en", sheets=True))
    (computed,) = convert([written], ".xlsx", "xlsx")
    found = rows(load_workbook(io.BytesIO(computed), data_only=True), 1)
    told = [row for row in found if row[VERDICT]]
    formulas = [row for row in rows(load_workbook(io.BytesIO(written)), 1) if row[VERDICT]]
    assert len(told) == len(formulas) == sum(sum(checked.counts.values()) for checked in result.reports)
    live = [row for row, text in zip(told, formulas, strict=True) if str(text[RECOMPUTED]).startswith("=")]
    assert [row for row in live if row[RECOMPUTED] != row[VERDICT]] == []
    assert len(told) - len(live) < 10
    assert min(Counter(row[VERDICT] for row in live).values()) > 10


def test_what_is_readable_in_several_ways_has_a_row_for_each() -> None:
    ragged = next(one for one in checked_samples().reports if len(one.report.readings) > 1)
    found = rows(workbook(Result((ragged,)), "en"), 1)
    of_readings = [row for row in found if str(row[3]).startswith("reading ")]
    assert len(of_readings) > 1
    assert not any(row[VERDICT] for row in of_readings)
    assert any("is blank" in str(row[3]) for row in of_readings)


def test_a_formula_refers_to_the_cells_of_the_report() -> None:
    (checked,) = checked_samples().reports[:1]
    book = workbook(Result((checked,)))
    assert book.sheetnames == ["发现", "复算", "1 甲县自然资源局"]
    row = next(row for row in rows(book, 1) if row[1] == "requests-balance")
    assert row[2] == "表三，列“自然人”"
    assert str(row[3]).startswith("一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量 = （七）总计 + ")
    left, sign, right = row[4:7]
    assert sign == "="
    assert [_number(book, str(side)) for side in (left, right)] == [133, 131]
    assert row[VERDICT] == "违反"
    assert book.calculation.fullCalcOnLoad


def _number(book: Workbook, formula: str) -> int:
    """The sum of the cells a formula refers to."""
    total = 0
    for part in formula.removeprefix("=").split("+"):
        sheet, _, cell = part.removeprefix("N('").removesuffix(")").partition("'!")
        total += book[sheet][cell].value
    return total


def test_mistakes_are_listed_the_gravest_first() -> None:
    book = load_workbook(io.BytesIO(export(factory.result(), factory.PACK, RenderOptions())))
    listed = rows(book, 0)
    assert [(row[2], row[6]) for row in listed[:-1]] == [
        ("差错", "requests-balance"),
        ("差错", "requests-row-total"),
        ("提示", "section-missing"),
        ("提示", "total-blank"),
        ("说明", "documents-issued-in-force"),
    ]
    assert listed[-1][1:3] == ("samples/扫描件.pdf", "无法读取")


def test_a_mistake_is_told_in_words_without_letters() -> None:
    book = load_workbook(io.BytesIO(export(factory.located(), factory.PACK, RenderOptions())))
    assert rows(book, 0)[0][3:6] == (
        "表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12",
        "10 与 12 只差一位数字。改为 12 后，2 条勾稽关系都成立。",
        "128 + 5 = 133 ≠ 121 + 10 = 131",
    )


def test_text_of_the_report_is_no_formula() -> None:
    (checked,) = checked_samples().reports[:1]
    cells = list(checked.report.cells)
    at = checked.report.form.index["requests.new.natural_person"]
    cells[at] = CellValue(Reading.UNREADABLE, raw='=HYPERLINK("http://x")')
    report = structs.replace(checked.report, organ="=1+1", path="=2+2", cells=tuple(cells))
    book = workbook(Result((structs.replace(checked, report=report),)))
    texts = [cell for row in book.worksheets[2].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in texts] == ["s", "s", "s"]
    assert all(cell.data_type == "s" for cell in book.worksheets[0]["A"])


def test_what_a_spreadsheet_cannot_compute_is_said() -> None:
    (checked,) = checked_samples().reports[:1]
    cells = list(checked.report.cells)
    for row in ("new", "handled"):
        cells[checked.report.form.index[f"requests.{row}.research"]] = CellValue(
            Reading.READ, Decimal(10**15 + (row == "new")), "1"
        )
    report = structs.replace(checked.report, cells=tuple(cells))
    told = {row[RECOMPUTED] for row in rows(workbook(Result((structs.replace(checked, report=report),)), "en"), 1)}
    assert "too large for a spreadsheet to compute exactly" in told


def test_too_many_readings_are_not_recomputed() -> None:
    (checked,) = checked_samples().reports[:1]
    name = "requests.new.research"
    cells = list(checked.report.cells)
    cells[checked.report.form.index[name]] = MANY
    report = structs.replace(
        checked.report, cells=tuple(cells), readings=tuple({name: Decimal(at)} for at in range(13))
    )
    found = rows(workbook(Result((structs.replace(checked, report=report),)), "en"), 1)
    said = [row[1] for row in found if row[RECOMPUTED] == "too many readings to be recomputed one by one"]
    assert said[0] == "requests-balance"
    assert not any(str(row[3]).startswith("reading ") for row in found)


def test_no_formula_is_longer_than_spreadsheets_take(monkeypatch: pytest.MonkeyPatch) -> None:
    (checked,) = checked_samples().reports[:1]
    result = Result((structs.replace(checked, report=structs.replace(checked.report, organ="甲" * 200)),))
    lengths = [len(str(value)) for row in rows(workbook(result), 1) for value in row]
    assert 1000 < max(lengths) < 8192
    monkeypatch.setattr(checkplan, "_LONGEST", max(lengths) - 1)
    found = rows(workbook(result, "en"), 1)
    said = {row[1] for row in found if row[RECOMPUTED] == "too long for a formula of a spreadsheet"}
    assert "requests-handled-sum" in said
    assert "documents-issued-in-force" not in said


def test_a_withdrawn_violation_is_not_recomputed() -> None:
    (checked,) = checked_samples().reports[:1]
    first = next(one for one in checked.findings if one.rule == "requests-balance")
    withdrawn = structs.replace(
        first, verdict=Verdict.UNDETERMINED, second_reading=SecondReading({first.terms[0].cell: Decimal(126)})
    )
    outcomes = tuple(
        structs.replace(one, verdict=Verdict.UNDETERMINED) if one.key == first.key else one for one in checked.outcomes
    )
    changed = ReportResult(checked.report, (withdrawn,), {}, outcomes=outcomes)
    row = next(row for row in rows(workbook(Result((changed,)), "en"), 1) if row[1] == "requests-balance")
    assert row[RECOMPUTED:] == ("two readings of the file differ; not recomputed", "undetermined")


def test_only_the_rules_asked_for_are_listed_and_what_they_rest_on() -> None:
    (checked,) = checked_samples().reports[:1]
    few = tuple(one for one in checked.outcomes if one.key.rule == "requests-row-parts")
    found = rows(workbook(Result((structs.replace(checked, findings=(), outcomes=few),)), "en"), 1)
    assert {row[1] for row in found if row[VERDICT]} == {"requests-row-parts"}
    assert {row[1] for row in found} >= {"requests-row-parts", "requests-row-total"}


def test_a_finding_about_what_is_not_in_the_form_marks_nothing() -> None:
    (checked,) = checked_samples().reports[:1]
    first = checked.findings[0]
    foreign = structs.replace(
        first, terms=(structs.replace(first.terms[0], cell="previous.requests.new.total"), *first.terms[1:])
    )
    book = workbook(Result((structs.replace(checked, findings=(foreign,)),)))
    filled = [cell for row in book.worksheets[2].iter_rows() for cell in row if cell.fill.fill_type == "solid"]
    assert len(filled) == len(first.terms) - 1


def test_a_run_without_reports_gives_an_empty_workbook() -> None:
    assert workbook(Result(()), "en").sheetnames == ["findings", "checks"]


def test_a_cell_to_change_stands_out_from_those_that_take_part_also_without_colours() -> None:
    (checked,) = checked_samples().reports[:1]
    book = workbook(Result((checked,)))
    sheet = book.worksheets[2]
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"]
    (culprit,) = (cell for cell in marked if cell.border.left.style == "double")
    assert culprit.value == 10
    assert '" → 12"' in culprit.number_format
    assert culprit.comment is not None
    assert "应为 12" in culprit.comment.text
    others = [cell for cell in marked if cell is not culprit]
    assert {cell.border.left.style for cell in others} == {"dotted"}
    assert {cell.number_format for cell in others} == {"General"}
    assert contrast(culprit.fill.fgColor.rgb, others[0].fill.fgColor.rgb) > 1.5


def contrast(one: str, other: str) -> float:
    """Ratio of the brightness of two colours, as of text and ground."""
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def brightness(colour: str) -> float:
    parts = [int(colour[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("reports", "sheets"), [(1, 3), (4, 6), (5, 2), (300, 2)])
def test_few_reports_have_a_sheet_each_and_many_a_row_each(reports: int, sheets: int) -> None:
    (checked,) = checked_samples().reports[:1]
    book = workbook(Result((checked,) * reports))
    assert len(book.sheetnames) == sheets <= 6
    assert len(rows(book, 0)) == reports * len(checked.mistakes)
    if sheets == 2:
        listed = [row for row in rows(book, 1) if row[1]]
        assert len(listed) == reports
        assert {row[2] for row in listed} == {sum(one.severity == "error" for one in checked.mistakes)}


def test_a_sheet_each_can_be_asked_for() -> None:
    (checked,) = checked_samples().reports[:1]
    data = export(Result((checked,) * 5), load_pack(), RenderOptions(sheets=True))
    assert len(load_workbook(io.BytesIO(data)).sheetnames) == 2 + 5
