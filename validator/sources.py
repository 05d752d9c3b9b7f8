"""Which files a command line means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

STANDARD_INPUT = "-"

_REPORT_SUFFIXES = frozenset({
    "doc", "docx", "wps", "wpt", "rtf", "odt", "pdf", "htm", "html", "mht", "mhtml", "xhtml", "txt", "md", "markdown",
    "xls", "xlsx", "et", "ods", "png", "jpg", "jpeg", "tif", "tiff",
})  # fmt: skip
"""Files of a folder that are taken for reports. A file named outright is read whatever its name."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read."""

    paths: tuple[str, ...]
    """As the user named them, folders expanded, in order, each once."""
    skipped: tuple[str, ...]
    """Files of folders that are no documents."""


def expand_sources(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Sources:
    """Expand folders, sorted by name, hidden files and lock files of office programs left out.

    A path that does not exist is kept: reading it gives the message.
    """
    named = [paths] if isinstance(paths, str | PathLike) else list(paths)
    found: dict[str, None] = {}
    skipped: dict[str, None] = {}
    for path in named:
        if str(path) != STANDARD_INPUT and Path(path).is_dir():
            for file in _files(Path(path)):
                chosen = found if file.suffix.lower().removeprefix(".") in _REPORT_SUFFIXES else skipped
                chosen[str(file)] = None
        else:
            found[str(path)] = None
    return Sources(tuple(found), tuple(path for path in skipped if path not in found))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file
