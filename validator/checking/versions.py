"""Two versions of reports held against each other: what is new, still there, settled, or no longer decidable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

from validator.checking._pairing import pairs
from validator.model.report import Reading
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity

OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})
"""How a cell is read whose number is not known."""


class FindingState(StrEnum):
    """What became of a finding from one version to the next."""

    NEW = "new"
    STILL_THERE = "still-there"
    SETTLED = "settled"
    UNDECIDABLE = "undecidable"
    """It is not found any more, but its numbers are not all there."""


class FindingKey(Struct, frozen=True):
    """Names what a finding is about, whatever its numbers: equal in both versions."""

    relation: RelationKey
    """Its part is left at 0, since results that were saved do not tell it: cells tell the parts of a rule apart."""
    cells: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What it says, of one that is about no cell, row or column."""


class ComparedFinding(Struct, frozen=True):
    """One finding of one version."""

    key: FindingKey
    rule: str
    severity: Severity
    text: str
    """Where and what, in one sentence."""
    fingerprint: str
    """Equal in both versions if no number has changed."""
    comparator: str | None = None
    """None for what is no relation."""
    coefficients: Mapping[str, Fraction] = field(default_factory=dict)
    """Cell -> coefficient, those of the right side negative."""
    constant: Fraction | None = None
    """What is added to the sum over the cells; None where it is not known."""
    tolerance: Fraction = Fraction(0)


class ComparedMistake(Struct, frozen=True):
    """One mistake of one version."""

    keys: tuple[FindingKey, ...]
    """Of its findings; never empty."""
    severity: Severity
    message: str
    """Where, what stands there, and what it should be."""
    rules: tuple[str, ...]
    """Of its findings, each once."""


class Version(Struct, frozen=True):
    """One report of one version."""

    path: str
    organ: str | None
    year: int | None
    findings: tuple[ComparedFinding, ...]
    cells: Mapping[str, tuple[Reading, Fraction | None]]
    """Cell -> how it was read, and its number."""
    mistakes: tuple[ComparedMistake, ...] = ()
    """What is behind the findings, the weightiest first; those that are accepted are not among them."""


class MistakeChange(Struct, frozen=True):
    """What became of one mistake."""

    state: FindingState
    mistake: ComparedMistake
    """As in the new version, if it is there."""
    other_numbers: bool = False
    """True if it is still there with other numbers."""


class FindingChange(Struct, frozen=True):
    """What became of one finding."""

    state: FindingState
    finding: ComparedFinding
    """As in the new version, if it is there."""
    other_numbers: bool = False
    """True if it is still there with other numbers."""


class VersionComparison(Struct, frozen=True):
    """One report in both versions; None where one of them lacks it."""

    old: Version | None
    new: Version | None
    changes: tuple[FindingChange, ...]
    """New ones first, each state in the order of the findings."""
    mistakes: tuple[MistakeChange, ...] = ()
    """The same of the mistakes behind them."""

    def count(self, state: FindingState) -> int:
        """Number of findings that are in this state."""
        return sum(change.state is state for change in self.changes)

    def count_mistakes(self, state: FindingState) -> int:
        """Number of mistakes that are in this state."""
        return sum(change.state is state for change in self.mistakes)


def compare(
    old: Sequence[Version], new: Sequence[Version], same: Callable[[str], str] = str
) -> tuple[VersionComparison, ...]:
    """Compare report by report, in the order of the new version, those that are only in the old one last.

    `same`: from the name of an organ to what is equal for all names of it.
    """
    return tuple(_compared(one, other) for one, other in pairs(old, new, same))


def _compared(old: Version | None, new: Version | None) -> VersionComparison:
    changes = tuple(_changes(old, new))
    return VersionComparison(old, new, changes, tuple(_mistake_changes(old, new, changes)))


def _mistake_changes(
    old: Version | None, new: Version | None, changes: Sequence[FindingChange]
) -> Iterator[MistakeChange]:
    """New ones first, then those still there, settled, undecidable."""
    became = {change.finding.key: change for change in changes}
    now = {one.key for one in new.findings} if new else set()
    found: list[MistakeChange] = []
    for one in new.mistakes if new else ():
        known = [became[key] for key in one.keys if key in became and became[key].state is not FindingState.NEW]
        state = FindingState.STILL_THERE if known else FindingState.NEW
        found.append(MistakeChange(state, one, any(change.other_numbers for change in known)))
    for one in old.mistakes if old else ():
        if now.isdisjoint(one.keys):
            settled = all(became[key].state is FindingState.SETTLED for key in one.keys if key in became)
            found.append(MistakeChange(FindingState.SETTLED if settled else FindingState.UNDECIDABLE, one))
    order = list(FindingState)
    yield from sorted(found, key=lambda change: order.index(change.state))


def _changes(old: Version | None, new: Version | None) -> Iterator[FindingChange]:
    before = {finding.key: finding for finding in old.findings} if old else {}
    now = {finding.key: finding for finding in new.findings} if new else {}
    for key, finding in now.items():
        if key not in before:
            yield FindingChange(FindingState.NEW, finding)
    for key, finding in now.items():
        if key in before:
            yield FindingChange(FindingState.STILL_THERE, finding, before[key].fingerprint != finding.fingerprint)
    gone = [finding for key, finding in before.items() if key not in now]
    decided = [(finding, new is not None and _is_settled(finding, new)) for finding in gone]
    yield from (FindingChange(FindingState.SETTLED, finding) for finding, settled in decided if settled)
    yield from (FindingChange(FindingState.UNDECIDABLE, finding) for finding, settled in decided if not settled)


def _is_settled(finding: ComparedFinding, new: Version) -> bool:
    """Whether a finding that is gone is put right, and did not only lose the numbers it was about."""
    cells = [new.cells.get(cell, (Reading.UNREADABLE, None)) for cell in finding.coefficients]
    if finding.comparator is None:
        return True
    if any(reading in OPEN for reading, _ in cells):
        return False
    return _holds(finding, new) or all(reading is not Reading.BLANK for reading, _ in cells)


def _holds(finding: ComparedFinding, new: Version) -> bool:
    """Whether the relation holds in the new version, blanks counted 0."""
    if finding.constant is None:
        return False
    sum_of_cells = sum(
        (factor * (new.cells[cell][1] or 0) for cell, factor in finding.coefficients.items()), Fraction(0)
    )
    residual = sum_of_cells + finding.constant
    match finding.comparator:
        case "<=":
            return residual <= finding.tolerance
        case ">=":
            return residual >= -finding.tolerance
        case _:
            return abs(residual) <= finding.tolerance


class OrganChanges(Struct, frozen=True):
    """An organ in both versions."""

    name: str | None
    """None for reports that name none, all together."""
    comparisons: tuple[VersionComparison, ...]

    @property
    def missing(self) -> int:
        """Reports that are only in the old version."""
        return sum(one.new is None for one in self.comparisons)

    def count(self, state: FindingState) -> int:
        """Number of its mistakes that are in this state."""
        return sum(one.count_mistakes(state) for one in self.comparisons)


def organs_of(comparisons: Sequence[VersionComparison], same: Callable[[str], str]) -> tuple[OrganChanges, ...]:
    """The organs in the order of their first reports; `same` as in `compare`."""
    groups: dict[str | None, list[VersionComparison]] = {}
    names: dict[str | None, str | None] = {}
    for one in comparisons:
        side = one.new or one.old
        name = side.organ if side else None
        key = same(name) if name else None
        groups.setdefault(key, []).append(one)
        names.setdefault(key, name or None)
    return tuple(OrganChanges(names[key], tuple(found)) for key, found in groups.items())
