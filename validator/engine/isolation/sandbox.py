"""Read files in a child process that can be ended, so that a hostile or damaged file hurts nothing but itself.

The child is started once and reads one file after the other. It is ended, and a new one started, when a file takes too
long or too much memory, or brings the process down. While it starts, the parent can load what it needs itself.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from validator.engine.isolation.refusals import Limits
from validator.engine.isolation.supervised import Stopped, SupervisedChild
from validator.model.document import Document
from validator.model.errors import UnreadableInputError


class Request(NamedTuple):
    """What the child is asked to read."""

    path: str
    data: bytes | None
    input_format: str | None
    second: bool


class Sandbox(SupervisedChild):
    """A child process that reads files; use it in a `with` block."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Start the child; the first file can be sent at once."""
        super().__init__("validator.engine.isolation._sandbox_child", limits)

    def __enter__(self) -> Self:
        """Nothing to do: the child is already starting."""
        return self

    def read(
        self, path: str, *, data: bytes | None = None, input_format: str | None = None, second: bool = False
    ) -> Document:
        """Read a file as `validator.readers.read` does, with the same errors.

        UnreadableInputError also if the file goes beyond the limits or ends the child.
        """
        answer: Document | UnreadableInputError | Stopped = self.ask(Request(path, data, input_format, second))
        if isinstance(answer, Stopped):
            raise answer.refusal(path, self.limits)
        if isinstance(answer, UnreadableInputError):
            raise answer
        return answer
