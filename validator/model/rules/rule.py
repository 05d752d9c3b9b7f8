"""A rule: one relation of the official form as data, with the reason for it and an example of either outcome.

Rules are written in YAML (`rules/<pack>/*.yaml`, see `docs/rule-language.md`); this module is their shape in memory.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from validator.model.observations.kinds import ObservationKind
from validator.model.rules.text_rule import TextRule
from validator.model.rules.wording import ClaimRule
from validator.model.text import Text


class Severity(StrEnum):
    """How much a violation weighs."""

    ERROR = "error"
    """What must hold."""
    WARNING = "warning"
    """What should hold."""
    NOTE = "note"
    """What is merely implausible."""

    @property
    def rank(self) -> int:
        """Its place among all: 0 for the weightiest."""
        return tuple(Severity).index(self)


class Verdict(StrEnum):
    """What evaluating one constraint on one report gives."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    """A cell that is needed is blank, unreadable or ambiguous."""
    NOT_APPLICABLE = "not-applicable"
    """Its guard does not hold, or none of its cells is filled."""


APPLIES = ("any", "all", "nonzero", "always")
"""A relation applies where one of its cells is filled, where all are, where one is not 0, or whatever they hold."""


class Example(Struct, frozen=True):
    """Cells for which the outcome of a rule is known."""

    cells: Mapping[str, str | None]
    """Names as in the rule's own expression -> printed text, None for a blank cell."""


class Rule(Struct, frozen=True):
    """One relation, or one thing to observe in the extracted tables."""

    id: str
    """kebab-case; says the relation; never changes."""
    title: Text
    """What is said when it is violated."""
    severity: Severity
    basis: str
    """Official source, or what the rule is inferred from."""
    why: Text
    check: tuple[str, ...] = ()
    """Relations in the rule language (`docs/rule-language.md`); empty for an observation."""
    observe: ObservationKind | None = None
    """What has to be noticed for it to be violated: the rule has no relation of its own."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """From where on it is observed: name of `ObservationKind.limits` -> number."""
    claim: ClaimRule | None = None
    """What the text of a report may say: the rule compares it with the tables, and has no relation of its own."""
    text: TextRule | None = None
    """What the text must or must not say; `observe` is then what its condition is noticed as."""
    table: str | None = None
    """Table whose rows or columns the names stand for."""
    each: str | None = None
    """`row`, `column` or `cell`: one constraint for each of the table's, or for each cell of all tables."""
    only: tuple[str, ...] = ()
    """Rows, columns or cells `each` is limited to; empty: all."""
    when: str | None = None
    """Guard: the constraint applies where this holds."""
    forms: tuple[str, ...] = ()
    """Editions (of `table`) the rule is for; empty: all that have the names."""
    fallback_for: str | None = None
    """Applies only where the constraint of that rule with the same `each` is undetermined."""
    blank: str | None = None
    """`zero`, `unknown` or `violates`; None: as the form says."""
    blanks: Mapping[str, str] = field(default_factory=dict)
    """The same for single names of its relations."""
    blank_total: str | None = None
    """`zero` or `unknown`; None: as the form says."""
    applies: str = "any"
    """When it applies, as far as its cells are filled: one of `APPLIES`."""
    unreadable: str = "unknown"
    """`unknown`; `zero`: a part of an inequality that is not readable is left out, since all parts are 0 or more."""
    remark: Text | None = None
    """What is added to every violation: that it may be right after all."""
    tolerance: Decimal = Decimal(0)
    """Largest accepted difference of the two sides."""
    exact: bool = False
    """True if the numbers are compared as they are printed: digits that were rounded or cut off do not excuse any."""
    holds: Example | None = None
    violated: Example | None = None
    also_hold: tuple[Example, ...] = ()
    """Further examples that hold, as many as it takes to notice every other rule in its place."""
    also_violated: tuple[Example, ...] = ()
    passed_over: tuple[Example, ...] = ()
    """Examples to which it does not apply."""
    pack: str = ""
    """Id of the pack it comes from."""
    file: str = ""
    line: int = 0
    """Where the rule is written."""

    @property
    def examples(self) -> tuple[tuple[Verdict, Example], ...]:
        """All examples with the outcome of each, those that hold first."""
        hold = (*([self.holds] if self.holds is not None else []), *self.also_hold)
        violated = (*([self.violated] if self.violated is not None else []), *self.also_violated)
        return (
            *((Verdict.SATISFIED, one) for one in hold),
            *((Verdict.VIOLATED, one) for one in violated),
            *((Verdict.NOT_APPLICABLE, one) for one in self.passed_over),
        )


class Fact(Struct, frozen=True):
    """Something known of the reporting organ by its name, usable in guards (`organ.may_issue_regulations = 0`)."""

    name: str
    yes: tuple[str, ...]
    """Regular expressions on the organ's name that make it 1; tried first."""
    no: tuple[str, ...]
    """Regular expressions that make it 0. Where none fits, it is unknown."""
    title: Text | None = None
    """What it is called where a rule is explained; None: by its name."""
