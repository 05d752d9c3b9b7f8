"""The one folder in which a child may write, and what is left of such folders by runs that were killed."""

from __future__ import annotations

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


class OwnFolder:
    """A new folder among the temporary ones; as long as this process is there, others know that it is in use."""

    def __init__(self) -> None:
        """Make it, and remove those of processes that are gone; raises OSError."""
        base = Path(tempfile.gettempdir())
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        _take(self._lock)
        _remove_abandoned(base, self.path)

    def remove(self) -> None:
        """Remove it with all that is in it, and what programs started from there have put elsewhere."""
        os.close(self._lock)
        _remove(self.path)


def _remove_abandoned(base: Path, own: Path) -> None:
    """Remove folders of this user that nobody holds any more."""
    for path in base.glob(f"{_PREFIX}*"):
        if path != own and _is_abandoned(path):
            _remove(path)


def _is_abandoned(path: Path) -> bool:
    try:
        there = path.lstat()
        if not stat.S_ISDIR(there.st_mode) or (sys.platform != "win32" and there.st_uid != os.geteuid()):
            return False
        # Without a lock it has just been made.
        number = os.open(path / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        _take(number)
    except OSError:
        return False
    finally:
        os.close(number)
    return True


def _remove(path: Path) -> None:
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
