"""The table of all that is noticed beside the relations: code, who makes it, the facts it carries."""

from enum import StrEnum
from typing import Self

from msgspec import Struct

from validator.model.document import Location
from validator.model.observations import comparison_facts as compared
from validator.model.observations import facts as kinds
from validator.model.observations import text_facts as texts
from validator.model.observations.facts import NOTHING, Facts


class Stage(StrEnum):
    """The part of a check that notices something; named as its package."""

    RECOGNITION = "recognition"
    CHECKING = "checking"
    CROSSCHECKS = "crosschecks"
    """What only other reports can tell."""


class ObservationKind(StrEnum):
    """The code of an observation, who makes it, and the facts that come with it.

    The rule with the same `observe` decides what it weighs; what is said of it stands in `messages`.
    """

    stage: Stage
    facts: type[Facts]
    limits: tuple[str, ...]
    """Names of the numbers from which on it is observed; a rule that observes it gives them all."""

    def __new__(cls, code: str, stage: Stage, facts: type[Facts] = Facts, limits: tuple[str, ...] = ()) -> Self:
        """Make the member of a line below."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.stage, made.facts, made.limits = stage, facts, limits
        return made

    TABLE_MISSING = "table-missing", Stage.CHECKING
    TABLE_INCOMPLETE = "table-incomplete", Stage.CHECKING, kinds.RowsCutOff
    ROW_MISSING = "row-missing", Stage.CHECKING, kinds.RowsMissing
    ROW_EXTRA = "row-extra", Stage.RECOGNITION, kinds.PrintedText
    ROWS_IDENTICAL = "rows-identical", Stage.CHECKING, kinds.RowsAlike
    COLUMN_MISSING = "column-missing", Stage.CHECKING, kinds.ColumnsMissing
    SECTION_MISSING = "section-missing", Stage.RECOGNITION, kinds.SectionMissing
    SECTION_ORDER = "section-order", Stage.RECOGNITION, kinds.SectionOrder
    SECTION_TWICE = "section-twice", Stage.RECOGNITION, texts.SectionTwice
    TEXT_FOUND = "text-found", Stage.CHECKING, texts.PassageFound
    TEXT_LACKING = "text-lacking", Stage.CHECKING, texts.PassageLacking
    TEXT_BARE = "text-bare", Stage.CHECKING, texts.SectionBare
    TEXT_DIFFERS = "text-differs", Stage.CHECKING, texts.PassagesDiffer
    CELLS_BLANK = "cells-blank", Stage.CHECKING, kinds.CellsListed
    BLANKS_AS_ZERO = "blanks-as-zero", Stage.CHECKING, kinds.CellsCounted
    TOTAL_BLANK = "total-blank", Stage.CHECKING, kinds.CellsListed
    NOT_A_NUMBER = "not-a-number", Stage.CHECKING, kinds.PrintedCell
    NEGATIVE = "negative", Stage.CHECKING, kinds.PrintedCell
    NOT_AN_INTEGER = "not-an-integer", Stage.CHECKING, kinds.PrintedCell
    SIGN_DOUBTFUL = "sign-doubtful", Stage.CHECKING, kinds.PrintedText
    UNIT_MISMATCH = "unit-mismatch", Stage.CHECKING, kinds.PrintedCell
    UNIT_MISSING = "unit-missing", Stage.CHECKING, kinds.PrintedCell
    READING_AMBIGUOUS = "reading-ambiguous", Stage.RECOGNITION, kinds.ReadingsOpen
    READING_CONTRADICTED = "reading-contradicted", Stage.RECOGNITION, kinds.CellsCounted
    READING_INCOMPLETE = "reading-incomplete", Stage.RECOGNITION, kinds.PartLeftOut
    TEXT_RECOGNISED = "text-recognised", Stage.RECOGNITION, kinds.PagesRecognised
    PICTURES_RECOGNISED = "pictures-recognised", Stage.RECOGNITION, kinds.PicturesRecognised
    FORM_YEAR_MISMATCH = "form-year-mismatch", Stage.RECOGNITION, kinds.OtherEdition
    REPORT_BLANK = "report-blank", Stage.CHECKING
    REPORT_INCOMPLETE = "report-incomplete", Stage.CHECKING, kinds.EndCutOff
    PUBLISHED_LATE = "published-late", Stage.CHECKING, kinds.DayTooLate
    DATED_BEFORE_YEAR_END = "dated-before-year-end", Stage.CHECKING, kinds.DayTooEarly
    DATED_IN_FUTURE = "dated-in-future", Stage.CHECKING, kinds.DayStated
    YEAR_UNKNOWN = "year-unknown", Stage.RECOGNITION
    ORGAN_UNKNOWN = "organ-unknown", Stage.RECOGNITION
    ORGAN_OTHER = "organ-other", Stage.RECOGNITION, texts.OtherOrgan
    WAIVER_EXPIRED = "waiver-expired", Stage.CHECKING, kinds.WaiverStale
    WAIVER_UNUSED = "waiver-unused", Stage.CHECKING, kinds.WaiverStale
    FIGURES_JUMP = "figures-jump", Stage.CROSSCHECKS, compared.Leaps, ("times", "from")
    TABLE_REPEATED = "table-repeated", Stage.CROSSCHECKS, compared.TableRepeated, ("different",)
    PROSE_REPEATED = "prose-repeated", Stage.CROSSCHECKS, compared.SectionRepeated, ("share", "characters")
    TEXT_ALIKE = "text-alike", Stage.CROSSCHECKS, texts.TextAlike, ("share", "characters")
    REPORT_DUPLICATE = "report-duplicate", Stage.CROSSCHECKS, compared.Copies
    ORGAN_DOUBTFUL = "organ-doubtful", Stage.CROSSCHECKS, compared.OtherReport
    YEAR_BEFORE_MISSING = "year-before-missing", Stage.CROSSCHECKS, compared.OtherReport
    UNITS_MISSING = "units-missing", Stage.CROSSCHECKS, compared.OrgansListed
    UNITS_DUPLICATE = "units-duplicate", Stage.CROSSCHECKS, compared.OrgansListed
    PARENT_MISSING = "parent-missing", Stage.CROSSCHECKS, compared.OrgansListed

    @property
    def of_words(self) -> bool:
        """True for what any number of rules may look for, each with words of its own (`text:`)."""
        return issubclass(self.facts, texts.TextFacts)

    @classmethod
    def of(cls, code: str) -> Self:
        """The kind with that code; StopIteration if there is none."""
        return next(kind for kind in cls if kind.value == code)


class Observation(Struct, frozen=True):
    """Something that was noticed; the rule with the same `observe` decides what it weighs."""

    kind: ObservationKind
    table: str | None = None
    cells: tuple[str, ...] = ()
    """Cells it is about."""
    location: Location | None = None
    facts: Facts = NOTHING
    """Of the class that its kind carries."""

    def __post_init__(self) -> None:
        """Raises TypeError for the facts of another kind."""
        if type(self.facts) is not self.kind.facts:
            raise TypeError(self.kind, type(self.facts))
