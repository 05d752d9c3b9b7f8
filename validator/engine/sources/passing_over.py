"""What is passed over while a folder is listed: patterns of the user, and what `.gitignore` says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_GITIGNORE, _REPOSITORY = ".gitignore", ".git"
_LARGEST = 1 << 20
"""Bytes of a `.gitignore` that is looked into."""


class PassedOver(Struct, frozen=True, dict=True):
    """What of a folder, a pattern or an archive is not to be read; what is named outright is read whatever it is."""

    exclude: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, meant from the folder that is listed."""
    gitignore: bool = True
    """Whether the files `.gitignore` count, in the folder, below it, and above it up to the top of its repository."""

    @cached_property
    def excluded(self) -> GitIgnoreSpec | None:
        """The patterns of the user, made ready; None if there are none."""
        return _spec(self.exclude)

    def within(self, folder: str) -> FolderRules:
        """What counts in a folder that was named."""
        root = os.path.abspath(folder)  # noqa: PTH100 - quick, for many
        rules = FolderRules(self, root, tuple(_above(root)) if self.gitignore else ())
        # What is named outright is read, though the repository leaves it out as a whole.
        return (replace(rules, specs=()) if rules.leave_out(root, folder=True) else rules).inside(root)

    def excludes(self, path: str) -> bool:
        """Whether the user wants a file left out that stands at that path of an archive or of an address."""
        return self.excluded is not None and self.excluded.match_file(path)


class FolderRules(Struct, frozen=True):
    """What counts in one folder of those that are listed. Folders are absolute."""

    passed_over: PassedOver
    root: str
    """The folder that was named."""
    specs: tuple[tuple[str, GitIgnoreSpec], ...]
    """Folder -> what its `.gitignore` says, the outermost first."""

    def inside(self, folder: str) -> FolderRules:
        """What counts in a folder below, which may have a `.gitignore` of its own."""
        if not self.passed_over.gitignore:
            return self
        place = os.path.abspath(folder)  # noqa: PTH100 - quick, for many
        spec = _read(Path(place, _GITIGNORE))
        return self if spec is None else replace(self, specs=(*self.specs, (place, spec)))

    def leave_out(self, path: str, *, folder: bool) -> bool:
        """Whether a file or folder is passed over; the innermost file that speaks of it decides."""
        excluded = self.passed_over.excluded
        if excluded is None and not self.specs:
            return False
        place = os.path.abspath(path) + ("/" if folder else "")  # noqa: PTH100 - quick, for many
        if excluded is not None and excluded.match_file(_within(place, self.root)):
            return True
        said = (spec.check_file(_within(place, base)).include for base, spec in reversed(self.specs))
        return next((one for one in said if one is not None), False)


NOTHING = PassedOver(gitignore=False)
"""For what lists every document."""


def _within(place: str, base: str) -> str:
    """A path seen from a folder above it, with slashes."""
    return place[len(base) :].replace(os.sep, "/").lstrip("/")


def _spec(lines: Iterable[str]) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    found = [line for line in lines if line.strip()]
    return GitIgnoreSpec.from_lines(found) if found else None


def _read(file: Path) -> GitIgnoreSpec | None:
    """What a file says; None if there is none, or nothing that can be understood in it."""
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    try:
        return _spec(line for line in lines if not line.startswith("#"))
    except ValueError:  # a pattern that git does not understand either
        return None


def _above(root: str) -> Iterator[tuple[str, GitIgnoreSpec]]:
    """What the folders above say, from the top of the repository on; nothing outside of one."""
    above = []
    for folder in (Path(root), *Path(root).parents):
        above.append(folder)
        if os.path.exists(folder / _REPOSITORY):  # noqa: PTH110 - a name may be too long
            for one in reversed(above[1:]):
                spec = _read(one / _GITIGNORE)
                if spec is not None:
                    yield str(one), spec
            return
