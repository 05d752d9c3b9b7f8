"""The reports of a group, and the relations between them, each with what is known of its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct

from validator.constraints.codes import VERDICTS
from validator.constraints.system import System
from validator.constraints.together.block_numbers import BlockNumbers
from validator.model.form import Column, Form
from validator.model.report import Report
from validator.model.rules.rule import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]


class GroupMember(Struct, frozen=True, dict=True):
    """One report of a group."""

    report: Report
    system: System
    """The rules about one report, compiled for its form."""
    numbers: BlockNumbers
    """What is known of it, in one line."""

    @property
    def form(self) -> Form:
        """The form of the report."""
        return self.report.form

    @property
    def columns(self) -> Sequence[Column | None]:
        """The column of each variable; None for a fact about the organ, which is sure."""
        return (*self.form.columns, *[None] * (len(self.system.variables) - len(self.form.columns)))

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """On the constraints of the system."""
        return [VERDICTS[code] for code in self.numbers.codes[0].tolist()]

    @cached_property
    def without_number(self) -> Mask:
        """Shape (variables,): what is not known, and the blank cells that do not count 0."""
        needed = [table.policy.blank == "unknown" for table in self.form.tables for _ in table.cells]
        found: Mask = self.numbers.unknown[0].copy()
        found[: len(needed)] |= self.numbers.blank[0, : len(needed)] & np.array(needed)
        return found

    @property
    def totals(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Total -> the cells it is the sum of, in each relation that says so."""
        return self.system.totals

    def is_known(self, at: int) -> bool:
        """False for a cell that is not known, and a blank one that does not count 0."""
        return not self.without_number[at]

    def printed(self, at: int) -> int | None:
        """What stands in a cell that is known, in smallest units; None for nothing."""
        return None if self.is_blank(at) else self.numbers.values.item(0, at)

    def is_blank(self, at: int) -> bool:
        """Whether nothing stands in a cell."""
        return bool(self.numbers.blank[0, at])


class LinkedBlock(Struct, frozen=True):
    """What the cells of other reports in a system stand for."""

    cells: int
    """How many they are."""
    members: Sequence[int | None]
    """The members of which each cell is the sum; None for a report that is not there. Where there is no member, they
    only say which cells are blank."""


class MemberLink(Struct, frozen=True):
    """The relations between one member of a group and others."""

    member: int
    """The member they belong to, by its place in the group."""
    system: System
    """Its variables: those of the member, then the cells of the others, or sums of them, block by block."""
    verdicts: Sequence[Verdict]
    """On the constraints of the system."""
    blocks: Sequence[LinkedBlock]
    """One for each block of the system."""
