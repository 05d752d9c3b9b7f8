"""The text as a witness: a number quoted there decides between repairs that are equally small.

Only claims that are exact and can be meant in one way are asked. A witness counts like a cell: it may be wrong itself,
and a repair that would have to change it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from validator.claim import Claim
from validator.finding import Evidence
from validator.form import CellName, Form
from validator.locate import Component


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
    components: Iterable[Component], witnesses: Sequence[Witness], names: Sequence[str]
) -> tuple[Witness, ...]:
    """The witnesses that speak of a cell in one of several repairs; `names`: of the variables."""
    cells = {
        names[variable]
        for component in components
        if len(component.repairs) > 1
        for repair in component.repairs
        for variable in repair.variables
    }
    return tuple(one for one in witnesses if not cells.isdisjoint(one.cells))


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
            said = tuple(_speaking(component, asked, names))
            return replace(other, violated=component.violated), said
    return component, ()


def _speaking(component: Component, asked: Sequence[Witness], names: Sequence[str]) -> Iterator[Evidence]:
    cells = {names[variable] for repair in component.repairs for variable in repair.variables}
    return (one.evidence for one in asked if not cells.isdisjoint(one.cells))
