"""Laws of the PDF reader: every ruled table comes back, every report is recognised whole, ruled or not."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from readers.documents import only_grid
from readers.pdf_reports import report_pdf
from readers.pdf_samples import Page, Span, draw_table, pdf, places
from support.official import lay_out
from support.page import Line
from support.page import Page as Sheets
from support.randomreport import random_report
from support.reports import ReportData, zeros_left_blank
from support.style import Style

from validator.checking.checker import Checker
from validator.model.document import Document
from validator.model.report import Reading, Report
from validator.packs.pack import load_pack
from validator.readers.pdf.reader import read_pdf, read_pdf_by_words

texts = st.text(alphabet="一二三（）、.0123456789甲乙丙", max_size=4).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[Span, str]], list[float], list[float]]:
    """Cells that cover every place of a table once, and the edges of its columns and rows."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[Span, str]] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            right = column + 1
            # The first column is never merged over rows nor the first row over columns: every edge is then drawn.
            while row and right < width and (row, right) not in taken and draw(st.booleans()):
                right += 1
            down = draw(st.integers(1, height - row)) if column else 1
            cells.append(((row, column, down, right - column), draw(texts)))
            taken |= {(at, place) for at in range(row, row + down) for place in range(column, right)}
    xs = places(50, draw(st.lists(st.integers(46, 80), min_size=width, max_size=width)))
    ys = places(90, draw(st.lists(st.integers(14, 60), min_size=height, max_size=height)))
    cells[0] = (cells[0][0], "甲")
    return cells, xs, ys


@given(tables(), st.sampled_from([0, 90, 180, 270]))
def test_every_ruled_table_comes_back(
    table: tuple[list[tuple[Span, str]], list[float], list[float]], rotate: int
) -> None:
    cells, xs, ys = table
    page = Page(rotate=rotate)
    draw_table(page, cells, xs, ys)
    grid = only_grid(read_pdf("report", pdf(page)))
    found = [((cell.row, cell.column, cell.rowspan, cell.colspan), cell.text) for cell in grid.cells]
    assert found == sorted(cells)
    assert set(grid.widths) == {len(xs) - 1}


@cache
def checker() -> Checker:
    return Checker(load_pack())


def printed(report: Report | ReportData) -> dict[str, str]:
    """What stands in the cells that are not blank."""
    if isinstance(report, ReportData):
        return {name: text for name, text in report.cells.items() if text}
    return {name: report[name].raw for name in report.form.cells if report[name].raw}


def recognised(document: Document) -> dict[str, str]:
    return printed(checker().recognise(document))


def report_and_page(seed: int, form: str) -> tuple[ReportData, Sheets]:
    rng = Random(seed)  # noqa: S311  the same numbers in every run are the point
    report = random_report(rng, form)
    if rng.random() < 0.3:
        report = zeros_left_blank(report)
    page = list(lay_out(report, Style(unit_row=rng.random() < 0.3, documents_apart=rng.random() < 0.3)))
    # The tables come to stand elsewhere on their pages, and the page breaks elsewhere in them.
    for _ in range(rng.randint(0, 25)):
        page.insert(2, Line("本机关认真贯彻落实条例的要求，" * rng.randint(1, 5)))
    return report, tuple(page)


@pytest.mark.parametrize("form", ["2019", "2021", "hybrid"])
@given(seed=st.integers(0, 10_000), middle=st.booleans())
def test_every_ruled_report_is_read_whole_and_twice_alike(form: str, seed: int, middle: bool) -> None:  # noqa: FBT001  drawn
    report, page = report_and_page(seed, form)
    data = report_pdf(page, middle=middle)
    assert recognised(read_pdf("report", data)) == printed(report)
    assert recognised(read_pdf_by_words("report", data)) == printed(report)


@pytest.mark.parametrize("form", ["2019", "2021", "hybrid"])
@given(seed=st.integers(0, 10_000), middle=st.booleans())
# Columns of another table under one header; a two-digit number that wraps under a header of one character a line.
@example(seed=1097, middle=False)
@example(seed=137, middle=True)
# A large title between a table of one number and the next.
@example(seed=8504, middle=False)
# A last table without any number, and a large one, of one edition or another.
@example(seed=1752, middle=False)
@example(seed=5506, middle=False)
@example(seed=5329, middle=True)
def test_every_report_without_lines_is_read_whole(form: str, seed: int, middle: bool) -> None:  # noqa: FBT001  drawn
    report, page = report_and_page(seed, form)
    assert recognised(read_pdf("report", report_pdf(page, ruled=False, middle=middle))) == printed(report)


@pytest.mark.parametrize(("form", "seed"), [("2019", 5506), ("hybrid", 5329)])
def test_a_large_table_of_labels_alone_without_lines_is_blank(form: str, seed: int) -> None:
    report, page = report_and_page(seed, form)
    assert not any(name.startswith("requests.") for name in printed(report))
    found = checker().recognise(read_pdf("report", report_pdf(page, ruled=False, middle=False)))
    names = [name for name in report.cells if name.startswith("requests.")]
    assert [name for name in found.form.cells if name.startswith("requests.")] == names
    assert {found[name].reading for name in names} == {Reading.BLANK}
