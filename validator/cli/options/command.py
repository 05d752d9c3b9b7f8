"""Commands and groups of commands, on typer: options from declared groups, plain help under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from validator.cli._problems import closest
from validator.cli.options.declaring import Declared, Taken
from validator.cli.options.parameters import Argument, Option, help_row
from validator.cli.options.usage import Context, fault_at, usage_fault

Job: TypeAlias = Callable[[], int]
"""A command line made ready to run; gives the exit code."""

_HELP = "其他 other"
"""Heading of the options that are not of a group."""
_WIDEST = 30
"""Columns of the longest option beside which its text still stands; under longer ones it has a line of its own."""
_WORDS = "gouji.words"
"""Key of the words of a command line in the memory of its context."""


def _help_option() -> Option:
    return Option("help", Declared(("--help", "-h"), None, "显示帮助 help", action=_show_help), default=False)


def _show_help(context: Context, _: object) -> None:
    typer.echo(context.get_help())
    raise typer.Exit


def _write_sections(context: Context, formatter: Any, headings: Mapping[str, str]) -> None:  # noqa: ANN401 - not public
    """Write the help of the options, a section for each heading, all in the same two columns."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for parameter in context.command.params:
        sections.setdefault(headings.get(parameter.name, _HELP), []).append(help_row(parameter))
    names = [name for rows in sections.values() for name, _ in rows]
    width = max((len(name) for name in names if len(name) <= _WIDEST), default=0)
    for heading, rows in sections.items():
        with formatter.section(heading):
            formatter.write_dl([(name.ljust(width), text) for name, text in rows])


class Command(TyperCommand):
    """A command: a function of groups of options that gives an exit code."""

    def __init__(self, name: str, run: Callable[..., int], *, epilog: str | None = None) -> None:
        """`run`: its annotations are groups, or `Annotated[CommandGroup, only(...)]`; its docstring is the help."""
        self._run = run
        hints = get_type_hints(run, include_extras=True)
        self._takes = tuple(Taken(*(get_args(hint) or (hint,))) for name, hint in hints.items() if name != "return")
        self._headings = {name: taken.group.heading for taken in self._takes for name in taken.declared}
        super().__init__(
            name,
            params=[*self._parameters(), _help_option()],
            help=run.__doc__,
            epilog=epilog,
            add_help_option=False,
            rich_markup_mode=None,
            context_settings={"allow_extra_args": True},
        )

    def _parameters(self) -> Iterator[Option | Argument]:
        for taken in self._takes:
            for name, (declared, default) in taken.declared.items():
                yield (Option if declared.flags else Argument)(name, declared, default)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse; raises WrongUsageError."""
        ctx.meta[_WORDS] = tuple(args)
        try:
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise usage_fault(error, ctx) from None
        if rest and not ctx.resilient_parsing:
            raise fault_at(ctx, "usage-too-many", " ".join(rest))
        return rest

    def invoke(self, ctx: Context) -> Job:
        """Give the job; raises WrongUsageError."""
        order = self._order(ctx) if any(taken.ordered for taken in self._takes) else ()
        return partial(self._run, *(taken.build(ctx.params, order) for taken in self._takes))

    def _order(self, ctx: Context) -> list[str]:
        """The names of the options as they stand on the command line: the values do not tell, the parser does."""
        _, _, order = self.make_parser(ctx).parse_args([*ctx.meta[_WORDS]])
        return [parameter.name for parameter in order]

    def format_options(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - the class is not public
        """Write the sections of the help."""
        _write_sections(ctx, formatter, self._headings)


def as_command(name: str, *, epilog: str | None = None) -> Callable[[Callable[..., int]], Command]:
    """Make a function of groups of options a command; its docstring is what the help says."""
    return partial(Command, name, epilog=epilog)


class CommandGroup(TyperGroup):
    """Several commands under one name, in the order in which they are given."""

    def __init__(
        self,
        name: str,
        commands: Sequence[Command] = (),
        *,
        text: str,
        epilog: str | None = None,
        params: Sequence[Option] = (),
    ) -> None:
        """`text`: what the help says."""
        super().__init__(
            name=name,
            commands=[*commands],
            invoke_without_command=True,
            params=[*params, _help_option()],
            help=text,
            epilog=epilog,
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

    def format_options(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - the class is not public
        """Write the options, then the commands."""
        _write_sections(ctx, formatter, {})
        self.format_commands(ctx, formatter)
