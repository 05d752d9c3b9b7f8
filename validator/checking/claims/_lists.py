"""Totals in a text that are followed by their parts: `62个，其中甲41个、乙12个、其他9个`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from msgspec import Struct

from validator.packs.language.masking import Masked
from validator.packs.language.numerals import numeral
from validator.packs.language.patterns import Pattern

_BARE = re.compile(r"(?P<number>[0-9][0-9,]*)$")
_PIECE = re.compile(r"[、，;]")
_LONGEST_NAME = 40
_DIGIT = re.compile("[0-9]")
_FEWEST = 2
_WHOLE = 3
"""Parts in brackets that are a breakdown; two may be examples."""


class TextList(Struct, frozen=True):
    """A total and its parts."""

    match: re.Match[str]
    """Where the total is quoted in the text."""
    total: Fraction
    parts: tuple[Fraction, ...]

    @property
    def sum(self) -> Fraction:
        """What the parts add up to."""
        return sum(self.parts, Fraction(0))


def lists(
    sentence: Masked, openers: Sequence[Pattern], unless: Pattern, after: Pattern, rest: Pattern | None
) -> Iterator[TextList]:
    """The lists of a sentence that are whole, and those that add up to their total.

    `openers`: patterns of a total and what stands between it and its parts. `unless`: fits the beginning of parts that
    are none, `after`: of what follows them. `rest`: fits the name of a last part that takes in all others (`其他`). A
    list is whole if it ends in one, or fills a pair of brackets, or fills its sentence and misses its total by two
    digits that changed places; one that is not may name a few parts only, and says nothing where it does not add up.
    """
    seen: set[int] = set()
    text = sentence.plain
    found_openers = [match for pattern in openers for match in pattern.finditer(sentence.text)]
    totals = {number.start() for match in found_openers if (number := sentence.number(match)) is not None}
    with_parts = _ends_of_totals(sentence, found_openers)
    for match in found_openers:
        number = sentence.number(match)
        if number is None or number.start() in seen or _is_approximate(number):
            continue
        between = text[number.end("unit") : match.end()]
        first = sentence.counts.search(text, match.end())
        if between == "，" and first is not None and first.start() in totals:
            # `新闻共80条，信息共49条，包括甲30条、乙19条`: two totals side by side, the second with its parts.
            continue
        bracketed = between.count("(") > between.count(")")
        body = _bracket(text, match.end()) if bracketed else text[match.end() :]
        # What follows a part that has parts of its own is not known to be a part of the whole.
        body = body[: min((end - match.end() for end in with_parts if end > match.end()), default=None)]
        pieces = tuple(takewhile(lambda one: after.match(one.text) is None, _pieces(body, sentence.counts)))
        if any(unless.match(piece.text) for piece in pieces):
            continue
        total = numeral(number["number"])
        parts = _Parts(sentence.counts, number["unit"], total, pieces)
        # A mere comma opens a list only if the rest is named.
        found = parts.found(rest, bracketed=bracketed, opened=between not in {"，", ";", ""})
        if found is not None:
            seen.add(number.start())
            yield TextList(match, total, found)


def _ends_of_totals(sentence: Masked, openers: Sequence[re.Match[str]]) -> frozenset[int]:
    """Where totals end that a word says to have parts; a bracket ends by itself, a mere comma says nothing."""
    ends = ((number.end("unit"), match.end()) for match in openers if (number := sentence.number(match)) is not None)
    told = ((end, sentence.plain[end:opened]) for end, opened in ends)
    return frozenset(end for end, between in told if "(" not in between and between.strip("，;:"))


def _bracket(text: str, start: int) -> str:
    """What stands between a bracket that is open at `start` and the one that closes it."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return text[start:at]
    return text[start:]


class _Piece(Struct, frozen=True):
    """What stands between two marks of an enumeration."""

    text: str
    level: int
    """How many marks above those inside the list stand before it: what follows a `;` may begin a new list."""


def _pieces(body: str, counts: re.Pattern[str]) -> Iterator[_Piece]:
    """The body cut at its marks, without what stands in brackets inside; pieces without a number go with the next."""
    flat = body
    while (outer := re.sub(r"\([^()]*\)", "", flat)) != flat:
        flat = outer
    # In `甲1件;乙2件` the semicolons part the items.
    first = _PIECE.search(flat)
    parting = ";" if first is not None and first[0] != ";" else ""
    held, level, at = "", 0, 0
    flat = flat.rstrip("。!?")
    for mark in (*_PIECE.finditer(flat), None):
        piece = flat[at : len(flat) if mark is None else mark.start()]
        if any(char.isdigit() for char in piece) or counts.search(piece):
            yield _Piece(held + piece, level)
            held = ""
        else:
            held += piece
        if mark is not None:
            at = mark.end()
            level += mark[0] == parting
    if held:
        yield _Piece(held, level)


class _Parts(Struct, frozen=True):
    """What may be the parts of a total."""

    counts: re.Pattern[str]
    unit: str
    """The unit of the total; parts are counted in the same, or in none."""
    total: Fraction
    pieces: tuple[_Piece, ...]

    def found(self, rest: Pattern | None, *, bracketed: bool, opened: bool) -> tuple[Fraction, ...] | None:
        """The parts, where they add up or are all there; None where that is not known."""
        numbers = tuple(self._leading())
        named = self._rest_is_last(rest, len(numbers))
        if len(numbers) < _FEWEST or max(numbers) > self.total:
            return None
        if opened or named:
            for count in range(_FEWEST, len(numbers) + 1):
                if sum(numbers[:count]) == self.total:
                    return numbers[:count]
        whole = named or (bracketed and len(numbers) >= _WHOLE and len(numbers) == len(self.pieces))
        return numbers if whole or (opened and self._fills(numbers)) else None

    def _leading(self) -> Iterator[Fraction]:
        """The numbers from the first piece on that have the unit; one too great behind a `;` is no part."""
        for piece in self.pieces:
            number = self._number(piece.text)
            if number is None or (number > self.total and piece.level != self.pieces[0].level):
                return
            yield number

    def _rest_is_last(self, rest: Pattern | None, count: int) -> bool:
        """True if the last of the parts takes in the rest; parts that go on behind a `;` leave it open."""
        if rest is None or not count or self.pieces[count - 1].level != self.pieces[0].level:
            return False
        return rest.match(self.pieces[count - 1].text) is not None

    def _fills(self, numbers: Sequence[Fraction]) -> bool:
        """True if the parts fill the sentence, and two digits of the total have changed places."""
        rest = self.pieces[len(numbers) :]
        return not any(_DIGIT.search(piece.text) for piece in rest) and _transposed(
            self.total, sum(numbers, Fraction(0))
        )

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


def _transposed(one: Fraction, other: Fraction) -> bool:
    """True if two neighbouring digits of one number are exchanged in the other."""
    left, right = str(one), str(other)
    differing = [at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]]
    if len(left) != len(right) or len(differing) != _FEWEST or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return left[first] == right[second] and left[second] == right[first]


def _is_approximate(match: re.Match[str]) -> bool:
    return bool(match["about"] or match["more"] or match["after"] or match["myriad"])
