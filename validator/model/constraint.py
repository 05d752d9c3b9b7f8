"""A constraint: one instance of a rule over the cells of a form, with every name resolved.

`requests-balance` with `each: column` gives seven constraints, one a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from validator.model.form import CellName
from validator.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Term:
    """Coefficient times cell."""

    cell: str
    """`table.row.column`, the name of a fact (`organ.may_issue_regulations`), or a cell of another report behind
    the name of its block (`previous.table.row.column`, `units.0.table.row.column`)."""
    coefficient: Fraction


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of terms and a constant, in the units of the columns."""

    terms: tuple[Term, ...]
    """In the order of the expression, each cell at most once."""
    constant: Fraction = Fraction(0)

    @property
    def written(self) -> str:
        """The sum in the rule language."""
        text = ""
        for term in self.terms:
            sign = " - " if term.coefficient < 0 else " + "
            size = abs(term.coefficient)
            text += sign if text or term.coefficient < 0 else ""
            text += term.cell if size == 1 else f"{size} * {term.cell}"
        if self.constant or not text:
            text += (" + " if text else "") + str(self.constant)
        return text

    @property
    def bracketed(self) -> str:
        """The same as a part of a larger expression."""
        return f"({self.written})" if len(self.terms) > 1 else self.written


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sides and how they compare."""

    left: Linear
    comparator: str
    """`=`, `<=`, `>=`; in a guard also `<`, `>`."""
    right: Linear


@dataclass(frozen=True, slots=True)
class RelationKey:
    """Names one relation of a report: equal for the constraint, the verdict on it and the finding on it."""

    rule: str
    table: str | None = None
    """The table it is about; of a rule that runs over all cells, that of the cell."""
    each: tuple[tuple[str, str], ...] = ()
    """(`row` or `column`, name): which instance of the rule."""
    part: int = 0
    """Which of the rule's relations, from 0."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One compiled instance of a rule."""

    rule: Rule
    relation: Relation
    guards: tuple[Relation, ...] = ()
    """All must hold for the constraint to apply."""
    each: tuple[tuple[str, str], ...] = ()
    """(`row` or `column`, name), empty for a rule that stands for itself."""
    cell: str | None = None
    """The cell at hand, for a rule that runs over all cells."""
    part: int = 0
    """Which of the rule's relations, from 0."""

    @property
    def table(self) -> str | None:
        """The table it is about."""
        return self.rule.table if self.cell is None else CellName.parse(self.cell).table

    @property
    def key(self) -> RelationKey:
        """Its key, the same in every run."""
        return RelationKey(self.rule.id, self.table, self.each, self.part)
