"""What a grid cell says: a number, a blank, or text that is neither."""

from __future__ import annotations

from validator.model.document import Cell
from validator.model.numbers import Kind, read_number
from validator.model.report import CellValue, Reading


def cell_value(cell: Cell, reading: Reading) -> CellValue:
    """What a cell of the document says; `reading`: how its number came to its place."""
    number = read_number(cell.text)
    if number.kind is not Kind.NUMBER:
        reading = Reading.UNREADABLE if number.kind is Kind.UNREADABLE else Reading.BLANK
    return CellValue(
        reading,
        value=number.value,
        raw=cell.text,
        location=cell.location,
        unit="万元" if number.unit == "万" else number.unit,
        note=number.note,
        places=number.places,
    )
