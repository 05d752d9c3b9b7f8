"""The second reading looks at the tables in question, and at everything only where these are not read alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from readers.pdf_reports import report_pdf
from support.official import lay_out
from support.randomreport import random_report
from support.writers import WRITERS

from validator.engine._file_checker import FileChecker
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.document import Document, Grid
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.packs.pack import load_pack
from validator.readers import read

WRONG = "disputes.reconsideration.total"
Change = Callable[[Document], Document]


@lru_cache
def faulty(kind: str) -> bytes:
    """A report one of whose totals is wrong."""
    report = random_report(Random(11), "2021")  # noqa: S311  the same report in every run
    page = lay_out(report.with_cells({WRONG: report.number(WRONG) + 40}))
    return report_pdf(page) if kind == "pdf" else WRITERS[kind].write(page)


def checked(kind: str, change: Change = lambda document: document) -> tuple[ReportResult, list[dict[str, object]]]:
    """What is told of it, and how it was read the second time; `change`: what that reading makes of it."""
    asked: list[dict[str, object]] = []

    def reading(path: str, **how: Any) -> Document:  # noqa: ANN401  as it was asked
        document = read(path, **how)
        if not how.get("second"):
            return document
        asked.append(how)
        return change(document)

    task = Task(content=RESULT, today=date(2026, 1, 1), wanted=select_rules(load_pack()))
    (outcome,) = FileChecker(task, read=reading).run([Source(f"年报.{kind}", faulty(kind))])
    (result,) = outcome.results
    return result, asked


@pytest.mark.parametrize("kind", ["pdf", "html", "docx"])
def test_one_reading_is_enough_where_both_agree(kind: str) -> None:
    result, asked = checked(kind)
    violated = [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    assert violated
    assert all(one.second_reading is not None and one.second_reading.agrees for one in violated)
    assert len(asked) == 1


def test_of_a_pdf_only_the_pages_of_the_table_are_read() -> None:
    result, asked = checked("pdf")
    cells = [result.report[name] for name in result.report.form.table("disputes").cells]
    pages = {cell.location.page for cell in cells if cell.location is not None}
    every = {cell.location.page for cell in result.report.cells if cell.location is not None}
    read_again = asked[0]["pages"]
    assert isinstance(read_again, frozenset)
    assert pages <= read_again < every


@pytest.mark.parametrize(("kind", "times"), [("pdf", 2), ("html", 1), ("docx", 1)])
def test_where_they_differ_everything_is_read_and_the_finding_withdrawn(kind: str, times: int) -> None:
    printed = checked(kind)[0].report[WRONG].raw

    def right(document: Document) -> Document:
        blocks = [
            replace(one, cells=tuple(cell._replace(text=_less(cell.text, printed)) for cell in one.cells))
            if isinstance(one, Grid)
            else one
            for one in document.blocks
        ]
        return replace(document, blocks=tuple(blocks))

    result, asked = checked(kind, right)
    withdrawn = [one for one in result.findings if one.second_reading and one.second_reading.differing]
    assert [one.verdict for one in withdrawn] == [Verdict.UNDETERMINED] * len(withdrawn)
    assert any(WRONG in one.second_reading.differing for one in withdrawn if one.second_reading)
    assert len(asked) == times
    assert asked[-1].get("pages") is None


def _less(text: str, printed: str) -> str:
    return str(int(printed) - 40) if text == printed else text


def test_what_is_not_found_on_those_pages_is_looked_for_on_all() -> None:
    def without(document: Document) -> Document:
        return replace(document, blocks=()) if len({one.location.page for one in document.blocks}) < 3 else document

    result, asked = checked("pdf", without)
    violated = [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    assert all(one.second_reading is not None and one.second_reading.agrees for one in violated)
    assert [one.get("pages") is None for one in asked] == [False, True]
