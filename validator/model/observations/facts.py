"""What is known beside the cells of something that was noticed: one class for each kind of fact.

Numbers are numbers and lists are tuples. Programs read facts as texts under names (`printed`), and fingerprints are
made of the same texts: what a kind prints never changes. What a field is the name of (`Means`) is said beside its type,
so that it can be put into words.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Annotated, ClassVar, get_type_hints

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


class Naming(Struct, frozen=True):
    """Said of a field that holds a name (`Annotated`)."""

    means: Means


class Listing(Struct, frozen=True):
    """Said of a field that holds a list."""

    means: Means | None
    """What its parts are the names of."""
    joined: str = ", "
    """Printed between its parts."""
    counted: bool = True
    """Whether the number of them is printed behind it."""


class Facts(Struct, frozen=True):
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
        for name, said in _said_of(type(self)):
            value = getattr(self, name)
            if said is not None and said.means is not None:
                yield name, said.means, value if isinstance(value, tuple) else (value,)


NOTHING = Facts()


@cache
def _said_of(kind: type[Facts]) -> Sequence[tuple[str, Naming | Listing | None]]:
    """Each field, and what is said of it beside its type."""
    hints = get_type_hints(kind, include_extras=True)
    extras = {name: getattr(hints[name], "__metadata__", ()) for name in kind.__struct_fields__}
    return [(name, next(iter(said), None)) for name, said in extras.items()]


def _printed_fields(facts: Facts) -> Iterator[tuple[str, str]]:
    """Each field under its name; of a list that is counted also how long it is."""
    for name, said in _said_of(type(facts)):
        value = getattr(facts, name)
        if isinstance(said, Listing):
            yield name, said.joined.join(map(str, value))
            if said.counted:
                yield "count", str(len(value))
        else:
            yield name, str(value)


class CellsListed(Facts, frozen=True):
    """Cells of one table that something is said of, in the order of the form."""

    cells: Annotated[tuple[str, ...], Listing(Means.CELL)]


class CellsCounted(Facts, frozen=True):
    """So many cells that they are only counted."""

    count: int


class RowsMissing(Facts, frozen=True):
    """Rows that a table does not have."""

    rows: Annotated[tuple[str, ...], Listing(Means.ROW)]


class RowsCutOff(RowsMissing, frozen=True):
    """Rows at the end of a table that are not there."""

    last: Annotated[str, Naming(Means.ROW)]
    """The last row that is there."""


class EndCutOff(Facts, frozen=True):
    """Tables and sections that would follow where a file ends."""

    tables: Annotated[tuple[str, ...], Listing(Means.TABLE, counted=False)]
    sections: Annotated[tuple[str, ...], Listing(None, "、", counted=False)]


class RowsAlike(Facts, frozen=True):
    """Rows with the same numbers."""

    rows: Annotated[tuple[str, ...], Listing(Means.ROW, counted=False)]


class ColumnsMissing(Facts, frozen=True):
    """Columns that a table does not have."""

    columns: Annotated[tuple[str, ...], Listing(Means.COLUMN)]


class PrintedText(Facts, frozen=True):
    """Text as it is printed, in a cell or at the head of a row."""

    text: str


class PrintedCell(PrintedText, frozen=True):
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


class ReadingsOpen(Facts, frozen=True):
    """What the cells that are not certain may hold."""

    rows: tuple[OpenCells, ...]

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {"choices": " | ".join(row.printed for row in self.rows)}


class OtherEdition(Facts, frozen=True):
    """A table on a form that is not that of the year."""

    edition: Annotated[str, Naming(Means.EDITION)]
    """The form that it is on."""
    year: int
    """The year reported on."""
    expected: Annotated[str, Naming(Means.EDITION)]
    """The form of that year."""


class PartLeftOut(Facts, frozen=True):
    """A part of the file that was not read."""

    detail: Annotated[str, Naming(Means.SENTENCE)]


class PagesRecognised(Facts, frozen=True):
    """Pages whose text was recognised in a picture."""

    pages: Annotated[tuple[int, ...], Listing(None, counted=False)]
    """From 1."""


class PicturesRecognised(Facts, frozen=True):
    """Pictures inside a document whose text was recognised."""

    pictures: Annotated[tuple[int, ...], Listing(None, counted=False)]
    """From 1."""


class SectionMissing(Facts, frozen=True):
    """A part of the text that was not found."""

    section: Annotated[str, Naming(Means.SECTION)]


class SectionOrder(Facts, frozen=True):
    """The parts of the text, out of order."""

    sections: Annotated[tuple[str, ...], Listing(None, "、", counted=False)]
    """Their official numbers, as they stand."""


class DayStated(Facts, frozen=True):
    """A day that the document states of itself."""

    date_of: Annotated[str, Naming(Means.DAY)]
    date: date


class DayTooEarly(DayStated, frozen=True):
    """A day before the end of the year reported on."""

    year: int
    """The year reported on."""


class DayTooLate(DayStated, frozen=True):
    """A day after the last one on which the report was due."""

    until: date
    """That last day."""
    level: Annotated[str, Naming(Means.LEVEL)]
    days: int
    """By how many days it is too late."""


class WaiverStale(Facts, frozen=True):
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
