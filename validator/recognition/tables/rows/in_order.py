"""Numbers of which a copy has kept nothing but the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from validator.model.document import Cell, Grid
from validator.model.form import Table
from validator.recognition.placement.choosing import placements
from validator.recognition.tables.alignment import Match
from validator.recognition.tables.reading import Arrangement
from validator.recognition.tables.rows.totals import is_whole

_PAGE_NUMBER = re.compile(r"\s*[1-9][0-9]{0,2}\s*")


def in_order(table: Table, match: Match, tokens: Sequence[Cell]) -> Iterator[Arrangement]:
    """Every way to put numbers of which only the order is left into the columns.

    The last may be a page number, where lines are left out before it or the others are a row by themselves.
    """
    count = len(table.columns)
    yield from _placed(tokens, count)
    alone = is_whole(table, tokens[:-1]) or (len(tokens) <= count and ends_apart(match, tokens))
    if tokens and _PAGE_NUMBER.fullmatch(tokens[-1].text) and alone:
        yield from _placed(tokens[:-1], count)


def _placed(tokens: Sequence[Cell], count: int) -> Iterator[Arrangement]:
    yield from arrangements(tokens, placements(range(len(tokens)), abs(count - len(tokens)), count))


def apart(options: Sequence[Arrangement], fields: Sequence[Cell]) -> tuple[Arrangement, ...]:
    """The options in which the blank cells that stand between two numbers lie between them as well."""
    places = {id(cell): at for at, cell in enumerate(fields)}

    def is_apart(option: Arrangement) -> bool:
        return all(
            to - at >= places.get(id(right), 0) - places.get(id(left), 0)
            for (at, left), (to, right) in pairwise(option)
        )

    return tuple(option for option in options if is_apart(option))


def ends_apart(match: Match, tokens: Sequence[Cell]) -> bool:
    """True if lines are left out before the last number, which stands in a line of its own."""
    if match.line.grid.positioned or not tokens:
        return False
    last = tokens[-1]
    # Blank cells take lines as well: what stands before it in its row may be one.
    above = next((one for one, other in pairwise(match.line.cells) if other is last), None)
    if above is None:
        above = tokens[-2] if len(tokens) > 1 else match.label
    return _gap(above, last) > max(1, usual_gap(match.line.grid))


def _gap(above: Cell, below: Cell) -> int:
    """Lines from one cell to the next."""
    first, last = above.location.line, below.location.line
    return 0 if first is None or last is None else last - first


@lru_cache(maxsize=64)
def usual_gap(grid: Grid) -> int:
    """Lines from one cell to the next in most cases: two where a blank one follows each."""
    gaps = Counter(_gap(one, other) for one, other in pairwise(grid.cells))
    return gaps.most_common(1)[0][0] if gaps else 0


def arrangements(tokens: Sequence[Cell], options: Iterable[tuple[int, ...]]) -> tuple[Arrangement, ...]:
    """The tokens in the columns of each option."""
    return tuple(tuple(zip(places, tokens, strict=True)) for places in options)
