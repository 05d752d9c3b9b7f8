"""Relations and conditions that say nothing: that hold always, stand there twice, or follow from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd

from validator.model.rules.constraint import RelationKey
from validator.proving._contradictions import Must
from validator.proving._lines import Instance, Space
from validator.proving.exact.feasible import WholeLine, feasible
from validator.proving.proof import Proof, ProofKind


def idle(space: Space, must: Must) -> Iterator[Proof]:
    """What can be proved of single relations; `must`: those that hold whatever else does."""
    twice = dict(_twice(space))
    places = {one.constraint.key: at for at, one in enumerate(must.instances)}
    for one in space.instances:
        if not one.line.weights:
            if one.line.holds({}):
                yield Proof(ProofKind.TAUTOLOGY, space.form, (one.relatum,))
            continue
        yield from _idle_guards(one, space)
        if one.constraint.key in twice:
            relata = (one.relatum, twice[one.constraint.key].relatum)
            yield Proof(ProofKind.DUPLICATE, space.form, relata, cells=space.names([one.line]))
        elif one.comparator != "=" and not one.stands_in:
            yield from _idle_bound(one, must, places.get(one.constraint.key))
    yield from _dependent([one for one in must.instances if one.constraint.key not in twice], space)


def _idle_guards(one: Instance, space: Space) -> Iterator[Proof]:
    """The conditions hold whatever the numbers are."""
    if one.guards and not any(_possible((), guard, space) for guard in one.guards):
        condition = one.constraint.rule.when or ""
        yield Proof(
            ProofKind.IDLE_GUARD, space.form, (one.relatum,), guards=(condition,), cells=space.names(one.guards)
        )


def _possible(given: Sequence[WholeLine], line: WholeLine, space: Space) -> bool:
    """Whether a line can be broken where others hold."""
    return any(not feasible([*given, broken], space.limits).core for broken in line.broken())


def _idle_bound(one: Instance, must: Must, place: int | None) -> Iterator[Proof]:
    space = must.space
    (broken,) = one.line.broken()
    relata, cells = (one.relatum,), space.names([one.line])
    if feasible([*one.guards, broken], space.limits).core:
        guards = (one.constraint.rule.when,) if one.constraint.rule.when else ()
        yield Proof(ProofKind.IDLE_BOUND, space.form, relata, guards, cells)
        return
    core = must.base.with_lines([*one.guards, broken], without=place).core
    if core:
        others = [must.instances[at].relatum for at in sorted(core) if at < len(must.instances)]
        yield Proof(ProofKind.IMPLIED, space.form, (*relata, *others), cells=cells)


def _twice(space: Space) -> Iterator[tuple[RelationKey, Instance]]:
    """Relations that say the same as one before, under the same conditions."""
    seen: dict[object, Instance] = {}
    for one in space.instances:
        if one.line.weights and not one.stands_in:
            key = (_normal(one.line), tuple(sorted(map(_normal, one.guards))))
            first = seen.setdefault(key, one)
            if first is not one:
                yield one.constraint.key, first


def _normal(line: WholeLine) -> tuple[object, ...]:
    """Equal for lines that say the same; what has no end comes as text, so that all can be sorted."""
    weights = sorted(line.weights.items())
    factor = gcd(*line.weights.values()) * (1 if not weights or weights[0][1] > 0 else -1) or 1
    ends = [None if end is None else Fraction(end, factor) for end in (line.low, line.high)]
    return (tuple((at, weight // factor) for at, weight in weights), *map(str, ends if factor > 0 else ends[::-1]))


def _dependent(must: Sequence[Instance], space: Space) -> Iterator[Proof]:
    """Equations that are sums and differences of those before them."""
    basis: dict[int, tuple[Mapping[int, Fraction], Mapping[int, Fraction]]] = {}
    for number, one in enumerate(must):
        if one.line.low is None or one.line.low != one.line.high:
            continue
        row = {at: Fraction(weight) for at, weight in one.line.weights.items()}
        row[-1] = Fraction(-one.line.low)
        used: dict[int, Fraction] = {number: Fraction(1)}
        while (pivot := next((at for at in row if at in basis), None)) is not None:
            known, sources = basis[pivot]
            times = row[pivot] / known[pivot]
            _subtract(row, known, times)
            _subtract(used, sources, times)
        row = {at: weight for at, weight in row.items() if weight}
        free = [at for at in row if at >= 0]
        if free:
            pivot = min(free)
            basis[pivot] = (row, used)
        elif not row:
            others = [must[at].relatum for at in sorted(used) if at != number]
            yield Proof(ProofKind.IMPLIED, space.form, (one.relatum, *others), cells=space.names([one.line]))


def _subtract(row: dict[int, Fraction], other: Mapping[int, Fraction], times: Fraction) -> None:
    for at, weight in other.items():
        left = row.get(at, Fraction(0)) - times * weight
        if left:
            row[at] = left
        else:
            row.pop(at, None)
