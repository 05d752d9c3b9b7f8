"""A constraint: one instance of a rule over the cells of a form, with every name resolved.

`requests-balance` with `each: column` gives seven constraints, one a column.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from validator.model.form import CellName
from validator.model.rules.condition import Condition
from validator.model.rules.linear import Linear, Relation, Term
from validator.model.rules.rule import Rule

__all__ = ["Constraint", "Linear", "Relation", "RelationKey", "Term"]


class RelationKey(Struct, frozen=True):
    """Names one relation of a report: equal for the constraint, the verdict on it and the finding on it."""

    rule: str
    table: str | None = None
    """The table it is about; of a rule that runs over all cells, that of the cell."""
    each: tuple[tuple[str, str], ...] = ()
    """(`row` or `column`, name): which instance of the rule."""
    part: int = 0
    """Which of the rule's relations, from 0."""


class Constraint(Struct, frozen=True):
    """One compiled instance of a rule."""

    rule: Rule
    relation: Relation
    """What must hold; of a `condition` only its cells, each once."""
    guards: tuple[Relation, ...] = ()
    """All must hold for the constraint to apply."""
    each: tuple[tuple[str, str], ...] = ()
    """(`row` or `column`, name), empty for a rule that stands for itself."""
    cell: str | None = None
    """The cell at hand, for a rule that runs over all cells."""
    part: int = 0
    """Which of the rule's relations, from 0."""
    written: str = ""
    """That relation in the rule language."""
    condition: Condition | None = None
    """What must hold, where that is more than a sum compared with another."""
    guard: Condition | None = None
    """When it applies, where that is more than several such comparisons."""
    blanks: Mapping[str, str] = field(default_factory=dict)
    """Cell -> what it counts as if it is blank, where the rule says so of it: `zero`, `unknown` or `violates`."""

    @property
    def evaluated(self) -> bool:
        """Whether it is evaluated by itself: it has no row in the matrix, and locates nothing."""
        return self.condition is not None or self.guard is not None

    @property
    def table(self) -> str | None:
        """The table it is about."""
        return self.rule.table if self.cell is None else CellName.parse(self.cell).table

    @property
    def key(self) -> RelationKey:
        """Its key, the same in every run."""
        return RelationKey(self.rule.id, self.table, self.each, self.part)
