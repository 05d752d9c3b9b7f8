"""Rows whose label is in the document and whose numbers were not found, or are not theirs for certain.

They are neither missing nor blank: their cells stay open, so that nobody is told that a number is wrong, or not there,
where the reading is at fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, product, zip_longest

from validator.model.document import Cell, Document, Grid, Paragraph
from validator.model.form import Row, Table
from validator.model.numbers import Kind, read_number
from validator.recognition.tables.alignment import Match
from validator.recognition.tables.labels import ACCEPT, best_likeness, normalise_label
from validator.recognition.tables.reading import DamagedRow

_TELLING = 6
"""Characters of a label that is hardly part of another text."""
_SHORT = 4
"""A shorter label may be a column's as well."""
_LONG = 8
"""Characters of a label that is told by most of them."""
_BEGINNING = 4
"""Characters of a label that stand together if it is parted farther on."""
_MOST_BETWEEN = 6
"""Characters of the group's label, in a column of its own, that may stand between those of a row's."""
_LONGEST = 200
_LONGEST_LINE = 40
_MOST_LINES = 12
"""Lines of a label in a narrow column."""
_LABEL_COLUMNS = 3
"""Columns in which labels stand: two groups and the row."""
_BOTH = 0.8
"""Length of a text for that of the two labels that it holds."""
_MOST = 0.5
"""Share of the rows of a table by whose labels it is known to be there."""
_ALIKE = 85
"""Likeness of a label and the part of a text that it is."""


def _holds(text: str, row: Row) -> bool:
    """True if a normalised text holds the label of a row; a short one must be all of it."""
    labels = tuple(map(normalise_label, row.labels))
    return any(label in text if len(label) >= _TELLING else label == text for label in labels if len(label) >= _SHORT)


def _is_row(text: str, row: Row) -> bool:
    """True if a text outside the grids is the label of a row, however short, and numbers behind it."""
    words = text.split() if len(text) <= _LONGEST else []
    label = list(words)
    while label and read_number(label[-1]).kind is not Kind.UNREADABLE:
        label.pop()
    normal = normalise_label("".join(label))
    return len(label) < len(words) and bool(normal) and normal in map(normalise_label, row.labels)


def _is_named(row: Row, text: str) -> bool:
    """True if a normalised text holds the label of a row, and others perhaps."""
    return any(label in text for label in map(normalise_label, row.labels) if len(label) >= _SHORT)


def _nearly_holds(text: str, row: Row) -> bool:
    """The same for a text of several lines, with numbers or another label between the parts of the label."""
    labels = (label for label in map(normalise_label, row.labels) if len(label) >= _LONG)
    return any(
        len(text) >= len(label) and (_is_nearly_in(label, text) or _is_interrupted(text, label)) for label in labels
    )


def _is_nearly_in(label: str, text: str) -> bool:
    """Whether a text holds a label with a misprint or two."""
    from rapidfuzz import fuzz  # loaded where a row is missing

    return fuzz.partial_ratio(label, text) >= _ALIKE


def _is_interrupted(text: str, label: str) -> bool:
    """Whether a text holds all characters of a label in their order, with a few others between them."""
    start = at = text.find(label[:_BEGINNING])
    if start < 0:
        return False
    for character in label:
        at = text.find(character, at) + 1
        if not at:
            return False
    return at - start <= len(label) + _MOST_BETWEEN


def shared_labels(matches: Sequence[Match], table: Table) -> Iterator[tuple[Row, Row]]:
    """Pairs of neighbours whose labels were printed in one cell: (the row that was found, the other one).

    Which of them the numbers belong to cannot be told.
    """
    found = {match.row.name: match for match in matches}
    for first, second in zip(table.rows, table.rows[1:], strict=False):
        for row, other in ((first, second), (second, first)):
            if row.name in found and other.name not in found:
                text = normalise_label(found[row.name].label.text)
                if any(_hold_both(text, *labels) for labels in product(row.labels, other.labels)):
                    yield row, other


def _hold_both(text: str, first: str, second: str) -> bool:
    """True if a normalised text is two labels, or misprints of them, one behind the other."""
    labels = (normalise_label(first), normalise_label(second))
    return (
        min(map(len, labels)) >= _SHORT
        and len(text) >= _BOTH * sum(map(len, labels))
        and all(_is_nearly_in(label, text) for label in labels)
    )


def unread_rows(document: Document, table: Table, missing: Sequence[Row]) -> Iterator[DamagedRow]:
    """The rows among those `missing` whose label stands in a short text of the document all the same."""
    if not missing:
        return
    texts = list(_texts(document))
    wrapped = list(_wrapped(document))
    outside = [Cell(one.text, 0, 0, location=one.location) for one in document.blocks if isinstance(one, Paragraph)]
    for row in missing:
        others = tuple(label for other in table.rows if other.name != row.name for label in other.labels)
        named = (cell for text, cell in texts if _holds(text, row) and best_likeness(cell.text, others) < ACCEPT)
        cut = (cell for text, cell in wrapped if _nearly_holds(text, row))
        begun = (cell for text, cell in texts if _nearly_holds(text, row) and best_likeness(cell.text, others) < ACCEPT)
        alone = (cell for cell in outside if _is_row(cell.text, row))
        found = next(named, None) or next(cut, None) or next(begun, None) or next(alone, None)
        if found is not None:
            yield DamagedRow(row, (found,), ())


def unread_table(document: Document, table: Table) -> Iterator[DamagedRow]:
    """All rows of a table of which nothing was read, if its headers and one of its labels stand in short texts.

    Most of its labels are enough: headers that are printed upright come as single characters.
    Where the rows stand side by side, one row without a name, which is all of the table, if the labels of all are
    there: the headers of their columns may be broken into single characters.
    """
    texts = list(_texts(document))
    if table.arrangement == "flat":
        holding = [next((cell for text, cell in texts if _is_named(row, text)), None) for row in table.rows]
        if all(holding):
            yield DamagedRow(Row("", table.title, ()), tuple(filter(None, holding[:1])), ())
        return
    headers = ([normalise_label(label) for label in column.labels] for column in table.columns)
    named = all(any(label in text for text, _ in texts for label in labels) for labels in headers)
    held = {row.name: cell for text, cell in texts for row in table.rows if _holds(text, row)}
    if not held:
        return
    if not named:
        wrapped = list(_wrapped(document))
        held |= {row.name: cell for text, cell in wrapped for row in table.rows if _nearly_holds(text, row)}
    if named or len(held) > _MOST * len(table.rows):
        label = next(iter(held.values()))
        yield from (DamagedRow(row, (label,), ()) for row in table.rows)


def _wrapped(document: Document) -> Iterator[tuple[str, Cell]]:
    """Short lines of text with those below them, as far as a label may reach: outside the grids, or in one column."""
    for kind, run in groupby(document.blocks, type):
        blocks = list(run)
        if kind is Paragraph:
            lines = [one for one in blocks if isinstance(one, Paragraph)]
            yield from _joined([Cell(one.text, 0, 0, location=one.location) for one in lines])
        for grid in blocks:
            if isinstance(grid, Grid):
                for column in range(min(grid.width, _LABEL_COLUMNS)):
                    yield from _joined([cell for cell in grid.cells if cell.column == column and _is_word(cell)])


def _joined(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    for at, cell in enumerate(cells):
        part = [one.text for one in cells[at : at + _MOST_LINES]]
        if len(part) > 1 and all(len(text) <= _LONGEST_LINE and "。" not in text for text in part):
            yield normalise_label("".join(part)), cell


def _is_word(cell: Cell) -> bool:
    return bool(cell.text.strip()) and read_number(cell.text).kind is Kind.UNREADABLE


def _texts(document: Document) -> Iterator[tuple[str, Cell]]:
    """Short texts, normalised and as cells; a line above a grid also with the words that alone begin it."""
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        cells = block.cells if isinstance(block, Grid) else (Cell(block.text, 0, 0, location=block.location),)
        if isinstance(block, Paragraph) and isinstance(following, Grid) and following.height:
            first = [cell.text for cell in following.rows[0] if cell.text.strip()]
            cells += tuple(Cell(block.text + text, 0, 0, location=block.location) for text in first if len(first) == 1)
        for cell in cells:
            if len(cell.text) <= _LONGEST and "。" not in cell.text and (normal := normalise_label(cell.text)):
                yield normal, cell
