"""What is said of a command line that cannot be parsed, made from the fields of the fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from validator.cli._problems import WrongUsageError, wrong_usage
from validator.messages import LANGUAGES
from validator.model.text import Text

if TYPE_CHECKING:
    import typer

Context: TypeAlias = Any
"""What is known of a command line while it is parsed. The public `typer.Context` is below the class that typer uses."""


@runtime_checkable
class _UnknownOption(Protocol):
    """Fields of the fault that there is no such option."""

    option_name: str
    possibilities: Sequence[str] | None


@runtime_checkable
class _MisusedOption(Protocol):
    """Fields of the fault that an option has a value and takes none, or needs one and has none."""

    option_name: str


def language_of(context: Context) -> str:
    """The language that the whole command line is answered in."""
    root = context.find_root()
    return root.obj if root.obj in LANGUAGES else LANGUAGES[0]


def fault_at(context: Context, key: str, name: str | Text = "", nearest: str | None = None) -> WrongUsageError:
    """The fault of that message key in the line of a command; `name`: of what it speaks, as typed."""
    from validator.renderers.layout.lines import clean

    error = wrong_usage(key, nearest=nearest, name=name if isinstance(name, Text) else clean(name))
    error.command = context.command_path
    return error


def usage_fault(error: typer.TyperException, context: Context) -> WrongUsageError:
    """The fault that the parser found, in our words."""
    from typer.core import TyperOption

    match error:
        case _UnknownOption(option_name=name, possibilities=near):
            return fault_at(context, "usage-no-option", name, ", ".join(near or ()))
        case _MisusedOption(option_name=name):
            known = [one for one in context.command.params if isinstance(one, TyperOption) and name in one.opts]
            key = "usage-no-value" if any(one.is_flag for one in known) else "usage-value-needed"
            return fault_at(context, key, name)
    return fault_at(context, "usage-other")
