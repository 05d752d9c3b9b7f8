"""What is known of a report held against others; see `facts` for what holds of all facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from validator.model.observations.facts import Facts, Means, listing, naming


@dataclass(frozen=True, slots=True)
class OtherReport(Facts):
    """Another report that may have to do with this one."""

    about_inputs: ClassVar[bool] = True
    organ: str
    """Empty if it names none."""
    year: int | None
    path: str = field(metadata=naming(Means.FILE))


@dataclass(frozen=True, slots=True)
class Copies(Facts):
    """Other reports of the same organ and year."""

    about_inputs: ClassVar[bool] = True
    paths: tuple[str, ...] = field(metadata=listing(Means.FILE, "\n"))
    differ: int
    """How many of them hold other numbers."""


@dataclass(frozen=True, slots=True)
class OrgansListed(Facts):
    """Organs, by their names."""

    about_inputs: ClassVar[bool] = True
    units: tuple[str, ...] = field(metadata=listing(Means.ORGAN))


@dataclass(frozen=True, slots=True)
class Leaps(Facts):
    """Numbers that are far from last year's; the cells of both years stand with the observation, in turn."""

    count: int

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {"count": str(self.count), "jumps": ""}


@dataclass(frozen=True, slots=True)
class TableRepeated(Facts):
    """A table with last year's numbers."""

    number: str
    """Its official number: `表四`."""
    path: str = field(metadata=naming(Means.FILE))


@dataclass(frozen=True, slots=True)
class SectionRepeated(Facts):
    """A part of the text that was copied from last year's report."""

    section: str = field(metadata=naming(Means.SECTION))
    share: int
    """Per cent of it that is the same."""
    path: str = field(metadata=naming(Means.FILE))
