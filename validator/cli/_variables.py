"""Variables of the environment that look like those of options and are none: what they say does nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module

from validator.cli._at_once import COMMANDS
from validator.cli._problems import closest
from validator.cli.options.declaring import PREFIX
from validator.cli.options.lines import CommandLine
from validator.readers.ocr import CHARACTER_THREADS


def unknown_variables(asked: str | None) -> Iterator[tuple[str, str | None]]:
    """Those that no command knows, each with the one that is most like it, if any is.

    `asked`: the command that is run. What it does not know all the others are loaded for.
    """
    known = {CHARACTER_THREADS}
    said = sorted(name for name in os.environ if name.startswith(PREFIX))
    for commands in ([asked] if asked in COMMANDS else [], COMMANDS):
        known.update(variable for name in commands for variable in _variables_of(name))
        said = [name for name in said if name not in known]
        if not said:
            return
    words = [name.removeprefix(PREFIX) for name in known]
    for name in said:
        nearest = closest(name.removeprefix(PREFIX), words)
        yield name, None if nearest is None else PREFIX + nearest


def _variables_of(name: str) -> Iterator[str]:
    found = import_module(f"validator.cli.commands.{name}").command
    lines = [found] if isinstance(found, CommandLine) else [one.line for one in found.commands.values()]
    return (declared.variable for line in lines for declared in line.known.values() if declared.flags)
