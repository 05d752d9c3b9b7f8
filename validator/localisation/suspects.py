"""Say of violated relations which cells explain them: the smallest repairs, each with the slip behind it.

All relations that must hold are satisfied together; where several repairs are equally small, the text is asked. Cells
that are not known may take any value; where the file has several best readings, only what all of them say is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from validator.constraints.evaluation import NOT_APPLICABLE, UNDETERMINED, VectorBlock, evaluate
from validator.constraints.sparse import Sparse
from validator.constraints.system import System
from validator.constraints.vectors import vectors
from validator.localisation._search import locate
from validator.localisation.problem import Change, Component, Reason, Repair, RepairProblem
from validator.localisation.slips import Changed, Diagnosis, KnownNumbers, diagnose
from validator.localisation.witnesses import Witness, decided, to_be_asked
from validator.model.finding import Doubt, Evidence, Finding, Suspect, SuspectCell
from validator.model.report import Report
from validator.model.rule import Fact, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_READINGS = 32
"""Best readings that are all located in; of more, nothing is said."""
_REASONS = {
    Reason.TOO_LARGE: Doubt.TOO_LARGE,
    Reason.TOO_MANY: Doubt.TOO_MANY,
    Reason.IMPOSSIBLE: Doubt.IMPOSSIBLE,
}

_Key = tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]
"""What tells one relation from another: rule, place, cells."""


def with_suspects(
    system: System,
    report: Report,
    facts: Sequence[Fact],
    findings: Sequence[Finding],
    rules: frozenset[str],
    witnesses: Sequence[Witness] = (),
) -> tuple[Finding, ...]:
    """The findings, each violated relation that must hold with its suspects or the reason why there is none.

    `rules`: ids of the rules in force.
    """
    violated = [one for one in findings if _must_hold(one)]
    if not violated:
        return tuple(findings)
    if len(report.readings) > _MOST_READINGS:
        doubtful = {id(one) for one in violated}
        return tuple(replace(one, doubt=Doubt.READING) if id(one) in doubtful else one for one in findings)
    doubted = frozenset(cell for one in findings if one.second_reading for cell in one.second_reading.differing)
    readings = list(_readings(system, report, facts, rules, doubted, witnesses))
    return tuple(_located(one, readings) if _must_hold(one) else one for one in findings)


def _must_hold(finding: Finding) -> bool:
    return finding.comparator is not None and finding.verdict is Verdict.VIOLATED and finding.severity is Severity.ERROR


@dataclass(frozen=True)
class _Reading:
    """One best reading of the report, with its errors located."""

    names: tuple[str, ...]
    """Name of each variable."""
    units: tuple[int, ...]
    """Smallest units in one unit of its column."""
    blank: NDArray[np.bool_]
    sheet: KnownNumbers
    components: Mapping[_Key, Component]
    evidence: Mapping[tuple[int, ...], tuple[Evidence, ...]]
    """By the relations of a component: what the text says where it decided."""

    def suspects(self, component: Component) -> tuple[Suspect, ...]:
        """The repairs of a component, the most plausible first."""
        said = self.evidence.get(component.violated, ())
        ranked = sorted((self._ranked(repair) for repair in component.repairs), key=lambda one: one[:3])
        return tuple(
            Suspect(cells, diagnosis.slip, component.unique, said, settles=len(component.violated))
            for _, _, _, diagnosis, cells in ranked
        )

    def _ranked(self, repair: Repair) -> tuple[int, int, tuple[int, ...], Diagnosis, tuple[SuspectCell, ...]]:
        """The repair with its diagnosis, behind what it is ranked by: weight of the slip, size of the change, place."""
        cells = tuple(self._cell(change) for change in repair.changes)
        diagnosis = diagnose([Changed(cell.cell, cell.old, cell.low, cell.high) for cell in cells], self.sheet)
        if diagnosis.each:
            explained = zip(cells, diagnosis.each, strict=True)
            cells = tuple(replace(cell, slip=one.slip, source=one.source) for cell, one in explained)
        moved = sum(abs(change.suggested - change.old) for change in repair.changes)
        return diagnosis.weight, moved, repair.variables, diagnosis, cells

    def _cell(self, change: Change) -> SuspectCell:
        at = change.variable
        old, low, high = (
            None if value is None else Fraction(value, self.units[at])
            for value in (change.old, change.low, change.high)
        )
        return SuspectCell(self.names[at], None if self.blank[at] else old, low, high)


def _located(finding: Finding, readings: Sequence[_Reading]) -> Finding:
    """The finding with what all readings say of it."""
    said = []
    for reading in readings:
        component = reading.components.get(_key(finding))
        if component is None:
            return replace(finding, doubt=Doubt.READING)
        said.append((component, reading.suspects(component)))
    component, suspects = said[0]
    cells = {frozenset(one.cells) for one in suspects}
    if any({frozenset(one.cells) for one in other} != cells for _, other in said[1:]):
        return replace(finding, doubt=Doubt.READING)
    return replace(finding, suspects=suspects, doubt=_doubt(component))


def _doubt(component: Component) -> Doubt | None:
    if component.reason is not None:
        return _REASONS[component.reason]
    return None if component.unique else Doubt.SEVERAL


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.each, tuple(term.cell for term in finding.terms)


def _readings(
    system: System,
    report: Report,
    facts: Sequence[Fact],
    rules: frozenset[str],
    doubted: frozenset[str],
    witnesses: Sequence[Witness],
) -> Iterator[_Reading]:
    block = vectors(system, [report], facts).block
    evaluation = evaluate(system, block)
    columns = [column for table in report.form.tables for _ in table.rows for column in table.columns]
    extra = len(system.variables) - len(columns)
    units = (*(10**column.decimals for column in columns), *([1] * extra))
    names = tuple(system.variables)
    for line in range(len(block.values)):
        unknown = block.unknown[line] | evaluation.missing_totals[line] | _needed(system, block.blank[line])
        unknown |= np.array([name in doubted for name in system.variables])
        rows = list(_rows(system, evaluation.codes[line], unknown, rules))

        problem = partial(_problem, system, block, line, rows, unknown)
        components, evidence = _asked(problem, witnesses, names, len(rows))
        sheet = KnownNumbers(report.form, _values(system, block, line, unknown, units), _parts(system))
        by_relation = dict(_by_relation(system, rows, _paired(components)))
        yield _Reading(names, units, block.blank[line], sheet, by_relation, evidence)


def _asked(
    problem: Callable[[Sequence[Witness]], RepairProblem], witnesses: Sequence[Witness], names: Sequence[str], rows: int
) -> tuple[tuple[Component, ...], dict[tuple[int, ...], tuple[Evidence, ...]]]:
    """The components; where the tables leave several repairs, the text is asked, and what it says is told."""
    alone = problem(())
    components = locate(alone)
    asked = to_be_asked(components, witnesses, names, alone)
    if not asked:
        return components, {}
    again = locate(problem(asked))
    found = [decided(one, again, asked, names, rows) for one in components]
    return tuple(one for one, _ in found), {one.violated: said for one, said in found if said}


def _paired(components: Sequence[Component]) -> tuple[Component, ...]:
    """Put components together whose single cells hold each other's numbers: that is one slip and not two."""
    left = list(components)
    paired: list[Component] = []
    while left:
        first = left.pop(0)
        other = next((one for one in left if _hold_each_other(first, one)), None)
        if other is not None:
            left.remove(other)
            changes = sorted((*first.repairs[0].changes, *other.repairs[0].changes))
            first = Component(tuple(sorted((*first.violated, *other.violated))), (Repair(tuple(changes)),))
        paired.append(first)
    return tuple(paired)


def _hold_each_other(first: Component, second: Component) -> bool:
    if not (first.unique and second.unique and all(len(one.repairs[0].changes) == 1 for one in (first, second))):
        return False
    (one,), (other,) = first.repairs[0].changes, second.repairs[0].changes
    return one.new == other.old and other.new == one.old


def _needed(system: System, blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The blank cells that do not count 0."""
    policies = [table.policy.blank == "unknown" for table in system.form.tables for _ in table.cells]
    policies += [False] * (len(system.variables) - len(policies))
    needed: NDArray[np.bool_] = blank & np.array(policies)
    return needed


def _rows(system: System, codes: NDArray[np.int8], unknown: NDArray[np.bool_], rules: frozenset[str]) -> Iterator[int]:
    """The rows that must hold as the report stands."""
    matrix = system.first.rows.coefficients
    for row, place in enumerate(system.first.rows.places):
        constraint, code = system.constraints[place], codes[place]
        if constraint.rule.severity is not Severity.ERROR or constraint.rule.id not in rules:
            continue
        if constraint.guards and code in {NOT_APPLICABLE, UNDETERMINED}:
            continue
        if code != UNDETERMINED or unknown[list(matrix.row(row))].any():
            yield row


def _problem(
    system: System,
    block: VectorBlock,
    line: int,
    chosen: Sequence[int],
    unknown: NDArray[np.bool_],
    witnesses: Sequence[Witness],
) -> RepairProblem:
    rows, width = system.first.rows, len(system.variables)
    half = np.zeros(width, dtype=np.int64) if block.half_widths is None else block.half_widths[line]
    tolerances = rows.tolerance + (rows.magnitudes @ half[:, None])[:, 0]
    place = {name: at for at, name in enumerate(system.variables)}
    relations = [rows.coefficients.row(row) for row in chosen]
    relations += [
        {place[cell]: weight for cell, weight in one.cells.items()} | {width + at: -1}
        for at, one in enumerate(witnesses)
    ]
    matrix = Sparse.of(relations, width + len(witnesses))
    signed = [column.signed for table in system.form.tables for _ in table.rows for column in table.columns]
    facts = width - len(signed)
    more = len(witnesses)
    return RepairProblem(
        matrix,
        [*(rows.comparators[row] for row in chosen), *(["="] * more)],
        np.where(unknown, 0, block.values[line]).tolist() + [one.value for one in witnesses],
        constants=[int(rows.constant[row]) for row in chosen] + [0] * more,
        tolerances=[int(tolerances[row]) for row in chosen] + [0] * more,
        lower=[None if one else 0 for one in signed] + [0] * (facts + more),
        changeable=[True] * len(signed) + [False] * facts + [True] * more,
        known=(~unknown).tolist() + [True] * more,
    )


def _by_relation(
    system: System, rows: Sequence[int], components: Iterable[Component]
) -> Iterator[tuple[_Key, Component]]:
    """Each relation with the component it is violated in; one that stands in for another has that one's."""
    places = system.first.rows.places
    by_place = {
        int(places[rows[row]]): component for component in components for row in component.violated if row < len(rows)
    }
    for place, component in by_place.items():
        yield _constraint_key(system, place), component
    for row, place in enumerate(system.second.rows.places):
        found = [by_place[other] for other in system.waits_for.row(row) if other in by_place]
        if found:
            yield _constraint_key(system, int(place)), found[0]


def _constraint_key(system: System, place: int) -> _Key:
    constraint = system.constraints[place]
    terms = (*constraint.relation.left.terms, *constraint.relation.right.terms)
    cells = tuple(term.cell for term in terms if term.cell in system.form.index)
    return constraint.rule.id, constraint.each, cells


def _values(
    system: System, block: VectorBlock, line: int, unknown: NDArray[np.bool_], units: Sequence[int]
) -> dict[str, Fraction | None]:
    return {
        name: None if block.blank[line, at] else Fraction(int(block.values[line, at]), units[at])
        for at, name in enumerate(system.variables)
        if not unknown[at]
    }


def _parts(system: System) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Total -> what it is the sum of."""
    matrix = system.first.rows.coefficients
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row, total in zip(*system.defines, strict=True):
        parts = tuple(system.variables[at] for at in matrix.row(row) if at != total)
        name = system.variables[total]
        found[name] = (*found.get(name, ()), parts)
    return found
