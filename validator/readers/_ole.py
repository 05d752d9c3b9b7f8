"""What a compound file (OLE) holds: old Word, Excel and WPS files all begin with the same bytes.

Only the names in its root folder tell them apart. Searching the file for these names does not: a workbook may hold an
embedded Word document, and the other way round.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

BROKEN = "broken-ole"
"""Kind of a compound file whose directory cannot be read."""
UNKNOWN = "ole"
"""Kind of a compound file that holds nothing known."""

_KINDS = (
    ("encryptedpackage", "encrypted"),  # a .docx or .xlsx under a password
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "slides"),
)
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109
"""Sectors of the allocation table that the header names itself."""
_NONE = 0xFFFFFFFA
"""From here on numbers of sectors have special meanings."""
_NO_ENTRY = 0xFFFFFFFF
_SECTOR_SIZES = frozenset({9, 12})
_MOST_ENTRIES = 100_000


def kind_of_ole(data: bytes) -> str:
    """`doc`, `xls`, `slides`, `encrypted`, UNKNOWN or BROKEN, by the names in the root folder."""
    try:
        names = {name.lower() for name in root_names(data)}
    except ValueError:
        return BROKEN
    return next((kind for name, kind in _KINDS if name in names), UNKNOWN)


def root_names(data: bytes) -> tuple[str, ...]:
    """Names of the streams and folders in the root folder. Raises ValueError if the file does not hold together."""
    try:
        entries = _directory(data)
        return tuple(_children(entries)) if entries else ()
    except (struct.error, IndexError) as error:
        raise ValueError("the compound file breaks off") from error


def _directory(data: bytes) -> list[bytes]:
    """The entries of the directory; the first is the root."""
    if data[:8] != _MAGIC:
        raise ValueError("no compound file")
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SECTOR_SIZES:
        raise ValueError("no size of sectors")
    size = 1 << shift
    (first,) = struct.unpack_from("<I", data, 48)
    table = _allocation(data, size)
    content = b"".join(_sector(data, size, number) for number in _chain(table, first))
    return [content[at : at + _ENTRY] for at in range(0, min(len(content), _MOST_ENTRIES * _ENTRY), _ENTRY)]


def _allocation(data: bytes, size: int) -> list[int]:
    """For each sector the number of the next one."""
    (wanted,) = struct.unpack_from("<I", data, 44)
    (more,) = struct.unpack_from("<I", data, 68)
    numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    seen: set[int] = set()
    while more < _NONE and len(numbers) < wanted:
        if more in seen:
            raise ValueError("the allocation table runs in a circle")
        seen.add(more)
        *further, more = struct.unpack(f"<{size // 4}I", _sector(data, size, more))
        numbers += further
    table: list[int] = []
    for number in numbers[:wanted]:
        if number < _NONE:
            table += struct.unpack(f"<{size // 4}I", _sector(data, size, number))
    return table


def _chain(table: list[int], first: int) -> Iterator[int]:
    seen: set[int] = set()
    number = first
    while number < _NONE:
        if number in seen:
            raise ValueError("the directory runs in a circle")
        seen.add(number)
        yield number
        number = table[number]


def _sector(data: bytes, size: int, number: int) -> bytes:
    start = max(size, _HEADER) + number * size
    sector = data[start : start + size]
    if not sector:
        raise ValueError("a sector is missing")
    return sector.ljust(size, b"\0")  # word processors leave the last one short


def _children(entries: list[bytes]) -> Iterator[str]:
    """The names below the root, which form a tree with a left and a right side."""
    (first,) = struct.unpack_from("<I", entries[0], 76)
    waiting = [first]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        left, right = struct.unpack_from("<II", entries[number], 68)
        waiting += [left, right]
        (length,) = struct.unpack_from("<H", entries[number], 64)
        yield entries[number][: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
