"""How cells of a Word table stand out: a shade, and a frame that tells without colours which has to change.

Both are known again by their colours, which nobody else uses, and taken away when the copy is annotated again. What a
user has set at a cell is left alone: where it has a shade or a frame of its own, the comment has to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from validator.annotators._office_package import put_before
from validator.model.rules.rule import Severity
from validator.readers.word.docx_xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from validator.annotators.notes import CellMark

_STRONG: Mapping[Severity, str] = {Severity.ERROR: "FF8A75", Severity.WARNING: "FFD24D", Severity.NOTE: "9CC8F5"}
"""Shades of the cells that have to change."""
_FAINT = "FBF1EE"
"""Shade of the cells that only take part."""
_FRAME = "7A1A10"
_STRONG_LINE, _FAINT_LINE = ("double", "6"), ("dotted", "4")
"""Kind and eighths of a point of the lines of a frame."""
_NO_FILL = frozenset({"", "auto", "FFFFFF"})
# fmt: off
_AFTER_BORDERS = frozenset({
    "shd", "noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel",
    "cellMerge", "tcPrChange",
})
# fmt: on
_AFTER_SHADE = _AFTER_BORDERS - {"shd"}


def shade(cell: Element, mark: CellMark) -> None:
    """Shade and frame a cell (`w:tc`) as its mark asks for."""
    space = etree.QName(cell).namespace or ""
    properties = next(cell.iterchildren(f"{{{space}}}tcPr"), None)
    if properties is None:
        properties = etree.Element(f"{{{space}}}tcPr")
        cell.insert(0, properties)
    parts = {local_name(one): one for one in properties}
    fill = _attribute(parts.get("shd"), "fill")
    if fill in _NO_FILL:
        if "shd" in parts:
            properties.remove(parts["shd"])
        shown = _STRONG[mark.severity] if mark.change else _FAINT
        element = _made(space, "shd", val="clear", color="auto", fill=shown)
        put_before(properties, element, _AFTER_SHADE)
    if "tcBorders" not in parts:
        kind, size = _STRONG_LINE if mark.change else _FAINT_LINE
        frame = etree.Element(f"{{{space}}}tcBorders")
        for side in ("top", "left", "bottom", "right"):
            frame.append(_made(space, side, val=kind, sz=size, space="0", color=_FRAME))
        put_before(properties, frame, _AFTER_BORDERS)


def remove_all(root: Element) -> None:
    """Take our shades and frames away."""
    ours = {*_STRONG.values(), _FAINT}
    for properties in root.iter("{*}tcPr"):
        for one in list(properties):
            name = local_name(one)
            framed = name == "tcBorders" and len(one) and all(_attribute(side, "color") == _FRAME for side in one)
            if framed or (name == "shd" and _attribute(one, "fill") in ours):
                properties.remove(one)


def _made(uri: str, name: str, **values: str) -> Element:
    return etree.Element(f"{{{uri}}}{name}", {f"{{{uri}}}{key}": value for key, value in values.items()})


def _attribute(element: Element | None, name: str) -> str:
    """The value of an attribute, whatever its namespace."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if etree.QName(key).localname == name), "")
