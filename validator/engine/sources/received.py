"""Files that came with their content, as a browser sends them: listed by the rules for files on disk, never opened.

A name is only a name. It is cleaned once, here, and from then on stands for the file as a path does for one on disk;
nothing on this machine is ever looked for under it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from validator.engine.sources._archive_reader import ArchiveReader
from validator.engine.sources._archives import is_archive
from validator.engine.sources._names import is_document, is_hidden
from validator.engine.sources.sources import STANDARD_INPUT, Source
from validator.model.errors import UnreadableInputError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no name needs: it would move a terminal, or show a name other than it is."""
_LONGEST = 200
"""Characters of one part of a name, and of all of it."""
_NAMELESS = "_"


class Received(Struct, frozen=True):
    """One file."""

    name: str
    """`a.docx`, or `folder/a.docx` of a folder that was given as a whole; as `received_name` gives it."""
    data: bytes

    @property
    def is_from_folder(self) -> bool:
        """Whether it came with a folder: then only what is a document by its name is meant."""
        return "/" in self.name


def received_name(name: str) -> str:
    """A name with slashes that climbs nowhere and starts nowhere, with nothing in it that cannot be shown."""
    parts = re.split(r"[/\\]", _CONTROL.sub("", name))
    kept = [part.strip() for part in parts if part.strip() not in {"", ".", ".."}]
    kept = [part for at, part in enumerate(kept) if at or not re.fullmatch(r"[A-Za-z]:", part)]
    # Of a long name the end is kept, which tells what it is.
    shown = "/".join(part[-_LONGEST:] for part in kept)[-_LONGEST:].lstrip("/")
    return shown if shown not in {"", STANDARD_INPUT} and "://" not in shown else _NAMELESS


def apart(files: Iterable[tuple[str, bytes]], taken: Iterable[str] = ()) -> Iterator[Received]:
    """Names and contents as files of which no two have one name; `taken`: names that are given already."""
    known = {name.casefold() for name in taken}
    for name, data in files:
        first = received_name(name)
        stem, suffix = os.path.splitext(first)  # noqa: PTH122 - a name, no path
        found, number = first, 1
        while found.casefold() in known:
            number += 1
            found = f"{stem} ({number}){suffix}"
        known.add(found.casefold())
        yield Received(found, data)


class ReceivedFiles:
    """Files as the sources of a run, in the place of an archive its members."""

    def __init__(self, files: Iterable[Received]) -> None:
        """Nothing is unpacked yet."""
        self._files = tuple(files)
        self._passed_over: dict[str, None] = {}

    @property
    def skipped(self) -> tuple[str, ...]:
        """Files of folders and archives that are no documents, so far as the files were gone through."""
        return tuple(self._passed_over)

    def __iter__(self) -> Iterator[Source]:
        """The files to read."""
        with ArchiveReader() as reader:
            for file in self._files:
                if is_archive(file.name):
                    yield from self._members(file, reader)
                elif file.is_from_folder and is_hidden(file.name.split("/")):
                    continue
                elif file.is_from_folder and not is_document(file.name):
                    self._passed_over[file.name] = None
                else:
                    yield Source(file.name, file.data)

    def _members(self, file: Received, reader: ArchiveReader) -> Iterator[Source]:
        """What is in an archive, which is a file among the temporary ones for as long as it is read."""
        seen: set[str] = set()
        with tempfile.TemporaryDirectory(prefix="archive-", ignore_cleanup_errors=True) as folder:
            # Its ending tells the kind of archive.
            place = Path(folder, "archive" + file.name[-len(".tar.gz") :].replace("/", "_"))
            place.write_bytes(file.data)
            for member in reader.members(str(place)):
                shown = file.name + member.path.removeprefix(str(place))
                if isinstance(member, UnreadableInputError):
                    found = Source(shown, refused=UnreadableInputError(shown, member.reason, member.hint))
                elif member.data is None:
                    self._passed_over[shown] = None
                    continue
                else:
                    found = Source(shown, member.data)
                if found.path not in seen:
                    seen.add(found.path)
                    yield found
