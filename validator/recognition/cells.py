"""What a grid cell says: a number, a blank, or text that is neither.

Money and the measure words of the language are read wherever a number stands. Other units are those of the forms of a
pack: they are parted from their numbers before anything looks at the cells of a document.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from validator.model.document import Cell, Document, Grid
from validator.model.form import Form
from validator.model.numbers import MEASURE_WORDS, UNIT_IN_YUAN, Kind, read_number
from validator.model.report import CellValue, Reading


def own_units(forms: Sequence[Form]) -> tuple[str, ...]:
    """The units of forms that are no units of the language; a longer one before one that it ends in."""
    columns = (column for form in forms for table in form.tables for column in table.columns)
    units = {column.unit for column in columns} - {"", *UNIT_IN_YUAN, *MEASURE_WORDS}
    return tuple(sorted(units, key=lambda unit: (-len(unit), unit)))


def units_parted(document: Document, units: Sequence[str]) -> Document:
    """The document with these units parted from the numbers in its grids."""
    if not units:
        return document
    blocks = (
        replace(block, cells=tuple(_parted(cell, units) for cell in block.cells)) if isinstance(block, Grid) else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _parted(cell: Cell, units: Sequence[str]) -> Cell:
    for unit in units:
        if cell.text.endswith(unit):
            text = cell.text.removesuffix(unit).rstrip()
            number = read_number(text)
            bare = number.kind is Kind.NUMBER and number.unit is None and number.note is None
            return cell._replace(text=text, behind=cell.text[len(text) :]) if bare else cell
    return cell


def cell_value(cell: Cell, reading: Reading, units: Sequence[str] = ()) -> CellValue:
    """What a cell of the document says.

    `reading`: how its number came to its place; `units`: those of the forms, where they are not parted yet.
    """
    if units:
        cell = _parted(cell, units)
    number = read_number(cell.text)
    if number.kind is not Kind.NUMBER:
        reading = Reading.UNREADABLE if number.kind is Kind.UNREADABLE else Reading.BLANK
    return CellValue(
        reading,
        value=number.value,
        raw=cell.text + cell.behind,
        location=cell.location,
        unit=cell.behind.strip() or ("万元" if number.unit == "万" else number.unit),
        note=number.note,
        places=number.places,
    )
