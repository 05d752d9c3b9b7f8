"""The text as a witness: a number quoted there decides between repairs that are equally small.

Only claims that are exact and can be meant in one way are asked. A witness counts like a cell: it may be wrong itself,
and a repair that would have to change it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from validator.localisation.problem import Component, Repair, RepairProblem
from validator.model.claim import Claim
from validator.model.finding import Evidence
from validator.model.form import CellName, Form


@dataclass(frozen=True, slots=True)
class Witness:
    """A number quoted in the text that bears on the tables."""

    cells: Mapping[str, int]
    """Cell -> coefficient: the sum it ought to be. All are whole numbers."""
    value: int
    evidence: Evidence


def witnesses_of(claims: Iterable[Claim], form: Form) -> tuple[Witness, ...]:
    """The claims that can be asked, in the order of the text; of those that contradict each other, none."""
    found: dict[tuple[tuple[str, int], ...], list[Witness]] = {}
    for claim in claims:
        cells = _cells(claim, form)
        if claim.certain and claim.scope is None and cells and claim.quoted.denominator == 1:
            one = Witness(cells, int(claim.quoted), Evidence(claim.rule, claim.text))
            found.setdefault(tuple(cells.items()), []).append(one)
    return tuple(same[0] for same in found.values() if len({one.value for one in same}) == 1)


def _cells(claim: Claim, form: Form) -> dict[str, int]:
    """Cell -> coefficient; empty unless all are whole numbers of cells that hold whole numbers."""
    terms = () if claim.reading is None or claim.reading.constant else claim.reading.terms
    places = [CellName.parse(term.cell) for term in terms]
    if any(form.table(place.table).column(place.column).decimals for place in places):
        return {}
    if any(term.coefficient.denominator != 1 for term in terms):
        return {}
    return {term.cell: int(term.coefficient) for term in terms}


def to_be_asked(
    components: Iterable[Component], witnesses: Sequence[Witness], names: Sequence[str], problem: RepairProblem
) -> tuple[Witness, ...]:
    """The witnesses that speak of a cell in one of several repairs, and with which one of these agrees.

    `names`: of the variables of the problem. A witness that contradicts every repair takes no side.
    """
    several = [component for component in components if len(component.repairs) > 1]
    places = {name: place for place, name in enumerate(names)}
    return tuple(
        one
        for one in witnesses
        if any(
            _speaks_of(one, component, names)
            and any(_may_agree(one, repair, places, problem) for repair in component.repairs)
            for component in several
        )
    )


def _speaks_of(witness: Witness, component: Component, names: Sequence[str]) -> bool:
    return any(names[variable] in witness.cells for repair in component.repairs for variable in repair.variables)


def _may_agree(witness: Witness, repair: Repair, places: Mapping[str, int], problem: RepairProblem) -> bool:
    """False if the witness has another number than its cells after the repair, all of which are known."""
    changed = {change.variable: change.new for change in repair.changes}
    total = 0
    for cell, weight in witness.cells.items():
        place = places[cell]
        value = changed.get(place, problem.values[place] if problem.known[place] else None)
        if value is None:
            return True
        total += weight * value
    return total == witness.value


def decided(
    component: Component, again: Iterable[Component], asked: Sequence[Witness], names: Sequence[str], rows: int
) -> tuple[Component, tuple[Evidence, ...]]:
    """A component with the one repair that the witnesses agree with, and what they say; as it was, if there is none.

    `again`: the components of the problem with the witnesses, whose relations follow the first `rows`, and whose
    variables follow those in `names`.
    """
    if len(component.repairs) < 2:  # noqa: PLR2004 - one repair needs no witness
        return component, ()
    size = len(component.repairs[0].changes)
    for other in again:
        ours = tuple(row for row in other.violated if row < rows)
        if ours != component.violated or not other.unique or len(other.repairs[0].changes) != size:
            continue
        variables = other.repairs[0].variables
        if all(variable < len(names) for variable in variables):
            said = tuple(one.evidence for one in asked if _speaks_of(one, component, names))
            return replace(other, violated=component.violated), said
    return component, ()
