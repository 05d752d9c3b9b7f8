"""A relation worked out: its sides as sums in words and numbers, and what they differ by.

It is shared by what is said of findings and of the examples of rules, and knows neither: `gouji explain` has to answer
at once, and loads nothing of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Generic, NamedTuple, Protocol, TypeVar

from validator.messages import say
from validator.renderers.words.figures import figure

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "*": "×", "/": "÷"}
"""What is written in rules -> what is printed."""


class Addend(Protocol):
    """One term of a sum."""

    @property
    def letter(self) -> str:
        """What it is called where its number is not shown."""

    @property
    def coefficient(self) -> Fraction:
        """What its number is multiplied by."""


Term = TypeVar("Term", bound=Addend)


class SideSum(NamedTuple, Generic[Term]):
    """One side of a relation."""

    terms: tuple[Term, ...]
    """Those that are shown."""
    constant: Fraction
    value: Fraction | None
    """None where a term is not known."""

    @property
    def cell(self) -> Term | None:
        """The term that makes up the side, or None if it is a sum or a mere number."""
        alone = len(self.terms) == 1 and self.terms[0].coefficient == 1 and not self.constant
        return self.terms[0] if alone else None

    def worked(self, word: Callable[[Term], str]) -> str:
        """The side as a sum with its result: `128 + 5 = 133`; a cell or a mere number as itself."""
        text = sum_words(((term.coefficient, word(term)) for term in self.terms), self.constant)
        if self.cell or not self.terms or self.value is None:
            return text
        return f"{text} = {figure(self.value)}"


def sides_in_numbers(
    sides: Iterable[SideSum[Term]], word: Callable[[Term], str], language: str, unknown: frozenset[str] = frozenset()
) -> str:
    """`128 + 5 = 133，121 + 10 = 131`; a side that is one cell is named by its letter: `e = 131`.

    A side of no terms is not shown. `unknown`: letters of terms that have no number to be equal to.
    """
    parts = []
    for side in sides:
        if not side.terms:
            continue
        head = f"{side.cell.letter} = " if side.cell and side.cell.letter not in unknown else ""
        parts.append(head + side.worked(word))
    return say("comma", language).join(parts)


def difference_in_words(
    residual: Fraction, comparator: str, language: str, *, bound: Fraction | None, tolerance: Fraction
) -> str:
    """`左边比右边多 2`, and what is accepted; against a mere number (`bound`) what it should be: `应当不小于 0`."""
    if bound is not None:
        key = {"=": "should-be", "<=": "should-be-at-most", ">=": "should-be-at-least"}[comparator]
        return say(key, language, value=figure(bound))
    key = {"<=": "left-too-large", ">=": "left-too-small"}.get(comparator, "left-more" if residual > 0 else "left-less")
    sentence = say(key, language, difference=figure(abs(residual)))
    if tolerance:
        sentence += say("brackets", language, text=say("tolerance", language, tolerance=figure(tolerance)))
    return sentence


def sum_words(parts: Iterable[tuple[Fraction, str]], constant: Fraction) -> str:
    """Coefficients and words added up: `a - 0.1 × b + 20`."""
    text = ""
    for coefficient, word in parts:
        size = abs(coefficient)
        factor = word
        if factor.startswith("-") and (text or size != 1 or coefficient < 0):
            factor = f"({factor})"
        if size != 1:
            factor = f"{figure(size)} × {factor}"
        text = _added(text, factor, negative=coefficient < 0)
    if constant or not text:
        text = _added(text, figure(abs(constant)), negative=constant < 0)
    return text


def _added(text: str, word: str, *, negative: bool) -> str:
    if not text:
        return f"-{word}" if negative else word
    return f"{text} - {word}" if negative else f"{text} + {word}"


def condition_words(text: str, language: str) -> str:
    """A condition of the rule language with the signs of print, and `and` and `or` as words."""
    for sign, printed in _SIGNS.items():
        text = text.replace(f" {sign} ", f" {printed} ")
    for word in ("and", "or"):
        text = say(f"condition-{word}", language).join(text.split(f" {word} "))
    return text
