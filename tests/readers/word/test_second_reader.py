from __future__ import annotations

import pytest
from readers.documents import cell, only_grid, par, paragraphs, row, rows, run, shape, table, word_parts, zipped

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.readers.word.second_reader import read_docx_by_tokens


def document(body: str) -> Document:
    return read_docx_by_tokens("年报.docx", zipped(word_parts(body)))


def test_blocks_come_in_the_order_of_the_marks() -> None:
    read = document(par(run("甲")) + table(row(cell("规章"), cell("1"))) + par(run("乙")))
    assert shape(read) == "PGP"
    assert paragraphs(read) == ["甲", "乙"]
    assert rows(only_grid(read)) == [["规章", "1"]]
    assert (read.path, read.format) == ("年报.docx", "docx")


def test_merged_cells_keep_their_columns() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    grid = only_grid(document(table(row(wide, cell("1")), row(cell("b"), cell("c"), cell("2")))))
    assert [[one.column for one in line] for line in grid.rows] == [[0, 2], [0, 1, 2]]


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/><w:t>9</w:t><w:fldChar w:fldCharType="separate"/></w:r>',
        "<mc:AlternateContent><mc:Fallback><w:r><w:t>9</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_what_does_not_show_is_passed_over(unseen: str) -> None:
    assert paragraphs(document(f"<w:p>{unseen}{run('12')}</w:p>")) == ["12"]


def test_a_part_that_is_no_xml_is_refused() -> None:
    with pytest.raises(UnreadableInputError):
        document("<w:p>")


def test_entities_are_refused() -> None:
    parts = {"word/document.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}
    with pytest.raises(UnreadableInputError) as caught:
        read_docx_by_tokens("x", zipped(parts))
    assert "DOCTYPE" in caught.value.reason.en
