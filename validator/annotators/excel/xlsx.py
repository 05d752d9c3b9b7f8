"""Notes in an Excel workbook, as comments on the cells; a cell that has to change stands out from those around it.

How they look is a conditional format that always holds: it leaves the style of a cell alone, and is easy to take away.
The parts are changed here and not by a library, since those drop the results of formulas, drawings, or both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from validator.annotators._office_package import EditablePackage, put_before
from validator.annotators.excel._comments import AFTER_DRAWING, SheetComments
from validator.annotators.notes import ARROW, Note, Notes
from validator.model.rules.rule import Severity
from validator.readers.word.docx_xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STRONG: Mapping[Severity, str] = {Severity.ERROR: "FFFF8A75", Severity.WARNING: "FFFFD24D", Severity.NOTE: "FF9CC8F5"}
"""Fills of the cells that have to change."""
_FAINT = "FFFBF1EE"
"""Fill of the cells that only take part."""
_FIRST_FORMAT = 200
"""Least number of a number format of ours; those below are the built-in ones and the first of a user."""
_ALWAYS = '"gouji"="gouji"'
"""A condition that holds, and by which our formats are recognised."""
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# fmt: off
_AFTER_FORMATS = frozenset({
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", *AFTER_DRAWING,
    "legacyDrawing",
})
# fmt: on
_AFTER_DXFS = frozenset({"tableStyles", "colors", "extLst"})


def annotate(data: bytes, notes: Notes, moment: datetime) -> bytes:  # noqa: ARG001 - comments of a cell bear no date
    """The workbook with one comment a place. Raises UnreadableInputError as the reader does."""
    package = EditablePackage(data)
    sheets = dict(_sheets(package))
    for part in sheets.values():
        _remove_fills(package.tree(part))
    texts = _texts(notes, next(iter(sheets), ""))
    for name, part in sheets.items():
        SheetComments(package, part).replace(texts.get(name, {}))
    for name, part in sheets.items():
        marks = [mark for mark in notes.marks if mark.location.sheet == name and mark.location.address]
        for mark in marks:
            if mark.change:
                _fill(package, part, [mark.location.address or ""], _look(_STRONG[mark.severity], mark.change))
        cells = [mark.location.address or "" for mark in marks if not mark.change]
        if cells:
            _fill(package, part, cells, _look(_FAINT))
    return package.saved()


def _look(fill: str, change: str = "") -> _Look:
    """A fill with a frame; of a cell to change a heavier one, and what it should hold beside what stands there."""
    sides = ("left", "right", "top", "bottom")
    line = "thin" if change else "dotted"
    border = "".join(f'<{side} style="{line}"><color rgb="FF7A1A10"/></{side}>' for side in sides)
    pattern = f'<fill><patternFill><bgColor rgb="{fill}"/></patternFill></fill>'
    shown = f'"{ARROW}{change}"'.replace('""', "")
    code = ";".join(f"{sign}{shown}" for sign in ("General", "-General", "General", "@")) if change else ""
    return _Look("<font><b/></font>" if change else "", code, f"{pattern}<border>{border}</border>")


class _Look(NamedTuple):
    """A conditional format, in the parts that its schema wants in this order."""

    font: str
    code: str
    """A number format, which changes how the number is shown and not the number; empty for none."""
    rest: str
    """Fill and border."""


def _sheets(package: EditablePackage) -> Iterator[tuple[str, str]]:
    """Name and part of each worksheet, in order."""
    workbook = package.tree(package.main)
    for entry in workbook.iter("{*}sheet"):
        identity = next((str(value) for key, value in entry.items() if str(key).endswith("}id")), "")
        kind, part = package.relations_of(package.main).get(identity, ("", ""))
        if kind == "worksheet":
            yield entry.get("name") or "", part


def _texts(notes: Notes, first: str) -> Mapping[str, Mapping[str, str]]:
    """Sheet -> address -> text; what concerns the whole report stands in the corner of the first sheet."""
    found: dict[str, dict[str, str]] = {}
    for note in notes.notes:
        sheet, address = _place(note, first)
        texts = found.setdefault(sheet, {})
        texts[address] = "\n\n".join(filter(None, (texts.get(address), note.text)))
    return found


def _place(note: Note, first: str) -> tuple[str, str]:
    location = note.location
    if location is None or location.sheet is None or location.address is None:
        return first, "A1"
    return location.sheet, location.address


def _remove_fills(sheet: Element) -> None:
    for formula in list(sheet.iter("{*}formula")):
        rule = formula.getparent()
        block = None if rule is None else rule.getparent()
        if rule is not None and block is not None and formula.text == _ALWAYS and local_name(rule) == "cfRule":
            block.remove(rule)
            if not len(block) and (sheet_element := block.getparent()) is not None:
                sheet_element.remove(block)


def _fill(package: EditablePackage, part: str, cells: list[str], look: _Look) -> None:
    sheet = package.tree(part)
    space = etree.QName(sheet).namespace
    priorities = [int(one.get("priority") or 0) for one in sheet.iter("{*}cfRule")]
    block = etree.Element(f"{{{space}}}conditionalFormatting", {"sqref": " ".join(cells)})
    values = {
        "type": "expression",
        "dxfId": str(_format(package, look)),
        "priority": str(max(priorities, default=0) + 1),
    }
    rule = etree.SubElement(block, f"{{{space}}}cfRule", values)
    etree.SubElement(rule, f"{{{space}}}formula").text = _ALWAYS
    put_before(sheet, block, _AFTER_FORMATS)


def _format(package: EditablePackage, look: _Look) -> int:
    """Number of the conditional format with that look, made if there is none."""
    styles = _styles(package)
    space = etree.QName(styles).namespace
    formats = next(styles.iterchildren("{*}dxfs"), None)
    if formats is None:
        formats = etree.Element(f"{{{space}}}dxfs")
        put_before(styles, formats, _AFTER_DXFS)
    shown = ""
    if look.code:
        number_format = etree.Element("numFmt", numFmtId=str(_number_format(styles, look.code)), formatCode=look.code)
        shown = etree.tostring(number_format, encoding="unicode")
    ours = etree.fromstring(f'<dxf xmlns="{space}">{look.font}{shown}{look.rest}</dxf>')
    wanted = etree.tostring(ours, method="c14n", exclusive=True)
    for number, known in enumerate(formats):
        if etree.tostring(known, method="c14n", exclusive=True, with_tail=False) == wanted:
            return number
    formats.append(ours)
    formats.set("count", str(len(formats)))
    return len(formats) - 1


def _number_format(styles: Element, code: str) -> int:
    """The number of a number format, or one that is free."""
    known = list(styles.iter("{*}numFmt"))
    same = (one.get("numFmtId") for one in known if one.get("formatCode") == code)
    free = max((int(one.get("numFmtId") or 0) for one in known), default=0) + 1
    return int(next(same, None) or max(free, _FIRST_FORMAT))


def _styles(package: EditablePackage) -> Element:
    known = next(package.related(package.main, "styles"), None)
    if known is not None:
        return package.tree(known)
    space = etree.QName(package.tree(package.main)).namespace or ""
    name = package.unused_name(f"{package.main.rpartition('/')[0]}/styles{{}}.xml")
    root = etree.fromstring(f'<styleSheet xmlns="{space}"/>')
    package.add(name, root, _STYLES)
    package.relation(package.main, name, "styles")
    return root
