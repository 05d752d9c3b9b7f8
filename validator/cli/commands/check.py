"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli._decision_options import BaselineOption, SeverityOption, decisions_of
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
    DeadlineOption,
    FormOption,
    IgnoreOption,
    InputFormatOption,
    Job,
    LanguageOption,
    PackOption,
    Paths,
    SelectOption,
    deadlines_of,
    path_of,
)
from validator.cli._outputs import FORMATS, Output, deliver, outputs_of
from validator.cli._parsing import order_of
from validator.cli._problems import choose, closest, wrong_usage
from validator.cli._request import FINDINGS, INTERRUPTED, NOTHING_FOUND, UNREADABLE, Invocation
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.crosschecks.options import Across
    from validator.engine.task import Run
    from validator.model.result import Result

WEIGHING: Mapping[str, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}
"""Values of `--fail-on` -> the severities that make the run fail."""


class CheckRequest(NamedTuple):
    """A command line of `gouji check`, looked over."""

    run: Invocation
    outputs: tuple[Output, ...]
    """Files first."""
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    many: Many
    severity: tuple[str, ...]
    baseline: str | None
    watch: bool
    across: Across


def command(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    paths: Paths,
    *,
    output_format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=f"输出格式，可以有几个：{', '.join(FORMATS)}",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="写到这个文件，不显示；跟在各自的 --format 后面",
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="|".join(WEIGHING), help="发现到这一级时退出码为 1")
    ] = "error",
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    severity: SeverityOption = None,
    baseline: BaselineOption = None,
    deadline: DeadlineOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="每次保存后重新检查，Ctrl-C 结束")] = False,
    previous: Annotated[
        list[str] | None,
        typer.Option("--previous", metavar="PATH", help="上年的年报：与之比较，本身不检查", show_default=False),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", metavar="FILE|folder", help="下级单位名单；folder：按文件夹", show_default=False),
    ] = None,
    organs: Annotated[
        str | None, typer.Option("--organs", metavar="FILE", help="机关名称对照表", show_default=False)
    ] = None,
    no_chains: Annotated[bool, typer.Option("--no-chains", help="不比较同一机关的各年年报")] = False,
    form: FormOption = None,
    input_format: InputFormatOption = None,
    pack: PackOption = None,
    workers: WorkersOption = None,
    resume: ResumeOption = False,
    cluster: ClusterOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """检查年报的勾稽关系 check reports."""
    outputs = outputs_of(output_format or (), output or (), order_of(context, {"output_format", "output"}))
    streamed = outputs[0].target if outputs[0].format in STREAM_FORMATS else None
    run = Invocation(
        tuple(paths), streamed, form, input_format, path_of(pack), language, colour, deadlines_of(deadline)
    )
    request = CheckRequest(
        run=run,
        outputs=outputs,
        fail_on=choose("--fail-on", fail_on, WEIGHING),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        many=Many.of(workers, cluster, resume=resume, run=run, output_format=outputs[0].format),
        severity=tuple(severity or ()),
        baseline=baseline,
        watch=watch,
        across=_across(previous or [], units, organs, chains=not no_chains),
    )
    return partial(execute, request)


def execute(request: CheckRequest) -> int:
    """Carry out the request, once or at every change of the files; gives the exit code."""
    if not request.watch:
        return _check(request)
    from validator.cli._watching import watch

    return watch(request.run.paths, partial(_check, request), request.run.language)


def _check(request: CheckRequest) -> int:
    """Once through all files; gives the exit code."""
    run = request.run
    pack = run.prepare([one.target for one in request.outputs if one.target])
    rules = [rule.id for rule in pack.rules]
    wanted = rules_asked_for(request.select, request.ignore, rules)
    decisions = decisions_of(request.severity, request.baseline, run.paths, rules)
    from validator.engine.task import RESULT, Run, Task, local_day

    across = request.across.loaded()
    streamed = request.outputs[0].format in STREAM_FORMATS
    task = Task(
        content=request.outputs[0].format if streamed else RESULT,
        today=local_day(),
        pack=run.pack,
        form=run.form,
        wanted=wanted,
        input_format=run.input_format,
        language=run.language,
        decisions=decisions,
        deadlines=run.deadlines,
        keeps=streamed and across.anything,
    )
    plan = Run(task, pack, across)
    if streamed:
        return _stream(request, plan)
    result, interrupted = gathered(run, request.many, plan)
    result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], task.today)
    from validator.renderers.words.summary import footer

    deliver(request.outputs, run, result, pack)
    shown = Output("terminal", None) in request.outputs
    run.say_done(result, () if shown else footer(result, run.language), [one.target for one in request.outputs])
    return INTERRUPTED if interrupted else exit_code(result, request.fail_on)


def _stream(request: CheckRequest, plan: Run) -> int:
    from validator.renderers.data.records import FINDING_FIELDS
    from validator.renderers.words.summary import footer_of

    run = request.run
    done = stream(run, request.many, plan, FINDING_FIELDS)
    said = footer_of(done.numbers, len(done.skipped), run.language)
    say_streamed(run, done, said)
    failing = [f"{word}s" for word in WEIGHING[request.fail_on]]
    return code_of(done, failing, (NOTHING_FOUND, FINDINGS, UNREADABLE))


def exit_code(result: Result, fail_on: str) -> int:
    """3 if an input could not be read or there was none, else 1 if a finding weighs as much as `fail_on`, else 0."""
    from validator.model.rule import Severity

    if result.unreadable or not result.reports:
        return UNREADABLE
    return FINDINGS if any(result.count(Severity(word)) for word in WEIGHING[fail_on]) else NOTHING_FOUND


def _across(previous: list[str], units: str | None, organs: str | None, *, chains: bool) -> Across:
    """What to check between reports; raises WrongUsageError for files that are not there, and for a contradiction."""
    from validator.crosschecks.options import FOLDERS, Across

    if previous and not chains:
        raise wrong_usage("options-exclude", first="--previous", second="--no-chains")
    for option, path in (("--units", units), ("--organs", organs)):
        if path is not None and not (option == "--units" and path == FOLDERS) and not Path(path).is_file():
            raise wrong_usage("file-missing", option=option, path=clean(path))
    return Across(chains, tuple(previous), units, organs)


def rules_asked_for(select: Sequence[str], ignore: Sequence[str], rules: Collection[str]) -> frozenset[str]:
    """The rules that the patterns leave in force.

    Raises WrongUsageError for a pattern that fits no rule (it is most likely misspelt), and if no rule is left.
    """
    from validator.packs.selection import Selection

    selection = Selection.of(rules, select, ignore)
    for option, pattern in selection.unfit:
        nearest = closest(pattern, rules)
        raise wrong_usage(
            "pattern-fits-nothing", nearest=nearest, then="see-rules", option=f"--{option}", value=pattern
        )
    if not selection.wanted:
        raise wrong_usage("no-rule-left")
    return selection.wanted
