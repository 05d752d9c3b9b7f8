"""Fonts that a file only names: what is read does not depend on those that the machine puts in their place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from readers.documents import only_grid, rows
from readers.pdf_samples import BORROWED, pdf, table_page

from validator.model.errors import UnreadableInputError
from validator.readers.page.geometry import Turn
from validator.readers.page.glyph import UNNAMED
from validator.readers.pdf import _glyphs, reader
from validator.readers.pdf import refusal as pdf_refusal
from validator.readers.pdf._characters import DrawnText, PageText
from validator.readers.pdf._written import WrittenFile
from validator.readers.pdf.file import OpenPage
from validator.readers.pdf.reader import read_pdf, read_pdf_by_words

ROWS = [["项目", "本年", "上年"], ["甲", "0", "3"], ["乙", "1234", "5"], ["丙", "0.5", "42"]]
HELD = "F1"
"""The font that the files of the samples hold."""

Measure = Callable[[str, OpenPage], DrawnText]


@pytest.fixture
def _without_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose font has no digits: PDFium does not see them."""
    measure: Measure = _glyphs.drawn_text

    def measured(path: str, page: OpenPage) -> DrawnText:
        return DrawnText.of(one for one in measure(path, page).characters() if not one.text.isdigit())

    monkeypatch.setattr(reader, "drawn_text", measured)


def _unreadable(file: WrittenFile, number: int, display: Turn) -> PageText:
    del file, number, display
    raise pdf_refusal.damaged("report", "no")


@pytest.mark.parametrize("font", BORROWED)
@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_in_a_borrowed_font_is_read(font: str, *, ruled: bool) -> None:
    data = pdf(table_page(ROWS, font=font, ruled=ruled))
    assert rows(only_grid(read_pdf("report", data))) == ROWS


@pytest.mark.usefixtures("_without_digits")
@pytest.mark.parametrize("font", BORROWED)
@pytest.mark.parametrize("ruled", [True, False])
def test_digits_that_the_font_of_the_machine_does_not_have_are_read(font: str, *, ruled: bool) -> None:
    data = pdf(table_page(ROWS, font=font, ruled=ruled))
    assert rows(only_grid(read_pdf("report", data))) == ROWS


@pytest.mark.usefixtures("_without_digits")
@pytest.mark.parametrize("font", BORROWED)
def test_a_reading_that_lost_digits_confirms_nothing(font: str) -> None:
    with pytest.raises(UnreadableInputError, match="one way only"):
        read_pdf_by_words("report", pdf(table_page(ROWS, font=font)))


@pytest.mark.usefixtures("_without_digits")
def test_the_second_reading_has_the_digits_that_the_first_one_lost() -> None:
    data = pdf(table_page(ROWS, font=HELD))
    assert rows(only_grid(read_pdf("report", data))) != ROWS
    assert rows(only_grid(read_pdf_by_words("report", data))) == ROWS


def test_where_the_file_cannot_be_asked_no_cell_is_blank_that_may_have_lost_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(WrittenFile, "text", _unreadable)
    page = table_page([["项目", "本年"], ["甲", ""]], font="song")
    page.text(145, 139, "　")  # as PDFium sees a digit without an outline: a text that takes up no room
    assert rows(only_grid(read_pdf("report", pdf(page)))) == [["项目", "本年"], ["甲", UNNAMED]]
    with pytest.raises(UnreadableInputError, match="one way only"):
        read_pdf_by_words("report", pdf(page))


def test_blanks_in_a_borrowed_font_leave_a_cell_blank() -> None:
    page = table_page([["项目", "本年"], ["甲", ""]], font="song")
    page.text(145, 139, "　")
    assert rows(only_grid(read_pdf("report", pdf(page)))) == [["项目", "本年"], ["甲", ""]]


def test_the_second_reading_of_a_turned_page_is_the_same() -> None:
    page = table_page(ROWS)
    page.rotate, page.shift = 90, 20.0
    assert rows(only_grid(read_pdf_by_words("report", pdf(page)))) == ROWS


def test_characters_without_a_name_have_none_in_the_second_reading_either() -> None:
    page = table_page([["项目", "本年", "上年"], ["甲", "12", ""], ["乙", "3", "450"]])
    page.text(200, 139, "12", font="F2")
    assert rows(only_grid(read_pdf_by_words("report", pdf([page]))))[1] == ["甲", "12", UNNAMED * 2]


def test_text_in_forms_is_read_a_second_time() -> None:
    page = table_page(ROWS)
    page.show_form("BT /F1 10 Tf 60 500 Td <7532> Tj ET", "1 0 0 1 0 0")
    first, second = read_pdf("report", pdf(page)), read_pdf_by_words("report", pdf(page))
    assert [one.text for one in first.paragraphs] == [one.text for one in second.paragraphs] == ["甲"]
