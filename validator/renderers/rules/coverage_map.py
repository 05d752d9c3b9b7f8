"""What the rules are able to see, as a map of the form: a symbol and a colour for each cell, blind spots in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.constraints.coverage import CellCoverage, Detection
from validator.messages import say
from validator.model.form import Form, Table
from validator.proving.sight import held_elsewhere
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import Line, Span, block, clean, clip, coloured, even, left, plain
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_SYMBOLS: Mapping[str, tuple[str, str]] = {
    "corrected": ("#", "green"),
    "detected": ("+", "yellow"),
    "sometimes": ("~", "magenta"),
    "soft": (".", "cyan"),
    "never": ("-", "bold red"),
}
"""What can be seen of a cell -> symbol, colour. The best comes first."""
_HEADER, _LABEL, _SHORT_LABEL, _GAP = 12, 40, 18, 2
_NARROWEST = 40

Coverages = Sequence[tuple[Form, Sequence[CellCoverage]]]
Elsewhere = Mapping[str, Sequence[str]]
"""Cell -> rules that hold it against other reports or the text."""


def render_coverage(coverages: Coverages, pack: Pack, options: RenderOptions) -> str:
    """The maps of some forms as text; ANSI colours if asked for."""
    lines = [
        line
        for form, cells in coverages
        for line in _form(cells, held_elsewhere(pack, form), glossary_of(form, pack, options.language), options)
    ]
    return coloured(lines) if options.colour else plain(lines)


def render_coverage_json(coverages: Coverages, pack: Pack) -> str:
    """One JSON document: for each form, what can be seen of each cell."""
    forms = [_form_json(form, cells, held_elsewhere(pack, form)) for form, cells in coverages]
    return json_text({"version": 1, "forms": forms})


def _form_json(form: Form, cells: Sequence[CellCoverage], elsewhere: Elsewhere) -> Json:
    kinds = [_kind(one) for one in cells]
    return {
        "form": form.id,
        "summary": {kind: kinds.count(kind) for kind in _SYMBOLS},
        "cells": {
            one.cell: {
                "detected": one.detected,
                "located": one.located,
                "corrected": one.corrected,
                "confused_with": list(one.confused_with),
                "rules": list(one.rules),
                "softer_rules": list(one.softer_rules),
                "held_elsewhere": list(elsewhere.get(one.cell, ())),
            }
            for one in cells
        },
    }


def _kind(one: CellCoverage) -> str:
    if one.detected is Detection.ALWAYS:
        return "corrected" if one.located else "detected"
    if one.detected is Detection.SOMETIMES:
        return "sometimes"
    return "soft" if one.softer_rules else "never"


def _form(
    cells: Sequence[CellCoverage], elsewhere: Elsewhere, glossary: Glossary, options: RenderOptions
) -> Iterator[Line]:
    width = max(options.width, _NARROWEST)
    language = glossary.language
    title = say("coverage-heading", language, form=glossary.edition(glossary.form.id))
    yield from block((), title, width, style="bold")
    yield ()
    kinds = {one.cell: _kind(one) for one in cells}
    for table in glossary.form.tables:
        yield from _table(table, kinds, glossary, width)
        yield ()
    for kind, (symbol, style) in _SYMBOLS.items():
        count = sum(one == kind for one in kinds.values())
        if count:
            words = say("coverage-count", language, words=_words(kind, language), count=count)
            yield from block([Span(symbol, style), Span(" ")], words, width)
    yield ()
    yield from _blind_spots(cells, kinds, glossary, width)
    for text in _unbound([one for one in cells if kinds[one.cell] in {"never", "soft"}], elsewhere, glossary):
        yield from block((), text, width)
    yield from block((), say("coverage-premise", language), width, style="dim")
    yield ()


def _words(kind: str, language: str) -> str:
    return say(f"coverage-{kind}", language)


def _table(table: Table, kinds: Mapping[str, str], glossary: Glossary, width: int) -> Iterator[Line]:
    """The cells of a table as symbols under the titles of its columns."""
    corner = even(glossary.table(table.name))
    labels = [even(glossary.row(row)) for row in table.rows]
    headers = [clip(even(glossary.column(column)), _HEADER) for column in table.columns]
    spare = width - sum(cell_len(header) + _GAP for header in headers)
    room = min(max(map(cell_len, labels)), _LABEL, max(spare, _SHORT_LABEL))
    yield from block((), corner, width, style="bold")
    for columns in _chunks(headers, width - room):
        heads = [Span(" " * _GAP + left(headers[at], cell_len(headers[at])), "dim") for at in columns]
        yield (Span(left("", room)), *heads)
        for row, label in zip(table.rows, labels, strict=True):
            spans = [Span(left(clip(label, room), room))]
            for at in columns:
                symbol, style = _SYMBOLS[kinds[f"{table.name}.{row.name}.{table.columns[at].name}"]]
                before = (cell_len(headers[at]) - 1) // 2
                spans += [
                    Span(" " * (_GAP + before)),
                    Span(symbol, style),
                    Span(" " * (cell_len(headers[at]) - before - 1)),
                ]
            yield tuple(spans)


def _chunks(headers: Sequence[str], width: int) -> Iterator[list[int]]:
    """Columns that fit beside each other."""
    chunk: list[int] = []
    used = 0
    for at, header in enumerate(headers):
        taken = cell_len(header) + _GAP
        if chunk and used + taken > width:
            yield chunk
            chunk, used = [], 0
        chunk.append(at)
        used += taken
    yield chunk


def _blind_spots(
    cells: Sequence[CellCoverage], kinds: Mapping[str, str], glossary: Glossary, width: int
) -> Iterator[Line]:
    """What is not seen in full, in words."""
    language = glossary.language
    blind = [kind for kind in reversed(list(_SYMBOLS)) if kind != "corrected" and kind in kinds.values()]
    if not blind:
        yield from block((), say("coverage-no-blind", language), width)
        return
    yield from block((), say("coverage-blind", language), width, style="bold")
    for kind in blind:
        names = [one for one in cells if kinds[one.cell] == kind]
        spots = _groups(names, glossary) if kind == "detected" else _by_table([one.cell for one in names], glossary)
        words = say("semicolon", language).join(spots)
        symbol, style = _SYMBOLS[kind]
        line = say("coverage-kind", language, words=_words(kind, language), spots=words)
        yield from block([Span(f"  {symbol} ", style)], line, width)


def _unbound(cells: Sequence[CellCoverage], elsewhere: Elsewhere, glossary: Glossary) -> Iterator[str]:
    """What nothing within a report says to be wrong, and what it is held against in its place."""
    if not cells:
        return
    language = glossary.language
    semicolon, comma = say("semicolon", language), say("list-comma", language)
    yield say("coverage-unbound", language, spots=semicolon.join(_by_table([one.cell for one in cells], glossary)))
    rules = dict.fromkeys(rule for one in cells for rule in elsewhere.get(one.cell, ()))
    if rules:
        yield say("coverage-elsewhere", language, rules=comma.join(map(clean, rules)))
    alone = [one.cell for one in cells if one.cell not in elsewhere]
    if alone:
        yield say("coverage-nowhere", language, spots=semicolon.join(_by_table(alone, glossary)))


def _by_table(names: Sequence[str], glossary: Glossary) -> Iterator[str]:
    for table in glossary.form.tables:
        mine = [name for name in names if name in table.cells]
        if mine:
            title = say("table-name", glossary.language, number=table.number, title=table.title[glossary.language])
            whole = len(mine) == len(table.cells)
            words = say("whole-table", glossary.language, table=title) if whole else glossary.cells(mine)
            yield words if whole else say("coverage-spot", glossary.language, table=title, cells=words)


def _groups(cells: Sequence[CellCoverage], glossary: Glossary) -> Iterator[str]:
    """The cells that are not told from each other, group by group."""
    groups = dict.fromkeys(tuple(sorted((one.cell, *one.confused_with))) for one in cells)
    for group in groups:
        ordered = sorted(group, key=glossary.form.index.__getitem__)
        yield say("coverage-group", glossary.language, cells=glossary.cells(ordered), count=len(group))
