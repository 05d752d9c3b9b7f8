"""What is asked of a report in which errors are located, whether it stands by itself or in a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Protocol

from validator.model.form import Form
from validator.model.report import Report


class LocatedMember(Protocol):
    """A report; its cells are named by their places in its form."""

    @property
    def report(self) -> Report:
        """The report itself."""
        ...

    @property
    def totals(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Total -> the cells it is the sum of, in each relation that says so."""
        ...

    def is_known(self, at: int) -> bool:
        """False for a cell that is not known, and a blank one that does not count 0."""
        ...

    def printed(self, at: int) -> int | None:
        """What stands in a cell that is known, in smallest units; None for nothing."""
        ...

    def is_blank(self, at: int) -> bool:
        """Whether nothing stands in a cell."""
        ...


def amount(form: Form, at: int, value: int | None) -> Fraction | None:
    """Smallest units of a cell as a number in the unit of its column."""
    return None if value is None else Fraction(value, 10 ** form.columns[at].decimals)


def known_amounts(member: LocatedMember) -> Mapping[str, Fraction | None]:
    """Cell -> number in the unit of its column, None where blank; cells that are not known are left out."""
    return _KnownAmounts(member)


class _KnownAmounts(Mapping[str, Fraction | None]):
    """Each is made when it is asked for: few of them are."""

    __slots__ = ("_form", "_member")

    def __init__(self, member: LocatedMember) -> None:
        self._member, self._form = member, member.report.form

    def __getitem__(self, cell: str) -> Fraction | None:
        at = self._form.index[cell]
        if not self._member.is_known(at):
            raise KeyError(cell)
        return amount(self._form, at, self._member.printed(at))

    def __iter__(self) -> Iterator[str]:
        return (cell for at, cell in enumerate(self._form.cells) if self._member.is_known(at))

    def __len__(self) -> int:
        return sum(1 for _ in self)
