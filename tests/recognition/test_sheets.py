from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace
from support.checking import CHECKER
from support.official import lay_out
from support.page import Line, Page, Sheet
from support.randomreport import random_report
from support.reports import ReportData
from support.writers.workbook import workbook

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.report import Report
from validator.readers import read

FIRST, SECOND = (
    replace(random_report(Random(seed)), organ=organ)  # noqa: S311  the same numbers in every run are the point
    for seed, organ in ((1, "甲县教育局"), (2, "甲县公安局"))
)


def document(sheets: dict[str, Page]) -> Document:
    return read("book.xlsx", data=workbook(sheets))


def recognised(sheets: dict[str, Page]) -> tuple[Report, ...]:
    return CHECKER.recognise_all(document(sheets))


def values(report: Report | ReportData) -> dict[str, str]:
    if isinstance(report, ReportData):
        return {cell: text for cell, text in report.cells.items() if text}
    return {cell: report[cell].raw for cell in report.form.cells if report[cell].raw}


def table_by_table(report: ReportData) -> dict[str, Page]:
    """A sheet for each table, the title and the text on a cover."""
    page = lay_out(report)
    apart: dict[str, Page] = {f"{report.organ}封面": tuple(block for block in page if isinstance(block, Line))}
    for number, block in enumerate((block for block in page if isinstance(block, Sheet)), 1):
        apart[f"{report.organ}{number}"] = (block,)
    return apart


def test_a_report_on_every_sheet() -> None:
    one, other = recognised({"教育局": lay_out(FIRST), "公安局": lay_out(SECOND)})
    assert (values(one), values(other)) == (values(FIRST), values(SECOND))
    assert (one.part, other.part) == ("教育局", "公安局")
    assert (one.organ, other.organ) == (FIRST.organ, SECOND.organ)
    assert {one.path, other.path} == {"book.xlsx"}
    place = other["requests.new.natural_person"].location
    assert place is not None
    assert place.sheet == "公安局"
    assert place.address


def test_the_tables_of_one_report_on_their_own_sheets() -> None:
    (report,) = recognised(table_by_table(FIRST))
    assert values(report) == values(FIRST)
    assert report.part is None
    assert report.organ == FIRST.organ


def test_several_reports_of_several_sheets_each() -> None:
    one, other = recognised({**table_by_table(FIRST), **table_by_table(SECOND)})
    assert (values(one), values(other)) == (values(FIRST), values(SECOND))
    assert (one.organ, other.organ) == (FIRST.organ, SECOND.organ)
    assert one.part == ", ".join(table_by_table(FIRST))


def test_sheets_without_tables_go_with_the_report_that_follows_or_with_the_last() -> None:
    note = (Line("填报说明：各项数据截至12月31日。"),)
    one, other = recognised({"说明": note, "一": lay_out(FIRST), "二": lay_out(SECOND), "附": note})
    assert (one.part, other.part) == ("说明, 一", "二, 附")


def test_a_workbook_without_tables_is_declined() -> None:
    with pytest.raises(UnreadableInputError):
        recognised({"甲": (Line("甲"),), "乙": (Line("乙"),)})


@pytest.mark.parametrize("title", ["勾稽核对", "checks", "复算", "发现", "findings"])
def test_sheets_that_this_program_adds_are_no_reports(title: str) -> None:
    page = lay_out(FIRST)
    (report,) = recognised({"年报": page, title: page})
    assert values(report) == values(FIRST)
