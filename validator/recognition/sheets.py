"""Which sheets of a workbook make up a report, where it holds several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from validator.messages import CATALOGUE, LANGUAGES
from validator.model.document import Document, Grid, Paragraph
from validator.model.errors import UnreadableInputError
from validator.model.report import MISSING, Report

_OWN = frozenset(
    CATALOGUE[key][language] for key in ("form-checks", "sheet-checks", "sheet-findings") for language in LANGUAGES
)
"""Titles of the sheets that this program adds to a report: they repeat its labels and hold no report."""

Recognise = Callable[[Document], Report]
"""The report in a document; raises UnreadableInputError if there is none."""


def reports_by_sheet(document: Document, recognise: Recognise) -> tuple[Report, ...]:
    """The reports of a workbook, one for each sheet or run of sheets; a single one if no table comes twice.

    A report begins where a table comes that the one before has already. A sheet without tables is the cover of what
    follows.
    """
    named = dict.fromkeys(name for block in document.blocks if (name := block.location.sheet) is not None)
    names = tuple(name for name in named if name not in _OWN) or tuple(named)
    if names != tuple(named):
        document = replace(document, blocks=_blocks(document, names))
    if len(names) <= 1:
        return (recognise(document),)
    runs = list(_runs(names, [_tables(_part(document, [name]), recognise) for name in names]))
    if len(runs) <= 1:
        return (recognise(document),)
    return tuple(replace(recognise(_part(document, run)), part=", ".join(run)) for run in runs)


def _tables(document: Document, recognise: Recognise) -> frozenset[str]:
    """The tables that are there."""
    try:
        report = recognise(document)
    except UnreadableInputError:
        return frozenset()
    form = report.form
    return frozenset(table.name for table in form.tables if any(report[cell] is not MISSING for cell in table.cells))


def _runs(names: Sequence[str], tables: Sequence[frozenset[str]]) -> Iterator[list[str]]:
    run: list[str] = []
    seen: set[str] = set()
    cover: list[str] = []
    for name, found in zip(names, tables, strict=True):
        if not found:
            cover.append(name)
            continue
        if seen & found:
            yield run
            run, seen = [], set()
        run += [*cover, name]
        seen |= found
        cover = []
    if seen:
        yield [*run, *cover]


def _part(document: Document, names: Sequence[str]) -> Document:
    """Some sheets as a document of their own; its title is the name of the sheet if there is only one."""
    return replace(document, blocks=_blocks(document, names), title=names[0] if len(names) == 1 else None)


def _blocks(document: Document, names: Sequence[str]) -> tuple[Paragraph | Grid, ...]:
    """All that stands on some sheets, or on none."""
    return tuple(block for block in document.blocks if block.location.sheet in {None, *names})
