"""What was learned, as values: rules as they would be written, and what speaks for and against them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from validator.model.rules.rule import Severity


class LearnedKind(StrEnum):
    """What kind of relation was found."""

    EQUATION = "equation"
    BOUND = "bound"
    ZERO = "zero"
    """One cell is 0 where another is."""
    RANGE = "range"
    """How large a number usually is at most."""


class Support(Struct, frozen=True):
    """How often a relation was seen to hold."""

    rows: int
    """Rows, columns or reports in which it says something: more than one of its cells is not 0."""
    held: int
    excused: int
    """Those of the others in which another relation is broken by a cell that both have: one mistake explains both."""
    reports: int
    """Reports that the rows are from."""
    weak: bool
    """True if there are so few that it may be chance."""

    @property
    def share(self) -> Fraction:
        """Of the rows that are not excused, those in which it holds."""
        counted = self.rows - self.excused
        return Fraction(self.held, counted) if counted else Fraction(0)


class CounterExample(Struct, frozen=True):
    """A row in which a learned relation does not hold."""

    source: str
    """The path of the report, or the line of the file."""
    place: str
    """The row or column of the table; empty for a relation that stands for itself."""
    numbers: Mapping[str, Fraction]


class LearnedRule(Struct, frozen=True):
    """A relation that was found, as a rule of the language."""

    id: str
    kind: LearnedKind
    table: str | None
    each: str | None
    check: str
    when: str | None
    severity: Severity
    support: Support
    holds: Mapping[str, Fraction]
    """Numbers of a report with which it holds."""
    violated: tuple[Mapping[str, Fraction], ...]
    """Numbers with which it does not; where no report has any, one of `holds` was altered."""
    passed_over: Mapping[str, Fraction] | None
    """Numbers to which it does not apply."""
    against: tuple[CounterExample, ...]
    """The first rows in which it does not hold."""
