"""`gouji read`: show or export the tables as they were recognised."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli._many import (
    STREAM_FORMATS,
    ClusterOption,
    Many,
    ResumeOption,
    WorkersOption,
    code_of,
    gathered,
    say_streamed,
    stream,
)
from validator.cli._options import (
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
from validator.cli._problems import choose, wrong_usage
from validator.cli._request import INTERRUPTED, NOTHING_FOUND, UNREADABLE, Invocation
from validator.messages import say
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS, exporter, renderer
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.engine.task import Run
    from validator.model.errors import UnreadableInputError
    from validator.model.result import Result
    from validator.packs.pack import Pack

_FORMATS = tuple(dict.fromkeys((*TABLE_RENDERERS, *TABLE_EXPORTERS, *STREAM_FORMATS)))
_TELL_UNREADABLE = ("table", "json")
"""Formats that say themselves what could not be read."""


class ReadRequest(NamedTuple):
    """A command line of `gouji read`, looked over."""

    run: Invocation
    format: str
    many: Many


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
    workers: WorkersOption = None,
    resume: ResumeOption = False,
    cluster: ClusterOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """只读出表格，不检查 print the recognised tables."""
    run = Invocation(tuple(paths), path_of(output), form, input_format, path_of(pack), language, colour)
    request = ReadRequest(
        run=run,
        format=choose("--format", output_format, _FORMATS),
        many=Many.of(workers, cluster, resume=resume, run=run, output_format=output_format),
    )
    if request.format in TABLE_EXPORTERS and output is None:
        raise wrong_usage("output-needed", format=request.format)
    return partial(execute, request)


def execute(request: ReadRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    from validator.engine.pipeline import NOTHING
    from validator.engine.task import RESULT, Run, Task, local_day

    task = Task(
        content=request.format if request.format in STREAM_FORMATS else RESULT,
        today=local_day(),
        pack=run.pack,
        form=run.form,
        input_format=run.input_format,
        language=run.language,
    )
    plan = Run(task, pack, NOTHING)
    if request.format in STREAM_FORMATS:
        return _stream(request, plan)
    result, interrupted = gathered(run, request.many, plan)
    run.deliver(_content(request, result, pack), result)
    run.say_done(result, () if request.format in _TELL_UNREADABLE else _unreadable(result.unreadable, run.language))
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _stream(request: ReadRequest, plan: Run) -> int:
    from validator.renderers.data.records import CELL_FIELDS

    run = request.run
    done = stream(run, request.many, plan, CELL_FIELDS)
    say_streamed(run, done, _unreadable(done.unreadable, run.language))
    return code_of(done, (), (NOTHING_FOUND, NOTHING_FOUND, UNREADABLE))


def _content(request: ReadRequest, result: Result, pack: Pack) -> str | bytes:
    options = request.run.render_options
    if request.format in TABLE_EXPORTERS:
        return exporter(TABLE_EXPORTERS[request.format])(result, pack, options)
    return renderer(TABLE_RENDERERS[request.format])(result, pack, options)


def _unreadable(errors: Sequence[UnreadableInputError], language: str) -> list[str]:
    return [
        say(
            "concise-unreadable",
            language,
            path=clean(error.path),
            reason=error.reason[language],
            hint=error.hint[language],
        )
        for error in errors
    ]
