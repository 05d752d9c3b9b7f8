"""`gouji form`: write an empty official form, in a workbook with live totals and checks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from validator.cli import _streams as streams
from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._packs import load_pack_of
from validator.cli._problems import closest, wrong_usage
from validator.cli.options.command import as_command
from validator.cli.options.declaring import argument, needed_option
from validator.cli.options.groups import INPUT, OUTPUT, LanguageOption, PackOption
from validator.messages import say
from validator.renderers import FORM_EXPORTERS, form_exporter
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.model.form import Form
    from validator.packs.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOptions:
    """Which form is written."""

    heading: ClassVar[str] = INPUT
    edition: str = argument("EDITION", "表式或年份，例如 2021")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOptions:
    """Where the form goes."""

    heading: ClassVar[str] = OUTPUT
    output: str = needed_option("--output", "-o", metavar="FILE", text="写到这个 .xlsx 或 .docx 文件")


@as_command("form")
def command(asked: EditionOptions, rules: PackOption, output: TargetOptions, screen: LanguageOption) -> int:
    """写出空白的官方表式，合计自动计算 write an empty form."""
    target = Path(output.output)
    kind = target.suffix.lower().removeprefix(".")
    if kind not in FORM_EXPORTERS:
        raise wrong_usage("form-suffix", path=clean(str(target)))
    streams.check_target(target, ())
    pack = load_pack_of(rules.folder)
    form = _form(asked.edition, pack)
    from validator.checking.checker import Checker

    export = form_exporter(FORM_EXPORTERS[kind])
    content = export(form, Checker(pack).constraints(form), pack, screen.look(to_file=True))
    streams.write(content, target)
    streams.tell(say("written", screen.language, path=clean(str(target))) + "\n")
    return NOTHING_FOUND


def _form(edition: str, pack: Pack) -> Form:
    """The form of that id, or of that year; the end of an id will do."""
    named = [form for form in pack.forms if form.id == edition or form.id.endswith(f"-{edition}")]
    year = int(edition) if edition.isascii() and edition.isdigit() else 0
    in_force = [form for form in pack.forms if form.first_year <= year <= (form.last_year or year)]
    if named or in_force:
        return (named or in_force)[-1]
    ids = [form.id for form in pack.forms]
    raise wrong_usage("unknown-form", nearest=closest(edition, ids), value=edition, allowed=", ".join(ids))
