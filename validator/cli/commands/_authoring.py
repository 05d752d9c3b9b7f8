"""`gouji rules schema|names|new`: what somebody needs who writes rules."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import choose, wrong_usage
from validator.cli.options.declaring import OptionGroup, argument, option
from validator.cli.options.groups import (
    FORMAT,
    INPUT,
    NAME,
    OUTPUT,
    PACK,
    FileOptions,
    FormOption,
    LanguageOption,
    LookOptions,
    PackOption,
    output_file,
)
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.cli.settings.schema import settings_schema
from validator.messages import say
from validator.model.text import Text
from validator.renderers.layout.lines import clean

_SETTINGS, _RULES = "settings", "rules"
_FORMATS = ("terminal", "json")


class KindOptions(OptionGroup):
    """Which schema."""

    heading: ClassVar[Text] = INPUT
    kind: str = argument(
        Text("[种类]", "[KIND]"),
        Text("哪种文件：rules、pack、form、settings 等", "of which files: rules, pack, form, settings ..."),
        default=_RULES,
    )


class SchemaOptions(FileOptions):
    """Where the schema goes."""

    output: str | None = output_file(
        Text("写到这个文件；是文件夹则写入全部种类", "write to this file; into a folder, the schemas of all kinds")
    )


@as_command("schema", Text("规则文件的 JSON Schema，供编辑器补全", "The JSON Schema of rule files, for editors."))
def command_schema(asked: KindOptions, output: SchemaOptions, screen: LanguageOption) -> int:
    """Print the JSON Schema of a kind of file, or write those of all kinds."""
    target = output.target
    if target is not None and target.is_dir():
        for kind in _kinds():
            streams.write(_schema(kind), target / f"{kind}.schema.json")
        streams.tell(say("written", screen.language, path=clean(str(target))) + "\n")
        return NOTHING_FOUND
    streams.write(_schema(choose("KIND", asked.kind, _kinds())), target)
    return NOTHING_FOUND


def _kinds() -> tuple[str, ...]:
    from validator.renderers.rules.schema import KINDS

    return (*KINDS, _SETTINGS)


def _schema(kind: str) -> str:
    if kind != _SETTINGS:
        from validator.renderers.rules.schema import render_schema

        return render_schema(kind)
    from validator.cli.commands.check import command as check
    from validator.cli.settings.files import KEYS

    texts = {name: declared.text for name, declared in check.declared.items()}
    return settings_schema({word: texts[key.parameter] for word, key in KEYS.items()})


class NamesOptions(OptionGroup):
    """How the names are written."""

    heading: ClassVar[Text] = OUTPUT
    format: str = option("--format", "-f", default="terminal", choices=_FORMATS, text=FORMAT)


@as_command("names", Text("列出表、行、列在规则里的名称", "The names of tables, rows and columns in rules."))
def command_names(reading: FormOption, rules: PackOption, output: NamesOptions, screen: LookOptions) -> int:
    """List the names of tables, rows and columns with what is printed on the form."""
    from validator.renderers.rules.names import render_names, render_names_json

    pack = load_pack_of(rules.folders, check=False)
    forms = pack.forms if reading.form is None else (form_named(reading.form, pack),)
    written = render_names_json(forms) if output.format == "json" else render_names(forms, pack, screen.look())
    streams.write(written, None)
    return NOTHING_FOUND


class NewOptions(OptionGroup):
    """Where the pack goes, and what it extends."""

    heading: ClassVar[Text] = OUTPUT
    folder: str = argument(Text("文件夹", "DIR"), Text("新规则包的文件夹", "the folder of the new pack"))
    extends: str = option(
        "--extends",
        metavar=PACK,
        default="annual-report",
        text=Text("扩展哪个规则包：名称或文件夹", "what it extends: a shipped pack or a folder"),
    )
    id: str | None = option(
        "--id", metavar=NAME, default=None, text=Text("规则包的名称；默认是文件夹名", "its id; by default the folder's")
    )


@as_command("new", Text("新建一个规则包，带注释的骨架", "Write the commented skeleton of a new pack."))
def command_new(asked: NewOptions, screen: LanguageOption) -> int:
    """Write the skeleton of a pack that extends another."""
    import os

    from validator.messages.authoring.skeleton import HEADING, RULES
    from validator.packs.files.form_file import KEBAB_CASE
    from validator.packs.folders import pack_folder, shipped_packs

    folder, language = Path(asked.folder), screen.language
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise wrong_usage("folder-not-empty", path=clean(str(folder)))
    identity = asked.id or folder.resolve().name
    if not KEBAB_CASE.fullmatch(identity):
        raise wrong_usage("pack-id", value=clean(identity))
    base = pack_folder(asked.extends)
    form = load_pack_of((base,), check=False).forms[-1]
    table = max(form.tables, key=lambda one: len(one.cells))
    extends = asked.extends if asked.extends in shipped_packs() else os.path.relpath(base, folder)
    (folder / "rules").mkdir(parents=True)
    (folder / "schemas").mkdir()
    words = {
        "id": identity,
        "extends": extends,
        "folder": asked.folder,
        "table": table.name,
        "row": table.rows[0].name,
    }
    streams.write(HEADING[language].format_map(words), folder / "pack.yaml")
    streams.write(RULES[language].format_map(words), folder / "rules" / "own.yaml")
    for kind in _kinds():
        streams.write(_schema(kind), folder / "schemas" / f"{kind}.schema.json")
    streams.tell(say("pack-new", language, path=clean(asked.folder)) + "\n")
    return NOTHING_FOUND
