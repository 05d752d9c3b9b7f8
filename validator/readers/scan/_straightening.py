"""A page that lies askew, and a photograph taken at an angle, made straight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from validator.readers.scan._cells import InkLine
from validator.readers.scan._line_evidence import DrawnLine
from validator.readers.scan._rulings import LONG, Rules
from validator.readers.scan.image import DPI, EvenPage, Grey, Mask, typed

MOST_ASKEW = 5.0
"""Degrees by which a page may lie askew."""

_SMALLER = 2
"""Times that the page is made smaller to find how it lies."""
_STEPS = ((0.5, MOST_ASKEW), (0.1, 0.5), (0.02, 0.1))
"""Degrees from one trial to the next, and how far to both sides; coarse, then finer round the best."""
_SEEN = 0.7
"""Dots by which a place has to be off before the page is drawn anew."""
_FEW_LINES = 4
_FAR_APART = 2 * DPI
"""Lines, and dots from the first to the last, from which a change from one side to the other shows."""
_LONG_TEXT, _SHORT_TEXT = 6.0, 4.0
"""Ems from which a text shows how its line lies, and up to which its end shows where its column does."""
_FULL_HEIGHT = 0.6
"""Ems from which a mark is as high as its line."""
_FEW_SIGNS = 6
_FEW_EDGES = 40
"""Places of texts from which columns show."""
_BIN = 5.0
"""Dots within which texts stand below each other."""
_LEANS = ((0.006, 0.042), (0.0015, 0.006))
"""Leans from one trial to the next, and how far to both sides; coarse, then finer round the best."""
_OUTLIER = 0.03
"""Slope from which a line is no line of the table."""


class Warp(Struct, frozen=True):
    """Where each place of the straight page stands on the page as scanned. Slopes in dots a dot.

    Lines that should be level rise by `slope`, uprights lean by `lean`; in a photograph either changes from one side
    to the other.
    """

    middle: tuple[float, float]
    """Column and row that stay where they are."""
    slope: float = 0.0
    lean: float = 0.0
    slope_change: float = 0.0
    """Of the slope, a dot further down."""
    lean_change: float = 0.0
    """Of the lean, a dot further right."""

    def source(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Column and row on the page as scanned."""
        across, down = np.asarray(x) - self.middle[0], np.asarray(y) - self.middle[1]
        column = np.asarray(x) + (self.lean + self.lean_change * across) * down
        row = np.asarray(y) + (self.slope + self.slope_change * down) * across
        return column, row

    @property
    def farthest(self) -> float:
        """Dots by which the corners move."""
        across, down = self.middle
        slope = abs(self.slope) + abs(self.slope_change) * down
        lean = abs(self.lean) + abs(self.lean_change) * across
        return max(slope * across, lean * down)

    def straightened(self, grey: Grey) -> Grey:
        """The page drawn straight."""
        import cv2

        if self.farthest < _SEEN:
            return grey
        rows, columns = np.ogrid[: grey.shape[0], : grey.shape[1]]
        column, row = self.source(columns, rows)
        places = (column.astype(np.float32), row.astype(np.float32))
        return typed(cv2.remap(grey, *places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255))


def straightening(sheet: EvenPage) -> Warp:
    """How to make the page straight, by its rows of text and rules."""
    height, width = sheet.grey.shape
    slope = np.tan(np.radians(_angle(sheet.ink)))
    return Warp((width / 2, height / 2), slope=float(slope), lean=float(-slope))


def _angle(ink: Mask) -> float:
    """Degrees by which level lines fall to the right: those at which the rows of ink are told apart best."""
    height, width = (size - size % _SMALLER for size in ink.shape)
    small = ink[:height, :width].reshape(height // _SMALLER, _SMALLER, width // _SMALLER, _SMALLER).any(axis=(1, 3))
    rows, columns = np.nonzero(small)
    if not len(rows):
        return 0.0
    best = 0.0
    for step, span in _STEPS:
        count = round(span / step)
        trials = [best + step * number for number in range(-count, count + 1)]
        best = max(trials, key=lambda angle: _sharpness(rows, columns, angle))
    return best


def _sharpness(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], angle: float) -> float:
    level = np.rint(rows - columns * np.tan(np.radians(angle))).astype(np.int64)
    profile = np.bincount(level - level.min()).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def corrected(warp: Warp, rules: Rules) -> Warp:
    """The warp with what the lines of tables, found after it, show to be left over."""
    across, down = warp.middle
    slope, slope_change = _trend([(line.at - down, line) for line in rules.level if line.length >= LONG])
    lean, lean_change = _trend([(line.at - across, line) for line in rules.upright if line.length >= LONG])
    return _further(warp, slope, slope_change, lean, lean_change)


def levelled(warp: Warp, lines: Sequence[InkLine], em: float) -> Warp:
    """The warp with what lines of text, found after it, show to be left over: they should be level.

    `em`: height of a character, in dots. For pages without ruling lines.
    """
    down = warp.middle[1]
    drawn = [one for line in lines if (one := _as_drawn(line, em)) is not None]
    slope, slope_change = _trend([(line.at - down, line) for line in drawn])
    return _further(warp, slope, slope_change)


def upright(warp: Warp, lines: Sequence[InkLine], em: float) -> Warp:
    """The warp with what the texts below each other, found after it, show to be left over: columns should be upright.

    `em`: height of a character, in dots. For pages without ruling lines.
    """
    places = np.array([place for line in lines for place in _edges(line, em)], np.float64).reshape(-1, 2)
    if len(places) < _FEW_EDGES:
        return warp
    across, down = places[:, 0] - warp.middle[0], places[:, 1] - warp.middle[1]

    def aligned(lean: float, change: float) -> float:
        # The bins of a histogram part what belongs together, unless they are laid twice.
        at = (across - (lean + change * across) * down) / _BIN
        at -= at.min()
        return float(
            sum((np.bincount((at + half).astype(np.int64)).astype(np.float64) ** 2).sum() for half in (0, 0.5))
        )

    best = (0.0, 0.0)
    for step, reach in _LEANS:
        count = round(reach / step)
        trials = [
            (best[0] + step * one, best[1] + step * two / warp.middle[0])
            for one in range(-count, count + 1)
            for two in range(-count, count + 1)
        ]
        # Of leans that are as good, the least.
        best = max(trials, key=lambda trial: (aligned(*trial), -abs(trial[0]) - abs(trial[1]) * warp.middle[0]))
    return _further(warp, lean=best[0], lean_change=best[1])


def _as_drawn(line: InkLine, em: float) -> DrawnLine | None:
    """A line of text as a straight line through the middles of its characters; None for a short one."""
    signs = [mark for mark in line.marks if mark.height >= _FULL_HEIGHT * em]
    if line.right - line.left < _LONG_TEXT * em or len(signs) < _FEW_SIGNS:
        return None
    x = np.array([(mark.left + mark.right) / 2 for mark in signs])
    y = np.array([(mark.top + mark.bottom) / 2 for mark in signs])
    # One of a character's parts may stand higher or lower: the middle one of the slopes between far signs.
    half = len(x) // 2
    gaps = x[half:] - x[: len(x) - half]
    slopes = (y[half:] - y[: len(y) - half])[gaps > 0] / gaps[gaps > 0]
    if not len(slopes):
        return None
    return DrawnLine(float(np.median(y)), line.left, line.right, float(np.median(slopes)))


def _edges(line: InkLine, em: float) -> Iterator[tuple[float, float]]:
    """Where a text begins, and of a short one where it has its middle and its end: column and row."""
    row = (line.top + line.bottom) / 2
    yield line.left, row
    if line.right - line.left <= _SHORT_TEXT * em:
        yield (line.left + line.right) / 2, row
        yield line.right, row


def _further(
    warp: Warp, slope: float = 0.0, slope_change: float = 0.0, lean: float = 0.0, lean_change: float = 0.0
) -> Warp:
    return Warp(
        warp.middle,
        warp.slope + slope,
        warp.lean + lean,
        warp.slope_change + slope_change,
        warp.lean_change + lean_change,
    )


def _trend(lines: Sequence[tuple[float, DrawnLine]]) -> tuple[float, float]:
    """Slope in the middle of the page and its change, from lines at their distance from the middle."""
    if not lines:
        return 0.0, 0.0
    middle = float(np.median([line.slope for _, line in lines]))
    kept = [(at, line) for at, line in lines if abs(line.slope - middle) <= _OUTLIER]
    places = np.array([at for at, _ in kept])
    slopes = np.array([line.slope for _, line in kept])
    if len(kept) < _FEW_LINES or np.ptp(places) < _FAR_APART:
        return middle, 0.0
    # The slope of a long line is known better: by the square of its length.
    change, slope = np.polyfit(places, slopes, 1, w=[line.length**2 for _, line in kept])
    return float(slope), float(change)
