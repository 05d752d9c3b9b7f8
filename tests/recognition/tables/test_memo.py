from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from core_factory import document, grid, shipped_form
from hypothesis import given
from hypothesis import strategies as st
from support.layouts import LAYOUTS
from support.official import lay_out
from support.randomreport import FORMS, random_report
from support.reports import ReportData, totals_left_blank, zeros_left_blank

from validator.model.document import Document
from validator.model.form import Table
from validator.packs.pack import load_pack
from validator.readers import read
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import Line, lines_of
from validator.recognition.tables.memo import LinesReader

TABLES = [table for form in load_pack().forms for table in form.tables]
REQUESTS = shipped_form(2021).table("requests")
FILLINGS: dict[str, Callable[[ReportData], ReportData]] = {
    "as it is": lambda report: report,
    "zeros": zeros_left_blank,
    "totals": totals_left_blank,
}


def assert_reads_alike(lines: tuple[Line, ...], tables: list[Table]) -> None:
    reader = LinesReader(lines, tables)
    for table in tables:
        found, expected = reader.read(table), read_table(lines, table)
        assert (found.cells, found.damaged, found.extra) == (expected.cells, expected.damaged, expected.extra)
        assert found.score == expected.score


@given(
    st.sampled_from(["html", "html-nested", "docx", "tabs", "xlsx", "markdown-uneven"]),
    st.lists(
        st.tuples(st.sampled_from(FORMS), st.sampled_from(sorted(FILLINGS)), st.randoms(use_true_random=True)),
        max_size=4,
    ),
)
def test_tables_are_read_as_if_none_had_come_before(layout: str, drawn: list[tuple[str, str, Random]]) -> None:
    for form, filling, rng in drawn:
        report = FILLINGS[filling](random_report(rng, form))
        data = LAYOUTS[layout].write(lay_out(report), rng)
        assert_reads_alike(lines_of(read("report", data=data)), TABLES)


def page(rows: list[list[str]]) -> Document:
    return document(grid(rows))


HEADER = ["", *(column.title.zh for column in REQUESTS.columns)]
LABELS = [row.labels[0] for row in REQUESTS.rows]


@pytest.mark.parametrize("other", [["", "7"], ["7", ""], ["无", "7"], ["7", "x"], ["", ""], ["/", "/"]])
def test_other_blanks_and_marks_are_seen(other: list[str]) -> None:
    width = len(REQUESTS.columns)
    for start in (["1", "2"], other):
        rows = [[label, *start, *["3"] * (width - 2)] for label in LABELS]
        assert_reads_alike(lines_of(page([HEADER, *rows])), [REQUESTS])


def test_numbers_that_share_a_cell_with_their_label_are_read_as_well() -> None:
    width = len(REQUESTS.columns)
    for number in ("5", "7", "无"):
        rows = [[f"{LABELS[0]} {number}", *["3"] * (width - 1), ""], *([label, *["3"] * width] for label in LABELS[1:])]
        assert_reads_alike(lines_of(page([HEADER, *rows])), [REQUESTS])


def test_other_words_or_places_are_another_skeleton() -> None:
    full = [[label, *["3"] * len(REQUESTS.columns)] for label in LABELS]
    for rows in (full, full[::-1], full[1:], [row[:-1] for row in full], [["甲", *row[1:]] for row in full]):
        assert_reads_alike(lines_of(page([HEADER, *rows])), [REQUESTS])
        assert_reads_alike(lines_of(page(rows)), [REQUESTS])
