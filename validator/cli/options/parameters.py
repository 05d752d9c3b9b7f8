"""Options and arguments, on typer.

Typer converts values with pydantic, and loading that takes longer than all the rest of `gouji explain`. Every value
here stays the words that were typed; the commands look the words over themselves, in the language of the user.
"""

from __future__ import annotations

from dataclasses import MISSING
from functools import cache
from typing import Any, TypeAlias

import typer
from typer.core import TyperArgument, TyperOption

from validator.cli.options.declaring import Declared
from validator.cli.options.usage import Context, fault_at

Value: TypeAlias = Any
"""A word, several, a flag, or None; typer says no more of what it passes on."""


@cache
def _a_word() -> Value:
    """What typer notes of a value that is a text: that there is nothing to know of it."""

    def take(word: str) -> None:
        """Nothing: only its parameter counts."""

    app = typer.Typer(add_completion=False)
    app.command()(take)
    return next(one.type_descriptor for one in typer.main.get_command(app).params if isinstance(one, TyperArgument))


class Option(TyperOption):
    """A flag, if its default is a bool, or what has one value or several."""

    def __init__(self, name: str, declared: Declared, default: object = None) -> None:
        """`default`: MISSING if it must be given."""
        self._action = declared.action
        super().__init__(
            param_decls=[name, *declared.flags],
            type_descriptor=_a_word(),
            help=declared.text,
            metavar=declared.metavar,
            default=None if default is MISSING else default,
            required=default is MISSING,
            multiple=declared.repeated,
            is_flag=isinstance(default, bool),
            is_eager=declared.action is not None,
            expose_value=declared.action is None,
        )

    def process_value(self, ctx: Context, value: Value) -> Value:
        """The words as they are; raises WrongUsageError where they are missing."""
        if self.required and self.value_is_missing(value):
            raise fault_at(ctx, "usage-missing", max(self.opts, key=len))
        if self._action is not None and value and not ctx.resilient_parsing:
            self._action(ctx, value)
        if not self.multiple:
            return value
        return (value,) if isinstance(value, str) else tuple(value or ())


class Argument(TyperArgument):
    """A word by its place, or all words."""

    def __init__(self, name: str, declared: Declared, default: object = None) -> None:
        """`default`: MISSING if it must be given."""
        self._is_input, complete = declared.is_input, declared.complete
        super().__init__(
            param_decls=[name],
            type_descriptor=_a_word(),
            help=declared.text,
            metavar=declared.metavar,
            default=None if default is MISSING else default,
            required=default is MISSING,
            nargs=-1 if declared.repeated else 1,
            # Before all options: what is read decides what stands in for those that were not given.
            is_eager=True,
            autocompletion=None if complete is None else lambda _context, _words, begun: complete(begun),
        )

    def process_value(self, ctx: Context, value: Value) -> Value:
        """The words as they are; raises WrongUsageError where they are missing, BrokenSettingsError."""
        if self.required and self.value_is_missing(value):
            raise fault_at(ctx, "usage-missing", self.display_name_raw.removesuffix("..."))
        if self._is_input and value and not ctx.resilient_parsing:
            _settle(ctx, value if isinstance(value, str) else value[0])
        return value

    def get_usage_pieces(self, ctx: Context) -> list[str]:  # noqa: ARG002 - as typer calls it
        """Its place in the line that shows how the command is called."""
        return [self.display_name_raw]


def _settle(context: Context, first: str) -> None:
    """Let the settings in force for the first input stand in for options; raises BrokenSettingsError."""
    from validator.cli._settings import KEYS, settings_for

    context.default_map = {KEYS[key].parameter: one.value for key, one in settings_for(first).keys.items()}


def help_row(parameter: Value) -> tuple[str, str]:
    """What stands on the left and on the right in the help."""
    names = ", ".join(sorted(parameter.opts, key=len)) if isinstance(parameter, Option) else ""
    default = parameter.default
    shown = f"  [default: {default}]" if isinstance(default, str) and default else ""
    return " ".join(filter(None, (names, parameter.metavar))), parameter.help + shown
