"""What a run checks between its reports, as its user asks for it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from validator.packs.organ_names import OrganLine

FOLDERS = "folder"
"""In place of a file of units: the reports of units lie in folders below those of their parent."""


class Across(Struct, frozen=True):
    """What is checked between the reports of a run."""

    chains: bool = True
    """Compare each report with last year's of the same organ, if that is among the inputs."""
    previous: tuple[str | PathLike[str], ...] = ()
    """Files or folders with last year's reports: they are compared with, but not checked themselves."""
    units: str | PathLike[str] | None = None
    """Who is below whom: a file (`_organ_file.py`), or `folder`, where reports of units lie below their parent's."""
    organs: str | PathLike[str] | None = None
    """File that says which names mean the same organ (`_organ_file.py`)."""
    lines: tuple[OrganLine, ...] = ()
    """What is known of organs beside these files."""

    @property
    def folders(self) -> bool:
        """True if folders say whose units organs are."""
        return str(self.units) == FOLDERS

    @property
    def anything(self) -> bool:
        """True if anything is to be checked between reports."""
        return self.chains or self.units is not None or bool(self.lines)

    def loaded(self) -> Across:
        """The same with the lines of its files; raises BrokenOrganFileError."""
        files = [file for file in (self.organs, None if self.folders else self.units) if file is not None]
        if not files:
            return self
        from validator.crosschecks._organ_file import read_organ_file

        return replace(self, lines=(*self.lines, *(line for file in files for line in read_organ_file(Path(file)))))
