"""A mistake: the findings that have one cause, with the smallest repairs that explain them together. Data only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from validator.model.finding import Doubt, Finding, FindingTerm, Suspect, SuspectCell
from validator.model.fractions_added import dot
from validator.model.observations.facts import ReadingsOpen
from validator.model.report import Reading, Report
from validator.model.rules.rule import Severity, Verdict

_EITHER = 3
"""Most repairs of which it is said that one of them is right; of more, the cells are to be looked up in turn."""

CellKey: TypeAlias = "tuple[str, str | None, str]"
"""Path and part of the report that a cell stands in, empty for the one at hand; its name there."""


class Sure(StrEnum):
    """How sure it is what has to change."""

    NAMED = "named"
    """There is one smallest repair."""
    EITHER = "either"
    """There are a few, and one of them is right."""
    OPEN = "open"
    """The figures cannot decide, or nothing was looked for."""
    READING = "reading"
    """Our reading may be at fault: look at the original first."""


class Demand(StrEnum):
    """What a mistake asks of the organ."""

    CORRECT = "correct"
    """The figures contradict each other: something has to change."""
    EXPLAIN = "explain"
    """It may be right: look it up, and say why."""
    ORIGINAL = "original"
    """Our reading may be at fault: look at the original first."""
    OURS = "ours"
    """Nothing: what was put together to be checked has to be looked into by whoever did it."""


class Mistake(Struct, frozen=True, dict=True):
    """Findings of one report that are explained together."""

    number: int
    """From 1, within its report."""
    findings: tuple[Finding, ...]
    """In the order of the report; never empty."""
    choices: tuple[Suspect, ...]
    """Alternative smallest repairs, the most plausible first."""
    sure: Sure

    @property
    def id(self) -> str:
        """`m1`, `m2`, ..."""
        return f"m{self.number}"

    @property
    def severity(self) -> Severity:
        """That of the weightiest finding."""
        return min((one.severity for one in self.findings), key=lambda severity: severity.rank)

    @property
    def demand(self) -> Demand:
        """What it asks of the organ."""
        if all(one.facts.about_inputs for one in self.findings):
            return Demand.OURS
        if self.sure is Sure.READING:
            return Demand.ORIGINAL
        return Demand.CORRECT if self.severity is Severity.ERROR else Demand.EXPLAIN

    @property
    def named(self) -> Suspect | None:
        """The only repair, if there is just one."""
        return self.choices[0] if self.sure is Sure.NAMED else None

    @property
    def slip(self) -> str | None:
        """The slip that explains the only repair."""
        return None if self.named is None else self.named.slip

    @cached_property
    def relations(self) -> tuple[Finding, ...]:
        """The findings that are relations between cells."""
        return tuple(one for one in self.findings if one.comparator is not None and one.quotation is None)

    @cached_property
    def quotations(self) -> tuple[Finding, ...]:
        """The findings that are about a number of the text."""
        return tuple(one for one in self.findings if one.quotation is not None)

    @property
    def settles(self) -> int:
        """How many relations hold after the only repair; those of other reports are counted as well."""
        return 0 if self.named is None else max(self.named.settles, len(self.relations))


def mistakes_of(report: Report, findings: Sequence[Finding]) -> tuple[Mistake, ...]:
    """The mistakes behind the findings of a report, the weightiest first; each finding belongs to exactly one."""
    groups = list(_joined(report, findings))
    order = {id(one): at for at, one in enumerate(findings)}
    made = [_mistake(report, sorted(group, key=lambda one: order[id(one)])) for group in groups]
    made.sort(key=lambda one: (one.severity.rank, order[id(one.findings[0])]))
    return tuple(Mistake(at, one.findings, one.choices, one.sure) for at, one in enumerate(made, 1))


def holds_after(finding: Finding, repair: Suspect) -> bool:
    """Whether a violated relation, or a sentence that disagrees, holds once the cells of a repair are changed."""
    return _Sides.of(finding).hold_after(repair)


class _Sides(Struct, frozen=True):
    """The two sides of a finding by its cells, which may be thousands: a repair changes a few of them."""

    finding: Finding
    difference: Fraction
    """Left minus right as they stand; a blank counts 0."""
    weights: Mapping[CellKey, Fraction]
    """Cell -> by how much that grows with its number."""
    values: Mapping[CellKey, Fraction]
    """Cell -> its number."""

    @classmethod
    def of(cls, finding: Finding) -> _Sides:
        """Nothing of what no repair can settle."""
        weights: dict[CellKey, Fraction] = {}
        values: dict[CellKey, Fraction] = {}
        settled = finding.verdict is Verdict.VIOLATED and finding.residual is not None
        for term in finding.terms if settled else ():
            key, weight = _key_of_term(term), term.coefficient * (1 if term.side == "left" else -1)
            weights[key] = weights[key] + weight if key in weights else weight
            values[key] = term.value or Fraction(0)
        difference = finding.constant[0] - finding.constant[1]
        return cls(finding, difference + dot((weight, values[key]) for key, weight in weights.items()), weights, values)

    def hold_after(self, repair: Suspect) -> bool:
        """Whether it holds once the cells of a repair are changed."""
        changes = {_key(cell): cell.new for cell in repair.cells}
        # What a share of two sums comes to cannot be told from its cells alone.
        if self.weights.keys().isdisjoint(changes) or self.difference != self.finding.residual:
            return False
        after = self.difference
        for key, new in changes.items():
            if new is None:
                return False
            if key in self.weights:
                after += self.weights[key] * (new - self.values[key])
        tolerance = self.finding.tolerance
        return {"=": abs(after) <= tolerance, "<=": after <= tolerance, ">=": after >= -tolerance}[
            self.finding.comparator or "="
        ]


def _explained(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings with the same smallest repairs, together."""
    groups: dict[object, list[Finding]] = {}
    for one in findings:
        if one.suspects:
            groups.setdefault(_repairs(one), []).append(one)
    return list(groups.values())


def _joined(report: Report, findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """What repairs explain, with all that they settle as well; then what no repair explains."""
    explained = _explained(findings)
    known = {id(one) for group in explained for one in group}
    left = [_Sides.of(one) for one in findings if id(one) not in known]
    for group in explained:
        more = [one.finding for one in left if _goes_with(one, group[0])]
        taken = {id(one) for one in more}
        left = [one for one in left if id(one.finding) not in taken]
        yield [*group, *more]
    yield from _connected(report, [one.finding for one in left])


def _goes_with(sides: _Sides, explained: Finding) -> bool:
    """True for a relation or sentence that a repair settles, and for an observation about a cell to be changed."""
    finding = sides.finding
    if finding.comparator is not None:
        return any(sides.hold_after(repair) for repair in explained.suspects)
    cells = {_key_of_term(term) for term in finding.terms}
    changed = {_key(cell) for cell in explained.suspects[0].cells} if explained.doubt is None else set()
    return bool(cells) and cells <= changed


def _connected(report: Report, findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Findings without a repair: by themselves, but for those that share a cell in doubt."""
    groups: dict[int, list[Finding]] = {}
    belongs: dict[tuple[str, CellKey], int] = {}
    """Cell in doubt -> group; of two that are joined, the smaller is entered anew."""
    cells: dict[int, list[tuple[str, CellKey]]] = {}
    for number, one in enumerate(findings):
        groups[number], cells[number] = [one], []
        joined = number
        for cell in _in_doubt(report, one):
            other = belongs.setdefault(cell, joined)
            if other == joined:
                cells[joined].append(cell)
                continue
            joined, smaller = (other, joined) if len(cells[other]) >= len(cells[joined]) else (joined, other)
            groups[joined] += groups.pop(smaller)
            cells[joined] += (moved := cells.pop(smaller))
            belongs.update(dict.fromkeys(moved, joined))
    yield from groups.values()


def _in_doubt(report: Report, finding: Finding) -> set[tuple[str, CellKey]]:
    """The cells of a finding that may be to blame, each with what is in doubt; empty if nothing is known of any."""
    second = finding.second_reading
    if second is not None and not second.agrees:
        return {("second-reading", ("", None, cell)) for cell in second.differing}
    if isinstance(finding.facts, ReadingsOpen) or _is_open(finding):
        return {("open", _key_of_term(term)) for term in finding.terms if _uncertain(report, term)}
    return set() if finding.doubt is None else {(finding.doubt.value, _key_of_term(term)) for term in finding.terms}


def _mistake(report: Report, findings: Sequence[Finding]) -> Mistake:
    explained = next((one for one in findings if one.suspects), None)
    choices = () if explained is None else explained.suspects
    return Mistake(0, tuple(findings), choices, _sure(report, findings, explained))


def _sure(report: Report, findings: Sequence[Finding], explained: Finding | None) -> Sure:
    if any(_read_doubtfully(report, one) for one in findings):
        return Sure.READING
    if explained is None:
        return Sure.OPEN
    if explained.doubt is None:
        return Sure.NAMED
    few = explained.doubt is Doubt.SEVERAL and len(explained.suspects) <= _EITHER
    return Sure.EITHER if few else Sure.OPEN


def _read_doubtfully(report: Report, finding: Finding) -> bool:
    """Whether what was read may not be what is printed."""
    if finding.second_reading is not None and not finding.second_reading.agrees:
        return True
    if finding.doubt is Doubt.READING or isinstance(finding.facts, ReadingsOpen):
        return True
    return _is_open(finding) and any(_uncertain(report, term) for term in finding.terms)


def _is_open(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNDETERMINED and finding.comparator is not None


def _uncertain(report: Report, term: FindingTerm) -> bool:
    owner = report if term.source is None else term.source
    return term.place in owner.form.index and owner[term.place].reading in {Reading.AMBIGUOUS, Reading.UNREADABLE}


def _repairs(finding: Finding) -> frozenset[frozenset[tuple[CellKey, Fraction | None]]]:
    """What identifies the repairs of a finding, whatever else is known of them."""
    return frozenset(frozenset((_key(cell), cell.new) for cell in one.cells) for one in finding.suspects)


def _key(cell: SuspectCell) -> CellKey:
    return _key_in(cell.report, cell.cell)


def _key_of_term(term: FindingTerm) -> CellKey:
    return _key_in(term.source, term.place)


def _key_in(owner: Report | None, cell: str) -> CellKey:
    return ("", None, cell) if owner is None else (owner.path, owner.part, cell)
