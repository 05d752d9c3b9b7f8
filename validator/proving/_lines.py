"""All rules of a pack on one form as lines of whole numbers: over the report, last year's, and those of two units.

A relation that is more than a sum compared with another is several sets of lines, one of which must hold: a choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.compiling import compile_system
from validator.constraints.connected import DisjointSets
from validator.constraints.evaluated import Evaluated
from validator.constraints.system import Rows, System
from validator.model.form import PREVIOUS, UNITS, Form, ReportBlock
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Severity
from validator.packs.language.expansion import expand
from validator.packs.pack import Pack
from validator.proving.exact.feasible import Limits, WholeLine
from validator.proving.exact.pieces import ACCEPTED, BROKEN, FAILS, HOLDS, Lines, Pieces
from validator.proving.exact.sums import NotProvedError
from validator.proving.proof import NotProvedReason, Relatum

_UNITS = 2
"""Units below that stand for any number of them."""


class Instance(Struct, frozen=True):
    """A relation at one place, with the conditions under which it must hold."""

    constraint: Constraint
    line: WholeLine
    guards: tuple[WholeLine, ...]
    comparator: str

    @property
    def must(self) -> bool:
        """True if it must hold wherever its conditions do."""
        return self.constraint.rule.severity is Severity.ERROR and not self.stands_in

    @property
    def stands_in(self) -> bool:
        """True if it counts only where another rule is undetermined."""
        return self.constraint.rule.fallback_for is not None

    @property
    def lines(self) -> tuple[WholeLine, ...]:
        """Its line and those of its conditions."""
        return (self.line, *self.guards)

    @property
    def relatum(self) -> Relatum:
        """What a proof says of it."""
        return Relatum(self.constraint.rule, self.constraint.key, self.constraint.written)


class Choice(Struct, frozen=True):
    """A relation at one place as sets of lines: where all lines of one of them hold, it comes out so."""

    constraint: Constraint
    accepted: tuple[Lines, ...]
    """Where it is not violated."""
    broken: tuple[Lines, ...]
    """Where it is."""
    under: tuple[Lines, ...] = ((),)
    """Where it applies."""
    outside: tuple[Lines, ...] = ()
    """Where it does not."""

    @classmethod
    def of(cls, one: Instance) -> Choice:
        """A relation that is a line."""
        outside = tuple((part,) for guard in one.guards for part in guard.broken())
        broken = tuple((part,) for part in one.line.broken())
        return cls(one.constraint, ((one.line,),), broken, (one.guards,), outside)

    @property
    def guarded(self) -> bool:
        """Whether it applies under a condition only."""
        return self.constraint.guard is not None or bool(self.constraint.guards)

    @property
    def stands_in(self) -> bool:
        """True if it counts only where another rule is undetermined."""
        return self.constraint.rule.fallback_for is not None

    @property
    def relatum(self) -> Relatum:
        """What a proof says of it."""
        return Relatum(self.constraint.rule, self.constraint.key, self.constraint.written)

    def accepts(self, point: Mapping[int, int]) -> bool:
        """Whether it is not violated at a point, its condition left aside."""
        return any(all(line.holds(point) for line in lines) for lines in self.accepted)


class Space(Struct, frozen=True):
    """The rules of a pack on one form."""

    form: Form
    variables: tuple[str, ...]
    decimals: tuple[int, ...]
    """Digits after the point kept of each variable."""
    limits: Limits
    """Those of the variables that may be below 0, or are facts."""
    instances: tuple[Instance, ...]
    choices: tuple[Choice, ...] = ()
    """Those that are no lines."""
    unproved: tuple[tuple[Constraint, NotProvedReason], ...] = ()
    """Those of which nothing is proved, and why."""

    @classmethod
    def of(cls, pack: Pack, form: Form) -> Space:
        """Compile the rules of a pack for a form."""
        blocks = (ReportBlock(PREVIOUS, form), *(ReportBlock(f"{UNITS}.{at}", form) for at in range(1, _UNITS + 1)))
        facts = tuple(fact.name for fact in pack.facts)
        constraints = [one for rule in pack.rules for one in expand(rule, form, pack.facts, blocks)]
        system = compile_system(form, constraints, facts, blocks)
        columns = [*form.columns, *[None] * len(facts), *(one for block in blocks for one in block.form.columns)]
        limits = {
            at: (0, 1) if column is None else (None, None)
            for at, column in enumerate(columns)
            if column is None or column.signed
        }
        decimals = tuple(0 if column is None else column.decimals for column in columns)
        found = cls(form, system.variables, decimals, limits, tuple(_instances(system)))
        return replace(found, **_choices(system, limits))

    def amounts(self, point: Mapping[int, int]) -> dict[str, Fraction]:
        """A point in the units of the form, by the names of its variables."""
        return {self.variables[at]: Fraction(value, 10 ** self.decimals[at]) for at, value in sorted(point.items())}

    def names(self, lines: Iterable[WholeLine]) -> tuple[str, ...]:
        """The variables of some lines, in order."""
        return tuple(self.variables[at] for at in sorted({one for line in lines for one in line.weights}))


class Nearby:
    """Relations by what hangs together with them: only those can clash with others."""

    def __init__(self, instances: Sequence[Instance]) -> None:
        """`instances`: relations without conditions."""
        self._sets: DisjointSets[int] = DisjointSets(one.line.weights for one in instances if one.line.weights)
        self._by_root: dict[int, list[Instance]] = {}
        for one in instances:
            if one.line.weights:
                self._by_root.setdefault(self._sets.find(next(iter(one.line.weights))), []).append(one)

    def roots(self, lines: Iterable[WholeLine]) -> frozenset[int]:
        """What stands for the parts that some lines reach into."""
        return frozenset(self._sets.find(variable) for line in lines for variable in line.weights)

    def of(self, lines: Iterable[WholeLine]) -> list[Instance]:
        """The relations that share a variable with these lines, by way of any number of others."""
        return [one for root in sorted(self.roots(lines)) for one in self._by_root.get(root, ())]


def _instances(system: System) -> Iterator[Instance]:
    guards: dict[int, list[WholeLine]] = {}
    guard_lines = list(_lines(system.guards))
    for place, line in zip(system.guard_of.tolist(), guard_lines, strict=True):
        guards.setdefault(place, []).append(line)
    found: dict[int, Instance] = {}
    for rows in (system.first.rows, system.second.rows):
        for place, comparator, line in zip(rows.places.tolist(), rows.comparators, _lines(rows), strict=True):
            found[place] = Instance(system.constraints[place], line, tuple(guards.get(place, ())), comparator)
    yield from (found[place] for place in sorted(found))


class _Beyond(TypedDict):
    """What is no line."""

    choices: tuple[Choice, ...]
    unproved: tuple[tuple[Constraint, NotProvedReason], ...]


def _choices(system: System, limits: Limits) -> _Beyond:
    pieces = Pieces({name: at for at, name in enumerate(system.variables)}, system.decimals, limits)
    choices: list[Choice] = []
    unproved: list[tuple[Constraint, NotProvedReason]] = []
    for one in system.conditions:
        constraint = system.constraints[one.place]
        if constraint.evaluated:
            try:
                choices.append(_choice(constraint, one, pieces))
            except NotProvedError as error:
                unproved.append((constraint, error.reason))
    return _Beyond(choices=tuple(choices), unproved=tuple(unproved))


def _choice(constraint: Constraint, one: Evaluated, pieces: Pieces) -> Choice:
    tolerance = Fraction(constraint.rule.tolerance)
    accepted, broken = (pieces.of(one.condition, wanted, tolerance) for wanted in (ACCEPTED, BROKEN))
    if one.guard is None:
        return Choice(constraint, accepted, broken)
    return Choice(constraint, accepted, broken, pieces.of(one.guard, HOLDS), pieces.of(one.guard, FAILS))


def _lines(rows: Rows) -> Iterator[WholeLine]:
    constants, tolerances = rows.constant.tolist(), rows.tolerance.tolist()
    for row, (comparator, constant, tolerance) in enumerate(zip(rows.comparators, constants, tolerances, strict=True)):
        low = None if comparator == "<=" else -constant - tolerance
        high = None if comparator == ">=" else -constant + tolerance
        yield WholeLine(rows.coefficients.row(row), low, high)
