"""Which edition of the form each table of a document stands on: every table is read on every form, and the best kept.

Labels decide, the year only where they do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from msgspec import Struct, structs

from validator.model.document import Cell, Document
from validator.model.form import Form, Table
from validator.recognition.tables.alignment import Line, lines_of
from validator.recognition.tables.blank_rows import blank_rows
from validator.recognition.tables.memo import LinesReader
from validator.recognition.tables.reading import TableReading
from validator.recognition.tables.run_together import Stream, read_stream
from validator.recognition.tables.unread_rows import unread_rows

_CLEARLY = 50.0
"""What a table fits another form better than that of its group, if it is on another."""
_LACKING = 100.0
"""What a column, or a row, that is not there counts, beside an exact label."""
_MORE_NUMBERS = 1.1
"""Share of numbers more that are no accident: that of a page may stand behind each row."""


class Editions(Struct, frozen=True):
    """The edition found for each table."""

    form: Form
    readings: tuple[TableReading, ...]
    """One a table of the form, in order."""
    misfits: tuple[tuple[str, str], ...]
    """(table, edition) of groups of tables that stand on another year's form."""
    by_year: str
    """Id of the form of the year."""
    lines: tuple[Line, ...] = ()
    """All lines of the document."""


def editions_of(document: Document, forms: Sequence[Form], year: int | None) -> Editions:
    """Read every group of tables (表二, 表三, 表四) on every form; labels decide, the year only where they do not."""
    lines = lines_of(document)
    reader = LinesReader(lines, [table for form in forms for table in form.tables])
    stream = Stream(document)
    readings: dict[tuple[str, str], TableReading] = {}
    for at, form in enumerate(forms):
        for table in form.tables:
            others = (other for form in forms[:at] for other in form.tables)
            twin = next((other for other in others if _prints_alike(other, table)), None)
            known = readings[twin.edition, twin.name] if twin else None
            readings[form.id, table.name] = (
                structs.replace(known, table=table) if known else _read(stream, reader, table)
            )
    by_year = _form_of_year(forms, year)
    numbers = tuple(dict.fromkeys(table.number for form in forms for table in form.tables))
    groups = {
        number: found
        for number in numbers
        if (found := _form_of_group(document, forms, number, readings, by_year)) is not None
    }
    chosen = _of_each_table(forms, groups, readings)
    form = base = _base(forms, numbers, groups, chosen) or by_year
    for table in base.tables:
        edition = chosen.get(table.name, base)
        if edition is not base and _has(edition, table.name):
            form = form.with_table(edition.table(table.name))
    misfits = {
        (table.number, chosen[table.name].id): table.name
        for table in reversed(form.tables)
        if table.name in chosen and year is not None and not _in_force(chosen[table.name], year)
    }
    told = tuple((name, edition) for (_, edition), name in reversed(misfits.items()))
    return Editions(form, tuple(readings[table.edition, table.name] for table in form.tables), told, by_year.id, lines)


def _form_of_group(
    document: Document,
    forms: Sequence[Form],
    number: str,
    readings: Mapping[tuple[str, str], TableReading],
    by_year: Form,
) -> Form | None:
    """The form on which the tables of a number are to be read; None where nothing tells."""
    scores = {
        form.id: sum(readings[form.id, t.name].score for t in form.tables if t.number == number) for form in forms
    }
    best = max(scores.values())
    winners = [form for form in forms if scores[form.id] == best]
    if best and (len(winners) > 1 or _leaves_out(winners[0], number, readings)):
        beside = {form.id: _rows_beside(document, form, number, readings) for form in forms}
        scores = {form.id: scores[form.id] - _LACKING * len(beside[form.id].lacking) for form in forms}
        by_rows = [form for form in forms if scores[form.id] == max(scores.values())]
        by_rows = [form for form in by_rows if beside[form.id].found == max(beside[one.id].found for one in by_rows)]
        # A form with rows more than another, which the document has not, is no worse: its year decides.
        if by_year not in winners or any(beside[form.id].known - beside[by_year.id].known for form in by_rows):
            winners = by_rows
    elif not best:
        # Nothing is filled in: the form has it whose labels are all there, of two the one with more of them.
        blank = {form.id: _blank_cells(document, form, number, readings) for form in forms}
        best = max(blank.values())
        winners = [form for form in forms if blank[form.id] == best]
    if len(forms) > 1 and not (best and len(winners) < len(forms)):
        return None
    return by_year if by_year in winners else winners[-1]


@lru_cache(maxsize=1024)
def _prints_alike(one: Table, other: Table) -> bool:
    """Whether tables of two editions are the same: it makes no difference as which of them one is read."""
    return one.name == other.name and structs.replace(one, edition=other.edition) == other


def _of_each_table(
    forms: Sequence[Form], groups: Mapping[str, Form], readings: Mapping[tuple[str, str], TableReading]
) -> dict[str, Form]:
    """The form of each table: that of its group, unless the headings of one of several clearly say another."""
    chosen: dict[str, Form] = {}
    for name in dict.fromkeys(table.name for form in forms for table in form.tables):
        having = [form for form in forms if _has(form, name)]
        fits = {form.id: _fit(readings[form.id, name]) for form in having}
        # One on which the table was not found is no better than one that it fits badly.
        best = max(having, key=lambda form: (readings[form.id, name].score > 0, fits[form.id]))
        group = groups.get(best.table(name).number)
        if len(having) == 1:
            if readings[best.id, name].score:
                chosen[name] = best
        elif group in having and (_is_alone(group, name) or fits[group.id] + _CLEARLY >= fits[best.id]):
            chosen[name] = group
        elif group is not None:
            chosen[name] = best
    return chosen


def readings_on(document: Document, tables: Sequence[Table]) -> list[TableReading]:
    """Some tables of an edition that is known, read alone."""
    reader, stream = LinesReader(lines_of(document), tables), Stream(document)
    return [_read(stream, reader, table) for table in tables]


def _has(form: Form, name: str) -> bool:
    return any(table.name == name for table in form.tables)


def _is_alone(form: Form, name: str) -> bool:
    """Whether a table is the only one of its group."""
    return sum(table.number == form.table(name).number for table in form.tables) == 1


def _fit(reading: TableReading) -> float:
    """How well a table is of a form: what was found of it less the columns that no row has a number for."""
    if not reading.score:
        return 0.0
    table = reading.table
    numbers = Counter([name.rpartition(".")[0] for name, cell in reading.cells.items() if cell and cell.text.strip()])
    numbers.update({f"{table.name}.{row.row.name}": _filled(row.printed) for row in reading.damaged})
    if not numbers.total():
        return reading.score
    columns = min(max(numbers.values()), len(table.columns))
    return reading.score - _LACKING * (len(table.columns) - columns)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(bool(cell.text.strip()) for cell in cells)


def _base(
    forms: Sequence[Form], numbers: Sequence[str], groups: Mapping[str, Form], chosen: Mapping[str, Form]
) -> Form | None:
    """The form of most tables of the first group that was found, and of one that no other form has."""
    number = next((number for number in numbers if number in groups), None)
    if number is None:
        return None
    names = [name for name, form in chosen.items() if form.table(name).number == number]
    alone = [chosen[name] for name in names if sum(_has(form, name) for form in forms) == 1]
    counts = Counter(chosen[name].id for name in names)
    return next(iter(alone), None) or max(forms, key=lambda form: (counts[form.id], form is groups[number]))


def _leaves_out(form: Form, number: str, readings: Mapping[tuple[str, str], TableReading]) -> bool:
    """Whether there are rows in a group of tables behind one that was not found."""
    return any(
        _rows_before_last(readings[form.id, table.name], _rows_found(readings[form.id, table.name]))
        for table in form.tables
        if table.number == number
    )


def _less(score: float, lacking: Sequence[str]) -> float:
    """A score less what the rows that are not there count; what was found at all is worth more than nothing."""
    return max(score - _LACKING * len(lacking), 1.0) if score else 0.0


def _rows_found(reading: TableReading) -> set[str]:
    rows = reading.table.row_of
    names = {rows[name] for name in reading.cells}
    return names | {row.row.name for row in reading.damaged}


def _rows_before_last(reading: TableReading, found: AbstractSet[str]) -> list[str]:
    """The rows that were not found, but others behind them: a file that ends early has none of these."""
    names = reading.table.row_names
    last = max((at for at, name in enumerate(names) if name in found), default=0)
    return [name for name in names[:last] if name not in found]


def _blank_cells(document: Document, form: Form, number: str, readings: Mapping[tuple[str, str], TableReading]) -> int:
    """How many cells of a group of tables are blank for certain."""
    return sum(
        len(list(blank_rows(document, readings[form.id, table.name])))
        for table in form.tables
        if table.number == number
    )


class _RowsBeside(Struct, frozen=True):
    """The rows of a group of tables that were not found in them."""

    found: int
    """How many stand in the document beside the tables: they tell the edition as well."""
    lacking: tuple[str, ...]
    """Those that do not, although others behind them do."""
    known: frozenset[str]
    """Those that stand in the document, in the tables or beside them, as `table.row`."""


def _rows_beside(
    document: Document, form: Form, number: str, readings: Mapping[tuple[str, str], TableReading]
) -> _RowsBeside:
    count = 0
    lacking: list[str] = []
    there: set[str] = set()
    for reading in (readings[form.id, table.name] for table in form.tables if table.number == number):
        table = reading.table
        blank = {name.rpartition(".")[0].partition(".")[2] for name in blank_rows(document, reading)}
        known = blank | _rows_found(reading)
        beside = {
            row.row.name for row in unread_rows(document, table, [one for one in table.rows if one.name not in known])
        }
        count += len(blank) + len(beside)
        there.update(f"{table.name}.{name}" for name in known | beside)
        lacking += _rows_before_last(reading, known | beside) if reading.score and table.arrangement != "flat" else []
    return _RowsBeside(count, tuple(lacking), frozenset(there))


def _read(stream: Stream, reader: LinesReader, table: Table) -> TableReading:
    """The table in the grids of a document, or in its running text where a copy has lost the cells or the lines."""
    reading = reader.read(table)
    if reading.score and (reader.is_positioned or _is_whole(reading)):
        return reading
    streamed = read_stream(stream, table)
    if not reading.score or not streamed.score:
        return streamed if streamed.score else reading
    (rows, numbers), (more_rows, more_numbers) = _explained(reading), _explained(streamed)
    if more_rows > rows or (more_rows == rows and more_numbers > _MORE_NUMBERS * numbers):
        # How well the labels fit was found by both.
        return structs.replace(streamed, score=max(reading.score, streamed.score))
    return reading


def _is_whole(reading: TableReading) -> bool:
    """Whether each cell of a table holds something that stands in its place."""
    return not reading.damaged and len(reading.cells) == len(reading.table.cells) and None not in reading.cells.values()


def _explained(reading: TableReading) -> tuple[int, int]:
    """How many rows have a number in each column, and how many numbers have found a row at all."""
    columns = len(reading.table.cells) if reading.table.arrangement == "flat" else len(reading.table.columns)
    rows = Counter([name.rpartition(".")[0] for name, cell in reading.cells.items() if cell is not None])
    whole = sum(count == len(reading.table.columns) for count in rows.values())
    words = [len(" ".join(cell.text for cell in row.printed).split()) for row in reading.damaged if row.options]
    return whole + sum(count == columns for count in words), sum(rows.values()) + sum(words)


def _in_force(form: Form, year: int) -> bool:
    return form.first_year <= year and (form.last_year is None or year <= form.last_year)


def _form_of_year(forms: Sequence[Form], year: int | None) -> Form:
    """The form of a year, the newer of two in force; the newest if the year is not known or before all of them."""
    return next((form for form in reversed(forms) if year is not None and _in_force(form, year)), forms[-1])
