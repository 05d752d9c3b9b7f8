"""A finding: one thing to report about one report, as data. Sentences and colours are made elsewhere."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from validator.model.claim import Quotation
from validator.model.document import Location
from validator.model.form import PREVIOUS, UNITS
from validator.model.observations.facts import NOTHING, Facts
from validator.model.report import Report
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Severity, Verdict

_BLOCKS = (f"{PREVIOUS}.", f"{UNITS}.")


class FindingTerm(Struct, frozen=True):
    """One cell in a finding, under the letter that ties it to the equation."""

    letter: str
    """`a`, `b`, ... `z`, `aa`, ..."""
    cell: str
    """`table.row.column`; of another report `previous.table.row.column` or `units.table.row.column`."""
    value: Fraction | None
    """In the unit of the column; None where blank, unreadable or ambiguous."""
    coefficient: Fraction
    """As on its side of the relation."""
    side: str
    """`left` or `right`."""
    text: str = ""
    """What is printed in the cell."""
    location: Location | None = None
    source: Report | None = None
    """The other report the cell stands in: last year's, or that of a unit. None: the one the finding is about."""

    def __hash__(self) -> int:
        """Of all but the other report, which is large."""
        return hash((self.letter, self.cell, self.value, self.coefficient, self.side, self.text, self.location))

    @property
    def place(self) -> str:
        """Name of the cell in its own report."""
        return self.cell if self.source is None else _without_block(self.cell)


@lru_cache(maxsize=4096)
def _without_block(name: str) -> str:
    while name.startswith(_BLOCKS):
        name = name.partition(".")[2]
    return name


class Link(Struct, frozen=True):
    """Another finding that shares a cell with one."""

    letter: str
    """The letter of the cell in the one."""
    rule: str
    """The rule of the other."""


class SuspectCell(Struct, frozen=True):
    """One cell of a suspect, and what would settle the relations."""

    cell: str
    """`table.row.column`."""
    old: Fraction | None
    """The number it holds, in the unit of the column; None where blank."""
    low: Fraction | None
    """Least number that settles it; None if any small one does."""
    high: Fraction | None
    """Greatest number."""
    slip: str | None = None
    """The slip that explains this cell by itself (`localisation.slips.Slip`), or None."""
    source: tuple[str, ...] = ()
    """Cells the slip has to do with: the part that was left out, the neighbour that was copied."""
    report: Report | None = None
    """The other report the cell stands in; None: the one the finding is about."""

    def __hash__(self) -> int:
        """Of all but the other report, which is large."""
        return hash((self.cell, self.old, self.low, self.high, self.slip, self.source))

    @property
    def new(self) -> Fraction | None:
        """The number that settles it; None where several do."""
        return self.low if self.low == self.high else None


class Evidence(Struct, frozen=True):
    """A claim of the text by which one of several repairs was chosen."""

    rule: str
    text: str
    """The clause of the text that quotes the number."""


class Suspect(Struct, frozen=True):
    """Cells that would have to change together: as few as any that satisfy all that must hold."""

    cells: tuple[SuspectCell, ...]
    slip: str | None = None
    """The slip that explains all of its cells, together or each by itself; None if there is none."""
    unique: bool = False
    """True if nothing else of its size settles the relations and agrees with the text."""
    evidence: tuple[Evidence, ...] = ()
    """What the text says, where the tables alone leave several repairs of this size."""
    against: tuple[Evidence, ...] = ()
    """What the text says that is not so after it, where the tables alone leave nothing else."""
    settles: int = 1
    """How many violated relations hold after it."""


class SecondReading(Struct, frozen=True):
    """What reading the file again in another way said of a finding's cells."""

    differing: Mapping[str, Decimal | None]
    """Cells that were read otherwise -> the second value, None for blank; empty if both readings agree."""

    @property
    def agrees(self) -> bool:
        """True if the report has it so; False if our reading may be at fault."""
        return not self.differing


class Doubt(StrEnum):
    """Why no single suspect is named."""

    SEVERAL = "several"
    """Several repairs are equally small: the figures cannot decide."""
    TOO_MANY = "too-many"
    """The same, and not all of them are listed."""
    CONTRADICTED = "contradicted"
    """The tables allow one repair, and an exact number in the text is against it."""
    READING = "reading"
    """The best readings of the file point to different cells."""
    TOO_LARGE = "too-large"
    """So many numbers are involved that the smallest repair was not found."""
    IMPOSSIBLE = "impossible"
    """No numbers satisfy all that must hold."""


class ConstraintVerdict(Struct, frozen=True):
    """The verdict on one constraint of one report."""

    key: RelationKey
    """The key of the constraint it is the verdict on."""
    verdict: Verdict
    """The verdict that all readings share, else undetermined."""


class Finding(Struct, frozen=True):
    """What is reported of one rule at one place."""

    rule: str
    severity: Severity
    verdict: Verdict
    table: str | None = None
    each: tuple[tuple[str, str], ...] = ()
    """(`row` or `column`, name): which instance of the rule."""
    comparator: str | None = None
    """`=`, `<=` or `>=` for a relation, None for an observation."""
    left: Fraction | None = None
    right: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    constant: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    """Constants on the left and the right side."""
    terms: tuple[FindingTerm, ...] = ()
    location: Location | None = None
    facts: Facts = NOTHING
    """What is known beside the cells: of an observation, or of a number of the text."""
    also: tuple[Link, ...] = ()
    """Other findings that share a cell with this one."""
    suspects: tuple[Suspect, ...] = ()
    """Alternative smallest repairs of what must hold, the most plausible first."""
    doubt: Doubt | None = None
    """Why no single suspect is named; None if one is, or if nothing was looked for."""
    second_reading: SecondReading | None = None
    """None where the format can be read in one way only, or nothing had to be read again."""
    fingerprint: str = ""
    """Stable name of this finding: same organ, year, rule, place and numbers."""
    part: int = 0
    """Which of the rule's relations, from 0."""

    @property
    def key(self) -> RelationKey:
        """Names the constraint that a finding on a relation is about."""
        return RelationKey(self.rule, self.table, self.each, self.part)

    @property
    def quotation(self) -> Quotation | None:
        """The claim it is about, if it is about a number quoted in the text."""
        return self.facts if isinstance(self.facts, Quotation) else None

    @property
    def residual(self) -> Fraction | None:
        """Left minus right, None where a side is not known."""
        return None if self.left is None or self.right is None else self.left - self.right


def severity_counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, the weightiest first."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts
