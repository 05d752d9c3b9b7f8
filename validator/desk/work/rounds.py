"""What the page was told of the files that were dropped on it, as long as it may come back to that."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.engine.sources.received import Received
from validator.engine.task import FileOutcome
from validator.model.result import ReportResult, Result

if TYPE_CHECKING:
    from validator.desk.settings import DeskSettings

_OVERHEAD = 1 << 18
"""Bytes that what is told of a file takes, about."""


class CheckedFile(Struct, frozen=True):
    """A file, or a member of an archive, and what became of it by itself."""

    path: str
    """Its name, which no other file of the round has."""
    outcome: FileOutcome
    data: bytes | None
    """None where it had no content to read."""
    earlier: tuple[ReportResult, ...] | None = None
    """What the file was told in whose place it came; None for one that came as the first."""


class KeptRound(Struct, frozen=True):
    """All files that are held against each other."""

    id: str
    files: tuple[CheckedFile, ...]
    result: Result
    previous: tuple[CheckedFile, ...] = ()
    """Last year's reports: held against, not checked themselves."""
    units: Received | None = None
    """The list of who is below whom."""
    folders: bool = False
    """Whether folders say who is below whom."""

    def reports_of(self, file: CheckedFile) -> tuple[ReportResult, ...]:
        """What the reports of a file are told, with what the others say of them."""
        return tuple(one for one in self.result.reports if one.report.path == file.path)

    def result_of(self, file: CheckedFile) -> Result:
        """The same as a result of its own."""
        error = file.outcome.error
        return Result(self.reports_of(file), () if error is None else (error,))

    @property
    def names(self) -> frozenset[str]:
        """The names that are taken."""
        return frozenset(file.path for file in (*self.files, *self.previous))

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return sum(_OVERHEAD + len(file.data or b"") for file in (*self.files, *self.previous))


def new_id() -> str:
    """Nobody who was not told it knows it."""
    return token_urlsafe(18)


class _Kept(Struct):
    round: KeptRound
    used: float


class Shelf(Struct):
    """The rounds that are kept, in memory alone: those that are too old or too much are gone."""

    settings: DeskSettings
    clock: Callable[[], float] = monotonic
    _rounds: dict[str, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def put(self, kept: KeptRound) -> None:
        """Keep a round, in the place of what it was before."""
        with self._lock:
            self._rounds.pop(kept.id, None)
            self._rounds[kept.id] = _Kept(kept, self.clock())
            self._clear()

    def get(self, name: str) -> KeptRound | None:
        """The round of that id, if it is still there."""
        with self._lock:
            self._clear()
            kept = self._rounds.pop(name, None)
            if kept is None:
                return None
            # The one that was used last stands last.
            self._rounds[name] = _Kept(kept.round, self.clock())
            return kept.round

    def drop(self, name: str) -> None:
        """Forget a round."""
        with self._lock:
            self._rounds.pop(name, None)

    def _clear(self) -> None:
        oldest = self.clock() - 60 * self.settings.kept_minutes
        most = self.settings.kept_megabytes << 20
        total = sum(one.round.size for one in self._rounds.values())
        for name, kept in [*self._rounds.items()]:
            last = len(self._rounds) == 1
            if kept.used < oldest or (total > most and not last):
                total -= kept.round.size
                del self._rounds[name]
