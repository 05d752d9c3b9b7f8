"""The rules of a pack as a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.messages import say
from validator.renderers.layout.lines import Line, Span, block, coloured, left, plain

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_GAP = "  "


def render_rules(pack: Pack, options: RenderOptions) -> str:
    """One line for each rule: id, severity, section of the report, title; its pack, if there are several."""
    lines = list(_lines(pack, options))
    return coloured(lines) if options.colour else plain(lines)


def _lines(pack: Pack, options: RenderOptions) -> Iterator[Line]:
    language = options.language
    numbers = {table.name: table.number for form in pack.forms for table in form.tables}
    several = len(pack.layers) > 1
    columns = ("rule", "severity", *(("pack",) if several else ()), "table", "title")
    header = tuple(say(f"list-{column}", language) for column in columns)
    rows = [
        (
            rule.id,
            say(f"severity-{rule.severity}", language),
            *((rule.pack,) if several else ()),
            numbers.get(rule.table or "", say("list-report", language)),
            rule.title[language],
        )
        for rule in pack.rules
    ]
    widths = [max(cell_len(row[column]) for row in (header, *rows)) for column in range(len(columns) - 1)]
    for row, style in ((header, "bold"), *((row, "") for row in rows)):
        heads = [Span(left(text, width) + _GAP, style) for text, width in zip(row, widths, strict=False)]
        yield from block(heads, row[-1], options.width, style=style)
    yield ()
    yield from block((), say("list-count", language, count=len(rows)), options.width)
