"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli.many import (
    STREAM_FORMATS,
    ClusterOption,
    Many,
    ResumeOption,
    WorkersOption,
    code_of,
    gather,
    say_streamed,
    stream,
)
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
from validator.cli.problems import choose, closest, wrong_usage
from validator.cli.progress import progress_on
from validator.cli.request import FINDINGS, INTERRUPTED, NOTHING_FOUND, UNREADABLE, Run
from validator.renderers import RENDERERS, renderer

if TYPE_CHECKING:
    from validator.pipeline import Result
    from validator.rulefile import Pack
    from validator.work import Task

_WEIGHING: Mapping[str, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}
"""Values of `--fail-on` -> the severities that make the run fail."""
_FORMATS = (*RENDERERS, *STREAM_FORMATS)


class CheckRequest(NamedTuple):
    """A command line of `gouji check`, looked over."""

    run: Run
    format: str
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    many: Many


def command(  # noqa: PLR0913 - one parameter for each option
    paths: Paths,
    *,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式")
    ] = "terminal",
    output: OutputOption = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="|".join(_WEIGHING), help="发现到这一级时退出码为 1")
    ] = "error",
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="只用这些规则，可用 *", show_default=False)
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="不用这些规则，可用 *", show_default=False)
    ] = None,
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
    run = Run(tuple(paths), path_of(output), form, input_format, path_of(pack), language, colour)
    request = CheckRequest(
        run=run,
        format=choose("--format", output_format, _FORMATS),
        fail_on=choose("--fail-on", fail_on, _WEIGHING),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        many=Many.of(workers, cluster, resume=resume, run=run, output_format=output_format),
    )
    return partial(execute, request)


def execute(request: CheckRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    _check_patterns(request, [rule.id for rule in pack.rules])
    from validator.pipeline import select_rules
    from validator.work import RESULT, Task

    content = request.format if request.format in STREAM_FORMATS else RESULT
    wanted = select_rules(pack, request.select, request.ignore)
    task = Task(content, run.pack, run.form, wanted, run.input_format, run.language)
    if request.format in STREAM_FORMATS:
        return _stream(request, task)
    result, interrupted = _check(request, task, pack)
    from validator.renderers.summary import footer

    run.deliver(renderer(RENDERERS[request.format])(result, pack, run.render_options), result)
    shown = request.format == "terminal" and run.output is None
    run.say_done(result, () if shown else footer(result, run.language))
    return INTERRUPTED if interrupted else exit_code(result, request.fail_on)


def _check(request: CheckRequest, task: Task, pack: Pack) -> tuple[Result, bool]:
    """The result, and whether the run was interrupted: few files in one go, many by workers."""
    from validator.pipeline import check
    from validator.sources import count_sources

    run = request.run
    total = count_sources(run.paths)
    if request.many.wants_crew(total):
        return gather(run, request.many, task, total)
    with progress_on(sys.stderr, run.language) as progress:
        result = check(
            run.paths,
            pack=pack,
            form=run.form,
            select=request.select,
            ignore=request.ignore,
            input_format=run.input_format,
            progress=progress,
        )
    return result, False


def _stream(request: CheckRequest, task: Task) -> int:
    from validator.renderers.records import FINDING_FIELDS
    from validator.renderers.summary import footer_of

    run = request.run
    done = stream(run, request.many, task, FINDING_FIELDS)
    say_streamed(run, done, footer_of(done.numbers, done.skipped, run.language))
    failing = [f"{word}s" for word in _WEIGHING[request.fail_on]]
    return code_of(done, failing, (NOTHING_FOUND, FINDINGS, UNREADABLE))


def exit_code(result: Result, fail_on: str) -> int:
    """3 if an input could not be read or there was none, else 1 if a finding weighs as much as `fail_on`, else 0."""
    from validator.rule import Severity

    if result.unreadable or not result.reports:
        return UNREADABLE
    return FINDINGS if any(result.count(Severity(word)) for word in _WEIGHING[fail_on]) else NOTHING_FOUND


def _check_patterns(request: CheckRequest, rules: Collection[str]) -> None:
    """Raise WrongUsageError for a pattern that fits no rule (it is most likely misspelt), and if no rule is left."""
    for option, patterns in (("--select", request.select), ("--ignore", request.ignore)):
        for pattern in patterns:
            if not any(fnmatchcase(rule, pattern) for rule in rules):
                nearest = closest(pattern, rules)
                raise wrong_usage(
                    "pattern-fits-nothing", nearest=nearest, then="see-rules", option=option, value=pattern
                )
    selected = [rule for rule in rules if not request.select or any(fnmatchcase(rule, one) for one in request.select)]
    if all(any(fnmatchcase(rule, one) for one in request.ignore) for rule in selected):
        raise wrong_usage("no-rule-left")
