"""What was proved of a pack, as values; sentences are made of them by a renderer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

from validator.model.form import Form
from validator.model.rules.constraint import RelationKey
from validator.model.rules.rule import Rule


class ProofLevel(StrEnum):
    """How much a proof weighs."""

    FAULT = "fault"
    """The pack must not be used as it is."""
    WARNING = "warning"
    """A rule that can do nothing, or less than it seems to."""
    INFORMATION = "information"
    """Good to know, and no reason to change anything."""


class ProofKind(StrEnum):
    """What was proved."""

    CONTRADICTION = "contradiction"
    """Rules that no numbers satisfy together."""
    FORCED = "forced"
    """Rules that together leave a cell no number but 0."""
    TAUTOLOGY = "tautology"
    """A relation whose cells cancel out: it holds whatever they are."""
    DEAD_GUARD = "dead-guard"
    """A condition that never holds where the rules do."""
    WRONG_EXAMPLE = "wrong-example"
    """An example whose outcome is not what is written."""
    IDLE_GUARD = "idle-guard"
    """A condition that always holds."""
    IDLE_BOUND = "idle-bound"
    """A bound that no number of 0 or more violates."""
    DUPLICATE = "duplicate"
    """A relation that stands there twice."""
    ONE_SIDED = "one-sided"
    """An equation or a list of relations of which the examples violate one side, or one part, only."""
    UNSEEN = "unseen"
    """Cells that no rule names."""
    IMPLIED = "implied"
    """A relation that follows from others: it locates errors, and can find none that these do not."""
    BETWEEN = "between"
    """Cells that are held against other reports, or the text, only."""
    NOT_PROVED = "not-proved"
    """A relation of which nothing is proved, and why."""

    @property
    def level(self) -> ProofLevel:
        """How much it weighs."""
        return _LEVELS[self]


_LEVELS = {
    ProofKind.CONTRADICTION: ProofLevel.FAULT,
    ProofKind.FORCED: ProofLevel.FAULT,
    ProofKind.TAUTOLOGY: ProofLevel.FAULT,
    ProofKind.DEAD_GUARD: ProofLevel.FAULT,
    ProofKind.WRONG_EXAMPLE: ProofLevel.FAULT,
    ProofKind.IDLE_GUARD: ProofLevel.WARNING,
    ProofKind.IDLE_BOUND: ProofLevel.WARNING,
    ProofKind.DUPLICATE: ProofLevel.WARNING,
    ProofKind.ONE_SIDED: ProofLevel.WARNING,
    ProofKind.UNSEEN: ProofLevel.WARNING,
    ProofKind.IMPLIED: ProofLevel.INFORMATION,
    ProofKind.BETWEEN: ProofLevel.INFORMATION,
    ProofKind.NOT_PROVED: ProofLevel.INFORMATION,
}


class NotProvedReason(StrEnum):
    """Why nothing is proved of a relation."""

    PRODUCT = "product"
    """It multiplies or divides cells by cells."""
    FILLED = "filled"
    """It counts filled cells, of which numbers say nothing."""
    CASES = "cases"
    """It stands for too many cases."""
    EFFORT = "effort"
    """It was given up before all cases were tried."""


class Relatum(Struct, frozen=True):
    """A relation that a proof is about."""

    rule: Rule
    key: RelationKey
    text: str
    """As it is written in the rule."""


class Proof(Struct, frozen=True):
    """One thing that was proved."""

    kind: ProofKind
    form: Form
    rules: tuple[Relatum, ...] = ()
    """The relations concerned; the first is the one it is said of."""
    guards: tuple[str, ...] = ()
    """The conditions under which it is so."""
    cells: tuple[str, ...] = ()
    """The cells it is about, if it is about cells."""
    example: Mapping[str, Fraction] = field(default_factory=dict)
    """A counter-example: cell -> number; cells not named are 0. With several rules it violates the first alone."""
    places: int = 1
    """At how many rows and columns, in all forms together, the same is so."""
    detail: str = ""
    """Which example, which side or part; why nothing is proved."""

    @property
    def level(self) -> ProofLevel:
        """How much it weighs."""
        return self.kind.level
