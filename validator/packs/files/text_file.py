"""The content of files that people write: of a size that people write, and text."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from validator.model.errors import Fault
from validator.packs.files.faults import FaultKind

_LARGEST = 16 << 20
"""Bytes of such a file."""
_AT_ONCE, _BINARY = getattr(os, "O_NONBLOCK", 0), getattr(os, "O_BINARY", 0)
"""To open a pipe waits for somebody who writes; on Windows text would be changed."""


def content_of(path: Path, most: int = -1) -> bytes:
    """The bytes of a file, at most so many; raises OSError, also for a pipe, of which nobody may ever write the end."""
    with open(os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY), "rb") as file:  # noqa: PTH123 - a number
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "this is a pipe or a device, not a file")
        return file.read(most)


def read_bytes(path: Path, faults: list[Fault]) -> bytes | None:
    """The content of a file that people write; None, with a fault, if it cannot be read or is none of that size."""
    try:
        data = content_of(path, _LARGEST + 1)
    except OSError as error:
        faults.append(Fault(str(path), 1, error.strerror or str(error), FaultKind.UNREADABLE_FILE))
        return None
    if len(data) > _LARGEST:
        faults.append(Fault(str(path), 1, "", FaultKind.TOO_LARGE, (f"{_LARGEST >> 20} MB",)))
        return None
    return data


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """The same in UTF-8; the line of a fault is that of the first byte that is no text."""
    data = read_bytes(path, faults)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(str(path), line, error.reason, FaultKind.UNREADABLE_FILE))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.append(Fault(str(path), line, "NUL", FaultKind.CONTROL_CHARACTER))
        return None
    return text
