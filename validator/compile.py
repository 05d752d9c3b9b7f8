"""Compile the rules for one form into one sparse integer system.

Each variable is a cell of the form, counted in its smallest unit (1 for counts, 0.000001 万元 for money), or a fact
about the organ. Each constraint is a row of integer coefficients: scaled left side minus scaled right side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy.sparse import csr_array, diags_array

from validator.constraint import Constraint, Relation
from validator.form import BlankPolicy, Form
from validator.rule import Rule, Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    IntMatrix: TypeAlias = "csr_array[Any, tuple[int, int]]"

EQUAL, AT_MOST, AT_LEAST = 0, 1, 2
_COMPARATORS = {"=": EQUAL, "<=": AT_MOST, ">=": AT_LEAST, "<": AT_MOST, ">": AT_LEAST}


@dataclass(frozen=True)
class Rows:
    """Relations as rows over the variables: `coefficients @ x + constant` compared with 0."""

    coefficients: IntMatrix
    """Shape (relations, variables), int64."""
    magnitudes: IntMatrix
    """Absolute coefficients."""
    constant: NDArray[np.int64]
    comparator: NDArray[np.int8]
    """EQUAL, AT_MOST or AT_LEAST."""
    tolerance: NDArray[np.int64]
    scale: tuple[int, ...]
    """What each row was multiplied by to become integer."""


@dataclass(frozen=True)
class System:
    """All rules of a pack, compiled for one form."""

    form: Form
    variables: tuple[str, ...]
    """The cells of the form, then the facts."""
    decimals: tuple[int, ...]
    """Digits after the point kept for each variable."""
    constraints: tuple[Constraint, ...]
    rows: Rows
    support: IntMatrix
    """1 where a constraint mentions a cell; shape (constraints, variables), int16."""
    unknown_if: tuple[IntMatrix, IntMatrix, IntMatrix]
    """`support` of the constraints that an unreadable cell, a blank cell, a missing total leaves undetermined."""
    guards: Rows
    guard_support: IntMatrix
    guard_of: NDArray[np.intp]
    """Which constraint each guard belongs to."""
    fallback: NDArray[np.intp]
    """Constraint that must be undetermined for this one to apply; -1: none."""
    defines: tuple[tuple[int, int], ...]
    """(constraint, variable): the constraint states the variable as the sum of others."""


def compile_system(form: Form, constraints: Sequence[Constraint], facts: Iterable[str] = ()) -> System:
    """Compile constraints (`expression.expand`) over the cells of a form and the named facts."""
    variables = (*form.cells, *facts)
    decimals = (
        *(column.decimals for table in form.tables for _ in table.rows for column in table.columns),
        *(0 for _ in range(len(variables) - len(form.cells))),
    )
    place = {name: at for at, name in enumerate(variables)}
    guards = [(at, guard) for at, constraint in enumerate(constraints) for guard in constraint.guards]
    rows = _rows([c.relation for c in constraints], [c.rule for c in constraints], place, decimals)
    guard_rows = _rows([guard for _, guard in guards], None, place, decimals)
    support = _pattern(rows.coefficients)
    return System(
        form=form,
        variables=variables,
        decimals=decimals,
        constraints=tuple(constraints),
        rows=rows,
        support=support,
        unknown_if=_unknown_if(constraints, rows, form),
        guards=guard_rows,
        guard_support=_pattern(guard_rows.coefficients),
        guard_of=np.array([at for at, _ in guards], dtype=np.intp),
        fallback=_fallback(constraints),
        defines=tuple(_definitions(constraints, place)),
    )


def _rows(
    relations: Sequence[Relation], rules: Sequence[Rule] | None, place: dict[str, int], decimals: Sequence[int]
) -> Rows:
    data: list[int] = []
    column: list[int] = []
    start = [0]
    constant, tolerance, scale = [], [], []
    for at, relation in enumerate(relations):
        accepted = Fraction(rules[at].tolerance) if rules else Fraction(0)
        offset = relation.left.constant - relation.right.constant
        # A strict guard compares whole numbers, so "x > 3" is "x >= 3 + one smallest unit".
        weights = _difference(relation, place, decimals)
        factor = math.lcm(*(w.denominator for w in weights.values()), offset.denominator, accepted.denominator)
        strict = {"<": 1, ">": -1}.get(relation.comparator, 0)
        for variable, weight in sorted(weights.items()):
            if weight:
                column.append(variable)
                data.append(int(weight * factor))
        start.append(len(data))
        constant.append(int(offset * factor) + strict)
        tolerance.append(int(accepted * factor))
        scale.append(factor)
    shape = (len(relations), len(place))
    matrix = csr_array((np.array(data, dtype=np.int64), np.array(column, dtype=np.int32), start), shape=shape)
    return Rows(
        coefficients=matrix,
        magnitudes=abs(matrix),
        constant=np.array(constant, dtype=np.int64),
        comparator=np.array([_COMPARATORS[r.comparator] for r in relations], dtype=np.int8),
        tolerance=np.array(tolerance, dtype=np.int64),
        scale=tuple(scale),
    )


def _difference(relation: Relation, place: dict[str, int], decimals: Sequence[int]) -> dict[int, Fraction]:
    """Left minus right, per smallest unit of each variable."""
    weights: dict[int, Fraction] = {}
    for side, sign in ((relation.left, 1), (relation.right, -1)):
        for term in side.terms:
            variable = place[term.cell]
            unit = Fraction(1, 10 ** decimals[variable])
            weights[variable] = weights.get(variable, Fraction(0)) + sign * term.coefficient * unit
    return weights


def _pattern(matrix: IntMatrix) -> IntMatrix:
    pattern = matrix.astype(np.int16)
    pattern.data[:] = 1
    return pattern


def _unknown_if(constraints: Sequence[Constraint], rows: Rows, form: Form) -> tuple[IntMatrix, IntMatrix, IntMatrix]:
    policies = {table.name: table.policy for table in form.tables}
    support = _pattern(rows.coefficients)
    selected = np.zeros((3, len(constraints)), dtype=np.int16)
    for at, constraint in enumerate(constraints):
        rule = constraint.rule
        policy = policies.get(rule.table or "", BlankPolicy())
        blank, blank_total = rule.blank or policy.blank, rule.blank_total or policy.blank_total
        selected[:, at] = [rule.unreadable == "unknown", blank == "unknown", blank_total == "unknown"]
    needed, if_blank, if_missing = (_selected_rows(support, chosen) for chosen in selected)
    bounding = _selected_rows(_bounding(rows), 1 - selected[0])
    return csr_array(needed + bounding), if_blank, if_missing


def _bounding(rows: Rows) -> IntMatrix:
    """1 where a cell, left out, could break a relation that holds: the bound of an inequality, not its parts."""
    signs = np.sign(rows.coefficients.data)
    comparator = np.repeat(rows.comparator, np.diff(rows.coefficients.indptr))
    bounds = (comparator == EQUAL) | ((comparator == AT_MOST) & (signs < 0)) | ((comparator == AT_LEAST) & (signs > 0))
    pattern = _pattern(rows.coefficients)
    pattern.data[:] = bounds
    return pattern


def _selected_rows(matrix: IntMatrix, rows: NDArray[np.int16]) -> IntMatrix:
    """The matrix with only the rows marked 1 kept filled."""
    kept = csr_array(diags_array(rows, dtype=np.int16) @ matrix)
    kept.eliminate_zeros()
    return kept


def _fallback(constraints: Sequence[Constraint]) -> NDArray[np.intp]:
    stated = {(c.rule.id, c.each): at for at, c in enumerate(constraints)}
    none = -1
    places = [stated.get((c.rule.fallback_for, c.each), none) if c.rule.fallback_for else none for c in constraints]
    return np.array(places, dtype=np.intp)


def _definitions(constraints: Sequence[Constraint], place: dict[str, int]) -> Iterable[tuple[int, int]]:
    """Constraints of the shape "one cell = sum of others": they say what the cell is the total of."""
    for at, constraint in enumerate(constraints):
        relation = constraint.relation
        if relation.comparator != "=" or constraint.rule.severity is not Severity.ERROR or constraint.guards:
            continue
        for total, parts in ((relation.left, relation.right), (relation.right, relation.left)):
            alone = len(total.terms) == 1 and total.terms[0].coefficient == 1
            if alone and len(parts.terms) > 1 and not (total.constant or parts.constant):
                yield at, place[total.terms[0].cell]
                break
