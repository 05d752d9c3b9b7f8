"""The one folder in which a child may write, and what is left of such folders by runs that were killed."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from validator.readers.libreoffice import sockets_below

_PREFIX = "gouji-child-"
_LOCK = "in-use"
_TRIES = 100


class OwnFolder:
    """A new folder among the temporary ones; as long as this process is there, others know that it is in use."""

    def __init__(self) -> None:
        """Make it, and remove those of processes that are gone; raises OSError."""
        base = Path(tempfile.gettempdir())
        self.path, self._lock = _made(base)
        for path in base.glob(f"{_PREFIX}*"):
            if path != self.path:
                _remove_abandoned(path)

    def remove(self) -> None:
        """Remove it with all that is in it, and what programs started from there have put elsewhere."""
        _remove_held(self.path, self._lock)


def _made(base: Path) -> tuple[Path, int]:
    """A new folder and its lock; raises OSError.

    Whoever looks for abandoned ones may come between the making of a lock and its taking: then another is made.
    """
    for _ in range(_TRIES):
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        lock = path / _LOCK
        number = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(BlockingIOError, FileNotFoundError, PermissionError):
            _take(number)
            if os.path.samestat(os.fstat(number), lock.stat()):
                return path, number
        os.close(number)
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(base))


def _remove_abandoned(path: Path) -> None:
    """Remove a folder of this user that nobody holds any more."""
    try:
        there = path.lstat()
        if not stat.S_ISDIR(there.st_mode) or (sys.platform != "win32" and there.st_uid != os.geteuid()):
            return
        # Without a lock it has just been made.
        number = os.open(path / _LOCK, os.O_RDWR)
    except OSError:
        return
    try:
        _take(number)
    except OSError:
        os.close(number)
    else:
        _remove_held(path, number)


def _remove_held(path: Path, lock: int) -> None:
    """Remove a folder as long as its lock is held, so that nobody who takes that afterwards thinks it is there."""
    _remove(path)
    os.close(lock)
    if sys.platform == "win32":  # where no open file goes
        _remove(path)


def _remove(path: Path) -> None:
    # Others may be at it as well.
    with suppress(OSError):
        for socket in sockets_below(path):
            with suppress(OSError):
                socket.unlink()
    shutil.rmtree(path, ignore_errors=True)


def _take(number: int) -> None:
    """Lock an open file, for as long as it is open here; raises OSError if another process has."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # Of the kind that goes with the open file: another folder of this very process is held as well.
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
