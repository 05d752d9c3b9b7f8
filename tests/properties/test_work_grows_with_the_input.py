"""Twice the input is at most twice the work, whatever there is twice as much of, from reading to output.

Work is counted in calls, of functions of C as well, which no other program on the machine can change. What takes longer
and longer inside a single call (a pattern that tries every beginning) only a clock can see; it is asked more loosely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from io import BytesIO
from random import Random
from time import process_time
from typing import TYPE_CHECKING
from unittest import mock
from zipfile import ZipFile

import pytest
from fuzz.structures import packed
from support.checking import CHECKER
from support.official import lay_out
from support.samples import consistent_county
from support.steps import calls
from support.writers import WRITERS

from validator.engine._file_checker import FileChecker
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.result import Result
from validator.renderers import RenderOptions
from validator.renderers.data.json_report import render as render_json
from validator.renderers.terminal.report import render as render_terminal

if TYPE_CHECKING:
    from support.reports import ReportData

GROWTH = 2.1
"""What the second doubling may add, as many times what the first did: 2 for work in proportion, 4 for the square."""
BASE = 50
SLACK = 3000
"""Calls that do not count, since something is looked up for the first time."""
LARGER, SLOWER, UNSEEN = 8, 24.0, 0.1
"""So many times the input takes so many times the time at most, that of less than so many seconds taken as that."""


@cache
def written(writer: str) -> str:
    """A consistent report."""
    return WRITERS[writer].write(lay_out(consistent_county())).decode()


def behind(unit: str, writer: str = "tabs") -> Callable[[int], str]:
    """Much of something at the end of a text."""
    return lambda count: f"{written(writer)}\n{unit * count}\n"


def inside(before: str, unit: str) -> Callable[[int], str]:
    """Much of something in a web page, behind the first place where that stands."""

    def make(count: int) -> str:
        head, found, rest = written("html").partition(before)
        assert found
        return head + found + unit * count + rest

    return make


def in_package(writer: str, name: str, before: str, unit: str) -> Callable[[int], bytes]:
    """Much of something in a part of an office document, before the first place where that stands."""

    def make(count: int) -> bytes:
        held = _package(writer)
        head, found, rest = held[name].decode().partition(before)
        assert found
        return packed({**held, name: (head + unit * count + found + rest).encode()})

    return make


@cache
def _package(writer: str) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(WRITERS[writer].write(lay_out(consistent_county())))) as package:
        return {name: package.read(name) for name in package.namelist()}


def in_number(writer: str, digits: str) -> Callable[[int], str]:
    """Many digits in place of the first number of table three: few are put into columns in every way there is."""
    return lambda count: re.sub(r"(开申请数量[^0-9]*)[0-9]+", rf"\g<1>0{digits * 24 * count}", written(writer), count=1)


def fewer(make: Callable[[int], str]) -> Callable[[int], str]:
    """A quarter of it, since there is much to do for each."""
    return lambda count: make(count // 4)


def more(make: Callable[[int], str]) -> Callable[[int], str]:
    """Twice of it: of less, a part is short enough to be remembered."""
    return lambda count: make(2 * count)


def tables(writer: str) -> Callable[[int], str]:
    """Whole reports one behind the other."""
    return lambda count: (written(writer) + "\n") * max(1, count // 25)


def violated(count: int) -> str:
    """A report in which so many numbers are wrong, and many relations with them."""
    report: ReportData = consistent_county()
    names = sorted(cell for cell in report.cells if cell.startswith(("requests", "disputes")))
    wrong = Random(5).sample(names, min(len(names), count // 5))  # noqa: S311 - the same ones every time
    cells: dict[str, str | int | None] = {cell: report.number(cell) + 3 + at for at, cell in enumerate(wrong)}
    return WRITERS["html"].write(lay_out(report.with_cells(cells))).decode()


KINDS: Mapping[str, Callable[[int], str | bytes]] = {
    "digits": behind("1"),
    "wide digits": behind("１"),
    "digits of a number in columns": in_number("aligned", "1"),
    "digits of a number with tabs": in_number("tabs", "1"),
    "digits of a number in bars": in_number("markdown", "1"),
    "digits of a number on a line": in_number("cell-a-line", "1"),
    "numbers in a number on a line": in_number("cell-a-line", "1.20"),
    "digits of a number in a cell": in_number("html", "1"),
    "Chinese digits": behind("一"),
    "digits with points": behind("1."),
    "digits with commas": behind("1,"),
    "percent signs": behind("%"),
    "percentages": behind("1%"),
    "shares in words": behind("百分之"),
    "brackets": behind("（"),
    "nested brackets": lambda count: f"{written('tabs')}\n{'（' * count}1{'）' * count}\n",
    "titles": behind("《1》"),
    "list items": behind("5件、"),
    "list items with marks": more(behind("（1）申请5件")),
    "numbered lines": behind("1.收到\n"),
    "clauses": behind("申请5件，"),
    "quoted numbers": fewer(behind("全年共收到政府信息公开申请113件。")),
    "quoted numbers that disagree": lambda count: behind("收到申请5件。")(2 * count),
    "quoted numbers in paragraphs": fewer(inside("<body>", "<p>收到申请5件</p>")),
    "outcomes": fewer(behind("予以公开5件、部分公开3件、不予公开2件、")),
    "names": behind("县人民政府"),
    "numbers on lines": behind("1\n"),
    "numbers with tabs": behind("1\t2\t3\n"),
    "numbers on one line": behind("1\t"),
    "labels that look alike, with tabs": behind("一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\n"),
    "labels that look alike, with blanks": behind("一、本年新收政府信息公开申请数量 1 2 3 4 5 6 21\n"),
    "labels that look alike, glued": behind("一、本年新收政府信息公开申请数量12345621\n"),
    "labels that look alike, in cells": inside(
        "<table border=1>", "<tr><td>二、上年结转政府信息公开申请数量</td><td>1</td></tr>"
    ),
    "rows with bars": behind("| 1 | 2 |\n", "markdown"),
    "bars": behind("|", "markdown"),
    "rows as they are typeset": behind("a & 1 & 2 \\\\\n"),
    "commands that do not end": behind("\\\\ & \\multirow{2}{\n"),
    "stars": behind("**a", "markdown"),
    "rows": inside("<table border=1>", "<tr><td>x</td><td>1</td></tr>"),
    "cells": inside("<tr>", "<td>1</td>"),
    "rows that reach over others": inside("<body>", "<table>" + "<tr><td rowspan=50>1</td></tr>" * 3 + "</table>"),
    "small tables": inside("<body>", "<table><tr><td>1</td></tr></table>"),
    "nested elements": lambda count: inside("<body>", "<div>" * (count // 8))(1),
    "nested tables": lambda count: inside("<body>", "<table><tr><td>" * (count // 40))(1),
    "tags that do not end": inside("<body>", "<"),
    "rows of a Word table": in_package(
        *("docx", "word/document.xml", "</w:tbl>"),
        "<w:tr><w:tc><w:p><w:r><w:t>二、上年结转</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>",
    ),
    "paragraphs of Word": in_package(
        *("docx", "word/document.xml", "<w:tbl>"), "<w:p><w:r><w:t>收到申请5件。</w:t></w:r></w:p>"
    ),
    "rows of an OpenDocument table": in_package(
        *("odt", "content.xml", "</table:table>"),
        "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>",
    ),
    "reports in a text": tables("tabs"),
    "reports in lines of cells": tables("cell-a-line"),
    "reports in columns of blanks": tables("aligned"),
}
"""What there is much of -> a report with so much of it."""


@cache
def bench() -> FileChecker:
    task = Task(content=RESULT, today=date(2026, 1, 1), wanted=select_rules(CHECKER.pack))
    return FileChecker(task, pack=CHECKER.pack)


def checked(text: str | bytes) -> None:
    """Everything that is done for one file: read, checked, located, told."""
    with mock.patch("validator.readers.libreoffice._program", return_value=None):
        (outcome,) = bench().run([Source("report", text if isinstance(text, bytes) else text.encode())])
    result = Result(outcome.results, () if outcome.error is None else (outcome.error,))
    render_json(result, CHECKER.pack, RenderOptions())
    render_terminal(result, CHECKER.pack, RenderOptions())


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_much_is_twice_the_work(kind: str) -> None:
    make, base = KINDS[kind], BASE
    checked(make(4 * base))  # what is made once and kept
    one, two, four = (calls(partial(checked, make(base * times))) for times in (1, 2, 4))
    assert four - two <= GROWTH * max(two - one, 0) + SLACK, (one, two, four)


def test_the_work_on_violated_relations_does_not_grow_with_their_number_without_end() -> None:
    """Beyond a few, more numbers are wrong, but not more is searched: the steps of a search are counted."""
    checked(violated(200))
    few, many = calls(partial(checked, violated(50))), calls(partial(checked, violated(400)))
    assert many <= 16 * few


@pytest.mark.parametrize(
    "kind",
    ["digits", "Chinese digits", "digits with commas", "percentages", "brackets", "names", "numbers on one line"],
)
def test_no_pattern_tries_every_beginning(kind: str) -> None:
    make, base = KINDS[kind], 4000
    checked(make(base))
    times = []
    for count in (base, LARGER * base):
        started = process_time()
        checked(make(count))
        times.append(max(process_time() - started, UNSEEN))
    assert times[1] <= SLOWER * times[0]


def test_what_grows_with_the_square_is_noticed() -> None:
    """The measure itself."""
    sizes = [sum(len(str(at)) for at in range(count) for _ in range(count)) for count in (10, 20, 40)]
    assert sizes[2] - sizes[1] > GROWTH * (sizes[1] - sizes[0])
