"""The commands put together."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from validator.cli._parsing import Command, Group
from validator.version import __version__

_COMMANDS = ("check", "annotate", "compare", "form", "read", "summary", "explain")
"""Modules of this package with a function `command`, as they stand in the help."""
_GROUPS = ("baseline", "config", "rules")
"""Modules with an `app` of several commands."""
_ALONE = frozenset({"explain"})
"""Commands that take nothing from the settings of a project, which speak of what all others can be told."""

_HELP = "检查政府信息公开工作年度报告的勾稽关系\n\nConsistency checks for annual reports on information disclosure."
_EPILOG = """\b
退出码 exit codes:
  0  没有达到 --fail-on 的发现
  1  有达到 --fail-on 的发现
  2  用法、配置或规则包有误
  3  有文件无法读取，或其中没有年报
"""


def _show_version(value: bool) -> None:  # noqa: FBT001 - the callback of a flag
    if value:
        typer.echo(f"gouji {__version__}")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本 version")
    ] = False,
) -> None:
    """Nothing but `--version` stands before a command."""


def program(first: str | None = None) -> typer.Typer:
    """All commands put together, or the one alone that needs no other; `first`: first word of the command line."""
    app = typer.Typer(
        name="gouji",
        cls=Group,
        help=_HELP,
        epilog=_EPILOG,
        # Plain help: boxes are of ambiguous width in Chinese terminals, and help without rich is quicker.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    wanted = {first} if first in _ALONE else {*_COMMANDS, *_GROUPS}
    for name in _COMMANDS:
        if name in wanted:
            epilog = _EPILOG if name == "check" else None
            app.command(name, cls=Command, epilog=epilog)(import_module(f"validator.cli.commands.{name}").command)
    for name in _GROUPS:
        if name in wanted:
            app.add_typer(import_module(f"validator.cli.commands.{name}").app, name=name)
    return app
