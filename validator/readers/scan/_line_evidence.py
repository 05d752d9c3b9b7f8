"""Whether a straight line is to be seen at a place of a scanned page, or only the strokes of characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from validator.readers.scan.image import POINT, Grey

_WANDER = 5
"""Dots by which a line may leave its place."""
_BESIDE = 8
"""Dots beside a line where it is seen whether it stands out."""
_BLOCK = 24
"""Dots along a line over which it may not leave its place."""
_RIM = 2
"""Dots at either end of a stretch that belong to the crossing line."""
_END = 5
"""Dots at either end where a line goes on and the stroke of a character does not."""
_SHORTEST = 8
_THIN = 0.25
"""By how much more has to be dark on a line than beside it: lines of text are as dark a little higher or lower."""
_STROKE = 16.0
"""Points from which a line cannot be the stroke of one character."""
_GOES_ON = 0.72
"""Share of the ends that has to be dark."""
_FREE = 0.12
"""Share of ink beside a line that stands alone: the cells of a table keep their text away from it."""
_TWIN = 9
"""Dots from a line within which another one beside it is the facing side of the next cell."""
_ALL_ALONG = 0.85
"""Share of a row of dots that is dark where a line runs."""
_CLOSE = (3, 9)
"""Dots from a line where that is seen."""
_PAPER = 255


class DrawnLine(NamedTuple):
    """A straight line along the rows or the columns of a page, in dots."""

    at: float
    """Place across it."""
    start: float
    end: float
    slope: float = 0.0
    """Dots by which it leaves its direction, a dot."""

    @property
    def length(self) -> float:
        """Dots from end to end."""
        return self.end - self.start


class LineEvidence(NamedTuple):
    """What is to be seen of a line."""

    share: float
    """How much of it is dark; 0 where that is text."""
    alone: bool
    """True if nothing stands close to it."""
    double: bool = False
    """True if two lines run there beside each other, as the facing sides of cells do."""

    @property
    def stands_out(self) -> bool:
        """True for what the strokes of characters do not look like."""
        return self.alone or self.double


def between(image: Grey, lines: Iterable[DrawnLine]) -> float:
    """The grey that parts lines along the rows of an image from the paper: half-way between both."""
    darkest = []
    for line in lines:
        band = _band(image, line, -_WANDER, _WANDER)
        if band.size:
            darkest.append(float(np.median(band.min(axis=0))))
    return (_PAPER + min(darkest, default=0.0)) / 2


def look(image: Grey, line: DrawnLine, level: float) -> LineEvidence:
    """Look at a line along the rows of an image; `level`: grey from which it is dark."""
    inner = line._replace(start=line.start + _RIM, end=line.end - _RIM)
    if inner.length < _SHORTEST:
        return LineEvidence(1.0, alone=True)
    dark = _band(image, inner, -_WANDER, _WANDER) < level
    share = _share(dark)
    beside = min(_share(_band(image, inner, at - 1, at + 1) < level) for at in (-_BESIDE, _BESIDE))
    torn = line.length * POINT < _STROKE and min(_share(dark[:, :_END]), _share(dark[:, -_END:])) < _GOES_ON
    near, far = _CLOSE
    close = (_band(image, inner, near, far), _band(image, inner, -far, -near))
    alone = all(float((band < level).mean()) <= _FREE for band in close)
    return LineEvidence(0.0 if torn or share - beside < _THIN else share, alone, _is_double(image, inner, level))


def _is_double(image: Grey, line: DrawnLine, level: float) -> bool:
    """True if two rows of dots near a line are dark all along it, and paper lies between them."""
    full = (_band(image, line, -_TWIN, _TWIN) < level).mean(axis=1) >= _ALL_ALONG
    return int(np.count_nonzero(np.diff(full.astype(np.int8)) == 1)) + bool(full[:1].any()) > 1


def _share(dark: npt.NDArray[np.bool_]) -> float:
    """Share of the columns that are dark, on the best row of each block."""
    if not dark.size:
        return 0.0
    blocks = np.array_split(dark, max(dark.shape[1] // _BLOCK, 1), axis=1)
    return sum(int(block.sum(axis=1).max()) for block in blocks) / int(dark.shape[1])


def _band(image: Grey, line: DrawnLine, above: int, below: int) -> Grey:
    """The dots along a line, so many to either side."""
    row = int(line.at)
    return image[max(row + above, 0) : max(row + below + 1, 0), max(round(line.start), 0) : max(round(line.end), 0)]
