"""The names of a form: what stands in rules for its tables, rows, columns and cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.form import Form, Table
from validator.renderers.layout.lines import Line, Span, block, coloured, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions


def render_names(forms: Sequence[Form], pack: Pack, options: RenderOptions) -> str:
    """Each form with its tables, and of these the rows and columns: name and what is printed."""
    lines = list(_lines(forms, pack, options))
    return coloured(lines) if options.colour else plain(lines)


def render_names_json(forms: Sequence[Form]) -> str:
    """The same for programs: every cell with its labels."""
    said = [
        {
            "form": form.id,
            "tables": [
                {
                    "name": table.name,
                    "number": table.number,
                    "title": {"zh": table.title.zh, "en": table.title.en},
                    "rows": [{"name": row.name, "labels": list(row.labels)} for row in table.rows],
                    "columns": [
                        {"name": column.name, "labels": list(column.labels), "unit": column.unit}
                        for column in table.columns
                    ],
                    "cells": list(table.cells),
                }
                for table in form.tables
            ],
        }
        for form in forms
    ]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _lines(forms: Sequence[Form], pack: Pack, options: RenderOptions) -> Iterator[Line]:
    language = options.language
    for form in forms:
        yield from block([Span(form.id, "bold"), Span("  ")], form.title[language], options.width)
        for table in form.tables:
            yield ()
            heads = [Span(f"{table.name}", "bold"), Span("  ")]
            yield from block(heads, f"{table.number} {table.title[language]}", options.width)
            yield from _names(say("names-rows", language), _rows(table, language), options)
            yield from _names(say("names-columns", language), _columns(table, language), options)
        yield ()
    if pack.facts:
        yield from _names(say("names-facts", language), [(one.name, "0 | 1") for one in pack.facts], options)
        yield ()
    yield from block((), say("names-more", language), options.width)


def _rows(table: Table, language: str) -> list[tuple[str, str]]:
    return [(row.name, f"{row.number}{row.title[language]}") for row in table.rows]


def _columns(table: Table, language: str) -> list[tuple[str, str]]:
    return [
        (column.name, column.title[language] + (f" ({column.unit})" if column.unit else "")) for column in table.columns
    ]


def _names(heading: str, names: Sequence[tuple[str, str]], options: RenderOptions) -> Iterator[Line]:
    yield from block((), heading, options.width, indent=2)
    width = max(len(name) for name, _ in names)
    for name, label in names:
        yield from block([Span(f"    {name:<{width}}  ")], label, options.width)
