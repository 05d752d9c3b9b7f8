"""Sums of cells, and how two of them compare."""

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct


class Term(Struct, frozen=True):
    """Coefficient times cell."""

    cell: str
    """`table.row.column`, the name of a fact (`organ.may_issue_regulations`), or a cell of another report behind
    the name of its block (`previous.table.row.column`, `units.0.table.row.column`)."""
    coefficient: Fraction

    def __hash__(self) -> int:
        """By the cell alone: sums are looked up for every claim, and a fraction takes long to hash."""
        return hash(self.cell)


class Linear(Struct, frozen=True):
    """A sum of terms and a constant, in the units of the columns."""

    terms: tuple[Term, ...]
    """In the order of the expression, each cell at most once."""
    constant: Fraction = Fraction(0)

    def __hash__(self) -> int:
        """By the terms alone."""
        return hash(self.terms)

    @property
    def written(self) -> str:
        """The sum in the rule language."""
        return self.written_with(str)

    def written_with(self, word: Callable[[str], str]) -> str:
        """The same with a word in place of each cell."""
        text = ""
        for term in self.terms:
            sign = " - " if term.coefficient < 0 else " + "
            size = abs(term.coefficient)
            text += sign if text or term.coefficient < 0 else ""
            text += word(term.cell) if size == 1 else f"{size} * {word(term.cell)}"
        if self.constant or not text:
            text += (" + " if text else "") + str(self.constant)
        return text

    @property
    def bracketed(self) -> str:
        """The same as a part of a larger expression."""
        return f"({self.written})" if len(self.terms) > 1 else self.written


class Relation(Struct, frozen=True):
    """Two sides and how they compare."""

    left: Linear
    comparator: str
    """`=`, `<=`, `>=`; in a guard also `<`, `>`."""
    right: Linear
