"""Rows in which a number may be those of several columns, recognised as one because their digits all but touch.

Where the cell stands tells of which columns; how it is cut, the relations have to say. It may be one number after all,
with blank cells beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from math import prod

from validator.model.document import Cell
from validator.model.form import Column, Row
from validator.recognition.tables._cuts import MOST_CUTS, DigitRun, may_be_whole, number_cuts, number_of_cuts
from validator.recognition.tables.reading import Arrangement, DamagedRow


def has_touching(tokens: Sequence[Cell], columns: int) -> bool:
    """True if a row holds fewer numbers than columns, and digits that may be several of them."""
    return len(tokens) < columns and any(cell.touching for cell in tokens)


def touching_row(
    row: Row,
    columns: Sequence[Column],
    tokens: Sequence[Cell],
    places: Sequence[range] | None,
    uncut: Iterable[Arrangement] = (),
) -> DamagedRow:
    """The row with every way to read it; with none if there are too many, so that it stays open.

    `places`: the columns that each number stands in; None if only their order is known. `uncut`: how they stand in the
    columns if none is cut, where there are no places.
    """
    found = _in_order(columns, tokens, uncut) if places is None else _in_places(columns, tokens, places)
    options = tuple(dict.fromkeys(islice(found, MOST_CUTS + 1)))
    return DamagedRow(row, tuple(tokens), options if len(options) <= MOST_CUTS else (), order_only=places is None)


def places_below(columns: Sequence[range], tokens: Sequence[Cell]) -> list[range] | None:
    """The columns of a table that each number stands in; None if one stands in none, or two in the same.

    `columns`: the columns of the grid that each column of the table takes up.
    """
    places: list[range] = []
    for cell in tokens:
        under = [
            at for at, own in enumerate(columns) if own.start < cell.column + cell.colspan and cell.column < own.stop
        ]
        if not under or (places and under[0] < places[-1].stop):
            return None
        places.append(range(under[0], under[-1] + 1))
    return places


def _texts(cell: Cell) -> Sequence[str]:
    texts = cell.candidates or (cell.text,)
    # Where a blank was seen in digits that run together says nothing: they were recognised as one.
    return ["".join(text.split()) for text in texts] if cell.touching else texts


def _in_places(columns: Sequence[Column], tokens: Sequence[Cell], places: Sequence[range]) -> Iterator[Arrangement]:
    ways: list[list[Arrangement]] = []
    for cell, place in zip(tokens, places, strict=True):
        if cell.touching:
            every = (way for text in _texts(cell) for way in _ways(columns, cell, text, place))
            ways.append(list(islice(every, MOST_CUTS + 1)))
        else:
            ways.append([((place.start, _as(cell, text)),) for text in _texts(cell)])
    if prod(map(len, ways)) <= MOST_CUTS:
        for chosen in product(*ways):
            yield tuple(one for way in chosen for one in way)


def _ways(columns: Sequence[Column], cell: Cell, text: str, place: range) -> Iterator[Arrangement]:
    """Digits in some or all of the columns that they stand in, those that are cut most first."""
    run = DigitRun(text, whole=False)
    for count in range(len(place), 0, -1):
        for chosen in combinations(place, count):
            own = [columns[at] for at in chosen]
            numbers = number_cuts([run], own) if count > 1 else [(text,)] if may_be_whole(text) else []
            for cut in numbers:
                yield tuple((at, _as(cell, number)) for at, number in zip(chosen, cut, strict=True))


def _in_order(columns: Sequence[Column], tokens: Sequence[Cell], uncut: Iterable[Arrangement]) -> Iterator[Arrangement]:
    choices = [_texts(cell) for cell in tokens]
    if prod(map(len, choices)) > MOST_CUTS:
        return
    readings = [
        (texts, [DigitRun(text, whole=not cell.touching) for cell, text in zip(tokens, texts, strict=True)])
        for texts in product(*choices)
    ]
    if sum(number_of_cuts(runs, columns) for _, runs in readings) > MOST_CUTS:
        return
    for texts, runs in readings:
        for numbers in number_cuts(runs, columns):
            yield tuple(enumerate(_owned(numbers, tokens, texts)))
    for arrangement in uncut:
        for texts in product(*(_texts(cell) for _, cell in arrangement)):
            if all(may_be_whole(text) for text in texts):
                yield tuple((at, _as(cell, text)) for (at, cell), text in zip(arrangement, texts, strict=True))


def _owned(numbers: Sequence[str], tokens: Sequence[Cell], texts: Sequence[str]) -> Iterator[Cell]:
    """The numbers as cells, each where the digits that it was cut from stand."""
    rest = iter(numbers)
    for cell, text in zip(tokens, texts, strict=True):
        left = len(text)
        while left > 0:
            number = next(rest)
            left -= len(number)
            yield _as(cell, number)


def _as(cell: Cell, text: str) -> Cell:
    """What a cell holds, in one reading."""
    return cell if cell.text == text and not cell.candidates else cell._replace(text=text, candidates=())
