"""What the file of settings says stands in for options that are not on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from validator.cli._settings import KEYS, Settings, settings_for

if TYPE_CHECKING:
    from typer._click.core import Command, Context

_OF_CHECK = "output_format"
"""The one parameter that means something else in each command: the settings speak of `gouji check`."""


def parameters_of(context: Context) -> Mapping[str, str]:
    """All that `gouji check` can be told, and what it is if nothing is said: what can be settled."""
    commands: Mapping[str, Command] = getattr(context.find_root().command, "commands", {})
    named = commands["check"].params if "check" in commands else []
    return {one.name or "": one.default if isinstance(one.default, str) else "" for one in named}


def defaults(context: Context, arguments: Mapping[str, object]) -> dict[str, object]:
    """Parameter -> what it is if the command line does not say; raises BrokenSettingsError.

    `arguments`: what the command line says.
    """
    path = first_path(arguments)
    named = {parameter.name: parameter for parameter in context.command.params}
    if path is None or not any(key.parameter in named for key in KEYS.values()):
        return {}
    settings = settings_for(path, parameters_of(context))
    return dict(_values(settings, context))


def _values(settings: Settings, context: Context) -> Mapping[str, object]:
    multiple = {one.name: getattr(one, "multiple", False) for one in context.command.params}
    found: dict[str, object] = {}
    for name, setting in settings.keys.items():
        parameter = KEYS[name].parameter
        if parameter not in multiple or (parameter == _OF_CHECK and context.info_name != "check"):
            continue
        value = setting.value
        found[parameter] = [value] if multiple[parameter] and isinstance(value, str) else value
    return found


def first_path(arguments: Mapping[str, object]) -> str | None:
    """The first input of a command line, or None if the command has none."""
    paths = arguments.get("paths") or arguments.get("path")
    first = paths[0] if isinstance(paths, list | tuple) and paths else paths
    return first if isinstance(first, str) else None
