"""The comments of one worksheet: a part with the texts, and a drawing with the box in which each is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from validator.annotators import AUTHOR
from validator.annotators._office_package import EditablePackage, put_before
from validator.readers.spreadsheet.formula import Place, place_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AFTER_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)
"""What must follow the tie to the drawing in a worksheet."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEHIND = f"\n--- {AUTHOR} ---\n"
"""Parts our text from that of a user in the same comment: a cell has only one."""

_VML = "urn:schemas-microsoft-com:vml"
_VML_OFFICE = "urn:schemas-microsoft-com:office:office"
_VML_EXCEL = "urn:schemas-microsoft-com:office:excel"
_EMPTY_DRAWING = f"""<xml xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}" xmlns:x="{_VML_EXCEL}">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
</xml>"""
_SHAPE = f"""<v:shape xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}" xmlns:x="{_VML_EXCEL}" id="_x0000_s{{number}}"
 type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">
<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>
<v:textbox><div style="text-align:left"/></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>
<x:Anchor>{{left}}, 15, {{top}}, 2, {{right}}, 15, {{bottom}}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>
<x:Row>{{row}}</x:Row><x:Column>{{column}}</x:Column></x:ClientData></v:shape>"""
_FIRST_SHAPE = 1025
_COLUMNS, _CHARACTERS = 6, 26
"""Columns that a box covers, and Chinese characters that fit into one of its lines."""


class SheetComments:
    """The comments of a worksheet, those of the user left as they are."""

    def __init__(self, package: EditablePackage, sheet: str) -> None:
        """`sheet`: the part of the worksheet."""
        self._package = package
        self._sheet = sheet
        self._part = next(package.related(sheet, "comments"), None)

    def replace(self, texts: Mapping[str, str]) -> None:
        """Take our earlier comments out and put these in: address of a cell -> what is said."""
        if self._part is not None:
            self._remove(self._package.tree(self._part))
        if texts:
            self._add(self._comments(), texts)

    def _remove(self, comments: Element) -> None:
        authors = [one.text for one in comments.iter("{*}author")]
        gone: set[Place | None] = set()
        for comment in list(comments.iter("{*}comment")):
            number = int(comment.get("authorId") or 0)
            parent = comment.getparent()
            if parent is not None and number < len(authors) and authors[number] == AUTHOR:
                parent.remove(comment)
                gone.add(place_of(comment.get("ref") or ""))
            else:
                _cut(comment)
        if gone:
            drawing = self._drawing()
            for shape in list(drawing.iter(f"{{{_VML}}}shape")):
                if _place(shape) in gone and (parent := shape.getparent()) is not None:
                    parent.remove(shape)

    def _add(self, comments: Element, texts: Mapping[str, str]) -> None:
        space = etree.QName(comments).namespace
        author = _author(comments)
        known = {one.get("ref"): one for one in comments.iter("{*}comment")}
        listed = next(comments.iterchildren("{*}commentList"))
        drawing = self._drawing()
        for address, text in texts.items():
            if address in known:
                body = next(known[address].iterchildren("{*}text"))
                _run(body, _BEHIND + text)
                continue
            comment = etree.SubElement(listed, f"{{{space}}}comment", {"ref": address, "authorId": str(author)})
            _run(etree.SubElement(comment, f"{{{space}}}text"), text)
            _draw(drawing, address, text)

    def _comments(self) -> Element:
        """The root of the part with the texts, made if there is none."""
        if self._part is None:
            space = etree.QName(self._package.tree(self._sheet)).namespace or ""
            root = etree.fromstring(f'<comments xmlns="{space}"><authors/><commentList/></comments>')
            self._part = self._package.unused_name("xl/comments{}.xml")
            self._package.add(self._part, root, _COMMENTS)
            self._package.relation(self._sheet, self._part, "comments")
        return self._package.tree(self._part)

    def _drawing(self) -> Element:
        """The root of the drawing with the boxes, made and tied to the sheet if there is none."""
        sheet = self._package.tree(self._sheet)
        known = next(sheet.iterchildren("{*}legacyDrawing"), None)
        if known is not None:
            identity = next((str(value) for key, value in known.items() if str(key).endswith("}id")), "")
            part = self._package.relations_of(self._sheet).get(identity, ("", ""))[1]
            return self._package.tree(part, mend=True)
        part = self._package.unused_name("xl/drawings/vmlDrawing{}.vml")
        root = etree.fromstring(_EMPTY_DRAWING)
        self._package.add(part, root, _DRAWING)
        identity = self._package.relation(self._sheet, part, "vmlDrawing")
        tie = etree.Element(f"{{{etree.QName(sheet).namespace}}}legacyDrawing", nsmap={"r": _OFFICE})
        tie.set(f"{{{_OFFICE}}}id", identity)
        put_before(sheet, tie, AFTER_DRAWING)
        return root


def _author(comments: Element) -> int:
    authors = next(comments.iterchildren("{*}authors"))
    names = [one.text for one in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{etree.QName(comments).namespace}}}author").text = AUTHOR
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _run(body: Element, text: str) -> None:
    space = etree.QName(body).namespace
    words = etree.SubElement(etree.SubElement(body, f"{{{space}}}r"), f"{{{space}}}t")
    words.text = text
    words.set(_SPACE, "preserve")


def _cut(comment: Element) -> None:
    """Take what we have written behind the text of a user out of a comment."""
    found = False
    for words in list(comment.iter("{*}t")):
        text, behind, _ = (words.text or "").partition(_BEHIND)
        run = words.getparent()
        if run is not None and (body := run.getparent()) is not None and (found or (behind and not text)):
            body.remove(run)
        elif behind:
            words.text = text
        found = found or bool(behind)


def _draw(drawing: Element, address: str, text: str) -> None:
    place = place_of(address)
    if place is None:
        return
    row, column = place
    ids = [re.search(r"[0-9]+$", shape.get("id") or "") for shape in drawing.iter(f"{{{_VML}}}shape")]
    number = max([int(found[0]) for found in ids if found] + [_FIRST_SHAPE - 1]) + 1
    lines = sum(len(line) // _CHARACTERS + 1 for line in text.split("\n"))
    left, top = column + 1, max(row - 1, 0)
    box = {"left": left, "top": top, "right": left + _COLUMNS, "bottom": top + lines + 1}
    drawing.append(etree.fromstring(_SHAPE.format(number=number, row=row, column=column, **box)))


def _place(shape: Element) -> Place | None:
    row, column = (shape.findtext(f".//{{{_VML_EXCEL}}}{name}") for name in ("Row", "Column"))
    return (int(row), int(column)) if row is not None and column is not None else None
