"""`gouji rules list|check|test|coverage`: the rules in force, their faults, their examples, and what they can see."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from validator.cli import _streams as streams
from validator.cli._options import ColourOption, Job, LanguageOption, PackOption, language_of, load_pack_of, path_of
from validator.cli._parsing import Command, Group
from validator.cli._problems import choose
from validator.messages import say
from validator.model.errors import BrokenPackError

BROKEN = 2
"""Exit code for a pack with faults."""

_COVERAGE_FORMATS = ("terminal", "json")

app = typer.Typer(cls=Group, rich_markup_mode=None, help="查看和自检规则 the rules and their self-check.")


@app.command("list", cls=Command)
def list_command(pack: PackOption = None, language: LanguageOption = "zh", colour: ColourOption = "auto") -> Job:
    """列出全部规则 list the rules in force."""
    return partial(_list, path_of(pack), language_of(language), choose("--color", colour, streams.COLOURS))


@app.command("check", cls=Command)
def check_command(pack: PackOption = None, language: LanguageOption = "zh") -> Job:
    """检查规则文件有没有错误 find the faults of a rule pack."""
    return partial(_check, path_of(pack), language_of(language))


@app.command("test", cls=Command)
def examples_command(pack: PackOption = None, language: LanguageOption = "zh") -> Job:
    """运行规则里写的例子 run the examples of the rules."""
    return partial(_test, path_of(pack), language_of(language))


@app.command("coverage", cls=Command)
def coverage_command(
    *,
    form: Annotated[
        str | None, typer.Option("--form", metavar="EDITION", help="只看这一种表式", show_default=False)
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_COVERAGE_FORMATS), help="输出格式")
    ] = "terminal",
    pack: PackOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """逐格说明规则能发现、定位什么差错 what the rules can detect and locate, cell by cell."""
    return partial(
        _coverage,
        path_of(pack),
        form,
        choose("--format", output_format, _COVERAGE_FORMATS),
        language_of(language),
        choose("--color", colour, streams.COLOURS),
    )


def _coverage(directory: Path | None, form: str | None, output_format: str, language: str, colour: str) -> int:
    from validator.checking.checker import Checker
    from validator.constraints.coverage import coverage
    from validator.renderers import RenderOptions
    from validator.renderers.rules.coverage_map import render_coverage, render_coverage_json

    pack = load_pack_of(directory)
    if form is not None:
        choose("--form", form, [one.id for one in pack.forms])
    checker = Checker(pack)
    coverages = [(one, coverage(checker.system(one))) for one in pack.forms if form in {None, one.id}]
    if output_format == "json":
        streams.write(render_coverage_json(coverages), None)
        return 0
    coloured = streams.wants_colour(colour, to_file=False, environment=os.environ)
    options = RenderOptions(language, coloured, streams.line_width(to_file=False))
    streams.write(render_coverage(coverages, pack, options), None)
    return 0


def _list(directory: Path | None, language: str, colour: str) -> int:
    from validator.renderers import RenderOptions
    from validator.renderers.rules.rule_list import render_rules

    coloured = streams.wants_colour(colour, to_file=False, environment=os.environ)
    options = RenderOptions(language, coloured, streams.line_width(to_file=False))
    streams.write(render_rules(load_pack_of(directory, check=False), options), None)
    return 0


def _check(directory: Path | None, language: str) -> int:
    from validator.renderers.rules.faults import render_faults

    try:
        pack = load_pack_of(directory)
    except BrokenPackError as error:
        streams.write(render_faults(error.faults, language), None)
        return BROKEN
    streams.write(say("pack-sound", language, rules=len(pack.rules), forms=len(pack.forms)) + "\n", None)
    return 0


def _test(directory: Path | None, language: str) -> int:
    from validator.engine.pack_examples import run_examples
    from validator.engine.task import local_day

    pack = load_pack_of(directory)
    failures = run_examples(pack, local_day())
    count = sum((rule.holds is not None) + (rule.violated is not None) for rule in pack.rules)
    lines = [
        say(
            "example-failure",
            language,
            rule=failure.rule,
            which=say(f"example-{failure.which}", language),
            message=failure.message[language],
        )
        for failure in failures
    ]
    key = "examples-fail" if failures else "examples-hold"
    lines.append(say(key, language, failed=len(failures), count=count))
    streams.write("".join(line + "\n" for line in lines), None)
    return BROKEN if failures else 0
