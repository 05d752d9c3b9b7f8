"""From pieces of lines to whole ones, and from lines to the tables that they rule."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter, mul

from msgspec import Struct

from validator.readers.page.drawing import Drawing, Ruling

TOUCH = 2.5
"""Points by which lines that are meant to meet may miss each other."""
_SHORTEST = 4.0
"""Points; a shorter line is the dot of a line that runs the other way."""
MOST_RULES = 2000
"""Lines of a page; more are a drawing."""
_AT, _START = itemgetter(0), itemgetter(1)
_ENDS = 3
"""Lines that have to end together beyond the last rule before that is taken to be missing."""


class Frame(Struct, frozen=True):
    """Lines that hang together, from top to bottom and from left to right."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def frames(drawing: Drawing) -> list[Frame]:
    """The frames of tables on a page, with the sides that a page break has left open closed."""
    horizontal, vertical = join_pieces(drawing.horizontal), join_pieces(drawing.vertical)
    if len(horizontal) + len(vertical) > MOST_RULES:
        return []
    return [_closed(frame) for frame in _hanging_together(horizontal, vertical)]


def join_pieces(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Lines drawn piece by piece made whole, in order of their place."""
    whole: list[Ruling] = []
    group: list[Ruling] = []
    first = last = 0.0
    for at, level in groupby(sorted(pieces), key=_AT):
        if group and (at - last > TOUCH or at - first > 2 * TOUCH):
            whole += _joined(group)
            group = []
        first, last = (first if group else at), at
        group += level
    whole += _joined(group)
    return sorted(rule for rule in whole if rule.end - rule.start >= _SHORTEST)


def _joined(group: Iterable[Ruling]) -> Iterable[Ruling]:
    """The lines in a group of pieces that lie in one line; each lies where its pieces do on average."""
    run: list[Ruling] = []
    end = 0.0
    for piece in sorted(group, key=_START):
        _, starts, ends = piece
        if run and starts > end + TOUCH:
            yield _whole(run, end)
            run = []
        if not run or ends > end:
            end = ends
        run.append(piece)
    if run:
        yield _whole(run, end)


def _whole(run: Sequence[Ruling], end: float) -> Ruling:
    lengths = [ends - starts for _, starts, ends in run]
    return Ruling(sum(map(mul, map(_AT, run), lengths)) / sum(lengths), run[0].start, end)


def _hanging_together(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> Iterable[Frame]:
    """Lines grouped by whether they meet; a group without two uprights is no table."""
    count = len(horizontal)
    parent = list(range(count + len(vertical)))

    def head(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    places = [rule.at for rule in vertical]
    for at, rule in enumerate(horizontal):
        for upright in range(bisect_left(places, rule.start - TOUCH), bisect_right(places, rule.end + TOUCH)):
            other = vertical[upright]
            if other.start - TOUCH <= rule.at <= other.end + TOUCH:
                parent[head(at)] = head(count + upright)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for at, rule in enumerate((*horizontal, *vertical)):
        groups.setdefault(head(at), ([], []))[at >= count].append(rule)
    for level, upright_rules in groups.values():
        if level and len(upright_rules) > 1:
            yield Frame(tuple(level), tuple(upright_rules))


def _closed(frame: Frame) -> Frame:
    """The frame with the rules that are missing at its sides."""
    horizontal = (*frame.horizontal, *_missing(frame.horizontal, frame.vertical))
    vertical = (*frame.vertical, *_missing(frame.vertical, horizontal))
    return Frame(tuple(sorted(horizontal)), tuple(sorted(vertical)))


def _missing(rules: Sequence[Ruling], crossing: Sequence[Ruling]) -> Iterable[Ruling]:
    """Rules to close the sides to which several crossing lines run on: word processors leave them out at page breaks.

    A side that is ruled over a part of its length is closed over all of it.
    """
    for first, edge in ((True, min(rule.at for rule in rules)), (False, max(rule.at for rule in rules))):
        limit = min(rule.start for rule in crossing) if first else max(rule.end for rule in crossing)
        ends = [rule for rule in crossing if abs((rule.start if first else rule.end) - limit) <= TOUCH]
        beyond = edge - limit if first else limit - edge
        if len(ends) >= _ENDS and beyond > -TOUCH:
            yield Ruling(
                limit if beyond > TOUCH else edge, min(rule.at for rule in ends), max(rule.at for rule in ends)
            )
