"""Relations as rows of whole numbers over the variables of a form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fnmatch import fnmatchcase
from fractions import Fraction

from msgspec import Struct

from validator.model.form import Column
from validator.model.rules.constraint import Constraint, Relation
from validator.model.rules.rule import Severity
from validator.model.text import Text

SURE = Column("", Text("", ""), ())
"""Stands for a fact about the organ."""


class VariableSpace(Struct, frozen=True):
    """The variables that rows are written over."""

    place: dict[str, int]
    decimals: tuple[int, ...]
    """Digits after the point kept for each variable."""


class WholeRow(Struct, frozen=True):
    """A relation multiplied until all of its numbers are whole."""

    weights: dict[int, int]
    """Variable -> coefficient of left minus right."""
    constant: int
    tolerance: int
    strict: int
    """By how much the constant was shifted because both sides may not be equal."""


def whole_row(relation: Relation, tolerance: Fraction, space: VariableSpace) -> WholeRow:
    """The row of a relation, which accepts a difference up to the tolerance."""
    offset = relation.left.constant - relation.right.constant
    weights: dict[int, Fraction] = {}
    # A sum over thousands of units multiplies one number again and again.
    scaled: dict[tuple[int, int, int, int], Fraction] = {}
    for side, sign in ((relation.left, 1), (relation.right, -1)):
        for term in side.terms:
            variable, coefficient = space.place[term.cell], term.coefficient
            key = (sign, coefficient.numerator, coefficient.denominator, space.decimals[variable])
            if key not in scaled:
                scaled[key] = sign * coefficient / 10 ** space.decimals[variable]
            weights[variable] = weights[variable] + scaled[key] if variable in weights else scaled[key]
    factor = math.lcm(*{w.denominator for w in weights.values()}, offset.denominator, tolerance.denominator)
    # A strict guard compares whole numbers, so "x > 3" is "x >= 3 + one smallest unit".
    strict = {"<": 1, ">": -1}.get(relation.comparator, 0)
    whole = {
        variable: weight.numerator * (factor // weight.denominator)
        for variable, weight in sorted(weights.items())
        if weight
    }
    return WholeRow(whole, int(offset * factor) + strict, int(tolerance * factor), strict)


def trust_weights(variables: Sequence[str], trust: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """How many others each variable is as hard to doubt as; empty where all are alike.

    `trust`: patterns of cells that are harder to doubt than others, and by how much.
    """
    if not trust:
        return ()
    fitting = ([weight for pattern, weight in trust if fnmatchcase(name, pattern)] for name in variables)
    return tuple(weights[-1] if weights else 1 for weights in fitting)


def defined_total(constraint: Constraint) -> str | None:
    """The cell that a constraint states as the sum of others."""
    relation = constraint.relation
    if relation.comparator != "=" or constraint.rule.severity is not Severity.ERROR or constraint.guards:
        return None
    for total, parts in ((relation.left, relation.right), (relation.right, relation.left)):
        alone = len(total.terms) == 1 and total.terms[0].coefficient == 1
        if alone and len(parts.terms) > 1 and not (total.constant or parts.constant):
            return total.terms[0].cell
    return None
