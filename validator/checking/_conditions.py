"""What is said of a relation that is more than a sum compared with another, or wants its cells filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from validator.constraints.evaluated import VIOLATES
from validator.model.finding import FindingTerm
from validator.model.observations.condition_facts import CellsUnfilled, ConditionFails
from validator.model.observations.facts import Facts
from validator.model.rules.condition import Compared, written
from validator.model.rules.constraint import Constraint


def facts_of(constraint: Constraint, terms: Mapping[str, FindingTerm], blank: Collection[str]) -> Facts:
    """The facts of a finding; `terms`: by the names of the cells in the constraint, `blank`: which of them are."""
    unfilled = tuple(term.cell for name, term in terms.items() if name in blank and _must_be_filled(constraint, name))
    if unfilled:
        return CellsUnfilled(unfilled)
    relation = constraint.relation
    condition = constraint.condition or Compared(relation.left, relation.comparator, relation.right)
    return ConditionFails(
        written(condition, lambda name: terms[name].letter if name in terms else name),
        written(condition, lambda name: _number(terms[name]) if name in terms else name),
    )


def _must_be_filled(constraint: Constraint, cell: str) -> bool:
    return constraint.blanks.get(cell, constraint.rule.blank) == VIOLATES


def _number(term: FindingTerm) -> str:
    """The number of a cell, or its letter where it has none; a blank counts 0."""
    if term.value is None:
        return term.letter if term.text.strip() else "0"
    text = format(Decimal(term.value.numerator) / Decimal(term.value.denominator), "f")
    return f"({text})" if term.value < 0 else text
