from __future__ import annotations

import io
import zipfile

import docx
import pytest
from lxml import etree
from readers.documents import WORD, cell, par, row, run, table, word_parts, zipped
from support.annotating import MOMENT, annotated, content, notes_on, written
from support.annotations import said

from validator.annotators.notes import Note, Notes
from validator.annotators.word.docx import annotate
from validator.model.document import Location
from validator.model.rules.rule import Severity


def w(name: str) -> str:
    return f"{{{WORD}}}{name}"


def document(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def note(table: int | None = None, row: int | None = None, column: int | None = None, text: str = "一\n二") -> Notes:
    place = None if table is None else Location(table=table, row=row, column=column)
    return Notes((Note(place, Severity.ERROR, text),), ())


def commented_cell(data: bytes) -> etree._Element:
    """The cell in which the only comment begins and ends."""
    root = document(data)
    (start,) = root.iter(w("commentRangeStart"))
    (reference,) = root.iter(w("commentReference"))
    cells = {next(one.iterancestors(w("tc"))) for one in (start, reference)}
    (only,) = cells
    return only


TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def word(body: str) -> dict[str, str | bytes]:
    return {"[Content_Types].xml": TYPES, **word_parts(body)}


TWO_ROWS = zipped(word(par(run("标题")) + table(row(cell("规章"), cell("1")), row(cell("文件"), cell("")))))


@pytest.mark.parametrize(("place", "text"), [((1, 1, 2), "1"), ((1, 2, 1), "文件"), ((1, 2, 2), "")])
def test_a_comment_stands_on_its_cell_also_on_a_blank_one(place: tuple[int, int, int], text: str) -> None:
    marked = annotate(TWO_ROWS, note(*place), MOMENT)
    assert "".join(map(str, commented_cell(marked).itertext())) == text
    assert content(marked) == content(TWO_ROWS)


@pytest.mark.parametrize("maker", ["docx-revisions", "docx-controls", "docx-split-runs", "docx-nested"])
def test_comments_stand_on_numbers_wrapped_in_anything(maker: str) -> None:
    data = written(maker)
    marked = document(annotated(data))
    printed = [
        " ".join(map(str, cell.itertext(w("t"))))
        for one in marked.iter(w("commentReference"))
        for cell in list(one.iterancestors(w("tc")))[:1]
    ]
    grids = {grid.location.table: grid for grid in content(data).grids}
    for at in (one.location for one in notes_on(data).notes if one.passage is None):
        assert at is not None
        told = grids[at.table].covering((at.row or 0) - 1, (at.column or 0) - 1)
        assert told is not None
        assert any(told.text in text.replace(" ", "") for text in printed)


def test_what_concerns_the_whole_report_stands_at_the_first_text() -> None:
    root = document(annotate(TWO_ROWS, note(), MOMENT))
    paragraph = next(next(root.iter(w("commentReference"))).iterancestors(w("p")))
    assert "".join(map(str, paragraph.itertext())) == "标题"


def test_a_comment_is_signed_and_dated() -> None:
    (comment,) = docx.Document(io.BytesIO(annotate(TWO_ROWS, note(1, 1, 2), MOMENT))).comments
    assert (comment.author, comment.timestamp) == ("gouji", MOMENT)
    assert [paragraph.text for paragraph in comment.paragraphs] == ["一", "二"]


def test_comments_of_the_user_stay() -> None:
    own = docx.Document(io.BytesIO(TWO_ROWS))
    own.add_comment(own.tables[0].cell(0, 1).paragraphs[0].runs, "核对过", author="甲", initials="甲")
    file = io.BytesIO()
    own.save(file)
    marked = annotate(file.getvalue(), note(1, 1, 2), MOMENT)
    for copy in (marked, annotate(marked, note(1, 1, 2), MOMENT)):
        comments = {one.comment_id: one.author for one in docx.Document(io.BytesIO(copy)).comments}
        assert sorted(comments.values()) == ["gouji", "甲"]
        references = [int(one.get(w("id"), "")) for one in document(copy).iter(w("commentReference"))]
        assert sorted(references) == sorted(comments)


def test_a_run_that_word_has_given_a_style_goes_with_its_reference() -> None:
    marked = annotate(TWO_ROWS, note(1, 1, 2), MOMENT)
    parts = {
        one.filename: zipfile.ZipFile(io.BytesIO(marked)).read(one)
        for one in zipfile.ZipFile(io.BytesIO(marked)).infolist()
    }
    styled = b'<w:rPr><w:rStyle w:val="a"/></w:rPr><w:commentReference'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:commentReference", styled)
    clean = document(annotate(zipped(parts), Notes((), ()), MOMENT))
    assert list(clean.iter(w("rStyle"))) == []
    assert [one.tag for one in clean.iter(w("r"))] == [one.tag for one in document(TWO_ROWS).iter(w("r"))]


def test_all_other_parts_stay_byte_for_byte() -> None:
    data = written("docx-office")
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (data, annotated(data)))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}


def test_a_strict_document_gets_comments_in_its_own_namespace() -> None:
    parts = word(table(row(cell("规章"), cell("1"))))
    strict = {
        name: str(part).replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, part in parts.items()
    }
    marked = annotate(zipped(strict), note(1, 1, 2), MOMENT)
    comments = zipfile.ZipFile(io.BytesIO(marked)).read("word/comments.xml")
    assert b"purl.oclc.org" in comments
    assert content(marked) == content(zipped(strict))


def test_long_texts_and_signs_survive() -> None:
    text = "a < b & c > d “引号” " + "长" * 500
    assert said(annotate(TWO_ROWS, note(1, 1, 2, text), MOMENT)) == [text]
