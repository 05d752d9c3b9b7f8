"""The smallest sets of variables whose change satisfies every relation: all of them, by iterative deepening.

A relation that is violated needs one of its variables; so does one that follows from the others once the variables
chosen so far are eliminated. Violated relations without a common variable each need one of their own, which bounds the
weight of what is still to come from below and rules out whatever would cost more.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from validator.localisation._elimination import EffortLimits, Reduced, Values
from validator.localisation._lines import bits
from validator.localisation.integers.steps import OutOfStepsError, Steps

Weights = Sequence[tuple[int, int]]
"""(weight, variables of that weight as bits), the lightest first."""
_VISIT = 10
"""Steps that one look at a set is worth beside those of the arithmetic."""

_LINES, _LINES_A_STEP = 200, 20
"""Lines of a system from which on a look takes longer, and how many more of them are worth a step."""


class SetsFound(Struct, frozen=True):
    """One lightest set."""

    variables: tuple[int, ...]
    """Ascending."""
    values: Values
    """Their changes satisfy everything together."""


class SmallestSets(Struct, frozen=True):
    """What a search gave."""

    found: tuple[SetsFound, ...]
    """In the order of their variables."""
    complete: bool
    """False if there are more sets than are listed, or the search was given up."""
    given_up: bool
    """True if it took too many steps."""


def smallest_sets(system: Reduced, limits: EffortLimits, weights: Weights, *, most: int, effort: int) -> SmallestSets:
    """All lightest sets, at most `most` of them, in at most `effort` looks at a set, or as much work as that.

    `system`: with the variables that may change at no cost already chosen. None found and complete: there is no such
    set.
    """
    if not weights:
        return SmallestSets((), complete=True, given_up=False)
    allowed = 0
    for _, variables in weights:
        allowed |= variables
    limit: int | None = 0
    search = _Search(limits, weights, most, Steps(effort * _VISIT))
    given_up = False
    while limit is not None:
        search.limit, search.next_limit = limit, None
        try:
            search.visit(system, (), 0, allowed)
        except OutOfStepsError:
            given_up = True
        if search.found or search.stopped or given_up:
            break
        limit = search.next_limit
    found = tuple(sorted(search.found, key=lambda one: one.variables))
    return SmallestSets(found, not (search.stopped or given_up), given_up)


class _Search(Struct):
    limits: EffortLimits
    weights: Weights
    most: int
    steps: Steps
    limit: int = 0
    """Weight that a set may have in this round."""
    next_limit: int | None = None
    """The least weight that a set beyond this round can have."""
    found: list[SetsFound] = field(default_factory=list)
    stopped: bool = False
    """True if there are more sets than are wanted."""

    def visit(self, system: Reduced, chosen: tuple[int, ...], weight: int, allowed: int) -> None:
        """Find all sets that hold the chosen variables and others from those that are allowed."""
        self.steps.take(_VISIT + system.lines_beyond(_LINES) // _LINES_A_STEP)
        violated = system.violated()
        if violated:
            bounded = self._bound(system, violated, weight, allowed)
            if bounded is None:
                return
            needed, allowed = bounded
        else:
            conflict = system.conflict(self.limits, self.steps)
            if conflict is None:
                self._keep(system, chosen)
                return
            needed = conflict & allowed
        for its_weight, variables in self.weights:
            if weight + its_weight > self.limit:
                if variables & needed:
                    self._postpone(weight + its_weight)
                continue
            for variable in bits(variables & needed):
                # Once all sets with this variable are found, the branches that follow do without it.
                allowed &= ~(1 << variable)
                self.visit(system.choose(variable), (*chosen, variable), weight + its_weight, allowed)
                if self.stopped:
                    return

    def _keep(self, system: Reduced, chosen: tuple[int, ...]) -> None:
        if len(self.found) == self.most:
            self.stopped = True
        else:
            variables = tuple(sorted(chosen))
            self.found.append(SetsFound(variables, system.values(self.limits, variables, self.steps)))

    def _postpone(self, weight: int) -> None:
        if self.next_limit is None or weight < self.next_limit:
            self.next_limit = weight

    def _bound(self, system: Reduced, violated: Sequence[int], weight: int, allowed: int) -> tuple[int, int] | None:
        """The variables one of which is needed, and those that can still be afforded; None if there is no way on."""
        least = self.weights[0][0]
        while True:
            needed = [mask & allowed for mask in violated]
            if not all(needed):
                return None
            before = allowed
            for order in (_narrow, _wide):
                packed = self._packed(sorted(needed, key=order))
                total = weight + sum(lightest for _, lightest in packed)
                if total > self.limit:
                    self._postpone(total)
                    return None
                allowed &= self._affordable(packed, total)
            if self.limit - weight < 2 * least:
                # Room for one more variable: it is in all that is violated and in no equation that holds.
                last = ~system.satisfied()
                for mask in needed:
                    last &= mask
                lost = allowed & ~last
                if lost:
                    self._postpone(weight + 2 * least)
                allowed &= last
            if allowed == before:
                return min(needed, key=_narrow), allowed

    def _packed(self, needed: Sequence[int]) -> list[tuple[int, int]]:
        """Violated relations without a common variable, each with the weight of its lightest."""
        taken, packed = 0, []
        for mask in needed:
            if not mask & taken:
                packed.append((mask, self._least(mask)))
                taken |= mask
        return packed

    def _affordable(self, packed: Sequence[tuple[int, int]], total: int) -> int:
        """The variables that a set within the limit can hold, if each packed relation needs its lightest."""
        spare, kept, union = self.limit - total, 0, 0
        for mask, lightest in packed:
            union |= mask
            for weight, variables in self.weights:
                if weight - lightest <= spare:
                    kept |= mask & variables
                elif mask & variables:
                    self._postpone(total + weight - lightest)
        for weight, variables in self.weights:
            if weight <= spare:
                kept |= variables & ~union
            elif variables & ~union:
                self._postpone(total + weight)
        return kept

    def _least(self, mask: int) -> int:
        return next(weight for weight, variables in self.weights if variables & mask)


def _narrow(mask: int) -> tuple[int, int]:
    return mask.bit_count(), mask


def _wide(mask: int) -> tuple[int, int]:
    return -mask.bit_count(), mask
