"""What is known of a relation that is more than a sum compared with another, where it does not hold."""

from typing import Annotated

from validator.model.observations.facts import Facts, Listing, Means


class ConditionFails(Facts, frozen=True):
    """A condition that does not hold."""

    relation: str
    """In the rule language, with the letters of the finding for its cells."""
    numbers: str
    """The same with the numbers of the cells."""


class CellsUnfilled(Facts, frozen=True):
    """Cells in which something must be printed."""

    cells: Annotated[tuple[str, ...], Listing(Means.CELL)]
