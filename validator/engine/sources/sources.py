"""Which files a command line means: files, folders, patterns, archives, addresses."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.engine.sources._addresses import addresses, load_address
from validator.engine.sources._archive_reader import ArchiveReader
from validator.engine.sources._archives import MembersAgain, is_archive
from validator.engine.sources._names import is_document
from validator.engine.sources.passing_over import NOTHING, FolderRules, PassedOver
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import LARGEST

STANDARD_INPUT = "-"

Inputs: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"

_WILD = frozenset("*?[")

_PIPE = Text("这是管道，不是文件", "this is a pipe, not a file")
_NAME_STANDARD_INPUT = Text(
    "先存成文件再检查；或者把路径写成 -，从标准输入读取",
    "save it as a file and check that, or give - as the path to read standard input",
)


class Source(Struct, frozen=True):
    """One file to read."""

    path: str
    """As the user named it, or `folder/file`, or `archive.zip/folder/file`."""
    data: bytes | None = None
    """The content of a member of an archive; None for a file, which is read when its turn comes."""
    stamp: tuple[int, int] | None = None
    """Size and time of change (of the archive, for a member), which tell a file that was changed; None if unknown."""
    refused: UnreadableInputError | None = None
    """Why there is nothing to read, where that is known already."""

    @property
    def size(self) -> int:
        """Bytes of its content, as far as that is known."""
        if self.data is not None:
            return len(self.data)
        return 0 if self.stamp is None or self.refused is not None else self.stamp[0]

    @property
    def is_elsewhere(self) -> bool:
        """True if its content has to be asked for over the network."""
        return self.data is None and "://" in self.path


class Inventory:
    """The files of a run, each once: listed at once, opened one by one as they are asked for.

    Folders are listed in the order of their names, hidden files and lock files left out, and whatever is passed over
    for patterns or a `.gitignore`. A link to a file outside the
    folder that was named is passed over; one that is named itself is followed. Patterns (`2023/*.html`, `**`)
    are expanded where the shell did not. A path that does not exist is kept: reading it gives the message.
    """

    def __init__(self, paths: Inputs, passed_over: PassedOver = NOTHING) -> None:
        """List the files; no archive is opened yet."""
        named = [paths] if isinstance(paths, str | PathLike) else list(paths)
        self._left_out: dict[str, None] = {}
        self._rules = passed_over
        self._listed: dict[str, bool] = {}
        for file, meant in (one for name in named for path in self._expanded(str(name)) for one in self._named(path)):
            if not meant:
                self._listed.setdefault(file, False)
            elif not self._listed.get(file):
                self._listed.pop(file, None)
                self._listed[file] = True
        self._passed_over: dict[str, None] = {}

    @property
    def files(self) -> Iterator[str]:
        """What is to be read, an archive as one."""
        return (file for file, meant in self._listed.items() if meant)

    @property
    def total(self) -> int | None:
        """How many files there are, if that can be told without opening an archive or asking a server; else None."""
        if any(is_archive(file) or "://" in file for file in self.files):
            return None
        return sum(self._listed.values())

    @property
    def skipped(self) -> tuple[str, ...]:
        """Files of folders and archives that are no documents, so far as the inventory was gone through."""
        return tuple(self._passed_over)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Documents and folders that patterns or `.gitignore` leave out, so far as the inventory was gone through."""
        return tuple(self._left_out)

    def __iter__(self) -> Iterator[Source]:
        """The files to read, in the place of an archive its members."""
        with ArchiveReader() as reader:
            for file, meant in self._listed.items():
                if not meant:
                    self._passed_over[file] = None
                elif is_archive(file) and os.path.isfile(file):  # noqa: PTH113 - a name may be too long
                    yield from self._members(file, reader)
                else:
                    yield Source(file) if file == STANDARD_INPUT else _source(file)

    def _expanded(self, path: str) -> Iterator[str]:
        """The paths that a pattern or the address of a folder stands for; any other path as it is."""
        if "://" in path:
            found = [one for one in addresses(path) if one == path or is_document(one)]
        elif _WILD.intersection(path) and not os.path.lexists(path):
            names = glob.glob(path, recursive=True)  # noqa: PTH207 - the names stay as they were written
            found = sorted(names, key=lambda one: Path(one).parts) or [path]
        else:
            found = [path]
        for one in found:
            if one != path and self._rules.excludes(one):
                self._left_out[one] = None
            else:
                yield one

    def _named(self, path: str) -> Iterator[tuple[str, bool]]:
        """The files that a path stands for which was named outright, and whether they are to be read."""
        if path == STANDARD_INPUT or "://" in path or not os.path.isdir(path):  # noqa: PTH112 - a name may be too long
            yield path, True
            return
        root = os.path.realpath(path)
        for file in self._files(path, self._rules.within(path)):
            yield file, (is_archive(file) or is_document(file)) and not _leads_out(file, root)

    def _files(self, folder: str, rules: FolderRules) -> Iterator[str]:
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
            below, there = _kind(entry)
            if rules.leave_out(path, folder=below):
                if below or is_archive(path) or is_document(path):
                    self._left_out[path] = None
            elif below:
                yield from self._files(path, rules.inside(path))
            elif there:
                yield path

    def _members(self, archive: str, reader: ArchiveReader) -> Iterator[Source]:
        stamp = _source(archive).stamp
        seen: set[str] = set()
        for member in reader.members(archive):
            if isinstance(member, UnreadableInputError):
                found = Source(member.path, stamp=stamp, refused=member)
            elif member.data is None:
                self._passed_over[member.path] = None
                continue
            elif self._rules.excludes(member.path.removeprefix(archive).lstrip("/")):
                self._left_out[member.path] = None
                continue
            else:
                found = Source(member.path, member.data, stamp)
            if found.path not in seen:
                seen.add(found.path)
                yield found


class LoadedAgain:
    """What was read once more: an archive is walked once for members that are asked for in its order."""

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._members = MembersAgain()

    def content(self, path: str) -> bytes | None:
        """The content of a member of an archive or of an address; None for a file."""
        if "://" in path:
            return load_address(path)
        found = os.path.exists(path)  # noqa: PTH110 - a name may be too long
        return None if found else self._members.content(path)


def load_again(path: str) -> bytes | None:
    """The content of a member of an archive or of an address, to read it once more; None for a file."""
    return LoadedAgain().content(path)


def _leads_out(path: str, root: str) -> bool:
    """True for a link to a file that is not below the folder that was named: whoever filled it may not choose that."""
    if not os.path.islink(path):  # noqa: PTH114 - quick, for many
        return False
    real = os.path.realpath(path)
    return (
        os.path.commonpath((real, root)) != root if os.path.splitdrive(real)[0] == os.path.splitdrive(root)[0] else True
    )


def _kind(entry: os.DirEntry[str]) -> tuple[bool, bool]:
    """Whether it is a folder, whether a file; a link that leads in a circle, or what is gone since, is neither."""
    try:
        return entry.is_dir(follow_symlinks=False), entry.is_file()
    except OSError:
        return False, False


def _source(path: str) -> Source:
    """The source of a path; a pipe is refused: the process that reads files would wait there for what never comes."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path may hold a zero byte
    except (OSError, ValueError):  # an address, or what is not there
        return Source(path)
    refused = UnreadableInputError(path, _PIPE, _NAME_STANDARD_INPUT) if stat.S_ISFIFO(found.st_mode) else None
    return Source(path, stamp=(found.st_size, found.st_mtime_ns), refused=refused)


def with_standard_input(source: Source) -> Source:
    """The same with its content, if it is what comes in here: no other process can read that.

    Of what is too large for any reader, so much that one will say so.
    """
    if source.path != STANDARD_INPUT:
        return source
    return replace(source, data=sys.stdin.buffer.read((LARGEST << 20) + 1))


def content_of(source: Source) -> bytes | None:
    """The content of what is no file on this machine, None for a file; raises UnreadableInputError."""
    if source.refused is not None:
        raise source.refused
    return load_address(source.path) if source.is_elsewhere else source.data
