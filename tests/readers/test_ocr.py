"""Scans where the packages of the extra `ocr` are not installed, and what is said before text is recognised."""

from __future__ import annotations

import struct
import zlib

import pytest

from readers.documents import only_grid, read_bytes, rows
from readers.pdf_samples import Page, pdf, table_page
from validator.model.errors import UnreadableInputError
from validator.readers import ocr as recognition

ROWS = [["项目", "本年"], ["甲", "12"]]
COMMAND = "pip install 'gouji[ocr]'"


def png(width: int = 2, height: int = 2) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))

    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def picture_page() -> Page:
    page = Page()
    page.picture()
    return page


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "_LIBRARIES", ("no_such_library",))
    monkeypatch.setattr(recognition, "model", recognition.model.__wrapped__)


def refused(data: bytes) -> UnreadableInputError:
    with pytest.raises(UnreadableInputError) as caught:
        read_bytes(data)
    assert COMMAND in caught.value.hint.zh
    assert COMMAND in caught.value.hint.en
    return caught.value


@pytest.mark.usefixtures("without_extra")
@pytest.mark.parametrize("data", [png(), b"\xff\xd8\xff\xe0" + bytes(100)])
def test_a_picture_needs_the_extra(data: bytes) -> None:
    assert "OCR" in refused(data).reason.zh


@pytest.mark.usefixtures("without_extra")
def test_a_scan_needs_the_extra() -> None:
    assert "2 页" in refused(pdf([picture_page(), picture_page()])).reason.zh


@pytest.mark.usefixtures("without_extra")
def test_fonts_that_name_nothing_need_the_extra() -> None:
    page = table_page(ROWS)
    page.text(60, 300, "政府信息公开", font="F2")
    assert "ToUnicode" in refused(pdf(page)).reason.zh


@pytest.mark.usefixtures("without_extra")
def test_a_picture_among_pages_with_tables_is_left_out_and_said() -> None:
    document = read_bytes(pdf([table_page(ROWS), picture_page()]))
    assert rows(only_grid(document)) == ROWS
    assert document.warnings == ("pdf-page-is-picture",)
    assert document.recognised_pages == ()


@pytest.mark.usefixtures("without_extra")
def test_pages_without_a_table_beside_a_picture_need_the_extra() -> None:
    page = Page()
    page.text(60, 100, "政府信息公开工作年度报告")
    assert "第 2 页" in refused(pdf([page, picture_page()])).reason.zh


def test_whoever_limits_the_reading_is_told_before_text_is_recognised() -> None:
    told = []
    recognition.announce()
    with recognition.telling(lambda: told.append(1)):
        recognition.announce()
    recognition.announce()
    assert told == [1]
