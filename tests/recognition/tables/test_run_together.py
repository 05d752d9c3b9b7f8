"""Tables that a copy has run together into one stretch of text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, combinations, pairwise
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.engine.pipeline import check_document
from validator.model.document import Document, Paragraph
from validator.model.form import Form, Table
from validator.model.report import Reading, Report
from validator.packs.pack import load_pack
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.run_together import Stream, read_stream

FORM = load_pack().form("annual-report-2021")
COLUMNS = FORM.table("requests").column_names


def read_glued(document: Document, table: Table) -> TableReading:
    return read_stream(Stream(document), table)


def glue(form: Form, values: Mapping[str, str]) -> str:
    """The report as a crawler leaves it: no line break, no space between cells."""
    parts = ["甲县2023年政府信息公开工作年度报告"]
    for table in form.tables:
        headers = "".join(column.title.zh for column in table.columns)
        if table.arrangement == "flat":
            parts += [headers * len(table.rows), *(values[cell] for cell in table.cells)]
        else:
            parts += [table.title.zh, headers, *_rows(table, values)]
    return "".join(parts)


def _rows(table: Table, values: Mapping[str, str]) -> list[str]:
    return [
        row.number
        + row.title.zh
        + "".join(values[f"{table.name}.{row.name}.{column}"] for column in table.column_names)
        for row in table.rows
    ]


def consistent(random: Random) -> dict[str, str]:
    """Numbers for which every relation holds; mostly zeros, as in published reports."""
    numbers = dict.fromkeys(FORM.cells, 0)
    columns = FORM.table("requests").column_names[:-1]
    results = FORM.table("requests").row_names[2:-2]
    for column in columns[:2]:
        for row in random.sample(results, 5):
            numbers[f"requests.{row}.{column}"] = random.choice([1, 2, 7, 10, 35, 104])
        handled = sum(numbers[f"requests.{row}.{column}"] for row in results)
        numbers[f"requests.handled.{column}"] = numbers[f"requests.new.{column}"] = handled
    for row in FORM.table("requests").row_names:
        numbers[f"requests.{row}.total"] = sum(numbers[f"requests.{row}.{column}"] for column in columns)
    return {cell: str(number) for cell, number in numbers.items()}


def recognised(text: str) -> Report:
    return check_document(Document("glued.txt", "text", (Paragraph(text),))).report


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_glued_report_is_read_right_or_said_to_be_open(random: Random) -> None:
    values = consistent(random)
    report = recognised(glue(FORM, values))
    for name in FORM.cells:
        cell = report[name]
        if cell.reading is not Reading.AMBIGUOUS:
            assert cell.value == int(values[name]), name
            assert cell.reading is Reading.RECONSTRUCTED
        else:
            assert int(values[name]) in cell.candidates


def test_one_digit_a_cell_leaves_no_choice() -> None:
    report = recognised(glue(FORM, dict.fromkeys(FORM.cells, "0")))
    assert {cell.reading for cell in report.cells} == {Reading.RECONSTRUCTED}


def test_a_fault_in_a_glued_report_is_found() -> None:
    values = dict.fromkeys(FORM.cells, "0") | {"requests.granted.natural_person": "3", "requests.granted.total": "3"}
    findings = check_document(Document("x", "text", (Paragraph(glue(FORM, values)),))).findings
    assert {(one.rule, one.each) for one in findings if one.severity == "error"} == {
        ("requests-handled-sum", (("column", "natural_person"),)),
        ("requests-handled-sum", (("column", "total"),)),
    }


def test_a_column_left_blank_is_told_by_the_rows_that_lack_a_digit() -> None:
    table = FORM.table("requests")
    values = dict.fromkeys(FORM.cells, "0")
    known = {"granted": (33, 2), "unavailable.not_held": (1, 7), "new": (34, 9), "handled": (34, 9)}
    for row, numbers in known.items():
        values |= {f"requests.{row}.{column}": str(one) for column, one in zip(COLUMNS, numbers, strict=False)}
        values[f"requests.{row}.total"] = str(sum(numbers))
    totals = [f"requests.{row}.total" for row in table.row_names[2:-2]]
    found = check_document(Document("x", "text", (Paragraph(glue(FORM, values | dict.fromkeys(totals, ""))),)))
    assert not [one for one in found.findings if one.severity == "error"]
    for row in ("granted", "unavailable.not_held"):
        cell = found.report[f"requests.{row}.natural_person"]
        assert cell.value == int(values[f"requests.{row}.natural_person"]) or cell.reading is Reading.AMBIGUOUS


def test_so_many_digits_are_no_single_number() -> None:
    disputes = FORM.table("disputes")
    headers = [column.title.zh for _ in disputes.rows for column in disputes.columns]
    end = "五、存在的主要问题及改进情况" * 10
    for zeros, options in (("00000", [list("300140000000000")]), ("", [])):
        blocks = tuple(map(Paragraph, [zeros, "".join(headers), "300140000000000", end]))
        (row,) = read_glued(Document("x.txt", "text", blocks), disputes).damaged
        # Where zeros may have left no trace there are too many ways to tell.
        assert [[cell.text for _, cell in option] for option in row.options] == options


def test_the_number_of_the_next_label_is_no_digit_of_the_row_above() -> None:
    reading = read_glued(
        Document("x", "text", (Paragraph(glue(FORM, dict.fromkeys(FORM.cells, "0"))),)), FORM.table("requests")
    )
    assert {row.printed[0].text for row in reading.damaged} == {"0000000"}


def test_a_blank_between_digits_parts_two_numbers() -> None:
    values = dict.fromkeys(FORM.cells, "0")
    row = "一、本年新收政府信息公开申请数量"
    text = glue(FORM, values).replace(row + "0000000", row + "64 00 2 0 470")
    reading = read_glued(Document("x", "text", (Paragraph(text),)), FORM.table("requests"))
    options = {tuple(cell.text for _, cell in option) for option in reading.damaged[0].options}
    parted = {number for option in options for number in option}
    assert ("64", "0", "0", "2", "0", "4", "70") in options
    assert not {"640", "02", "20", "0470"} & parted


def test_text_without_the_headers_of_a_table_holds_no_table() -> None:
    prose = Document("x", "text", (Paragraph("本年新收政府信息公开申请3件，予以公开2件。"),))
    assert read_glued(prose, FORM.table("requests")).score == 0


def one_row(printed: str) -> DamagedRow:
    """What is made of digits behind the first label of table three."""
    requests = FORM.table("requests")
    headers = "".join(column.title.zh for column in requests.columns)
    reading = read_glued(
        Document("glued.txt", "text", (Paragraph(f"{headers}一、{requests.rows[0].title.zh}{printed}。"),)), requests
    )
    return reading.damaged[0]


def cuts(printed: str) -> set[tuple[str, ...]]:
    """Every way to cut digits into seven numbers without needless zeros; blanks part numbers as well."""
    digits = "".join(printed.split())
    forced = set(accumulate(map(len, printed.split()[:-1])))
    found = set()
    for places in combinations(range(1, len(digits)), 6):
        numbers = tuple(digits[start:end] for start, end in pairwise([0, *places, len(digits)]))
        if forced <= set(places) and all(number == str(int(number)) for number in numbers):
            found.add(numbers)
    return found


@pytest.mark.parametrize("printed", ["1234567", "12345678", "640020470", "64 0 0 2 0 4 70", "64 00 20470"])
def test_digits_are_cut_in_every_way_that_gives_one_number_a_column(printed: str) -> None:
    options = one_row(printed).options
    assert {tuple(cell.text for _, cell in option) for option in options} == cuts(printed)
    assert len(options) == len(cuts(printed))
    assert all([at for at, _ in option] == list(range(7)) for option in options)


def test_where_digits_are_too_few_blank_cells_have_left_no_trace() -> None:
    options = {tuple((at, cell.text) for at, cell in option) for option in one_row("123456").options}
    assert ((0, "1"), (6, "23456")) in options
    assert ((0, "1"), (1, "2"), (2, "3"), (3, "4"), (5, "5"), (6, "6")) in options


@pytest.mark.parametrize("printed", [" 137 9 1 147 ", " 128 ", "\n3\n3\n"])
def test_a_number_with_blanks_round_it_is_never_cut(printed: str) -> None:
    numbers = printed.split()
    assert {tuple(cell.text for _, cell in option) for option in one_row(printed).options} == {tuple(numbers)}
    assert len(one_row(printed).options) == comb(7, len(numbers))


def test_as_many_numbers_as_columns_stand_in_their_places() -> None:
    row = one_row(" 128 6 0 0 0 0 134 ")
    assert row.in_place
    assert [cell.text for _, cell in row.options[0]] == ["128", "6", "0", "0", "0", "0", "134"]


def test_a_row_with_too_many_cuts_stays_open() -> None:
    assert one_row("1" * 15).options == ()
    report = recognised(glue(FORM, dict.fromkeys(FORM.cells, "0") | dict.fromkeys(_cells_of("new"), "123")))
    assert {report[cell].reading for cell in _cells_of("new")} == {Reading.AMBIGUOUS}
    (open_rows,) = (one for one in report.observations if one.kind == "reading-ambiguous")
    assert open_rows.facts.printed["choices"] == f"requests.new: {'123' * 7}"


def _cells_of(row: str) -> tuple[str, ...]:
    return tuple(f"requests.{row}.{column}" for column in FORM.table("requests").column_names)


def test_the_header_of_a_blank_row_is_found_in_lines_of_its_own() -> None:
    disputes = FORM.table("disputes")
    headers = [column.title.zh for _ in disputes.rows for column in disputes.columns]
    end = "五、存在的主要问题及改进情况" * 10
    reading = read_glued(Document("x.txt", "text", tuple(map(Paragraph, [*headers, end]))), disputes)
    assert set(reading.cells) == set(disputes.cells)
    assert reading.damaged[0].options == ((),)
    assert not read_glued(Document("x.txt", "text", tuple(map(Paragraph, [*headers[:-1], end]))), disputes).score


def test_a_row_whose_numbers_stand_among_words_is_open_and_not_blank() -> None:
    table = FORM.table("requests")
    heads = [column.title.zh for column in table.columns]
    lines = [
        f"{row.number}{row.title.zh}：" + "，".join(f"{head}{at}件" for at, head in enumerate(heads))
        for row in table.rows
    ]
    blocks = tuple(map(Paragraph, ["".join(heads), *lines]))
    reading = read_glued(Document("x", "text", blocks), table)
    assert reading.damaged
    assert all(row.options == () for row in reading.damaged)


def test_an_amount_broken_behind_its_point_is_one_number() -> None:
    table = load_pack().form("annual-report-2019").table("procurement")
    text = "采购项目数量 采购总金额\n政府集中采购 96 4186. 2075万 元\n\n" + "三、收到和处理政府信息公开申请情况" * 10
    (row,) = read_glued(Document("x.txt", "text", (Paragraph(text),)), table).damaged
    assert [cell.text for _, cell in row.options[0]] == ["96", "4186.2075万元"]
