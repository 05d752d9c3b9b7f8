"""Command lines that are answered before anything else is loaded."""

from __future__ import annotations

import os

from validator.version import __version__

TYPE_CHECKING = False  # To load `typing` takes as long as to start Python.
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "check",
    "annotate",
    "letters",
    "summary",
    "compare",
    "form",
    "read",
    "explain",
    "baseline",
    "config",
    "desk",
    "rules",
)
"""Modules of `commands` with a `command`, as they stand in the help."""
COMPLETE = "_GOUJI_COMPLETE"
"""Variable in which a shell asks how a command line can go on."""

_PLAIN = frozenset(" -_./")
"""Signs beside letters and digits of which no shell thinks anything."""


def answer(arguments: Sequence[str]) -> str | None:
    """What is said to a command line; None for most, which take more."""
    if arguments == ["--version"]:
        return f"gouji {__version__}\n"
    return _first_words() if os.environ.get(COMPLETE) == "complete_bash" else None


def _first_words() -> str | None:
    """The commands that begin as the first word does; None where the shell asks for something else."""
    line = os.environ.get("COMP_WORDS", "")
    if os.environ.get("COMP_CWORD") != "1" or not all(sign.isalnum() or sign in _PLAIN for sign in line):
        return None
    begun = "".join(line.split()[1:2])
    if begun and not begun[0].isalnum():
        return None
    return "\n".join(name for name in COMMANDS if name.startswith(begun)) + "\n"
