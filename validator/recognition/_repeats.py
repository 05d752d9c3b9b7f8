"""Texts from which each line that had occurred before was taken out, as programs that gather pages do.

Zeros go with them, and headers that a form prints several times. So nothing is blank for certain any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from validator.model.document import Document, Grid
from validator.model.form import Table
from validator.model.report import MISSING, CellValue, Reading
from validator.recognition.tables.labels import normalise_label

REPEATS_LEFT_OUT = "repeats-left-out"
"""Key of what is said of such a document."""
_FEWEST_HEADERS = 2
"""Headers that a form prints several times and the document once."""
_OPEN = CellValue(Reading.AMBIGUOUS)


def repeats_left_out(document: Document, tables: Sequence[Table]) -> bool:
    """True if nothing stands twice in a document, though the tables found in it print some headers several times."""
    if document.format != "text":
        return False
    texts = Counter(_texts(document))
    if not texts or max(texts.values()) > 1:
        return False
    labels = set(map(normalise_label, texts))
    return sum(header in labels for header in _printed_often(tables)) >= _FEWEST_HEADERS


def opened(values: Mapping[str, CellValue], tables: Iterable[Table]) -> dict[str, CellValue]:
    """The cells, those that are blank or not there left open; of a table nothing of which is there they stay so."""
    there = [table for table in tables if any(values[name] is not MISSING for name in table.cells)]
    of_tables = {name for table in there for name in table.cells}
    return {name: _opened(value) if name in of_tables else value for name, value in values.items()}


def _opened(value: CellValue) -> CellValue:
    if value is MISSING:
        return _OPEN
    return replace(value, reading=Reading.AMBIGUOUS) if value.reading is Reading.BLANK else value


def _texts(document: Document) -> Iterable[str]:
    """What the lines and cells of a document say."""
    for block in document.blocks:
        cells = [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
        yield from filter(None, ("".join(text.split()) for text in cells))


def _printed_often(tables: Sequence[Table]) -> list[str]:
    counts = Counter[str]()
    for table in tables:
        counts[table.corner.zh] += 1
        for column in table.columns:
            counts[column.title.zh] += len(table.rows) if table.arrangement == "flat" else 1
    return [label for text, count in counts.items() if count > 1 and (label := normalise_label(text))]
