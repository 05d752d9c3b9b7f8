"""What a cell of a scanned table holds: its text, and what else it may hold where the recogniser is not sure.

A number is taken as sure only if the recogniser chose it among all signs and among numerals alone, hardly anything else
was possible, and there is as much ink as the number has digits. Any other number is one candidate among others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from validator.model.numbers import Kind, read_number
from validator.readers.scan._cells import CellInk, InkLine
from validator.readers.scan.characters.ctc import CharacterReading, numbers
from validator.readers.scan.image import InkMark

UNKNOWN = "?"
"""Stands for print that cannot be read: a cell with it is no number."""

DASH, SLASH = "—", "/"
"""Marks for "none"."""
_UPRIGHTS = frozenset("1Il|丨!")
"""What the recogniser says of a single upright stroke."""
_UPRIGHT, _SLANTED = 0.12, 0.25
"""Slants up to which a stroke is a `1`, and from which it is a slash."""
_SURE = 0.99
"""Probability of a number among all texts of numerals."""
_CERTAIN = 0.6
"""Confidence of the recogniser that a sign is a numeral, or a dash."""
_POSSIBLE = 0.01
_SLIGHT, _ALL = 0.001, 0.995
"""Probability that is looked at where little is left, and what the possible numbers have together if they are all."""
_WORDS_SURE = 0.8
_MOST_CANDIDATES = 4
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_FEW_WORDS = 2
"""Chinese characters from which a cell holds words; one alone may be a misread numeral."""
_NUMERAL = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_LOOK_ALIKE = re.compile(r"[0-9.,。·oOQD○〇口ロ□●Il|丨!！i/；;:：sSzZbBgq&?()（）'`~_\s]*")
"""Signs that numerals are taken for."""
_POINTS = ".,"
_TALL = 0.45
"""Ems from which a mark is a digit or a part of one."""
_WIDEST_DIGIT = 0.95
_NARROWEST_DIGIT = 0.4
"""Widths of a digit for its height; `1` is narrower, but has a mark of its own."""
_ONE_DIGIT = 0.7
"""Width for its height up to which ink is one digit: two of the narrowest take up more, from end to end."""
_PITCH, _DIGIT, _POINT = 0.75, 0.58, 0.38
"""Widths for the height of digits: from one to the next, the ink of one, what a point or a comma takes up."""
_PLAY = 0.27
"""By how much the width of a number may differ: a third of a digit, since `1` is narrow."""
_CLEAR = 0.9
"""Confidence of the recogniser from which the width alone may say that there is as much ink."""
_LOW = 0.4
"""Share of the height of digits up to which a point or a comma begins."""
_OVERLAP = 0.35
"""Share of the width of the parts of a sign by which they stand above each other."""


class CellText(Struct, frozen=True):
    """The lines of text in a cell."""

    lines: tuple[str, ...]
    candidates: tuple[tuple[str, ...], ...]
    """For each line, what it may be, likeliest first; empty where that is sure."""


def cell_text(ink: CellInk, readings: Sequence[CharacterReading], em: float) -> CellText:
    """What stands in a cell. `readings`: of its lines; `em`: height of a character, in dots."""
    words = "".join(reading.text for reading in readings)
    if not readings:
        lines = (UNKNOWN,) if ink.faint else ()
        return CellText(lines, ((),) * len(lines))
    if len(_CHINESE.findall(words)) >= _FEW_WORDS:
        return CellText(tuple(reading.text for reading in readings), ((),) * len(readings))
    if ink.apart:
        # Two texts far apart are the cells of two columns: the line between them has not been found.
        return CellText((f" {UNKNOWN} ".join(reading.text for reading in readings),), ((),))
    choices = [number_choices(line, reading, em) for line, reading in zip(ink.lines, readings, strict=True)]
    if ink.faint:
        choices = [(*choice, UNKNOWN) if UNKNOWN not in choice else choice for choice in choices]
    return CellText(
        tuple(choice[0] for choice in choices), tuple(choice if len(choice) > 1 else () for choice in choices)
    )


def may_be_number(text: str) -> bool:
    """True for signs that numerals are taken for, or that stand for "none"."""
    return _LOOK_ALIKE.fullmatch(text) is not None or read_number(text).kind is Kind.DASH


def number_choices(line: InkLine, reading: CharacterReading, em: float) -> tuple[str, ...]:
    """What a line of a number cell may be, likeliest first."""
    text = reading.text.strip()
    if stroke := _stroke(line, text, em):
        return stroke
    found = numbers(reading.numerals)
    best = found[0][0]
    share = sum(probability for one, probability in found if _is_same(one, best))
    possible = [one for one, probability in found if probability >= _POSSIBLE and _is_number(one)]
    is_numeral = _LOOK_ALIKE.fullmatch(text) is not None
    as_much_ink = _fits(line, best, em) or (reading.confidence >= _CLEAR and _is_as_wide(line, best, em))
    if is_numeral and share >= _SURE and _is_number(best) and as_much_ink:
        return (best,) if reading.as_numerals >= _CERTAIN else (best, UNKNOWN)
    if not is_numeral and (reading.confidence >= _WORDS_SURE or not possible):
        return (text,)
    if text and read_number(text).kind is Kind.DASH and reading.confidence >= _CERTAIN:
        return (text,)
    if text == best and as_much_ink and len(possible) == 1:
        # It is a number of these digits: what else they may be is little, and all of it is known.
        possible = [one for one, probability in found if probability >= _SLIGHT and _is_number(one)]
        share = sum(probability for one, probability in found if any(_is_same(one, number) for number in possible))
        return (*possible[:_MOST_CANDIDATES], *(() if share >= _ALL and len(possible) > 1 else (UNKNOWN,)))
    likely = possible[:_MOST_CANDIDATES]
    return tuple(likely) if text == best and len(likely) > 1 else (*likely, UNKNOWN)


def _stroke(line: InkLine, text: str, em: float) -> tuple[str, ...]:
    """What a single stroke may be whose shape says more than the recogniser; nothing where it does not."""
    if line.is_dash(em):
        return (text if read_number(text).kind is Kind.DASH else DASH,)
    if len(line.marks) > 1 or text not in {*_UPRIGHTS, SLASH}:
        return ()
    # A slash and a `1` are one stroke each, and told apart by how it stands.
    if line.slant >= _SLANTED:
        return (SLASH,)
    return ("1", SLASH) if line.slant > _UPRIGHT or text == SLASH else ()


def _is_number(text: str) -> bool:
    return _NUMERAL.fullmatch(text) is not None and read_number(text).kind is Kind.NUMBER


def _is_same(text: str, number: str) -> bool:
    """True for the same digits with a point behind them, or a comma where no number has one, which is a point."""
    return text.rstrip(_POINTS) == number or (text.replace(",", ".") == number and not _is_number(text))


def _fits(line: InkLine, text: str, em: float) -> bool:
    """True if there is as much ink as the number has digits and points."""
    signs = _signs(line.marks)
    tall = [sign for sign in signs if sign.height >= _TALL * em]
    if not tall:
        return False
    height = max(sign.height for sign in tall)
    whole = _whole(tall, height)
    fewest = sum(max(round(sign.width / (_WIDEST_DIGIT * height) - 0.2), 1) for sign in whole)
    most = sum(max(int(sign.width / (_NARROWEST_DIGIT * height)), 1) for sign in whole)
    low = [sign for sign in signs if sign not in tall and sign.top >= line.bottom - _LOW * height]
    digits = sum(sign.isdigit() for sign in text)
    return fewest <= digits <= most and len(low) == len(signs) - len(tall) == len(text) - digits


def _whole(signs: Sequence[InkMark], height: int) -> list[InkMark]:
    """Signs beside each other as one, where both together are no wider than a digit: a thin stroke has broken."""
    whole: list[InkMark] = []
    for sign in signs:
        joined = whole[-1].union(sign) if whole else sign
        if whole and joined.width <= _ONE_DIGIT * height:
            whole[-1] = joined
        else:
            whole.append(sign)
    return whole


def _is_as_wide(line: InkLine, text: str, em: float) -> bool:
    """True if the ink is as wide as the number is in print: thin strokes break, and tell no digit from two."""
    tall = [mark.height for mark in line.marks if mark.height >= _TALL * em]
    if not tall:
        return False
    digits = sum(sign.isdigit() for sign in text)
    expected = _PITCH * (digits - 1) + _DIGIT + _POINT * (len(text) - digits)
    return abs((line.right - line.left) / max(tall) - expected) <= _PLAY


def _signs(marks: Sequence[InkMark]) -> list[InkMark]:
    """Marks put together where they stand above each other: the parts of one sign."""
    signs: list[InkMark] = []
    for mark in sorted(marks):
        if signs and signs[-1].right - mark.left > _OVERLAP * min(mark.width, signs[-1].width):
            signs[-1] = signs[-1].union(mark)
        else:
            signs.append(mark)
    return signs
