"""Constraints of which the rows of the matrix do not say all, made ready for a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from validator.model.form import BlankPolicy, Form, split_block
from validator.model.rules.condition import Compared, Condition, Every, cells_of
from validator.model.rules.constraint import Constraint

VIOLATES = "violates"
"""What a blank cell counts as that must be filled."""


class Evaluated(Struct, frozen=True):
    """One of them."""

    place: int
    """Which of the constraints it is."""
    condition: Condition
    """What must hold, even where a row of the matrix says the same."""
    guard: Condition | None
    """All that it applies under; None if it always does."""
    variables: tuple[int, ...]
    """Places of its cells among the variables, those of its guard included."""
    own: tuple[int, ...]
    """Those of its own cells, facts left out."""
    unknown_if_blank: frozenset[int]
    """Those that are not known if they are blank."""
    violated_if_blank: tuple[int, ...]
    """Those that must be filled."""
    waits_for: tuple[int, ...] | None
    """Constraints one of which must be undetermined for it to apply; None if it always counts."""


def evaluated_of(constraints: Sequence[Constraint], form: Form, place: Mapping[str, int]) -> Iterator[Evaluated]:
    """The constraints that are evaluated by themselves, and those of the matrix that are looked at once more."""
    policies = {table.name: table.policy for table in form.tables}
    for at, one in enumerate(constraints):
        if not (one.evaluated or one.rule.applies != "any" or must_be_filled(one)):
            continue
        condition, guard = _taken_together(one)
        cells = _own_cells(one)
        general = one.rule.blank or policies.get(one.table or "", BlankPolicy()).blank
        said = {cell: one.blanks.get(cell, general) for cell in cells}
        named = dict.fromkeys((*cells, *(cells_of(guard) if guard else ())))
        yield Evaluated(
            place=at,
            condition=condition,
            guard=guard,
            variables=tuple(place[cell] for cell in named),
            own=tuple(place[cell] for cell in cells if cell in form.index or split_block(cell)[0]),
            unknown_if_blank=frozenset(place[cell] for cell, policy in said.items() if policy == "unknown"),
            violated_if_blank=tuple(place[cell] for cell, policy in said.items() if policy == VIOLATES),
            waits_for=_waits_for(constraints, one),
        )


def must_be_filled(one: Constraint) -> bool:
    """Whether a blank cell violates a constraint."""
    return VIOLATES in {one.rule.blank, *one.blanks.values()}


def _own_cells(one: Constraint) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.cell for side in (one.relation.left, one.relation.right) for term in side.terms))


def _taken_together(one: Constraint) -> tuple[Condition, Condition | None]:
    """What must hold, and under what, each as one condition."""
    relation = one.relation
    holds = one.condition or Compared(relation.left, relation.comparator, relation.right)
    guards = [Compared(guard.left, guard.comparator, guard.right) for guard in one.guards]
    every = (*guards, *(() if one.guard is None else (one.guard,)))
    return holds, Every(every) if every else None


def _waits_for(constraints: Sequence[Constraint], one: Constraint) -> tuple[int, ...] | None:
    if one.rule.fallback_for is None:
        return None
    wanted = (one.rule.fallback_for, one.each)
    return tuple(at for at, other in enumerate(constraints) if (other.rule.id, other.each) == wanted)
