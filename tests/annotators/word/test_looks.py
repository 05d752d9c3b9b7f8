from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import pytest
from lxml import etree
from readers.documents import WORD, cell, par, row, run, table, word_parts, zipped
from support.annotating import MOMENT, content

from validator.annotators.notes import CellMark, Notes
from validator.annotators.word.docx import annotate
from validator.model.document import Location
from validator.model.rules.rule import Severity

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def word(body: str) -> dict[str, str | bytes]:
    return {"[Content_Types].xml": TYPES, **word_parts(body)}


PLAIN = zipped(word(par(run("标题")) + table(row(cell("规章"), cell("1")), row(cell("文件"), cell("")))))


@dataclass(frozen=True)
class Look:
    fill: str
    lines: str


def place(row_number: int, column: int) -> Location:
    return Location(table=1, row=row_number, column=column)


def looks(data: bytes) -> dict[str, Look]:
    """Text of each cell that has a look of its own -> what it is."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    w = f"{{{WORD}}}"
    found = {}
    for one in root.iter(f"{w}tc"):
        shade, frame = one.find(f"{w}tcPr/{w}shd"), one.find(f"{w}tcPr/{w}tcBorders")
        if shade is not None or frame is not None:
            lines = {str(side.get(f"{w}val")) for side in frame} if frame is not None else {""}
            fill = "" if shade is None else str(shade.get(f"{w}fill"))
            found["".join(map(str, one.itertext()))] = Look(fill, lines.pop())
    return found


CHANGED = CellMark(place(1, 2), Severity.ERROR, ("1 → 2",), "2")
PARTAKES = CellMark(place(2, 1), Severity.ERROR, ("1",))


def test_a_cell_to_change_differs_from_one_that_takes_part_by_shade_and_by_frame() -> None:
    found = looks(annotate(PLAIN, Notes((), (CHANGED, PARTAKES)), MOMENT))
    assert set(found) == {"1", "文件"}
    assert found["1"].fill != found["文件"].fill
    assert (found["1"].lines, found["文件"].lines) == ("double", "dotted")


@pytest.mark.parametrize("severity", Severity)
def test_looks_of_an_earlier_run_go(severity: Severity) -> None:
    marks = (CellMark(place(1, 2), severity, ("1",), "2"), PARTAKES)
    once = annotate(PLAIN, Notes((), marks), MOMENT)
    assert content(once) == content(PLAIN)
    assert looks(annotate(once, Notes((), (PARTAKES,)), MOMENT)).keys() == {"文件"}
    assert looks(annotate(once, Notes((), ()), MOMENT)) == {}


def test_what_a_user_has_set_stays() -> None:
    own = '<w:tcPr><w:tcBorders><w:top w:val="single" w:color="000000"/></w:tcBorders><w:shd w:fill="00FF00"/></w:tcPr>'
    data = zipped(word(table(row(cell("规章"), f"<w:tc>{own}{par(run('1'))}</w:tc>"))))
    before = looks(data)
    marked = annotate(data, Notes((), (CHANGED,)), MOMENT)
    assert looks(marked) == before == {"1": Look("00FF00", "single")}
    assert looks(annotate(marked, Notes((), ()), MOMENT)) == before


def test_the_parts_of_a_look_stand_where_their_schema_wants_them() -> None:
    own = '<w:tcPr><w:tcW w:w="10"/><w:gridSpan w:val="1"/><w:vAlign w:val="center"/></w:tcPr>'
    data = zipped(word(table(row(cell("规章"), f"<w:tc>{own}{par(run('1'))}</w:tc>"))))
    marked = annotate(data, Notes((), (CHANGED,)), MOMENT)
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(marked)).read("word/document.xml"))
    *_, properties = root.iter(f"{{{WORD}}}tcPr")
    assert [etree.QName(one).localname for one in properties] == ["tcW", "gridSpan", "tcBorders", "shd", "vAlign"]
