"""`gouji config show`: what is in force, and where it is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli import _streams as streams
from validator.cli._option_defaults import parameters_of
from validator.cli._options import Job, LanguageOption, language_of
from validator.cli._parsing import Command, Group
from validator.messages import say
from validator.packs.deadlines import Deadlines
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validator.cli._settings import Settings

app = typer.Typer(cls=Group, rich_markup_mode=None, help="查看配置 the settings in force.")


@app.callback()
def _group() -> None:
    """Keep `show` a command of its own, although it is the only one."""


@app.command("show", cls=Command)
def show_command(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="要检查的文件或文件夹")] = ".",
    language: LanguageOption = "zh",
) -> Job:
    """列出生效的配置及其出处 show what is in force and from where."""
    return partial(_show, path, parameters_of(context), language_of(language))


def _show(path: str, parameters: Mapping[str, str], language: str) -> int:
    from validator.cli._decision_options import baseline_file
    from validator.cli._settings import KEYS, settings_for

    settings = settings_for(path, parameters)
    place = say("config-none", language) if settings.file is None else clean(str(settings.file))
    lines = [say("config-file", language, file=place)]
    for name, key in KEYS.items():
        if key.parameter not in parameters:
            continue
        setting = settings.keys.get(name)
        if setting is not None:
            words = _deadlines(settings) if name == "deadlines" else _words(setting.value)
            source = f"{setting.file.name}:{setting.line}"
        else:
            found = baseline_file(None, [path]) if name == "baseline" else None
            default = _deadlines(settings) if name == "deadlines" else parameters[key.parameter]
            default = default or say("config-not-set", language)
            words = default if found is None else str(found)
            source = say("config-default" if found is None else "config-found", language)
        lines.append(f"{name} = {clean(words)}  ({source})")
    streams.write("".join(line + "\n" for line in lines), None)
    return 0


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _deadlines(settings: Settings) -> str:
    """All days in force: those of the pack, with what is settled laid over them."""
    from validator.packs.files.deadline_file import read_deadlines
    from validator.packs.files.yaml_file import YamlFile
    from validator.packs.pack import shipped_pack

    said, pack = settings.keys.get("deadlines"), settings.keys.get("pack")
    folder = shipped_pack() if pack is None else Path(_words(pack.value))
    file = YamlFile(folder / "deadlines.yaml", [])
    known = read_deadlines(file, check=False) if file.exists else Deadlines()
    return str(known if said is None else known.with_settled(said.value))
