"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.across import FOLDERS, Across
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
from validator.cli.request import FINDINGS, NOTHING_FOUND, UNREADABLE, Run
from validator.renderers import RENDERERS, renderer
from validator.renderers.lines import clean

if TYPE_CHECKING:
    from validator.pipeline import Result

_WEIGHING: Mapping[str, tuple[str, ...]] = {
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
    across: Across


def command(  # noqa: PLR0913 - one parameter for each option
    paths: Paths,
    *,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(RENDERERS), help="输出格式")
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
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """检查年报的勾稽关系 check reports."""
    request = CheckRequest(
        run=Run(tuple(paths), path_of(output), form, input_format, path_of(pack), language, colour),
        format=choose("--format", output_format, RENDERERS),
        fail_on=choose("--fail-on", fail_on, _WEIGHING),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        across=_across(previous or [], units, organs, chains=not no_chains),
    )
    return partial(execute, request)


def execute(request: CheckRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    _check_patterns(request, [rule.id for rule in pack.rules])
    from validator.pipeline import check
    from validator.renderers.summary import footer

    with progress_on(sys.stderr, run.language) as progress:
        result = check(
            run.paths,
            pack=pack,
            form=run.form,
            select=request.select,
            ignore=request.ignore,
            input_format=run.input_format,
            across=request.across,
            progress=progress,
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
    return FINDINGS if any(result.count(Severity(word)) for word in _WEIGHING[fail_on]) else NOTHING_FOUND


def _across(previous: list[str], units: str | None, organs: str | None, *, chains: bool) -> Across:
    """What to check between reports; raises WrongUsageError for files that are not there, and for a contradiction."""
    if previous and not chains:
        raise wrong_usage("options-exclude", first="--previous", second="--no-chains")
    for option, path in (("--units", units), ("--organs", organs)):
        if path is not None and not (option == "--units" and path == FOLDERS) and not Path(path).is_file():
            raise wrong_usage("file-missing", option=option, path=clean(path))
    return Across(chains, tuple(previous), units, organs)


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
