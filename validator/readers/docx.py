"""Reader for Word documents (.docx), as they read with all tracked changes accepted and hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from validator.document import Document
from validator.readers.blocks import BlockBuilder
from validator.readers.docx_package import Package
from validator.readers.docx_table import TableCell, cells_of
from validator.readers.docx_xml import children, is_on, local_name, properties, value
from validator.readers.flow import Flow, FlowBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Place: TypeAlias = tuple[int, int, int]
"""Table, row and column, as in the `Location` of a cell."""

_LEFT_OUT = frozenset(
    {
        "del",  # deleted text; in a property block, the mark that a row or a paragraph's end was deleted
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "rt",  # the reading printed over a character
    }
)
_CODE = re.compile(r"[0-9A-Fa-f]{4}")
_FIXED_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(path: str, data: bytes) -> Document:
    """Read a Word document. Raises UnreadableInputError for a damaged, encrypted or hostile one."""
    package = Package(path, data)
    root = package.main_part()
    builder = BlockBuilder()
    builder.add_flow(_flow(root))
    return Document(path, "docx", tuple(builder.blocks), package.title(), tuple(builder.warnings))


def cell_elements(root: Element) -> Mapping[Place, Sequence[Element]]:
    """The elements (`w:tc`) that hold each cell of a document."""
    builder = BlockBuilder()
    builder.add_flow(_flow(root))
    return cast("Mapping[Place, Sequence[Element]]", builder.origins())


def _flow(root: Element) -> Flow:
    builder = FlowBuilder()
    walker = _Walker(builder)
    for body in root:
        walker.blocks(body)
    return builder.finish()


class _Walker:
    """Tells a builder what the document says. The parser refuses trees deeper than 256, so recursion is safe."""

    def __init__(self, builder: FlowBuilder) -> None:
        self._builder = builder
        self._text_boxes: list[Element] = []
        self._fields: list[bool] = []
        """For each field that is open in the paragraph, whether its instruction is still being read."""

    def blocks(self, parent: Element) -> None:
        """Paragraphs and tables inside a body, a cell or a text box."""
        for element in children(parent):
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)

    def _table(self, table: Element) -> None:
        self._builder.open_table()
        for row in cells_of(table):
            self._builder.open_row()
            for cell in row:
                self._cell(cell)
            self._builder.close_row()
        self._builder.close_table()

    def _cell(self, cell: TableCell) -> None:
        self._builder.open_cell(cell.colspan, cell.rowspan, cell.column, cell.elements)
        for element in cell.elements:
            self.blocks(element)
        self._builder.close_cell()

    def _paragraph(self, paragraph: Element) -> None:
        boxes, self._text_boxes = self._text_boxes, []
        fields, self._fields = self._fields, []
        self._inline(paragraph)
        anchored, self._text_boxes, self._fields = self._text_boxes, boxes, fields
        mark = properties(properties(paragraph, "pPr"), "rPr")
        if not is_on(mark, "del") or anchored:  # with its mark deleted, a paragraph runs on into the next
            self._builder.end_paragraph()
        for box in anchored:
            self.blocks(box)

    def _inline(self, parent: Element) -> None:
        """The text inside a paragraph, a run, or anything that wraps runs."""
        for element in _visible(parent):
            name = local_name(element)
            if name in {"t", "sym"} or name in _FIXED_TEXT:
                if not any(self._fields):
                    self._builder.text(_text_of(element, name))
            elif name == "fldChar":
                self._field_mark(element)
            elif name == "txbxContent":
                self._text_boxes.append(element)
            else:
                self._inline(element)

    def _field_mark(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _visible(parent: Element) -> Iterator[Element]:
    """The children that count; of alternatives only the first choice, the others say the same for older programs."""
    if local_name(parent) == "AlternateContent":
        choices = [child for child in parent if local_name(child) == "Choice"]
        yield from choices[:1] or parent
        return
    if local_name(parent) == "r" and is_on(properties(parent, "rPr"), "vanish"):
        return
    for child in parent:
        if local_name(child) not in _LEFT_OUT:
            yield child


def _text_of(element: Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = value(element, "char") or ""
        return chr(int(code, 16)) if _CODE.fullmatch(code) else ""
    return _FIXED_TEXT[name]
