"""A sheet with the tables of one report, from which the formulas of the workbook compute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from validator.constraints.together.evaluation import VectorBlock
from validator.constraints.together.vectors import vectors
from validator.messages import say
from validator.model.rules.rule import Severity
from validator.renderers.layout.lines import clean
from validator.renderers.terminal.headings import report_words
from validator.renderers.words import summary
from validator.renderers.words.equation import choices
from validator.renderers.words.figures import exact
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.mistake import mistakes_of
from validator.renderers.workbook._relations import Shape
from validator.renderers.workbook.sheet import SheetWriter, Value, letter

if TYPE_CHECKING:
    from openpyxl import Workbook

    from validator.model.form import Table
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

STRONG = {Severity.ERROR: "FF8A75", Severity.WARNING: "FFD24D", Severity.NOTE: "9CC8F5"}
"""Fills of the cells that have to change."""
FAINT = "FBF1EE"
"""Fill of the cells that only take part."""
FILLS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.NOTE: "BDD7EE"}
"""Colour of what belongs to a finding of each severity."""

_BEFORE = 2
"""Sheets before that of the first report."""
_NAME = 28
"""Characters of the name of a sheet, of the 31 that there may be."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LABELS, _NUMBERS = 64, 14
"""Widths of the columns."""


class Numbers(Struct, frozen=True):
    """The numbers of a report, as they are evaluated and where they stand in the workbook."""

    shape: Shape
    block: VectorBlock
    """One vector a reading."""
    addresses: Mapping[str, str]
    """Cell of the form -> address, with the sheet."""


def add_tables(workbook: Workbook, checked: ReportResult, shape: Shape, pack: Pack, language: str) -> Numbers:
    """Add the sheet of a report; its name begins with its number."""
    report = checked.report
    number = len(workbook.worksheets) - _BEFORE + 1
    block = vectors(shape.system, [report], pack.facts).block
    glossary = glossary_of(report.form, pack, language)
    organ = _NOT_IN_NAMES.sub("", clean(report.organ or ""))
    widest = max(len(table.columns) for table in report.form.tables)
    sheet = SheetWriter(workbook, f"{number} {organ}"[:_NAME].strip(), [_LABELS, *[_NUMBERS] * widest])
    sheet.append([summary.heading(report, language)], bold=True)
    sheet.append([report_words(report, language)])
    sheet.append([summary.form_words(report, glossary)])
    decimals = [column.decimals for table in report.form.tables for _ in table.rows for column in table.columns]
    values = dict(zip(report.form.cells, _values(report, block, decimals, language), strict=True))
    addresses: dict[str, str] = {}
    for table in report.form.tables:
        addresses |= _add_table(sheet, table, values, glossary)
    for name, mark in _marks(checked, pack, language).items():
        found = sheet.worksheet[addresses[name].rpartition("!")[2]]
        fill = STRONG[mark.severity] if mark.change else FAINT
        sheet.mark(found.row, found.column, fill, mark.change, mark.text)
    return Numbers(shape, block, addresses)


def _add_table(sheet: SheetWriter, table: Table, values: Mapping[str, Value], glossary: Glossary) -> dict[str, str]:
    """Title, heads and rows of a table below what there is; gives the addresses of its cells."""
    sheet.append([glossary.table(table.name)], bold=True, gap=1)
    sheet.append(["", *(column.title[glossary.language] for column in table.columns)], bold=True, wrap=True)
    addresses: dict[str, str] = {}
    for one in table.rows:
        cells = [f"{table.name}.{one.name}.{column.name}" for column in table.columns]
        row = sheet.append([glossary.row(one), *(values[cell] for cell in cells)])
        addresses |= {cell: f"'{sheet.worksheet.title}'!{letter(at)}{row}" for at, cell in enumerate(cells, 2)}
    return addresses


def _values(report: Report, block: VectorBlock, decimals: Sequence[int], language: str) -> Iterator[Value]:
    """Each number in the unit of its column; text where it is not known, nothing for a blank."""
    for at, cell in enumerate(report.cells):
        columns = (part[:, at].tolist() for part in (block.values, block.blank, block.unknown))
        readings: set[tuple[int, bool, bool]] = set(zip(*columns, strict=True))
        number, blank, unknown = min(readings)
        if len(readings) > 1 or (unknown and cell.candidates):
            yield choices(cell, language)
        elif unknown:
            yield clean(cell.raw) or say("reading-missing", language)
        else:
            yield None if blank else exact(Fraction(number, 10 ** decimals[at]))


class _Mark(NamedTuple):
    """How a cell stands out."""

    severity: Severity
    change: str
    """What it should hold; empty for one that only takes part."""
    text: str
    """Which mistake it is about."""


def _marks(checked: ReportResult, pack: Pack, language: str) -> dict[str, _Mark]:
    """Cell -> its mark; of several that of the gravest mistake, but one that asks for a change before all others."""
    found: dict[str, _Mark] = {}
    for account in mistakes_of(checked, pack, language):
        for cell, change in account.marks:
            text = account.note if change else account.label
            if cell in checked.report.form.index and (cell not in found or (change and not found[cell].change)):
                found[cell] = _Mark(account.severity, change, text)
    return found
