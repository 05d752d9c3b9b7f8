"""What is written into a copy of the document: where, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from validator.annotators._find_words import count
from validator.messages import say
from validator.model.document import Location
from validator.model.finding import Finding, FindingTerm
from validator.model.rule import Severity, Verdict
from validator.renderers.layout.excerpt import shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words import equation, sentences
from validator.renderers.words import suspects as suspicion
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

_LISTED = 12
"""Cells of one finding that are listed in a note; of a longer list, only these are."""
_WEIGHT = tuple(Severity)
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
    writer = _Writer(checked, pack, glossary_of(checked.report.form, pack, language))
    findings = sorted(checked.findings, key=lambda finding: _WEIGHT.index(finding.severity))
    texts: dict[_Place, list[tuple[Severity, str]]] = {}
    labels: dict[Location, list[tuple[Severity, str]]] = {}
    for number, finding in enumerate(findings, 1):
        place = _place(finding, checked.report)
        texts.setdefault(place, []).append((finding.severity, writer.text(number, finding)))
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


@dataclass(frozen=True, slots=True)
class _Writer:
    checked: ReportResult
    pack: Pack
    glossary: Glossary

    def text(self, number: int, finding: Finding) -> str:
        # Names in the file are not ours: no format can hold every character of them.
        return "\n".join(clean(line) for line in self._lines(number, finding))

    def _lines(self, number: int, finding: Finding) -> Iterator[str]:
        language, report = self.glossary.language, self.checked.report
        rule = self.pack.rule(finding.rule)
        severity = say(f"severity-{finding.severity}", language)
        title = sentences.title(finding, rule, language)
        yield say("note-head", language, number=number, severity=severity, rule=rule.id, title=title)
        yield from filter(None, [sentences.place(finding, self.glossary)])
        if finding.comparator is not None and finding.terms:
            yield equation.letters(finding, report)
        yield sentences.message(finding, rule, report, self.glossary)
        if finding.comparator is not None:
            yield from self._cells(shown_terms(finding, report))
        notes = [sentences.read_again(finding, language), *self._also(finding)]
        for note in filter(None, notes):
            yield self._labelled("label-note", note)
        suggestion = suspicion.suggestion(finding, report, self.glossary)
        if suggestion is not None:
            yield self._labelled("label-suggestion", suggestion)
        if finding.doubt is not None or not finding.suspects:
            step = sentences.next_step(finding, rule, report, language)
            yield from [self._labelled("label-next", step)] if step else []

    def _cells(self, terms: Sequence[FindingTerm]) -> Iterator[str]:
        """Which cell each letter of the equation is."""
        language = self.glossary.language
        for term in terms[:_LISTED]:
            number = equation.term_words(term, self.checked.report, language)
            cell = sentences.cell_name(term, self.glossary)
            words = say("note-cell", language, letter=term.letter, cell=cell, number=number)
            yield words + (self.glossary.unit(term.place) if term.value is not None else "")
        if len(terms) > _LISTED:
            yield say("note-more-cells", language, count=len(terms) - _LISTED)

    def _also(self, finding: Finding) -> Sequence[str]:
        if finding.verdict is not Verdict.VIOLATED:
            return ()
        return sentences.also(finding, self.checked.findings, self.checked.report, self.glossary.language)

    def _labelled(self, key: str, text: str) -> str:
        language = self.glossary.language
        return say(key, language) + say("colon", language) + text
