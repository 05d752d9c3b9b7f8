"""`gouji form`: write an empty official form, in a workbook with live totals and checks."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import wrong_usage
from validator.cli.options.declaring import OptionGroup, argument, needed_option
from validator.cli.options.groups import FILE, INPUT, OUTPUT, LanguageOption, PackOption
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.messages import say
from validator.model.text import Text
from validator.renderers import FORM_EXPORTERS, form_exporter
from validator.renderers.layout.lines import clean


class EditionOptions(OptionGroup):
    """Which form is written."""

    heading: ClassVar[Text] = INPUT
    edition: str = argument(
        Text("表式", "EDITION"), Text("表式或年份，例如 2021", "the form or its year, such as 2021")
    )


class TargetOptions(OptionGroup):
    """Where the form goes."""

    heading: ClassVar[Text] = OUTPUT
    output: str = needed_option(
        "--output",
        "-o",
        metavar=FILE,
        text=Text("写到这个 .xlsx 或 .docx 文件", "write to this .xlsx or .docx file"),
    )


@as_command("form", Text("写出空白的官方表式，合计自动计算", "Write an empty form with live totals."))
def command(asked: EditionOptions, rules: PackOption, output: TargetOptions, screen: LanguageOption) -> int:
    """Write an empty form."""
    target = Path(output.output)
    kind = target.suffix.lower().removeprefix(".")
    if kind not in FORM_EXPORTERS:
        raise wrong_usage("form-suffix", path=clean(str(target)))
    streams.check_target(target, ())
    pack = load_pack_of(rules.folders)
    form = form_named(asked.edition, pack)
    from validator.checking.checker import Checker

    export = form_exporter(FORM_EXPORTERS[kind])
    content = export(form, Checker(pack).constraints(form), pack, screen.look(to_file=True))
    streams.write(content, target)
    streams.tell(say("written", screen.language, path=clean(str(target))) + "\n")
    return NOTHING_FOUND
