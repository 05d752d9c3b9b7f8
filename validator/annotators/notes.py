"""What is written into a copy of the document: where, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from validator.annotators._find_words import count
from validator.messages import say
from validator.model.document import Location
from validator.model.finding import Finding, FindingTerm
from validator.model.rule import Severity
from validator.renderers.layout.excerpt import shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words.account import Account, RemarkKind, weightiest_first

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

_LISTED = 12
"""Cells of one finding that are listed in a note; of a longer list, only these are."""
_REMARKS = frozenset({RemarkKind.NOTE, RemarkKind.SUGGESTION, RemarkKind.NEXT})
"""What is said below the cells; the clause of a text is where the note stands."""
_Place: TypeAlias = "tuple[Location | None, Passage | None]"
"""Where a finding is told."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the running text."""

    words: str
    """A sentence, or a whole paragraph; blanks and punctuation may differ from those in the file."""
    before: int = 0
    """How often the same words stand before them."""


@dataclass(frozen=True, slots=True)
class Note:
    """The text at one place: all findings that are told there."""

    location: Location | None
    """None for what concerns the report as a whole."""
    severity: Severity
    """That of the weightiest finding."""
    text: str
    """A line each for title, place, equation, cells and next step; a blank line between findings."""
    passage: Passage | None = None
    """The words it is about, if it is about no cell."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that takes part in a finding."""

    location: Location
    severity: Severity
    """That of the weightiest finding."""
    labels: tuple[str, ...]
    """`1a`: number of the finding and letter of the cell in it."""


@dataclass(frozen=True, slots=True)
class Notes:
    """All that is written into one copy."""

    notes: tuple[Note, ...]
    """One a place, that of the whole report first."""
    marks: tuple[Mark, ...]
    """One a cell."""


def notes_of(checked: ReportResult, pack: Pack, language: str) -> Notes:
    """The notes on one report, its findings numbered from the weightiest on."""
    texts: dict[_Place, list[tuple[Severity, str]]] = {}
    labels: dict[Location, list[tuple[Severity, str]]] = {}
    for number, account in enumerate(weightiest_first(checked, pack, language), 1):
        finding = account.finding
        place = _place(finding, checked.report)
        texts.setdefault(place, []).append((finding.severity, _text(number, account)))
        for term in shown_terms(finding, checked.report):
            if term.location is not None and term.source is None:
                labels.setdefault(term.location, []).append((finding.severity, f"{number}{term.letter}"))
    # Findings come with the weightiest first, and so do the texts of a place.
    notes = [
        Note(place, said[0][0], "\n\n".join(text for _, text in said), passage)
        for (place, passage), said in texts.items()
    ]
    marks = [Mark(place, found[0][0], tuple(label for _, label in found)) for place, found in labels.items()]
    return Notes(tuple(sorted(notes, key=lambda note: note.location is not None)), tuple(marks))


def anchor(finding: Finding) -> FindingTerm | None:
    """The cell at which a finding is told: the one to be looked at, if it is known.

    Else the one that most other violated relations share, else the total.
    None for an observation without a cell.
    """
    there = [term for term in finding.terms if term.location is not None and term.source is None]
    if not there or finding.comparator is None:
        return there[0] if there else None
    suspected = [one.cell for one in finding.suspects[0].cells] if finding.suspects and not finding.doubt else []
    shared = [link.letter for link in finding.also]
    sides = [term.side for term in finding.terms]

    def telling(term: FindingTerm) -> tuple[bool, int, bool]:
        return term.cell in suspected, shared.count(term.letter), sides.count(term.side) == 1

    return max(reversed(there), key=telling)


def grid_place(location: Location | None) -> tuple[int, int, int] | None:
    """Table, row and column of a cell, or None for what is no cell of a grid."""
    if location is None or location.table is None or location.row is None or location.column is None:
        return None
    return location.table, location.row, location.column


def _place(finding: Finding, report: Report) -> _Place:
    """The cell at which a finding is told, else the words it is about; of neither, the whole report."""
    term = None if finding.quotation else anchor(finding)
    if term is not None:
        return _known(term.location), None
    place = finding.location
    passage = None if place is None or place.row or place.address else _passage(finding, place, report)
    return (place if passage else _known(place)), passage


def _known(place: Location | None) -> Location | None:
    return place if place is not None and (place.row or place.address or place.box) else None


def _passage(finding: Finding, place: Location, report: Report) -> Passage | None:
    """The sentence of a number in the text, or the paragraph that an observation is about."""
    at = next((at for at, paragraph in enumerate(report.prose) if paragraph.location == place), None)
    if at is None:
        return None
    quotation = finding.quotation
    words = report.prose[at].text if quotation is None else quotation.claim.sentence
    return Passage(words, sum(count(paragraph.text, words) for paragraph in report.prose[:at]))


def _text(number: int, account: Account) -> str:
    # Names in the file are not ours: no format can hold every character of them.
    return "\n".join(clean(line) for line in _lines(number, account) if line)


def _lines(number: int, account: Account) -> Iterator[str]:
    language = account.language
    severity = say(f"severity-{account.finding.severity}", language)
    yield say("note-head", language, number=number, severity=severity, rule=account.rule.id, title=account.title)
    yield account.place.bracketed
    yield account.equation.letters if account.equation else ""
    yield account.sentence
    # Which cell each letter of the equation is.
    for words in account.terms[:_LISTED]:
        yield say("note-cell", language, letter=words.letter, cell=words.cell, number=words.number)
    if len(account.terms) > _LISTED:
        yield say("note-more-cells", language, count=len(account.terms) - _LISTED)
    yield from (remark.labelled for remark in account.remarks if remark.kind in _REMARKS)
