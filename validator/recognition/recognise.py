"""Recognise a report in a document: which tables, in which edition, and what stands in each of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from validator.model.document import NOWHERE, Cell, Document, Location, Paragraph
from validator.model.form import Column, Form, Table
from validator.model.numbers import normalise
from validator.model.observations import facts, text_facts
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.model.rules.constraint import Constraint, Relation
from validator.model.rules.rule import Severity
from validator.packs.identity import IdentityRules
from validator.packs.refusals import NEUTRAL, Refusals
from validator.recognition._damage import settle
from validator.recognition._editions import Editions, editions_of, readings_on
from validator.recognition._open_rows import cells_of
from validator.recognition._refusal import declined
from validator.recognition._repeats import REPEATS_LEFT_OUT, opened, repeats_left_out
from validator.recognition.cells import cell_value, own_units, units_parted
from validator.recognition.identity.identify import Identity, identify
from validator.recognition.sections import sections_found, sections_out_of_order, sections_twice
from validator.recognition.tables.blank_rows import blank_rows
from validator.recognition.tables.reading import DamagedRow, TableReading
from validator.recognition.tables.unplaced import rows_in_doubt
from validator.recognition.tables.unread_rows import unread_rows, unread_table

Expand = Callable[[Form], Sequence[Constraint]]
"""The constraints of the pack in force for a form."""

_ABOUT_PICTURES = frozenset({"picture-not-read", "picture-unreadable", "pictures-left-out"})
"""Warnings of readers that left pictures out."""
_BEFORE_NUMBER = re.compile(r"([^\W\d]+\s*)[0-9０-９][0-9０-９,，.．]*")
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
    editions = editions_of(document, forms, identity.year)
    if not any(reading.score for reading in editions.readings):
        raise declined(document, forms, refusals)
    builder = _Builder(document, identity, editions, tuple(expand(editions.form)))
    return builder.report()


def read_again(document: Document, form: Form, tables: AbstractSet[str]) -> Mapping[str, CellValue]:
    """The cells of some tables of a form, as far as they stand in their places: for a second reading of a document.

    No relation has a hand in it, and no other table is looked for.
    """
    document = units_parted(document, own_units([form]))
    found: dict[str, CellValue] = {}
    for reading in readings_on(document, [table for table in form.tables if table.name in tables]):
        blank = dict.fromkeys(blank_rows(document, reading))
        damaged = {cell for row in reading.damaged for cell in cells_of(reading.table, row)}
        for name, cell in {**reading.cells, **blank}.items():
            if name not in damaged:
                found[name] = _value_of(cell)
    return found


def _value_of(cell: Cell | None) -> CellValue:
    return CellValue(Reading.BLANK) if cell is None else cell_value(cell, Reading.READ)


class _Builder(Struct, frozen=True, dict=True):
    """Puts a report together from what was read of its tables."""

    document: Document
    identity: Identity
    editions: Editions
    constraints: tuple[Constraint, ...]

    def report(self) -> Report:
        form = self.editions.form
        printed = self._printed
        read = {name: _value_of(printed[name]) if name in printed else MISSING for name in form.cells}
        settled = settle(form, self._damaged, read, self._counted() if self._damaged else ())
        values = {
            name: self._open_if_unsure(value, form.columns[form.index[name]])
            if value.reading is Reading.UNREADABLE
            else value
            for name, value in {**read, **settled.values}.items()
        }
        if self._lacks_repeats:
            values = opened(values, form.tables)
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
            highlighted=self.document.highlighted,
        )

    def _open_if_unsure(self, value: CellValue, column: Column) -> CellValue:
        """A text that is no number by our reading, and may well be one on the page: nobody is told that it is none.

        So may a number with a piece of the header before it, `维持0`.
        """
        place = value.location or NOWHERE
        recognised = place.picture is not None or place.page in self.document.recognised_pages
        unsure = recognised or (place.page is not None and _RUN_TOGETHER.fullmatch(value.raw))
        if words := _BEFORE_NUMBER.fullmatch(value.raw):
            unsure = unsure or any(label.endswith(words[1].strip()) for label in column.labels)
        return replace(value, reading=Reading.AMBIGUOUS) if unsure else value

    @cached_property
    def _lacks_repeats(self) -> bool:
        found = [reading.table for reading in self.editions.readings if reading.score]
        return repeats_left_out(self.document, found)

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
        doubtful = list(rows_in_doubt(self.editions.lines, self.editions.readings))
        # A row without a name is the whole table.
        known = {
            (table.name, name)
            for table, row in doubtful
            for name in (row.row.name, *([] if row.row.name else table.row_names))
        }
        return (*((table, row) for table, row in found if (table.name, row.row.name) not in known), *doubtful)

    def _unread(self, reading: TableReading) -> Sequence[DamagedRow]:
        """Rows that are neither in their table nor blank, although their label is in the document."""
        table = reading.table
        if not reading.score:
            known = self._printed.keys() & set(table.cells)
            return () if known else tuple(unread_table(self.document, table))
        if table.arrangement == "flat":
            return ()
        missing = [row for row in table.rows if not self._printed.keys() & set(table.cells_of(row.name))]
        return tuple(unread_rows(self.document, table, missing))

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
        if all(value.reading is not Reading.AMBIGUOUS for value in values.values()):
            return
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
        for warning in (*self.document.warnings, *([REPEATS_LEFT_OUT] if self._lacks_repeats else [])):
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
