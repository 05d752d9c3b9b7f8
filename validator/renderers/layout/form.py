"""An official form as it lies on paper: the tables of one section with their headings, merged cells and blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby, takewhile

from msgspec import Struct
from msgspec.structs import replace

from validator.model.form import Form, Group, Row, Table
from validator.model.text import Text

_NUMBER_WIDTH, _LABEL_WIDTH = 5, 18
"""Chinese characters that a number may need, and that a row label gets at most before it is wrapped."""


class FormScope(StrEnum):
    """What a label is for, in the words of HTML."""

    ROW = "row"
    COLUMN = "col"
    ROWS = "rowgroup"
    """A heading beside several rows that is in no other."""
    COLUMNS = "colgroup"


class FormBox(Struct, frozen=True):
    """A printed cell; rows and columns count from 0."""

    text: str
    """A label; empty where a number goes."""
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    cell: str | None = None
    """Name of the cell of the form that is filled in here."""
    scope: FormScope | None = None
    """What a label is for; None for a blank, and for what is no label."""
    name: str = ""
    """Name of the row or column that is labelled, empty for a heading over several."""


class FormSheet(Struct, frozen=True):
    """The tables of one section, one below the other."""

    number: str
    """`表三`."""
    boxes: tuple[FormBox, ...]
    height: int
    width: int
    labels: int
    """Columns that hold row labels."""

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide each column should be, in Chinese characters."""
        longest = [_NUMBER_WIDTH] * self.width
        for box in self.boxes:
            if box.colspan == 1 and box.column < self.labels:
                longest[box.column] = max(longest[box.column], min(len(box.text), _LABEL_WIDTH))
        return tuple(longest)


def form_sheets(form: Form) -> tuple[FormSheet, ...]:
    """The sheets of a form, one a section that has tables."""
    return tuple(_sheet(number, tuple(tables)) for number, tables in groupby(form.tables, key=lambda one: one.number))


def laid_out(form: Form) -> tuple[tuple[str, tuple[FormSheet, ...]], ...]:
    """The headings of the sections in order, with the sheets below each; those of no section last, under no heading.

    A sheet belongs to the section that its number ends in (`三` for `表三`).
    """
    sheets = form_sheets(form)
    sections = [_section_of(sheet, form) for sheet in sheets]
    own = [(f"{one.number}、{one.title.zh}", _of_section(one.number, sheets, sections)) for one in form.sections]
    rest = _of_section(None, sheets, sections)
    return (*own, ("", rest)) if rest else tuple(own)


def _of_section(
    number: str | None, sheets: Sequence[FormSheet], sections: Sequence[str | None]
) -> tuple[FormSheet, ...]:
    return tuple(sheet for sheet, section in zip(sheets, sections, strict=True) if section == number)


def _section_of(sheet: FormSheet, form: Form) -> str | None:
    return next((one.number for one in form.sections if sheet.number.endswith(one.number)), None)


def _sheet(number: str, tables: Sequence[Table]) -> FormSheet:
    blocks = [list(_flat(table) if table.arrangement == "flat" else _ruled(table)) for table in tables]
    width = max(box.column + box.colspan for block in blocks for box in block)
    boxes: list[FormBox] = []
    top = 0
    for table, block in zip(tables, blocks, strict=True):
        if len(tables) > 1:
            boxes.append(FormBox(table.title.zh, top, 0, 1, width))
            top += 1
        boxes += [replace(box, row=box.row + top) for box in _widened(block, width)]
        top += max(box.row + box.rowspan for box in block)
    labels = max(0 if table.arrangement == "flat" else _depth(table.row_groups, table.row_names) for table in tables)
    return FormSheet(number, tuple(boxes), top, width, labels)


def _widened(block: Sequence[FormBox], width: int) -> Iterator[FormBox]:
    """A block made as wide as the others: what ends at its right edge goes on to the edge of the sheet."""
    own = max(box.column + box.colspan for box in block)
    for box in block:
        at_edge = box.column + box.colspan == own
        yield replace(box, colspan=width - box.column) if at_edge else box


def table_boxes(table: Table, language: str) -> tuple[FormBox, ...]:
    """One table by itself, its labels in a language."""
    return tuple(_flat(table, language) if table.arrangement == "flat" else _ruled(table, language))


def _ruled(table: Table, language: str = "zh") -> Iterator[FormBox]:
    """A table whose rows are rows on the page."""
    labels = _depth(table.row_groups, table.row_names)
    heads = _depth(table.column_groups, table.column_names)
    yield FormBox(table.corner[language], 0, 0, heads, labels)
    for level, at, span, title in _headings(table.column_groups, table.column_names):
        scope = FormScope.COLUMN if level else FormScope.COLUMNS
        yield FormBox(title[language], level, labels + at, 1, span, scope=scope)
    for at, column in enumerate(table.columns):
        level = len(_over(table.column_groups, table.column_names, at))
        text = column.title[language]
        yield FormBox(text, level, labels + at, heads - level, scope=FormScope.COLUMN, name=column.name)
    for level, at, span, title in _headings(table.row_groups, table.row_names):
        yield FormBox(title[language], heads + at, level, span, scope=FormScope.ROW if level else FormScope.ROWS)
    for at, row in enumerate(table.rows):
        groups = _over(table.row_groups, table.row_names, at)
        text = _numbered(_leaf(row, groups), row.title, language)
        yield FormBox(text, heads + at, len(groups), 1, labels - len(groups), scope=FormScope.ROW, name=row.name)
        for place, column in enumerate(table.columns):
            yield FormBox("", heads + at, labels + place, cell=f"{table.name}.{row.name}.{column.name}")


def _flat(table: Table, language: str = "zh") -> Iterator[FormBox]:
    """A table whose rows stand side by side, each over its own columns."""
    width = len(table.columns)
    heads = _depth(table.row_groups, table.row_names) + 1
    for level, at, span, title in _headings(table.row_groups, table.row_names):
        scope = FormScope.COLUMN if level else FormScope.COLUMNS
        yield FormBox(title[language], level, at * width, 1, span * width, scope=scope)
    for at, row in enumerate(table.rows):
        level = len(_over(table.row_groups, table.row_names, at))
        scope = FormScope.COLUMN if level else FormScope.COLUMNS
        yield FormBox(_numbered(row.number, row.title, language), level, at * width, 1, width, scope=scope)
        for place, column in enumerate(table.columns):
            text, down = column.title[language], heads - level - 1
            yield FormBox(text, level + 1, at * width + place, down, scope=FormScope.COLUMN, name=column.name)
            yield FormBox("", heads, at * width + place, cell=f"{table.name}.{row.name}.{column.name}")


def _headings(groups: Sequence[Group], names: Sequence[str]) -> Iterator[tuple[int, int, int, Text]]:
    """Level, first place, places and title of each group."""
    for at, group in enumerate(groups):
        first, last = names.index(group.first), names.index(group.last)
        yield len(_over(groups[:at], names, first)), first, last - first + 1, group.title


def _over(groups: Sequence[Group], names: Sequence[str], at: int) -> list[Group]:
    """The groups that hold a row or a column, the widest first."""
    return [group for group in groups if names.index(group.first) <= at <= names.index(group.last)]


def _depth(groups: Sequence[Group], names: Sequence[str]) -> int:
    """Levels of the labels: of the groups, and one for the rows or columns themselves."""
    return 1 + max(len(_over(groups, names, at)) for at in range(len(names)))


def _numbered(number: str, title: Text, language: str) -> str:
    """A label with its number: `1.属于国家秘密`; in English behind it, as the numbers are Chinese."""
    if language == "zh" or not number:
        return number + title[language]
    bare = number.rstrip("、.")
    return f"{title[language]} {bare}" if bare.startswith("（") else f"{title[language]} ({bare})"


def _leaf(row: Row, groups: Sequence[Group]) -> str:
    """Numbering as it stands beside the headings of groups: `（三）1.` -> `1.` under `（三）不予公开`."""
    title = groups[-1].title.zh if groups else ""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(row.number, title, strict=False))
    return row.number[len(list(shared)) :]
