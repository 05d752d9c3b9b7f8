"""Recognise a report in a document: which tables, in which edition, and what stands in each of their cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from validator.model.constraint import Constraint, Relation
from validator.model.document import NOWHERE, Cell, Document, Location, Paragraph
from validator.model.form import Form, Table
from validator.model.numbers import normalise
from validator.model.observations import facts, text_facts
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.model.rule import Severity
from validator.packs.identity import IdentityRules
from validator.packs.refusals import NEUTRAL, Refusals
from validator.recognition._damage import cells_of, settle
from validator.recognition._refusal import declined
from validator.recognition.cells import cell_value, own_units, units_parted
from validator.recognition.identity.identify import Identity, identify
from validator.recognition.sections import sections_found, sections_out_of_order, sections_twice
from validator.recognition.tables.alignment import Line, lines_of
from validator.recognition.tables.blank_rows import blank_rows
from validator.recognition.tables.memo import LinesReader
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.run_together import Stream, read_stream
from validator.recognition.tables.unplaced import rows_in_doubt
from validator.recognition.tables.unread_rows import unread_rows, unread_table

Expand = Callable[[Form], Sequence[Constraint]]
"""The constraints of the pack in force for a form."""

_CLEARLY = 50.0
"""What a table fits another form better than that of its group, if it is on another."""
_LACKING = 100.0
"""What a column that is not there counts, beside an exact label."""
_MORE_NUMBERS = 1.1
"""Share of numbers more that are no accident: that of a page may stand behind each row."""
_ABOUT_PICTURES = frozenset({"picture-not-read", "picture-unreadable", "pictures-left-out"})
"""Warnings of readers that left pictures out."""
_RUN_TOGETHER = re.compile(r"[0-9０-９,，.．\s件/／—－\-无]+")
"""Numbers and marks that are none together: a reader may have put those of two cells into one."""


def recognise(
    document: Document, forms: Sequence[Form], expand: Expand, who: IdentityRules, refusals: Refusals = NEUTRAL
) -> Report:
    """The report in a document; `who`: how it says whose it is; `refusals`: what is told where there is none.

    Raises UnreadableInputError if none of the official tables is there; the reason says what is there instead.
    """
    identity = identify(document, who)
    document = units_parted(document, own_units(forms))
    editions = _editions(document, forms, identity.year)
    if not any(reading.score for reading in editions.readings):
        raise declined(document, forms, refusals)
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
    lines: tuple[Line, ...] = ()
    """All lines of the document."""


def _editions(document: Document, forms: Sequence[Form], year: int | None) -> _Editions:
    """Read every group of tables (表二, 表三, 表四) on every form; labels decide, the year only where they do not."""
    lines = lines_of(document)
    reader = LinesReader(lines)
    stream = Stream(document)
    readings = {(form.id, table.name): _read(stream, reader, table) for form in forms for table in form.tables}
    by_year = _form_of_year(forms, year)
    numbers = tuple(dict.fromkeys(table.number for form in forms for table in form.tables))
    groups: dict[str, Form] = {}
    for number in numbers:
        scores = {
            form.id: sum(readings[form.id, t.name].score for t in form.tables if t.number == number) for form in forms
        }
        best = max(scores.values())
        winners = [form for form in forms if scores[form.id] == best]
        if best and len(winners) > 1:
            beside = {form.id: _rows_beside(document, form, number, readings) for form in winners}
            winners = [form for form in winners if beside[form.id] == max(beside.values())]
        if (best and len(winners) < len(forms)) or len(forms) == 1:
            groups[number] = by_year if by_year in winners else winners[-1]
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
    return _Editions(form, tuple(readings[table.edition, table.name] for table in form.tables), told, by_year.id, lines)


def _of_each_table(
    forms: Sequence[Form], groups: Mapping[str, Form], readings: Mapping[tuple[str, str], TableReading]
) -> dict[str, Form]:
    """The form of each table: that of its group, unless the headings of one of several clearly say another."""
    chosen: dict[str, Form] = {}
    for name in dict.fromkeys(table.name for form in forms for table in form.tables):
        having = [form for form in forms if _has(form, name)]
        fits = {form.id: _fit(readings[form.id, name]) for form in having}
        best = max(having, key=lambda form: fits[form.id])
        group = groups.get(best.table(name).number)
        if len(having) == 1:
            if readings[best.id, name].score:
                chosen[name] = best
        elif group in having and (_is_alone(group, name) or fits[group.id] + _CLEARLY >= fits[best.id]):
            chosen[name] = group
        elif group is not None:
            chosen[name] = best
    return chosen


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
    numbers = Counter(name.rpartition(".")[0] for name, cell in reading.cells.items() if cell and cell.text.strip())
    numbers.update({f"{table.name}.{row.row.name}": len(row.printed) for row in reading.damaged})
    if not numbers:
        return reading.score
    columns = min(max(numbers.values()), len(table.columns))
    return reading.score - _LACKING * (len(table.columns) - columns)


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


def _rows_beside(document: Document, form: Form, number: str, readings: Mapping[tuple[str, str], TableReading]) -> int:
    """How many rows of a group of tables stand in the document beside them: they tell the edition as well."""
    count = 0
    for reading in (readings[form.id, table.name] for table in form.tables if table.number == number):
        table = reading.table
        blank = set(blank_rows(document, reading))
        missing = [row for row in table.rows if (blank | reading.cells.keys()).isdisjoint(table.cells_of(row.name))]
        count += len(blank) // len(table.columns) + len(list(unread_rows(document, table, missing)))
    return count


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
        return replace(streamed, score=max(reading.score, streamed.score))
    return reading


def _is_whole(reading: TableReading) -> bool:
    """Whether each cell of a table holds something that stands in its place."""
    return not reading.damaged and len(reading.cells) == len(reading.table.cells) and None not in reading.cells.values()


def _explained(reading: TableReading) -> tuple[int, int]:
    """How many rows have a number in each column, and how many numbers have found a row at all."""
    columns = len(reading.table.cells) if reading.table.arrangement == "flat" else len(reading.table.columns)
    rows = Counter(name.rpartition(".")[0] for name, cell in reading.cells.items() if cell is not None)
    whole = sum(count == len(reading.table.columns) for count in rows.values())
    words = [len(" ".join(cell.text for cell in row.printed).split()) for row in reading.damaged if row.options]
    return whole + sum(count == columns for count in words), sum(rows.values()) + sum(words)


def _in_force(form: Form, year: int) -> bool:
    return form.first_year <= year and (form.last_year is None or year <= form.last_year)


def _form_of_year(forms: Sequence[Form], year: int | None) -> Form:
    """The form of a year, the newer of two in force; the newest if the year is not known or before all of them."""
    return next((form for form in reversed(forms) if year is not None and _in_force(form, year)), forms[-1])


@dataclass(frozen=True)
class _Builder:
    """Puts a report together from what was read of its tables."""

    document: Document
    identity: Identity
    editions: _Editions
    constraints: tuple[Constraint, ...]

    def report(self) -> Report:
        form = self.editions.form
        read = {name: self._value(name) for name in form.cells}
        settled = settle(form, self._damaged, read, self._counted())
        values = {name: self._open_if_unsure(value) for name, value in {**read, **settled.values}.items()}
        return Report(
            path=self.document.path,
            format=self.document.format,
            organ=self.identity.organ,
            year=self.identity.year,
            form=form,
            cells=tuple(values[name] for name in form.cells),
            observations=tuple(self._observations(values, settled.contradicted)),
            readings=settled.readings,
            prose=tuple(_prose(self.document)),
        )

    def _open_if_unsure(self, value: CellValue) -> CellValue:
        """A text that is no number by our reading, and may well be one on the page: nobody is told that it is none."""
        place = value.location or NOWHERE
        recognised = place.picture is not None or place.page in self.document.recognised_pages
        unsure = recognised or (place.page is not None and _RUN_TOGETHER.fullmatch(value.raw))
        return replace(value, reading=Reading.AMBIGUOUS) if unsure and value.reading is Reading.UNREADABLE else value

    @cached_property
    def _printed(self) -> dict[str, Cell | None]:
        found: dict[str, Cell | None] = {}
        for reading in self.editions.readings:
            found.update(reading.cells)
            found.update(dict.fromkeys(blank_rows(self.document, reading)))
        return found

    @cached_property
    def _damaged(self) -> tuple[tuple[Table, DamagedRow], ...]:
        found = [
            (reading.table, row)
            for reading in self.editions.readings
            for row in (*reading.damaged, *self._unread(reading))
        ]
        known = {(table.name, row.row.name) for table, row in found}
        doubtful = rows_in_doubt(self.editions.lines, self.editions.readings)
        return (*found, *((table, row) for table, row in doubtful if (table.name, row.row.name) not in known))

    def _unread(self, reading: TableReading) -> Sequence[DamagedRow]:
        """Rows that are neither in their table nor blank, although their label is in the document."""
        table = reading.table
        if table.arrangement == "flat":
            return ()
        if not reading.score:
            return tuple(unread_table(self.document, table))
        missing = [row for row in table.rows if not self._printed.keys() & set(table.cells_of(row.name))]
        return tuple(unread_rows(self.document, table, missing))

    def _value(self, name: str) -> CellValue:
        if name not in self._printed:
            return MISSING
        cell = self._printed[name]
        return CellValue(Reading.BLANK) if cell is None else cell_value(cell, Reading.READ)

    def _counted(self) -> list[Relation]:
        """What a reading is judged by: the relations that must hold."""
        return [
            constraint.relation
            for constraint in self.constraints
            if constraint.rule.severity is Severity.ERROR
            and not (constraint.guards or constraint.evaluated or constraint.rule.fallback_for)
        ]

    def _observations(self, values: Mapping[str, CellValue], contradicted: AbstractSet[str]) -> Iterable[Observation]:
        yield from self._identity_observations()
        for misfit, edition in self.editions.misfits:
            other = facts.OtherEdition(edition, self.identity.year or 0, self.editions.by_year)
            yield Observation(ObservationKind.FORM_YEAR_MISMATCH, misfit, facts=other)
        for reading in self.editions.readings:
            for line in reading.extra:
                label = line.labels[-1]
                printed = facts.PrintedText(label.text)
                yield Observation(ObservationKind.ROW_EXTRA, reading.table.name, location=label.location, facts=printed)
        yield from self._open_rows(values)
        for table in self.editions.form.tables:
            cells = tuple(name for name in table.cells if name in contradicted)
            if cells:
                place, count = values[cells[0]].location, facts.CellsCounted(len(cells))
                yield Observation(ObservationKind.READING_CONTRADICTED, table.name, cells, place, count)
        yield from self._section_observations()

    def _open_rows(self, values: Mapping[str, CellValue]) -> Iterable[Observation]:
        """One observation a table, on all rows whose reading stays open, and on single cells."""
        for table in self.editions.form.tables:
            rows = [cells_of(table, row) for owner, row in self._damaged if owner is table]
            damaged = {name for cells in rows for name in cells}
            rows += [(name,) for name in table.cells if name not in damaged]
            unsettled = [[name for name in row if values[name].reading is Reading.AMBIGUOUS] for row in rows]
            cells = tuple(name for names in unsettled for name in names)
            if cells:
                choices = facts.ReadingsOpen(tuple(_choices(names, values) for names in unsettled if names))
                place = values[cells[0]].location
                yield Observation(ObservationKind.READING_AMBIGUOUS, table.name, cells, place, choices)

    def _identity_observations(self) -> Iterable[Observation]:
        if self.identity.organ is None:
            yield Observation(ObservationKind.ORGAN_UNKNOWN)
        if self.identity.year is None:
            yield Observation(ObservationKind.YEAR_UNKNOWN)
        if self.identity.organ and self.identity.other:
            other = text_facts.OtherOrgan(self.identity.organ, self.identity.other)
            yield Observation(ObservationKind.ORGAN_OTHER, location=self._spoken_of(self.identity.other), facts=other)
        for warning in self.document.warnings:
            # A picture that was not read matters only where a table may be in it.
            if warning in _ABOUT_PICTURES and self._has_all_tables:
                continue
            yield Observation(ObservationKind.READING_INCOMPLETE, facts=facts.PartLeftOut(warning))
        if self.document.recognised_pages:
            pages = facts.PagesRecognised(self.document.recognised_pages)
            yield Observation(ObservationKind.TEXT_RECOGNISED, facts=pages)
        if self.document.recognised_pictures:
            pictures = facts.PicturesRecognised(self.document.recognised_pictures)
            yield Observation(ObservationKind.PICTURES_RECOGNISED, facts=pictures)

    @property
    def _has_all_tables(self) -> bool:
        return all(reading.score for reading in self.editions.readings)

    def _spoken_of(self, name: str) -> Location | None:
        """Where a name stands first in the text."""
        compact = ((one, "".join(normalise(one.text).split())) for one in self.document.paragraphs)
        return next((one.location for one, text in compact if name in text), None)

    def _section_observations(self) -> Iterable[Observation]:
        sections = self.editions.form.sections
        texts = [paragraph.text for paragraph in self.document.paragraphs]
        # A heading may stand in a table that only serves the layout.
        texts += [cell.text for grid in self.document.grids for cell in grid.cells]
        for section, found in zip(sections, sections_found(texts, sections), strict=True):
            if not found:
                yield Observation(ObservationKind.SECTION_MISSING, facts=facts.SectionMissing(section.number))
        order = sections_out_of_order((paragraph.text for paragraph in self.document.paragraphs), sections)
        if order:
            yield Observation(ObservationKind.SECTION_ORDER, facts=facts.SectionOrder(tuple(order)))
        for part in sections_twice(tuple(_prose(self.document)), sections):
            location = part.heading.location if part.heading else None
            twice = text_facts.SectionTwice(part.number or "")
            yield Observation(ObservationKind.SECTION_TWICE, location=location, facts=twice)


def _prose(document: Document) -> Iterable[Paragraph]:
    """The paragraphs, and the sentences in cells of tables that only serve the layout."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (Paragraph(cell.text, cell.location) for cell in block.cells if "。" in cell.text)


def _choices(cells: Sequence[str], values: Mapping[str, CellValue]) -> facts.OpenCells:
    """What the cells of a row hold in one reading or another."""
    found = tuple((name, candidate) for name in cells for candidate in values[name].candidates if candidate is not None)
    return facts.OpenCells(cells[0].rpartition(".")[0], values[cells[0]].raw, found)
