"""Which files a command line means: files, folders, patterns, archives, addresses."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from validator.engine.sources._addresses import addresses, load_address
from validator.engine.sources._archives import is_archive, member_again, members
from validator.model.errors import UnreadableInputError

STANDARD_INPUT = "-"

Inputs: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"

_REPORT_SUFFIXES = frozenset({
    "doc", "docx", "wps", "wpt", "rtf", "odt", "pdf", "htm", "html", "mht", "mhtml", "xhtml", "txt", "md", "markdown",
    "xls", "xlsx", "et", "ods", "png", "jpg", "jpeg", "tif", "tiff",
})  # fmt: skip
"""Files of a folder or an archive that are taken for reports. A file named outright is read whatever its name."""
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    path: str
    """As the user named it, or `folder/file`, or `archive.zip/folder/file`."""
    data: bytes | None = None
    """The content of a member of an archive; None for a file, which is read when its turn comes."""
    stamp: tuple[int, int] | None = None
    """Size and time of change (of the archive, for a member), which tell a file that was changed; None if unknown."""
    refused: UnreadableInputError | None = None
    """Why there is nothing to read, where that is known already."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder or an archive that is no document."""

    path: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read."""

    paths: tuple[str, ...]
    """As the user named them, folders and archives expanded, in order, each once."""
    skipped: tuple[str, ...]
    """Files of folders and archives that are no documents."""


def expand_sources(paths: Inputs) -> Sources:
    """All files that are meant, at once."""
    found: list[str] = []
    skipped: list[str] = []
    for one in iter_sources(paths):
        (skipped if isinstance(one, Skipped) else found).append(one.path)
    named = set(found)
    return Sources(tuple(found), tuple(path for path in skipped if path not in named))


def iter_sources(paths: Inputs) -> Iterator[Source | Skipped]:
    """The files one by one, each once: folders in the order of their names, hidden files and lock files left out.

    Archives are opened, inside folders as well. Patterns (`2023/*.html`, `**`) are expanded where the shell did not. A
    path that does not exist is kept: reading it gives the message.
    """
    named = [paths] if isinstance(paths, str | PathLike) else list(paths)
    seen: set[str] = set()
    for path in (one for name in named for one in _expand(str(name))):
        for source in _named(path):
            if source.path not in seen or isinstance(source, Skipped):
                yield source
            if isinstance(source, Source):
                seen.add(source.path)


def count_sources(paths: Inputs) -> int | None:
    """How many files there are, if that can be told without opening an archive or asking a server; else None."""
    count = 0
    for name in [paths] if isinstance(paths, str | PathLike) else list(paths):
        for path in _expand(str(name)):
            files = _files(path) if path != STANDARD_INPUT and Path(path).is_dir() else iter([path])
            for file in files:
                if is_archive(file) or "://" in file:
                    return None
                count += file == path or _is_document(file)
    return count


def load_again(path: str) -> bytes | None:
    """The content of a member of an archive or of an address, to read it once more; None for a file."""
    if "://" in path:
        return load_address(path)
    return None if Path(path).exists() else member_again(path)


def _expand(path: str) -> Iterator[str]:
    if "://" in path:
        yield from (one for one in addresses(path) if one == path or _is_document(one))
    elif _WILD.intersection(path) and not os.path.lexists(path):
        found = sorted(glob.glob(path, recursive=True), key=lambda one: Path(one).parts)  # noqa: PTH207 - the names stay as they were written
        yield from found or [path]
    else:
        yield path


def _named(path: str) -> Iterator[Source | Skipped]:
    """What a path that was named outright stands for."""
    if path == STANDARD_INPUT or "://" in path:
        yield Source(path)
    elif Path(path).is_dir():
        for file in _files(path):
            if is_archive(file):
                yield from _archive(file)
            else:
                yield Source(file, stamp=_stamp(file)) if _is_document(file) else Skipped(file)
    elif is_archive(path) and Path(path).is_file():
        yield from _archive(path)
    else:
        yield Source(path, stamp=_stamp(path))


def _archive(path: str) -> Iterator[Source | Skipped]:
    stamp = _stamp(path)
    for member in members(path):
        if isinstance(member, UnreadableInputError):
            yield Source(member.path, stamp=stamp, refused=member)
            continue
        inside = member.path.removeprefix(path).split("/")
        if any(part.startswith((".", "~$", "__MACOSX")) for part in inside):
            continue
        yield Source(member.path, member.data, stamp) if _is_document(member.path) else Skipped(member.path)


def _is_document(path: str) -> bool:
    return os.path.splitext(path)[1].lower().removeprefix(".") in _REPORT_SUFFIXES  # noqa: PTH122 - quick, for many


def _files(folder: str) -> Iterator[str]:
    """The files below a folder, in the order of their names; links to folders are not followed."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # a folder that may not be looked into
        return
    for entry in found:
        if entry.name.startswith((".", "~$")):
            continue
        path = str(Path(folder, entry.name))
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path)
        elif entry.is_file():
            yield path


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - a path may hold a zero byte
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def content_of(source: Source) -> bytes | None:
    """The content of what is no file on this machine, None for a file; raises UnreadableInputError."""
    if source.refused is not None:
        raise source.refused
    return load_address(source.path) if source.data is None and "://" in source.path else source.data
