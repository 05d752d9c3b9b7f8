"""Reports in which all relations hold, made up for any form: sparse numbers, and totals that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

from validator.model.form import Form, split_block
from validator.packs.pack import Pack
from validator.proving._contradictions import unconditional
from validator.proving._lines import Space
from validator.proving.exact.feasible import Base, WholeLine

_FILLED = 0.4
"""Share of the cells that are given a number of their own."""
_LARGEST = (3, 20, 400)
"""Numbers go up to one of these."""


class ConsistentNumbers:
    """Numbers for the cells of a form that satisfy all relations without conditions."""

    def __init__(self, pack: Pack, form: Form) -> None:
        """`form`: one of the pack's."""
        self._space = Space.of(pack, form)
        _, sound = unconditional(self._space)
        own = [one.line for one in sound if self._is_own(one.line)]
        self._base = Base(own, self._space.limits, range(len(form.cells)))

    def _is_own(self, line: WholeLine) -> bool:
        return not any(split_block(name)[0] for name in self._space.names([line]))

    def made(self, rng: Random) -> Iterator[Mapping[str, Fraction]]:
        """Cell -> number, again and again; cells that are not named are 0."""
        count = len(self._space.form.cells)
        while True:
            chosen = [at for at in range(count) if at not in self._space.limits and rng.random() < _FILLED]
            while chosen:
                least = [(at, rng.randint(1, rng.choice(_LARGEST)) * 10 ** self._space.decimals[at]) for at in chosen]
                point = self._base.with_lines([WholeLine({at: 1}, low, None) for at, low in least]).point
                if point is not None:
                    yield self._space.amounts({at: value for at, value in point.items() if at < count})
                    break
                # Too many numbers for what the bounds of the pack allow.
                chosen = chosen[: len(chosen) // 2]
            else:
                yield {}
