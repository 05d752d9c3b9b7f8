"""What the rules are able to see: which cells of a form a wrong number can be detected, located, corrected in.

This follows from the relations alone, for any report without blanks. A wrong number breaks every equation its cell is
in. It is located if no other cell stands in the same equations in the same proportions; then the right number follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import gcd

from msgspec import Struct

from validator.constraints.system import System
from validator.model.rules.rule import Severity


class Detection(StrEnum):
    """Which wrong numbers in a cell break a relation."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    """Only those that are too large or too small, or only where a condition is met."""
    NEVER = "never"


class CellCoverage(Struct, frozen=True):
    """What the rules are able to see of one cell."""

    cell: str
    detected: Detection
    """By the rules that must hold."""
    located: bool
    """True if a wrong number is told from one in any other cell."""
    confused_with: tuple[str, ...]
    """The cells that a wrong number may as well be in, where it is detected and not located."""
    rules: tuple[str, ...]
    """Rules that must hold and mention the cell."""
    softer_rules: tuple[str, ...]
    """Rules that mention it and give no more than a warning or a note."""

    @property
    def corrected(self) -> bool:
        """True if the right number follows: the equations that locate a cell also give its number."""
        return self.located


def coverage(system: System) -> tuple[CellCoverage, ...]:
    """The coverage of every cell, in the order of the form."""
    columns: dict[int, dict[int, int]] = {}
    must: dict[int, set[str]] = {}
    soft: dict[int, set[str]] = {}
    rows = system.first.rows
    for row, place in enumerate(rows.places):
        constraint = system.constraints[place]
        error = constraint.rule.severity is Severity.ERROR
        sure = error and rows.comparators[row] == "=" and not constraint.guards and not rows.tolerance[row]
        for variable, weight in rows.coefficients.row(row).items():
            (must if error else soft).setdefault(variable, set()).add(constraint.rule.id)
            if sure:
                columns.setdefault(variable, {})[row] = weight
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for variable, column in columns.items():
        alike.setdefault(_proportions(column), []).append(variable)
    order = {constraint.rule.id: at for at, constraint in reversed(list(enumerate(system.constraints)))}
    found = []
    for variable, cell in enumerate(system.form.cells):
        same = sorted(alike[_proportions(columns[variable])]) if variable in columns else []
        seen = Detection.ALWAYS if variable in columns else Detection.SOMETIMES if variable in must else Detection.NEVER
        rules, softer = (sorted(ids.get(variable, ()), key=order.__getitem__) for ids in (must, soft))
        others = tuple(system.variables[one] for one in same if one != variable)
        found.append(CellCoverage(cell, seen, len(same) == 1, others, tuple(rules), tuple(softer)))
    return tuple(found)


def _proportions(column: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """The equations of a cell, equal for two cells one of which could be wrong in place of the other."""
    shared = gcd(*column.values())
    first = column[min(column)]
    factor = shared if first > 0 else -shared
    return tuple((row, weight // factor) for row, weight in sorted(column.items()))
