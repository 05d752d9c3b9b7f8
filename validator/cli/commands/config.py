"""`gouji config show`: what is in force, and where it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli import _streams as streams
from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli.options.command import CommandGroup, as_command
from validator.cli.options.groups import LanguageOption, PlaceOptions
from validator.messages import say
from validator.packs.deadlines import Deadlines
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.cli._settings import Settings


@as_command("show")
def command_show(place: PlaceOptions, screen: LanguageOption) -> int:
    """列出生效的配置及其出处 show what is in force and from where."""
    from validator.cli._decisions import baseline_file
    from validator.cli._settings import KEYS, settings_for
    from validator.cli.commands.check import command as check

    path, language = place.path, screen.language
    settings = settings_for(path)
    # The settings speak of `check`, which takes all that can be settled.
    defaults = {one.name: one.default if isinstance(one.default, str) else "" for one in check.params}
    file = say("config-none", language) if settings.file is None else clean(str(settings.file))
    lines = [say("config-file", language, file=file)]
    for name, key in KEYS.items():
        setting = settings.keys.get(name)
        if setting is not None:
            words = _deadlines(settings) if name == "deadlines" else _words(setting.value)
            source = f"{setting.file.name}:{setting.line}"
        else:
            found = baseline_file(None, [path]) if name == "baseline" else None
            default = _deadlines(settings) if name == "deadlines" else defaults[key.parameter]
            default = default or say("config-not-set", language)
            words = default if found is None else str(found)
            source = say("config-default" if found is None else "config-found", language)
        lines.append(f"{name} = {clean(words)}  ({source})")
    streams.write("".join(line + "\n" for line in lines), None)
    return NOTHING_FOUND


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _deadlines(settings: Settings) -> str:
    """All days in force: those of the pack, with what is settled laid over them."""
    from validator.packs.files.deadline_file import read_deadlines
    from validator.packs.files.yaml_file import YamlFile
    from validator.packs.folders import shipped_pack

    said, pack = settings.keys.get("deadlines"), settings.keys.get("pack")
    folder = shipped_pack() if pack is None else Path(_words(pack.value))
    file = YamlFile(folder / "deadlines.yaml", [])
    known = read_deadlines(file, check=False) if file.exists else Deadlines()
    return str(known if said is None else known.with_settled(said.value))


command = CommandGroup("config", [command_show], text="查看配置 the settings in force.")
