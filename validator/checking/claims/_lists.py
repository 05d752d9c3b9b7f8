"""Totals in a text that are followed by their parts: `62个，其中甲41个、乙12个、其他9个`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from validator.packs.language.masking import Masked
from validator.packs.language.numerals import numeral
from validator.packs.language.patterns import Pattern

_BARE = re.compile(r"(?P<number>[0-9][0-9,]*)$")
_PIECE = re.compile(r"[、，;]")
_LONGEST_NAME = 40
_WHOLE = 3
"""Parts in brackets that are a breakdown; two may be examples."""


@dataclass(frozen=True, slots=True)
class TextList:
    """A total and its parts."""

    match: re.Match[str]
    """Where the total is quoted in the text."""
    total: Fraction
    parts: tuple[Fraction, ...]

    @property
    def sum(self) -> Fraction:
        """What the parts add up to."""
        return sum(self.parts, Fraction(0))


def lists(sentence: Masked, openers: Sequence[Pattern], unless: Pattern, rest: Pattern | None) -> Iterator[TextList]:
    """The lists of a sentence that are whole, and those that add up to their total.

    `openers`: patterns of a total and what stands between it and its parts. `unless`: fits the beginning of parts that
    are none. `rest`: fits the name of a last part that takes in all others (`其他`). A list is whole if it ends in one,
    or fills a pair of brackets; one that is not may name a few parts only, and says nothing where it does not add up.
    """
    seen: set[int] = set()
    text = sentence.plain
    for match in (match for pattern in openers for match in pattern.finditer(sentence.text)):
        number = sentence.number(match)
        if number is None or number.start() in seen or _is_approximate(number):
            continue
        between = text[number.end("unit") : match.end()]
        bracketed = "(" in between
        body = _bracket(text, match.end()) if bracketed else text[match.end() :]
        body = _one_level(body)
        parts = _Parts(sentence.counts, number["unit"], tuple(_pieces(body, sentence.counts)))
        numbers, whole = parts.numbers(rest)
        whole = whole or (bracketed and len(numbers) >= _WHOLE and parts.complete(numbers))
        if any(unless.match(piece) for piece in parts.pieces):
            continue
        found = TextList(match, numeral(number["number"]), numbers)
        # A mere comma opens a list only if the rest is named.
        opened = between not in {"，", ";", ""}
        if len(numbers) > 1 and (whole or (opened and found.sum == found.total)):
            seen.add(number.start())
            yield found


def _bracket(text: str, start: int) -> str:
    """What stands between a bracket that is open at `start` and the one that closes it."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return text[start:at]
    return text[start:]


def _pieces(body: str, counts: re.Pattern[str]) -> Iterator[str]:
    """The body cut at its marks, without what stands in brackets inside; pieces without a number go with the next."""
    flat = body
    while (outer := re.sub(r"\([^()]*\)", "", flat)) != flat:
        flat = outer
    held = ""
    for piece in _PIECE.split(flat.rstrip("。!?")):
        if any(char.isdigit() for char in piece) or counts.search(piece):
            yield held + piece
            held = ""
        else:
            held += piece
    if held:
        yield held


def _one_level(body: str) -> str:
    """The body up to a mark that parts more than those before it: what follows a `;` begins a new list."""
    first = _PIECE.search(body)
    return body if first is None or first[0] == ";" else body.partition(";")[0]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What may be the parts of a total."""

    counts: re.Pattern[str]
    unit: str
    """The unit of the total; parts are counted in the same, or in none."""
    pieces: tuple[str, ...]

    def numbers(self, rest: Pattern | None) -> tuple[tuple[Fraction, ...], bool]:
        """The numbers from the first piece on that have the unit, and whether the last takes in the rest."""
        numbers: list[Fraction] = []
        for piece in self.pieces:
            number = self._number(piece)
            if number is None:
                break
            numbers.append(number)
            if rest is not None and rest.match(piece):
                return tuple(numbers), True
        return tuple(numbers), False

    def complete(self, numbers: Sequence[Fraction]) -> bool:
        """True if every piece is a part."""
        return len(self.pieces) == len(numbers) and all(self._number(piece) is not None for piece in self.pieces)

    def _number(self, piece: str) -> Fraction | None:
        """The number of a part, which ends it; None if the piece is something else."""
        found = list(self.counts.finditer(piece))
        if len(piece) > _LONGEST_NAME or len(found) > 1:
            return None
        if not found:
            bare = _BARE.search(piece)
            return numeral(bare["number"]) if bare else None
        one = found[0]
        if one.end() != len(piece) or one["unit"] != self.unit or _is_approximate(one):
            return None
        return numeral(one["number"])


def _is_approximate(match: re.Match[str]) -> bool:
    return bool(match["about"] or match["more"] or match["after"] or match["myriad"])
