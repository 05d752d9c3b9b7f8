from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

import pytest
from core_factory import relation
from hypothesis import example, given
from hypothesis import strategies as st

from validator.model.rules.constraint import Linear, Relation
from validator.recognition.placement.choosing import choose, placements
from validator.recognition.placement.options import MOST_READINGS, PlacementOption

# Where the tokens of a row may stand


@pytest.mark.parametrize(
    ("places", "slack", "width", "expected"),
    [
        ([0, 1], 0, 2, {(0, 1)}),
        ([0, 2], 0, 3, {(0, 2)}),
        ([1], 1, 3, {(0,), (1,), (2,)}),
        ([1], 1, 2, {(0,), (1,)}),
        ([0, 1], 1, 3, {(0, 1), (0, 2), (1, 2)}),
        ([1, 2], 1, 3, {(0, 1), (0, 2), (1, 2)}),
    ],
)
def test_tokens_move_no_farther_than_the_slack(
    places: list[int], slack: int, width: int, expected: set[tuple[int, ...]]
) -> None:
    found = placements(places, slack, width)
    assert set(found) == expected
    assert len(found) == len(expected)


def test_slack_grows_until_the_tokens_fit() -> None:
    # Column 9 of a table seven wide: the row is two fields too long.
    assert placements([8], 1, 7) == ((6,),)
    assert set(placements([7, 8], 0, 7)) == {(5, 6)}


def test_more_tokens_than_columns_have_no_place() -> None:
    assert placements([0, 1, 2], 1, 2) == ()


@given(
    st.lists(st.integers(0, 8), min_size=1, max_size=4, unique=True).map(sorted), st.integers(0, 3), st.integers(1, 7)
)
@example(places=[0], slack=2, width=1)
def test_placements_keep_the_order_and_leave_none_out(places: list[int], slack: int, width: int) -> None:
    found = placements(places, slack, width)
    assert all(list(one) == sorted(set(one)) for one in found)
    assert all(0 <= place < width for one in found for place in one)
    within = {
        one
        for one in combinations(range(width), len(places))
        if all(abs(to - at) <= slack for to, at in zip(one, places, strict=True))
    }
    assert set(found) == within or (not within and bool(found) is (len(places) <= width))


# Choosing among them, held against plain enumeration

Rows = Sequence[Sequence[PlacementOption]]


def options(*values: Mapping[str, int]) -> tuple[PlacementOption, ...]:
    return tuple(PlacementOption({cell: Fraction(number) for cell, number in one.items()}) for one in values)


def side(one: Linear, values: Mapping[str, Fraction]) -> Fraction:
    return one.constant + sum((t.coefficient * values.get(t.cell, Fraction(0)) for t in one.terms), Fraction(0))


def holds(one: Relation, values: Mapping[str, Fraction]) -> bool:
    left, right = side(one.left, values), side(one.right, values)
    return {"=": left == right, "<=": left <= right, ">=": left >= right}[one.comparator]


def enumerated(rows: Rows, fixed: Mapping[str, Fraction], relations: Sequence[Relation]) -> list[tuple[int, ...]]:
    """The readings that violate the fewest relations, by trying all."""
    violated: dict[tuple[int, ...], int] = {}
    for chosen in product(*(range(len(row)) for row in rows)):
        values = dict(fixed)
        for row, at in zip(rows, chosen, strict=True):
            values |= row[at].values
        violated[chosen] = sum(not holds(one, values) for one in relations)
    return sorted(chosen for chosen, count in violated.items() if count == min(violated.values()))


NAMES = tuple("abcdef")


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[PlacementOption]], dict[str, Fraction], list[Relation]]:
    """A few rows with a few options each, some firm numbers, some relations over all of them."""
    numbers = st.integers(-3, 12)
    cells = [f"r{row}{name}" for row in range(3) for name in NAMES[:3]]
    rows = []
    for row in range(draw(st.integers(1, 3))):
        own = [cell for cell in cells if cell.startswith(f"r{row}")]
        some = st.dictionaries(st.sampled_from(own), numbers, min_size=1, max_size=3)
        rows.append(list(options(*draw(st.lists(some, min_size=1, max_size=4)))))
    fixed = {name: Fraction(number) for name, number in draw(st.dictionaries(st.sampled_from(NAMES), numbers)).items()}
    weights = st.dictionaries(st.sampled_from([*cells, *NAMES]), st.integers(-2, 2), max_size=4)
    relations = draw(
        st.lists(
            st.builds(relation, weights, st.sampled_from(["=", "<=", ">="]), weights, st.tuples(numbers, st.just(0))),
            max_size=5,
        )
    )
    return rows, fixed, relations


@given(problems())
def test_best_readings_are_those_of_plain_enumeration(
    problem: tuple[list[list[PlacementOption]], dict[str, Fraction], list[Relation]],
) -> None:
    rows, fixed, relations = problem
    expected = enumerated(rows, fixed, relations)
    solution = choose(rows, fixed, relations)
    if solution.complete:
        assert list(solution.readings) == expected
    else:
        assert len(expected) > MOST_READINGS
        assert set(solution.readings) <= set(expected)


@st.composite
def shuffled_tables(draw: st.DrawFn) -> tuple[list[list[PlacementOption]], list[Relation], tuple[int, ...]]:
    """A small table whose sums hold, with rows that have lost their columns; and the true choice."""
    width, height = draw(st.integers(2, 3)), draw(st.integers(2, 4))
    numbers = draw(
        st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=height, max_size=height)
    )
    numbers.append([sum(column) for column in zip(*numbers, strict=True)])
    table = [[*row, sum(row)] for row in numbers]
    names = [[f"{row}.{column}" for column in range(width + 1)] for row in range(height + 1)]
    relations = [relation({row[-1]: 1}, "=", dict.fromkeys(row[:-1], 1)) for row in names]
    relations += [relation({names[-1][at]: 1}, "=", {row[at]: 1 for row in names[:-1]}) for at in range(width + 1)]
    rows, truth = [], []
    for line, cells in zip(table, names, strict=True):
        tokens = [number for number in line if number]
        found = placements([at for at, number in enumerate(line) if number], draw(st.integers(0, 2)), width + 1)
        rows.append(
            [
                PlacementOption({cells[at]: Fraction(n) for at, n in zip(places, tokens, strict=True)})
                for places in found
            ]
        )
        truth.append(found.index(tuple(at for at, number in enumerate(line) if number)))
    return rows, relations, tuple(truth)


@given(shuffled_tables())
def test_truth_is_among_the_best_readings_of_a_consistent_table(
    problem: tuple[list[list[PlacementOption]], list[Relation], tuple[int, ...]],
) -> None:
    rows, relations, truth = problem
    solution = choose(rows, {}, relations)
    if solution.complete:
        assert truth in solution.readings
    else:
        # Not every best reading is listed, but every option that occurs in one.
        assert all(at in {reading[row] for reading in solution.readings} for row, at in enumerate(truth))


TIE = relation({"a": 1, "b": 1, "c": 1}, "=", {"total": 1})


def test_all_ties_are_listed() -> None:
    solution = choose([options({"a": 1}, {"b": 1}, {"c": 1}, {"d": 1})], {"total": Fraction(1)}, [TIE])
    assert solution.readings == ((0,), (1,), (2,))
    assert solution.complete


def test_readings_that_violate_a_few_more_are_listed_where_even_the_best_violate_some() -> None:
    rows = [options({"a": 1}, {"b": 1}, {"c": 1})]
    relations = [relation({cell: 1}, "=", {}, (0, 1)) for cell in ("a", "a", "b")]
    assert choose(rows, {}, relations).readings == ((0,),)
    assert choose(rows, {}, relations, spare=1).readings == ((0,), (1,))
    assert choose(rows, {}, relations, spare=1).violations == 1
    assert choose(rows, {}, relations[:1], spare=1).readings == ((0,),)


def tied_rows(count: int) -> tuple[list[tuple[PlacementOption, ...]], list[Relation]]:
    """Each row may put its number under either of two columns, whose sum alone is known; the third is wrong."""
    rows = [options({f"{at}.a": 1}, {f"{at}.b": 1}, {f"{at}.c": 1}) for at in range(count)]
    relations = [relation({f"{at}.a": 1, f"{at}.b": 1}, "=", {}, (0, 1)) for at in range(count)]
    return rows, relations


def test_exactly_as_many_ties_as_are_listed() -> None:
    solution = choose(*(tied_rows(5)[0], {}, tied_rows(5)[1]))
    assert solution.complete
    assert len(solution.readings) == 32 == MOST_READINGS


def test_more_ties_than_are_listed_still_name_every_option() -> None:
    rows, relations = tied_rows(6)
    solution = choose(rows, {}, relations)
    assert not solution.complete
    assert [sorted({reading[row] for reading in solution.readings}) for row in range(6)] == [[0, 1]] * 6


def test_every_option_named_of_many_ties_is_one_of_a_best_reading() -> None:
    rows, relations = tied_rows(7)
    solution = choose(rows, {}, relations)
    best = set(enumerated(rows, {}, relations))
    assert len(set(solution.readings)) == len(solution.readings)
    assert set(solution.readings) <= best


def test_no_relation_leaves_every_reading() -> None:
    solution = choose([options({"a": 1}, {"b": 1}), options({"c": 1}, {"d": 1})], {}, [])
    assert solution.readings == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert solution.complete


def test_relation_that_does_not_touch_an_open_row_does_not_count() -> None:
    elsewhere = relation({"x": 1}, "=", {"y": 1})
    assert choose([options({"a": 1}, {"b": 1})], {"x": Fraction(5)}, [elsewhere]).readings == ((0,), (1,))


def test_many_options_without_a_relation_are_named_each() -> None:
    rows = [options(*({f"{row}.{at}": 1} for at in range(10))) for row in range(3)]
    solution = choose(rows, {}, [])
    assert not solution.complete
    assert [{reading[row] for reading in solution.readings} for row in range(3)] == [set(range(10))] * 3


def test_a_determined_row_stays_determined_beside_one_with_many_ties() -> None:
    rows = [options({"a": 1}, {"b": 1}), options(*({f"f{at}": 1} for at in range(40)))]
    solution = choose(rows, {"total": Fraction(1)}, [relation({"a": 1}, "=", {"total": 1})])
    assert {reading[0] for reading in solution.readings} == {0}
    assert {reading[1] for reading in solution.readings} == set(range(40))


@pytest.mark.parametrize("comparator", ["<=", ">="])
def test_inequalities_count_as_well(comparator: str) -> None:
    low, high = options({"a": 1}, {"a": 9})
    limit = relation({"a": 1}, comparator, {}, (0, 5))
    assert choose([[low, high]], {}, [limit]).readings == (((0,) if comparator == "<=" else (1,)),)


def test_fractions_are_compared_exactly() -> None:
    third = Fraction(1, 3)
    rows = [[PlacementOption({"a": third}), PlacementOption({"a": Fraction(333333333333, 10**12)})]]
    assert choose(rows, {}, [relation({"a": 3}, "=", {}, (0, 1))]).readings == ((0,),)


@pytest.mark.parametrize("number", [10**6 + 1, 10**9 + 7, 10**12 + 3])
def test_large_numbers_are_compared_exactly(number: int) -> None:
    rows = [options({"a": number}, {"a": number - 1}, {"a": number + 1})]
    assert choose(rows, {"total": Fraction(number)}, [relation({"a": 1}, "=", {"total": 1})]).readings == ((0,),)


@pytest.mark.parametrize("digits", [16, 20, 40])
def test_absurdly_long_numbers_still_give_a_reading(digits: int) -> None:
    number = int("1234567890" * 4) % 10**digits
    rows = [options({"a": number}, {"b": number})]
    solution = choose(rows, {"total": Fraction(number)}, [relation({"a": 1}, "=", {"total": 1})])
    assert (0,) in solution.readings


def test_a_slack_beyond_the_row_leaves_every_place_in_order() -> None:
    assert placements([], 9, 3) == ((),)
    assert placements([0], 9, 3) == ((0,), (1,), (2,))
    assert placements([0, 1, 2, 3], 9, 3) == ()
