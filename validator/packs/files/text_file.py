"""The content of files that people write: of a size that people write, and text."""

from __future__ import annotations

from pathlib import Path

from validator.model.errors import Fault
from validator.packs.files.faults import FaultKind

_LARGEST = 16 << 20
"""Bytes of such a file."""


def read_bytes(path: Path, faults: list[Fault]) -> bytes | None:
    """The content of a file that people write; None, with a fault, if it cannot be read or is none of that size."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
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
