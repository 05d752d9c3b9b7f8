"""An altered rule, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from validator.model.rules.rule import Rule
from validator.proving.altering._expressions import MutantKind


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule altered in one place."""

    origin: Rule
    kind: MutantKind
    rule: Rule | None
    """What became of it; None if it is not there."""
    change: str
    """What was altered, as it is written now."""
