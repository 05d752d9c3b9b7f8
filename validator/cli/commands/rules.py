"""`gouji rules list|check|test|coverage`: the rules in force, their faults, their examples, and what they can see.

What somebody needs who writes rules is in `_authoring.py`.
"""

from __future__ import annotations

from typing import ClassVar

from validator.cli._exit_codes import NOTHING_FOUND, WRONG_USAGE
from validator.cli.commands._authoring import command_names, command_new, command_schema
from validator.cli.commands._rules_learn import command_learn
from validator.cli.commands._rules_mutate import command_mutate
from validator.cli.options.command import CommandGroup
from validator.cli.options.declaring import OptionGroup, option
from validator.cli.options.groups import FORMAT, OUTPUT, FormOption, LanguageOption, LookOptions, PackOption
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.messages import say
from validator.model.errors import BrokenPackError
from validator.model.text import Text

_COVERAGE_FORMATS = ("terminal", "json")


class MapOptions(OptionGroup):
    """How a map or proofs are written."""

    heading: ClassVar[Text] = OUTPUT
    format: str = option("--format", "-f", default="terminal", choices=_COVERAGE_FORMATS, text=FORMAT)


@as_command("list", Text("列出全部规则", "List the rules in force."))
def command_list(rules: PackOption, screen: LookOptions) -> int:
    """List the rules in force."""
    from validator.renderers.rules.rule_list import render_rules

    streams.write(render_rules(load_pack_of(rules.folders, check=False), screen.look()), None)
    return NOTHING_FOUND


@as_command("check", Text("检查规则有没有错误和矛盾", "Find the faults and contradictions of a rule pack."))
def command_check(rules: PackOption, output: MapOptions, screen: LanguageOption) -> int:
    """Find the faults of a rule pack, and prove what can be proved of it."""
    from validator.engine.authoring.pack_proofs import proofs_of
    from validator.engine.task import local_day
    from validator.proving.proof import ProofLevel
    from validator.renderers.rules.faults import render_faults
    from validator.renderers.rules.proofs import render_proofs, render_proofs_json

    try:
        pack = load_pack_of(rules.folders)
    except BrokenPackError as error:
        streams.write(render_faults(error.faults, screen.language), None)
        return WRONG_USAGE
    proofs = proofs_of(pack, local_day())
    json = output.format == "json"
    streams.write(render_proofs_json(proofs, pack) if json else render_proofs(proofs, pack, screen.language), None)
    return WRONG_USAGE if any(one.level is ProofLevel.FAULT for one in proofs) else NOTHING_FOUND


@as_command("test", Text("运行规则里写的例子", "Run the examples of the rules."))
def command_test(rules: PackOption, screen: LanguageOption) -> int:
    """Run the examples of the rules."""
    from validator.engine.authoring.pack_examples import run_examples
    from validator.engine.task import local_day

    pack = load_pack_of(rules.folders)
    failures = run_examples(pack, local_day())
    count = sum(len(rule.examples) for rule in pack.rules)
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


@as_command("coverage", Text("逐格说明规则能发现、定位什么差错", "What the rules can detect and locate, cell by cell."))
def command_coverage(reading: FormOption, rules: PackOption, output: MapOptions, screen: LookOptions) -> int:
    """Show what the rules can detect and locate, cell by cell."""
    from validator.checking.checker import Checker
    from validator.constraints.coverage import coverage
    from validator.renderers.rules.coverage_map import render_coverage, render_coverage_json

    pack = load_pack_of(rules.folders)
    forms = pack.forms if reading.form is None else (form_named(reading.form, pack),)
    checker = Checker(pack)
    coverages = [(one, coverage(checker.system(one))) for one in forms]
    if output.format == "json":
        streams.write(render_coverage_json(coverages, pack), None)
        return NOTHING_FOUND
    streams.write(render_coverage(coverages, pack, screen.look()), None)
    return NOTHING_FOUND


command = CommandGroup(
    "rules",
    [
        command_list,
        command_check,
        command_test,
        command_coverage,
        command_mutate,
        command_learn,
        command_schema,
        command_names,
        command_new,
    ],
    text=Text("查看和自检规则", "The rules and their self-check."),
)
