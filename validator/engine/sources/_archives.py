"""Look into archives (.zip, .tar, .tar.gz, .tgz) without unpacking them anywhere: nothing is ever written to disk.

A member is shown as `archive.zip/folder/file.docx`. Its name is only a name, so one that climbs out of its folder does
no harm. What an archive may cost is limited: members, bytes of one member and of all of them, how many times its own
size these are, archives inside archives, and time. Of what is no document, nothing is unpacked where the format allows.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Self, cast

from validator.engine.sources._names import is_document, is_hidden
from validator.model.classes.dataclass import dataclass
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

_ZIP, _TAR = (".zip",), (".tar", ".tar.gz", ".tgz")
_GZIP = b"\x1f\x8b"
_UTF8_NAME = 0x800
"""Flag of a zip member whose name is in UTF-8."""
_LONGEST_HEADER = 1 << 20
"""Bytes of a long name or of attributes before a member of a tar."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
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


@dataclass(frozen=True, slots=True)
class Member:
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
        yield _refused(path, Text(f"打不开（{error.strerror}）", f"it cannot be opened ({error.strerror})"))


class _Walk:
    """One walk through an archive and those inside it, with what it has cost so far."""

    def __init__(self, limits: ArchiveLimits, size: int) -> None:
        self._limits = limits
        self._members = 0
        self._allowed = limits.allowed(size)
        self._left = self._allowed

    def walk(self, path: str, file: IO[bytes], depth: int) -> Iterator[Member | UnreadableInputError]:
        entries = _zip_entries if path.lower().endswith(_ZIP) else _tar_entries
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


_Entries = Iterator[tuple[str, IO[bytes], int | None]]
"""(name, content, bytes that are unpacked to get to the next) of each file; None: what is read of it, for the size that
the index gives may be a lie."""


def _zip_entries(file: IO[bytes]) -> _Entries:
    with zipfile.ZipFile(file) as archive:
        found = [(_zip_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
        for name, entry in sorted(found, key=lambda pair: PurePosixPath(pair[0]).parts):
            try:
                content: IO[bytes] = archive.open(entry)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                content = _Unopened(error)
            yield name, content, None


class _Unopened(io.BytesIO):
    """Stands for a member that cannot be opened, so that the others are still read."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002 - the signature of a file
        raise self._error


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """Chinese systems write names in GBK and do not say so; the library then takes them for code page 437."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _tar_entries(file: IO[bytes]) -> _Entries:
    # Read once from front to end, in the order it was packed: a compressed tar cannot be read in any other. It is
    # unpacked here, a little at a time, and only as its name says: the library unpacks whatever a piece gives at once.
    packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    stream: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Entry) as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isreg() else None
            if content is not None:
                yield entry.name, content, entry.size


class _Entry(tarfile.TarInfo):
    """A member whose long name or attributes may not fill the memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        found = super().frombuf(buf, encoding, errors)
        if found.type in _HEADERS and found.size > _LONGEST_HEADER:
            raise tarfile.ReadError("a header is too long")
        return found


_HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
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
    return next((path[:end] for end in ends if is_archive(path[:end]) and Path(path[:end]).is_file()), None)


def _refused(path: str, reason: Text) -> UnreadableInputError:
    return UnreadableInputError(
        path, reason, Text("解压后再检查里面的文件", "unpack it yourself and check the files inside")
    )
