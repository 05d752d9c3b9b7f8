"""Files that programs keep for themselves and can make again, in the folder of this user for such."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_MOST_KEPT = 16
"""Files of a kind in the folder, of which the oldest goes first."""
_LARGEST = 64 << 20
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path:
    """Where programs keep what they can make again, for this user, on this system."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(base).expanduser() / "gouji"
    except RuntimeError:  # nobody's home: a service, or an environment without variables
        return Path(tempfile.gettempdir()) / "gouji"


def read_own(place: Path) -> bytes | None:
    """What stands in a file, if nobody but this user can have written it."""
    try:
        if not _is_ours(os.lstat(place.parent), stat.S_ISDIR):
            return None
        with open(os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:  # noqa: PTH123 - a number
            there = os.fstat(file.fileno())
            return file.read() if there.st_size <= _LARGEST and _is_ours(there, stat.S_ISREG) else None
    except OSError:
        return None


def write_own(place: Path, content: bytes) -> bool:
    """Keep a file, whole or not at all; too many of its kind, which the suffix tells, and the oldest go.

    False where others may write, so that it would not be read. Raises OSError.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(os.lstat(place.parent), stat.S_ISDIR):
        return False
    alike = sorted(place.parent.glob(f"*{place.suffix}"), key=lambda one: one.stat().st_mtime)
    for old in alike[: -_MOST_KEPT + 1]:
        old.unlink(missing_ok=True)
    number, name = tempfile.mkstemp(dir=place.parent)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 - a number
            file.write(content)
        os.replace(name, place)  # noqa: PTH105 - a name
    except OSError:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - a name
        raise
    return True


def _is_ours(there: os.stat_result, kind: object) -> bool:
    """Whether nobody but this user can have put it there; on Windows the folder itself is nobody else's."""
    assert callable(kind)  # noqa: S101 - said to the type checker
    if not kind(there.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return there.st_uid == os.geteuid() and not there.st_mode & _WRITABLE_BY_OTHERS
