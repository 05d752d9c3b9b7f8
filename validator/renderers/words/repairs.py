"""What is said of the cells that have to change: which they are, what they hold and should hold, and the slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from validator.messages import say
from validator.model.finding import Suspect, SuspectCell
from validator.model.form import CellName
from validator.model.report import Report
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.summary import heading

_REASONS = 3
"""Cells of a repair whose slips are told one by one."""
_PLACES = 3
"""Cells of a repair that are named one by one."""


def told(repair: Suspect, glossary: Glossary) -> str:
    """`表三“四、结转下年度继续办理”行“总计”列：填的是 11，应为 12`."""
    language, cells = glossary.language, repair.cells
    before = say("mistake-is", language, old=listed([_old(cell, glossary) for cell in cells], language))
    if all(cell.old is None for cell in cells):
        before = say("mistake-is-blank", language)
    text = say("comma", language).join((before, should_be(cells, glossary)))
    return say("mistake-place", language, place=places(cells, glossary), text=text)


def should_be(cells: Sequence[SuspectCell], glossary: Glossary) -> str:
    """`应为 12`, `应分别为 3 和 5`, `应不小于 4`."""
    language = glossary.language
    if len(cells) == 1 and cells[0].new is None:
        (cell,) = cells
        ends = {"low": _amount(cell.low or Fraction(0), cell, glossary), "high": _amount(cell.high, cell, glossary)}
        key = "at-least" if cell.high is None else "at-most" if cell.low is None else "between"
        return say(f"mistake-should-be-{key}", language, **ends)
    key = "mistake-should-be" if len(cells) == 1 else "mistake-should-be-each"
    return say(key, language, value=listed([new_value(cell, glossary) for cell in cells], language))


def new_value(cell: SuspectCell, glossary: Glossary) -> str:
    """The number that a cell should hold, with the unit of an amount; or what it has to keep to."""
    if cell.new is not None:
        return _amount(cell.new, cell, glossary)
    return value_words(cell, glossary.language)


def value_words(cell: SuspectCell, language: str) -> str:
    """The same without a unit: `12`, `不小于 4`."""
    if cell.new is not None:
        return figure(cell.new)
    if cell.high is None:
        return say("suspect-at-least", language, low=figure(cell.low or Fraction(0)))
    if cell.low is None:
        return say("suspect-at-most", language, high=figure(cell.high))
    return say("suspect-between", language, low=figure(cell.low), high=figure(cell.high))


def places(cells: Sequence[SuspectCell], glossary: Glossary) -> str:
    """Cells with their tables, a table or a report once where they share it; of many the first."""
    language = glossary.language
    words: list[str] = []
    for at, cell in enumerate(cells[:_PLACES]):
        before = cells[at - 1] if at else None
        beside = before is not None and _table(before) == _table(cell)
        there = _words_of(cell.report, glossary)
        words.append(
            near(cell.cell, before.cell, there) if before and beside else place(cell.cell, cell.report, glossary)
        )
    if len(cells) > _PLACES:
        return say("and-more", language, names=say("list-comma", language).join(words), count=len(cells))
    return _series(words, language)


def place(cell: str, report: Report | None, glossary: Glossary) -> str:
    """`表三“（七）总计”行“自然人”列`; of another report with its organ and year."""
    there = _words_of(report, glossary)
    table = there.find_table(CellName.parse(cell).table)
    named = say("mistake-cell", there.language, table=there.number(table), cell=there.cell(cell)) if table else cell
    if report is None:
        return named
    return say("cell-of-report", there.language, report=heading(report, there.language), cell=named)


def near(cell: str, other: str, glossary: Glossary) -> str:
    """A cell beside another, by what tells the two apart: `“法律服务机构”列` in the same row."""
    name, beside = CellName.parse(cell), CellName.parse(other)
    if (name.table, name.row) == (beside.table, beside.row):
        return say("cell-in-row", glossary.language, column=glossary.column_named(name.table, name.column))
    if (name.table, name.column) == (beside.table, beside.column):
        return say("cell-in-column", glossary.language, row=glossary.row_named(name.table, name.row))
    return glossary.cell(cell)


def reasons(suspect: Suspect, glossary: Glossary) -> Iterator[str]:
    """The slip of all cells together, or those of the single cells."""
    language = glossary.language
    if suspect.slip is not None and all(cell.slip is None for cell in suspect.cells):
        name = CellName.parse(suspect.cells[0].cell)
        row = say("quoted", language, text=glossary.row_named(name.table, name.row))
        moved = max((cell.old or Fraction(0) for cell in suspect.cells), key=abs)
        yield say(f"slips-{suspect.slip}", language, value=figure(moved), row=row)
        return
    # What would be said of several cells in the same words is said once.
    yield from dict.fromkeys(_slips(suspect.cells[:_REASONS], glossary))


def _slips(cells: Sequence[SuspectCell], glossary: Glossary) -> Iterator[str]:
    language = glossary.language
    for cell in cells:
        if cell.slip is not None and cell.new is not None:
            old = cell.old or Fraction(0)
            yield say(
                f"slip-{cell.slip}",
                language,
                old=figure(old),
                new=figure(cell.new),
                gap=figure(abs(cell.new - old)),
                source=say("list-comma", language).join(near(one, cell.cell, glossary) for one in cell.source[:1]),
            )


def listed(words: Sequence[str], language: str) -> str:
    """`a、b 和 c`."""
    if len(words) == 1:
        return words[0]
    return say("list-comma", language).join(words[:-1]) + say("suspects-and", language) + words[-1]


def _series(words: Sequence[str], language: str) -> str:
    """The same of numbers and cells, which need no blanks around the last word: `0、3和5`."""
    if len(words) == 1:
        return words[0]
    return say("mistake-with", language, first=say("list-comma", language).join(words[:-1]), second=words[-1])


def _old(cell: SuspectCell, glossary: Glossary) -> str:
    return say("reading-blank", glossary.language) if cell.old is None else _amount(cell.old, cell, glossary)


def _amount(value: Fraction | None, cell: SuspectCell, glossary: Glossary) -> str:
    return "" if value is None else figure(value) + _words_of(cell.report, glossary).unit(cell.cell)


def _words_of(report: Report | None, glossary: Glossary) -> Glossary:
    return glossary if report is None else Glossary(report.form, glossary.language, glossary.editions)


def _table(cell: SuspectCell) -> tuple[str | None, str | None, str]:
    """Which table of which report a cell stands in."""
    table = CellName.parse(cell.cell).table
    return (None, None, table) if cell.report is None else (cell.report.path, cell.report.part, table)
