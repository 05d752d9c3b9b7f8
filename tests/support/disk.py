"""A disk below one folder that fails at its n-th operation of a kind: once, for ever, or as if the power went."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO
from unittest import mock

OPERATIONS = ("open", "read", "write", "fsync", "truncate", "rename", "unlink")
"""What can fail."""


class Fault(Enum):
    """How it fails."""

    ONCE = "once"
    FOR_EVER = "for ever"
    HALF = "half"
    """Half of what is written arrives; of anything else nothing. Then it is full."""
    POWER = "power"
    """From then on nothing happens any more, in the program either."""


class PowerCut(BaseException):
    """The program does not exist any more."""


@dataclass(slots=True)
class Disk:
    """What happens below a folder."""

    folder: Path
    kind: str
    """Operation that fails."""
    nth: int
    """Which of them, from 1."""
    fault: Fault
    seen: int = 0
    struck: bool = False
    over: bool = False
    """True when nobody is there any more who could use it: what is in buffers never arrives."""

    def does(self, kind: str, path: object) -> bool:
        """True if an operation takes place; raises OSError or PowerCut where it does not.

        False: half of it takes place.
        """
        if not self.holds(path):
            return True
        if self.struck and self.fault is Fault.POWER:
            raise PowerCut
        self.seen += kind == self.kind
        strikes = kind == self.kind and self.seen == self.nth
        if strikes:
            self.struck = True
            if self.fault is Fault.POWER:
                raise PowerCut
            if self.fault is Fault.HALF and kind == "write":
                return False
        if strikes or (self.struck and kind == self.kind and self.fault is not Fault.ONCE):
            raise OSError(errno.EIO if self.fault is Fault.ONCE else errno.ENOSPC, "the disk says no")
        return True

    def holds(self, path: object) -> bool:
        if isinstance(path, int):
            return any(os.path.sameopenfile(path, one.fileno()) for one in _OPEN if not one.closed)
        return isinstance(path, str | os.PathLike) and Path(path).is_relative_to(self.folder)


_OPEN: list[io.FileIO] = []
"""Files of the disk that were opened."""


class _File(io.FileIO):
    """A file without a buffer: what is called here reaches the system."""

    disk: Disk

    def __init__(self, disk: Disk, path: Path, mode: str) -> None:
        self.disk = disk
        disk.does("open", path)
        super().__init__(path, mode)
        _OPEN.append(self)

    def write(self, data: object, /) -> int:  # type: ignore[override]  # whatever has bytes
        if self.disk.over:
            return memoryview(data).nbytes  # type: ignore[arg-type]  # as above
        whole = memoryview(data).tobytes()  # type: ignore[arg-type]  # as above
        if not self.disk.does("write", self.name):
            return super().write(whole[: len(whole) // 2])
        return super().write(whole)

    def readinto(self, buffer: object, /) -> int:  # type: ignore[override]  # as above
        self.disk.does("read", self.name)
        return super().readinto(buffer)  # type: ignore[arg-type,return-value]  # as above

    def readall(self) -> bytes:
        self.disk.does("read", self.name)
        return super().readall()

    def truncate(self, size: int | None = None, /) -> int:
        self.disk.does("truncate", self.name)
        return super().truncate(size)


@contextmanager
def failing(folder: Path, kind: str, nth: int, fault: Fault) -> Iterator[Disk]:
    """In the block, files below a folder are on such a disk."""
    disk = Disk(folder, kind, nth, fault)
    real_open, streams = io.open, list[IO[bytes] | IO[str]]()

    def opened(
        path: object, mode: str = "r", buffering: int = -1, encoding: str | None = None, *rest: object
    ) -> IO[bytes] | IO[str]:
        if isinstance(path, int) or not disk.holds(path):
            return real_open(path, mode, buffering, encoding, *rest)  # type: ignore[call-overload,no-any-return]  # passed on
        file = _File(disk, Path(str(path)), mode.replace("b", "").replace("t", ""))
        buffered: IO[bytes] = (
            io.BufferedRandom(file)
            if "+" in mode
            else io.BufferedReader(file)
            if "r" in mode
            else io.BufferedWriter(file)  # type: ignore[assignment]  # they are
        )
        whole = buffered if "b" in mode else io.TextIOWrapper(buffered, encoding)
        streams.append(whole)
        return whole

    def wrapped(kind: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(path: object, *rest: object, **named: object) -> object:
            disk.does(kind, path)
            return real(path, *rest, **named)

        return call

    with (
        mock.patch("io.open", opened),
        mock.patch("builtins.open", opened),
        mock.patch("os.fsync", wrapped("fsync", os.fsync)),
        mock.patch("os.replace", wrapped("rename", os.replace)),
        mock.patch("os.unlink", wrapped("unlink", os.unlink)),
    ):
        try:
            yield disk
        finally:
            if fault is Fault.POWER:
                disk.over = True
                for stream in streams:
                    stream.close()
            _OPEN.clear()
