from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperArgument, TyperOption

from validator.cli import run
from validator.cli._app import program
from validator.cli.options.command import Command, CommandGroup
from validator.cli.options.parameters import Argument
from validator.cli.options.usage import usage_fault

Words = tuple[str, ...]


def walk(command: Command | CommandGroup, words: Words) -> Iterator[tuple[Words, Command | CommandGroup]]:
    yield words, command
    if isinstance(command, CommandGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert isinstance(below, Command | CommandGroup)
            yield from walk(below, (*words, name))


ALL = dict(walk(program(), ()))
GROUPS = [words for words, command in ALL.items() if isinstance(command, CommandGroup)]
COMMANDS = [words for words in ALL if words not in GROUPS]


def arguments(words: Words) -> list[TyperArgument]:
    return [one for one in ALL[words].params if isinstance(one, TyperArgument)]


def options(words: Words) -> list[TyperOption]:
    return [one for one in ALL[words].params if isinstance(one, TyperOption)]


def enough(words: Words) -> list[str]:
    """All that the command must be told."""
    needed = [part for one in options(words) if one.required for part in (one.opts[0], "copy")]
    return [*words, *("word" for _ in arguments(words)), *needed]


def told(capsys: pytest.CaptureFixture[str], line: list[str], language: str) -> str:
    """The fault of a command line, without what stands around it."""
    assert run(line) == 2
    first, second = capsys.readouterr().err.splitlines()
    begin, end = {"zh": ("用法有误: ", "查看帮助: "), "en": ("wrong usage: ", "for help: ")}[language]
    assert first.startswith(begin)
    assert second.startswith(f"{end}gouji")
    assert second.endswith(" --help")
    return first.removeprefix(begin)


LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@LANGUAGES
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
class TestEveryCommand:
    def test_an_unknown_option_is_told_with_the_nearest(
        self, words: Words, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = [*words, "--lang", language]
        said = {
            "zh": "没有 --lnag 这个选项。是否想写“--lang”？",
            "en": "there is no option --lnag. Did you mean “--lang”?",
        }
        assert told(capsys, [*line, "--lnag"], language) == said[language]
        said = {"zh": "没有 -x 这个选项", "en": "there is no option -x"}
        assert told(capsys, [*line, "-x"], language) == said[language]

    def test_an_option_without_its_value_is_told(
        self, words: Words, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = {"zh": "{} 后面要写一个值", "en": "{} needs a value"}
        for name in [name for option in options(words) if not option.is_flag for name in option.opts]:
            assert told(capsys, [*words, "--lang", language, name], language) == said[language].format(name)

    def test_a_flag_with_a_value_is_told(self, words: Words, language: str, capsys: pytest.CaptureFixture[str]) -> None:
        said = {"zh": "{} 后面不写值", "en": "{} takes no value"}
        for name in [option.opts[0] for option in options(words) if option.is_flag]:
            line = [*words, "--lang", language, f"{name}=x"]
            assert told(capsys, line, language) == said[language].format(name)

    def test_what_must_be_said_is_told(self, words: Words, language: str, capsys: pytest.CaptureFixture[str]) -> None:
        said = {"zh": "缺少 {}", "en": "{} is missing"}
        line = [*words, "--lang", language]
        for argument in arguments(words):
            if argument.required:
                assert isinstance(argument, Argument)
                name = argument.said[language].removesuffix("...")
                assert told(capsys, line, language) == said[language].format(name)
                line.append("word")
        if any(one.required for one in options(words)):
            assert told(capsys, line, language) == said[language].format("--output")

    def test_words_that_are_too_many_are_told(
        self, words: Words, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = {"zh": "多出了 more words", "en": "more words is too much"}
        if all(one.nargs == 1 for one in arguments(words)):
            line = [*enough(words), "--lang", language, "more", "words"]
            assert told(capsys, line, language) == said[language]

    def test_a_word_that_is_no_choice_is_told(
        self, words: Words, language: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = {"zh": "用法有误: {} 不能是“zz”，可以是：", "en": "wrong usage: {} cannot be “zz”; it can be: "}
        for option in options(words):
            if option.opts[0] in {"--format", "--fail-on", "--color"}:
                assert run([*enough(words), "--lang", language, option.opts[0], "zz"]) == 2
                assert capsys.readouterr().err.startswith(said[language].format(option.opts[0]))

    @pytest.mark.parametrize("number", ["0", "two", "-1", "1.5", "²"])
    def test_what_is_no_count_is_told(
        self, words: Words, language: str, number: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = {
            "zh": "用法有误: {} 要写 1 以上的整数，不能是“{}”\n",
            "en": "wrong usage: {} takes a whole number from 1 on, not “{}”\n",
        }
        for option in options(words):
            if option.opts[0] in {"--workers", "--top"}:
                assert run([*enough(words), "--lang", language, option.opts[0], number]) == 2
                assert capsys.readouterr().err == said[language].format(option.opts[0], number)


@pytest.mark.parametrize("words", GROUPS, ids=lambda words: " ".join(words) or "gouji")
class TestEveryGroup:
    def test_an_unknown_command_is_told_with_the_nearest(
        self, words: Words, capsys: pytest.CaptureFixture[str]
    ) -> None:
        known = next(below[-1] for below in ALL if below and below[:-1] == words)
        line = [*words, known + "x"]
        assert told(capsys, line, "zh") == f"没有 {known}x 这个命令。是否想写“{known}”？"
        said = f"there is no command {known}x. Did you mean “{known}”?"
        assert told(capsys, [*line, "--lang", "en"], "en") == said
        assert told(capsys, [*words, "完全不同"], "zh") == "没有 完全不同 这个命令"

    def test_a_command_that_is_missing_is_told(self, words: Words, capsys: pytest.CaptureFixture[str]) -> None:
        if words:
            assert told(capsys, [*words], "zh") == "缺少命令"

    def test_an_unknown_option_is_told(self, words: Words, capsys: pytest.CaptureFixture[str]) -> None:
        assert told(capsys, [*words, "--hlep"], "zh") == "没有 --hlep 这个选项。是否想写“--help”？"
        line = [*words, "--lang", "en", "--hlep"]
        assert told(capsys, line, "en") == "there is no option --hlep. Did you mean “--help”?"


def test_the_help_that_is_named_is_that_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for line, command in (
        (["--nothing"], "gouji"),
        (["chek"], "gouji"),
        (["rules"], "gouji rules"),
        (["rules", "list", "x"], "gouji rules list"),
        (["check"], "gouji check"),
    ):
        assert run(line) == 2
        assert capsys.readouterr().err.endswith(f"查看帮助: {command} --help\n")


def test_a_fault_of_a_kind_that_is_not_known_is_told_in_the_language_of_the_user() -> None:
    fault = usage_fault(typer.TyperException("Argument 'x' takes 2 values."), typer.Context(program()))
    assert fault.text.zh == "不能理解这个命令行"
    assert fault.text.en == "the command line cannot be understood"


def test_controls_typed_for_a_name_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--\x1b[31m"]) == 2
    assert run(["\x1b[31m"]) == 2
    assert run(["explain", "a", "\x1b[31m"]) == 2
    assert "\x1b" not in capsys.readouterr().err
