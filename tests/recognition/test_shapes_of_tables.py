"""The tables of the form in other shapes than the official one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from core_factory import document, grid
from support.checking import check_text
from support.official import lay_out
from support.samples import consistent_county
from support.writers import text

from validator.engine.pipeline import check_document
from validator.model.document import Document
from validator.model.report import Reading

if TYPE_CHECKING:
    from support.reports import ReportData

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
KINDS = {"行政复议": [4, 1, 2, 3, 10], "未经复议直接起诉": [2, 0, 1, 0, 3], "复议后起诉": [1, 0, 0, 1, 2]}
NUMBERS = [number for numbers in KINDS.values() for number in numbers]


def a_row_for_each_kind() -> Document:
    return document(grid([["项目", *OUTCOMES], *([kind, *map(str, numbers)] for kind, numbers in KINDS.items())]))


def a_table_for_each_kind() -> Document:
    blocks = [
        block for kind, numbers in KINDS.items() for block in (f"（一）{kind}", grid([OUTCOMES, [*map(str, numbers)]]))
    ]
    return document(*blocks)


@pytest.mark.parametrize("one", [a_row_for_each_kind(), a_table_for_each_kind()], ids=["rows", "tables"])
def test_table_four_may_be_printed_by_kinds_of_cases(one: Document) -> None:
    report = check_document(one).report
    assert [report[cell].value for cell in report.form.table("disputes").cells] == NUMBERS


@pytest.mark.parametrize("numbers", [1, 0], ids=["one kind", "none"])
def test_a_row_for_each_kind_may_hold_hardly_a_number(numbers: int) -> None:
    printed = (
        {kind: ["", "", "", "", ""] for kind in KINDS}
        | {"未经复议直接起诉": ["", "1", "", "", "1"]}
        | ({} if numbers else {"未经复议直接起诉": [""] * 5})
    )
    one = document(grid([["案件", *OUTCOMES], *([kind, *row] for kind, row in printed.items())]))
    found = check_document(one)
    cells = [found.report[cell] for cell in found.report.form.table("disputes").cells]
    assert [cell.raw for cell in cells] == [text for row in printed.values() for text in row]
    assert {cell.reading for cell in cells} <= {Reading.READ, Reading.BLANK}
    assert not [finding for finding in found.findings if finding.table == "disputes" and finding.severity == "error"]


def test_a_small_table_without_a_number_is_there_all_the_same() -> None:
    printed = {kind: [str(number) for number in numbers] for kind, numbers in KINDS.items()}
    printed["未经复议直接起诉"] = [""] * 5
    one = document(*(block for kind, row in printed.items() for block in (kind, grid([OUTCOMES, row]))))
    found = check_document(one)
    cells = found.report.form.table("disputes").cells_of("litigation_direct")
    assert {found.report[cell].reading for cell in cells} == {Reading.BLANK}
    assert not [finding for finding in found.findings if finding.rule == "row-missing" and finding.table == "disputes"]


def as_tabs(report: ReportData) -> str:
    """The report as a text with tabs."""
    return text.tabs(lay_out(report)).decode()


def test_each_item_of_table_two_has_its_own_edition() -> None:
    printed = as_tabs(consistent_county())
    old, new = "本年新制作数量\t本年新公开数量\t对外公开总数量", "本年制发件数\t本年废止件数\t现行有效件数"
    assert new in printed
    found = check_text(printed.replace(new, old))
    editions = {table.name: table.edition[-4:] for table in found.report.form.tables}
    assert editions == dict.fromkeys(editions, "2021") | {"documents": "2019"}
    assert not {"table-missing", "row-missing"} & {one.rule for one in found.findings}


def test_a_row_is_not_blank_beside_numbers_of_nobody() -> None:
    lines = as_tabs(consistent_county()).split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("二、上年结转"))
    label, *numbers = lines[at].split("\t")
    lines[at : at + 1] = ["上年的另一种说法", "\t".join(numbers).strip()]
    report = check_text("\n".join(lines)).report
    assert label.startswith("二、")
    cells = report.form.table("requests").cells_of("carried_in")
    assert {report[cell].reading for cell in cells} == {Reading.AMBIGUOUS}


def test_a_file_that_ends_early_is_told_once() -> None:
    whole = as_tabs(consistent_county())
    found = check_text(whole[: whole.index("三、收到和处理")])
    assert [one.rule for one in found.findings if one.rule.endswith(("-missing", "-incomplete"))] == [
        "report-incomplete"
    ]


def test_a_row_in_which_the_file_ends_is_open_and_no_other() -> None:
    lines = [line.replace("\t", " | ") + " |" * ("\t" in line) for line in as_tabs(consistent_county()).split("\n")]
    at = next(at for at, line in enumerate(lines) if "3.危及" in line)
    whole = lines[at].rstrip("| ").split(" | ")
    found = check_text("\n".join([*lines[:at], " | ".join(whole[:-1])]))
    table = found.report.form.table("requests")
    open_cells = [name for name in table.cells if found.report[name].reading is Reading.AMBIGUOUS]
    assert open_cells == list(table.cells_of("denied.security_stability"))


def test_numbers_below_each_other_that_are_of_nobody_leave_no_row_blank() -> None:
    lines = [
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t",
        "4\t",
        "5\t",
        "66",
        "行政规范性文件\t",
        "32\t",
        "16\t",
    ]
    report = check_text("\n".join(["丙县2023年政府信息公开工作年度报告", "第二十条第（一）项", *lines, "79"])).report
    cells = [report[f"documents.{row}.in_force"].reading for row in ("regulations", "normative")]
    assert Reading.BLANK not in cells


@pytest.mark.parametrize("explained", ["是指各级行政机关制定的、反复适用的公文。" * times for times in (1, 9)])
def test_a_label_may_be_explained_behind_a_colon(explained: str) -> None:
    rows = [["规章：不含废止的地方性法规", "0", "0", "0"], [f"规范性文件：{explained}", "7", "6", "90"]]
    header = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    report = check_document(document("甲局2020年政府信息公开工作年度报告", grid([header, *rows]))).report
    assert [report[cell].value for cell in report.form.table("documents").cells] == [0, 0, 0, 7, 6, 90]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("一、本年新收政府信息公开申请数量 | 19 | 0 | 0 | 0 | 0 | 0 | 19", [19, 0, 0, 0, 0, 0, 19]),
        ("一、本年新收政府信息公开申请数量 | 19 | 0 | 0", []),
        ("本年收到的申请 | 19 | 0 | 0 | 0 | 0 | 0 | 19", []),
    ],
)
def test_a_row_without_a_header_is_the_table_if_nothing_else_can_be(row: str, found: list[int]) -> None:
    header = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    documents = f"{header}\n| 规章 | 0 | 0 | 0 |\n| 行政规范性文件 | 1 | 0 | 3 |"
    report = check_text(f"甲局2023年政府信息公开工作年度报告\n\n{documents}\n\n三、申请情况\n\n| {row} |\n").report
    values = [report[cell].value for cell in report.form.table("requests").cells_of("new")]
    assert [value for value in values if value is not None] == found
