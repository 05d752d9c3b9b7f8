"""The commands put together, each loaded when the command line names it."""

from __future__ import annotations

import os
from importlib import import_module

import typer

from validator.cli._at_once import COMMANDS, COMPLETE
from validator.cli._exit_codes import EXPLAINED
from validator.cli._problems import choose
from validator.cli.options.command import Command, CommandGroup, parsed
from validator.cli.options.declaring import Declared
from validator.cli.options.lines import CommandLine
from validator.cli.options.parameters import Option
from validator.cli.options.usage import Context
from validator.model.text import Text
from validator.version import __version__

_SHELLS = ("bash", "zsh", "fish")
"""Shells that can complete command lines."""

_HELP = Text(
    "检查政府信息公开工作年度报告的勾稽关系", "Consistency checks for annual reports on information disclosure."
)


class _Program(CommandGroup):
    """All commands under the name `gouji`."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - as typer calls it
        """Their names."""
        return [*COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | CommandGroup | None:  # noqa: ARG002 - as typer calls it
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        found: CommandLine | CommandGroup = import_module(f"validator.cli.commands.{cmd_name}").command
        return parsed(found) if isinstance(found, CommandLine) else found


def _show_version(_: Context, __: object) -> None:
    typer.echo(f"gouji {__version__}")
    raise typer.Exit


def _show_completion(context: Context, shell: str) -> None:
    from typer.completion import get_completion_inspect_parameters, shell_complete

    asked = choose("--show-completion", shell, _SHELLS)
    get_completion_inspect_parameters()  # Makes the two options of typer, and has it know all shells.
    raise typer.Exit(shell_complete(context.command, {}, "gouji", COMPLETE, f"source_{asked}"))


def program() -> CommandGroup:
    """All commands put together."""
    if COMPLETE in os.environ:
        from typer.completion import get_completion_inspect_parameters

        get_completion_inspect_parameters()
    version = Declared(("--version",), None, Text("显示版本", "show the version"), action=_show_version)
    text = Text("显示补全命令的脚本", "show the script that completes command lines")
    shells = Text("|".join(_SHELLS), "|".join(_SHELLS))
    completion = Declared(("--show-completion",), shells, text, action=_show_completion)
    options = [Option("version", version, default=False), Option("completion", completion)]
    return _Program("gouji", text=_HELP, epilog=EXPLAINED, params=options)
