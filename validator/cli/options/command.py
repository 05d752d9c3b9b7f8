"""Commands and groups of commands, on typer: options from declared groups, plain help under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, cast, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from validator.cli._problems import closest
from validator.cli.options.declaring import Declared, Known, Taken
from validator.cli.options.help import Help, write_help
from validator.cli.options.parameters import Argument, Option
from validator.cli.options.settling import GATE, NO_CONFIG, SETTINGS, said_by, settle
from validator.cli.options.usage import Context, fault_at, usage_fault
from validator.messages import LANGUAGES
from validator.model.text import Text

Job: TypeAlias = Callable[[], int]
"""A command line made ready to run; gives the exit code."""

_ORDER = "gouji.order"
"""Key of the names of the options as they stand on the command line, in the memory of its context."""
_NO_CONFIG = Declared(
    ("--no-config",), None, Text("不用年报旁边的配置和豁免", "no settings or waivers found beside the inputs")
)


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

    def __init__(self, name: str, run: Callable[..., int], said: Help) -> None:
        """`run`: its annotations are groups, or `Annotated[CommandGroup, only(...)]`."""
        self._run, self.said = run, said
        hints = get_type_hints(run, include_extras=True)
        self.taken = tuple(Taken(*(get_args(hint) or (hint,))) for name, hint in hints.items() if name != "return")
        self._headings = {name: taken.group.heading for taken in self.taken for name in taken.declared}
        declared = {name: one for taken in self.taken for name, (one, _) in taken.declared.items()}
        self.declared: Mapping[str, Declared] = declared
        self._input = next((name for name, one in declared.items() if one.is_input), None)
        own = [Option(NO_CONFIG, _NO_CONFIG, default=False)] if self._input else []
        self._leaving = [_NO_CONFIG, *(one for name, one in declared.items() if name == GATE)]
        super().__init__(
            name,
            params=[*self._parameters(), *own, _help_option()],
            help=said.text.zh,
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
        read: str | Sequence[str] | None = None if self._input is None else typed.get(self._input)
        if not read:
            defaults = (one.default for one in self.params if isinstance(one, Argument) and one.name == self._input)
            read = cast("str | None", next(defaults, None))
        if read:
            settle(ctx, read if isinstance(read, str) else read[0], typed, self._leaving)

    def invoke(self, ctx: Context) -> Job:
        """Give the job; raises WrongUsageError."""
        options = [one for one in self.params if isinstance(one, Option)]
        sources = {one.name: said for one in options if (said := said_by(ctx, one.name, one.declared))}
        known = Known(tuple(ctx.meta[_ORDER]), sources, ctx.meta.get(SETTINGS))
        return partial(self._run, *(taken.build(ctx.params, known) for taken in self.taken))

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - the class is not public
        """Write the help."""
        write_help(ctx, formatter, self.said, self._headings)


def as_command(name: str, text: Text, *, epilog: Text | None = None) -> Callable[[Callable[..., int]], Command]:
    """Make a function of groups of options a command; `text`: what the help says that it does."""
    return partial(_command, name, Help(text, epilog))


def _command(name: str, said: Help, run: Callable[..., int]) -> Command:
    return Command(name, run, said)


class CommandGroup(TyperGroup):
    """Several commands under one name, in the order in which they are given."""

    def __init__(
        self,
        name: str,
        commands: Sequence[Command] = (),
        *,
        text: Text,
        epilog: Text | None = None,
        params: Sequence[Option] = (),
    ) -> None:
        """`text`: what the help says."""
        self.said = Help(text, epilog)
        super().__init__(
            name=name,
            commands=[*commands],
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
