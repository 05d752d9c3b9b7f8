"""Options and arguments, on typer.

Typer converts values with pydantic, and loading that takes longer than all the rest of `gouji explain`. Every value
here stays the words that were typed; the commands look the words over themselves, in the language of the user.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

import typer
from typer.core import TyperArgument, TyperOption

from validator.cli.options.declaring import MISSING, Declared
from validator.cli.options.settling import from_environment
from validator.cli.options.usage import Context, fault_at
from validator.messages import LANGUAGES, say
from validator.model.text import Text

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
        self.declared = declared
        super().__init__(
            param_decls=[name, *declared.flags],
            type_descriptor=_a_word(),
            help=declared.text.zh,
            metavar=None if declared.metavar is None else declared.metavar.en,
            default=None if default is MISSING else default,
            required=default is MISSING,
            multiple=declared.repeated,
            is_flag=isinstance(default, bool),
            is_eager=declared.action is not None,
            expose_value=declared.action is None,
            envvar=None if declared.action is not None else declared.variable,
        )

    def value_from_envvar(self, ctx: Context) -> Value:
        """What the environment says; raises WrongUsageError for what is neither yes nor no."""
        return None if self.envvar is None else from_environment(ctx, self.declared, is_flag=self.is_flag)

    def process_value(self, ctx: Context, value: Value) -> Value:
        """The words as they are; raises WrongUsageError where they are missing."""
        if self.required and self.value_is_missing(value):
            raise fault_at(ctx, "usage-missing", max(self.opts, key=len))
        if self.declared.action is not None and value and not ctx.resilient_parsing:
            self.declared.action(ctx, value)
        if not self.multiple:
            return value
        return (value,) if isinstance(value, str) else tuple(value or ())


class Argument(TyperArgument):
    """A word by its place, or all words."""

    def __init__(self, name: str, declared: Declared, default: object = None) -> None:
        """`default`: MISSING if it must be given."""
        self.declared, complete = declared, declared.complete
        super().__init__(
            param_decls=[name],
            type_descriptor=_a_word(),
            help=declared.text.zh,
            metavar=self.said.en,
            default=None if default is MISSING else default,
            required=default is MISSING,
            nargs=-1 if declared.repeated else 1,
            autocompletion=None if complete is None else lambda _context, _words, begun: complete(begun),
        )

    @property
    def said(self) -> Text:
        """What stands for it in the help."""
        return self.declared.metavar or Text("", "")

    def process_value(self, ctx: Context, value: Value) -> Value:
        """The words as they are; raises WrongUsageError where they are missing."""
        if self.required and self.value_is_missing(value):
            raise fault_at(ctx, "usage-missing", Text(*(self.said[one].removesuffix("...") for one in LANGUAGES)))
        return value


def help_row(parameter: Value, language: str) -> tuple[str, str]:
    """What stands on the left and on the right in the help."""
    declared: Declared = parameter.declared
    names = ", ".join(sorted(declared.flags, key=len))
    default = parameter.default
    shown = say("help-default", language, value=default) if isinstance(default, str) and default else ""
    metavar = "" if declared.metavar is None else declared.metavar[language]
    return " ".join(filter(None, (names, metavar))), declared.text[language] + shown
