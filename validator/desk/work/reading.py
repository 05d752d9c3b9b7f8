"""What stands between the pipeline and a request: files that were read before, content that is kept, an end midway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.engine.sinks import Results
from validator.engine.sources.received import ReceivedFiles
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome

if TYPE_CHECKING:
    from validator.engine.crews.crew import Crew
    from validator.engine.task import Run
    from validator.model.result import Result

Begun = Callable[[str], None]
"""Told the name of each file when its turn comes."""


class AbandonedError(Exception):
    """Nobody waits for the answer any more."""


class Stop(Struct):
    """Set once nobody waits for an answer; whoever works on it has a way to be stopped."""

    _ways: list[Callable[[], None]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    is_set: bool = False

    def set(self) -> None:
        """Stop all that is under way, and all that is begun later."""
        with self._lock:
            self.is_set, ways = True, [*self._ways]
        for way in ways:
            way()

    def check(self) -> None:
        """Raise AbandonedError if it is set."""
        if self.is_set:
            raise AbandonedError

    @contextmanager
    def by(self, way: Callable[[], None]) -> Iterator[None]:
        """The block in which something is under way that is stopped so; raises AbandonedError if it is too late."""
        with self._lock:
            self._ways.append(way)
        try:
            self.check()
            yield
        except (InterruptedError, RuntimeError):
            # So do crews and their threads say that they were ended.
            self.check()
            raise
        finally:
            with self._lock:
                self._ways.remove(way)


class Ended(AbstractContextManager["Crew"]):
    """A crew for one request: ended with it, or when nobody waits any more."""

    def __init__(self, crew: Crew, end: Callable[[], None], stop: Stop) -> None:
        """`end`: ends the crew, however often it is called."""
        self._crew, self._end = crew, end
        self._stopping = stop.by(end)

    def __enter__(self) -> Crew:
        """The crew; raises AbandonedError."""
        try:
            self._stopping.__enter__()
        except AbandonedError:
            self._end()
            raise
        return self._crew

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End it; raises AbandonedError where that was why it failed."""
        try:
            self._stopping.__exit__(kind, error, traceback)
        finally:
            self._end()


class Contents:
    """Files as sources, the content of each kept beside them."""

    def __init__(self, files: ReceivedFiles) -> None:
        """Nothing is read yet."""
        self._files = files
        self.by_path: dict[str, bytes | None] = {}

    @property
    def skipped(self) -> tuple[str, ...]:
        """Files that are no documents, so far as the sources were gone through."""
        return self._files.skipped

    def __iter__(self) -> Iterator[Source]:
        """The sources."""
        for source in self._files:
            self.by_path[source.path] = source.data
            yield source


class Outcomes(Results):
    """Results in memory that also remember what became of each file by itself, the files known before among them."""

    def __init__(self, before: Iterable[FileOutcome] = (), after: Iterable[FileOutcome] = ()) -> None:
        """`before`, `after`: what is known, of the files before and behind those that come."""
        super().__init__()
        self.by_file: list[FileOutcome] = []
        self._after = tuple(after)
        for outcome in before:
            self.add(outcome)

    def add(self, outcome: FileOutcome) -> None:
        """Take what came of the next file."""
        self.by_file.append(outcome)
        super().add(outcome)

    def hold(self, run: Run, crew: Crew, before: Result) -> None:
        """Hold all reports against each other."""
        after, self._after = self._after, ()
        for outcome in after:
            self.add(outcome)
        super().hold(run, crew, before)
