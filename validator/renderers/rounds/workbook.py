"""The overview of a round as a workbook to sort and filter: at most five sheets, however many reports."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from validator.messages import say
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.table import missing_heads, missing_rows, organ_heads, organ_rows
from validator.renderers.rounds.words import lead
from validator.renderers.workbook.sheet import SheetWriter, Value, letter

if TYPE_CHECKING:
    from openpyxl import Workbook

_NARROW, _NAME, _TEXT = 12, 34, 60
"""Widths of columns."""
_BAR = "D9534F"


def round_workbook(figures: RoundFigures) -> bytes:
    """The bytes of an `.xlsx` file."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _organs(workbook, figures)
    if figures.roll is not None:
        _missing(workbook, figures)
    _mistakes(workbook, figures)
    _shares(workbook, figures)
    _unchecked(workbook, figures)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _sheet(
    workbook: Workbook, title: str, widths: Sequence[float], heads: Sequence[str], rows: Iterable[Sequence[Value]]
) -> SheetWriter:
    sheet = SheetWriter(workbook, title, widths)
    sheet.head(heads)
    for row in rows:
        sheet.append(row, wrap=True)
    sheet.worksheet.auto_filter.ref = sheet.worksheet.dimensions
    return sheet


def _organs(workbook: Workbook, figures: RoundFigures) -> None:
    from openpyxl.formatting.rule import DataBarRule

    heads = organ_heads(figures)
    widths = [_NAME, *(_NARROW for _ in heads[1:])]
    sheet = _sheet(workbook, say("round-ranking", figures.language), widths, heads, organ_rows(figures))
    for at, head in enumerate(heads, 1):
        if head == say("round-col-correct", figures.language):
            area = f"{letter(at)}2:{letter(at)}{max(sheet.rows, 2)}"
            bar = DataBarRule("num", 0, "max", color=_BAR)  # type: ignore[no-untyped-call] # openpyxl has no types here
            sheet.worksheet.conditional_formatting.add(area, bar)
    for at, line in enumerate(lead(figures)):
        sheet.append([line], gap=0 if at else 1)


def _missing(workbook: Workbook, figures: RoundFigures) -> None:
    language, roll = figures.language, figures.roll
    if roll is None:
        return
    widths = [_NAME, _NARROW, _NARROW, 18, _TEXT]
    sheet = _sheet(
        workbook, say("round-missing-list", language), widths, missing_heads(language), missing_rows(roll, language)
    )
    if roll.strangers:
        names = say("list-comma", language).join(roll.strangers)
        sheet.append([say("round-strangers", language, names=names)], gap=1)


def _mistakes(workbook: Workbook, figures: RoundFigures) -> None:
    language = figures.language
    heads = [
        *(say(f"round-col-{one}", language) for one in ("organ", "year", "demand", "message")),
        *(say(one, language) for one in ("head-why", "head-proof")),
        *(say(f"round-col-{one}", language) for one in ("file", "rule")),
    ]
    rows: list[Sequence[Value]] = [
        [
            figures.name(organ),
            report.year,
            say(f"demand-{one.demand}", language),
            one.message,
            one.why,
            one.proof,
            report.path,
            say("list-comma", language).join(one.rules),
        ]
        for organ in figures.organs
        for report in organ.reports
        for one in report.mistakes
    ]
    widths = [24, 10, _NARROW, _TEXT, 50, 30, 30, 30]
    _sheet(workbook, say("round-mistakes", language), widths, heads, rows)


def _shares(workbook: Workbook, figures: RoundFigures) -> None:
    """Relations, slips and years, one below the other."""
    language = figures.language
    sheet = SheetWriter(workbook, say("round-statistics", language), [_TEXT, _NARROW, 18, _NAME])
    for title, head, shares in (
        ("round-rules", "round-col-relation", figures.rules),
        ("round-slips", "round-col-slip", figures.slips),
    ):
        sheet.append([say(title, language)], bold=True, gap=1 if sheet.rows else 0)
        heads = [say(one, language) for one in (head, "round-col-mistakes", "round-col-reports")]
        sheet.append([*heads, say("round-col-rule", language) if title == "round-rules" else ""], bold=True)
        for one in shares:
            sheet.append([one.words, one.mistakes, one.reports, one.key if title == "round-rules" else ""], wrap=True)
    sheet.append([say("round-years", language)], bold=True, gap=1)
    sheet.append([say(f"round-col-{one}", language) for one in ("year", "reports", "faulty")], bold=True)
    for year, reports, faulty in figures.years:
        sheet.append([say("year-not-known", language) if year is None else str(year), reports, faulty])


def _unchecked(workbook: Workbook, figures: RoundFigures) -> None:
    language = figures.language
    heads = [say(f"round-col-{one}", language) for one in ("where", "what", "remedy")]
    rows = [[one.where, one.what, one.remedy] for one in figures.unchecked]
    _sheet(workbook, say("round-unchecked-sheet", language), [40, _TEXT, _TEXT], heads, rows)
