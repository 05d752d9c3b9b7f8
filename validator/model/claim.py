"""A claim: one number (or statement) of the text, held against the tables. Data only."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

from validator.model.document import Location
from validator.model.observations.facts import Facts
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Verdict


class Stated(StrEnum):
    """What a report states of itself outside its tables."""

    YEAR = "report.year"
    SECTIONS = "report.sections"
    """How many parts its text has."""
    TEXT = "text"
    """Other numbers of the same sentence."""

    @property
    def written(self) -> str:
        """The name in programs."""
        return self.value


class Share(Struct, frozen=True):
    """A sum of cells as a share of another, in per cent."""

    part: Linear
    whole: Linear | None
    """None where only the text tells the whole."""

    @property
    def written(self) -> str:
        """The share in the rule language."""
        return self.part.written if self.whole is None else f"{self.part.bracketed} / {self.whole.bracketed}"


class Growth(Struct, frozen=True):
    """A sum of cells beside the same of last year, in per cent."""

    part: Linear
    counted: bool = False
    """True for the difference of the two in place of the percentage."""

    @property
    def written(self) -> str:
        """The growth, nearly in the rule language."""
        return f"{self.part.written} {'-' if self.counted else '/'} previous"


Measure: TypeAlias = Linear | Share | Growth | Stated
"""What a number of the text can be held against."""


class Claim(Struct, frozen=True):
    """What the text says at one place, and what the tables say of it."""

    rule: str
    text: str
    """The clause, up to the number."""
    quoted: Fraction
    """The number in the text; what a statement without a number comes to (`全部办结`: 0 carried over)."""
    against: Measure
    """What the number is compared with: cells, a share of cells, a growth, or what the text itself states."""
    value: Fraction | None
    """What that is in the report; None where it is not known."""
    verdict: Verdict
    """NOT_APPLICABLE for what only last year's report could tell."""
    sentence: str = ""
    location: Location | None = None
    """Where the paragraph of the sentence stands in the file."""
    found_in: Linear | Share | None = None
    """Where else the number stands, if it is not that of its cells."""
    scope: str | None = None
    """The words by which the sentence may speak of other offices than the table."""
    approximate: bool = False
    """True for `约`, `余`, `多` and the like."""
    certain: bool = False
    """True if it is exact and can be meant in one way only: it can be asked as a witness."""
    statement: bool = False
    """True if the text says it without a number."""
    said_right: bool = False
    """True if the text gives the number of the same cells at another place, as the tables do."""
    parts: tuple[Fraction, ...] = ()
    """The numbers of the sentence whose sum is quoted, or is held against a total."""

    @property
    def reading(self) -> Linear | None:
        """The sum of cells it is held against, None where it is not one: what a claim is a witness of."""
        return self.against if isinstance(self.against, Linear) else None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it speaks of."""
        return () if self.reading is None else tuple(term.cell for term in self.reading.terms)


class Quotation(Facts, frozen=True):
    """The claim that a finding is about."""

    claim: Claim
    worked_out: tuple[str, ...] = ()
    """Blank totals among its cells, which were worked out from their parts."""

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON; what there is nothing to say of is not there."""
        claim = self.claim
        said = {"text": claim.text, "sentence": claim.sentence, "against": claim.against.written}
        more = {
            "found_in": "" if claim.found_in is None else claim.found_in.written,
            "scope": claim.scope or "",
            "worked_out": ", ".join(self.worked_out),
            "parts": " + ".join(map(str, claim.parts)),
        }
        return said | {name: text for name, text in more.items() if text}
