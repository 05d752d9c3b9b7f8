"""Reader for Word documents (.docx), as they read with all tracked changes accepted and hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from validator.model.document import Document
from validator.readers.blocks.builder import BlockBuilder
from validator.readers.blocks.flow import Flow, FlowBuilder, SourcePicture
from validator.readers.embedded import Pictures
from validator.readers.office_package import OfficePackage
from validator.readers.word._docx_table import WordCell, cells_of
from validator.readers.word._highlighted import highlighted
from validator.readers.word.docx_xml import (
    NO_SETTINGS,
    WRAPPERS,
    is_on,
    local_name,
    local_part,
    only_child,
    properties_in,
    value,
    wrapped,
)

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
_PICTURES = {"blip": "embed", "imagedata": "id"}
"""Elements that show a picture -> the attribute that says which."""
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_IMAGE = "image"
"""Last word of the type of such a relationship."""
_PLAIN_CELL = (("p", "tcPr"), ("r", "pPr"), ("t", "rPr"))
"""What stands in a plain cell, each inside the one before, and the block of properties before it."""
_TEXT = frozenset({"t", "sym", *_FIXED_TEXT})


def read_docx(path: str, data: bytes) -> Document:
    """Read a Word document. Raises UnreadableInputError for a damaged, encrypted or hostile one."""
    package = OfficePackage(path, data)
    name = package.main_part_name()
    root = package.part(name)
    related = package.related(name)
    pictures = Pictures(path)
    builder = BlockBuilder(pictures.blocks)

    def picture(relationship: str) -> SourcePicture | None:
        kind, part = related.get(relationship, ("", ""))
        return pictures.found(package.content(part)) if kind == _IMAGE and package.has(part) else None

    builder.add_flow(_flow(root, picture=picture))
    warnings = (*builder.warnings, *pictures.warnings)
    return Document(
        path,
        "docx",
        tuple(builder.blocks),
        package.title(),
        warnings,
        recognised_pictures=tuple(pictures.read),
        highlighted=highlighted(root),
    )


def cell_elements(root: Element) -> Mapping[Place, Sequence[Element]]:
    """The elements (`w:tc`) that hold each cell of a document."""
    builder = BlockBuilder()
    builder.add_flow(_flow(root, with_origins=True))
    return cast("Mapping[Place, Sequence[Element]]", builder.origins())


FindPicture: TypeAlias = Callable[[str], SourcePicture | None]
"""The picture that a relationship of the document means, if it may hold a table."""


def _flow(root: Element, *, with_origins: bool = False, picture: FindPicture | None = None) -> Flow:
    builder = FlowBuilder()
    walker = _Walker(builder, root, with_origins=with_origins, picture=picture)
    for body in root:
        walker.blocks(body)
    return builder.finish()


class _Walker:
    """Tells a builder what the document says. The parser refuses trees deeper than 256, so recursion is safe."""

    def __init__(self, builder: FlowBuilder, root: Element, *, with_origins: bool, picture: FindPicture | None) -> None:
        self._builder = builder
        self._find_picture = picture
        self._with_origins = with_origins
        self._properties = properties_in(root)
        self._text_boxes: list[Element] = []
        self._fields: list[bool] = []
        """For each field that is open in the paragraph, whether its instruction is still being read."""

    def blocks(self, parent: Element) -> None:
        """Paragraphs and tables inside a body, a cell or a text box."""
        for element in parent:
            name = local_part(element.tag)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in WRAPPERS:
                for inside in wrapped(element, name):
                    self.blocks(inside)

    def _table(self, table: Element) -> None:
        self._builder.open_table()
        for row in cells_of(table, self._properties):
            self._builder.open_row()
            for cell in row:
                self._cell(cell)
            self._builder.close_row()
        self._builder.close_table()

    def _cell(self, cell: WordCell) -> None:
        origin = cell.elements if self._with_origins else None
        plain = self._only_text(cell)
        if plain is not None:
            self._builder.plain_cell(plain, cell.colspan, cell.rowspan, cell.column, origin)
            return
        self._builder.open_cell(cell.colspan, cell.rowspan, cell.column, origin)
        for element in cell.elements:
            self.blocks(element)
        self._builder.close_cell()

    def _only_text(self, cell: WordCell) -> str | None:
        """The text of a cell that holds one run with nothing else, as nearly all do; None for any other."""
        if len(cell.elements) > 1:
            return None
        inside = cell.elements[0]
        for name, block in _PLAIN_CELL:
            child = only_child(inside, name, block)
            if child is None or child in self._properties:
                return None
            inside = child
        return inside.text or ""

    def _paragraph(self, paragraph: Element) -> None:
        boxes, self._text_boxes = self._text_boxes, []
        fields, self._fields = self._fields, []
        self._inline(paragraph)
        anchored, self._text_boxes, self._fields = self._text_boxes, boxes, fields
        # With its mark deleted, a paragraph runs on into the next.
        if anchored or not self._is_on(paragraph, "pPr/rPr/del"):
            self._builder.end_paragraph()
        for box in anchored:
            self.blocks(box)

    def _inline(self, parent: Element) -> None:
        """The text inside a paragraph, a run, or anything that wraps runs."""
        for element in parent:
            name = local_part(element.tag)
            if name not in _LEFT_OUT:
                self._piece(element, name)

    def _piece(self, element: Element, name: str) -> None:
        if name in _TEXT:
            if not (self._fields and any(self._fields)):
                self._builder.text(_text_of(element, name))
        elif name == "r":
            if not self._is_on(element, "rPr/vanish"):
                self._inline(element)
        elif name == "fldChar":
            self._field_mark(element)
        elif name == "txbxContent":
            self._text_boxes.append(element)
        elif name == "AlternateContent":
            # The first choice; the others say the same for older programs.
            choices = [child for child in element if local_name(child) == "Choice"]
            for child in choices[:1] or element:
                self._piece(child, local_name(child))
        elif name in _PICTURES:
            self._picture(element, _PICTURES[name])
        else:
            self._inline(element)

    def _picture(self, element: Element, attribute: str) -> None:
        named = (element.get(space + attribute) for space in _RELATIONS)
        relationship = next(filter(None, named), None)
        found = None if relationship is None or self._find_picture is None else self._find_picture(relationship)
        if found is not None:
            self._builder.picture(found)

    def _is_on(self, element: Element, path: str) -> bool:
        return is_on(self._properties.get(element, NO_SETTINGS), path)

    def _field_mark(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _text_of(element: Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = value(element, "char") or ""
        return chr(int(code, 16)) if _CODE.fullmatch(code) else ""
    return _FIXED_TEXT[name]
