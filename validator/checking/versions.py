"""Two versions of reports held against each other: what is new, still there, settled, or no longer decidable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from validator.model.constraint import RelationKey
from validator.model.report import Reading
from validator.model.rule import Severity

OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})
"""How a cell is read whose number is not known."""


class FindingState(StrEnum):
    """What became of a finding from one version to the next."""

    NEW = "new"
    STILL_THERE = "still-there"
    SETTLED = "settled"
    UNDECIDABLE = "undecidable"
    """It is not found any more, but its numbers are not all there."""


@dataclass(frozen=True, slots=True)
class FindingKey:
    """Names what a finding is about, whatever its numbers: equal in both versions."""

    relation: RelationKey
    """Its part is left at 0, since results that were saved do not tell it: cells tell the parts of a rule apart."""
    cells: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What it says, of one that is about no cell, row or column."""


@dataclass(frozen=True, slots=True)
class ComparedFinding:
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


@dataclass(frozen=True, slots=True)
class Version:
    """One report of one version."""

    path: str
    organ: str | None
    year: int | None
    findings: tuple[ComparedFinding, ...]
    cells: Mapping[str, tuple[Reading, Fraction | None]]
    """Cell -> how it was read, and its number."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What became of one finding."""

    state: FindingState
    finding: ComparedFinding
    """As in the new version, if it is there."""
    other_numbers: bool = False
    """True if it is still there with other numbers."""


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """One report in both versions; None where one of them lacks it."""

    old: Version | None
    new: Version | None
    changes: tuple[FindingChange, ...]
    """New ones first, each state in the order of the findings."""

    def count(self, state: FindingState) -> int:
        """Number of findings that are in this state."""
        return sum(change.state is state for change in self.changes)


def compare(old: Sequence[Version], new: Sequence[Version]) -> tuple[VersionComparison, ...]:
    """Compare report by report, in the order of the new version, those that are only in the old one last."""
    return tuple(VersionComparison(one, other, tuple(_changes(one, other))) for one, other in _pairs(old, new))


def _pairs(old: Sequence[Version], new: Sequence[Version]) -> Iterator[tuple[Version | None, Version | None]]:
    """The same organ and year belong together; two single reports do in any case, the title may have been put right."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    left = list(old)
    for one in new:
        same = next((other for other in left if (other.organ, other.year) == (one.organ, one.year)), None)
        if same is not None:
            left.remove(same)
        yield same, one
    yield from ((one, None) for one in left)


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
