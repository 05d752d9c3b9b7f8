"""A claim: one number (or statement) of the text, held against the tables. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from validator.model.constraint import Linear
from validator.model.document import Location
from validator.model.rule import Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says at one place, and what the tables say of it."""

    rule: str
    text: str
    """The clause, up to the number."""
    quoted: Fraction
    """The number in the text; what a statement without a number comes to (`全部办结`: 0 carried over)."""
    against: str
    """What it speaks of: a sum of cells, a share of two sums, `text` or `report.year`."""
    value: Fraction | None
    """What that is in the report; None where it is not known."""
    verdict: Verdict
    """NOT_APPLICABLE for what only last year's report could tell."""
    sentence: str = ""
    location: Location | None = None
    """Of the paragraph."""
    reading: Linear | None = None
    """The sum of cells it is held against, None where it is not one: what a claim is a witness of."""
    found_in: str | None = None
    """Where else the number stands, if it is not that of its cells: a sum of cells, or a share of two sums."""
    scope: str | None = None
    """The words by which the sentence may speak of other offices than the table."""
    approximate: bool = False
    """True for `约`, `余`, `多` and the like."""
    certain: bool = False
    """True if it is exact and can be meant in one way only: it can be asked as a witness."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else the sentence to users is filled with."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it speaks of."""
        return () if self.reading is None else tuple(term.cell for term in self.reading.terms)

    def with_facts(self, **facts: str) -> Claim:
        """The claim with more to be said of it."""
        return replace(self, facts={**self.facts, **facts})
