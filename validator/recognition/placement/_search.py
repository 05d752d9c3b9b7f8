"""All the best readings of damaged rows, whose numbers may be put into columns in several ways each.

The search is exact: row by row, the partial readings that leave every relation with the same remainder are one state,
and a relation that no choice of the remaining rows can mend counts as violated at once. A few states are looked at here
one by one; where there are many, the same is done for all of a row at once (`_many_states.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from validator.recognition.placement._problem import BEYOND, Problem
from validator.recognition.placement.options import MOST_READINGS, Solution

if TYPE_CHECKING:
    from validator.recognition.placement._many_states import ManyStates

_FEW_STEPS = 2_000
"""Steps of a search that are taken one by one: to load numpy takes as long as some more of them."""

_Ways: TypeAlias = list[list[tuple[int, int]]]
"""For each state, the options of the next row that are allowed, each with the number of the state it leads to."""


class _State(NamedTuple):
    """What partial readings have in common."""

    rest: tuple[int | None, ...]
    """What is left of each relation; None where its outcome is decided."""
    violated: int
    """Relations violated so far."""


class ReadingSearch(Struct, frozen=True, dict=True):
    """A problem made ready to be searched for one number of violations after the other."""

    problem: Problem

    def readings(self, allowed: int, *, blank_totals: bool = False) -> Solution | None:
        """All readings with at most so many violations; None if there are too many partial ones.

        `blank_totals`: a total left blank whose parts are not 0 is a fault of its own; else it counts 0.
        """
        few = self._few.setdefault(blank_totals, FewStates(self.problem, blank_totals=blank_totals))
        found = None if few is None else few.readings(allowed)
        if found is not None:
            return Solution(found, complete=True)
        # Where more violations are allowed there are no fewer states.
        self._few[blank_totals] = None
        return self._many.readings(allowed, blank_totals=blank_totals)

    @cached_property
    def _few(self) -> dict[bool, FewStates | None]:
        """With blank totals as faults and without; None where there are many states."""
        return {}

    @cached_property
    def _many(self) -> ManyStates:
        # Loaded here: numpy takes longer to load than most reports to read.
        from validator.recognition.placement._many_states import ManyStates

        return ManyStates(self.problem)


class _Row(Struct, frozen=True):
    """What a row may do to the relations that it touches."""

    touched: tuple[int, ...]
    options: tuple[tuple[tuple[int | None, ...], int], ...]
    """What each contributes to these, None where it leaves one unknown; and the faults it has."""
    ahead: tuple[tuple[int, int], ...]
    """The least and the most that the rows behind it can add to these."""


class FewStates(Struct, frozen=True, dict=True):
    """A problem of which the states are looked at one by one."""

    problem: Problem
    blank_totals: bool

    def readings(self, allowed: int) -> tuple[tuple[int, ...], ...] | None:
        """The readings, in their order; None if there are too many of them, or of the steps that lead there."""
        first, rows = self._ready
        states, layers, left = [first], list[_Ways](), _FEW_STEPS
        for row in rows:
            left -= len(states) * len(row.options)
            if left < 0:
                return None
            numbers: dict[_State, int] = {}
            layers.append([self._ways(row, state, allowed, numbers) for state in states])
            states = [*numbers]
        found = tuple(islice(_paths(_leading_on(layers, len(states)), 0, 0), MOST_READINGS + 1))
        return None if len(found) > MOST_READINGS else found

    def _ways(self, row: _Row, state: _State, allowed: int, numbers: dict[_State, int]) -> list[tuple[int, int]]:
        """The options of a row that may follow a state; `numbers`: of the states they lead to."""
        open_ = [(place, at, left) for place, at in enumerate(row.touched) if (left := state.rest[at]) is not None]
        found = []
        for option, (parts, faults) in enumerate(row.options):
            rest, violated = list(state.rest), state.violated + faults
            for place, at, left in open_:
                part = parts[place]
                rest[at], broken = (None, False) if part is None else self._judged(at, left + part, row.ahead[place])
                violated += broken
            if violated <= allowed:
                found.append((option, numbers.setdefault(_State(tuple(rest), violated), len(numbers))))
        return found

    def _judged(self, at: int, rest: int, ahead: tuple[int, int]) -> tuple[int | None, bool]:
        """What is left of a relation, None where the rows ahead can no longer change it; and whether it is violated."""
        lowest, highest = rest + ahead[0], rest + ahead[1]
        above, below = self.problem.signs[0][at], self.problem.signs[1][at]
        if (above and lowest > 0) or (below and highest < 0):
            return None, True
        settled = (highest <= 0 or not above) and (lowest >= 0 or not below)
        return None if settled else rest, False

    @cached_property
    def _ready(self) -> tuple[_State, Sequence[_Row]]:
        """Where the search begins, and the rows; found from the last to the first."""
        problem, found = self.problem, list[_Row]()
        ahead = [(0, 0)] * problem.relations
        for steps, unknown, faults in zip(
            *(one[::-1] for one in (problem.steps, problem.unknown, problem.faults)), strict=True
        ):
            opened = frozenset[int]().union(*unknown) if self.blank_totals else frozenset[int]()
            touched = tuple(at for at, parts in enumerate(zip(*steps, strict=True)) if at in opened or any(parts))
            options = tuple(
                (tuple(None if at in opened & left_open else step[at] for at in touched), self.blank_totals * fault)
                for step, left_open, fault in zip(steps, unknown, faults, strict=True)
            )
            found.append(_Row(touched, options, tuple(ahead[at] for at in touched)))
            for at in touched:
                parts = (-BEYOND, BEYOND) if at in opened else [step[at] for step in steps]
                ahead[at] = (ahead[at][0] + min(parts), ahead[at][1] + max(parts))
        judged = [self._judged(at, rest, ahead[at]) for at, rest in enumerate(problem.start)]
        return _State(tuple(rest for rest, _ in judged), sum(broken for _, broken in judged)), found[::-1]


def _leading_on(layers: Sequence[_Ways], ends: int) -> list[_Ways]:
    """The ways from which the end can be reached; `ends`: how many states there are."""
    found: list[_Ways] = []
    alive = [True] * ends
    for ways in reversed(layers):
        found.append([[one for one in some if alive[one[1]]] for some in ways])
        alive = [*map(bool, found[-1])]
    return found[::-1]


def _paths(layers: Sequence[_Ways], row: int, state: int) -> Iterator[tuple[int, ...]]:
    """All readings from a state to the end."""
    if row == len(layers):
        yield ()
        return
    for option, child in layers[row][state]:
        for rest in _paths(layers, row + 1, child):
            yield (option, *rest)
