"""`gouji form`: write an empty official form, in a workbook with live totals and checks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli import _streams as streams
from validator.cli._options import Job, LanguageOption, PackOption, language_of, load_pack_of, path_of
from validator.cli._problems import closest, wrong_usage
from validator.messages import say
from validator.renderers import FORM_EXPORTERS, RenderOptions, form_exporter
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.model.form import Form
    from validator.packs.pack import Pack


class FormRequest(NamedTuple):
    """A command line of `gouji form`, looked over."""

    edition: str
    target: Path
    pack: Path | None
    language: str


def command(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="表式或年份，例如 2021", show_default=False)],
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="写到这个 .xlsx 或 .docx 文件", show_default=False)
    ],
    pack: PackOption = None,
    language: LanguageOption = "zh",
) -> Job:
    """写出空白的官方表式，合计自动计算 write an empty form."""
    return partial(execute, FormRequest(edition, Path(output), path_of(pack), language_of(language)))


def execute(request: FormRequest) -> int:
    """Carry out the request; gives the exit code."""
    kind = request.target.suffix.lower().removeprefix(".")
    if kind not in FORM_EXPORTERS:
        raise wrong_usage("form-suffix", path=clean(str(request.target)))
    streams.check_target(request.target, ())
    pack = load_pack_of(request.pack)
    form = _form(request.edition, pack)
    from validator.checking.checker import Checker

    export = form_exporter(FORM_EXPORTERS[kind])
    content = export(form, Checker(pack).constraints(form), pack, RenderOptions(request.language))
    streams.write(content, request.target)
    streams.tell(say("written", request.language, path=clean(str(request.target))) + "\n")
    return 0


def _form(edition: str, pack: Pack) -> Form:
    """The form of that id, or of that year; the end of an id will do."""
    named = [form for form in pack.forms if form.id == edition or form.id.endswith(f"-{edition}")]
    year = int(edition) if edition.isascii() and edition.isdigit() else 0
    in_force = [form for form in pack.forms if form.first_year <= year <= (form.last_year or year)]
    if named or in_force:
        return (named or in_force)[-1]
    ids = [form.id for form in pack.forms]
    raise wrong_usage("unknown-form", nearest=closest(edition, ids), value=edition, allowed=", ".join(ids))
