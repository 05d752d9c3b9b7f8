"""What was read of one table: the cells that stand in their places, and the rows whose numbers have lost theirs."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from validator.model.document import Cell
from validator.model.form import Row, Table
from validator.recognition.tables.alignment import Line

Arrangement = tuple[tuple[int, Cell], ...]
"""(place of the column in the table, what stands there) for each number of a row."""


class DamagedRow(Struct, frozen=True):
    """A row whose numbers have lost their columns."""

    row: Row
    printed: tuple[Cell, ...]
    """What holds the row's numbers, from left to right."""
    options: tuple[Arrangement, ...]
    """Ways to put them into columns; none if there are more numbers than columns."""
    in_place: bool = False
    """True if the columns are sure and only some of the texts are not."""
    order_only: bool = False
    """True if nothing but the order of the numbers tells their columns."""
    cut: bool = False
    """True if digits that touch are cut into its numbers: some cut holds even where the report has a slip."""
    block: int = 0
    """Rows of one table with the same number here share the columns that their numbers stand in."""
    ways: tuple[int, ...] = ()
    """For each way in which those may be columns of the table, the option that is right; none if no columns are shared.

    All rows of a block have as many.
    """


class TableReading(Struct, frozen=True):
    """What one table looks like in one document."""

    table: Table
    cells: Mapping[str, Cell | None] = field(default_factory=dict)
    """Cell name -> cell of the document, None where the row has none there; rows and columns not found are left out."""
    damaged: tuple[DamagedRow, ...] = ()
    extra: tuple[Line, ...] = ()
    """Lines with numbers that are no row of the form."""
    score: float = 0.0
    """How well the labels fit this edition; 0 if the table is not there."""
    by_places: bool = False
    """True if it makes no difference which of the number cells in a row are blank, if not all are."""
