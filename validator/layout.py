"""Recognise a report in a document: which tables, in which edition, and what stands in each of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from validator.alignment import Line, lines_of
from validator.constraint import Constraint
from validator.document import Cell, Document
from validator.form import CellName, Column, Form, Table
from validator.labels import normalise_label
from validator.numbers import Kind, Number, read_number
from validator.placement import Option, Solution, choose
from validator.problem import Text, UnreadableInputError
from validator.report import MISSING, CellValue, Observation, Reading, Report
from validator.rule import Severity
from validator.sections import Identity, identify, sections_found
from validator.tablereading import DamagedRow, TableReading, read_table

Expand = Callable[[Form], Sequence[Constraint]]
"""The constraints of the pack in force for a form."""

_TELLING = 6
"""Characters that make a row label unlikely to stand in prose."""
_TELLING_LABELS = 6
"""Row labels in running text that make it a report whose tables have fallen apart."""


def recognise(document: Document, forms: Sequence[Form], expand: Expand) -> Report:
    """The report in a document.

    Raises UnreadableInputError if none of the official tables is there; the reason says what is there instead.
    """
    lines = lines_of(document)
    identity = identify(document)
    editions = _editions(lines, forms, identity.year)
    if not any(reading.score for reading in editions.readings):
        raise _declined(document, forms)
    builder = _Builder(document, identity, editions, tuple(expand(editions.form)))
    return builder.report()


@dataclass(frozen=True)
class _Editions:
    """The edition found for each table."""

    form: Form
    readings: tuple[TableReading, ...]
    """One a table of the form, in order."""
    misfits: tuple[tuple[str, str], ...]
    """(table, edition) of groups of tables that stand on another year's form."""
    by_year: str
    """Id of the form of the year."""


def _editions(lines: Sequence[Line], forms: Sequence[Form], year: int | None) -> _Editions:
    """Read every group of tables (表二, 表三, 表四) on every form; labels decide, the year only where they do not."""
    readings = {(form.id, table.name): read_table(lines, table) for form in forms for table in form.tables}
    by_year = _form_of_year(forms, year)
    numbers = tuple(dict.fromkeys(table.number for form in forms for table in form.tables))
    chosen: dict[str, Form] = {}
    for number in numbers:
        scores = {
            form.id: sum(readings[form.id, t.name].score for t in form.tables if t.number == number) for form in forms
        }
        best = max(scores.values())
        winners = [form for form in forms if scores[form.id] == best]
        if (best and len(winners) < len(forms)) or len(forms) == 1:
            chosen[number] = by_year if by_year in winners else winners[-1]
    base = next((chosen[number] for number in numbers if number in chosen), by_year)
    form = base
    for table in base.tables:
        edition = chosen.get(table.number, base)
        if edition is not base and any(other.name == table.name for other in edition.tables):
            form = form.with_table(edition.table(table.name))
    misfits = tuple(
        (next(t.name for t in edition.tables if t.number == number), edition.id)
        for number, edition in chosen.items()
        if year is not None and not _in_force(edition, year)
    )
    return _Editions(form, tuple(readings[table.edition, table.name] for table in form.tables), misfits, by_year.id)


def _in_force(form: Form, year: int) -> bool:
    return form.first_year <= year and (form.last_year is None or year <= form.last_year)


def _form_of_year(forms: Sequence[Form], year: int | None) -> Form:
    """The form of a year; the newest if the year is not known or before all of them."""
    return next((form for form in forms if year is not None and _in_force(form, year)), forms[-1])


@dataclass(frozen=True)
class _Builder:
    """Puts a report together from what was read of its tables."""

    document: Document
    identity: Identity
    editions: _Editions
    constraints: tuple[Constraint, ...]

    def report(self) -> Report:
        form = self.editions.form
        values = {name: self._value(name) for name in form.cells}
        readings, complete = self._solve(values)
        return Report(
            path=self.document.path,
            format=self.document.format,
            organ=self.identity.organ,
            year=self.identity.year,
            form=form,
            cells=tuple(values[name] for name in form.cells),
            observations=tuple(self._observations(values)),
            readings=readings,
            readings_complete=complete,
            prose=tuple(self.document.paragraphs),
        )

    @cached_property
    def _printed(self) -> dict[str, Cell | None]:
        return {name: cell for reading in self.editions.readings for name, cell in reading.cells.items()}

    @cached_property
    def _damaged(self) -> tuple[tuple[Table, DamagedRow], ...]:
        return tuple((reading.table, row) for reading in self.editions.readings for row in reading.damaged)

    def _value(self, name: str) -> CellValue:
        if name not in self._printed:
            return MISSING
        cell = self._printed[name]
        return CellValue(Reading.BLANK) if cell is None else _cell_value(cell, Reading.READ)

    def _solve(self, values: dict[str, CellValue]) -> tuple[tuple[Mapping[str, Decimal | None], ...], bool]:
        """Place the numbers of damaged rows: updates `values`, returns the best readings of what stays open."""
        solvable = []
        for table, row in self._damaged:
            cells = _cells_of(table, row)
            if row.options:
                solvable.append((table, row, cells))
            else:
                values.update(dict.fromkeys(cells, _overfull(row)))
        if not solvable:
            return ({},), True
        rows = [_options(table, row, cells) for table, row, cells in solvable]
        firm = {
            name: number for name, value in values.items() if (number := value.amount(self._column(name))) is not None
        }
        counted = [
            constraint.relation
            for constraint in self.constraints
            if constraint.rule.severity is Severity.ERROR and not constraint.guards and not constraint.rule.fallback_for
        ]
        solution = choose([[option for option, _ in options] for options in rows], firm, counted)
        for at, ((_, damaged, fields), options) in enumerate(zip(solvable, rows, strict=True)):
            shown = sorted({reading[at] for reading in solution.readings})
            values.update(_merge(fields, [_placed(damaged, fields, options[number][1]) for number in shown]))
        return _open_readings(solvable, rows, solution, values), solution.complete

    def _column(self, name: str) -> Column:
        parts = CellName.parse(name)
        return self.editions.form.table(parts.table).column(parts.column)

    def _observations(self, values: Mapping[str, CellValue]) -> Iterable[Observation]:
        yield from self._identity_observations()
        for misfit, edition in self.editions.misfits:
            facts = {"edition": edition, "year": str(self.identity.year), "expected": self.editions.by_year}
            yield Observation("form-year-mismatch", misfit, facts=facts)
        for reading in self.editions.readings:
            for line in reading.extra:
                text = line.labels[-1].text
                yield Observation(
                    "row-extra", reading.table.name, location=line.labels[-1].location, facts={"text": text}
                )
        for table, row in self._damaged:
            cells = [name for name in _cells_of(table, row) if values[name].reading is Reading.AMBIGUOUS]
            if cells:
                yield Observation(
                    "reading-ambiguous",
                    table.name,
                    tuple(cells),
                    row.tokens[0].location,
                    {"choices": _choices(cells, values)},
                )
        yield from self._section_observations()

    def _identity_observations(self) -> Iterable[Observation]:
        if self.identity.organ is None:
            yield Observation("organ-unknown")
        if self.identity.year is None:
            yield Observation("year-unknown")
        for warning in self.document.warnings:
            yield Observation("reading-incomplete", facts={"detail": warning})

    def _section_observations(self) -> Iterable[Observation]:
        sections = self.editions.form.sections
        texts = [paragraph.text for paragraph in self.document.paragraphs]
        # A heading may stand in a table that only serves the layout.
        texts += [cell.text for grid in self.document.grids for cell in grid.cells]
        for section, found in zip(sections, sections_found(texts, sections), strict=True):
            if not found:
                yield Observation("section-missing", facts={"section": section.number})


def _cell_value(cell: Cell, reading: Reading) -> CellValue:
    number = read_number(cell.text)
    kinds = {Kind.NUMBER: reading, Kind.UNREADABLE: Reading.UNREADABLE}
    return CellValue(
        kinds.get(number.kind, Reading.BLANK),
        value=number.value,
        raw=cell.text,
        location=cell.location,
        unit=_money_unit(number),
        note=number.note,
        places=number.places,
    )


def _money_unit(number: Number) -> str | None:
    return "万元" if number.unit == "万" else number.unit


def _cells_of(table: Table, row: DamagedRow) -> tuple[str, ...]:
    """The cells a damaged row has to fill; all of the table's if its rows stand side by side."""
    if not row.row.name:
        return table.cells
    return tuple(f"{table.name}.{row.row.name}.{column}" for column in table.column_names)


def _overfull(row: DamagedRow) -> CellValue:
    """A row with more numbers than columns: which of them are the report's cannot be told."""
    return CellValue(
        Reading.UNREADABLE, raw=" ".join(token.text for token in row.tokens), location=row.tokens[0].location
    )


def _options(table: Table, row: DamagedRow, cells: Sequence[str]) -> list[tuple[Option, tuple[int, ...]]]:
    """The different readings of a damaged row, each with the columns it puts the tokens in."""
    found: dict[tuple[tuple[str, Fraction], ...], tuple[Option, tuple[int, ...]]] = {}
    for places in row.options:
        values = {}
        for place, token in zip(places, row.tokens, strict=True):
            column = table.columns[place % len(table.columns)]
            amount = _cell_value(token, Reading.READ).amount(column)
            if amount is not None:
                values[cells[place]] = amount
        found.setdefault(tuple(values.items()), (Option(values), places))
    return list(found.values())


def _placed(row: DamagedRow, cells: Sequence[str], places: Sequence[int]) -> dict[str, CellValue]:
    values = dict.fromkeys(cells, CellValue(Reading.BLANK))
    for place, token in zip(places, row.tokens, strict=True):
        values[cells[place]] = _cell_value(token, Reading.RECONSTRUCTED)
    return values


def _merge(cells: Sequence[str], readings: Sequence[Mapping[str, CellValue]]) -> dict[str, CellValue]:
    """One value a cell: the one all best readings share, or the choices."""
    merged = {}
    for name in cells:
        values = [reading[name] for reading in readings]
        distinct = tuple(dict.fromkeys(value.value for value in values))
        if len(distinct) == 1:
            merged[name] = values[0]
        else:
            printed = next(value for value in values if value.raw)
            merged[name] = replace(printed, reading=Reading.AMBIGUOUS, value=None, candidates=distinct)
    return merged


def _open_readings(
    solvable: Sequence[tuple[Table, DamagedRow, tuple[str, ...]]],
    rows: Sequence[Sequence[tuple[Option, tuple[int, ...]]]],
    solution: Solution,
    values: Mapping[str, CellValue],
) -> tuple[Mapping[str, Decimal | None], ...]:
    """For each best reading, the printed values of the ambiguous cells."""
    readings = []
    for chosen in solution.readings:
        reading: dict[str, Decimal | None] = {}
        for at, (_, row, cells) in enumerate(solvable):
            placed = _placed(row, cells, rows[at][chosen[at]][1])
            reading.update({n: placed[n].value for n in cells if values[n].reading is Reading.AMBIGUOUS})
        readings.append(reading)
    return tuple({tuple(reading.items()): reading for reading in readings}.values())


def _choices(cells: Sequence[str], values: Mapping[str, CellValue]) -> str:
    """`cell=1; cell=1`: where the numbers of a row may stand."""
    return "; ".join(
        f"{name}={candidate}" for name in cells for candidate in values[name].candidates if candidate is not None
    )


def _declined(document: Document, forms: Sequence[Form]) -> UnreadableInputError:
    """Why there is nothing to check in a document."""
    text = normalise_label(
        "".join(p.text for p in document.paragraphs) + "".join(c.text for g in document.grids for c in g.cells)
    )
    if "历年累计" in text and "指标名称" in text:
        return UnreadableInputError(
            document.path,
            Text(
                "这是2019年以前的旧统计表（指标名称、历年累计），不适用现行表式",
                "this is the statistical form in use before 2019",
            ),
            Text(
                "gouji 核对2019年及以后的年度报告（国办公开办函〔2019〕60号、〔2021〕30号）",
                "gouji checks reports of 2019 and later (forms of 2019 and of 2021)",
            ),
        )
    labels = [row.labels[0] for form in forms for table in form.tables for row in table.rows]
    named = sum(normalise_label(label) in text for label in labels if len(normalise_label(label)) >= _TELLING)
    if named >= _TELLING_LABELS:
        return UnreadableInputError(
            document.path,
            Text(
                "文中有年报的表格文字，但表格已散成一段文字，各格数字连在一起，无法读出",
                "the tables are there, but run together into plain text",
            ),
            Text(
                "请提供保留表格的文件（Word、网页或以制表符分隔的文本）",
                "give a file that keeps the tables (Word, web page, tab-separated text)",
            ),
        )
    return UnreadableInputError(
        document.path,
        Text("没有找到政府信息公开工作年度报告的表格", "no table of an annual report was found"),
        Text(
            "请确认这是年度报告全文，且表格不是图片",
            "make sure that this is the whole report and its tables are not pictures",
        ),
    )
