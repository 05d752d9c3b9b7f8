"""The characters of a page with their places in the file, whichever library found them, and the same as one reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import count, repeat
from math import isfinite, pi
from operator import sub
from typing import NamedTuple

from msgspec import Struct

from validator.readers.page.geometry import Turn
from validator.readers.page.glyph import MIDDLE, UNNAMED, Glyph

MOST_CHARACTERS = 100_000
"""Characters that a page may have; a page of close print has 5000."""

_SKEWED = 0.06
"""Radians off a quarter turn from which a character belongs to a watermark."""
BLANKS = frozenset({0x20, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF, 0xFFF9})
"""Code points that leave no ink."""
_SPACE = 0x20
_UPRIGHT = True
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})


class DrawnCharacter(NamedTuple):
    """A character in the coordinates of the file; a named tuple because a report has thousands."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    """Where its baseline begins."""
    size: float
    quarters: int
    """Turns clockwise after which it stands upright."""


drawn_character = partial(tuple.__new__, DrawnCharacter)
"""A character of all its fields in order, in half the time."""


class DrawnText(NamedTuple):
    """The characters of a page, field by field: what is done with thousands of them is done in a few calls."""

    texts: Sequence[str]
    lefts: Sequence[float]
    bottoms: Sequence[float]
    rights: Sequence[float]
    tops: Sequence[float]
    xs: Sequence[float]
    ys: Sequence[float]
    sizes: Sequence[float]
    quarters: Sequence[int]

    @classmethod
    def of(cls, characters: Iterable[DrawnCharacter]) -> DrawnText:
        """The same of single characters."""
        fields = tuple(zip(*characters, strict=True))
        return cls(*fields or [()] * len(cls._fields))

    def characters(self) -> list[DrawnCharacter]:
        """One after the other."""
        return list(map(drawn_character, zip(*self, strict=True)))


class PageText(Struct, frozen=True):
    """All characters of a page in the order of the file, blanks and watermarks left out."""

    glyphs: tuple[Glyph, ...]
    turn: Turn
    """How the page has to be turned so that most of it reads upright."""
    unnamed: int
    """How many characters have no name."""

    @property
    def named(self) -> int:
        """How many have one."""
        return len(self.glyphs) - self.unnamed


def page_text(drawn: DrawnText, display: Turn) -> PageText:
    """The characters of a page as they read, from those of the file; `display`: the page as it is shown.

    What has no size cannot be seen by anybody.
    """
    if not all(size > 0 and isfinite(size) for size in set(drawn.sizes)):  # on hardly any page
        drawn = DrawnText.of(one for one in drawn.characters() if one.size > 0 and isfinite(one.size))
    turns = Counter(drawn.quarters)
    quarters = turns.most_common(1)[0][0] if turns else display.quarters
    turn = display.turned(quarters)
    if len(turns) == 1 and quarters == 0:  # nearly every page
        lefts, rights = drawn.lefts, drawn.rights
        if turn.left:
            lefts, rights = ([edge - turn.left for edge in edges] for edges in (lefts, rights))
        baselines = map(sub, repeat(turn.top), drawn.ys)
        fields = zip(drawn.texts, lefts, rights, baselines, drawn.sizes, repeat(_UPRIGHT), count(1))
        glyphs = tuple(map(_glyph_of, fields))
    else:
        glyphs = tuple(_glyph(one, turn, at) for at, one in enumerate(drawn.characters(), 1))
    return PageText(glyphs, turn, drawn.texts.count(UNNAMED))


_glyph_of = partial(tuple.__new__, Glyph)


def _glyph(drawn: DrawnCharacter, turn: Turn, order: int) -> Glyph:
    box = turn.box((drawn.left, drawn.bottom), (drawn.right, drawn.top))
    upright = drawn.quarters == turn.quarters
    baseline = turn.point(drawn.x, drawn.y)[1] if upright else (box.top + box.bottom) / 2 + MIDDLE * drawn.size
    return Glyph(drawn.text, box.left, box.right, baseline, drawn.size, upright, order)


def name_of(code: int) -> str:
    """The character of a code point, or that it has no name."""
    return UNNAMED if code < _SPACE or code in _NOT_CHARACTERS else chr(code)


def quarters_of(angle: float) -> int | None:
    """Quarter turns clockwise that bring a character upright; None for one that stands askew, as watermarks do.

    `angle`: radians clockwise from the level.
    """
    if not angle:
        return 0
    turned = angle / (pi / 2)
    quarters = round(turned)
    return None if abs(turned - quarters) * (pi / 2) > _SKEWED else -quarters % 4
