"""Relations that are no single lines: they are proved by trying every set of lines that they stand for.

The search looks at a point that satisfies all lines so far, takes a relation that is violated there, and tries its sets
one by one. It is bounded: what it gives up is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Severity
from validator.proving._lines import Choice, Instance, Space
from validator.proving.exact.feasible import Base, Limits
from validator.proving.exact.pieces import Lines
from validator.proving.proof import NotProvedReason, Proof, ProofKind

_MOST_TRIES = 400
"""Sets of lines that are looked at in one search."""


def of_choices(space: Space, sound: Sequence[Instance], must: Sequence[Instance]) -> Iterator[Proof]:
    """What can be proved of the relations that are no lines.

    `sound`: the relations without conditions that are lines; `must`: those of them that must hold.
    """
    for constraint, reason in space.unproved:
        yield _not_proved(constraint, reason, space)
    if not space.choices:
        return
    yield from _duplicates(space)
    clashes, left = _clashes(space, sound)
    yield from clashes
    demanded = _Search(must, [one for one in left if one.constraint.rule.severity is Severity.ERROR], space)
    for one in space.choices:
        yield from _of_one(one, demanded)
    for instance in space.instances:
        if instance.guards and demanded.choices:
            proofs = _under(Choice.of(instance), demanded)
            # What is wrong without any choice is told elsewhere.
            named = {one.constraint.rule.id for one in demanded.choices}
            yield from (proof for proof in proofs if not named.isdisjoint(one.rule.id for one in proof.rules))


def _not_proved(constraint: Constraint, reason: NotProvedReason, space: Space) -> Proof:
    return Proof(ProofKind.NOT_PROVED, space.form, (Choice(constraint, (), ()).relatum,), detail=reason)


class _Found(Struct, frozen=True):
    """How a search ended."""

    point: Mapping[int, int] | None = None
    """Numbers that satisfy all."""
    core: frozenset[int] = frozenset()
    """The relations that cannot hold together; with neither it was given up."""

    @property
    def given_up(self) -> bool:
        """Whether it is left open."""
        return self.point is None and not self.core


class _Search:
    """Looks for numbers that satisfy lines and choices."""

    def __init__(self, instances: Sequence[Instance], choices: Sequence[Choice], space: Space) -> None:
        """The relations all of which are to hold."""
        self.space, self.instances, self.choices = space, tuple(instances), tuple(choices)
        self._base = Base([one.line for one in instances], space.limits, range(len(space.variables)))

    def relations(self, core: Iterable[int]) -> list[Instance | Choice]:
        """The relations of a core; the lines that were given have none."""
        every: tuple[Instance | Choice, ...] = (*self.instances, *self.choices)
        return [every[at] for at in sorted(core) if at < len(every)]

    def found(self, given: Lines = (), without: Choice | None = None) -> _Found:
        """Numbers on the given lines that satisfy all relations, one perhaps left out; or those that clash."""
        self._left = _MOST_TRIES
        self._given_up = False
        self._core: set[int] = set()
        self._without = without
        point = self._point(given, (len(self.instances) + len(self.choices),) * len(given))
        if point is not None:
            return _Found(point)
        # What is given stands behind all relations, so that a core is never empty.
        own = frozenset({*self._core, len(self.instances) + len(self.choices)})
        return _Found() if self._given_up else _Found(core=own)

    def _point(self, lines: Lines, owners: tuple[int, ...]) -> Mapping[int, int] | None:
        self._left -= 1
        if self._left < 0:
            self._given_up = True
            return None
        outcome = self._base.with_lines(lines)
        if outcome.point is None:
            start = len(self.instances)
            self._core |= {at if at < start else owners[at - start] for at in outcome.core}
            self._given_up |= not outcome.core
            return None
        for at, one in enumerate(self.choices, len(self.instances)):
            if one is not self._without and not one.accepts(outcome.point):
                self._core.add(at)
                tried = (self._point((*lines, *more), (*owners, *[at] * len(more))) for more in one.accepted)
                return next((point for point in tried if point is not None or self._given_up), None)
        return outcome.point


def _clashes(space: Space, sound: Sequence[Instance]) -> tuple[tuple[Proof, ...], tuple[Choice, ...]]:
    """The contradictions between relations without conditions, and the choices left when one of each is set aside."""
    left = [one for one in space.choices if not one.guarded and not one.stands_in]
    told: list[Proof] = []
    while left:
        search = _Search(sound, left, space)
        found = search.found()
        if found.given_up:
            # What is not decided within the bound once is left out of all that is asked after it.
            told += [_not_proved(one.constraint, NotProvedReason.EFFORT, space) for one in left]
            return tuple(told), ()
        if not found.core:
            break
        told.append(_contradiction(search.relations(found.core), ((),), space))
        named = {one.rule.id for one in told[-1].rules}
        last = next(one for one in reversed(left) if one.constraint.rule.id in named)
        left = [one for one in left if one.constraint.rule.id != last.constraint.rule.id]
    return tuple(told), tuple(left)


def _contradiction(relations: Sequence[Instance | Choice], under: Sequence[Lines], space: Space) -> Proof:
    """The contradiction in some relations, as few as it takes, under every one of some sets of lines."""
    kept = list(relations)
    for one in relations:
        fewer = [other for other in kept if other is not one]
        if fewer and _all_clash(fewer, under, space):
            kept = fewer
    kept.sort(key=lambda one: (one.constraint.rule.file, one.constraint.rule.line), reverse=True)
    witness = next((point for lines in under if (point := _of(kept[1:], space).found(lines).point) is not None), {})
    condition = next((one.constraint.rule.when for one in kept if one.constraint.rule.when), None)
    return Proof(
        ProofKind.CONTRADICTION,
        space.form,
        tuple(one.relatum for one in kept),
        guards=() if condition is None else (condition,),
        cells=_cells(kept, space),
        example=space.amounts(witness),
    )


def _all_clash(relations: Sequence[Instance | Choice], under: Sequence[Lines], space: Space) -> bool:
    search = _of(relations, space)
    return all(search.found(lines).core for lines in under)


def _of(relations: Sequence[Instance | Choice], space: Space) -> _Search:
    return _Search(
        [one for one in relations if isinstance(one, Instance)],
        [one for one in relations if isinstance(one, Choice)],
        space,
    )


def _of_one(one: Choice, demanded: _Search) -> Iterator[Proof]:
    """What is wrong with one relation: its condition, that it cannot hold, that it cannot be violated."""
    space, relata, cells = demanded.space, (one.relatum,), _cells([one], demanded.space)
    condition = (one.constraint.rule.when,) if one.constraint.rule.when else ()
    if one.guarded:
        if not any(_possible(lines, space.limits) for lines in one.outside):
            yield Proof(ProofKind.IDLE_GUARD, space.form, relata, condition, cells)
        yield from _under(one, demanded)
    broken = [(*lines, *more) for lines in one.under for more in one.broken]
    if not any(_possible(lines, space.limits) for lines in broken):
        yield Proof(ProofKind.IDLE_BOUND, space.form, relata, condition, cells)
        return
    found = [demanded.found(lines, without=one) for lines in broken]
    if all(each.core for each in found) and not one.stands_in:
        others = [other.relatum for other in demanded.relations({at for each in found for at in each.core})]
        yield Proof(ProofKind.IMPLIED, space.form, (*relata, *others), cells=cells)


def _under(one: Choice, demanded: _Search) -> Iterator[Proof]:
    """What is wrong with a relation where its condition is met."""
    space = demanded.space
    met = [(lines, demanded.found(lines)) for lines in one.under]
    condition = one.constraint.rule.when or ""
    if all(found.core for _, found in met):
        others = demanded.relations({at for _, found in met for at in found.core})
        relata = (one.relatum, *(other.relatum for other in others))
        yield Proof(ProofKind.DEAD_GUARD, space.form, relata, (condition,), _cells([one], space))
        return
    under = [lines for lines, found in met if not found.core]
    tried = [demanded.found((*lines, *more)) for lines in under for more in one.accepted]
    if all(found.core for found in tried):
        others = demanded.relations({at for found in tried for at in found.core})
        yield _contradiction([*others, one], under, space)


def _possible(lines: Lines, limits: Limits) -> bool:
    return not Base(lines, limits).with_lines(()).core


def _duplicates(space: Space) -> Iterator[Proof]:
    """Relations that say the same as one before, under the same conditions."""
    seen: dict[object, Choice] = {}
    for one in space.choices:
        said = one.constraint
        first = seen.setdefault((said.condition, said.relation, said.guard, said.guards, said.rule.tolerance), one)
        if first is not one and not one.stands_in:
            yield Proof(ProofKind.DUPLICATE, space.form, (one.relatum, first.relatum), cells=_cells([one], space))


def _cells(relations: Sequence[Instance | Choice], space: Space) -> tuple[str, ...]:
    """The cells that relations name, in the order of the form."""
    named = {
        term.cell
        for one in relations
        for side in (one.constraint.relation.left, one.constraint.relation.right)
        for term in side.terms
    }
    return tuple(name for name in space.variables if name in named)
