"""PDF files that cannot be read: each is refused with a reason and with what to do."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers.documents import only_grid, rows
from readers.pdf_samples import Page, pdf, table_page

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.readers.pdf import _drawing as pdf_drawing
from validator.readers.pdf import _glyphs as pdf_glyphs
from validator.readers.pdf import _streams as pdf_streams
from validator.readers.pdf import file as pdf_file
from validator.readers.pdf import reader
from validator.readers.pdf.reader import read_pdf, read_pdf_by_words

ROWS = [["项目", "本年"], ["甲", "12"]]
WHOLE = pdf(table_page(ROWS))


@pytest.fixture(autouse=True)
def _without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused must not depend on whether text recognition is installed."""
    monkeypatch.setattr(reader, "is_available", lambda: False)


def refused(data: bytes) -> UnreadableInputError:
    with pytest.raises(UnreadableInputError) as caught:
        read_pdf("report.pdf", data)
    assert caught.value.path == "report.pdf"
    assert caught.value.hint.zh
    assert caught.value.hint.en
    return caught.value


def test_a_scan_is_said_to_have_no_text() -> None:
    page = Page()
    page.picture()
    error = refused(pdf([page, page]))
    assert "2 页里没有可读的文字" in error.reason.zh
    assert "OCR" in error.hint.zh


def test_text_turned_into_drawings_is_said_to_have_no_text() -> None:
    page = Page()
    page.raw("100 700 m 120 720 140 690 160 700 c f")
    assert "drawings" in refused(pdf(page)).reason.en


def test_fonts_that_name_nothing_are_the_reason() -> None:
    page = table_page(ROWS)
    page.text(60, 300, "政府信息公开", font="F2")
    error = refused(pdf(page))
    assert "ToUnicode" in error.reason.zh
    assert "Word" in error.hint.zh


def test_a_password_is_asked_for_where_one_is_needed() -> None:
    error = refused(pdf(table_page(ROWS), user=b"secret", owner=b"owner"))
    assert "密码" in error.reason.zh
    assert "without" in error.hint.en


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_only_forbids_copying_is_read(packed: bool) -> None:  # noqa: FBT001  a case
    data = pdf(table_page(ROWS), user=b"", owner=b"owner", packed=packed)
    assert rows(only_grid(read_pdf("report.pdf", data))) == ROWS


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_off_is_incomplete(kept: float) -> None:
    assert "incomplete" in refused(WHOLE[: int(len(WHOLE) * kept)]).reason.en


def test_a_file_with_nothing_in_it_is_damaged() -> None:
    assert "cannot be opened" in refused(b"%PDF-1.4\nstartxref\n0\n%%EOF\n").reason.en


def test_a_file_without_pages_is_damaged() -> None:
    assert "no pages" in refused(pdf([])).reason.en


def test_a_page_that_is_not_there_is_named() -> None:
    error = refused(WHOLE.replace(b"/Kids[", b"/Kids[99 0 R ").replace(b"/Count 1", b"/Count 2"))
    assert "page" in error.reason.en


def test_more_pages_than_a_report_has_are_refused() -> None:
    error = refused(pdf([Page()] * (pdf_file.MOST_PAGES + 1)))
    assert str(pdf_file.MOST_PAGES + 1) in error.reason.zh


def test_more_characters_than_a_page_can_show_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_glyphs, "MOST_CHARACTERS", 3)
    assert "第 1 页的字符过多" in refused(WHOLE).reason.zh


def test_more_text_than_a_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_CHARACTERS", 6)
    assert "6" in refused(WHOLE).reason.zh


def test_more_drawings_than_a_page_can_show_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_drawing, "MOST_OBJECTS", 5)
    assert "drawn objects" in refused(WHOLE).reason.en


def test_objects_inside_forms_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    page = table_page([["甲"]])
    page.show_form("0 0 m 10 0 l S\n" * 50, "1 0 0 1 0 0")
    monkeypatch.setattr(pdf_drawing, "MOST_OBJECTS", 40)
    refused(pdf(page))


@pytest.mark.parametrize(("limit", "streams"), [("LARGEST_STREAM", 1), ("LARGEST_TOTAL", 3)])
def test_a_stream_that_unpacks_to_far_more_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, streams: int
) -> None:
    monkeypatch.setattr(pdf_streams, limit, 15 << 20 if streams == 1 else 40 << 20)
    bomb = zlib.compress(bytes(16 << 20), 1)
    assert len(bomb) > pdf_streams._HARMLESS  # noqa: SLF001  else the stream is too small to be looked at
    one = b"9 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n" % len(bomb) + bomb + b"\nendstream\nendobj\n"
    data = WHOLE.replace(b"xref\n", one * streams + b"xref\n", 1)
    assert "展开后过大" in refused(data).reason.zh


def test_a_large_picture_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_streams, "LARGEST_STREAM", 1 << 20)
    packed = zlib.compress(bytes(20 << 20), 1)
    head = b"9 0 obj\n<</Subtype/Image/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    assert not pdf_streams.expands_too_far(head + packed + b"\nendstream\nendobj\n")


def test_forms_that_show_themselves_come_to_an_end() -> None:
    page = table_page(ROWS)
    page.show_form("/X0 Do 0 0 m 10 0 l S", "1 0 0 1 0 0")
    data = pdf(page).replace(b"/Subtype/Form/", b"/Subtype/Form/Group 1 0 R/")
    assert rows(only_grid(read_pdf("report.pdf", data))) == ROWS


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    for read in (read_pdf, read_pdf_by_words):
        try:
            document = read("report.pdf", bytes(damaged))
        except UnreadableInputError:
            continue
        assert isinstance(document, Document)
