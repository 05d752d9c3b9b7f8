"""What is written into a copy of the document: where, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from validator.annotators._find_words import count
from validator.model.document import Location
from validator.model.finding import Finding, FindingTerm
from validator.model.rules.rule import Severity
from validator.renderers.words.mistake import MistakeAccount, mistakes_of
from validator.renderers.words.repairs import new_value

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

ARROW = " → "
"""Between a number, or what stands for it, and what it should be."""
_Place: TypeAlias = "tuple[Location | None, Passage | None]"
"""Where a mistake is told."""


class Passage(Struct, frozen=True):
    """Words of the running text."""

    words: str
    """A sentence, or a whole paragraph; blanks and punctuation may differ from those in the file."""
    before: int = 0
    """How often the same words stand before them."""


class Note(Struct, frozen=True):
    """What is said of one mistake at one place."""

    location: Location | None
    """None for what concerns the report as a whole."""
    severity: Severity
    text: str
    """At most four lines: where, what stands there and what it should be; why; the proof."""
    passage: Passage | None = None
    """The words it is about, if it is about no cell."""


class CellMark(Struct, frozen=True):
    """A cell that has to change, or takes part in what shows it."""

    location: Location
    severity: Severity
    """That of the weightiest mistake."""
    labels: tuple[str, ...]
    """`1`: number of the mistake; of a cell that has to change with what it should hold: `1 → 12`."""
    change: str = ""
    """What the cell should hold; empty for one that only takes part."""


class Notes(Struct, frozen=True):
    """All that is written into one copy."""

    notes: tuple[Note, ...]
    """One a mistake and place, those of the whole report first."""
    marks: tuple[CellMark, ...]
    """One a cell."""


def notes_of(checked: ReportResult, pack: Pack, language: str) -> Notes:
    """The notes on one report, the weightiest mistakes first."""
    notes: list[Note] = []
    marks: dict[Location, CellMark] = {}
    for account in mistakes_of(checked, pack, language):
        for place, passage in _places(account):
            notes.append(Note(place, account.severity, account.note, passage))
        for mark in _marks(account):
            marks[mark.location] = _both(marks.get(mark.location), mark)
    return Notes(tuple(sorted(notes, key=lambda note: note.location is not None)), tuple(marks.values()))


def joined(several: Iterable[Notes]) -> Notes:
    """The notes on the reports of one file."""
    found = list(several)
    notes = [note for one in found for note in one.notes]
    ordered = sorted(notes, key=lambda note: note.location is not None)
    return Notes(tuple(ordered), tuple(mark for one in found for mark in one.marks))


def _marks(account: MistakeAccount) -> Iterator[CellMark]:
    """The cells to change, then those that only take part."""
    number = str(account.mistake.number)
    for name, cell in account.culprits.items():
        location, value = account.checked.report[name].location, new_value(cell, account.glossary)
        if location is not None:
            yield CellMark(location, account.severity, (f"{number}{ARROW}{value}",), value)
    for term in account.participants:
        if term.location is not None:
            yield CellMark(term.location, account.severity, (number,))


def _both(first: CellMark | None, second: CellMark) -> CellMark:
    """One mark for a cell in two mistakes; they come with the weightiest first."""
    if first is None:
        return second
    labels = tuple(dict.fromkeys((*first.labels, *second.labels)))
    return CellMark(first.location, first.severity, labels, first.change or second.change)


def anchor(finding: Finding) -> FindingTerm | None:
    """The cell at which a finding is told whose mistake names none: the one that most other relations share.

    Else the total. None for an observation without a cell.
    """
    there = [term for term in finding.terms if term.location is not None and term.source is None]
    if not there or finding.comparator is None:
        return there[0] if there else None
    shared = [link.letter for link in finding.also]
    sides = [term.side for term in finding.terms]

    def telling(term: FindingTerm) -> tuple[int, bool]:
        return shared.count(term.letter), sides.count(term.side) == 1

    return max(reversed(there), key=telling)


def grid_place(location: Location | None) -> tuple[int, int, int] | None:
    """Table, row and column of a cell, or None for what is no cell of a grid."""
    # What stands in a picture has no cells.
    if (
        location is None
        or location.picture is not None
        or location.table is None
        or location.row is None
        or location.column is None
    ):
        return None
    return location.table, location.row, location.column


def _places(account: MistakeAccount) -> Iterator[_Place]:
    """Where a mistake is told: at the first cell of each repair, else where the finding that shows it best is."""
    report = account.checked.report
    first = [next((cell for cell in one.cells if cell.report is None), None) for one in account.mistake.choices]
    cells = [cell.cell for cell in first if cell is not None and cell.cell in account.culprits]
    found = dict.fromkeys(report[cell].location for cell in cells)
    if found and None not in found:
        yield from ((_known(place), None) for place in found)
    else:
        yield _place(account.accounts[0].finding, report)


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
