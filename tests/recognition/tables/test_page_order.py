"""Texts that come off pages: what the order of their lines does not tell stays open."""

from __future__ import annotations

from collections.abc import Sequence

from core_factory import shipped_form
from support.checking import check_text

from validator.model.report import Reading, Report

FORM = shipped_form("2021")
LABELS = {row.name: row.number + row.title.zh for row in FORM.table("requests").rows}
HEADER = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
HEAD = "丙县丁局2023年政府信息公开工作年度报告\n一、总体情况\n三、收到和处理政府信息公开申请情况\n"


def check(*lines: str) -> Report:
    return check_text(HEAD + "\n".join(lines) + "\n五、存在的主要问题及改进情况\n无。\n").report


def reading(report: Report, row: str) -> set[Reading]:
    return {report[cell].reading for cell in FORM.table("requests").cells_of(row)}


def rows(numbers: dict[str, Sequence[str]]) -> list[str]:
    return [line for name, label in LABELS.items() for line in (label, *numbers.get(name, ()))]


def test_a_header_that_goes_on_below_rows_leaves_them_open() -> None:
    lines = rows({"new": ["12", "3", "15"], "granted": ["12", "3", "15"], "handled": ["12", "3", "15"]})
    report = check(*HEADER[:3], *lines[:5], *HEADER[3:], *lines[5:])
    assert reading(report, "new") == {Reading.AMBIGUOUS}
    assert reading(report, "carried_in") == {Reading.AMBIGUOUS}


def test_numbers_of_several_rows_below_one_label_leave_those_round_it_open() -> None:
    lines = rows({"new": ["12", "3", "15"], "carried_out": ["2", "2", "35", "775", "810", "48", "29", "77"]})
    report = check(*HEADER, *lines)
    assert reading(report, "carried_out") == {Reading.AMBIGUOUS}
    assert reading(report, "handled") == {Reading.AMBIGUOUS}


def test_numbers_at_the_end_of_a_page_may_be_of_the_row_on_the_next() -> None:
    lines = rows({"new": ["12 3 15"], "granted": ["7 7"], "handled": ["12 3 15"]})
    at = lines.index("7 7")
    broken = [*lines[: at - 1], lines[at - 1][:4], lines[at - 1][4:], lines[at], "\f" + lines[at + 1], *lines[at + 2 :]]
    report = check(*HEADER, *broken)
    assert reading(report, "granted") == {Reading.AMBIGUOUS}
    assert reading(report, "partial") == {Reading.AMBIGUOUS}
    whole = check(*HEADER, *lines[: at - 1], lines[at - 1] + " 7 7", "\f" + lines[at + 1], *lines[at + 2 :])
    assert reading(whole, "partial") == {Reading.BLANK}
