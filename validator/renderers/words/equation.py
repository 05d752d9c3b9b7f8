"""A relation of a finding, in letters, in numbers, and what the two sides differ by."""

from __future__ import annotations

from collections.abc import Callable

from validator.messages import say
from validator.model.finding import Finding, FindingTerm
from validator.model.report import CellValue, Reading, Report
from validator.renderers.layout.excerpt import cell_of, open_terms, shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words.figures import figure
from validator.renderers.words.sums import SideSum, difference_in_words, sides_in_numbers, sum_words

_DENIED = {"=": "≠", "<=": ">", ">=": "<"}
_SIGNS = {"=": "=", "<=": "≤", ">=": "≥"}
_CHOICES = 4
"""Candidates of a cell that are named; of more, the first are, and how many there are."""


def letters(finding: Finding, report: Report) -> str:
    """`a + b = c + d`."""
    left, right = (
        sum_words(((term.coefficient, term.letter) for term in side.terms), side.constant)
        for side in _sides(finding, report)
    )
    return f"{left} {_SIGNS[finding.comparator or '=']} {right}"


def numbers(finding: Finding, report: Report, language: str) -> str:
    """`128 + 5 = 133，121 + 10 = 131`; a side that is one cell is named by its letter: `e = 131`.

    Cells that are not known keep their letters.
    """
    unknown = frozenset(term.letter for term in open_terms(finding, report))

    def word(term: FindingTerm) -> str:
        return term.letter if term.letter in unknown else term_words(term, report, language)

    return sides_in_numbers(_sides(finding, report), word, language, unknown)


def right_side(finding: Finding, report: Report, language: str) -> str:
    """`272 + 3 = 275`, without letters."""
    return _sides(finding, report)[1].worked(lambda term: term_words(term, report, language))


def comparison(finding: Finding, report: Report, language: str) -> str:
    """`128 + 5 = 133 ≠ 121 + 10 = 131`, without letters."""
    left, right = (side.worked(lambda term: term_words(term, report, language)) for side in _sides(finding, report))
    return f"{left} {_DENIED[finding.comparator or '=']} {right}"


def total_of(finding: Finding, report: Report) -> tuple[FindingTerm, SideSum[FindingTerm]] | None:
    """Of an equation of which one side is a single cell and the other a sum: that cell, and the sum."""
    first, second = _sides(finding, report)
    if finding.comparator != "=":
        return None
    for one, other in ((first, second), (second, first)):
        if one.cell is not None and other.cell is None and other.terms:
            return one.cell, other
    return None


def difference(finding: Finding, language: str, *, short: bool = False) -> str:
    """`左边比右边多 2`; of a side that is a mere number, what it should be: `应当不小于 0`."""
    residual = finding.residual
    if residual is None:
        return say("in-every-reading", language)
    if short:
        return say("short-more" if residual > 0 else "short-less", language, difference=figure(abs(residual)))
    bound = finding.constant[1] if all(term.side == "left" for term in finding.terms) else None
    comparator = finding.comparator or "="
    return difference_in_words(residual, comparator, language, bound=bound, tolerance=finding.tolerance)


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


def term_words(term: FindingTerm, report: Report, language: str) -> str:
    """The number of a term, or why it has none."""
    if term.value is not None:
        return figure(term.value)
    cell = cell_of(term, report)
    if cell is None:
        return say("reading-blank", language)
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


def _sides(finding: Finding, report: Report) -> tuple[SideSum[FindingTerm], SideSum[FindingTerm]]:
    terms = shown_terms(finding, report)
    return (
        SideSum(tuple(term for term in terms if term.side == "left"), finding.constant[0], finding.left),
        SideSum(tuple(term for term in terms if term.side == "right"), finding.constant[1], finding.right),
    )
