"""What is known of a report held against others; see `facts` for what holds of all facts."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from validator.model.observations.facts import Facts, Listing, Means, Naming


class OtherReport(Facts, frozen=True):
    """Another report that may have to do with this one."""

    about_inputs: ClassVar[bool] = True
    organ: str
    """Empty if it names none."""
    year: int | None
    path: Annotated[str, Naming(Means.FILE)]


class Copies(Facts, frozen=True):
    """Other reports of the same organ and year."""

    about_inputs: ClassVar[bool] = True
    paths: Annotated[tuple[str, ...], Listing(Means.FILE, "\n")]
    differ: int
    """How many of them hold other numbers."""


class OrgansListed(Facts, frozen=True):
    """Organs, by their names."""

    about_inputs: ClassVar[bool] = True
    units: Annotated[tuple[str, ...], Listing(Means.ORGAN)]


class Leaps(Facts, frozen=True):
    """Numbers that are far from last year's; the cells of both years stand with the observation, in turn."""

    count: int

    @property
    def printed(self) -> Mapping[str, str]:
        """Name -> text, as in JSON."""
        return {"count": str(self.count), "jumps": ""}


class TableRepeated(Facts, frozen=True):
    """A table with last year's numbers."""

    number: str
    """Its official number: `表四`."""
    path: Annotated[str, Naming(Means.FILE)]


class SectionRepeated(Facts, frozen=True):
    """A part of the text that was copied from last year's report."""

    section: Annotated[str, Naming(Means.SECTION)]
    share: int
    """Per cent of it that is the same."""
    path: Annotated[str, Naming(Means.FILE)]
