"""The help of a command, in one language: how it is called, what it does, its options under headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from rich.cells import cell_len

from validator.cli.options.lines import Help
from validator.cli.options.parameters import Argument, help_row
from validator.cli.options.usage import Context, language_of
from validator.messages import say
from validator.model.text import Text
from validator.renderers.layout.lines import left, wrap

Row: TypeAlias = tuple[str, str]
"""An option or a command, and what is said of it."""

_OTHERS = Text("其他", "other")
"""Heading of the options that are not of a group."""
_WIDEST = 30
"""Terminal cells of the longest option beside which its text still stands."""
_NARROWEST = 20
"""Terminal cells that a text has at least."""


def write_help(context: Context, formatter: Any, said: Help, headings: Mapping[str, Text]) -> None:  # noqa: ANN401 - not public
    """Write the whole help; `headings`: name of an option -> heading under which it stands."""
    language = language_of(context)
    command = context.command
    pieces = [say("help-options", language), *_pieces(command.params, language)]
    if hasattr(command, "list_commands"):
        pieces.append(say("help-command", language))
    formatter.write_usage(context.command_path, " ".join(pieces), say("help-usage", language))
    _indented(formatter, said.text[language])
    _write_sections(context, formatter, headings)
    if hasattr(command, "list_commands"):
        _write_commands(context, formatter)
    if said.epilog is not None:
        _indented(formatter, said.epilog[language])


def _pieces(parameters: Iterable[object], language: str) -> list[str]:
    return [one.said[language] for one in parameters if isinstance(one, Argument)]


def _indented(formatter: Any, text: str) -> None:  # noqa: ANN401 - not public
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def _write_sections(context: Context, formatter: Any, headings: Mapping[str, Text]) -> None:  # noqa: ANN401 - not public
    """Write the options, a section for each heading, all in the same two columns."""
    language = language_of(context)
    sections: dict[str, list[Row]] = {}
    for parameter in sorted(context.command.params, key=lambda one: not isinstance(one, Argument)):
        heading = headings.get(parameter.name, _OTHERS)[language]
        sections.setdefault(heading, []).append(help_row(parameter, language))
    names = [name for rows in sections.values() for name, _ in rows]
    width = max((cell_len(name) for name in names if cell_len(name) <= _WIDEST), default=0)
    for heading, rows in sections.items():
        _write_rows(formatter, heading, rows, width)


def _write_commands(context: Context, formatter: Any) -> None:  # noqa: ANN401 - not public
    language, group = language_of(context), context.command
    rows = [(name, group.get_command(context, name).said.text[language]) for name in group.list_commands(context)]
    _write_rows(formatter, say("help-commands", language), rows, max(cell_len(name) for name, _ in rows))


def _write_rows(formatter: Any, heading: str, rows: Iterable[Row], width: int) -> None:  # noqa: ANN401 - not public
    """A section in two columns, measured in terminal cells; a name that is too wide has a line of its own."""
    formatter.write(f"\n{heading}:\n")
    for name, text in rows:
        first, *rest = wrap(text, max(formatter.width - width - 4, _NARROWEST))
        beside = cell_len(name) <= width
        formatter.write(f"  {left(name, width)}  {first}\n" if beside else f"  {name}\n{' ' * (width + 4)}{first}\n")
        formatter.write("".join(f"{' ' * (width + 4)}{line}\n" for line in rest))
