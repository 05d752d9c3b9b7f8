"""`gouji summary`: which relations fail how often, at which organs, in which years."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli import _streams as streams
from validator.cli._many import Many, WorkersOption, carried_out
from validator.cli._options import (
    ColourOption,
    DeadlineOption,
    Job,
    LanguageOption,
    OutputOption,
    PackOption,
    deadlines_of,
    path_of,
)
from validator.cli._problems import choose, wrong_usage
from validator.cli._request import INTERRUPTED, NOTHING_FOUND, UNREADABLE, Invocation
from validator.messages import say
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers.overview.counts import Overview

_FORMATS = ("terminal", "json")

Results = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", help="check 的结果（.jsonl .csv .parquet），或年报、文件夹、压缩包", show_default=False
    ),
]


class SummaryRequest(NamedTuple):
    """A command line of `gouji summary`, looked over."""

    run: Invocation
    format: str
    top: int
    many: Many


def command(  # noqa: PLR0913 - one parameter for each option
    paths: Results,
    *,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式")
    ] = "terminal",
    output: OutputOption = None,
    top: Annotated[str, typer.Option("--top", metavar="N", help="每张表最多几行")] = "15",
    deadline: DeadlineOption = None,
    pack: PackOption = None,
    workers: WorkersOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """汇总许多年报的结果 count the findings of many reports."""
    if not (top.isascii() and top.isdigit() and int(top)):
        raise wrong_usage("not-a-count", option="--top", value=top)
    run = Invocation(tuple(paths), path_of(output), None, None, path_of(pack), language, colour, deadlines_of(deadline))
    many = Many.of(workers, None, resume=False, run=run, output_format=output_format)
    return partial(execute, SummaryRequest(run, choose("--format", output_format, _FORMATS), int(top), many))


def execute(request: SummaryRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    from validator.renderers.overview.counts import RESULT_SUFFIXES, Overview
    from validator.renderers.overview.text import overview_json, render_overview

    overview = Overview()
    results = [path for path in run.paths if path.lower().endswith(RESULT_SUFFIXES)]
    for path in results:
        _add_results(overview, path)
    reports = tuple(path for path in run.paths if path not in results)
    interrupted = bool(reports) and _add_reports(overview, reports, request, pack)
    if request.format == "json":
        text = overview_json(overview)
    else:
        text = render_overview(overview, pack, run.render_options, request.top)
    streams.write(text, run.output)
    said = [say("written", run.language, path=clean(str(run.output)))] if run.output is not None else []
    if not overview.reports and not overview.unreadable:
        said.append(say("nothing-found", run.language))
    streams.tell("".join(sentence + "\n" for sentence in said))
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if overview.unreadable or not overview.reports else NOTHING_FOUND


def _add_results(overview: Overview, path: str) -> None:
    from validator.renderers.overview.counts import NoResultsError, result_rows

    try:
        overview.add(result_rows(Path(path)))
    except ImportError:
        raise wrong_usage("extra-needed", what=path, extra="parquet") from None
    except NoResultsError:
        raise wrong_usage("no-results", path=clean(path)) from None
    except OSError as error:
        raise wrong_usage("results-unreadable", path=clean(path), reason=error.strerror) from None


def _add_reports(overview: Overview, paths: tuple[str, ...], request: SummaryRequest, pack: Pack) -> bool:
    """Check reports and count what is found; True if that was interrupted."""
    from validator.crosschecks.options import Across
    from validator.engine.pipeline import select_rules
    from validator.engine.sinks import Flow
    from validator.engine.task import Run, Task, local_day
    from validator.renderers.overview.counts import rows_of_lines

    run = replace(request.run, paths=paths, output=None)
    task = Task(
        content="jsonl",
        today=local_day(),
        pack=run.pack,
        wanted=select_rules(pack),
        language=run.language,
        deadlines=run.deadlines,
        keeps=True,
    )
    with Flow(lambda text: overview.add(rows_of_lines(text))) as flow:
        return carried_out(run, request.many, Run(task, pack, Across()), flow).interrupted
