"""The reports of a group, and the relations between them, each with what is known of its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
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

    def amount(self, at: int, value: int | None) -> Fraction | None:
        """Smallest units of a cell as a number in the unit of its column."""
        return None if value is None else Fraction(value, 10 ** self.form.columns[at].decimals)

    @property
    def amounts(self) -> Mapping[str, Fraction | None]:
        """Cell -> number in the unit of its column, None where blank; cells that are not known are left out."""
        return _Amounts(self)


@dataclass(frozen=True, slots=True)
class _Amounts(Mapping[str, Fraction | None]):
    """The numbers of a member, each made when it is asked for: few of them are."""

    member: GroupMember

    def __getitem__(self, cell: str) -> Fraction | None:
        member = self.member
        at = member.form.index[cell]
        if member.without_number[at]:
            raise KeyError(cell)
        return member.amount(at, None if member.numbers.blank[0, at] else member.numbers.values.item(0, at))

    def __iter__(self) -> Iterator[str]:
        unknown = self.member.without_number.tolist()
        return (cell for at, cell in enumerate(self.member.form.cells) if not unknown[at])

    def __len__(self) -> int:
        return sum(1 for _ in self)


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
