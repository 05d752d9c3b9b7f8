from __future__ import annotations

from pathlib import Path

import pytest

from validator.cli import run
from validator.cli._problems import WrongUsageError
from validator.cli.output.formats import SUFFIXES, check_suffix, format_for
from validator.cli.runs.outputs import FORMATS, outputs_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.json", "json"),
        ("a.sarif", "sarif"),
        ("a.sarif.json", "sarif"),
        ("a.GITLAB.json", "gitlab"),
        ("a.jsonl", "jsonl"),
        ("a.csv", "csv"),
        ("a.parquet", "parquet"),
        ("a.xml", "junit"),
        ("a.md", "markdown"),
        ("a.HTM", "html"),
        ("a.xlsx", "xlsx"),
        ("a.txt", "terminal"),
        ("a", "terminal"),
        ("a.2023", "terminal"),
    ],
)
def test_the_suffix_decides_the_format(name: str, expected: str) -> None:
    assert format_for(Path(name), FORMATS, "terminal") == expected


def test_standard_output_has_the_usual_format() -> None:
    assert format_for(None, FORMATS, "terminal") == "terminal"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.xls", "a.zip"])
def test_a_suffix_that_is_never_written_is_refused(name: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        format_for(Path(name), FORMATS, "terminal")
    assert caught.value.text.zh.startswith(f"写不出 {name[1:]} 文件：{name}；可以写成 .json, ")


@pytest.mark.parametrize(
    ("name", "output_format"),
    [("a.xlsx", "terminal"), ("a.txt", "xlsx"), ("a.csv", "json"), ("a.json", "jsonl"), ("a.pdf", "html")],
)
def test_a_suffix_that_promises_something_else_is_refused(name: str, output_format: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        check_suffix(Path(name), output_format, FORMATS)
    assert caught.value.text.zh.startswith(f"--output {name}：{output_format} 格式的内容不能放进 {name[1:]} 文件")


def test_only_a_format_that_the_command_has_is_offered_in_its_place() -> None:
    for formats, offered in ((FORMATS, True), (("table", "csv"), False)):
        with pytest.raises(WrongUsageError) as caught:
            check_suffix(Path("a.html"), "csv", formats)
        assert ("--format html" in caught.value.text.zh) is offered


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_can_be_written_somewhere(output_format: str) -> None:
    fitting = [suffix for suffix, formats in SUFFIXES.items() if output_format in formats] or [".txt"]
    for suffix in (*fitting, ""):
        check_suffix(Path(f"a{suffix}"), output_format, FORMATS)


@pytest.mark.parametrize(
    ("formats", "outputs", "order", "expected"),
    [
        ((), ("a.json",), ("outputs",), [("json", "a.json")]),
        ((), ("a.json", "b.html"), ("outputs", "outputs"), [("json", "a.json"), ("html", "b.html")]),
        # Settings and the environment say what is usual; what the name of the file says is nearer.
        (("concise",), ("a.html",), ("outputs",), [("html", "a.html")]),
        (("concise",), ("a.txt",), ("outputs",), [("concise", "a.txt")]),
        (("sarif",), ("a.json",), ("formats", "outputs"), [("sarif", "a.json")]),
    ],
)
def test_outputs_without_a_format_have_that_of_their_suffix(
    formats: tuple[str, ...], outputs: tuple[str, ...], order: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert [(one.format, str(one.target)) for one in outputs_of(formats, outputs, order)] == expected


@pytest.mark.parametrize("command", ["check", "read"])
def test_a_contradiction_is_wrong_usage_and_writes_nothing(
    command: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.xlsx"
    assert run([command, str(sound), "--format", "json", "--output", str(target)]) == 2
    assert not target.exists()
    assert "请改用后缀 .json，或者改用 --format xlsx" in capsys.readouterr().err
    assert run([command, str(sound), "--output", str(tmp_path / "out.pdf")]) == 2


@pytest.mark.parametrize(("name", "begin"), [("a.csv", "\ufeffpath,"), ("a.json", "{"), ("a.jsonl", "{")])
def test_tables_are_written_as_the_suffix_says(sound: Path, tmp_path: Path, name: str, begin: str) -> None:
    assert run(["read", str(sound), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
