from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, ClassVar

import pytest
from rich.cells import cell_len

from validator.cli import run
from validator.cli._problems import WrongUsageError
from validator.cli.options.command import parsed
from validator.cli.options.declaring import OptionGroup, Taken, argument, in_order, inputs, needed_option, only, option
from validator.cli.options.groups import (
    ComparisonOptions,
    FileOptions,
    PathOptions,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
    ScreenOptions,
)
from validator.cli.options.lines import as_command
from validator.model.text import Text

CHINESE = re.compile("[\u4e00-\u9fff]")
FORMAT_NAMES = re.compile(r"[ ,|a-z0-9-]+")
"""A line that goes on with names of formats."""
DISH = Text("菜名", "DISH")
SHARED = (ComparisonOptions, FileOptions, PathOptions, ReadingOptions, RuleOptions, RunningOptions, ScreenOptions)


class Dishes(OptionGroup):
    """What is cooked."""

    heading: ClassVar[Text] = Text("菜", "dishes")
    names: tuple[str, ...] = inputs(DISH, Text("菜名", "what is cooked"))
    size: str = option("--size", default="small", choices=("small", "large"), text=Text("多大", "how large"))
    sides: tuple[str, ...] = option(
        "--side", metavar=DISH, default=(), choices=("rice", "soup"), text=Text("配菜", "beside it")
    )
    order: tuple[str, ...] = in_order()


class Table(OptionGroup):
    """Where it is eaten."""

    heading: ClassVar[Text] = Text("桌", "table")
    number: str = needed_option("--table", metavar=DISH, text=Text("桌号", "its number"))
    outside: bool = option("--outside", default=False, text=Text("在外面", "in the open"))
    note: str | None = option("--note", metavar=DISH, default=None, text=Text("备注", "remarks"))


Ordered = tuple[Dishes, Table]


def order(*words: str) -> Ordered:
    """What a command gets for a command line, whether it is taken for a plain one or not."""
    found: list[Ordered] = []

    def take(dishes: Dishes, table: Annotated[Table, only("number", "outside")]) -> int:
        found.append((dishes, table))
        return 0

    line = as_command("order", Text("点菜", "Order."))(take)
    parsed(line).main([*words], standalone_mode=False)()
    plain = line.plain(words, "order", "zh")
    if plain is not None:
        plain()
        assert found[0] == found[1]
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
    class Place(OptionGroup):
        heading: ClassVar[Text] = Text("地方", "place")
        path: str = argument(DISH, Text("在哪里", "where"), default=".")

    assert Place().path == "."


def test_no_option_is_declared_twice() -> None:
    flags = [flag for group in SHARED for one, _ in Taken(group).declared.values() for flag in one.flags]
    assert len(flags) == len(set(flags))


def test_the_help_of_check_stands_under_headings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--help"]) == 0
    shown = capsys.readouterr().out
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == [
        "输入:",
        "规则:",
        "输出:",
        "比较:",
        "运行:",
        "其他:",
    ]
    assert shown.index("规则:") < shown.index("--select") < shown.index("输出:") < shown.index("--fail-on")


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
        ("gouji check . --no", {"--no-chains", "--no-config", "--no-gitignore"}),
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


@pytest.mark.parametrize("words", [("check",), ("read",), ("rules",), ("rules", "coverage"), ("baseline", "write"), ()])
def test_the_help_speaks_one_language(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    chinese = capsys.readouterr().out
    assert run([*words, "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert not CHINESE.search(english)
    lines = [line for line in chinese.splitlines() if line.strip()]
    assert all(CHINESE.search(line) or FORMAT_NAMES.fullmatch(line) for line in lines)
    assert "选项" in chinese


def test_the_language_of_the_help_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOUJI_LANG", "en")
    assert run(["check", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: gouji check [OPTIONS] PATH...")
    assert run(["check", "--help", "--lang=zh"]) == 0
    assert capsys.readouterr().out.startswith("用法: gouji check [选项] 路径...")


def test_the_columns_of_the_help_are_measured_in_terminal_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--help"]) == 0
    rows = [re.match(r"  -\S.*?\S {2,}(\S.*)", line) for line in capsys.readouterr().out.splitlines()]
    assert {cell_len(row[0]) - cell_len(row[1]) for row in rows if row} == {33}


class TestEnvironment:
    """What is not typed is looked for in variables."""

    @pytest.fixture(autouse=True)
    def _nothing_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GOUJI_SIZE", "GOUJI_SIDE", "GOUJI_TABLE", "GOUJI_OUTSIDE"):
            monkeypatch.delenv(name, raising=False)

    def test_every_option_has_a_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {"SIZE": "large", "SIDE": "rice, soup", "TABLE": "7", "OUTSIDE": "yes"}.items():
            monkeypatch.setenv(f"GOUJI_{name}", value)
        dishes, table = order("tofu")
        assert (dishes.size, dishes.sides, table.number, table.outside) == ("large", ("rice", "soup"), "7", True)

    def test_the_command_line_wins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOUJI_SIZE", "large")
        monkeypatch.setenv("GOUJI_SIDE", "rice")
        dishes, _ = order("tofu", "--table", "1", "--size", "small", "--side", "soup")
        assert (dishes.size, dishes.sides) == ("small", ("soup",))

    def test_words_with_commas_stand_on_lines_of_their_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOUJI_SIDE", "rice\nsoup\n")
        assert order("tofu", "--table", "1")[0].sides == ("rice", "soup")

    @pytest.mark.parametrize(("said", "meant"), [("1", True), ("true", True), ("0", False), ("No", False), ("", False)])
    def test_a_flag_is_yes_or_no(self, said: str, *, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOUJI_OUTSIDE", said)
        assert order("tofu", "--table", "1")[1].outside is meant

    def test_a_flag_that_is_neither_is_wrong_usage(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOUJI_OUTSIDE", "maybe")
        with pytest.raises(WrongUsageError) as caught:
            order("tofu", "--table", "1")
        assert caught.value.text.zh == "环境变量 GOUJI_OUTSIDE 只能是 1 或 0"

    def test_a_word_that_is_no_choice_is_told_with_the_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOUJI_SIZE", "huge")
        with pytest.raises(WrongUsageError) as caught:
            order("tofu", "--table", "1")
        assert caught.value.text.en.startswith("GOUJI_SIZE cannot be “huge”")
