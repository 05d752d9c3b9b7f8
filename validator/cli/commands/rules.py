"""`gouji rules list|check|test|coverage`: the rules in force, their faults, their examples, and what they can see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validator.cli import _streams as streams
from validator.cli._exit_codes import NOTHING_FOUND, WRONG_USAGE
from validator.cli._packs import load_pack_of
from validator.cli._problems import choose
from validator.cli.options.command import CommandGroup, as_command
from validator.cli.options.declaring import option
from validator.cli.options.groups import OUTPUT, FormOption, LanguageOption, PackOption, ScreenOptions
from validator.messages import say
from validator.model.errors import BrokenPackError

_COVERAGE_FORMATS = ("terminal", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """How the map is written."""

    heading: ClassVar[str] = OUTPUT
    format: str = option("--format", "-f", default="terminal", choices=_COVERAGE_FORMATS, text="输出格式")


@as_command("list")
def command_list(rules: PackOption, screen: ScreenOptions) -> int:
    """列出全部规则 list the rules in force."""
    from validator.renderers.rules.rule_list import render_rules

    streams.write(render_rules(load_pack_of(rules.folder, check=False), screen.look()), None)
    return NOTHING_FOUND


@as_command("check")
def command_check(rules: PackOption, screen: LanguageOption) -> int:
    """检查规则文件有没有错误 find the faults of a rule pack."""
    from validator.renderers.rules.faults import render_faults

    try:
        pack = load_pack_of(rules.folder)
    except BrokenPackError as error:
        streams.write(render_faults(error.faults, screen.language), None)
        return WRONG_USAGE
    streams.write(say("pack-sound", screen.language, rules=len(pack.rules), forms=len(pack.forms)) + "\n", None)
    return NOTHING_FOUND


@as_command("test")
def command_test(rules: PackOption, screen: LanguageOption) -> int:
    """运行规则里写的例子 run the examples of the rules."""
    from validator.engine.pack_examples import run_examples
    from validator.engine.task import local_day

    pack = load_pack_of(rules.folder)
    failures = run_examples(pack, local_day())
    count = sum((rule.holds is not None) + (rule.violated is not None) for rule in pack.rules)
    lines = [
        say(
            "example-failure",
            screen.language,
            rule=failure.rule,
            which=say(f"example-{failure.which}", screen.language),
            message=failure.message[screen.language],
        )
        for failure in failures
    ]
    key = "examples-fail" if failures else "examples-hold"
    lines.append(say(key, screen.language, failed=len(failures), count=count))
    streams.write("".join(line + "\n" for line in lines), None)
    return WRONG_USAGE if failures else NOTHING_FOUND


@as_command("coverage")
def command_coverage(reading: FormOption, rules: PackOption, output: MapOptions, screen: ScreenOptions) -> int:
    """逐格说明规则能发现、定位什么差错 what the rules can detect and locate, cell by cell."""
    from validator.checking.checker import Checker
    from validator.constraints.coverage import coverage
    from validator.renderers.rules.coverage_map import render_coverage, render_coverage_json

    pack = load_pack_of(rules.folder)
    if reading.form is not None:
        choose("--form", reading.form, [one.id for one in pack.forms])
    checker = Checker(pack)
    coverages = [(one, coverage(checker.system(one))) for one in pack.forms if reading.form in {None, one.id}]
    if output.format == "json":
        streams.write(render_coverage_json(coverages), None)
        return NOTHING_FOUND
    streams.write(render_coverage(coverages, pack, screen.look()), None)
    return NOTHING_FOUND


command = CommandGroup(
    "rules",
    [command_list, command_check, command_test, command_coverage],
    text="查看和自检规则 the rules and their self-check.",
)
