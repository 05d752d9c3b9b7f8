"""Rules that cannot hold together: all of them, those under one condition, those under two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from validator.proving._lines import Instance, Nearby, Space
from validator.proving.exact.feasible import Base, WholeLine, feasible, smallest_core
from validator.proving.proof import Proof, ProofKind

_MOST_PAIRS = 4000
"""Pairs of conditions that are looked at."""


def conditional(must: Must) -> Iterator[Proof]:
    """What cannot hold under a condition or two, and the cells that nothing but 0 is left for."""
    fine: list[_Group] = []
    for group in _groups([one for one in must.space.instances if one.guards or one.stands_in]):
        proof = _under(group, must)
        if isinstance(proof, Proof):
            yield proof
        elif proof is not None:
            fine.append(group.at(proof))
    yield from _pairs(fine, must)
    yield from _forced(must)


def unconditional(space: Space) -> tuple[tuple[Proof, ...], tuple[Instance, ...]]:
    """The contradictions between relations without conditions, and the relations left when one of each is set aside."""
    left = [one for one in space.instances if not one.guards and not one.stands_in]
    found: list[Proof] = []
    while core := feasible([one.line for one in left], space.limits).core:
        found.append(_proof(left, core, (), space))
        last = found[-1].rules[0].rule.id
        left = [one for one in left if one.constraint.rule.id != last]
    return tuple(found), tuple(left)


class Must(Struct, frozen=True):
    """The relations that must hold whatever else does."""

    space: Space
    instances: tuple[Instance, ...]
    base: Base
    """Their lines, in their order."""
    nearby: Nearby

    @classmethod
    def of(cls, sound: Iterable[Instance], space: Space) -> Must:
        """`sound`: relations without conditions, and without a contradiction."""
        must = tuple(one for one in sound if one.must)
        base = Base([one.line for one in must], space.limits, range(len(space.variables)))
        return cls(space, must, base, Nearby(must))


class _Group(Struct, frozen=True):
    """The relations under the same conditions."""

    guards: tuple[WholeLine, ...]
    instances: tuple[Instance, ...]
    point: Mapping[int, int] | None = None
    """Numbers that satisfy both, and all that must hold."""

    def at(self, point: Mapping[int, int]) -> _Group:
        """The same with numbers that satisfy it."""
        return _Group(self.guards, self.instances, point)

    @property
    def lines(self) -> tuple[WholeLine, ...]:
        """Its conditions, then its relations."""
        return (*self.guards, *(one.line for one in self.instances))


def _groups(instances: Iterable[Instance]) -> Iterator[_Group]:
    """Relations under the same conditions together; one that stands in for another by itself."""
    found: dict[tuple[object, ...], list[Instance]] = {}
    for one in instances:
        guards = tuple(sorted(map(_key, one.guards)))
        found.setdefault((guards, one.constraint.key if one.stands_in else None), []).append(one)
    for same in found.values():
        yield _Group(same[0].guards, tuple(same))


def _key(line: WholeLine) -> tuple[object, ...]:
    return (tuple(sorted(line.weights.items())), str(line.low), str(line.high))


def _proof(instances: Sequence[Instance], core: Iterable[int], guards: Sequence[WholeLine], space: Space) -> Proof:
    """The contradiction in a core of some relations, and perhaps of conditions, which stand behind them."""
    lines = [*(one.line for one in instances), *guards]
    owners = [*(one.constraint.rule.id for one in instances), *[""] * len(guards)]
    smallest = smallest_core(lines, core, space.limits, owners)
    chosen = [instances[at] for at in smallest if at < len(instances)]
    # The rule that was written last is the one it is said of: it was fine before.
    chosen = sorted(chosen, key=lambda one: (one.constraint.rule.file, one.constraint.rule.line), reverse=True)
    others = [*(one.line for one in chosen[1:]), *guards]
    witness = feasible(others, space.limits).point
    return Proof(
        ProofKind.CONTRADICTION,
        space.form,
        tuple(one.relatum for one in chosen),
        guards=_texts(chosen, guards),
        cells=space.names([one.line for one in chosen]),
        example=space.amounts(witness or {}),
    )


def _texts(chosen: Sequence[Instance], guards: Sequence[WholeLine]) -> tuple[str, ...]:
    """The conditions of the rules, as they are written."""
    return tuple(dict.fromkeys(one.constraint.rule.when or "" for one in chosen if one.guards)) if guards else ()


def _under(group: _Group, must: Must) -> Proof | Mapping[int, int] | None:
    """What is wrong under a condition, or numbers for which all is well; None if that is left open."""
    if group.guards:
        dead = must.base.with_lines(group.guards)
        if dead.core:
            return _dead(group, must, dead.core)
    together = [*must.instances, *group.instances]
    lines = [*(one.line for one in group.instances), *group.guards]
    outcome = must.base.with_lines(lines)
    return _proof(together, outcome.core, group.guards, must.space) if outcome.core else outcome.point


def _dead(group: _Group, must: Must, core: Iterable[int]) -> Proof:
    lines = [*(one.line for one in must.instances), *group.guards]
    owners = [*(one.constraint.rule.id for one in must.instances), *[""] * len(group.guards)]
    smallest = smallest_core(lines, core, must.space.limits, owners)
    first = group.instances[0]
    return Proof(
        ProofKind.DEAD_GUARD,
        must.space.form,
        (first.relatum, *(must.instances[at].relatum for at in smallest if at < len(must.instances))),
        guards=(first.constraint.rule.when or "",),
        cells=must.space.names(group.guards),
        example=must.space.amounts(feasible(group.guards, must.space.limits).point or {}),
    )


def _pairs(groups: Sequence[_Group], must: Must) -> Iterator[Proof]:
    """Two conditions that can be met together, but not with what is demanded under both."""
    by_root: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        if group.guards:
            for root in must.nearby.roots(group.lines):
                by_root.setdefault(root, []).append(at)
    pairs = sorted({pair for same in by_root.values() for pair in combinations(same, 2)})
    told: set[frozenset[str]] = set()
    for first, second in pairs[:_MOST_PAIRS]:
        one, two = groups[first], groups[second]
        ids = frozenset(each.constraint.rule.id for each in (*one.instances, *two.instances))
        if ids in told or _agree(one, two) or _agree(two, one):
            continue
        proof = _of_two(one, two, must)
        if proof is not None:
            told.add(ids)
            yield proof


def _agree(one: _Group, two: _Group) -> bool:
    """Whether the numbers of the first satisfy the second, too."""
    return one.point is not None and all(line.holds(one.point) for line in two.lines)


def _of_two(one: _Group, two: _Group, must: Must) -> Proof | None:
    guards = (*one.guards, *two.guards)
    together = [*must.instances, *one.instances, *two.instances]
    lines = [*(each.line for each in (*one.instances, *two.instances)), *guards]
    core = must.base.with_lines(lines).core
    if not core or must.base.with_lines(guards).core:
        return None
    return _proof(together, core, guards, must.space)


def _forced(must: Must) -> Iterator[Proof]:
    """Rules that leave a cell only 0, each of which would leave it more."""
    named = {variable for one in must.instances for variable in one.line.weights}
    cells = sorted(variable for variable in named if variable not in must.space.limits)
    told: set[frozenset[str]] = set()
    while core := must.base.with_lines([WholeLine({variable: 1}, 1, None) for variable in cells]).core:
        suspects = [cells[at - len(must.instances)] for at in sorted(core) if at >= len(must.instances)]
        for variable in suspects:
            proof = _forced_cell(variable, must, told)
            if proof is not None and (ids := frozenset(one.rule.id for one in proof.rules)) not in told:
                told.add(ids)
                yield proof
        cells = [one for one in cells if one not in suspects]


def _forced_cell(variable: int, must: Must, told: Collection[frozenset[str]]) -> Proof | None:
    """The rules that leave a cell only 0; None if there are none, or if they were told."""
    above, space = WholeLine({variable: 1}, 1, None), must.space
    core = must.base.with_lines([above]).core
    ids = {must.instances[at].constraint.rule.id for at in core if at < len(must.instances)}
    if not core or any(known <= ids for known in told):
        return None
    lines = [*(one.line for one in must.instances), above]
    smallest = smallest_core(lines, core, space.limits, [*(one.constraint.rule.id for one in must.instances), ""])
    chosen = [must.instances[at] for at in smallest if at < len(must.instances)]
    if len({one.constraint.key for one in chosen}) < 2:  # noqa: PLR2004 - one rule that says so says it on purpose
        return None
    chosen = sorted(chosen, key=lambda one: (one.constraint.rule.file, one.constraint.rule.line), reverse=True)
    witness = feasible([*(one.line for one in chosen[1:]), above], space.limits).point
    return Proof(
        ProofKind.FORCED,
        space.form,
        tuple(one.relatum for one in chosen),
        cells=(space.variables[variable],),
        example=space.amounts(witness or {}),
    )
