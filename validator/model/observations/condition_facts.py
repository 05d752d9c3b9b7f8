"""What is known of a relation that is more than a sum compared with another, where it does not hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from validator.model.observations.facts import Facts, Means, listing


@dataclass(frozen=True, slots=True)
class ConditionFails(Facts):
    """A condition that does not hold."""

    relation: str
    """In the rule language, with the letters of the finding for its cells."""
    numbers: str
    """The same with the numbers of the cells."""


@dataclass(frozen=True, slots=True)
class CellsUnfilled(Facts):
    """Cells in which something must be printed."""

    cells: tuple[str, ...] = field(metadata=listing(Means.CELL))
