from __future__ import annotations

import re

import pytest
from support.annotating import MOMENT, annotated, content, notes_on, written

from validator.annotators.html.annotator import annotate
from validator.annotators.notes import CellMark, Note, Notes
from validator.model.document import Location
from validator.model.rules.rule import Severity

PAGE = """<!DOCTYPE html>
<HTML><head><meta charset=utf-8><title>年报</title>
<script>if (1 < 2) document.write("<td>9</td>")</script></head>
<BODY><!-- <td>8</td> --><p>标题<br>
<TABLE border=1><tr><TD id=own>规章<td class="n">1
<tr><td
 align='center'>文件</td><td></table><p>完
</BODY></HTML>
"""


def notes(*places: tuple[int, int, int]) -> Notes:
    at = [Location(table=table, row=row, column=column) for table, row, column in places]
    return Notes(
        tuple(Note(place, Severity.ERROR, "一 <b>\n二 & 三") for place in at),
        tuple(CellMark(place, Severity.ERROR, ("1 → 3", "2"), "3") for place in at),
    )


def tags(page: bytes) -> list[str]:
    """The start tags of marked cells."""
    return re.findall(r"<t[dh][^>]* data-gouji=[^>]*>", page.decode(), re.IGNORECASE)


MARKED = 'data-gouji="error" data-gouji-change data-gouji-labels="1 → 3, 2"'


@pytest.mark.parametrize(
    ("place", "tag"),
    [
        ((1, 1, 1), f"<TD {MARKED} id=own>"),
        ((1, 1, 2), f'<td id="gouji-cell-1" {MARKED} class="n">'),
        ((1, 2, 1), f"<td id=\"gouji-cell-1\" {MARKED}\n align='center'>"),
        ((1, 2, 2), f'<td id="gouji-cell-1" {MARKED}>'),
    ],
)
def test_the_very_cell_is_marked(place: tuple[int, int, int], tag: str) -> None:
    assert tags(annotate(PAGE.encode(), notes(place), MOMENT)) == [tag]


def test_a_cell_that_only_takes_part_is_marked_otherwise() -> None:
    faint = Notes((), (CellMark(Location(table=1, row=2, column=2), Severity.ERROR, ("1",)),))
    strong = notes((1, 1, 1))
    (tag,) = tags(annotate(PAGE.encode(), Notes(strong.notes, faint.marks), MOMENT))[1:]
    assert "data-gouji-change" not in tag


def test_everything_else_stays_character_for_character() -> None:
    marked = annotate(PAGE.encode(), notes((1, 1, 1), (1, 2, 2)), MOMENT)
    assert annotate(marked, Notes((), ()), MOMENT) == PAGE.encode()
    assert content(marked) == content(PAGE.encode())


def test_each_note_leads_to_its_cell() -> None:
    marked = annotate(PAGE.encode(), notes((1, 1, 1), (1, 1, 2)), MOMENT).decode()
    assert re.findall(r'<a href="#([^"]+)">一', marked) == ["own", "gouji-cell-2"]
    assert "一 &lt;b&gt;</a><pre>二 &amp; 三</pre>" in marked


def test_the_list_stands_inside_the_body() -> None:
    marked = annotate(PAGE.encode(), notes((1, 1, 1)), MOMENT).decode()
    assert marked.index("<p>完") < marked.index("<gouji-notes") < marked.index("</BODY>")
    assert annotate(b"<table><tr><td>a<td>1</table>", notes((1, 1, 2)), MOMENT).endswith(b"</gouji-notes>\n")


def test_a_page_in_another_encoding_stays_in_it() -> None:
    data = written("html-gb18030")
    marked = annotated(data)
    with pytest.raises(UnicodeDecodeError):
        marked.decode()
    assert "勾稽" in marked.decode("gb18030") or notes_on(data).notes[0].text.split("\n")[0] in marked.decode("gb18030")


def test_a_damaged_page_comes_out_as_utf_8() -> None:
    data = PAGE.replace("完", "一年以来信息公开工作" * 40).encode().replace("标题".encode(), b"\xe5\xff")
    marked = annotate(data, notes((1, 1, 2)), MOMENT)
    assert marked.startswith(b"\xef\xbb\xbf<!DOCTYPE")
    assert len(tags(marked)) == 1


def test_the_same_notes_give_the_same_page() -> None:
    data = written("html")
    assert annotated(data) == annotated(annotated(data))
