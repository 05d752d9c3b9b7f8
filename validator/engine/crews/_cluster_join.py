"""The join over years and units as a Dask dataframe: what its partitions are made of, and what is done with them.

A row is a report: the group it belongs to, its place in the run, and its extract. Before the rows of a group stands one
that says how its reports belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine.task import FileOutcome, Tally

if TYPE_CHECKING:
    import pandas as pd

_NOT_A_REPORT = -1
"""Place of the row that describes a group."""
BATCH = 256
"""Rows of a partition that is sent to the workers."""


class JoinedRow(NamedTuple):
    """One row; the fields are the columns."""

    group: int
    place: int
    body: bytes | GroupTask


def rows(listed: Iterable[JoinedRow]) -> pd.DataFrame:
    """Rows as a partition."""
    import pandas as pd

    frame = pd.DataFrame(list(listed), columns=list(JoinedRow._fields))
    return frame.astype({"group": "int64", "place": "int64", "body": "object"})


def descriptions(groups: Sequence[GroupTask]) -> Iterator[JoinedRow]:
    """The row that stands before those of each group."""
    return (JoinedRow(number, _NOT_A_REPORT, group) for number, group in enumerate(groups))


def rows_of(outcomes: Sequence[FileOutcome], places: Sequence[tuple[int, Sequence[int]]]) -> pd.DataFrame:
    """The partition of a chunk of files; `places`: of each report in it, and the groups it belongs to."""
    bodies = (extract.body for outcome in outcomes for extract in outcome.extracts)
    return rows(
        JoinedRow(group, place, body) for (place, groups), body in zip(places, bodies, strict=True) for group in groups
    )


def reports_in(outcomes: Sequence[FileOutcome]) -> int:
    """How many reports stood in a chunk of files."""
    return sum(len(one.extracts) for one in outcomes)


def held_rows(partition: pd.DataFrame, hold: Callable[[GroupTask], GroupOutcome]) -> pd.DataFrame:
    """What comes of the groups of a partition: number of the group, text, and the fields of the tally."""
    import pandas as pd

    found = []
    for number, listed in partition.sort_values(["group", "place"]).groupby("group", sort=True):
        bodies = dict(zip(listed["place"].tolist(), listed["body"], strict=True))
        group = bodies[_NOT_A_REPORT]
        held = hold(group.with_bodies(bodies.__getitem__))
        found.append((number, held.text, *held.tally))
    frame = pd.DataFrame(found, columns=["group", "text", *Tally._fields])
    return frame.astype({"text": "object", **dict.fromkeys(("group", *Tally._fields), "int64")})


def in_order(found: pd.DataFrame) -> Iterator[GroupOutcome]:
    """What comes of all groups, in their order."""
    for _, text, *tally in found.sort_values("group").itertuples(index=False):
        yield GroupOutcome(text, Tally(*map(int, tally)))
