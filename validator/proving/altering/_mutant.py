"""An altered rule, as a value."""

from __future__ import annotations

from msgspec import Struct

from validator.model.rules.rule import Rule
from validator.proving.altering._expressions import MutantKind


class Mutant(Struct, frozen=True):
    """A rule altered in one place."""

    origin: Rule
    kind: MutantKind
    rule: Rule | None
    """What became of it; None if it is not there."""
    change: str
    """What was altered, as it is written now."""
