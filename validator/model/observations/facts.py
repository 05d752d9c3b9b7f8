"""What is known beside the cells of something that was noticed: one dataclass for each kind of fact.

Numbers are numbers and lists are tuples. Programs read facts as texts under names (`printed`), and fingerprints are
made of the same texts: what a kind prints never changes. What a field is the name of (`Means`) is said at the field,
so that it can be put into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import ClassVar

from msgspec import Struct


class Means(Enum):
    """What a text in facts is the name of."""

    CELL = auto()
    ROW = auto()
    COLUMN = auto()
    TABLE = auto()
    SECTION = auto()
    """The official number of a part of the text: `六`."""
    EDITION = auto()
    """Id of a form."""
    FILE = auto()
    ORGAN = auto()
    DAY = auto()
    """Which day of a report: `published` or `signed`."""
    LEVEL = auto()
    """For whom a day is the last: a key of the pack's deadlines."""
    SENTENCE = auto()
    """A key of the catalogue of sentences."""


def naming(means: Means) -> Mapping[str, object]:
    """Of a field that holds a name."""
    return {"means": means}


def listing(means: Means | None, joined: str = ", ", *, counted: bool = True) -> Mapping[str, object]:
    """Of a list, printed with `joined` between its parts, and behind it the number of them."""
    return {"means": means, "joined": joined, "counted": counted}


@dataclass(frozen=True, slots=True)
class Facts:
    """The kind of what has nothing to say beside its cells; all others are made from it."""

    about_inputs: ClassVar[bool] = False
    """Whether it is about what was put together to be checked, and not about what the organ has written."""

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return dict(_printed_fields(self))

    @property
    def names(self) -> Iterator[tuple[str, Means, tuple[str, ...]]]:
        """The fields that hold names: field, what they name, the names."""
        for one in fields(self):
            means, value = one.metadata.get("means"), getattr(self, one.name)
            if means is not None:
                yield one.name, means, value if isinstance(value, tuple) else (value,)


NOTHING = Facts()


def _printed_fields(facts: Facts) -> Iterator[tuple[str, str]]:
    """Each field under its name; of a list that is counted also how long it is."""
    for one in fields(facts):
        value = getattr(facts, one.name)
        yield one.name, one.metadata["joined"].join(map(str, value)) if isinstance(value, tuple) else str(value)
        if one.metadata.get("counted"):
            yield "count", str(len(value))


@dataclass(frozen=True, slots=True)
class CellsListed(Facts):
    """Cells of one table that something is said of, in the order of the form."""

    cells: tuple[str, ...] = field(metadata=listing(Means.CELL))


@dataclass(frozen=True, slots=True)
class CellsCounted(Facts):
    """So many cells that they are only counted."""

    count: int


@dataclass(frozen=True, slots=True)
class RowsMissing(Facts):
    """Rows that a table does not have."""

    rows: tuple[str, ...] = field(metadata=listing(Means.ROW))


@dataclass(frozen=True, slots=True)
class RowsCutOff(RowsMissing):
    """Rows at the end of a table that are not there."""

    last: str = field(metadata=naming(Means.ROW), kw_only=True)
    """The last row that is there."""


@dataclass(frozen=True, slots=True)
class EndCutOff(Facts):
    """Tables and sections that would follow where a file ends."""

    tables: tuple[str, ...] = field(metadata=listing(Means.TABLE, counted=False))
    sections: tuple[str, ...] = field(metadata=listing(None, "、", counted=False))


@dataclass(frozen=True, slots=True)
class RowsAlike(Facts):
    """Rows with the same numbers."""

    rows: tuple[str, ...] = field(metadata=listing(Means.ROW, counted=False))


@dataclass(frozen=True, slots=True)
class ColumnsMissing(Facts):
    """Columns that a table does not have."""

    columns: tuple[str, ...] = field(metadata=listing(Means.COLUMN))


@dataclass(frozen=True, slots=True)
class PrintedText(Facts):
    """Text as it is printed, in a cell or at the head of a row."""

    text: str


@dataclass(frozen=True, slots=True)
class PrintedCell(PrintedText):
    """What is printed in a cell."""

    unit: str | None = None
    """The unit printed in the cell; None if none is."""
    expected: str | None = None
    """The unit of its column, where one is printed in the cell."""

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {name: text for name, text in _printed_fields(self) if getattr(self, name) is not None}


class OpenCells(Struct, frozen=True):
    """Cells of a row whose numbers are not certain."""

    row: str
    """`table.row`."""
    raw: str
    """What is printed in the first of them."""
    choices: tuple[tuple[str, Decimal], ...]
    """(cell, a number it may hold); empty if these are too many."""

    @property
    def printed(self) -> str:
        """`cell=1; cell=2`; of a row with too many choices its text."""
        return "; ".join(f"{cell}={value}" for cell, value in self.choices) or f"{self.row}: {self.raw}"


@dataclass(frozen=True, slots=True)
class ReadingsOpen(Facts):
    """What the cells that are not certain may hold."""

    rows: tuple[OpenCells, ...]

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {"choices": " | ".join(row.printed for row in self.rows)}


@dataclass(frozen=True, slots=True)
class OtherEdition(Facts):
    """A table on a form that is not that of the year."""

    edition: str = field(metadata=naming(Means.EDITION))
    """The form that it is on."""
    year: int
    """The year reported on."""
    expected: str = field(metadata=naming(Means.EDITION))
    """The form of that year."""


@dataclass(frozen=True, slots=True)
class PartLeftOut(Facts):
    """A part of the file that was not read."""

    detail: str = field(metadata=naming(Means.SENTENCE))


@dataclass(frozen=True, slots=True)
class PagesRecognised(Facts):
    """Pages whose text was recognised in a picture."""

    pages: tuple[int, ...] = field(metadata=listing(None, counted=False))
    """From 1."""


@dataclass(frozen=True, slots=True)
class PicturesRecognised(Facts):
    """Pictures inside a document whose text was recognised."""

    pictures: tuple[int, ...] = field(metadata=listing(None, counted=False))
    """From 1."""


@dataclass(frozen=True, slots=True)
class SectionMissing(Facts):
    """A part of the text that was not found."""

    section: str = field(metadata=naming(Means.SECTION))


@dataclass(frozen=True, slots=True)
class SectionOrder(Facts):
    """The parts of the text, out of order."""

    sections: tuple[str, ...] = field(metadata=listing(None, "、", counted=False))
    """Their official numbers, as they stand."""


@dataclass(frozen=True, slots=True)
class DayStated(Facts):
    """A day that the document states of itself."""

    date_of: str = field(metadata=naming(Means.DAY))
    date: date


@dataclass(frozen=True, slots=True)
class DayTooEarly(DayStated):
    """A day before the end of the year reported on."""

    year: int
    """The year reported on."""


@dataclass(frozen=True, slots=True)
class DayTooLate(DayStated):
    """A day after the last one on which the report was due."""

    until: date
    """That last day."""
    level: str = field(metadata=naming(Means.LEVEL))
    days: int
    """By how many days it is too late."""


@dataclass(frozen=True, slots=True)
class WaiverStale(Facts):
    """A waiver that has run out or is not needed any more."""

    about_inputs: ClassVar[bool] = True
    waived: str
    """Id of the rule that it is about."""
    place: str
    """Where in the form, in words."""
    reason: str
    who: str
    until: date | None
    """Last day on which it is in force; None: for good."""

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {**dict(_printed_fields(self)), "until": "" if self.until is None else str(self.until)}
