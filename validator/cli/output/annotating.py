"""Notes are written into copies in a child process: whoever reads a file once more may stumble over it as well."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from validator.cli.output.annotating_child import LIMITS, Wanted, copy_as_data
from validator.engine.isolation.supervised import Stopped, SupervisedChild

if TYPE_CHECKING:
    from validator.annotators.notes import Notes


class Annotating(AbstractContextManager["Annotating"]):
    """Makes annotated copies; use it in a `with` block."""

    def __init__(self, moment: datetime) -> None:
        """`moment`: the time the notes are signed with."""
        self._moment = moment
        self._child: SupervisedChild | None = None

    def copy(self, path: str, kind: str, notes: Notes) -> bytes:
        """The file with the notes in it; `kind`: the format that it was read as. Raises UnreadableInputError."""
        self._child = self._child or SupervisedChild("validator.cli.output.annotating_child", LIMITS)
        made = self._child.ask(Wanted(path, kind, notes, self._moment), copy_as_data().read)
        if isinstance(made, bytes):
            return made
        raise made.refusal(path, LIMITS) if isinstance(made, Stopped) else made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        if self._child is not None:
            self._child.close()
