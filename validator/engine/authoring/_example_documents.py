"""Lay the example of an observation rule out as a document, so that it runs through the whole recognition.

The names an example can hold are listed in `docs/rule-language.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from validator.model.document import Cell, Document, Grid, Location, Paragraph
from validator.model.form import PREVIOUS, UNITS, Form, Section, Table
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Example
from validator.packs.organ_names import OrganLine
from validator.packs.pack import Pack
from validator.recognition.cells import cell_value, own_units

_FILL = "0"
_UNIT = f"{UNITS}."


def example_form(example: Example, forms: tuple[Form, ...]) -> Form:
    """The form an example is printed on: the one it names, else the newest that has all its cells."""
    named = example.cells.get("form")
    if named is not None:
        return next(form for form in forms if form.id == named)
    cells = [name for name in example.cells if any(name in form.index for form in forms)]
    return next((form for form in reversed(forms) if all(name in form.index for name in cells)), forms[-1])


def example_documents(example: Example, pack: Pack) -> tuple[Document, ...]:
    """The documents of an example: the report, last year's if it says anything of that, and those of the units."""
    own = _named(example, "")
    form = example_form(own, pack.forms)
    found = [example_document(own, form, pack)]
    last = _named(example, f"{PREVIOUS}.")
    if last.cells:
        year = str(int(own.cells.get("year") or form.first_year) - 1)
        last = Example({"organ": own.cells.get("organ", pack.example_organ), "year": year, **last.cells})
        found.append(example_document(last, form, pack))
    for unit, organ in _units(example):
        copies = 0 if f"without.{unit}" in example.cells else int(example.cells.get(f"{unit}.copies") or 1)
        found += [example_document(Example({"organ": organ}), form, pack)] * copies
    return tuple(replace(one, path=f"example-{number}") for number, one in enumerate(found))


def example_units(example: Example, pack: Pack) -> tuple[OrganLine, ...]:
    """The list of units that an example gives."""
    own = example.cells.get("organ", pack.example_organ) or ""
    parent = example.cells.get("parent")
    return (
        *(OrganLine(organ, own) for _, organ in _units(example)),
        *([OrganLine(own, parent)] if parent else []),
    )


def _units(example: Example) -> list[tuple[str, str]]:
    """(`units.1`, organ) of each unit."""
    named = ((name.removesuffix(".organ"), text) for name, text in example.cells.items() if name.startswith(_UNIT))
    return [(head, text) for head, text in named if text and f"{head}.organ" in example.cells]


def _named(example: Example, prefix: str) -> Example:
    """What an example says of one report, without the prefix."""
    if prefix:
        return Example(
            {name.removeprefix(prefix): text for name, text in example.cells.items() if name.startswith(prefix)}
        )
    others = (f"{PREVIOUS}.", _UNIT, f"without.{_UNIT}")
    return Example({name: text for name, text in example.cells.items() if not name.startswith(others)})


def example_document(example: Example, form: Form, pack: Pack) -> Document:
    """A document that holds the form with the example's cells in it."""
    page = _Page(example, form, pack)
    return Document(
        "example",
        "text",
        tuple(page.blocks()),
        warnings=page.warnings(),
        recognised_pages=page.recognised("recognised"),
        recognised_pictures=page.recognised("recognised_picture"),
        published=example.cells.get("published"),
        highlighted=tuple(filter(None, [example.cells.get("highlighted")])),
    )


def example_report(example: Example, pack: Pack, prefix: str = "") -> Report:
    """A report with the example's cells (those with the prefix) and its text as the only paragraph."""
    said = {name.removeprefix(prefix): text for name, text in example.cells.items() if name.startswith(prefix)}
    form = next(
        (form for form in reversed(pack.forms) if all(name in form.index for name in said if "." in name)),
        pack.forms[-1],
    )
    units = own_units(pack.forms)
    cells = tuple(
        cell_value(Cell(text, 0, 0), Reading.READ, units) if (text := said.get(name)) else CellValue(Reading.BLANK)
        for name in form.cells
    )
    text = example.cells.get("text")
    year = example.cells.get("year")
    return Report(
        path="example",
        format="text",
        organ=example.cells.get("organ", pack.example_organ),
        year=int(year) if year else form.first_year,
        form=form,
        cells=cells,
        prose=(Paragraph(text),) if text else (),
    )


class _Page(Struct, frozen=True):
    example: Example
    form: Form
    pack: Pack

    def blocks(self) -> Iterator[Paragraph | Grid]:
        organ = self.example.cells.get("organ", self.pack.example_organ) or ""
        year = self.example.cells.get("year", str(self.form.first_year))
        yield Paragraph(f"{organ}{year}年{self.pack.title.zh}" if year else f"{organ}{self.pack.title.zh}")
        head = self.example.cells.get("head")
        if head:
            yield Paragraph(head)
        first, twice = self.example.cells.get("first_section"), self.example.cells.get("twice")
        for section in sorted(self.form.sections, key=lambda section: section.number != first):
            if not self._without(f"section.{section.number}"):
                yield from self._section(section)
                if section.number == twice:
                    yield from self._section(section)
        for number, table in enumerate(self.form.tables, 1):
            if not self._without(table.name):
                yield self._grid(table, number)
        signed = self.example.cells.get("signed")
        if signed:
            yield Paragraph(organ)
            yield Paragraph(signed)

    def _section(self, section: Section) -> Iterator[Paragraph]:
        yield Paragraph(f"{section.number}、{section.title.zh}")
        text = self.example.cells.get(f"section.{section.number}")
        if text:
            yield Paragraph(text)

    def warnings(self) -> tuple[str, ...]:
        left_out = self.example.cells.get("left_out")
        return (left_out,) if left_out else ()

    def recognised(self, key: str) -> tuple[int, ...]:
        number = self.example.cells.get(key)
        return (int(number),) if number else ()

    def _without(self, name: str) -> bool:
        return f"without.{name}" in self.example.cells

    def _grid(self, table: Table, number: int) -> Grid:
        flat = table.arrangement == "flat"
        rows = list(self._flat_rows(table) if flat else self._rows(table))
        ragged = any(name.startswith(f"ragged.{table.name}.") for name in self.example.cells)
        cells = tuple(
            Cell(text, at, column, location=Location(table=number, row=at + 1, column=column + 1))
            for at, row in enumerate(rows)
            for column, text in enumerate(row)
        )
        return Grid(cells, tuple(len(row) for row in rows), positioned=not ragged, location=Location(table=number))

    def _rows(self, table: Table) -> Iterator[list[str]]:
        columns = [column for column in table.columns if not self._without(f"{table.name}.{column.name}")]
        yield [table.title.zh, *(column.title.zh for column in columns)]
        keep = int(self.example.cells.get(f"keep_rows.{table.name}") or len(table.rows))
        for row in table.rows[:keep]:
            if self._without(f"{table.name}.{row.name}"):
                continue
            ragged = self.example.cells.get(f"ragged.{table.name}.{row.name}")
            printed = [self._printed(f"{table.name}.{row.name}.{column.name}") for column in columns]
            yield [row.number + row.title.zh, *(ragged.split() if ragged else printed)]
            extra = self.example.cells.get(f"extra_row.{table.name}")
            if extra and row is table.rows[0]:
                yield [extra, *(_FILL for _ in columns)]

    def _flat_rows(self, table: Table) -> Iterator[list[str]]:
        yield [column.title.zh for _ in table.rows for column in table.columns]
        yield [self._printed(cell) for cell in table.cells]

    def _printed(self, cell: str) -> str:
        if cell in self.example.cells:
            return self.example.cells[cell] or ""
        return self.example.cells.get("fill", _FILL) or ""
