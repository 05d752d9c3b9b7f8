"""The recognised tables as the form has them, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.excerpt import whole
from validator.renderers.frame import frame
from validator.renderers.glossary import glossary_of
from validator.renderers.headings import report_head, unreadable
from validator.renderers.lines import Line, block, coloured, plain

if TYPE_CHECKING:
    from validator.pipeline import Result
    from validator.renderers import RenderOptions
    from validator.report import Report
    from validator.rulefile import Pack


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """Every table of every report, then what could not be read."""
    lines = list(_document(result, pack, options))
    return coloured(lines) if options.colour else plain(lines)


def _document(result: Result, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    for checked in result.reports:
        yield from _report(checked.report, pack, options)
    for error in result.unreadable:
        yield from unreadable(error, options.language, options.width)


def _report(report: Report, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    glossary = glossary_of(report.form, pack, options.language)
    yield from report_head(report, glossary, options.width)
    yield ()
    for table in report.form.tables:
        yield from block((), glossary.table(table.name), options.width, style="bold")
        yield from frame(whole(table, report), glossary, options.width)
        yield ()
