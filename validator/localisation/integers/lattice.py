"""The whole-number points on which some sums have given values, or are multiples of given steps.

They are an origin and all sums of multiples of a few generators. Worked out once by Euclid's algorithm, they tell at
once that an equation such as 2a = 4b + 1 has no solution, where trying numbers would never end.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from math import gcd

from msgspec import Struct

Vector = tuple[int, ...]


class IntegerLattice(Struct, frozen=True):
    """`origin` plus whole multiples of the generators."""

    origin: Vector
    generators: tuple[Vector, ...]
    """Those of `triangular` are 0 before a leading entry, which is above 0, and so are all later ones there."""

    @classmethod
    def whole(cls, count: int) -> IntegerLattice:
        """All points of so many unknowns."""
        return cls((0,) * count, tuple(tuple(int(at == other) for other in range(count)) for at in range(count)))

    def where(self, weights: Sequence[int], constant: int, step: int) -> IntegerLattice | None:
        """The points where `weights . point + constant` is a multiple of `step`, of step 0: is 0; None if none."""
        constant += dot(weights, self.origin)
        valued = [(dot(weights, one), one) for one in self.generators]
        others = [one for value, one in valued if not value]
        leading = _gathered([(value, one) for value, one in valued if value])
        if leading is None:
            return self if not (constant % step if step else constant) else None
        value, generator = leading[0]
        others += leading[1]
        shared = gcd(value, step)
        if constant % shared:
            return None
        if not step:
            times = -constant // value
        else:
            times = -constant // shared * pow(value // shared, -1, step // shared) % (step // shared)
            others.append(tuple(step // shared * entry for entry in generator))
        return IntegerLattice(_along(self.origin, times, generator), tuple(others))

    def triangular(self) -> IntegerLattice:
        """The same points, with the generators in steps."""
        left, steps = list(self.generators), []
        for at in range(len(self.origin)):
            leading = _gathered([(one[at], one) for one in left if one[at]])
            if leading is not None:
                (value, generator), rest = leading
                steps.append(generator if value > 0 else tuple(-entry for entry in generator))
                left = [*(one for one in left if not one[at]), *rest]
        return IntegerLattice(self.origin, tuple(steps))

    def period(self, at: int) -> int:
        """The distance between the values that one unknown can have; 0 if it has only one."""
        return gcd(*(one[at] for one in self.generators))


def dot(first: Sequence[int], second: Sequence[int]) -> int:
    """The sum of the products."""
    return sum(map(operator.mul, first, second))


def _along(start: Vector, times: int, generator: Vector) -> Vector:
    return tuple(entry + times * step for entry, step in zip(start, generator, strict=True))


def _gathered(valued: list[tuple[int, Vector]]) -> tuple[tuple[int, Vector], list[Vector]] | None:
    """Generators of the same points, of which one alone has a value, and that value; None if there are none."""
    done: list[Vector] = []
    while len(valued) > 1:
        valued.sort(key=lambda one: abs(one[0]))
        value, least = valued[0]
        reduced = [(other - other // value * value, _along(one, -(other // value), least)) for other, one in valued[1:]]
        done += [one for other, one in reduced if not other]
        valued = [valued[0], *(pair for pair in reduced if pair[0])]
    return (valued[0], done) if valued else None
