"""Commands and groups of commands on typer, which parses whatever is not plain: faults, help, completion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from validator.cli._problems import closest
from validator.cli.options.declaring import Declared
from validator.cli.options.help import write_help
from validator.cli.options.lines import NO_CONFIG_DECLARED, CommandLine, Help, Job
from validator.cli.options.parameters import Argument, Option
from validator.cli.options.settling import NO_CONFIG
from validator.cli.options.usage import Context, fault_at, usage_fault
from validator.messages import LANGUAGES
from validator.model.text import Text

_ORDER = "gouji.order"
"""Key of the names of the options as they stand on the command line, in the memory of its context."""


def _help_option() -> Option:
    text = Text("显示帮助", "show this help")
    return Option("help", Declared(("--help", "-h"), None, text, action=_show_help), default=False)


def _language_option() -> Option:
    choices = "|".join(LANGUAGES)
    return Option("language", Declared(("--lang",), Text(choices, choices), Text("帮助的语言", "language of the help")))


def _show_help(context: Context, _: object) -> None:
    typer.echo(context.get_help())
    raise typer.Exit


class Command(TyperCommand):
    """A command: a function of groups of options that gives an exit code."""

    def __init__(self, line: CommandLine) -> None:
        """`line`: what is declared of it."""
        self.line, self.said, self.taken, self.declared = line, line.said, line.taken, line.declared
        self._headings = {name: taken.group.heading for taken in self.taken for name in taken.declared}
        own = [Option(NO_CONFIG, NO_CONFIG_DECLARED, default=False)] if line.input else []
        super().__init__(
            line.name,
            params=[*self._parameters(), *own, _help_option()],
            help=line.said.text.zh,
            add_help_option=False,
            rich_markup_mode=None,
            context_settings={"allow_extra_args": True},
        )

    def _parameters(self) -> Iterator[Option | Argument]:
        for taken in self.taken:
            for name, (declared, default) in taken.declared.items():
                yield (Option if declared.flags else Argument)(name, declared, default)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse; raises WrongUsageError, BrokenSettingsError."""
        ctx.default_map = {}
        try:
            # What is read decides what stands in for the options that were not typed: it has to be known before them.
            typed, _, order = self.make_parser(ctx).parse_args([*args])
            ctx.meta[_ORDER] = [parameter.name for parameter in order]
            if not ctx.resilient_parsing and not typed.get("help"):
                self._settle(ctx, typed)
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise usage_fault(error, ctx) from None
        if rest and not ctx.resilient_parsing:
            raise fault_at(ctx, "usage-too-many", " ".join(rest))
        return rest

    def _settle(self, ctx: Context, typed: Mapping[str, Any]) -> None:
        """Look for what stands in for options; raises WrongUsageError, BrokenSettingsError."""
        asked = ctx.find_root().params.get("language")
        if asked is not None:
            ctx.default_map = {"language": asked}
        self.line.settle(ctx, typed)

    def invoke(self, ctx: Context) -> Job:
        """Give the job; raises WrongUsageError."""
        return self.line.job(ctx, ctx.params, tuple(ctx.meta[_ORDER]))

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - the class is not public
        """Write the help."""
        write_help(ctx, formatter, self.said, self._headings)


@cache
def parsed(line: CommandLine) -> Command:
    """A command on typer."""
    return Command(line)


class CommandGroup(TyperGroup):
    """Several commands under one name, in the order in which they are given."""

    def __init__(
        self,
        name: str,
        commands: Sequence[CommandLine] = (),
        *,
        text: Text,
        epilog: Text | None = None,
        params: Sequence[Option] = (),
    ) -> None:
        """`text`: what the help says."""
        self.said = Help(text, epilog)
        super().__init__(
            name=name,
            commands=[parsed(one) for one in commands],
            invoke_without_command=True,
            params=[*params, _language_option(), _help_option()],
            help=text.zh,
            add_help_option=False,
            rich_markup_mode=None,
        )

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse what stands before the name of the command; raises WrongUsageError."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise usage_fault(error, ctx) from None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command of the first word; raises WrongUsageError."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise fault_at(ctx, "usage-no-command", args[0], closest(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> Job:
        """Give the job of the command; raises WrongUsageError."""
        job: Job = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            raise fault_at(ctx, "usage-missing-command")
        return job

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - the class is not public
        """Write the help."""
        write_help(ctx, formatter, self.said, {})
