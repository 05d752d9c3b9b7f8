"""The parts of a table in words: corner, headers, labels of rows, and what stands in a cell."""

from __future__ import annotations

from collections.abc import Callable

from validator.messages import say
from validator.model.form import Table
from validator.model.report import Reading
from validator.renderers.layout.excerpt import ExcerptCell, ExcerptColumn, SkippedRows
from validator.renderers.layout.lines import clean
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary


def corner(table: Table, glossary: Glossary) -> str:
    """`表三（件）`; without the unit where the columns have several, or none."""
    units = {column.unit for column in table.columns if column.unit_printed}
    number = glossary.number(table)
    if len(units) != 1 or not all(column.unit_printed for column in table.columns):
        return number
    return say("corner", glossary.language, table=number, unit=units.pop())


def header(column: ExcerptColumn, table: Table, glossary: Glossary, shorten: Callable[[str], str] = str) -> str:
    """`自然人`, with the unit where the columns have several; of folded columns how many they are."""
    if column.folded:
        return say("folded-columns", glossary.language, count=len(column.columns))
    (only,) = column.columns
    title = shorten(glossary.column(only))
    if len({other.unit for other in table.columns}) > 1 and only.unit_printed:
        return say("corner", glossary.language, table=title, unit=only.unit)
    return title


def skipped(part: SkippedRows, language: str) -> str:
    """`（略去 21 行）`."""
    return say("skipped-rows", language, count=part.count)


def cell_words(cell: ExcerptCell, language: str) -> str:
    """What is shown of one cell: its number, or why it has none."""
    if cell.value is not None:
        return figure(cell.value) + (cell.unit or "")
    if cell.reading is Reading.BLANK:
        return say("reading-blank", language) if cell.letter or cell.change else ""
    if cell.reading is Reading.AMBIGUOUS:
        return "?"
    return clean(cell.raw) or say("reading-missing", language)
