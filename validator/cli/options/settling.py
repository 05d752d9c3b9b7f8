"""What stands in for options that were not typed: the environment first, then the settings in force for what is read.

Settings lie beside the reports, and whoever hands these in can write them: `--no-config` leaves them alone, and so does
`--gate`. The environment is that of whoever runs the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from validator.cli.options.declaring import Declared
from validator.cli.options.usage import Context, fault_at, language_of
from validator.cli.settings.values import IGNORED
from validator.messages import say

if TYPE_CHECKING:
    from validator.cli.settings.values import Settings

NO_CONFIG, GATE = "no_config", "gate"
"""Names of the options that leave the settings beside the inputs alone."""
SETTINGS = "gouji.settings"
"""Key of the settings in force in the memory of a context."""

_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
"""What a variable says of a flag."""


def from_environment(context: Context, declared: Declared, *, is_flag: bool) -> Any:  # noqa: ANN401 - as typer calls it
    """What a variable says in place of an option; None where there is none, or it is empty.

    Several words stand between commas or on lines of their own. Raises WrongUsageError for a flag that is neither yes
    nor no.
    """
    said = os.environ.get(declared.variable, "").strip()
    if not said:
        return None
    if is_flag:
        if said.lower() not in _YES | _NO:
            raise fault_at(context, "usage-yes-or-no", declared.variable)
        return said.lower() in _YES
    if declared.repeated:
        return tuple(filter(None, (part.strip() for part in said.split("\n" if "\n" in said else ","))))
    return said


def settle(context: Context, first: str, typed: Mapping[str, object], flags: Iterable[Declared]) -> None:
    """Let the settings in force for the first input stand in for options; raises BrokenSettingsError.

    `typed`: name of an option -> what the command line says of it; `flags`: those that leave the settings alone.
    """
    from validator.cli.output.streams import tell
    from validator.cli.settings.decisions import NO_BASELINE
    from validator.cli.settings.files import KEYS, settings_for

    said = [typed.get(one.word.replace("-", "_")) for one in flags]
    said += [from_environment(context, one, is_flag=True) for one in flags]
    if any(said):
        context.meta[SETTINGS] = IGNORED
        context.default_map = {**context.default_map, "baseline": NO_BASELINE}
        return
    settings = context.meta[SETTINGS] = settings_for(first)
    language = language_of(context)
    for setting in settings.keys.values():
        if setting.old_word is not None:
            values = {"file": setting.file.name, "line": setting.line, "old": setting.old_word, "new": setting.word}
            tell(say("settings-old-word", language, **values) + "\n")
    context.default_map = {
        **context.default_map,
        **{KEYS[key].parameter: one.value for key, one in settings.keys.items()},
    }


def said_by(context: Context, name: str, declared: Declared) -> str | None:
    """What gave an option its value, where that was not its default or the option itself."""
    source = context.get_parameter_source(name)
    if source is None or source.name == "COMMANDLINE":
        return None
    if source.name == "ENVIRONMENT":
        return declared.variable
    settings: Settings | None = context.meta.get(SETTINGS)
    setting = None if settings is None else settings.keys.get(declared.word)
    if source.name != "DEFAULT_MAP" or setting is None:
        return None
    return f"{setting.file.name}:{setting.line} {declared.word}"
