"""Excel workbooks (.xlsx, .xlsm, and .et files of the same make) as sheets of printed text.

The parts are read here and not by a library, since three things are needed that those for reading leave out: the format
of a number, formulas without a result, and what is hidden; and since a cell at the far corner of a sheet must not cost
the memory of the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers.blocks.builder import MOST_ROWS
from validator.readers.office_package import OfficePackage
from validator.readers.spreadsheet._cell_format import BUILT_IN, GENERAL, parse_number
from validator.readers.spreadsheet._sheet import SHEET_LEFT_OUT, Area, Sheet, SheetBuilder
from validator.readers.spreadsheet.formula import Formula, Place, place_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CELLS_A_ROW = 250
"""Cells, blank ones included, that a workbook may hold for each row that is read of a sheet."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COUNT = re.compile(r"[0-9]{1,9}")
_ON = frozenset({"1", "true"})
_SURROGATES = range(0xD800, 0xE000)
_FAR = 1 << 24


def read_workbook(path: str, data: bytes, most_rows: int = MOST_ROWS) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets that show, in order, and warnings. Raises UnreadableInputError."""
    package = OfficePackage(path, data)
    name = package.main_part_name()
    if name.endswith(".bin"):
        raise UnreadableInputError(
            path,
            Text(
                "这是二进制工作簿（.xlsb），目前还不能读取",
                "this is a binary workbook (.xlsb), which cannot be read yet",
            ),
            Text(
                "用 Excel 或 WPS 打开，另存为 .xlsx 后再检查",
                "open it in a spreadsheet program, save it as .xlsx, and check that",
            ),
        )
    return _Workbook(path, package, name, most_rows).read()


class _Workbook:
    """What the sheets of a workbook share."""

    def __init__(self, path: str, package: OfficePackage, name: str, most_rows: int) -> None:
        self._path = path
        self._package = package
        self._name = name
        self._root = package.part(name)
        self._related = package.related(name)
        self._most_rows = most_rows
        self._cells_left = _CELLS_A_ROW * most_rows

    def read(self) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
        strings = self._shared_strings()
        formats = self._formats()
        from_1904 = any(_is_on(one, "date1904") for one in _named(self._root, "workbookPr"))
        sheets: list[Sheet] = []
        warnings: tuple[str, ...] = ()
        for entry in _named(self._root, "sheet"):
            kind, part = self._related.get(_attribute(entry, "id"), ("", ""))
            if kind != "worksheet":
                continue
            if entry.get("state", "visible") != "visible":
                warnings = (SHEET_LEFT_OUT,)
                continue
            builder = SheetBuilder(entry.get("name") or "", self._most_rows, from_1904=from_1904)
            reader = _SheetReader(builder, strings, formats)
            for element in self._package.elements(part, ("col", "row", "c", "mergeCell")):
                reader.take(element)
                self._count()
            sheets.append(builder.finish())
        return tuple(sheets), warnings

    def _count(self) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise refusal.suspicious(self._path, Text("单元格过多", "it holds too many cells"))

    def _part_of_kind(self, kind: str) -> str | None:
        return next((part for found, part in self._related.values() if found == kind and self._package.has(part)), None)

    def _shared_strings(self) -> list[str]:
        part = self._part_of_kind("sharedStrings")
        return [] if part is None else [_string(item) for item in self._package.elements(part, ("si",))]

    def _formats(self) -> list[str]:
        """For each cell style the code of its number format."""
        part = self._part_of_kind("styles")
        if part is None:
            return []
        root = self._package.part(part)
        own = {one.get("numFmtId") or "": one.get("formatCode") or GENERAL for one in _named(root, "numFmt")}
        codes = {**{str(number): code for number, code in BUILT_IN.items()}, **own}
        styles = [style for group in _named(root, "cellXfs") for style in _named(group, "xf")]
        return [codes.get(style.get("numFmtId") or "", GENERAL) for style in styles]


class _SheetReader(Struct):
    """Tells a builder what the elements of a sheet say."""

    builder: SheetBuilder
    strings: list[str]
    formats: list[str]
    _parent: Element | None = None
    """The element of the current row."""
    _row: int = -1
    _column: int = -1
    _filled: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """Number of a shared formula -> its text and where it was written."""

    def take(self, element: Element) -> None:
        """One element; the cells of a row come before the row itself."""
        name = _local_part(element.tag)
        if name == "c":
            row = element.getparent()
            if row is not self._parent:
                self._go_to_row(row)
            self._cell(element)
        elif name == "row":
            self._go_to_row(element)
        elif name == "col" and _is_on(element, "hidden"):
            self.builder.hide_columns(_count(element.get("min"), 1) - 1, _count(element.get("max"), 0) - 1)
        elif name == "mergeCell":
            self._merge(element.get("ref") or "")

    def _go_to_row(self, row: Element | None) -> None:
        if row is None or row is self._parent:
            return
        self._parent = row
        self._row = _count(row.get("r"), self._row + 2) - 1
        self._column = -1
        if _is_on(row, "hidden"):
            self.builder.hide_row(self._row)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = place_of(first), place_of(last or first)
        if top is not None and bottom is not None:
            self.builder.merge(Area(*top, *bottom))

    def _cell(self, cell: Element) -> None:
        place = place_of(cell.get("r") or "") or (max(self._row, 0), self._column + 1)
        self._row, self._column = place
        if not len(cell):  # only its looks are given
            return
        code = self._code(cell.get("s"))
        formula, value = _formula_and_value(cell)
        text = "" if value is None else value.text or ""
        kind = cell.get("t", "n")
        if formula is not None:
            self._remember(formula, place)
            if not text and kind != "str":
                self.builder.formula(place, self._formula(formula, place), code)
                return
        self._value(place, kind, text, code, cell)

    def _value(self, place: Place, kind: str, text: str, code: str, cell: Element) -> None:
        if kind == "inlineStr" and len(cell) == 1 and _local_part(cell[0].tag) == "is":
            self.builder.text(place, _string(cell[0]))
        elif kind == "s":
            number = _count(text, len(self.strings))
            self.builder.text(place, self.strings[number] if number < len(self.strings) else "")
        elif kind == "inlineStr":
            self.builder.text(place, "".join([_string(item) for item in _named(cell, "is")]))
        elif kind == "e":
            self.builder.error(place, text)
        elif kind == "b":
            self.builder.text(place, {"1": "TRUE", "0": "FALSE"}.get(text, text))
        elif kind == "n" and (value := parse_number(text)) is not None:
            self.builder.number(place, value, code)
        else:
            self.builder.text(place, _unescaped(text))

    def _code(self, style: str | None) -> str:
        number = _count(style, len(self.formats))
        return self.formats[number] if number < len(self.formats) else GENERAL

    def _remember(self, formula: Element, place: Place) -> None:
        if formula.get("t") == "shared" and formula.text:
            self._filled[formula.get("si") or ""] = (formula.text, place)

    def _formula(self, formula: Element, place: Place) -> Formula:
        if not formula.text and formula.get("si") in self._filled:
            text, first = self._filled[formula.get("si") or ""]
            return Formula(text, (place[0] - first[0], place[1] - first[1]))
        return Formula(formula.text or "")


@lru_cache(maxsize=1024)
def _local_part(tag: object) -> str:
    """A tag without its namespace; empty for the tag of what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _formula_and_value(cell: Element) -> tuple[Element | None, Element | None]:
    """The first formula and the first value in a cell."""
    only = cell[0] if len(cell) == 1 else None
    name = "" if only is None else _local_part(only.tag)
    if only is not None and (name == "is" or not len(only)):  # nearly always
        return (only if name == "f" else None), (only if name == "v" else None)
    return next(_named(cell, "f"), None), next(_named(cell, "v"), None)


def _named(parent: Element, name: str) -> Iterator[Element]:
    """Elements of a local name below another, in document order."""
    return parent.iter(f"{{*}}{name}")


def _attribute(element: Element, name: str) -> str:
    """An attribute in any namespace but the empty one."""
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + name)), "")


def _is_on(element: Element, name: str) -> bool:
    return (element.get(name) or "").lower() in _ON


def _count(text: str | None, default: int) -> int:
    return int(text) if text is not None and _COUNT.fullmatch(text) else default


def _string(item: Element) -> str:
    """A string with its runs joined; how it is read aloud (`rPh`) is left out."""
    if len(item) == 1 and not len(item[0]) and _local_part(item[0].tag) == "t":  # one run, as nearly always
        return _unescaped(item[0].text or "")
    texts = [
        text.text or ""
        for text in _named(item, "t")
        if not any(_local_part(above.tag) == "rPh" for above in text.iterancestors())
    ]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """`_x000D_` stands for a character that XML cannot hold or would alter."""
    if "_x" not in text:
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return "" if code in _SURROGATES else chr(code)

    return _ESCAPED.sub(character, text).replace("\r\n", "\n").replace("\r", "\n")
