"""A scanned page made even: paper white whatever the light, ink dark, seals gone; and how fine its print is."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Grey: TypeAlias = npt.NDArray[np.uint8]
"""Rows x columns, 0 black to 255 white."""
Mask: TypeAlias = npt.NDArray[np.bool_]
"""Rows x columns, True where there is ink."""

DPI = 200
"""Dots an inch at which pages are worked on; all lengths in dots are meant at this size."""
POINT = 72 / DPI
"""Points a dot."""
FEWEST_DOTS = 120
"""Dots an inch below which digits cannot be told apart."""
MOST_SCANS = 30
"""Pages on which text is recognised; a report has ten."""
MOST_PIXELS = 50_000_000
"""Of one picture, before it is decoded."""

_PAPER = 255
_BLOCK = 8
"""Dots by which the page is made smaller to look at its light."""
_LIGHT = 9
"""Blocks over which the light may change: wider than any stroke, narrower than a shadow."""
_DARKEST_LIGHT = 40
_INK_LEVEL = 0.6
"""Where ink begins, as a share of the way from ink to paper."""
_PALEST_INK = 225.0
_NOISE = 5.0
"""Times the noise of the paper that a dot of ink has to be darker."""


class InkMark(NamedTuple):
    """Ink that hangs together; a named tuple because a page has thousands. In dots, ends beyond the last dot."""

    left: int
    top: int
    right: int
    bottom: int
    area: int
    """Dots of ink."""

    @property
    def width(self) -> int:
        """Dots from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Dots from top to bottom."""
        return self.bottom - self.top

    def union(self, other: InkMark) -> InkMark:
        """Both as one mark."""
        return InkMark(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
            self.area + other.area,
        )


class EvenPage(Struct, frozen=True, dict=True):
    """A page with even light at `DPI` dots an inch."""

    grey: Grey

    @cached_property
    def ink(self) -> Mask:
        """Where something is printed."""
        return self.grey < self.threshold

    @cached_property
    def threshold(self) -> float:
        """Grey from which a dot is paper."""
        # Noise is measured where there is nothing else: over the lighter half of the page.
        sample = self.grey[::3, ::3]
        light = sample[sample >= np.median(sample)]
        noise = 1.48 * float(np.median(np.abs(light.astype(np.float32) - np.median(light))))
        darkest = float(np.percentile(sample, 0.5))
        level = darkest + _INK_LEVEL * (_PAPER - darkest)
        return max(min(level, _PALEST_INK, float(np.median(light)) - _NOISE * noise), 1.0)


def without_colour(pixels: npt.NDArray[np.uint8]) -> Grey:
    """Rows x columns (x channels) to grey by the brightest channel: red seals and blue stamps fade, black ink stays."""
    if pixels.ndim == 2:  # noqa: PLR2004  rows and columns: grey already
        return pixels
    return np.ascontiguousarray(pixels[:, :, :3].max(axis=2))


def evened(grey: Grey) -> Grey:
    """The page under even light: divided by the brightness of the paper round each place."""
    import cv2

    height, width = grey.shape
    small = cv2.resize(grey, (max(width // _BLOCK, 1), max(height // _BLOCK, 1)), interpolation=cv2.INTER_AREA)
    # The brightest of the blocks around is paper: no print is as wide.
    paper = cv2.blur(cv2.dilate(small, np.ones((_LIGHT, _LIGHT), np.uint8)), (_LIGHT, _LIGHT))
    light = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), _DARKEST_LIGHT)
    return typed(cv2.divide(grey, light, scale=_PAPER))


def typed(image: object) -> Grey:
    """An image from OpenCV, whose functions say no type."""
    return np.asarray(image, np.uint8)


def without_specks(grey: Grey) -> Grey:
    """The page without lone dots: dust on the glass, and holes in strokes."""
    import cv2

    sheet = EvenPage(grey)
    around = cv2.boxFilter(sheet.ink.view(np.uint8), cv2.CV_8U, (3, 3), normalize=False)
    clean = grey.copy()
    clean[sheet.ink & (around <= 1)] = _PAPER  # itself and no other
    clean[~sheet.ink & (around >= 8)] = 0  # noqa: PLR2004  all others
    return clean


def resized(grey: Grey, scale: float) -> Grey:
    """The page larger or smaller by a factor; smaller by averaging, so that thin lines stay."""
    import cv2

    if abs(scale - 1) < 0.01:  # noqa: PLR2004  a hundredth is not seen
        return grey
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
    return typed(cv2.resize(grey, size, interpolation=way))


def marks(ink: Mask) -> list[InkMark]:
    """The marks of a mask."""
    import cv2

    _, _, found, _ = cv2.connectedComponentsWithStats(ink.view(np.uint8), connectivity=8)
    return [
        InkMark(left, top, left + width, top + height, area) for left, top, width, height, area in found[1:].tolist()
    ]
