"""Names of cells, rows, columns, tables and forms in the words of the official form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.messages import say
from validator.model.form import CellName, Column, Form, Row, Table
from validator.model.text import Text

if TYPE_CHECKING:
    from validator.packs.pack import Pack

_REMARK = re.compile(r"（[^（）]*）$")
_LISTED = 12
"""Names listed in a sentence before the rest is only counted."""


def _short(title: str) -> str:
    """A title without the remark in brackets that the form prints behind it."""
    return _REMARK.sub("", title) or title


def glossary_of(form: Form, pack: Pack, language: str) -> Glossary:
    """The words of a form of a pack."""
    facts = {one.name: one.title for one in pack.facts if one.title is not None}
    return Glossary(form, language, {one.id: one.title for one in pack.forms}, facts)


class Glossary(Struct, frozen=True):
    """The words of one form in one language."""

    form: Form
    language: str
    editions: Mapping[str, Text]
    """Form id -> title, for the forms of the pack."""
    facts: Mapping[str, Text] = field(default_factory=dict)
    """Name of what is known of organs -> title, where it has one."""

    def row(self, row: Row) -> str:
        """`（七）总计`; in English the numbering follows in brackets."""
        title = _short(row.title[self.language])
        if not row.number:
            return title
        if self.language == "zh":
            return row.number + title
        number = row.number.rstrip("、")
        return f"{title} {number}" if number.startswith("（") else f"{title} ({number})"

    def column(self, column: Column) -> str:
        """`自然人`."""
        return _short(column.title[self.language])

    def table(self, name: str) -> str:
        """`表三（收到和处理政府信息公开申请情况）`; the name itself if the form has no such table."""
        table = self.find_table(name)
        if table is None:
            return name
        return say("table-name", self.language, number=self.number(table), title=table.title[self.language])

    def number(self, table: Table) -> str:
        """`表三`."""
        return table.number

    def edition(self, form: str) -> str:
        """Title of a form by its id; the id itself if the pack does not have it."""
        title = self.editions.get(form)
        return form if title is None else title[self.language]

    def find_table(self, name: str | None) -> Table | None:
        """The table of that name, or None."""
        return next((table for table in self.form.tables if table.name == name), None)

    def row_named(self, table: str | None, name: str) -> str:
        """Title of a row by its name; the name itself if the table has no such row."""
        found = self.find_table(table)
        return self.row(found.row(name)) if found and name in found.row_names else name

    def column_named(self, table: str | None, name: str) -> str:
        """Title of a column by its name; the name itself if the table has no such column."""
        found = self.find_table(table)
        return self.column(found.column(name)) if found and name in found.column_names else name

    def cell(self, name: str) -> str:
        """`“（七）总计”行“自然人”列`; the name itself if the form has no such cell."""
        if name not in self.form.index:
            return name
        cell = CellName.parse(name)
        row, column = self.row_named(cell.table, cell.row), self.column_named(cell.table, cell.column)
        return say("cell-name", self.language, row=row, column=column)

    def unit(self, name: str) -> str:
        """Unit of a cell with an amount of money; of a count, nothing."""
        cell = CellName.parse(name)
        table = self.find_table(cell.table)
        column = table.column(cell.column) if table and cell.column in table.column_names else None
        return column.unit if column and column.decimals else ""

    def cells(self, names: Sequence[str]) -> str:
        """Several cells in as few words as they allow: whole tables, then those of one column or one row together."""
        unknown = [name for name in names if name not in self.form.index]
        parts: list[str] = []
        for table in self.form.tables:
            cells = [CellName.parse(name) for name in names if name in table.cells]
            if len(cells) == len(table.cells) and len(cells) > 1:
                parts.append(say("whole-table", self.language, table=self.table(table.name)))
            elif len(cells) == 1:
                parts.append(self.cell(str(cells[0])))
            elif cells:
                parts += self._grouped(table, cells)
        return say("semicolon", self.language).join((*parts, *unknown))

    def _grouped(self, table: Table, cells: Sequence[CellName]) -> Iterator[str]:
        columns, rows = dict.fromkeys(cell.column for cell in cells), dict.fromkeys(cell.row for cell in cells)
        if len(columns) <= len(rows):
            for name in columns:
                listed = self.listed([self.row(table.row(cell.row)) for cell in cells if cell.column == name])
                yield say("cells-of-column", self.language, column=self.column(table.column(name)), rows=listed)
        else:
            for name in rows:
                listed = self.listed([self.column(table.column(cell.column)) for cell in cells if cell.row == name])
                yield say("cells-of-row", self.language, row=self.row(table.row(name)), columns=listed)

    def listed(self, names: Sequence[str]) -> str:
        """`甲、乙、丙`; of a long list the first, and how many there are."""
        comma = say("list-comma", self.language)
        if len(names) <= _LISTED:
            return comma.join(names)
        return say("and-more", self.language, names=comma.join(names[:_LISTED]), count=len(names))
