from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest

from validator.cli import run
from validator.cli._problems import WrongUsageError
from validator.cli.options.command import Command
from validator.cli.options.declaring import Taken, argument, in_order, inputs, needed_option, only, option
from validator.cli.options.groups import (
    ComparisonOptions,
    FileOptions,
    PathOptions,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
    ScreenOptions,
)

SHARED = (ComparisonOptions, FileOptions, PathOptions, ReadingOptions, RuleOptions, RunningOptions, ScreenOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dishes:
    """What is cooked."""

    heading: ClassVar[str] = "菜 dishes"
    names: tuple[str, ...] = inputs("DISH", "菜名")
    size: str = option("--size", default="small", choices=("small", "large"), text="多大")
    sides: tuple[str, ...] = option("--side", metavar="DISH", default=(), choices=("rice", "soup"), text="配菜")
    order: tuple[str, ...] = in_order()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Where it is eaten."""

    heading: ClassVar[str] = "桌 table"
    number: str = needed_option("--table", metavar="N", text="桌号")
    outside: bool = option("--outside", default=False, text="在外面")
    note: str | None = option("--note", metavar="TEXT", default=None, text="备注")


Ordered = tuple[Dishes, Table]


def order(*words: str) -> Ordered:
    """What a command gets for a command line."""
    found: list[Ordered] = []

    def take(dishes: Dishes, table: Annotated[Table, only("number", "outside")]) -> int:
        found.append((dishes, table))
        return 0

    Command("order", take).main([*words], standalone_mode=False)()
    return found[0]


def test_options_come_in_their_groups_and_what_is_not_said_has_its_default() -> None:
    dishes, table = order("tofu", "--table", "3")
    assert dishes == Dishes(names=("tofu",), size="small", sides=(), order=("names",))
    assert table == Table(number="3", outside=False, note=None)


def test_the_default_says_whether_an_option_is_a_flag_or_can_be_repeated() -> None:
    dishes, table = order("a", "--side", "rice", "b", "--outside", "--side", "soup", "--table=9")
    assert dishes == Dishes(names=("a", "b"), size="small", sides=("rice", "soup"), order=("sides", "sides", "names"))
    assert table.outside


@pytest.mark.parametrize("words", [("--size", "huge"), ("--side", "rice", "--side", "sup")])
def test_a_word_that_is_no_choice_is_wrong_usage(words: Sequence[str]) -> None:
    with pytest.raises(WrongUsageError) as caught:
        order("a", "--table", "1", *words)
    assert words[-1] in caught.value.text.zh


def test_an_option_that_the_command_does_not_take_is_unknown() -> None:
    with pytest.raises(Exception, match="--note"):
        order("a", "--table", "1", "--note", "x")


def test_the_order_of_repeated_options_is_known() -> None:
    words = ("--side", "soup", "a", "--size", "large", "--side=rice", "--table", "1")
    assert order(*words)[0].order == ("sides", "size", "sides", "names")
    assert order("a", "--table", "1", "--", "--side")[0].order == ("names",)


def test_an_argument_with_a_default_need_not_be_given() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Place:
        heading: ClassVar[str] = "地方 place"
        path: str = argument("PATH", "在哪里", default=".")

    assert Place().path == "."


def test_no_option_is_declared_twice() -> None:
    flags = [flag for group in SHARED for one, _ in Taken(group).declared.values() for flag in one.flags]
    assert len(flags) == len(set(flags))


def test_the_help_of_check_stands_under_headings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--help"]) == 0
    shown = capsys.readouterr().out
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == [
        "输入 input:",
        "规则 rules:",
        "输出 output:",
        "比较 comparison:",
        "运行 running:",
        "其他 other:",
    ]
    assert shown.index("规则 rules:") < shown.index("--select") < shown.index("输出 output:") < shown.index("--fail-on")


@pytest.mark.parametrize("command", ["check", "read", "compare", "baseline", "summary", "config"])
def test_the_help_has_no_frames(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert not [char for char in shown if unicodedata.name(char, "").startswith("BOX DRAWINGS")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_the_script_that_completes(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--show-completion", shell]) == 0
    assert f"_GOUJI_COMPLETE=complete_{shell}" in capsys.readouterr().out


def test_a_shell_that_cannot_complete_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--show-completion", "fsh"]) == 2
    assert "是否想写“fish”？" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gouji ex", {"explain"}),
        ("gouji rules li", {"list"}),
        ("gouji explain requests-b", {"requests-balance"}),
        ("gouji check --fail", {"--fail-on"}),
        ("gouji check . --no", {"--no-chains"}),
    ],
)
def test_the_shell_is_told_how_a_word_can_go_on(
    line: str, words: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_GOUJI_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    with pytest.raises(SystemExit):
        run(["--help"])
    assert words <= set(capsys.readouterr().out.splitlines())
