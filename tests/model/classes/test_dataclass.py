"""Classes whose methods are made when they are called are what those of the standard library are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, get_type_hints

import pytest

from validator.model.classes import dataclass as ours

KINDS: list[dict[str, bool]] = [
    {},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "eq": False},
    {"slots": True},
    {"slots": True, "eq": False},
]


class Written:
    """What is made a class of fields, by this package and by the standard library."""

    shared: ClassVar[int] = 7
    first: int
    second: str = "b"


def both(**options: bool) -> tuple[type[Any], type[Any]]:
    """The same class, made here and there."""
    inside = {
        "__annotations__": Written.__annotations__,
        "shared": 7,
        "second": "b",
        "__doc__": "Text.",
        "__module__": __name__,
    }
    bare = [type("Written", (), dict(inside)) for _ in range(2)]
    make: Any = ours.dataclass
    return make(**options)(bare[0]), dataclasses.dataclass(**options)(bare[1])


@ours.dataclass(frozen=True, slots=True)
class Point:
    """A class that others are made from."""

    x: int
    y: int = 0
    note: Mapping[str, str] = ours.field(default_factory=dict, compare=False, metadata={"of": "words"})


@ours.dataclass(frozen=True, slots=True)
class Solid(Point):
    """With one field more, another default, and a condition."""

    y: int = 5
    z: int = ours.field(default=1, repr=False)

    def __post_init__(self) -> None:
        if self.z < 0:
            raise ValueError(self.z)


@ours.dataclass(frozen=True)
class Measured:
    """One that remembers what was computed."""

    sides: tuple[int, ...]

    @cached_property
    def area(self) -> int:
        """Computed once."""
        return self.sides[0] * self.sides[1]


@ours.dataclass(slots=True)
class Tally:
    """One that changes."""

    counts: list[int] = ours.field(default_factory=list)
    total: int = ours.field(default=3, init=False)


@pytest.mark.parametrize("options", KINDS)
def test_a_value_is_made_shown_and_compared_as_in_the_standard_library(options: dict[str, bool]) -> None:
    mine, its = both(**options)
    outcomes = []
    for kind in (mine, its):
        one, same, other = kind(first=1), kind(first=1, second="b"), kind(first=1, second="c")
        outcomes.append(
            (
                repr(one),
                one == same,
                one == other,
                one != "b",
                kind.__hash__ is None,
                kind.__match_args__,
                kind.shared,
                hasattr(one, "__dict__"),
                str(inspect.signature(kind.__init__)),
                str(inspect.signature(kind)),
            )
        )
        if kind.__hash__ is not None and options.get("eq", True):
            assert hash(one) == hash(same) == hash((1, "b"))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("options", KINDS)
def test_the_standard_library_sees_a_class_of_its_own(options: dict[str, bool]) -> None:
    mine, its = both(**options)
    kind: Any = mine
    assert dataclasses.is_dataclass(kind)
    seen = [
        [(one.name, one.type, one.default, one.kw_only) for one in dataclasses.fields(kind)] for kind in (mine, its)
    ]
    assert seen[0] == seen[1]
    one = mine(first=1)
    assert dataclasses.replace(one, first=2) == ours.replace(one, first=2) or not options.get("eq", True)
    assert dataclasses.asdict(one) == {"first": 1, "second": "b"}
    assert get_type_hints(mine)["first"] is int


@pytest.mark.parametrize("options", [one for one in KINDS if one.get("frozen")])
def test_what_is_frozen_stays_as_it_is(options: dict[str, bool]) -> None:
    one = both(**options)[0](first=1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'first'"):
        one.first = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'first'"):
        del one.first
    assert one.first == 1


def test_a_class_made_from_another_has_its_fields_first() -> None:
    assert [one.name for one in ours.fields(Solid)] == ["x", "y", "note", "z"]
    assert repr(Solid(1)) == "Solid(x=1, y=5, note={})"
    assert Solid(1, 2, {"a": "b"}, 3) == Solid(1, 2, z=3)
    assert Solid(1) != Point(1, 5)
    assert getattr(Solid, "__slots__", None) == ("z",)
    with pytest.raises(ValueError, match="-1"):
        Solid(1, z=-1)


def test_values_of_their_own_are_made_for_each() -> None:
    first, second = Tally(), Tally()
    first.counts.append(1)
    assert (first.counts, second.counts, first.total) == ([1], [], 3)
    assert Point(1).note is not Point(1).note
    with pytest.raises(TypeError, match="total"):
        Tally(total=1)  # type: ignore[call-arg]  # refused
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]  # refused


def test_values_travel_and_are_copied() -> None:
    for value in (Solid(1, 2, {"a": "b"}, 3), Measured((2, 3)), Tally([1])):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - made here
        assert copy.deepcopy(value) == copy.copy(value) == value


def test_what_is_remembered_is_no_field() -> None:
    one = Measured((2, 3))
    assert (one.area, one.__dict__["area"], hash(one)) == (6, 6, hash(((2, 3),)))


def test_a_value_that_holds_itself_is_shown() -> None:
    one = Tally()
    one.counts.append(one)  # type: ignore[arg-type]  # for once
    assert repr(one) == "Tally(counts=[...], total=3)"


def test_methods_that_are_written_out_are_kept() -> None:
    @ours.dataclass(frozen=True, slots=True)
    class Named:  # noqa: PLW1641 - its fields are hashed
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and self.name.lower() == other.name.lower()

        def __repr__(self) -> str:
            return self.name

    @ours.dataclass(frozen=True)
    class Hashed:
        name: str

        def __hash__(self) -> int:
            return 5

    assert Named("A") == Named("a")
    assert repr(Named("A")) == "A"
    assert hash(Named("A")) == hash(("A",))
    assert hash(Hashed("A")) == 5


def test_how_a_class_is_called_is_known_before_it_is() -> None:
    @ours.dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        name: str
        of: str | None = None

    class Below(Named):
        def __init__(self, other: int) -> None:
            super().__init__(name=str(other))

    assert str(inspect.signature(Named)) == "(*, name: 'str', of: 'str | None' = None) -> None"
    assert str(inspect.signature(Below)) == "(other: 'int') -> 'None'"
    assert Below(3).name == "3"


def test_fields_say_what_was_said_of_them() -> None:
    assert [dict(one.metadata) for one in ours.fields(Point)] == [{}, {}, {"of": "words"}]
    assert [dict(one.metadata) for one in dataclasses.fields(Point)] == [{}, {}, {"of": "words"}]
    assert [one.default is dataclasses.MISSING for one in dataclasses.fields(Point)] == [True, False, True]
    assert [one.default is ours.MISSING for one in ours.fields(Point(1))] == [True, False, True]
    assert not ours.is_dataclass(Written)
