from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from readers.documents import cover, only_grid, paragraphs

from validator.model.document import Location
from validator.model.errors import UnreadableInputError
from validator.readers.word import doc
from validator.readers.word.doc import PARTLY_READ, read_doc

DOC = (Path(__file__).parents[1] / "data" / "table.doc").read_bytes()
"""A title, a table of four columns with merged and blank cells, and a sentence."""

_WORD = b"\xec\xa5"
"""How the stream of the text begins."""
_FLAGS = 0x0B
_ENCRYPTED = 0x01


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read_doc("年报.doc", content)
    assert caught.value.path == "年报.doc"
    return caught.value.reason.en


def test_an_old_document_keeps_spans_and_blank_cells() -> None:
    document = read_doc("年报.doc", DOC)
    assert paragraphs(document) == ["甲县2023年政府信息公开工作年度报告", "以上为全部数据。"]
    grid = only_grid(document)
    assert cover(grid) == [
        ["信息内容", "件数", "件数", "件数"],
        ["信息内容", "制发", "废止", "有效"],
        ["规章", "1", "", "3"],
        ["规范性文件\n（本年）", "", "12", ""],
    ]
    assert grid.rows[2][1].location == Location(table=1, row=3, column=2)
    assert document.format == "doc"
    assert document.warnings == ()


@pytest.mark.parametrize("kept", [*range(0, len(DOC), 1501), len(DOC) - 600])
def test_a_truncated_document_is_refused(kept: int) -> None:
    assert "damaged" in refused(DOC[:kept])


def test_a_document_under_a_password_is_refused() -> None:
    content = bytearray(DOC)
    begin = content.index(_WORD)
    content[begin + _FLAGS] |= _ENCRYPTED
    assert "password" in refused(bytes(content))


def test_another_compound_file_is_refused() -> None:
    assert "damaged" in refused((Path(__file__).parents[1] / "data" / "sheets.xls").read_bytes())


def test_what_the_converter_could_not_follow_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    converted, _ = doc._converted("x", DOC)  # noqa: SLF001  a real conversion with another verdict

    def with_verdict(*codes: str) -> tuple[str, ...]:
        report = SimpleNamespace(warnings=[SimpleNamespace(code=code) for code in codes])
        monkeypatch.setattr(doc, "_converted", lambda *_: (converted, report))
        return read_doc("x", DOC).warnings

    assert with_verdict("UNNAMED_FONT_SLOT_REPAIRED") == ()
    assert with_verdict("UNNAMED_FONT_SLOT_REPAIRED", "TABLE_MARKER_DEFERRED") == (PARTLY_READ,)
