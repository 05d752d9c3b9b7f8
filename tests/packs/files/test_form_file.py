from __future__ import annotations

from pathlib import Path

import pytest

from validator.model.errors import Fault
from validator.model.form import BlankPolicy, Form, Group, Section
from validator.model.text import Text
from validator.packs.files.form_file import read_form
from validator.packs.files.yaml_file import FaultKind, YamlFile

GOOD = """\
id: small-form
title: {zh: 小表, en: small form}
first_year: 2021
basis: 某号文
sections:
  - {number: 一, title: {zh: 总体情况, en: overview}, keywords: [总体, 概述]}
tables:
  - name: money
    number: 表二
    title: {zh: 金额表, en: money}
    arrangement: flat
    blanks: {blank: unknown, blank_total: zero}
    columns:
      - {name: items, title: {zh: 数量, en: items}}
      - name: amount
        title: {zh: 金额, en: amount}
        labels: [总金额]
        unit: 万元
        unit_printed: false
        signed: true
        decimals: 6
    rows:
      - {name: fees, number: （一）, title: {zh: 收费, en: fees}, labels: [费用, 收费额]}
      - {name: group.part, title: {zh: 其中, en: part}}
"""


def read(tmp_path: Path, text: str) -> tuple[Form | None, list[Fault]]:
    path = tmp_path / "form.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    return read_form(YamlFile(path, faults)), faults


def test_a_form_is_read_with_all_its_details(tmp_path: Path) -> None:
    form, faults = read(tmp_path, GOOD)
    assert faults == []
    assert form is not None
    assert (form.id, form.title, form.basis) == ("small-form", Text("小表", "small form"), "某号文")
    assert (form.first_year, form.last_year) == (2021, None)
    assert form.sections == (Section("一", Text("总体情况", "overview"), ("总体", "概述")),)
    (table,) = form.tables
    assert (table.name, table.number, table.edition, table.arrangement) == ("money", "表二", "small-form", "flat")
    assert table.policy == BlankPolicy("unknown", "zero")
    assert form.cells == (
        "money.fees.items",
        "money.fees.amount",
        "money.group.part.items",
        "money.group.part.amount",
    )


GROUPED = GOOD.replace(
    "    columns:\n",
    "    corner: {zh: 项目, en: item}\n    column_groups:\n"
    "      - {title: {zh: 全部, en: all}, first: items, last: amount}\n    columns:\n",
)


def test_headings_over_rows_and_columns_are_read(tmp_path: Path) -> None:
    form, faults = read(tmp_path, GROUPED)
    assert faults == []
    assert form is not None
    (table,) = form.tables
    assert (table.corner, table.row_groups) == (Text("项目", "item"), ())
    assert table.column_groups == (Group(Text("全部", "all"), "items", "amount"),)


def test_a_heading_over_a_column_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    _, (fault,) = read(tmp_path, GROUPED.replace("last: amount", "last: amounts"))
    assert (fault.line, fault.seen, fault.problem, fault.nearest) == (15, "amounts", FaultKind.UNKNOWN_WORD, "amount")


def test_the_official_title_is_the_first_label(tmp_path: Path) -> None:
    form, _ = read(tmp_path, GOOD)
    assert form is not None
    fees, part = form.table("money").rows
    assert (fees.number, fees.labels, fees.group) == ("（一）", ("收费", "费用", "收费额"), None)
    assert (part.number, part.labels, part.group) == ("", ("其中",), "group")


def test_what_a_column_does_not_say_is_a_plain_count(tmp_path: Path) -> None:
    form, _ = read(tmp_path, GOOD)
    assert form is not None
    items, amount = form.table("money").columns
    assert (items.unit, items.unit_printed, items.signed, items.decimals) == ("", True, False, 0)
    assert (amount.unit, amount.unit_printed, amount.signed, amount.decimals) == ("万元", False, True, 6)


COUNTED = GOOD.replace("basis: 某号文", "basis: 某号文\nunit: 艘").replace("概述]}", "概述], anew: true}")
TOTALLED = COUNTED.replace("en: items}}", "en: items}, total: true}")


def test_the_unit_of_the_form_is_that_of_the_columns_that_name_none(tmp_path: Path) -> None:
    form, faults = read(tmp_path, COUNTED)
    assert (form is not None, faults) == (True, [])
    assert form is not None
    assert [column.unit for column in form.table("money").columns] == ["艘", "万元"]


def test_the_column_of_totals_is_the_one_that_says_so(tmp_path: Path) -> None:
    for text, name in ((COUNTED, None), (TOTALLED, "items")):
        form, faults = read(tmp_path, text)
        assert form is not None
        assert (form.table("money").total_column, faults) == (name, [])


def test_a_table_has_one_column_of_totals(tmp_path: Path) -> None:
    _, (fault,) = read(tmp_path, TOTALLED.replace("        signed: true\n", "        total: true\n"))
    assert (fault.line, fault.seen, fault.problem) == (16, "total", FaultKind.SECOND_TOTAL)


def test_a_section_may_have_to_be_written_anew(tmp_path: Path) -> None:
    for text, anew in ((GOOD, False), (COUNTED, True)):
        form, _ = read(tmp_path, text)
        assert form is not None
        assert [section.anew for section in form.sections] == [anew]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: small-form", "id: Small_Form", (1, "Small_Form", FaultKind.NOT_KEBAB_CASE, None)),
        ("en: small form}", "de: klein}", (2, "de", FaultKind.UNKNOWN_KEY, None)),
        ("first_year: 2021", "first_year: soon", (3, "soon", FaultKind.WRONG_TYPE, None)),
        ("first_year: 2021", "frist_year: 2021", (3, "frist_year", FaultKind.UNKNOWN_KEY, "first_year")),
        ("basis: 某号文", "basis:", (4, "", FaultKind.EMPTY, None)),
        ("basis: 某号文", "basis: [某号文]", (4, "list", FaultKind.WRONG_TYPE, None)),
        ("keywords: [总体, 概述]", "keywords: 总体", (6, "总体", FaultKind.WRONG_TYPE, None)),
        ("name: money", "name: Money", (8, "Money", FaultKind.BAD_NAME, None)),
        ("arrangement: flat", "arrangement: flats", (11, "flats", FaultKind.UNKNOWN_WORD, "flat")),
        ("blank: unknown", "blank: unknwon", (12, "unknwon", FaultKind.UNKNOWN_WORD, "unknown")),
        ("unit_printed: false", "unit_printed: no", (19, "no", FaultKind.UNKNOWN_WORD, None)),
        ("decimals: 6", "decimals: -6", (21, "-6", FaultKind.WRONG_TYPE, None)),
        ("name: amount", "name: items", (15, "items", FaultKind.DUPLICATE_NAME, None)),
        ("name: group.part", "name: group.part.more", (24, "group.part.more", FaultKind.BAD_NAME, None)),
        ("keywords: [总体, 概述]", "keywords: [总体], anwe: true", (6, "anwe", FaultKind.UNKNOWN_KEY, "anew")),
        ("keywords: [总体, 概述]", "keywords: [总体], anew: yes", (6, "yes", FaultKind.UNKNOWN_WORD, None)),
        ("basis: 某号文", "basis: 某号文\nunti: 艘", (5, "unti", FaultKind.UNKNOWN_KEY, "unit")),
        ("decimals: 6", "totl: true", (21, "totl", FaultKind.UNKNOWN_KEY, "total")),
        ("name: group.part", "name: fees", (24, "fees", FaultKind.DUPLICATE_NAME, None)),
        ("labels: [总金额]", "labels: [[总金额]]", (17, "list", FaultKind.WRONG_TYPE, None)),
    ],
)
def test_a_fault_says_line_and_nearest_word(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, FaultKind, str | None]
) -> None:
    assert GOOD.count(old) == 1
    _, faults = read(tmp_path, GOOD.replace(old, new))
    assert (faults[0].line, faults[0].seen, faults[0].problem, faults[0].nearest) == fault


def test_all_faults_of_a_form_are_reported(tmp_path: Path) -> None:
    text = GOOD.replace("arrangement: flat", "arrangement: round").replace("decimals: 6", "decimals: six")
    _, faults = read(tmp_path, text.replace("basis: 某号文\n", ""))
    assert sorted((fault.line, fault.seen) for fault in faults) == [(1, "basis"), (10, "round"), (20, "six")]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_holds_no_form(tmp_path: Path, text: str) -> None:
    form, faults = read(tmp_path, text)
    assert form is None
    assert [fault.problem for fault in faults] == [FaultKind.EMPTY]
