"""The paths of inputs as other programs look for them: with slashes, and inside the folder that both know."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import quote

from validator.model.report import Report
from validator.renderers.layout.lines import clean, clean_path

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\s]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that are devices on some systems, whatever their suffix."""
_NAME = 60
"""Characters of the name of a file that is made, which take 180 bytes at most."""

STANDARD_INPUT = "-"
"""What standard input is called in place of a path."""


def inside(path: str, folder: str | None) -> str | None:
    """The path seen from the folder, with slashes; None for an input that is not below it."""
    if path == STANDARD_INPUT or folder is None:
        return None
    try:
        seen = PurePath(os.path.relpath(os.path.join(folder, path), folder))  # noqa: PTH118 (text, no file is touched)
    except ValueError:  # another drive
        return None
    return None if seen.is_absolute() or ".." in seen.parts[:1] else seen.as_posix()


def shown(path: str, folder: str | None) -> str:
    """The path seen from the folder where it is below it, else as the user named it."""
    return inside(path, folder) or PurePath(path).as_posix()


def shown_part(report: Report, folder: str | None) -> str:
    """The path of a report as shown, and which one it is where the file holds several."""
    path = clean_path(shown(report.path, folder))
    return path if report.part is None else f"{path} [{clean(report.part)}]"


def uri(path: str, folder: str | None) -> str:
    """The path as a URI reference: relative below the folder, else absolute."""
    if path == STANDARD_INPUT:
        return STANDARD_INPUT
    relative = inside(path, folder)
    if relative is not None:
        return quote(relative, errors="surrogateescape")
    place = PurePath(path if folder is None else os.path.join(folder, path))  # noqa: PTH118 (text, no file is touched)
    if place.is_absolute():
        return place.as_uri()
    return quote(place.as_posix(), errors="surrogateescape")


def file_names(stems: Iterable[str], suffix: str) -> Iterator[str]:
    """A name that every system takes for each file; what would be the same name, letter case aside, gets a number."""
    taken: set[str] = set()
    for stem in stems:
        plain = _NOT_IN_NAMES.sub("_", clean(stem)).strip("._")[:_NAME].rstrip("._") or "_"
        plain = f"_{plain}" if _RESERVED.fullmatch(plain) else plain
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        yield name + suffix
