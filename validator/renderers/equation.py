"""A relation of a finding, in letters, in numbers, and what the two sides differ by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from validator.excerpt import open_terms, shown_terms
from validator.finding import Finding, FindingTerm
from validator.messages import say
from validator.renderers.lines import clean
from validator.renderers.numerals import figure
from validator.report import CellValue, Reading, Report

_DENIED = {"=": "≠", "<=": ">", ">=": "<"}
_SIGNS = {"=": "=", "<=": "≤", ">=": "≥"}
_CHOICES = 4
"""Candidates of a cell that are named; of more, the first are, and how many there are."""


def letters(finding: Finding, report: Report | None) -> str:
    """`a + b = c + d`."""
    left, right = (sum_words(side.terms, lambda term: term.letter, side.constant) for side in _sides(finding, report))
    return f"{left} {_SIGNS[finding.comparator or '=']} {right}"


def numbers(finding: Finding, report: Report | None, language: str) -> str:
    """`128 + 5 = 133，121 + 10 = 131`; a side that is one cell is named by its letter: `e = 131`.

    Cells that are not known keep their letters. `report` is None for an example, where there are none such.
    """
    unknown = {term.letter for term in open_terms(finding, report)}

    def word(term: FindingTerm) -> str:
        return term.letter if term.letter in unknown else term_words(term, report, language)

    sides = []
    for side in _sides(finding, report):
        if not side.terms:
            continue
        head = f"{side.terms[0].letter} = " if side.cell and side.cell.letter not in unknown else ""
        sides.append(head + side.worked(word))
    return say("comma", language).join(sides)


def comparison(finding: Finding, report: Report, language: str) -> str:
    """`128 + 5 = 133 ≠ 121 + 10 = 131`, without letters."""
    left, right = (side.worked(lambda term: term_words(term, report, language)) for side in _sides(finding, report))
    return f"{left} {_DENIED[finding.comparator or '=']} {right}"


def difference(finding: Finding, language: str, *, short: bool = False) -> str:
    """`左边比右边多 2`; of a side that is a mere number, what it should be: `应当不小于 0`."""
    residual = finding.residual
    if residual is None:
        return say("in-every-reading", language)
    if short:
        return say("short-more" if residual > 0 else "short-less", language, difference=figure(abs(residual)))
    comparator = finding.comparator or "="
    if all(term.side == "left" for term in finding.terms):
        key = {"=": "should-be", "<=": "should-be-at-most", ">=": "should-be-at-least"}[comparator]
        return say(key, language, value=figure(finding.constant[1]))
    key = {"<=": "left-too-large", ">=": "left-too-small"}.get(comparator, "left-more" if residual > 0 else "left-less")
    sentence = say(key, language, difference=figure(abs(residual)))
    if finding.tolerance:
        accepted = say("tolerance", language, tolerance=figure(finding.tolerance))
        sentence += say("brackets", language, text=accepted)
    return sentence


def left_out(finding: Finding, report: Report, language: str) -> str:
    """What is said of the terms that the equation does not show; empty if it shows all."""
    count = len(finding.terms) - len(shown_terms(finding, report))
    return say("rest-zero", language, count=count) if count else ""


def undecided(finding: Finding, report: Report, language: str, name: Callable[[FindingTerm], str]) -> str:
    """Why a relation could not be decided: `因为 b 不确定（可能是 3 或 5）`.

    The reason is a cell that is not known, or where there is none, a blank one.
    """
    blank = tuple(term for term in finding.terms if term.value is None)
    reasons = [
        say("undecided-term", language, term=name(term), state=term_words(term, report, language))
        for term in open_terms(finding, report) or blank
    ]
    return say("undecided-for", language, terms=say("list-comma", language).join(reasons)) if reasons else ""


def sum_words(terms: Sequence[FindingTerm], word: Callable[[FindingTerm], str], constant: Fraction) -> str:
    """The terms added up in words: `a - 0.1 × b + 20`."""
    text = ""
    for term in terms:
        size = abs(term.coefficient)
        factor = word(term)
        if factor.startswith("-") and (text or size != 1 or term.coefficient < 0):
            factor = f"({factor})"
        if size != 1:
            factor = f"{figure(size)} × {factor}"
        text = _added(text, factor, negative=term.coefficient < 0)
    if constant or not text:
        text = _added(text, figure(abs(constant)), negative=constant < 0)
    return text


def term_words(term: FindingTerm, report: Report | None, language: str) -> str:
    """The number of a term, or why it has none; in an example, which has no report, the cell is blank."""
    if term.value is not None:
        return figure(term.value)
    if report is None or term.cell not in report.form.index:
        return say("reading-blank", language)
    cell = report[term.cell]
    if cell.reading is Reading.AMBIGUOUS:
        return say("reading-uncertain", language, choices=choices(cell, language))
    if cell.reading is Reading.UNREADABLE:
        return say("quoted", language, text=clean(cell.raw)) if cell.raw.strip() else say("reading-missing", language)
    return say("reading-blank", language)


def choices(cell: CellValue, language: str) -> str:
    """What a cell may hold: `3 或 5`."""
    words = [say("reading-blank", language) if value is None else figure(value) for value in cell.candidates]
    if len(words) <= _CHOICES:
        return say("or", language).join(words)
    names = say("list-comma", language).join(words[:_CHOICES])
    return say("and-more", language, names=names, count=len(words))


@dataclass(frozen=True, slots=True)
class _Side:
    terms: tuple[FindingTerm, ...]
    """Those that are shown."""
    constant: Fraction
    value: Fraction | None

    @property
    def cell(self) -> FindingTerm | None:
        """The cell that makes up the side, or None if it is a sum or a mere number."""
        alone = len(self.terms) == 1 and self.terms[0].coefficient == 1 and not self.constant
        return self.terms[0] if alone else None

    def worked(self, word: Callable[[FindingTerm], str]) -> str:
        """The side as a sum with its result: `128 + 5 = 133`; a cell or a mere number as itself."""
        text = sum_words(self.terms, word, self.constant)
        if self.cell or not self.terms or self.value is None:
            return text
        return f"{text} = {figure(self.value)}"


def _sides(finding: Finding, report: Report | None) -> tuple[_Side, _Side]:
    terms = shown_terms(finding, report)
    return (
        _Side(tuple(term for term in terms if term.side == "left"), finding.constant[0], finding.left),
        _Side(tuple(term for term in terms if term.side == "right"), finding.constant[1], finding.right),
    )


def _added(text: str, word: str, *, negative: bool) -> str:
    if not text:
        return f"-{word}" if negative else word
    return f"{text} - {word}" if negative else f"{text} + {word}"
