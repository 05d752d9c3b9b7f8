"""Learn rules from samples: equations first, then bounds that do not follow from them, then usual sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.learning._bounds import LearnedBound, UsualSize, bounds, usual_sizes
from validator.learning._equations import LearnedEquation, equations, excused
from validator.learning._templates import RowTemplate, templates
from validator.learning.learned import CounterExample, LearnedKind, LearnedRule, Support
from validator.learning.samples import Samples
from validator.model.form import CellName, Column, Form, Row, Table
from validator.model.rules.rule import Rule, Severity
from validator.model.text import Text
from validator.packs.pack import Pack
from validator.proving.proof import ProofKind
from validator.proving.prove import prove

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]

_SHARE = Fraction(98, 100)
"""Of the rows that are not excused: what holds in so many is a rule."""
_LIKELY = 0.85
"""What holds in so many, and could not be excused by another relation, should hold."""
_MANY = 30
"""Different rows from which on chance is out of the question."""
_PER_NAME = 3
"""The same for each of the names of a relation."""
_SHOWN = 3
"""Counter-examples that are kept."""
_NOTHING = Text("-", "-")
_NEEDLESS = frozenset({ProofKind.IMPLIED, ProofKind.IDLE_BOUND, ProofKind.IDLE_GUARD, ProofKind.DUPLICATE})


class _Found(Struct, frozen=True, eq=False):
    """A relation, the rows it is about, and how it is written."""

    kind: LearnedKind
    template: RowTemplate
    used: tuple[int, ...]
    """Names of the template in it."""
    check: str
    when: str | None
    telling: Mask
    broken: Mask
    excused: Mask
    severity: Severity
    different: int
    sides: Mapping[int, int]
    """Name of the template -> what to add to break the relation if no row does."""


def learn(samples: Samples, form: Form | None = None, seed: int = 0) -> tuple[LearnedRule, ...]:
    """Rules that the samples suggest, in the order of the form. `form`: theirs; None for a flat table.

    `seed`: which random subsets are drawn.
    """
    rng = np.random.default_rng(seed)
    every = list(templates(samples))
    found = list(_equations(every, rng))
    faulty = np.unique(np.concatenate([np.zeros(0, np.intp), *(one.template.line[one.broken] for one in found)]))
    found += _needed(found, list(_bounds(every, faulty)), form or flat_form(samples))
    rules = [_rule(one, samples, number) for number, one in enumerate(found, 1)]
    bound = {cell for one in found for cell in _cells(one, samples)}
    sizes = [one for one in usual_sizes(samples.values, samples.known) if samples.names[one.at] not in bound]
    return (*rules, *(_size(one, samples, len(rules) + at) for at, one in enumerate(sizes, 1)))


def flat_form(samples: Samples) -> Form:
    """A form of one row with the columns of a flat table, or the tables that the names speak of."""
    tables: dict[str, tuple[dict[str, None], dict[str, int]]] = {}
    for name, decimals in zip(samples.names, samples.decimals, strict=True):
        cell = CellName.parse(name) if name.count(".") > 1 else CellName("data", "all", name)
        rows, columns = tables.setdefault(cell.table, ({}, {}))
        rows[cell.row] = None
        columns[cell.column] = decimals
    made = tuple(
        Table(
            name,
            name,
            Text(name, name),
            "learned",
            tuple(Row(row, Text(row, row), (row,)) for row in rows),
            tuple(
                Column(column, Text(column, column), (column,), decimals=places) for column, places in columns.items()
            ),
        )
        for name, (rows, columns) in tables.items()
    )
    return Form("learned", _NOTHING, 0, None, "", made)


def _equations(every: Sequence[RowTemplate], rng: np.random.Generator) -> Iterator[_Found]:
    found = [one for template in every for one in equations(template, rng)]
    for one, masks in zip(found, excused(found), strict=True):
        broken = one.broken & one.telling
        out = masks & broken
        counted = int(one.telling.sum()) - int(out.sum())
        share = Fraction(counted - int((broken & ~masks).sum()), counted) if counted else Fraction(0)
        if share >= _SHARE or (one.share >= _LIKELY and one.different >= _MANY):
            yield _Found(
                LearnedKind.EQUATION,
                one.template,
                tuple(np.flatnonzero(one.weights).tolist()),
                _written(one),
                None,
                one.telling,
                broken,
                out,
                Severity.ERROR if share >= _SHARE else Severity.WARNING,
                one.different,
                {int(np.flatnonzero(one.weights)[0]): 1},
            )


def _written(one: LearnedEquation) -> str:
    """The equation with a total alone on the left, or else with no minus signs."""
    weights = {name: int(weight) for name, weight in zip(one.template.names, one.weights, strict=True) if weight}
    below = [name for name, weight in weights.items() if weight < 0]
    above = [name for name, weight in weights.items() if weight > 0]
    left, right = (below, above) if len(below) == 1 and weights[below[0]] == -1 else (above, below)
    return f"{_sum(left, weights)} = {_sum(right, weights)}"


def _sum(names: Sequence[str], weights: Mapping[str, int]) -> str:
    parts = [name if abs(weights[name]) == 1 else f"{abs(weights[name])} * {name}" for name in names]
    return " + ".join(parts) or "0"


def _bounds(every: Sequence[RowTemplate], faulty: NDArray[np.intp]) -> Iterator[_Found]:
    for whole in every:
        for one in bounds(whole, faulty):
            template = one.template
            small, large = template.names[one.smaller], template.names[one.larger]
            pairs = template.rows[one.telling & ~one.broken][:, [one.smaller, one.larger]]
            yield _Found(
                LearnedKind.ZERO if one.zero else LearnedKind.BOUND,
                template,
                (one.smaller, one.larger),
                f"{small} <= 0" if one.zero else f"{small} <= {large}",
                f"{large} = 0" if one.zero else None,
                one.telling,
                one.broken,
                np.zeros(len(one.broken), dtype=np.bool_),
                Severity.NOTE if one.zero else Severity.WARNING,
                len(np.unique(pairs, axis=0)),
                _breaking(one),
            )


def _breaking(one: LearnedBound) -> Mapping[int, int]:
    return {one.smaller: 1, one.larger: -1} if one.zero else {one.smaller: 1}


def _needed(known: Sequence[_Found], more: Sequence[_Found], form: Form) -> list[_Found]:
    """The bounds that follow neither from the equations and from each other, nor from numbers being 0 or more."""
    kept: list[_Found] = []
    for one in more:
        sure = [_plain(each, f"known-{at}") for at, each in enumerate((*known, *kept))]
        rule = replace(_plain(one, "new"), line=len(sure) + 1, severity=Severity.ERROR)
        facts = prove(Pack("learned", _NOTHING, Path(), (form,), (*sure, rule), ()))
        if not any(proof.kind in _NEEDLESS and proof.rules[0].rule.id == "new" for proof in facts if proof.rules):
            kept.append(one)
    return kept


def _plain(one: _Found, name: str) -> Rule:
    """The relation as a rule that must hold, to be proved with."""
    template = one.template
    return Rule(
        name,
        _NOTHING,
        Severity.ERROR,
        "",
        _NOTHING,
        check=(one.check if template.table else _full(one.check, template),),
        when=one.when if template.table or one.when is None else _full(one.when, template),
        table=template.table,
        each=template.each,
    )


def _full(text: str, template: RowTemplate) -> str:
    """The text with the cells of a flat table in full."""
    if all(name.count(".") > 1 for name in template.names):
        return text
    return " ".join(f"data.all.{word}" if word in template.names else word for word in text.split(" "))


def _cells(one: _Found, samples: Samples) -> Iterator[str]:
    for place in one.template.cells[:, list(one.used)].reshape(-1).tolist():
        yield samples.names[place]


def _rule(one: _Found, samples: Samples, number: int) -> LearnedRule:
    template = one.template
    held = one.telling & ~one.broken
    lines = len(np.unique(template.line[one.telling]))
    weak = one.different < max(_MANY, _PER_NAME * len(one.used))
    holds = _numbers(one, _fullest(one, held))
    wrong = np.flatnonzero(one.broken & one.telling).tolist()
    table = template.table or "data"
    passed = None
    if one.when is not None:
        passed = holds
        holds = {name: Fraction(0) for name in passed}
    return LearnedRule(
        id=f"learned-{table.replace('_', '-').replace('.', '-')}-{one.kind}-{number}",
        kind=one.kind,
        table=template.table,
        each=template.each,
        check=one.check,
        when=one.when,
        severity=one.severity,
        support=Support(int(one.telling.sum()), int(held.sum()), int(one.excused.sum()), lines, weak),
        holds=holds,
        violated=_violated(one, passed or holds),
        passed_over=passed,
        against=tuple(
            CounterExample(
                samples.sources[int(template.line[row])],
                template.places[int(template.place[row])],
                _numbers(one, row),
            )
            for row in wrong[:_SHOWN]
        ),
    )


def _fullest(one: _Found, rows: Mask) -> int:
    """The row with the most different numbers, the first of these."""
    chosen = np.flatnonzero(rows)
    used = one.template.rows[chosen][:, list(one.used)]
    best = max(range(len(used)), key=lambda at: (len(set(used[at].tolist())), int(np.count_nonzero(used[at])), -at))
    return int(chosen[best])


def _numbers(one: _Found, row: int) -> Mapping[str, Fraction]:
    scale = 10**one.template.decimals
    return {one.template.names[at]: Fraction(int(one.template.rows[row, at]), scale) for at in one.used}


def _violated(one: _Found, holds: Mapping[str, Fraction]) -> tuple[Mapping[str, Fraction], ...]:
    """What holds with a number made larger, and with one made smaller where that breaks it as well."""
    names = one.template.names
    step = Fraction(1, 10**one.template.decimals)
    if one.kind is LearnedKind.ZERO:
        return ({names[one.used[0]]: Fraction(1), names[one.used[1]]: Fraction(0)},)
    if one.kind is LearnedKind.BOUND:
        small, large = (names[at] for at in one.used)
        return ({small: holds[large] + step, large: holds[large]},)
    first = next(name for name in holds if holds[name] >= step)
    return ({**holds, first: holds[first] + step}, {**holds, first: holds[first] - step})


def _size(one: UsualSize, samples: Samples, number: int) -> LearnedRule:
    name = samples.names[one.at]
    cell = CellName.parse(name) if name.count(".") > 1 else None
    table = cell.table if cell else None
    most = samples.amount(one.at, one.most)
    short = f"{cell.row}.{cell.column}" if cell else name
    column = samples.values[:, one.at]
    broken = np.flatnonzero(samples.known[:, one.at] & (column > one.most))
    step = samples.amount(one.at, 1)
    return LearnedRule(
        id=f"learned-{(table or 'data').replace('_', '-')}-{LearnedKind.RANGE}-{number}",
        kind=LearnedKind.RANGE,
        table=table,
        each=None,
        check=f"{short} <= {_figure(most)}",
        when=None,
        severity=Severity.NOTE,
        support=Support(one.count, one.count - len(broken), 0, one.count, weak=False),
        holds={short: most},
        violated=({short: most + step},),
        passed_over=None,
        against=tuple(
            CounterExample(samples.sources[at], "", {short: samples.amount(one.at, int(column[at]))})
            for at in broken[:_SHOWN].tolist()
        ),
    )


def _figure(number: Fraction) -> str:
    """Digits of a number that has a finite decimal."""
    from decimal import Decimal

    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
