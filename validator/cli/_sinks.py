"""Where the results of many files go as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from tempfile import TemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from validator.engine.extracts import Store
    from validator.engine.sources.sources import Source
    from validator.engine.task import FileOutcome, Tally
    from validator.model.errors import UnreadableInputError


class Sink(Protocol):
    """Where the results go as they come."""

    store: Store
    tally: Tally
    errors: list[UnreadableInputError]
    kept: int
    """Files whose results were there already."""

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The files that are still to be done."""
        ...

    def add(self, outcome: FileOutcome) -> None:
        """Write what came of the next file."""
        ...

    def append(self, text: str, tally: Tally, error: UnreadableInputError | None = None) -> None:
        """Write more behind all files."""
        ...


class Flow(AbstractContextManager["Flow"]):
    """Results go on to somebody, and nothing of them is kept; use it in a `with` block."""

    def __init__(self, take: Callable[[str], None]) -> None:
        """`take`: gets the lines."""
        from validator.engine.extracts import Store
        from validator.engine.task import Tally

        self._take = take
        self._file = TemporaryFile()  # noqa: SIM115 - closed when the block ends
        self.store = Store(self._file)
        self.tally = Tally()
        self.errors: list[UnreadableInputError] = []
        self.kept = 0

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """All of them."""
        return iter(sources)

    def add(self, outcome: FileOutcome) -> None:
        """Write the lines of the next file."""
        self.append(outcome.text, outcome.tally, outcome.error)
        self.store.add(outcome.extracts)

    def append(self, text: str, tally: Tally, error: UnreadableInputError | None = None) -> None:
        """Write more."""
        self._take(text)
        self.tally = self.tally.plus(tally)
        self.errors += [] if error is None else [error]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is left behind."""
        self._file.close()
