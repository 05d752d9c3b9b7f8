"""Compile the rules for one form into one sparse integer system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from validator.constraints.evaluated import evaluated_of
from validator.constraints.sparse import Sparse
from validator.constraints.system import Patterns, Relations, Rows, System
from validator.constraints.whole import SURE, VariableSpace, defined_total, trust_weights, whole_row
from validator.model.form import BlankPolicy, Form, ReportBlock
from validator.model.rules.constraint import Constraint, Relation
from validator.model.rules.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

EQUAL, AT_MOST, AT_LEAST = 0, 1, 2
_MOST = 2**61
"""Bound on what a row may add up to, so that twice of it still fits in 64 bits with a constant and a tolerance."""
_MOST_SMALL = 2**31 - 1
"""What 32 bits hold: processors add twice as many of such numbers at once."""
_COMPARATORS = {"=": EQUAL, "<=": AT_MOST, ">=": AT_LEAST, "<": AT_MOST, ">": AT_LEAST}


def compile_system(
    form: Form,
    constraints: Sequence[Constraint],
    facts: Iterable[str] = (),
    blocks: Sequence[ReportBlock] = (),
    trust: Sequence[tuple[str, int]] = (),
) -> System:
    """Compile constraints (`expression.expand`) over the cells of a form, the named facts, and the cells of blocks.

    `trust`: patterns of cells that are harder to doubt than others, and by how much.
    """
    named = tuple(facts)
    variables = (*form.cells, *named, *(cell for block in blocks for cell in block.cells))
    columns = (
        *form.columns,
        *[SURE] * len(named),
        *(column for block in blocks for column in block.form.columns),
    )
    space = VariableSpace({name: at for at, name in enumerate(variables)}, tuple(column.decimals for column in columns))
    rows = [(at, one) for at, one in enumerate(constraints) if not one.evaluated]
    first = np.array([at for at, one in rows if not one.rule.fallback_for], dtype=np.intp)
    second = np.array([at for at, one in rows if one.rule.fallback_for], dtype=np.intp)
    guards = [(at, guard) for at, constraint in rows for guard in constraint.guards]
    guard_rows = _rows([(guard, constraints[at].rule) for at, guard in guards], space, guards=True)
    relations = [_relations(constraints, places, form, space) for places in (first, second)]
    parts = (relations[0].rows, relations[1].rows, guard_rows)
    return System(
        form=form,
        variables=variables,
        largest=_largest(parts, _MOST),
        constraints=tuple(constraints),
        first=relations[0],
        second=relations[1],
        waits_for=_waits_for(constraints, relations[1].rows.places),
        guards=guard_rows,
        guard_of=np.array([at for at, _ in guards], dtype=np.intp)[guard_rows.places],
        defines=_definitions(constraints, relations[0].rows.places, space),
        parts=parts,
        part_at=_one_after_another([len(rows.constant) for rows in parts]),
        stacked=Sparse.stacked([rows.coefficients for rows in parts]),
        unknown_if=_all_patterns(relations, guard_rows.coefficients),
        cut=tuple(column.printed == "truncated" for column in columns),
        signed=tuple(column.signed for column in columns),
        conditions=tuple(evaluated_of(constraints, form, space.place)),
        decimals=space.decimals,
        small=_largest(parts, _MOST_SMALL),
        weights=trust_weights(variables, trust),
    )


def _relations(
    constraints: Sequence[Constraint], places: NDArray[np.intp], form: Form, space: VariableSpace
) -> Relations:
    chosen = [constraints[at] for at in places]
    rows = _rows([(one.relation, one.rule) for one in chosen], space)
    ordered = [chosen[at] for at in rows.places]
    unknown_if = _unknown_if(ordered, rows, form, tuple(space.place))
    return Relations(replace(rows, places=places[rows.places]), unknown_if)


def _rows(relations: Sequence[tuple[Relation, Rule]], space: VariableSpace, *, guards: bool = False) -> Rows:
    """Rows for relations, each of a rule, or the guards of one, which have no tolerance."""
    kinds = [_COMPARATORS[relation.comparator] for relation, _ in relations]
    order = sorted(range(len(relations)), key=kinds.__getitem__)
    tolerances = [Fraction(0 if guards else rule.tolerance) for _, rule in relations]
    whole = [whole_row(relations[at][0], tolerances[at], space) for at in order]
    exact = np.array([relations[at][1].exact for at in order], dtype=np.bool_)
    matrix = Sparse.of([row.weights for row in whole], len(space.place))
    bounds = [sum(kind < limit for kind in kinds) for limit in range(4)]
    return Rows(
        places=np.array(order, dtype=np.intp),
        coefficients=matrix,
        magnitudes=replace(matrix, data=abs(matrix.data)),
        constant=np.array([row.constant for row in whole], dtype=np.int64),
        tolerance=np.array([row.tolerance for row in whole], dtype=np.int64),
        kinds=(slice(bounds[0], bounds[1]), slice(bounds[1], bounds[2]), slice(bounds[2], bounds[3])),
        strict=np.array([row.strict for row in whole], dtype=np.int64),
        uncertain=matrix.keep(~exact[matrix.row_of]),
    )


def _all_patterns(relations: Sequence[Relations], guards: Sparse) -> Patterns:
    nothing = guards.keep(np.zeros(guards.nnz, dtype=np.bool_))
    first, second, third = (
        Sparse.stacked([*(one.unknown_if[at] for one in relations), last])
        for at, last in enumerate((guards, nothing, guards))
    )
    return first, second, third


def _one_after_another(lengths: Iterable[int]) -> tuple[slice, slice, slice]:
    first, second, third = accumulate(lengths)
    return slice(first), slice(first, second), slice(second, third)


def _largest(parts: Sequence[Rows], most: int) -> tuple[int, ...]:
    """Each cell of a row may take its share of what a row can add up to."""
    largest = np.full(parts[0].coefficients.shape[1], most, dtype=np.int64)
    for rows in parts:
        lengths = np.diff(rows.coefficients.indptr)
        shares = most // rows.magnitudes.data // np.repeat(lengths, lengths)
        np.minimum.at(largest, rows.coefficients.indices, shares)
    return tuple(largest.tolist())


def _unknown_if(constraints: Sequence[Constraint], rows: Rows, form: Form, variables: Sequence[str]) -> Patterns:
    policies = {table.name: table.policy for table in form.tables}
    selected = np.zeros((3, len(constraints)), dtype=np.bool_)
    for at, constraint in enumerate(constraints):
        rule = constraint.rule
        policy = policies.get(constraint.table or "", BlankPolicy())
        blank, blank_total = rule.blank or policy.blank, rule.blank_total or policy.blank_total
        selected[:, at] = [rule.unreadable == "unknown", blank == "unknown", blank_total == "unknown"]
    matrix = rows.coefficients
    needed, if_blank, if_missing = selected[:, matrix.row_of]
    if any(constraint.blanks for constraint in constraints):
        if_blank = if_blank.copy()
        for entry, (row, variable) in enumerate(zip(matrix.row_of.tolist(), matrix.indices.tolist(), strict=True)):
            said = constraints[row].blanks.get(variables[variable])
            if said is not None:
                if_blank[entry] = said == "unknown"
    return matrix.keep(needed | _bounding(rows)), matrix.keep(if_blank), matrix.keep(if_missing)


def _bounding(rows: Rows) -> NDArray[np.bool_]:
    """Which coefficients are of cells that, left out, could break a relation that holds.

    Those are the bound of an inequality, not its parts.
    """
    kinds = np.repeat(np.arange(3), [kind.stop - kind.start for kind in rows.kinds])
    comparator, signs = kinds[rows.coefficients.row_of], np.sign(rows.coefficients.data)
    bounds: NDArray[np.bool_] = np.where(comparator == AT_MOST, signs < 0, signs > 0) | (comparator == EQUAL)
    return bounds


def _waits_for(constraints: Sequence[Constraint], places: NDArray[np.intp]) -> Sparse:
    """All parts of the rule that a constraint stands in for, at the same place."""
    wanted = [(constraints[place].rule.fallback_for, constraints[place].each) for place in places]
    rows = [{at: 1 for at, one in enumerate(constraints) if (one.rule.id, one.each) == each} for each in wanted]
    return Sparse.of(rows, len(constraints))


def _definitions(
    constraints: Sequence[Constraint], places: NDArray[np.intp], space: VariableSpace
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Constraints of the shape "one cell = sum of others": they say what the cell is the total of."""
    found = [
        (row, space.place[total])
        for row, place in enumerate(places)
        if (total := defined_total(constraints[place])) is not None
    ]
    rows, variables = np.array(found, dtype=np.intp).reshape(len(found), 2).T
    return rows, variables
