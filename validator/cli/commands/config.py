"""`gouji config show`: what is in force, and where it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli.options.command import CommandGroup
from validator.cli.options.groups import LanguageOption, PlaceOptions
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.settings.notes import value_words
from validator.messages import say
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.cli.settings.values import Settings


@as_command("show", Text("列出生效的配置及其出处", "Show what is in force and from where."))
def command_show(place: PlaceOptions, screen: LanguageOption) -> int:
    """Show what is in force and from where."""
    from validator.cli.commands.check import command as check
    from validator.cli.settings.decisions import baseline_file
    from validator.cli.settings.files import KEYS, settings_for

    path, language = place.path, screen.language
    settings = settings_for(path)
    # The settings speak of `check`, which takes all that can be settled.
    defaults = {name: default if isinstance(default, str) else "" for name, default in check.defaults.items()}
    file = say("config-none", language) if settings.file is None else clean(str(settings.file))
    lines = [say("config-file", language, file=file)]
    for name, key in KEYS.items():
        setting = settings.keys.get(name)
        if setting is not None:
            words = _deadlines(settings) if name == "deadline" else value_words(setting)
            source = f"{setting.file.name}:{setting.line}"
        else:
            found = baseline_file(None, [path]) if name == "baseline" else None
            default = _deadlines(settings) if name == "deadline" else defaults[key.parameter]
            default = default or say("config-not-set", language)
            words = default if found is None else str(found)
            source = say("config-default" if found is None else "config-found", language)
        lines.append(f"{name} = {clean(words)}  ({source})")
    streams.write("".join(line + "\n" for line in lines), None)
    return NOTHING_FOUND


def _deadlines(settings: Settings) -> str:
    """All days in force: those of the pack, with what is settled laid over them."""
    from validator.packs.pack import load_deadlines

    said, pack = settings.keys.get("deadline"), settings.keys.get("pack")
    known = load_deadlines([Path(one) for one in pack.value] if pack and isinstance(pack.value, tuple) else [])
    settled = () if said is None or not isinstance(said.value, tuple) else said.value
    return str(known.with_settled(settled) if settled else known)


command = CommandGroup("config", [command_show], text=Text("查看配置", "The settings in force."))
