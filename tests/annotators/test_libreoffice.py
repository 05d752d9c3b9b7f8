"""What an office program makes of the copies."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from support.annotating import annotated, notes_on, written

from validator.readers.libreoffice import convert, is_installed

pytestmark = pytest.mark.skipif(not is_installed(), reason="LibreOffice is not installed")


@pytest.mark.parametrize(("maker", "suffix", "target"), [("docx-office", "docx", "odt"), ("xlsx", "xlsx", "ods")])
def test_an_office_program_shows_one_comment_a_place(maker: str, suffix: str, target: str) -> None:
    data = written(maker)
    converted = convert(annotated(annotated(data), notes_on(data)), suffix, target=target)
    assert converted is not None
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(converted)).read("content.xml"))
    paragraphs = [
        "\n".join("".join(map(str, p.itertext())) for p in one.iter("{*}p")) for one in root.iter("{*}annotation")
    ]
    shown = sorted(" ".join(text.split()) for text in paragraphs)
    assert shown == sorted(" ".join(note.text.split()) for note in notes_on(data).notes)
