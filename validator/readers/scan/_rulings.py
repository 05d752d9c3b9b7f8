"""The lines that rule the tables of a scanned page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from validator.readers.scan._line_evidence import DrawnLine, between, look
from validator.readers.scan.image import DPI, Grey, Mask, typed

LONG = DPI
"""Dots from which a line shows how the page lies."""

_LEVEL_RUN = DPI // 4 + 1
_UPRIGHT_RUN = DPI * 2 // 5 + 1
_SHORT_RUN = DPI * 12 // 100 + 1
"""Dots without a gap that make a line; the strokes of characters are shorter."""
_SMEAR = DPI * 8 // 100 + 1
_SHORT_SMEAR = DPI * 3 // 100 + 1
"""Dots along a line over which the grey is averaged: a line stays dark, noise and strokes fade."""
_ACROSS = DPI // 4 + 1
"""Dots across a line among which it has to be the darkest."""
_DARKER = 14
"""Greys by which it has to be darker than these are on average."""
_THICKEST = DPI * 15 // 100
_NEAR = DPI * 6 // 100
_NEAR_END = DPI * 8 // 100
_EXACT = DPI * 25 // 1000
"""Dots by which lines that meet may miss each other: those of a frame, the end of an upright, a short upright."""
_SAME_LINE = 2.5
_GAP = DPI * 15 // 100
"""Dots by which pieces of a line may be apart, across it and along it."""
_NARROWEST = DPI // 5
_CROSSINGS = 3
"""Level lines that an upright has to meet if it does not end at any."""
_SEEN = 0.9
"""Share of a short upright that has to be dark."""
_MOST_PIECES = 4000
"""Pieces of lines on a page; more are a picture."""


class Rules(Struct, frozen=True):
    """The lines of a page, before they are put together to tables."""

    level: tuple[DrawnLine, ...]
    upright: tuple[DrawnLine, ...]
    ink: Mask
    """Where they are drawn."""


def rules(grey: Grey) -> Rules:
    """Find the lines that meet others as the lines of tables do."""
    turned = np.ascontiguousarray(grey.T)
    level, level_ink = _lines(grey, _SMEAR, _LEVEL_RUN)
    upright, upright_ink = _lines(turned, _SMEAR, _UPRIGHT_RUN)
    if len(level) + len(upright) > _MOST_PIECES:
        return Rules((), (), np.zeros_like(level_ink))
    level = _joined(level)
    meeting = _meeting(level, upright)
    upright = [line for line in _joined(upright) if _is_held(line, meeting)]
    # A page may hold a single row of a table: level lines that only short uprights hold.
    short, short_ink = _lines(turned, _SHORT_SMEAR, _SHORT_RUN)
    held = [*_meeting(level, upright), *(line for line in level if line.length >= LONG)]
    upright += [line for line in _between(short, held, upright, _EXACT) if _is_line(turned, line)]
    # Where level lines are double as well, an upright ends at one of the two.
    upright += [line for line in _between(short, held, upright, _NEAR) if _is_line(turned, line, double=True)]
    return Rules(tuple(_meeting(level, upright)), tuple(upright), level_ink | (upright_ink | short_ink).T)


def _lines(image: Grey, smear: int, run: int) -> tuple[list[DrawnLine], Mask]:
    """The lines along the rows of an image, and where they are drawn."""
    import cv2

    dark = _dark(image, smear)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, run), np.uint8), borderType=cv2.BORDER_CONSTANT)
    ink = np.asarray(opened, np.bool_)
    return _pieces(ink, ink & _dark(image, _SHORT_SMEAR).view(np.bool_), run), ink


def _dark(image: Grey, smear: int) -> npt.NDArray[np.uint8]:
    """1 where an image is darker, averaged along its rows, than above and below."""
    import cv2

    along = cv2.blur(image, (smear, 1), borderType=cv2.BORDER_REPLICATE)
    level = cv2.blur(along, (1, _ACROSS), borderType=cv2.BORDER_REPLICATE)
    return typed(cv2.compare(along, cv2.subtract(level, _DARKER), cv2.CMP_LT)) // 255


def _pieces(ink: Mask, sharp: Mask, run: int) -> list[DrawnLine]:
    """The lines in a mask; one that lies askew comes apart into runs, which touch each other.

    `sharp` is the part of the mask that ends where the lines do.
    """
    import cv2

    grown = cv2.dilate(ink.view(np.uint8), np.ones((3, 5), np.uint8))
    count, labels, found, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    count -= 1
    if not count or count > _MOST_PIECES:
        return []
    rows, columns = np.nonzero(sharp)
    owner = labels[rows, columns]
    starts, ends = np.full(count + 1, ink.shape[1]), np.zeros(count + 1)
    np.minimum.at(starts, owner, columns)
    np.maximum.at(ends, owner, columns + 1)

    def total(values: npt.NDArray[np.float64] | None = None) -> npt.NDArray[np.float64]:

        return np.bincount(owner, values, count + 1).astype(np.float64)

    size = np.maximum(total(), 1)
    x, y = columns.astype(np.float64), rows.astype(np.float64)
    mean_x, mean_y = total(x) / size, total(y) / size
    spread = total((x - mean_x[owner]) ** 2)
    slopes = total((x - mean_x[owner]) * (y - mean_y[owner])) / np.maximum(spread, 1)
    thin = found[1:, cv2.CC_STAT_HEIGHT] < _THICKEST
    return [
        DrawnLine(float(mean_y[number]) + 0.5, float(starts[number]), float(ends[number]), float(slopes[number]))
        for number in range(1, count + 1)
        if thin[number - 1] and ends[number] - starts[number] >= run - _SMEAR
    ]


def _meeting(level: Sequence[DrawnLine], upright: Sequence[DrawnLine]) -> list[DrawnLine]:
    """Level lines from the first upright they meet to the last; strokes of text meet none."""
    found = []
    for line in level:
        met = [
            one.at
            for one in upright
            if line.start - _NEAR <= one.at <= line.end + _NEAR and one.start - _NEAR <= line.at <= one.end + _NEAR
        ]
        if len(met) > 1 and max(met) - min(met) >= _NARROWEST:
            found.append(line._replace(start=min(met), end=max(met)))
    return found


def _joined(lines: Iterable[DrawnLine]) -> list[DrawnLine]:
    """Pieces of one line put together."""
    whole: list[DrawnLine] = []
    for line in sorted(lines, key=lambda line: line.start):
        for at, other in enumerate(whole):
            if abs(other.at - line.at) <= _SAME_LINE and line.start <= other.end + _GAP:
                weight = other.length + line.length
                middle = (other.at * other.length + line.at * line.length) / weight
                slope = (other.slope * other.length + line.slope * line.length) / weight
                whole[at] = DrawnLine(middle, other.start, max(other.end, line.end), slope)
                break
        else:
            whole.append(line)
    return whole


def _is_held(upright: DrawnLine, level: Sequence[DrawnLine]) -> bool:
    """True for an upright that ends at level lines, or is long and crosses several: not the stroke of a character."""
    crossing = [
        line.at
        for line in level
        if line.start - _NEAR_END <= upright.at <= line.end + _NEAR_END
        and upright.start - _NEAR_END <= line.at <= upright.end + _NEAR_END
    ]
    open_ends = [end for end in (upright.start, upright.end) if all(abs(at - end) > _NEAR_END for at in crossing)]
    # At a page break the side to which an upright runs on may be open, over some columns or all.
    beside = any(abs(line.at - end) <= _NEAR_END for end in open_ends for line in level)
    open_ended = len(open_ends) == 1 and len(crossing) > 1 and (beside or upright.length >= LONG)
    return not open_ends or open_ended or len(crossing) >= _CROSSINGS


def _between(
    short: Iterable[DrawnLine], level: Sequence[DrawnLine], upright: Sequence[DrawnLine], exact: int
) -> list[DrawnLine]:
    """Short uprights that run from one level line to the next; `exact`: dots by which their ends may miss these."""
    found = []
    for line in short:
        known = any(
            abs(line.at - one.at) <= _EXACT and one.start - _EXACT <= line.start and line.end <= one.end + _EXACT
            for one in upright
        )
        if not known and all(
            any(abs(one.at - end) <= exact and one.start - _EXACT <= line.at <= one.end + _EXACT for one in level)
            for end in (line.start, line.end)
        ):
            found.append(line)
    return found


def _is_line(image: Grey, line: DrawnLine, *, double: bool = False) -> bool:
    """True for a short line that stands out as the strokes of characters do not; `double`: beside another one."""
    seen = look(image, line, between(image, [line]))
    return (seen.double if double else seen.stands_out) and seen.share >= _SEEN
