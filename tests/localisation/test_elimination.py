"""Relations that follow once variables are eliminated."""

from __future__ import annotations

from validator.localisation._elimination import EffortLimits, Reduced
from validator.localisation._lines import bits, line
from validator.localisation.integers.steps import Steps

FREE = EffortLimits([None] * 4, [None] * 4)
COUNTS = EffortLimits([0] * 4, [None] * 4)


def test_what_is_left_follows_from_the_relations() -> None:
    """x0 + x1 = 3 and x1 + x2 = 5, as they stand at 0: then x2 - x0 = 2 whatever x1 is."""
    system = Reduced.of([line({0: 1, 1: 1}, -3, 0, 0), line({1: 1, 2: 1}, -5, 0, 0)]).choose(1)
    (left,) = system.equations
    assert (dict(left.weights), left.sum) in [({0: -1, 2: 1}, -2), ({0: 1, 2: -1}, 2)]
    assert [bits(mask) for mask in system.violated()] == [[0, 2]]


def test_a_solved_variable_has_its_value() -> None:
    system = Reduced.of([line({0: 2, 1: 1}, -6, 0, 0)]).choose(0)
    assert system.conflict(FREE, Steps(999)) is None
    assert system.values(FREE, [0], Steps(999)) == {0: (3, (3, 3))}


def test_a_fraction_is_a_conflict_with_the_variables_beside_it() -> None:
    system = Reduced.of([line({0: 2, 1: 1}, -5, 0, 0)]).choose(0)
    assert bits(system.conflict(FREE, Steps(999)) or 0) == [1]


def test_a_value_beyond_its_bounds_is_a_conflict() -> None:
    system = Reduced.of([line({0: 1, 3: 1}, 5, 0, 0)]).choose(0)
    assert bits(system.conflict(COUNTS, Steps(999)) or 0) == [3]


def test_an_inequality_keeps_its_direction() -> None:
    """x0 - x1 = 0 and x0 + x2 >= 4: eliminating x0 by either sign leaves x1 + x2 >= 4."""
    for sign in (1, -1):
        equation = line({0: sign, 1: -sign}, 0, 0, 0)
        (left,) = Reduced.of([equation, line({0: 1, 2: 1}, -4, 0, None)]).choose(0).inequalities
        assert (dict(left.weights), left.sum, left.low, left.high) == ({1: 1, 2: 1}, -4, 0, None)
        assert left.violated


def test_open_variables_are_looked_at_together() -> None:
    """x0 >= 3 + x1 and x0 <= 2 + x1 cannot both be met by x0, but by x0 and x2 they can."""
    lines = [line({0: 1, 1: -1}, -3, 0, None), line({0: 1, 1: -1, 2: -1}, -2, None, 0)]
    system = Reduced.of(lines).choose(0)
    assert bits(system.conflict(COUNTS, Steps(999)) or 0) == [1, 2]
    both = system.choose(2)
    assert both.conflict(COUNTS, Steps(999)) is None
    assert both.values(COUNTS, [0, 2], Steps(999))[0][1] == (3, None)
