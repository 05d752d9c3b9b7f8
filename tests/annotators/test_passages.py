"""Findings on the text stand beside the very words, in every format that takes notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from html import unescape
from random import Random

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree
from msgspec.structs import replace
from readers.documents import WORD
from readers.pdf_samples import pdf, table_page
from support.annotating import MAKERS, MOMENT, annotated, content, notes_on
from support.annotations import cell_comments, pdf_annotations, said
from support.official import lay_out
from support.randomreport import random_report

from validator.annotators.notes import Note, Notes, Passage
from validator.annotators.pdf._text import Rectangle, joined
from validator.annotators.pdf.annotator import annotate as annotate_pdf
from validator.model.document import Location
from validator.model.rules.rule import Severity
from validator.readers._sniff import kind_of
from validator.readers.encoding import decode

FIRST, SECOND = "全年共收到政府信息公开申请{}件。", "其他工作按要求做好。"


@cache
def quoting(maker: str) -> tuple[bytes, str]:
    """A file in which one sentence quotes a wrong number, and that sentence. The same sentence stands before it."""
    report = random_report(Random(7), "2021")  # noqa: S311 - a report needs no secrecy
    wrong = report.number("requests.new.total") + 7
    sentence = FIRST.format(wrong)
    lines = (f"上年{sentence}", f"（一）依申请公开。{sentence}{SECOND}", SECOND)
    report = replace(report, opening=(), prose={"一": lines})
    return MAKERS[maker](lay_out(report)), sentence


def plain(text: str) -> str:
    return "".join(text.split()).rstrip("。")


def marked(data: bytes) -> list[str]:
    """The words beside which notes stand."""
    readers = {"docx": _word, "html": _html, "xlsx": _excel, "pdf": _pdf}
    return [plain(text) for text in readers[kind_of(data)](data)]


def _word(data: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    found: dict[str, list[str]] = {}
    opened: set[str] = set()
    for element in root.iter():
        name, number = etree.QName(element).localname, element.get(f"{{{WORD}}}id", "")
        if name == "commentRangeStart":
            opened.add(number)
        elif name == "commentRangeEnd":
            opened.discard(number)
        elif name == "t":
            for one in opened:
                found.setdefault(one, []).append(element.text or "")
    return ["".join(words) for words in found.values()]


def _html(data: bytes) -> list[str]:
    text = decode(data).text
    found: list[str] = []
    for head, words in re.findall(r"<gouji-mark([^>]*)>(.*?)</gouji-mark>", text, re.DOTALL):
        if " id=" in head:
            found.append("")
        found[-1] += unescape(words)
    return found


def _excel(data: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [str(sheet[address].value) for address, _ in cell_comments(data)]


def _pdf(data: bytes) -> list[str]:
    return [below for _, below, text in pdf_annotations(data) if "\n" in text]


@pytest.mark.parametrize("maker", MAKERS)
def test_a_note_stands_beside_the_sentence_and_nothing_else_changes(maker: str) -> None:
    data, sentence = quoting(maker)
    notes = Notes(tuple(one for one in notes_on(data).notes if "正文写的是" in one.text), ())
    once = annotated(data, notes)
    (words,) = marked(once)
    # A cell of a workbook is marked as a whole.
    assert words.endswith(plain(sentence + SECOND)) if maker == "xlsx" else words == plain(sentence)
    assert content(once) == content(data)
    again = annotated(once, notes)
    assert (said(again), marked(again)) == (said(once), [words])
    bare = annotated(again, Notes((), ()))
    assert (said(bare), marked(bare)) == ([], [])
    assert content(bare) == content(data)


def test_of_the_same_words_those_are_marked_that_are_meant() -> None:
    data = "<p>甲乙。</p><p>甲<b>乙</b>&#x3002;丙</p>".encode()
    notes = Notes((Note(Location(paragraph=2), Severity.NOTE, "一\n二", Passage("甲乙", 1)),), ())
    page = decode(annotated(data, notes)).text
    assert page.startswith("<p>甲乙。</p><p><gouji-mark id=")
    assert re.sub("<[^>]*>", "", page[: page.index("<gouji-notes")]) == "甲乙。甲乙&#x3002;丙"


def test_what_does_not_show_is_no_place_for_a_mark() -> None:
    data = "<title>甲乙</title><script>'甲乙'</script><!-- 甲乙 --><p title='甲乙'>甲&nbsp;乙</p>".encode()
    notes = Notes((Note(Location(paragraph=1), Severity.ERROR, "一\n二", Passage("甲乙")),), ())
    assert "<p title='甲乙'><gouji-mark" in decode(annotated(data, notes)).text


def test_words_that_are_not_there_leave_the_note_at_the_beginning() -> None:
    data, _ = quoting("docx")
    notes = Notes((Note(Location(paragraph=1), Severity.ERROR, "一\n二", Passage("没有这句话")),), ())
    assert len(said(annotated(data, notes))) == 1


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_highlight_lies_on_the_words_however_the_page_is_turned(rotate: int) -> None:
    data = pdf([replace(table_page([["项目", "数量"], ["规章", "71"], ["文件", "28"]]), rotate=rotate)])
    place = Location(page=1, paragraph=1, box=(0.0, 0.0, 10.0, 10.0))
    notes = Notes((Note(place, Severity.ERROR, "一\n二", Passage("规章")),), ())
    assert _pdf(annotate_pdf(data, notes, MOMENT)) == ["规章"]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_a_highlight_has_a_piece_for_each_line(rotate: int) -> None:
    page = table_page([["项目", "数量"], ["规章", "71"], ["文件", "28"]])
    data = pdf([replace(page, rotate=rotate)])
    place = Location(page=1, paragraph=1, box=(0.0, 0.0, 10.0, 10.0))
    notes = Notes((Note(place, Severity.ERROR, "一\n二", Passage("规章71文件")),), ())
    marks = quads(annotate_pdf(data, notes, MOMENT))
    assert len(marks) == 1
    assert next(iter(marks.values())) == 2


def quads(data: bytes) -> Mapping[int, int]:
    """Annotation -> pieces it consists of."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    found = {}
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        found[index] = pdfium.FPDFAnnot_CountAttachmentPoints(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
    page.close()
    document.close()
    return found


@pytest.mark.parametrize("upright", [False, True])
def test_characters_are_joined_to_lines_whichever_way_they_run(upright: bool) -> None:  # noqa: FBT001 - a parameter
    def turned(left: float, top: float) -> Rectangle:
        box = (left, top, left + 9, top - 9)
        return (-box[1], box[2], -box[3], box[0]) if upright else box

    boxes = [turned(10 * column, -20 * row) for row in range(2) for column in range(3)]
    lines = list(joined(boxes, upright=upright))
    assert lines == [
        (*boxes[0][:2], *boxes[2][2:]) if not upright else (boxes[0][0], boxes[2][1], boxes[2][2], boxes[0][3]),
        (*boxes[3][:2], *boxes[5][2:]) if not upright else (boxes[3][0], boxes[5][1], boxes[5][2], boxes[3][3]),
    ]
