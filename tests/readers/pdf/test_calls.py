"""What PDFium answers about many things in a row is what it answers about each of them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from random import Random

import pypdfium2.raw as pdfium
import pytest
from readers.pdf_reports import report_pdf
from readers.pdf_samples import Page, pdf, table_page
from support.official import lay_out
from support.randomreport import random_report

from validator.readers.pdf._calls import AT_A_TIME, Handle, Room, handle, quick, results
from validator.readers.pdf._glyphs import _without_pairs
from validator.readers.pdf.file import opened
from validator.readers.pdf.reader import read_pdf_by_words

ROWS = [["项目", "本年", "上年"], ["甲", "12", "3"], ["乙", "", "450"]]
OTHER = [["项目", "前年"], ["丙", "77"], ["丁", "8"]]


def test_the_answers_are_those_to_single_questions_also_where_there_are_more_than_room() -> None:
    data = pdf(table_page(ROWS))
    with opened("report", data) as file, file.page(1) as page:
        count = pdfium.FPDFText_CountChars(page.text)
        numbers = [at % count for at in range(2 * AT_A_TIME + 3)]
        texts = [handle(page.text)] * len(numbers)
        boxes = _each(Room(ctypes.c_float, 4, apart=False), "FPDFText_GetLooseCharBox", texts, numbers)
        places = _each(Room(ctypes.c_double, 2, apart=True), "FPDFText_GetCharOrigin", texts, numbers)
        codes = results(quick("FPDFText_GetUnicode", ctypes.c_uint), texts[0], numbers)
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for at, number in enumerate(numbers):
            pdfium.FPDFText_GetLooseCharBox(page.text, number, box)
            pdfium.FPDFText_GetCharOrigin(page.text, number, x, y)
            assert boxes[at] == (None, box.left, box.top, box.right, box.bottom)
            assert places[at] == (None, x.value, y.value)
            assert codes[at] == pdfium.FPDFText_GetUnicode(page.text, number)


def _each(room: Room, name: str, *arguments: Sequence[object]) -> list[tuple[object, ...]]:
    """The result about each thing with its numbers."""
    return list(zip(*room.answers(quick(name), *arguments), strict=True))


def test_a_thing_that_is_not_there_is_false() -> None:
    with opened("report", pdf(Page())) as file, file.page(1) as page:
        found = quick("FPDFPage_GetObject", Handle)(handle(page.page), 7)
    assert isinstance(found, Handle)
    assert not found


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        ([0x4E00, 0xD840, 0xDC0B, 0x31], [(0, 0x4E00), (2, 0x2000B), (3, 0x31)]),
        ([0xD840, 0x31], [(1, 0x31)]),
        ([0xDC0B, 0x31], [(0, 0xDC0B), (1, 0x31)]),
        ([0x31, 0xD840], [(0, 0x31)]),
    ],
)
def test_a_character_in_two_halves_is_one(codes: list[int], kept: list[tuple[int, int]]) -> None:
    assert list(zip(*_without_pairs(range(len(codes)), codes), strict=True)) == kept


def test_only_the_pages_that_are_asked_for_are_read() -> None:
    data = pdf([table_page(ROWS), table_page(OTHER), table_page(ROWS)])
    (grid,) = read_pdf_by_words("report", data, {2}).grids
    assert [cell.text for cell in grid.cells] == ["项目", "前年", "丙", "77", "丁", "8"]
    assert {cell.location.page for cell in grid.cells if cell.location} == {2}


def test_pages_read_alone_say_what_they_say_among_the_others() -> None:
    data = report_pdf(lay_out(random_report(Random(5))))  # noqa: S311  the same report in every run
    whole = {cell.text for grid in read_pdf_by_words("report", data).grids for cell in grid.cells}
    alone = [grid for number in (1, 2, 3) for grid in read_pdf_by_words("report", data, {number}).grids]
    assert {cell.text for grid in alone for cell in grid.cells if cell.text.isdigit()} <= whole
    assert alone
