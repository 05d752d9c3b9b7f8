"""The two ways an input can fail, as data: what is wrong, where, and what to do about it.

A violated rule is not a failure: it is a `Finding`.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from validator.model.text import Text


class UnreadableInputError(Exception):
    """A file that cannot be read, or in which there is no report to check (exit code 3)."""

    def __init__(self, path: str, reason: Text, hint: Text) -> None:
        """`reason` says what was seen in the file, `hint` what the user can do."""
        super().__init__(f"{path}: {reason.en}")
        self.path = path
        self.reason = reason
        self.hint = hint

    def __reduce__(self) -> tuple[type[UnreadableInputError], tuple[str, Text, Text]]:
        """Pickle by the arguments: the error crosses from one process to another."""
        return UnreadableInputError, (self.path, self.reason, self.hint)


class OverBudgetError(BaseException):
    """Raised in the middle of whatever is done with a file that has used up its processor time.

    No fault of the file and no error of the program: nothing that catches these may swallow it.
    """


class NoChildError(Exception):
    """The system starts no process for us, without which nothing is done with a file."""

    def __init__(self, reason: Text) -> None:
        """`reason`: that of the system."""
        super().__init__(reason.en)
        self.reason = reason


class Fault(Struct, frozen=True, eq=False):
    """One fault of a rule file."""

    file: str
    line: int
    """From 1."""
    seen: str
    """The text that stands in its place, as written."""
    problem: str
    """What is wrong with it, one clause."""
    allowed: tuple[str, ...] = ()
    """What could stand there."""
    nearest: str | None = None
    """The allowed word that is most like the one seen."""
    column: int | None = None
    """From 1; None where only the line is known: faults that differ in nothing else are the same."""

    def __eq__(self, other: object) -> bool:
        """Whether the same is told of the same line."""
        return self._told == other._told if isinstance(other, Fault) else NotImplemented

    def __hash__(self) -> int:
        """Of what is told."""
        return hash(self._told)

    @property
    def _told(self) -> tuple[object, ...]:
        return self.file, self.line, self.seen, self.problem, self.allowed, self.nearest


class BrokenPatternError(Exception):
    """A pattern of a pack whose patterns were not checked when it was loaded cannot be compiled."""

    def __init__(self, pattern: str, reason: str) -> None:
        """`pattern`: as it is written in the pack."""
        super().__init__(f"{pattern} ({reason})")
        self.pattern = pattern
        self.reason = reason

    def __reduce__(self) -> tuple[type[BrokenPatternError], tuple[str, str]]:
        """Pickle by the arguments: the error crosses from one process to another."""
        return BrokenPatternError, (self.pattern, self.reason)


class BrokenFileError(Exception):
    """A file beside the reports with at least one fault; holds all of them (exit code 2)."""

    what: ClassVar[str]
    """First part of the keys of the sentences that say which kind of file it is: `WHAT-broken`, `WHAT-unused`."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """`faults` in the order of file and line."""
        super().__init__("; ".join(f"{fault.file}:{fault.line}: {fault.problem}: {fault.seen}" for fault in faults))
        self.faults = faults

    def __reduce__(self) -> tuple[type[BrokenFileError], tuple[tuple[Fault, ...]]]:
        """Pickle by the faults: the error crosses from one process to another."""
        return type(self), (self.faults,)


class BrokenPackError(BrokenFileError):
    """A rule pack."""

    what = "pack"


class BrokenOrganFileError(BrokenPackError):
    """A file about organs, which is read as a pack is."""

    what = "organs"


class BrokenResultsError(BrokenFileError):
    """A file given as results of an earlier run with at least one record that is none."""

    what = "results"


class BrokenSettingsError(BrokenFileError):
    """A file of settings or of waivers."""

    what = "settings"
