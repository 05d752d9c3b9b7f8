"""`gouji summary`: which relations fail how often, at which organs, in which years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from validator.cli import _streams as streams
from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._many import carried_out
from validator.cli._problems import count_of, wrong_usage
from validator.cli._request import Invocation
from validator.cli.options.command import as_command
from validator.cli.options.declaring import inputs, only, option
from validator.cli.options.groups import FORMAT, INPUT, NUMBER, FileOptions, RuleOptions, RunningOptions, ScreenOptions
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers.overview.counts import Overview

_FORMATS = ("terminal", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultOptions:
    """What is counted."""

    heading: ClassVar[Text] = INPUT
    paths: tuple[str, ...] = inputs(
        Text("路径...", "PATH..."),
        Text(
            "check 的结果（.jsonl .csv .parquet），或年报、文件夹、压缩包",
            "results of check (.jsonl .csv .parquet), or reports, folders, archives",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewOptions(FileOptions):
    """How the overview is written, and where."""

    format: str = option("--format", "-f", default="terminal", choices=_FORMATS, text=FORMAT)
    top: str = option("--top", metavar=NUMBER, default="15", text=Text("每张表最多几行", "most rows of a table"))


@as_command("summary", Text("汇总许多年报的结果", "Count the findings of many reports."))
def command(
    given: ResultOptions,
    rules: Annotated[RuleOptions, only("deadline", "pack")],
    output: OverviewOptions,
    screen: ScreenOptions,
    running: Annotated[RunningOptions, only("workers")],
) -> int:
    """Count the findings of many reports."""
    top = count_of("--top", output.top)
    run = Invocation(given.paths, output.target, rules, screen)
    pack = run.prepare()
    from validator.renderers.overview.counts import Overview
    from validator.renderers.overview.rows import RESULT_SUFFIXES
    from validator.renderers.overview.text import overview_json, render_overview

    overview = Overview()
    results = [path for path in run.paths if path.lower().endswith(RESULT_SUFFIXES)]
    for path in results:
        _add_results(overview, path)
    reports = tuple(path for path in run.paths if path not in results)
    interrupted = bool(reports) and _add_reports(overview, replace(run, paths=reports, output=None), running, pack)
    if output.format == "json":
        text = overview_json(overview)
    else:
        text = render_overview(overview, pack, run.render_options, top)
    streams.write(text, run.output)
    run.say_done(found=bool(overview.reports or overview.unreadable))
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if overview.unreadable or not overview.reports else NOTHING_FOUND


def _add_results(overview: Overview, path: str) -> None:
    from validator.renderers.overview.rows import result_rows

    try:
        overview.add(result_rows(Path(path)))
    except ImportError:
        raise wrong_usage("extra-needed", what=path, extra="parquet") from None
    except OSError as error:
        raise wrong_usage("results-unreadable", path=clean(path), reason=error.strerror or error) from None


def _add_reports(overview: Overview, run: Invocation, running: RunningOptions, pack: Pack) -> bool:
    """Check reports and count what is found; True if that was interrupted."""
    from validator.crosschecks.options import Across
    from validator.engine.pipeline import select_rules
    from validator.engine.sinks import Flow
    from validator.engine.task import Run
    from validator.renderers.overview.rows import rows_of_lines

    task = run.task("jsonl", select_rules(pack), keeps=True)
    with Flow(lambda text: overview.add(rows_of_lines(text))) as flow:
        return carried_out(run, running, Run(task, pack, Across()), flow).interrupted
