"""Locate errors over all reports that hang together: which cell of which report explains what is violated.

All reports of a chain of years or a tree of units are one vector, and all relations in them and between them are one
system, searched near what is violated (`nearby.py`). What should hold between reports counts there like what must hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from validator.crosschecks._system import GroupRun, Whole, name_of
from validator.crosschecks.blocks import Circle, linked
from validator.localisation.neighbourhood import locate_near
from validator.localisation.problem import Component, Reason
from validator.localisation.slips import Changed, Diagnosis, KnownNumbers, diagnose
from validator.localisation.witnesses import Witness, decided, to_be_asked, witnesses_of
from validator.model.finding import Doubt, Evidence, Finding, Suspect, SuspectCell
from validator.model.result import ReportResult
from validator.model.rule import Severity, Verdict
from validator.packs.pack import Pack

_REASONS = {
    Reason.TOO_LARGE: Doubt.TOO_LARGE,
    Reason.TOO_MANY: Doubt.TOO_MANY,
    Reason.IMPOSSIBLE: Doubt.IMPOSSIBLE,
}

_Key = tuple[int, str, tuple[tuple[str, str], ...], tuple[str, ...]]
"""What tells one relation from another: report, rule, place, cells."""


def trace(run: GroupRun, checked: Sequence[ReportResult]) -> tuple[ReportResult, ...]:
    """What each report was told, with the cells of all reports that explain it.

    What a report by itself explains by one cell stays as it is.
    """
    asked = {at for at in run.numbers if at < len(checked) and any(map(_is_asked, checked[at].findings))}
    results = list(checked)
    for members in _groups(run.circles):
        if not asked & members:
            continue
        located = _Located.of(run, members, checked)
        for at in sorted(asked & members):
            findings = tuple(_explained(one, at, located) for one in checked[at].findings)
            results[at] = replace(checked[at], findings=findings)
    return tuple(results)


def _is_asked(finding: Finding) -> bool:
    """True for a violated relation that is not explained by one cell yet."""
    violated = finding.comparator is not None and finding.verdict is Verdict.VIOLATED
    return violated and finding.severity is not Severity.NOTE and not (finding.suspects and finding.doubt is None)


def _groups(circles: Sequence[Circle]) -> Iterator[frozenset[int]]:
    """The reports that hang together."""
    together = ((one.report, *(at for at in one.others.values() if at is not None)) for one in circles)
    return map(frozenset, linked(together))


def _explained(finding: Finding, report: int, located: _Located) -> Finding:
    """The finding with what the whole says of it, if that is more than its own report says."""
    key = (report, finding.rule, finding.each, tuple(term.cell for term in finding.terms))
    component = located.components.get(key)
    if component is None or not _is_asked(finding):
        return finding
    if finding.suspects and not 0 < len(component.repairs) < len(finding.suspects):
        return finding
    doubt = _REASONS[component.reason] if component.reason else None if component.unique else Doubt.SEVERAL
    return replace(finding, suspects=located.suspects(component, report), doubt=doubt)


@dataclass(frozen=True)
class _Located:
    """What is violated among reports that hang together, with the repairs of it."""

    whole: Whole
    components: Mapping[_Key, Component]
    """By the relations they repair; one that stands in for another has that one's."""
    evidence: Mapping[tuple[int, ...], tuple[Evidence, ...]]
    """By the relations of a component: what the text of a report says where it decided."""

    @classmethod
    def of(cls, run: GroupRun, members: frozenset[int], checked: Sequence[ReportResult]) -> _Located:
        """Search for the repairs; where the figures leave several, the texts are asked."""
        whole = Whole.of(run, members)
        alone = whole.problem()
        components = locate_near(alone)
        evidence: dict[tuple[int, ...], tuple[Evidence, ...]] = {}
        asked = to_be_asked(components, _witnesses(whole, components, checked), whole.names, alone)
        if asked:
            again = locate_near(whole.problem(asked))
            found = [decided(one, again, asked, whole.names, len(whole.owners)) for one in components]
            components = tuple(one for one, _ in found)
            evidence = {one.violated: said for one, said in found if said}
        return cls(whole, dict(_by_relation(whole, components, _stand_ins(run.joint.checker.pack))), evidence)

    @cached_property
    def _sheets(self) -> dict[int, KnownNumbers]:
        """The numbers of reports that were looked at already."""
        return {}

    def suspects(self, component: Component, report: int) -> tuple[Suspect, ...]:
        """The repairs of a component, the most plausible first; `report`: the one that is told."""
        ranked = []
        said = self.evidence.get(component.violated, ())
        for repair in component.repairs:
            owners = {self.whole.places[change.variable][0] for change in repair.changes}
            cells = tuple(
                self._suspect_cell(change.variable, change.low, change.high, report) for change in repair.changes
            )
            diagnosis = self._diagnosis(cells, owners)
            explained = zip(cells, diagnosis.each, strict=True) if diagnosis.each else ((cell, None) for cell in cells)
            cells = tuple(
                one if why is None else replace(one, slip=why.slip, source=why.source) for one, why in explained
            )
            moved = sum(abs(change.suggested - change.old) for change in repair.changes)
            suspect = Suspect(cells, diagnosis.slip, component.unique, said, len(component.violated))
            ranked.append((diagnosis.weight, moved, repair.variables, suspect))
        return tuple(suspect for _, _, _, suspect in sorted(ranked, key=lambda one: one[:3]))

    def _diagnosis(self, cells: Sequence[SuspectCell], owners: set[int]) -> Diagnosis:
        """The slip that explains cells, if all of them stand in one report."""
        if len(owners) != 1:
            return Diagnosis(None, 0)
        (owner,) = owners
        if owner not in self._sheets:
            self._sheets[owner] = KnownNumbers(self.whole.reports[owner].form, self._amounts(owner), {})
        return diagnose([Changed(cell.cell, cell.old, cell.low, cell.high) for cell in cells], self._sheets[owner])

    def _amounts(self, report: int) -> dict[str, Fraction | None]:
        """The numbers of a report."""
        whole = self.whole
        return {
            whole.places[at][1]: None if whole.blank[at] else Fraction(int(whole.values[at]), whole.units[at])
            for at in whole.spans[report]
            if not whole.unknown[at]
        }

    def _suspect_cell(self, at: int, low: int | None, high: int | None, report: int) -> SuspectCell:
        owner, cell = self.whole.places[at]
        least, most = (None if end is None else Fraction(end, self.whole.units[at]) for end in (low, high))
        old = None if self.whole.blank[at] else Fraction(int(self.whole.values[at]), self.whole.units[at])
        return SuspectCell(cell, old, least, most, report=None if owner == report else self.whole.reports[owner])


def _witnesses(whole: Whole, components: Iterable[Component], checked: Sequence[ReportResult]) -> list[Witness]:
    """What the texts say of cells in one of several repairs, under the names of variables."""
    several = [one for one in components if len(one.repairs) > 1]
    doubted = {variable for one in several for repair in one.repairs for variable in repair.variables}
    places = [whole.places[variable] for variable in sorted(doubted) if variable < len(whole.places)]
    found = []
    for at in dict.fromkeys(report for report, _ in places):
        cells = {cell for report, cell in places if report == at}
        said = witnesses_of(checked[at].claims, whole.reports[at].form) if at < len(checked) else ()
        found += [
            replace(one, cells={name_of(at, cell): weight for cell, weight in one.cells.items()})
            for one in said
            if not cells.isdisjoint(one.cells)
        ]
    return found


def _by_relation(
    whole: Whole, components: Iterable[Component], stand_ins: Mapping[str, Sequence[str]]
) -> Iterator[tuple[_Key, Component]]:
    """Each violated relation with the component it is in."""
    for component in components:
        for row in component.violated:
            if row < len(whole.owners):
                report, constraint = whole.owners[row]
                for rule in (constraint.rule.id, *stand_ins.get(constraint.rule.id, ())):
                    yield (report, rule, constraint.each, whole.cells_of(report, constraint)), component


def _stand_ins(pack: Pack) -> Mapping[str, Sequence[str]]:
    """Rule -> the rules that apply where it is undetermined."""
    found: dict[str, list[str]] = {}
    for rule in pack.rules:
        if rule.fallback_for:
            found.setdefault(rule.fallback_for, []).append(rule.id)
    return found
