"""From the lines of a scanned page to the cells of its tables.

A scan breaks some lines and lets others be seen where there is only text. So each stretch of a line, from one crossing
to the next, is looked at again on the page itself before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from validator.readers.page.drawing import Drawing, Ruling
from validator.readers.page.lattice import Lattice, edges, lattice
from validator.readers.page.rulings import Frame, frames
from validator.readers.scan._line_evidence import DrawnLine, LineEvidence, between, look
from validator.readers.scan._rulings import Rules
from validator.readers.scan.image import POINT, Grey

_LIKELY, _SURE = 0.72, 0.9
"""Shares of a stretch that are dark where there is a line that breaks, and one that does not."""
_NARROWEST_TABLE = 108.0
"""Points; what is narrower are the strokes of large characters."""
_SIDES = 2
"""Level lines of a single row."""
_LONG = 36.0
"""Points from which a sure line cannot be the strokes of characters that stand below each other."""


def lattices(grey: Grey, rules: Rules) -> list[Lattice]:
    """The tables of a page, in points."""
    drawing = Drawing(
        horizontal=tuple(map(_rule, rules.level)),
        vertical=tuple(map(_rule, rules.upright)),
        picture=True,
        hidden_text=False,
    )
    look = _Look(grey)
    seen = [frame for frame in map(look.again, frames(drawing)) if frame.horizontal and frame.vertical]
    found = [lattice(frame) for frame in seen if look.is_drawn(frame)]
    return [one for one in found if one is not None and len(one.spans) > 1 and one.box.width >= _NARROWEST_TABLE]


def _rule(line: DrawnLine) -> Ruling:
    return Ruling(line.at * POINT, line.start * POINT, line.end * POINT)


def _line(rule: Ruling) -> DrawnLine:
    return DrawnLine(rule.at / POINT, rule.start / POINT, rule.end / POINT)


class _Stretch(NamedTuple):
    """Part of a line between two crossing lines, in points."""

    start: float
    end: float
    seen: LineEvidence

    @property
    def sure(self) -> float:
        """Points that are a line without doubt."""
        return self.end - self.start if self.seen.share >= _SURE else 0.0


class _Look:
    """Looks at the stretches of lines on a page."""

    def __init__(self, grey: Grey) -> None:
        self._level, self._upright = grey, grey.T

    def again(self, frame: Frame) -> Frame:
        """The frame with those stretches of its lines that are to be seen."""
        ys = edges([rule.at for rule in frame.horizontal])
        xs = edges([rule.at for rule in frame.vertical])
        horizontal = tuple(_seen(self._level, frame.horizontal, ys, xs))
        # What was only text parts no upright.
        ys = edges([rule.at for rule in horizontal])
        return Frame(horizontal, tuple(_seen(self._upright, frame.vertical, xs, ys)))

    def is_drawn(self, frame: Frame) -> bool:
        """False for a single row with torn sides alone: the strokes of large characters in a line look like it."""
        xs = edges([rule.at for rule in frame.vertical])
        sides = [(at, list(own)) for at, own in groupby(frame.horizontal, key=attrgetter("at"))]
        return len(sides) > _SIDES or any(
            sum(stretch.sure for stretch in _stretches(self._level, own, at, xs, outer=False)) >= _LONG
            for at, own in sides
        )


def _seen(image: Grey, rules: Sequence[Ruling], places: Sequence[float], across: Sequence[float]) -> Iterator[Ruling]:
    """The lines along the rows of an image, without what only text made look like one."""
    for number, place in enumerate(places):
        own = [rule for rule in rules if min(places, key=lambda other: abs(other - rule.at)) == place]
        outer = number in {0, len(places) - 1}
        runs = list(_runs(_stretches(image, own, place, across, outer=outer)))
        long = max((sum(stretch.sure for stretch in run) for run in runs), default=0.0) >= _LONG
        for run in runs:
            if outer or long or all(stretch.seen.stands_out for stretch in run):
                yield Ruling(place, run[0].start, run[-1].end)


def _stretches(
    image: Grey, own: Sequence[Ruling], place: float, across: Sequence[float], *, outer: bool
) -> Iterator[_Stretch]:
    """The stretches of one line that are to be seen. What was found of an outer side is believed: it may be torn."""
    level = between(image, map(_line, own))
    for start, end in pairwise(across):
        at = median([rule.at for rule in own if rule.start < end and start < rule.end] or [place])
        found = outer and any(rule.start <= start + 1 and end - 1 <= rule.end for rule in own)
        seen = look(image, DrawnLine(at / POINT, start / POINT, end / POINT), level)
        if found or seen.share >= _LIKELY:
            yield _Stretch(start, end, seen)


def _runs(stretches: Iterable[_Stretch]) -> Iterator[list[_Stretch]]:
    """Stretches that follow each other without a gap."""
    run: list[_Stretch] = []
    for stretch in stretches:
        if run and run[-1].end != stretch.start:
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run
