"""`gouji read`: show or export the tables as they were recognised."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli.options import (
    ColourOption,
    FormOption,
    InputFormatOption,
    Job,
    LanguageOption,
    OutputOption,
    PackOption,
    Paths,
    path_of,
)
from validator.cli.problems import choose, wrong_usage
from validator.cli.progress import progress_on
from validator.cli.request import NOTHING_FOUND, UNREADABLE, Run
from validator.messages import say
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS, exporter, renderer
from validator.renderers.lines import clean

if TYPE_CHECKING:
    from validator.pipeline import Result
    from validator.rulefile import Pack

_FORMATS = (*TABLE_RENDERERS, *TABLE_EXPORTERS)
_MARK = "\ufeff"
"""Put before a CSV file, so that office programs read it as UTF-8."""
_TELL_UNREADABLE = ("table", "json")
"""Formats that say themselves what could not be read."""


class ReadRequest(NamedTuple):
    """A command line of `gouji read`, looked over."""

    run: Run
    format: str


def command(  # noqa: PLR0913 - one parameter for each option
    paths: Paths,
    *,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式")
    ] = "table",
    output: OutputOption = None,
    form: FormOption = None,
    input_format: InputFormatOption = None,
    pack: PackOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """只读出表格，不检查 print the recognised tables."""
    request = ReadRequest(
        run=Run(tuple(paths), path_of(output), form, input_format, path_of(pack), language, colour),
        format=choose("--format", output_format, _FORMATS),
    )
    if request.format in TABLE_EXPORTERS and output is None:
        raise wrong_usage("output-needed", format=request.format)
    return partial(execute, request)


def execute(request: ReadRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    from validator.pipeline import read_reports

    with progress_on(sys.stderr, run.language) as progress:
        result = read_reports(run.paths, pack=pack, form=run.form, input_format=run.input_format, progress=progress)
    run.deliver(_content(request, result, pack), result)
    run.say_done(result, () if request.format in _TELL_UNREADABLE else _unreadable(result, run.language))
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _content(request: ReadRequest, result: Result, pack: Pack) -> str | bytes:
    options = request.run.render_options
    if request.format in TABLE_EXPORTERS:
        return exporter(TABLE_EXPORTERS[request.format])(result, pack, options)
    text = renderer(TABLE_RENDERERS[request.format])(result, pack, options)
    return _MARK + text if request.format == "csv" and request.run.output else text


def _unreadable(result: Result, language: str) -> list[str]:
    return [
        say(
            "concise-unreadable",
            language,
            path=clean(error.path),
            reason=error.reason[language],
            hint=error.hint[language],
        )
        for error in result.unreadable
    ]
