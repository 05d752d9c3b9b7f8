"""`gouji read`: show or export the tables as they were recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.declaring import only, option
from validator.cli.options.groups import (
    FORMAT,
    FileOptions,
    PackOption,
    PathOptions,
    ReadingOptions,
    RunningOptions,
    ScreenOptions,
)
from validator.cli.options.lines import as_command
from validator.cli.output.formats import check_suffix, format_for
from validator.cli.runs.many import STREAM_FORMATS, check_running, code_of, gathered, stream
from validator.cli.runs.request import Invocation, unreadable_line
from validator.model.text import Text
from validator.renderers import TABLE_EXPORTERS, TABLE_RENDERERS, RenderOptions, exporter, renderer

if TYPE_CHECKING:
    from validator.engine.task import Run
    from validator.model.result import Result
    from validator.packs.pack import Pack

_FORMATS = tuple(dict.fromkeys((*TABLE_RENDERERS, *TABLE_EXPORTERS, *STREAM_FORMATS)))
_TELL_UNREADABLE = ("table", "json")
"""Formats that say themselves what could not be read."""


class TableOptions(FileOptions):
    """How the tables are written, and where."""

    format: str | None = option("--format", "-f", default=None, choices=_FORMATS, text=FORMAT)

    @property
    def chosen(self) -> str:
        """The format that is named, else the one that the suffix of the file asks for; raises WrongUsageError."""
        chosen = self.format or format_for(self.target, _FORMATS, "table")
        check_suffix(self.target, chosen, _FORMATS)
        return chosen


@as_command("read", Text("只读出表格，不检查", "Print the recognised tables."))
def command(
    paths: PathOptions,
    reading: ReadingOptions,
    rules: PackOption,
    output: TableOptions,
    screen: ScreenOptions,
    running: Annotated[RunningOptions, only("workers", "resume", "cluster")],
) -> int:
    """Print the recognised tables."""
    run = Invocation(paths.paths, output.target, rules, screen, reading, passed_over=paths.passed_over())
    chosen = output.chosen
    check_running(running, run, chosen)
    if chosen in TABLE_EXPORTERS and output.target is None:
        raise wrong_usage("output-needed", format=chosen)
    pack = run.prepare()
    from validator.engine.pipeline import NOTHING
    from validator.engine.task import RESULT, Run

    streamed = chosen in STREAM_FORMATS
    plan = Run(run.task(chosen if streamed else RESULT, pack=pack), pack, NOTHING)
    if streamed:
        return _stream(run, running, plan)
    result, done = gathered(run, running, plan)
    run.deliver(_content(chosen, result, pack, run.render_options), result)
    told = chosen in _TELL_UNREADABLE
    said = [] if told else [unreadable_line(one, screen.language) for one in result.unreadable]
    said += done.passed.notes(run)
    run.say_done(said, found=bool(result.reports or result.unreadable))
    if done.interrupted:
        return INTERRUPTED
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _stream(run: Invocation, running: RunningOptions, plan: Run) -> int:
    from validator.renderers.data.records import CELL_FIELDS

    done = stream(run, running, plan, CELL_FIELDS)
    done.say(run, [unreadable_line(one, run.screen.language) for one in done.unreadable] + done.passed.notes(run))
    return code_of(done, (), (NOTHING_FOUND, NOTHING_FOUND, UNREADABLE))


def _content(output_format: str, result: Result, pack: Pack, options: RenderOptions) -> str | bytes:
    if output_format in TABLE_EXPORTERS:
        return exporter(TABLE_EXPORTERS[output_format])(result, pack, options)
    return renderer(TABLE_RENDERERS[output_format])(result, pack, options)
