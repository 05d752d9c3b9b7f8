"""Where the signs of a recognised line stand: the line in pieces that stand apart, each sign of a piece in its place.

The recogniser knows about where each sign stands, the ink exactly where a piece begins and ends. A piece that may be a
number is read again by itself: its neighbours in the columns beside it say nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from validator.readers.page.glyph import UNNAMED, Doubts, Glyph
from validator.readers.page.lines import is_wide
from validator.readers.scan._cells import InkLine, side_of
from validator.readers.scan._ink_lines import cut, union
from validator.readers.scan.characters.cell_text import may_be_number
from validator.readers.scan.characters.ctc import CharacterReading
from validator.readers.scan.image import POINT

APART = 0.25
"""Ems between pieces of a line; between the characters of a text there is less, but for punctuation."""
_AFTER_NUMBERING = 0.6
"""Ems from the number of an item to its text, at most."""
_NARROW = 0.55
"""Width of a letter or a digit for that of a Chinese character."""
_BEARING = 0.05
"""Ems of paper on either side of a sign."""
_OPENING, _CLOSING, _LOW = "（(《〈【〔“‘", "）)》〉】〕”’", "，。、；：,;:"
_HALF, _RIGHT_OF_LOW = 0.5, 0.6
"""Ems of paper before an opening bracket or behind a closing one, and behind a comma."""
_SURE_DIGIT = 0.9
"""Confidence of the recogniser from which a digit in running text is believed."""
_BASELINE = 0.36
"""Ems from the middle of a sign to the baseline."""
_FEWEST_WIDE = 3
"""Characters from which a piece tells the size of its type."""
_ONES = "1Il|"
_DIGIT, _DIGIT_PITCH = 0.62, 0.86
"""Width of the ink of a digit for its height, and how far apart those of a number stand at most."""
_LOWEST_DIGIT = 0.5
"""Ems that a digit is high, at least."""
_TALL = 0.55
"""Ems from which a mark has its middle where that of the line is."""


class TextPiece(Struct, frozen=True):
    """What stands apart from the rest of its line."""

    ink: InkLine
    text: str
    sure: tuple[float, ...]
    """Confidence in each sign."""
    middle: float
    """Height of the middle of its line, in dots."""
    is_whole: bool
    """True if it is all of its line."""
    is_number: bool
    """True if it may be a number, and is no numbering."""
    choices: tuple[str, ...] = ()
    """What it may be, likeliest first; empty where that is sure."""

    def read_as(self, choices: tuple[str, ...]) -> TextPiece:
        """The same as a number cell: one text that is sure, or several that it may be."""
        return replace(
            self, text=choices[0], sure=(1.0,) * len(choices[0]), choices=choices if len(choices) > 1 else ()
        )


def pieces(line: InkLine, reading: CharacterReading, em: float) -> list[TextPiece]:
    """The pieces of a line from left to right. `em`: height of a character, in dots."""
    parts = cut(line, APART * max(em, line.height))
    side = side_of(em)
    width = line.right - line.left + 2 * side
    owned: list[list[int]] = [[] for _ in parts]
    for number, (sign, place) in enumerate(zip(reading.text, reading.places, strict=True)):
        if not sign.isspace():
            x = line.left - side + place * width
            owned[min(range(len(parts)), key=lambda at: max(parts[at].left - x, x - parts[at].right))].append(number)
    middle = (line.top + line.bottom) / 2
    found: list[TextPiece] = []
    for part, numbers in zip(parts, owned, strict=True):
        text = "".join(reading.text[number] for number in numbers) or UNNAMED
        sure = tuple(reading.sure[number] for number in numbers) or (0.0,)
        found.append(TextPiece(part, text, sure, middle, len(parts) == 1, _is_number(part, text, em)))
    found = _with_punctuation(_with_ones(found), em)
    return [_without_numbering(piece, after, em) for piece, after in zip(found, [*found[1:], None], strict=True)]


def _with_ones(found: Sequence[TextPiece]) -> list[TextPiece]:
    """Numbers cut beside a `1` made whole: it is narrow, and leaves as much paper as there is between columns."""
    joined: list[TextPiece] = []
    for piece in found:
        before = joined[-1] if joined else None
        if before is not None and before.is_number and piece.is_number and _is_one_number(before, piece):
            ink = union((before.ink, piece.ink))
            joined[-1] = replace(before, ink=ink, text=before.text + piece.text, sure=(*before.sure, *piece.sure))
        else:
            joined.append(piece)
    return [replace(piece, is_whole=True) for piece in joined] if len(joined) == 1 else joined


def _with_punctuation(found: Sequence[TextPiece], em: float) -> list[TextPiece]:
    """Texts made whole that a quote or a bracket behind them leaves room before, read or not."""
    joined: list[TextPiece] = []
    for piece in found:
        before = joined[-1] if joined else None
        behind = piece.text in _CLOSING or not any(mark.height >= _LOWEST_DIGIT * em for mark in piece.ink.marks)
        near = before is not None and piece.ink.left - before.ink.right < _AFTER_NUMBERING * em
        if before is not None and near and behind and len(piece.text) == 1 and not before.is_number | piece.is_number:
            ink = union((before.ink, piece.ink))
            joined[-1] = replace(before, ink=ink, text=before.text + piece.text, sure=(*before.sure, *piece.sure))
        else:
            joined.append(piece)
    return joined


def _is_one_number(before: TextPiece, piece: TextPiece) -> bool:
    """True if the digits on both sides of a gap stand as far apart, middle from middle, as those of one number."""
    last, first = before.ink.marks[-1], piece.ink.marks[0]
    height = max(last.height, first.height)
    ones = (before.text[-1] in _ONES, piece.text[0] in _ONES)
    halves = [mark.width if one else _DIGIT * height for mark, one in zip((last, first), ones, strict=True)]
    return any(ones) and first.left - last.right + sum(halves) / 2 <= _DIGIT_PITCH * height


def _is_number(ink: InkLine, text: str, em: float) -> bool:
    """True for what may be a number, or a dash; a full stop is read as a small 0."""
    is_high = any(mark.height >= _LOWEST_DIGIT * em for mark in ink.marks)
    return may_be_number(text) and not _is_brackets(ink, text) and (is_high or ink.is_dash(em))


def _is_brackets(ink: InkLine, text: str) -> bool:
    """True for brackets of a label: one alone, or two with what stands between them unread. A 0 may look like two."""
    if len(text) == 1:
        return text in _OPENING + _CLOSING
    is_pair = len(text) == 2 and text[0] in _OPENING and text[1] in _CLOSING  # noqa: PLR2004  two make a pair
    return is_pair and ink.right - ink.left > ink.height


def _without_numbering(piece: TextPiece, after: TextPiece | None, em: float) -> TextPiece:
    """A number close before a text is the number of an item."""
    if after is None or after.is_number or after.ink.left - piece.ink.right >= _AFTER_NUMBERING * em:
        return piece
    return replace(piece, is_number=False)


class PlacedText(Struct, frozen=True):
    """The signs of a page outside its tables."""

    glyphs: tuple[Glyph, ...]
    doubts: Doubts


def placed(found: Sequence[TextPiece], em: float) -> PlacedText:
    """Every sign in its place, in points. `em`: height of a character, in dots."""
    sizes = [(piece, size) for piece in found if (size := _own_size(piece, em))]
    glyphs: list[Glyph] = []
    doubts = {}
    for piece in found:
        own = tuple(_glyphs(piece, _own_size(piece, em) or _size_beside(piece, sizes, em)))
        glyphs += own
        if piece.choices:
            doubts[own] = piece.choices
    return PlacedText(tuple(glyphs), doubts)


def _own_size(piece: TextPiece, em: float) -> float | None:
    """Dots of one em by the distance of its characters; None if there are too few."""
    wide = sum(map(is_wide, piece.text))
    if wide < _FEWEST_WIDE:
        return None
    units = _units(piece.text)
    before, behind = _bearings(piece.text)
    size = (piece.ink.right - piece.ink.left) / (sum(units) - before - behind)
    return size if em / 2 < size < 3 * em else None


def _size_beside(piece: TextPiece, sizes: Iterable[tuple[TextPiece, float]], em: float) -> float:
    """That of the text that stands nearest, for the most part in the same row."""
    nearest = min(sizes, key=lambda one: abs(one[0].middle - piece.middle), default=None)
    return em if nearest is None else nearest[1]


def _glyphs(piece: TextPiece, size: float) -> Iterable[Glyph]:
    ink, text = piece.ink, piece.text
    before, behind = _bearings(text)
    tall = [mark for mark in ink.marks if mark.height >= _TALL * size]
    middle = (ink.top + ink.bottom) / 2 if tall else piece.middle
    units = _units(text)
    left = ink.left - before * size
    width = (ink.right + behind * size - left) / sum(units)
    for sign, unit, sure in zip(text, units, piece.sure, strict=True):
        shown = UNNAMED if sign.isdigit() and sure < _SURE_DIGIT else sign
        right = left + unit * width
        yield Glyph(shown, left * POINT, right * POINT, (middle + _BASELINE * size) * POINT, size * POINT)
        left = right


def _units(text: str) -> list[float]:
    """Widths of the signs in ems; brackets and commas among Chinese characters are as wide as these."""
    chinese = any(is_wide(sign) for sign in text)
    return [1.0 if is_wide(sign) or (chinese and sign in _OPENING + _CLOSING + _LOW) else _NARROW for sign in text]


def _bearings(text: str) -> tuple[float, float]:
    """Ems of paper before and behind the ink of a text."""
    units = _units(text)
    before = _HALF if text[0] in _OPENING and units[0] == 1 else _BEARING
    if text[-1] in _LOW and units[-1] == 1:
        return before, _RIGHT_OF_LOW
    return before, _HALF if text[-1] in _CLOSING and units[-1] == 1 else _BEARING
