"""The text as a witness: a number quoted there decides between repairs that are equally small.

Only claims that are exact and can be meant in one way are asked. A witness counts like a cell: it may be wrong itself,
and a repair that would have to change it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from validator.localisation.problem import Component, Repair, RepairProblem
from validator.model.claim import Claim
from validator.model.finding import Evidence
from validator.model.form import CellName, Form


class Witness(Struct, frozen=True):
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


class PlacedWitness(Struct, frozen=True):
    """A witness among the variables of a problem."""

    weights: Mapping[int, int]
    """Variable -> coefficient: the sum it ought to be."""
    value: int
    evidence: Evidence


def to_be_asked(
    components: Iterable[Component], witnesses: Sequence[PlacedWitness], problem: RepairProblem
) -> tuple[PlacedWitness, ...]:
    """The witnesses that speak of a cell in one of several repairs, and with which one of these agrees.

    A witness that contradicts every repair takes no side.
    """
    several = [component for component in components if len(component.repairs) > 1]
    return tuple(
        one
        for one in witnesses
        if any(
            _speaks_of(one, component) and any(_may_agree(one, repair, problem) for repair in component.repairs)
            for component in several
        )
    )


def _speaks_of(witness: PlacedWitness, component: Component) -> bool:
    return any(variable in witness.weights for repair in component.repairs for variable in repair.variables)


def _may_agree(witness: PlacedWitness, repair: Repair, problem: RepairProblem) -> bool:
    """False if the witness has another number than its cells after the repair, all of which are known."""
    changed = {change.variable: change.new for change in repair.changes}
    total = 0
    for variable, weight in witness.weights.items():
        value = changed.get(variable, problem.values[variable] if problem.known[variable] else None)
        if value is None:
            return True
        total += weight * value
    return total == witness.value


def contradicting(
    component: Component, witnesses: Sequence[PlacedWitness], problem: RepairProblem
) -> tuple[Evidence, ...]:
    """What is said against the only repair of a component: another number than its cells have after it."""
    if not component.unique:
        return ()
    (repair,) = component.repairs
    return tuple(
        one.evidence for one in witnesses if _speaks_of(one, component) and not _may_agree(one, repair, problem)
    )


def agreeing(
    component: Component, witnesses: Sequence[PlacedWitness], problem: RepairProblem
) -> tuple[Component, tuple[Evidence, ...]] | None:
    """A component with the only repair of several that no witness is against, and what they say; None if none is."""
    asked = [one for one in witnesses if _speaks_of(one, component)]
    left = [one for one in component.repairs if all(_may_agree(said, one, problem) for said in asked)]
    if not asked or len(left) != 1 or not component.complete or component.unique:
        return None
    return replace(component, repairs=tuple(left)), tuple(one.evidence for one in asked)


def decide(
    component: Component, again: Iterable[Component], asked: Sequence[PlacedWitness], alone: RepairProblem
) -> tuple[Component, tuple[Evidence, ...]]:
    """A component with the one repair that the witnesses agree with, and what they say; as it was, if there is none.

    `again`: the components of the problem with the witnesses, whose relations and variables follow those of the
    problem without them, `alone`.
    """
    if len(component.repairs) < 2:  # noqa: PLR2004 - one repair needs no witness
        return component, ()
    rows, width = alone.matrix.shape
    size = len(component.repairs[0].changes)
    for other in again:
        ours = tuple(row for row in other.violated if row < rows)
        if ours != component.violated or not other.unique or len(other.repairs[0].changes) != size:
            continue
        if all(variable < width for variable in other.repairs[0].variables):
            said = tuple(one.evidence for one in asked if _speaks_of(one, component))
            return replace(other, violated=component.violated), said
    return component, ()
