"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli.decided import BaselineOption, SeverityOption, decisions_of
from validator.cli.options import (
    ColourOption,
    FormOption,
    IgnoreOption,
    InputFormatOption,
    Job,
    LanguageOption,
    OutputOption,
    PackOption,
    Paths,
    SelectOption,
    path_of,
)
from validator.cli.problems import choose, closest, wrong_usage
from validator.cli.progress import progress_on
from validator.cli.request import FINDINGS, NOTHING_FOUND, UNREADABLE, Run
from validator.renderers import RENDERERS, renderer

if TYPE_CHECKING:
    from validator.pipeline import Result

WEIGHING: Mapping[str, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}
"""Values of `--fail-on` -> the severities that make the run fail."""


class CheckRequest(NamedTuple):
    """A command line of `gouji check`, looked over."""

    run: Run
    format: str
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[str, ...]
    baseline: str | None
    watch: bool


def command(  # noqa: PLR0913 - one parameter for each option
    paths: Paths,
    *,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(RENDERERS), help="输出格式")
    ] = "terminal",
    output: OutputOption = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="|".join(WEIGHING), help="发现到这一级时退出码为 1")
    ] = "error",
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    severity: SeverityOption = None,
    baseline: BaselineOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="每次保存后重新检查，Ctrl-C 结束")] = False,
    form: FormOption = None,
    input_format: InputFormatOption = None,
    pack: PackOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """检查年报的勾稽关系 check reports."""
    request = CheckRequest(
        run=Run(tuple(paths), path_of(output), form, input_format, path_of(pack), language, colour),
        format=choose("--format", output_format, RENDERERS),
        fail_on=choose("--fail-on", fail_on, WEIGHING),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        severity=tuple(severity or ()),
        baseline=baseline,
        watch=watch,
    )
    return partial(execute, request)


def execute(request: CheckRequest) -> int:
    """Carry out the request, once or at every change of the files; gives the exit code."""
    if not request.watch:
        return _check(request)
    from validator.cli.watching import watch

    return watch(request.run.paths, partial(_check, request), request.run.language)


def _check(request: CheckRequest) -> int:
    run = request.run
    pack = run.prepare()
    rules = [rule.id for rule in pack.rules]
    check_patterns(request.select, request.ignore, rules)
    decisions = decisions_of(request.severity, request.baseline, run.paths, rules)
    from validator.pipeline import check, select_rules
    from validator.renderers.summary import footer

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
    wanted = select_rules(pack, request.select, request.ignore)
    result = decisions.apply(
        result, [rule for rule in pack.rules if rule.id in wanted], datetime.now().astimezone().date()
    )
    run.deliver(renderer(RENDERERS[request.format])(result, pack, run.render_options), result)
    shown = request.format == "terminal" and run.output is None
    run.say_done(result, () if shown else footer(result, run.language))
    return exit_code(result, request.fail_on)


def exit_code(result: Result, fail_on: str) -> int:
    """3 if an input could not be read or there was none, else 1 if a finding weighs as much as `fail_on`, else 0."""
    from validator.rule import Severity

    if result.unreadable or not result.reports:
        return UNREADABLE
    return FINDINGS if any(result.count(Severity(word)) for word in WEIGHING[fail_on]) else NOTHING_FOUND


def check_patterns(select: Sequence[str], ignore: Sequence[str], rules: Collection[str]) -> None:
    """Raise WrongUsageError for a pattern that fits no rule (it is most likely misspelt), and if no rule is left."""
    for option, patterns in (("--select", select), ("--ignore", ignore)):
        for pattern in patterns:
            if not any(fnmatchcase(rule, pattern) for rule in rules):
                nearest = closest(pattern, rules)
                raise wrong_usage(
                    "pattern-fits-nothing", nearest=nearest, then="see-rules", option=option, value=pattern
                )
    selected = [rule for rule in rules if not select or any(fnmatchcase(rule, one) for one in select)]
    if all(any(fnmatchcase(rule, one) for one in ignore) for rule in selected):
        raise wrong_usage("no-rule-left")
