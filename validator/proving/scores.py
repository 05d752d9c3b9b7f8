"""What examples and rules notice of alterations, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from validator.model.rules.rule import Rule
from validator.proving.altering.mutants import MutantKind


class Fate(StrEnum):
    """What became of an altered rule."""

    NOTICED = "noticed"
    """An example comes out in another way."""
    EQUIVALENT = "equivalent"
    """It judges all reports as before: there is nothing to notice."""
    UNNOTICED = "unnoticed"


class RuleScore(Struct, frozen=True):
    """One altered rule and what became of it."""

    rule: Rule
    kind: MutantKind
    change: str
    """What was altered, as it is written now."""
    fate: Fate


class CellScore(Struct, frozen=True):
    """What the pack makes of altered cells of one table."""

    form: str
    table: str
    alteration: str
    altered: int = 0
    noticed: int = 0
    """An error or a warning that was not there before."""
    located: int = 0
    """The altered cells, and no others, are what a unique smallest repair changes."""
    corrected: int = 0
    """It also gives the numbers that stood there."""

    def __add__(self, other: CellScore) -> CellScore:
        """Both together."""
        return CellScore(
            self.form,
            self.table,
            self.alteration,
            self.altered + other.altered,
            self.noticed + other.noticed,
            self.located + other.located,
            self.corrected + other.corrected,
        )


def counted(scores: Iterable[RuleScore]) -> Mapping[MutantKind, Mapping[Fate, int]]:
    """How many altered rules of each kind came to which end."""
    found = {kind: dict.fromkeys(Fate, 0) for kind in MutantKind}
    for one in scores:
        found[one.kind][one.fate] += 1
    return found
