"""`gouji read`: show or export the tables as they were recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._many import STREAM_FORMATS, check_running, code_of, gathered, stream
from validator.cli._problems import wrong_usage
from validator.cli._request import Invocation, unreadable_line
from validator.cli.options.command import as_command
from validator.cli.options.declaring import only, option
from validator.cli.options.groups import (
    FileOptions,
    PackOption,
    PathOptions,
    ReadingOptions,
    RunningOptions,
    ScreenOptions,
)
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS, RenderOptions, exporter, renderer

if TYPE_CHECKING:
    from validator.engine.task import Run
    from validator.model.result import Result
    from validator.packs.pack import Pack

_FORMATS = tuple(dict.fromkeys((*TABLE_RENDERERS, *TABLE_EXPORTERS, *STREAM_FORMATS)))
_TELL_UNREADABLE = ("table", "json")
"""Formats that say themselves what could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions(FileOptions):
    """How the tables are written, and where."""

    format: str = option("--format", "-f", default="table", choices=_FORMATS, text="输出格式")


@as_command("read")
def command(
    paths: PathOptions,
    reading: ReadingOptions,
    rules: PackOption,
    output: TableOptions,
    screen: ScreenOptions,
    running: Annotated[RunningOptions, only("workers", "resume", "cluster")],
) -> int:
    """只读出表格，不检查 print the recognised tables."""
    run = Invocation(paths.paths, output.target, rules, screen, reading)
    check_running(running, run, output.format)
    if output.format in TABLE_EXPORTERS and output.target is None:
        raise wrong_usage("output-needed", format=output.format)
    pack = run.prepare()
    from validator.engine.pipeline import NOTHING
    from validator.engine.task import RESULT, Run

    streamed = output.format in STREAM_FORMATS
    plan = Run(run.task(output.format if streamed else RESULT), pack, NOTHING)
    if streamed:
        return _stream(run, running, plan)
    result, interrupted = gathered(run, running, plan)
    run.deliver(_content(output.format, result, pack, run.render_options), result)
    told = output.format in _TELL_UNREADABLE
    said = [] if told else [unreadable_line(one, screen.language) for one in result.unreadable]
    run.say_done(said, found=bool(result.reports or result.unreadable))
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _stream(run: Invocation, running: RunningOptions, plan: Run) -> int:
    from validator.renderers.data.records import CELL_FIELDS

    done = stream(run, running, plan, CELL_FIELDS)
    done.say(run, [unreadable_line(one, run.screen.language) for one in done.unreadable])
    return code_of(done, (), (NOTHING_FOUND, NOTHING_FOUND, UNREADABLE))


def _content(output_format: str, result: Result, pack: Pack, options: RenderOptions) -> str | bytes:
    if output_format in TABLE_EXPORTERS:
        return exporter(TABLE_EXPORTERS[output_format])(result, pack, options)
    return renderer(TABLE_RENDERERS[output_format])(result, pack, options)
