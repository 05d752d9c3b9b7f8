"""What stands in a zip and in a tar, in the libraries of these: they are loaded for archives alone."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Self, cast

_GZIP = b"\x1f\x8b"
_UTF8_NAME = 0x800
"""Flag of a zip member whose name is in UTF-8."""
_LONGEST_HEADER = 1 << 20
"""Bytes of a long name or of attributes before a member of a tar."""

Entries = Iterator[tuple[str, IO[bytes], int | None]]
"""(name, content, bytes that are unpacked to get to the next) of each file; None: what is read of it, for the size that
the index gives may be a lie."""


def zip_entries(file: IO[bytes]) -> Entries:
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


def tar_entries(file: IO[bytes]) -> Entries:
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
