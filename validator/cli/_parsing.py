"""Commands whose values stay the words that were typed.

Typer converts values with pydantic, and loading that takes longer than all the rest of `gouji explain`. Every option
here is a word, a list of words or a flag, and the commands look the words over themselves, in the language of the user.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Context, Parameter


_ORDER = "gouji.order"


class Command(TyperCommand):
    """A command without conversion of values."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """All options and arguments, `--help` included."""
        return keep_words(super().get_params(ctx))

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse as always, with the settings of the project in place of what is not said; keep the order of options."""
        from validator.cli._option_defaults import defaults

        said, _, order = self.make_parser(ctx).parse_args(args=[*args])
        ctx.meta[_ORDER] = tuple(parameter.name for parameter in order)
        ctx.default_map = defaults(ctx, said)
        return super().parse_args(ctx, args)


def order_of(context: Context, names: Collection[str]) -> tuple[str, ...]:
    """The options of these names in the order of the command line, repeated ones each time."""
    return tuple(name for name in context.meta[_ORDER] if name in names)


class Group(TyperGroup):
    """A group of commands without conversion of values."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """All options, `--help` included."""
        return keep_words(super().get_params(ctx))


class _Words:
    """Takes the place of a conversion."""

    @staticmethod
    def coerce(value: object, *, param: object, ctx: object) -> object:  # noqa: ARG004 - the signature typer calls
        return value


def keep_words(parameters: list[Parameter]) -> list[Parameter]:
    """Switch conversion off where this version of typer has it."""
    for parameter in parameters:
        if hasattr(parameter, "get_runtime_param"):
            parameter.get_runtime_param = _Words
    return parameters
