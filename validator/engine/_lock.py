"""One run at a time on one output: a lock that the system takes back when the process that holds it ends, however.

The file of the lock names the process, so that a second run can say who is at work.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_FAR = 1 << 20
"""Where Windows locks a byte: what is locked there cannot be read by others, and the name of the process must be."""
_NAME = 32
"""Bytes of the number of a process, at most."""


class HeldError(Exception):
    """Another process is at work on the output."""

    def __init__(self, process: str) -> None:
        """`process`: its number; `?` if it has not yet said."""
        super().__init__(process)
        self.process = process


class Lock:
    """The lock in a file; held from here until it is released."""

    def __init__(self, path: Path) -> None:
        """Take it; raises HeldError, OSError."""
        self._path = path
        while True:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _take(self._file)
            except OSError:
                process = os.read(self._file, _NAME).decode("ascii", "replace").strip() or "?"
                os.close(self._file)
                raise HeldError(process) from None
            if self._is_in_place():
                break
            os.close(self._file)
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def _is_in_place(self) -> bool:
        """False if the one who held it before has removed the file between our opening and our locking it."""
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except OSError:
            return False

    def release(self) -> None:
        """Give it back; the file goes first, so that nobody takes a lock that is no longer there to be seen."""
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._file)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):  # the next run has it open already
                self._path.unlink(missing_ok=True)


if sys.platform == "win32":

    def _take(file: int) -> None:
        import msvcrt

        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file, 0, os.SEEK_SET)

else:

    def _take(file: int) -> None:
        import fcntl

        # Of this kind, since children that are forked do not inherit it and outlive nobody with it.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
