"""The tables of a page in other shapes: table four row by row or in three parts, all tables in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from support.page import Box, Line, Page, Sheet

_Rows: TypeAlias = Sequence[tuple[str, tuple[Box, ...]]]
"""A kind of case and its numbers."""

_KINDS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def upright(page: Page) -> Page:
    """Table four with a row for each kind of case."""
    header = tuple(map(Box, ("案件", *_RESULTS)))
    return _with_table_four(page, lambda rows: [Sheet((header, *((Box(kind), *row) for kind, row in rows)))])


def apart(page: Page) -> Page:
    """Table four as a small table for each kind of case, under its name."""
    header = tuple(map(Box, _RESULTS))
    return _with_table_four(
        page, lambda rows: [part for kind, row in rows for part in (Line(kind), Sheet((header, row)))]
    )


def _with_table_four(page: Page, shape: Callable[[_Rows], Sequence[Line | Sheet]]) -> Page:
    last, numbers = [(at, block.rows[-1]) for at, block in enumerate(page) if isinstance(block, Sheet)][-1]
    width = len(_RESULTS)
    rows = [(kind, numbers[at * width : (at + 1) * width]) for at, kind in enumerate(_KINDS)]
    return (*page[:last], *shape(rows), *page[last + 1 :])


def in_one(page: Page) -> Page:
    """All tables as one, where the first of them stands; the text that stood between them follows."""
    rows = tuple(row for block in page if isinstance(block, Sheet) for row in block.rows)
    return tuple(_in_one(page, Sheet(rows)))


def _in_one(page: Page, whole: Sheet) -> Iterator[Line | Sheet]:
    done = False
    for block in page:
        if isinstance(block, Line):
            yield block
        elif not done:
            yield whole
            done = True
