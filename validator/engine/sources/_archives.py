"""Look into archives (.zip, .tar, .tar.gz, .tgz) without unpacking them anywhere: nothing is ever written to disk.

A member is shown as `archive.zip/folder/file.docx`. Its name is only a name, so one that climbs out of its folder does
no harm. What an archive may cost is limited: members, bytes of one member and of all of them, how many times its own
size these are, archives inside archives, and time. Of what is no document, nothing is unpacked where the format allows.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import IO

from msgspec import Struct

from validator.engine.sources._names import is_document, is_hidden
from validator.model.environment.system_faults import why
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

_ZIP, _TAR = (".zip",), (".tar", ".tar.gz", ".tgz")


class ArchiveLimits(Struct, frozen=True):
    """What one archive may cost."""

    members: int = 100_000
    megabytes: int = 64
    """Of one member, unpacked."""
    total_megabytes: int = 8192
    """Of all members, unpacked."""
    depth: int = 3
    """Archives inside archives, the outermost counted."""
    ratio: int = 100
    """How many times the size of the archive all members may have, beyond what any may."""
    free_megabytes: int = 256
    """What any archive may hold, however small it is."""

    def allowed(self, size: int) -> int:
        """Bytes that the members of an archive of so many bytes may have."""
        return min(self.total_megabytes << 20, max(self.free_megabytes << 20, self.ratio * size))


LIMITS = ArchiveLimits()
_SECONDS, _SECONDS_PER_MEGABYTE = 15.0, 0.5


def seconds_for(size: int) -> float:
    """Processor time in which an archive of so many bytes is to be unpacked."""
    return _SECONDS + _SECONDS_PER_MEGABYTE * (size >> 20)


class Member(Struct, frozen=True):
    """A file inside an archive."""

    path: str
    """`archive.zip/folder/file.docx`."""
    data: bytes | None
    """None if it is no document, by its name."""


def is_archive(name: str) -> bool:
    """True if the name is that of an archive."""
    return name.lower().endswith((*_ZIP, *_TAR))


def members(path: str, limits: ArchiveLimits = LIMITS) -> Iterator[Member | UnreadableInputError]:
    """The files in an archive in the order of their names in it; archives inside it are looked into as well.

    What cannot be read is told as an error in its place, and the rest goes on.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path is shown as the user wrote it
            yield from _Walk(limits, os.fstat(file.fileno()).st_size).walk(path, file, 1)
    except OSError as error:
        reason = why(error)
        yield _refused(path, Text(f"打不开（{reason.zh}）", f"it cannot be opened ({reason.en})"))


class _Walk:
    """One walk through an archive and those inside it, with what it has cost so far."""

    def __init__(self, limits: ArchiveLimits, size: int) -> None:
        self._limits = limits
        self._members = 0
        self._allowed = limits.allowed(size)
        self._left = self._allowed

    def walk(self, path: str, file: IO[bytes], depth: int) -> Iterator[Member | UnreadableInputError]:
        from validator.engine.sources._entries import tar_entries, zip_entries

        entries = zip_entries if path.lower().endswith(_ZIP) else tar_entries
        try:
            for name, content, cost in entries(file):
                self._left -= cost or 0
                self._members += 1
                shown = f"{path}/{_shown(name)}"
                if self._members > self._limits.members or self._left < 0:
                    yield self._costs_too_much(path)
                    return
                parts = shown.removeprefix(path).split("/")
                if is_hidden(parts):
                    continue
                if not is_document(shown) and not is_archive(shown):
                    yield Member(shown, None)
                    continue
                yield from self._member(shown, content, depth, cost)
                if self._left < 0:
                    yield self._costs_too_much(path)
                    return
        except Exception as error:  # noqa: BLE001 - over damaged archives the libraries raise whatever there is
            what = f"{type(error).__name__}: {error}"
            yield _refused(
                path, Text(f"压缩包损坏或有密码（{what}）", f"the archive is damaged or has a password ({what})")
            )

    def _member(
        self, shown: str, content: IO[bytes], depth: int, cost: int | None
    ) -> Iterator[Member | UnreadableInputError]:
        most = self._limits.megabytes << 20
        try:
            with content:
                data = content.read(most + 1)
        except Exception as error:  # noqa: BLE001 - see above; also for one that is locked
            yield _refused(shown, Text(f"解压不出来（{error}）", f"it cannot be unpacked ({error})"))
            return
        if cost is None:
            self._left -= len(data)
        if len(data) > most:
            size = self._limits.megabytes
            yield _refused(shown, Text(f"解压后超过 {size} MB", f"it is larger than {size} MB when unpacked"))
        elif not is_archive(shown):
            yield Member(shown, data)
        elif depth >= self._limits.depth:
            levels = self._limits.depth
            yield _refused(shown, Text(f"压缩包套了 {levels} 层以上", f"archives are nested deeper than {levels}"))
        else:
            yield from self.walk(shown, io.BytesIO(data), depth + 1)

    def _costs_too_much(self, path: str) -> UnreadableInputError:
        count, size = self._limits.members, self._allowed >> 20
        return _refused(
            path,
            Text(
                f"压缩包里超过 {count} 个文件，或解压后共超过 {size} MB，其余没有读",
                f"the archive holds more than {count} files or {size} MB; the rest was not read",
            ),
        )


def _shown(name: str) -> str:
    """The name of a member below its archive: without a root, a drive or steps upwards."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."} and not part.endswith(":"))


class MembersAgain:
    """Contents of members once more, each archive walked once where they are asked for in the order of the walk."""

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._archive = ""
        self._rest: Iterator[Member | UnreadableInputError] = iter(())

    def content(self, path: str) -> bytes | None:
        """That of a member; None if the path is none of a member, or it is not there any more."""
        archive = _outermost(path)
        if archive is None:
            return None
        for rest in (self._rest if archive == self._archive else iter(()), members(archive)):
            for member in rest:
                if isinstance(member, Member) and member.path == path:
                    self._archive, self._rest = archive, rest
                    return member.data
        return None


def _outermost(path: str) -> str | None:
    """The archive on the disk in which a member is, by the member's path."""
    ends = (at for at, character in enumerate(path) if character == "/")
    archives = (path[:end] for end in ends if is_archive(path[:end]))
    return next((one for one in archives if os.path.isfile(one)), None)  # noqa: PTH113 - a name may be too long


def _refused(path: str, reason: Text) -> UnreadableInputError:
    return UnreadableInputError(
        path, reason, Text("解压后再检查里面的文件", "unpack it yourself and check the files inside")
    )
