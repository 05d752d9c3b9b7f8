"""`gouji summary`: which relations fail how often, at which organs, in which years, and who has not reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from msgspec.structs import replace

from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._problems import count_of, wrong_usage
from validator.cli.options.declaring import inputs, only, option
from validator.cli.options.groups import (
    FILE,
    FORMAT,
    NUMBER,
    ComparisonOptions,
    FileOptions,
    FolderOptions,
    RuleOptions,
    RunningOptions,
    ScreenOptions,
)
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.output.formats import check_suffix, format_for
from validator.cli.runs.many import Done, carried_out
from validator.cli.runs.request import Invocation
from validator.cli.runs.rounds import across_of, read_round, refuse_flat
from validator.model.environment.extras import installing
from validator.model.environment.system_faults import why
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.packs.files.expected_file import ExpectedOrgan
    from validator.packs.pack import Pack
    from validator.renderers.overview.counts import Overview
    from validator.renderers.rounds.figures import RoundFigures
    from validator.renderers.rounds.submissions import Roll

_COUNTS = ("terminal", "json")
"""Formats of counts alone, of which there can be any number."""
_How: TypeAlias = "tuple[ComparisonOptions, RunningOptions]"
_ROUNDS = ("html", "xlsx", "csv")
"""Formats that tell each organ and mistake."""


class ResultOptions(FolderOptions):
    """What is counted."""

    paths: tuple[str, ...] = inputs(
        Text("路径...", "PATH..."),
        Text(
            "check 的结果（.json .jsonl .csv .parquet），或年报、文件夹、压缩包",
            "results of check (.json .jsonl .csv .parquet), or reports, folders, archives",
        ),
    )
    expected: str | None = option(
        "--expected",
        metavar=FILE,
        default=None,
        text=Text(
            "应当报送的机关：.csv 或 .xlsx，列为机关、级别、日期",
            "who has to report: .csv or .xlsx with the columns organ, level, day",
        ),
    )


class OverviewOptions(FileOptions):
    """How the overview is written, and where."""

    format: str | None = option("--format", "-f", default=None, choices=(*_COUNTS, *_ROUNDS), text=FORMAT)
    top: str = option("--top", metavar=NUMBER, default="15", text=Text("每张表最多几行", "most rows of a table"))

    @property
    def chosen(self) -> str:
        """The format that is asked for, else that of the suffix; raises WrongUsageError for one that does not fit."""
        chosen = self.format or format_for(self.target, (*_COUNTS, *_ROUNDS), _COUNTS[0])
        check_suffix(self.target, chosen, (*_COUNTS, *_ROUNDS))
        return chosen


@as_command("summary", Text("汇总许多年报的结果，哪些机关没有报送", "Count the findings of many reports."))
def command(
    given: ResultOptions,
    rules: RuleOptions,
    output: OverviewOptions,
    screen: ScreenOptions,
    comparison: ComparisonOptions,
    running: Annotated[RunningOptions, only("workers")],
) -> int:
    """Count the findings of many reports."""
    top, chosen = count_of("--top", output.top), output.chosen
    run = Invocation(given.paths, output.target, rules, screen, passed_over=given.passed_over())
    if chosen == "xlsx" and run.output is None:
        raise wrong_usage("output-needed", format=chosen)
    pack = run.prepare()
    listed = None if given.expected is None else _listed(given.expected)
    if chosen in _ROUNDS:
        return _round(run, chosen, (comparison, running), pack, listed)
    from validator.renderers.overview.counts import Overview
    from validator.renderers.overview.rows import RESULT_SUFFIXES

    overview = Overview()
    results = [path for path in run.paths if path.lower().endswith(RESULT_SUFFIXES)]
    for path in results:
        _add_results(overview, path)
    reports = tuple(path for path in run.paths if path not in results)
    rest = replace(run, paths=reports, output=None)
    done = _add_reports(overview, rest, (comparison, running), pack) if reports else None
    roll = None if listed is None else _roll(overview, listed, pack)
    streams.write(_counts(overview, roll, chosen, run, pack, top), run.output)
    run.say_done(done.passed.notes(run) if done else (), found=bool(overview.reports or overview.unreadable))
    if done and done.interrupted:
        return INTERRUPTED
    return UNREADABLE if overview.unreadable or not overview.reports else NOTHING_FOUND


def _listed(path: str) -> tuple[ExpectedOrgan, ...]:
    """The organs that have to report; raises WrongUsageError, BrokenOrganFileError."""
    from validator.packs.files.expected_file import read_expected

    if not Path(path).is_file():
        raise wrong_usage("file-missing", option="--expected", path=clean(path))
    return read_expected(Path(path))


def _round(run: Invocation, kind: str, how: _How, pack: Pack, listed: tuple[ExpectedOrgan, ...] | None) -> int:
    """Tell each organ and mistake; gives the exit code."""
    refuse_flat(run.paths, "summary-needs-json", format=kind)
    told, passed, interrupted = read_round(replace(run, output=None), *how, pack)
    from validator.engine.task import local_day
    from validator.renderers.rounds.figures import RoundFigures

    figures = RoundFigures(told, pack, run.screen.language, listed, local_day())
    streams.write(_content(figures, kind), run.output)
    run.say_done(passed.notes(run), found=bool(told.reports or told.unread))
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if told.unread or not told.reports else NOTHING_FOUND


def _content(figures: RoundFigures, kind: str) -> str | bytes:
    match kind:
        case "html":
            from validator.renderers.rounds.page import render_round

            return render_round(figures)
        case "xlsx":
            from validator.renderers.rounds.workbook import round_workbook

            return round_workbook(figures)
        case _:
            from validator.renderers.rounds.table import round_csv

            return round_csv(figures)


def _roll(overview: Overview, listed: tuple[ExpectedOrgan, ...], pack: Pack) -> Roll:
    from validator.engine.task import local_day
    from validator.renderers.rounds.submissions import called

    there = {organ: share.reports for organ, share in overview.organs.items() if organ}
    return called(listed, there, overview.unread, pack.names, local_day())


def _counts(overview: Overview, roll: Roll | None, kind: str, run: Invocation, pack: Pack, top: int) -> str:
    from validator.renderers.overview.text import overview_json, render_overview
    from validator.renderers.rounds.words import roll_json, roll_lines

    if kind == "json":
        return overview_json(overview, {} if roll is None else {"expected": roll_json(roll)})
    text = render_overview(overview, pack, run.render_options, top)
    lines = () if roll is None else ("", *roll_lines(roll, run.screen.language))
    return text + "".join(line + "\n" for line in lines)


def _add_results(overview: Overview, path: str) -> None:
    from validator.renderers.overview.rows import result_rows

    try:
        overview.add(result_rows(Path(path)))
    except ImportError:
        raise wrong_usage("extra-needed", what=path, installing=installing("parquet")) from None
    except OSError as error:
        raise wrong_usage("results-unreadable", path=clean(path), reason=why(error)) from None


def _add_reports(overview: Overview, run: Invocation, how: _How, pack: Pack) -> Done:
    """Check reports and count what is found."""
    from validator.engine.sinks import Flow
    from validator.engine.task import Run
    from validator.renderers.overview.rows import rows_of_lines

    comparison, running = how
    across = across_of(comparison).loaded()
    task = replace(run.task("jsonl", run.wanted(pack), keeps=True, pack=pack), decisions=run.decisions(pack))
    with Flow(lambda text: overview.add(rows_of_lines(text))) as flow:
        return carried_out(run, running, Run(task, pack, across), flow)
