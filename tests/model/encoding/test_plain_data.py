"""Values come back as they were written, and nothing else comes back: no other type, no other class, no call."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.claim import Claim, Growth, Measure, Quotation, Share, Stated
from validator.model.document import Location
from validator.model.encoding.plain_data import BrokenDataError, PlainData, StandIn
from validator.model.finding import Finding
from validator.model.observations.facts import CellsCounted, RowsCutOff
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import CellValue, Reading
from validator.model.rules.constraint import Linear, Term
from validator.model.rules.rule import Severity, Verdict


class Point(NamedTuple):
    x: int
    name: str = ""


class Colour(StrEnum):
    RED = "red"


class Leaf(msgspec.Struct, frozen=True):
    share: Fraction | None
    day: date | None = None
    colour: Colour = Colour.RED


class Tree(msgspec.Struct, frozen=True):
    leaves: tuple[Leaf, ...]
    named: Mapping[str, Leaf]
    point: Point
    pair: tuple[Fraction, bytes]
    amounts: Mapping[Colour, Decimal | None]


TEXTS = st.text() | st.text(st.characters(categories=["Cs"]), min_size=1, max_size=3)
LEAVES = st.builds(
    Leaf, st.none() | st.fractions(), st.none() | st.dates(min_value=date(1, 1, 1)), st.sampled_from(Colour)
)
TREES = st.builds(
    Tree,
    st.lists(LEAVES, max_size=3).map(tuple),
    st.dictionaries(st.text(), LEAVES, max_size=3),
    st.builds(Point, st.integers(), TEXTS),
    st.tuples(st.fractions(), st.binary()),
    st.dictionaries(st.sampled_from(Colour), st.none() | st.decimals(allow_nan=False), max_size=1),
)
DATA: PlainData[Tree] = PlainData(Tree)


@given(TREES)
def test_values_come_back(tree: Tree) -> None:
    """Numbers of any size and names of files that are no Unicode as well."""
    assert DATA.read(DATA.written(tree)) == tree


@given(st.binary(max_size=40))
def test_other_bytes_are_told_as_such(body: bytes) -> None:
    for start in (b"", b"\0", b"\1"):
        with pytest.raises(BrokenDataError):
            DATA.read(start + body)


@given(TREES, st.data())
def test_what_was_cut_off_is_told_as_such(tree: Tree, data: st.DataObject) -> None:
    body = DATA.written(tree)
    with pytest.raises(BrokenDataError):
        DATA.read(body[: data.draw(st.integers(0, len(body) - 1))])


@pytest.mark.parametrize(
    "measure",
    [
        Linear((Term("a.b.c", Fraction(1, 3)),)),
        Share(Linear((), Fraction(2)), None),
        Growth(Linear(())),
        Stated.YEAR,
    ],
)
def test_one_of_several_classes_comes_back_as_itself(measure: Measure) -> None:
    claim = Claim("claim-x", "text", Fraction(1), measure, None, Verdict.SATISFIED, found_in=None)
    finding = Finding("claim-x", Severity.ERROR, Verdict.VIOLATED, facts=Quotation(claim))
    data: PlainData[Finding] = PlainData(Finding)
    assert data.read(data.written(finding)) == finding


def test_so_do_facts_of_any_kind() -> None:
    data: PlainData[tuple[Observation, ...]] = PlainData(tuple[Observation, ...])
    observed = (
        Observation(ObservationKind.TABLE_INCOMPLETE, facts=RowsCutOff(("a",), last="b")),
        Observation(ObservationKind.READING_CONTRADICTED, facts=CellsCounted(3)),
        Observation(ObservationKind.YEAR_UNKNOWN),
    )
    assert data.read(data.written(observed)) == observed


def test_something_else_may_stand_for_a_value() -> None:
    known = {"a": Point(1, "a")}
    data: PlainData[tuple[Point, ...]] = PlainData(
        tuple[Point, ...], {Point: StandIn(str, lambda point: point.name, lambda name: known[name])}
    )
    assert data.read(data.written((known["a"],)))[0] is known["a"]
    with pytest.raises(BrokenDataError):
        data.read(data.written((Point(2, "b"),)))


class Acts:
    """Would make a folder if it were taken at its word."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.mkdir, (self._path,)


def test_nothing_is_done(tmp_path: Path) -> None:
    data: PlainData[Any] = PlainData(tuple[CellValue, ...])
    for start in (b"", b"\0", b"\1"):
        with pytest.raises(BrokenDataError):
            data.read(start + pickle.dumps(Acts(tmp_path / "done")))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "changed",
    [
        {"reading": "guessed"},
        {"value": "one"},
        {"raw": 5},
        {"raw": None},
        {"location": ["first"]},
        {"places": "2"},
        {"candidates": [[]]},
        {"candidates": {}},
    ],
)
def test_every_field_is_of_its_type(changed: dict[str, object]) -> None:
    data: PlainData[CellValue] = PlainData(CellValue)
    cell = CellValue(Reading.READ, Decimal("1.50"), "1.50", Location(table=2))
    told = msgspec.msgpack.decode(data.written(cell)[1:])
    assert data.read(b"\0" + msgspec.msgpack.encode(told)) == cell
    with pytest.raises(BrokenDataError):
        data.read(b"\0" + msgspec.msgpack.encode({**told, **changed}))


def test_a_class_is_none_of_ours() -> None:
    with pytest.raises(TypeError):
        PlainData(Path)
