"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from validator.cli._exit_codes import EXPLAINED, FINDINGS, INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._many import STREAM_FORMATS, check_running, code_of, gathered, stream
from validator.cli._outputs import FORMATS, Output, deliver, outputs_of
from validator.cli._request import Invocation
from validator.cli._rounds import across_of
from validator.cli.options.command import as_command
from validator.cli.options.declaring import in_order, option
from validator.cli.options.groups import (
    OUTPUT,
    WEIGHING,
    ComparisonOptions,
    PathOptions,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
    ScreenOptions,
)

if TYPE_CHECKING:
    from validator.crosschecks.options import Across
    from validator.engine.task import Run
    from validator.model.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """What is written where, and what makes the run fail."""

    heading: ClassVar[str] = OUTPUT
    formats: tuple[str, ...] = option(
        "--format", "-f", metavar="NAME", default=(), choices=FORMATS, text=f"输出格式，可有几个：{', '.join(FORMATS)}"
    )
    outputs: tuple[str, ...] = option(
        "--output", "-o", metavar="FILE", default=(), text="写到这个文件，不显示；跟在各自的 --format 后面"
    )
    order: tuple[str, ...] = in_order()
    fail_on: str = option("--fail-on", default="error", choices=WEIGHING, text="发现到这一级时退出码为 1")
    sheets: bool = option("--sheets", default=False, text="xlsx 里年报再多，也每份一张表")
    details: bool = option("--details", default=False, text="每处差错下面列出各条勾稽关系和算式")


@as_command("check", epilog=EXPLAINED)
def command(
    paths: PathOptions,
    reading: ReadingOptions,
    rules: RuleOptions,
    output: OutputOptions,
    screen: ScreenOptions,
    comparison: ComparisonOptions,
    running: RunningOptions,
) -> int:
    """检查年报的勾稽关系 check reports."""
    outputs = outputs_of(output.formats, output.outputs, output.order)
    streamed = outputs[0].target if outputs[0].format in STREAM_FORMATS else None
    run = Invocation(paths.paths, streamed, rules, screen, reading, details=output.details, sheets=output.sheets)
    check_running(running, run, outputs[0].format)
    job = partial(_check, run, outputs, running, output.fail_on, across_of(comparison))
    if not running.watch:
        return job()
    from validator.cli._watching import watch

    return watch(run.paths, job, screen.language)


def _check(run: Invocation, outputs: Sequence[Output], running: RunningOptions, fail_on: str, asked: Across) -> int:
    """Once through all files; gives the exit code."""
    pack = run.prepare([one.target for one in outputs if one.target])
    wanted, decisions = run.wanted(pack), run.decisions(pack)
    from validator.engine.task import RESULT, Run

    across = asked.loaded()
    streamed = outputs[0].format in STREAM_FORMATS
    content = outputs[0].format if streamed else RESULT
    task = replace(run.task(content, wanted, keeps=streamed and across.anything), decisions=decisions)
    plan = Run(task, pack, across)
    if streamed:
        return _stream(run, running, plan, fail_on)
    result, interrupted = gathered(run, running, plan)
    result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], task.today)
    from validator.renderers.words.summary import footer

    deliver(outputs, run, result, pack)
    shown = Output("terminal", None) in outputs
    said = () if shown else footer(result, run.screen.language)
    run.say_done(said, found=bool(result.reports or result.unreadable), targets=[one.target for one in outputs])
    return INTERRUPTED if interrupted else exit_code(result, fail_on)


def _stream(run: Invocation, running: RunningOptions, plan: Run, fail_on: str) -> int:
    from validator.renderers.data.records import FINDING_FIELDS
    from validator.renderers.words.summary import footer_of

    done = stream(run, running, plan, FINDING_FIELDS)
    said = footer_of(done.numbers, len(done.skipped), run.screen.language)
    done.say(run, said)
    failing = [f"{word}s" for word in WEIGHING[fail_on]]
    return code_of(done, failing, (NOTHING_FOUND, FINDINGS, UNREADABLE))


def exit_code(result: Result, fail_on: str) -> int:
    """3 if an input could not be read or there was none, else 1 if a finding weighs as much as `fail_on`, else 0."""
    from validator.model.rule import Severity

    if result.unreadable or not result.reports:
        return UNREADABLE
    return FINDINGS if any(result.count(Severity(word)) for word in WEIGHING[fail_on]) else NOTHING_FOUND
