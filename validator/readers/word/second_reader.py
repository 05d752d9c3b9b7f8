"""A second reading of Word documents: the marks of the main part in order, by another parser."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from validator.model.document import Document
from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers.blocks.linear import LinearBuilder
from validator.readers.office_package import OfficePackage

_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "rt", "sectPr"})
_FIXED_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TELLING = frozenset({"tbl", "tr", "tc", "gridSpan", "t", "p", "r", "vanish", "fldChar", *_FIXED_TEXT})
"""Elements whose beginning tells something."""
_OFF = frozenset({"0", "false", "off"})


def read_docx_by_tokens(path: str, data: bytes) -> Document:
    """Read a Word document once more, in the order of its marks. Raises UnreadableInputError."""
    package = OfficePackage(path, data)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters

    def refuse(*_: object) -> None:
        raise refusal.suspicious(path, Text("含有 DOCTYPE 声明", "it holds a DOCTYPE declaration"))

    parser.StartDoctypeDeclHandler = refuse
    name = package.main_part_name()
    try:
        parser.Parse(package.content(name), True)  # noqa: FBT003  the parser knows no keywords
    except expat.ExpatError:
        raise refusal.damaged(path, f"part {name} is no valid XML") from None
    return Document(path, "docx", reader.builder.finish(), package.title())


class _Reader:
    """Tells a builder what comes."""

    def __init__(self) -> None:
        self.builder = LinearBuilder()
        self._passed_over = 0
        """How many elements are open that do not show, or stand inside one."""
        self._in_text = False
        self._hidden = False
        """True for the text of a run that is marked as hidden."""
        self._instructions = 0
        """Fields whose instruction is being read."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(" ")[2]
        if self._passed_over or name in _PASSED_OVER:
            self._passed_over += 1
            return
        if name not in _TELLING:  # as most
            return
        said = {key.rpartition(" ")[2]: text for key, text in attributes.items()}
        if name in {"tbl", "tr", "tc", "gridSpan"}:
            self._table_mark(name, said)
        elif name == "t":
            self._in_text = True
        elif name in _FIXED_TEXT:
            self._add(_FIXED_TEXT[name])
        else:
            self._state_mark(name, said)

    def _table_mark(self, name: str, said: Mapping[str, str]) -> None:
        if name == "tbl":
            self.builder.open_table()
        elif name == "tr":
            self.builder.open_row()
        elif name == "tc":
            self.builder.open_cell()
        else:
            width = said.get("val", "1")
            self.builder.span(1, int(width) if width.isdecimal() else 1)

    def _state_mark(self, name: str, said: Mapping[str, str]) -> None:
        """What decides whether the text that follows shows."""
        if name == "p":
            self._instructions = 0
        elif name == "r":
            self._hidden = False
        elif name == "vanish":
            self._hidden = said.get("val") not in _OFF
        elif name == "fldChar":
            self._field(said.get("fldCharType"))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._instructions += 1
        elif kind == "separate":
            self._instructions = max(0, self._instructions - 1)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._passed_over:
            self._passed_over -= 1
            return
        name = tag.rpartition(" ")[2]
        if name == "tbl":
            self.builder.close_table()
        elif name == "tc":
            self.builder.close_cell()
        elif name == "p":
            self.builder.line()
        elif name == "t":
            self._in_text = False

    def characters(self, text: str) -> None:
        """Text, in pieces of any length."""
        if self._in_text and not self._passed_over:
            self._add(text)

    def _add(self, text: str) -> None:
        if not self._hidden and not self._instructions:
            self.builder.text(text)
