"""The recognised tables as the form has them, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.renderers.layout.excerpt import whole
from validator.renderers.layout.lines import Line, block, coloured, plain
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import report_head, unreadable
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions


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
