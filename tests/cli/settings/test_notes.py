from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from validator.cli import run


def test_quiet_says_only_what_was_found(wrong: Path, sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), str(sound), "--quiet", "--ignore", "report-duplicate"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "wrong.html" in captured.out
    assert "sound.html" not in captured.out
    assert "年报 2 份" not in captured.out
    assert run(["check", str(sound), "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_quiet_writes_a_file_without_a_word(wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.json", "a.jsonl"):
        assert run(["check", str(wrong), "-q", "-o", str(tmp_path / name)]) == 1
        assert capsys.readouterr() == ("", "")
        assert (tmp_path / name).stat().st_size


def test_quiet_still_says_what_could_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.docx").write_bytes(b"no document")
    assert run(["check", str(tmp_path / "a.docx"), "-q"]) == 3
    assert "a.docx" in capsys.readouterr().out
    assert run(["read", str(tmp_path / "a.docx"), "-q", "--format", "csv"]) == 3
    assert "a.docx" in capsys.readouterr().err


def test_verbose_names_settings_pack_and_what_was_passed_over(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wrong.parent / "gouji.toml").write_text('exclude = ["draft*"]\ndetails = true\n', encoding="utf-8")
    for name in ("draft.html", "notes.py"):
        (wrong.parent / name).touch()
    assert run(["check", str(wrong.parent), "--verbose"]) == 1
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert "配置 gouji.toml:1: exclude = draft*" in said
    assert "配置 gouji.toml:2: details = true" in said
    assert "规则包: " in said
    assert "用时 " in said
    flat = "".join(said.split())
    assert f"略过（不是文档）:{wrong.parent / 'notes.py'}" in flat
    assert f"略过（--exclude或.gitignore）:{wrong.parent / 'draft.html'}" in flat


def test_more_and_less_exclude_each_other(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), "-q", "-v"]) == 2
    assert "--quiet 与 --verbose 不能同时使用" in capsys.readouterr().err


def test_files_are_listed_and_nothing_is_checked(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = wrong.parent
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("a/b.txt", "")
    (folder / "draft.html").touch()
    (folder / "notes.py").touch()
    assert run(["check", str(folder), "--show-files", "--exclude", "draft*"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [str(wrong), str(folder / "z.zip/a/b.txt")]
    assert captured.err == "按 --exclude 或 .gitignore 略过 1 个文件或文件夹\n"
    assert run(["check", str(folder / "notes.d"), "--exclude", "*"]) == 3


def test_a_folder_without_files_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path), "--show-files"]) == 3
    assert capsys.readouterr() == ("", "没有找到可以检查的文件。\n")


@pytest.mark.parametrize("command", [["check"], ["read", "--format", "json"]])
def test_patterns_and_gitignore_leave_files_out(
    command: list[str], wrong: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(wrong.parent)
    assert run([*command, folder, "--exclude", "wrong*"]) == 0
    assert "略过 1 个" in "".join(capsys.readouterr())
    (sound.parent / ".gitignore").write_text("wrong.html\n", encoding="utf-8")
    assert run([*command, folder]) == 0
    capsys.readouterr()
    assert run([*command, folder, "--no-gitignore", "--format", "json"]) == (1 if command == ["check"] else 0)
    assert len(json.loads(capsys.readouterr().out)["reports"]) == 2


@pytest.mark.parametrize("command", ["letters", "summary", "annotate"])
def test_whatever_reads_folders_leaves_the_same_out(
    command: str, wrong: Path, sound: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path_factory.mktemp("into")
    output = into / "counts.json" if command == "summary" else into
    (sound.parent / "gouji.toml").write_text('exclude = ["w*"]\n', encoding="utf-8")
    assert run([command, str(wrong.parent), "-o", str(output)]) == 0
    assert "略过 1 个" in capsys.readouterr().err
    match command:
        case "letters":
            assert len(list(into.iterdir())) == 1
        case "summary":
            assert json.loads(output.read_bytes())["reports"] == 1
        case _:
            assert [path.name for path in into.iterdir()] == [sound.name]


@pytest.mark.parametrize("output_format", ["terminal", "concise"])
def test_statistics_count_the_findings_of_each_rule(
    output_format: str, make_report: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(make_report)
    reports = [make_report(f"{name}.html", carried_out=(10, 0, 0, 0, 0, 0, 12)) for name in "ab"]
    assert run(["check", *map(str, reports), "--statistics", "--format", output_format, "--no-chains"]) == 1
    captured = capsys.readouterr()
    lines = [" ".join(line.split()) for line in (captured.out + captured.err).splitlines()]
    at = lines.index("各条规则的发现：")
    counts = {line.split()[-1]: int(line.split()[0]) for line in lines[at + 1 :] if line[:1].isdigit()}
    assert run(["check", *map(str, reports), "--format", "json", "--no-chains"]) == 1
    found = [one["rule"] for report in json.loads(capsys.readouterr().out)["reports"] for one in report["findings"]]
    assert counts == {rule: found.count(rule) for rule in found}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_statistics_do_not_go_with_lines(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), "--statistics", "--format", "jsonl"]) == 2
    assert "gouji summary" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["2020", "2019", "annual-report-2019"])
def test_a_form_is_named_by_its_year(wrong: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), "--form", form, "--format", "json"]) in {1, 3}
    result = json.loads(capsys.readouterr().out)
    assert all(report["form"] == "annual-report-2019" for report in result["reports"])
    assert run(["read", str(wrong), "--form", "2023", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"][0]["form"] == "annual-report-2021"


def test_a_form_that_is_not_known_is_told(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(wrong), "--form", "1999"]) == 2
    assert "没有“1999”这个表式，可以是：annual-report-2019, annual-report-2021" in capsys.readouterr().err


def counts(said: str) -> list[str]:
    """The lines below a run, without those that tell how far a slow one is."""
    return [line for line in said.splitlines() if not line.startswith("已完成")]


@pytest.mark.parametrize("output_format", ["jsonl", "csv"])
@pytest.mark.parametrize("workers", [(), ("-j", "2")])
def test_lines_are_counted_as_all_else(
    output_format: str, workers: tuple[str, ...], wrong: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(wrong), str(sound)]
    assert run(["check", *paths, "--format", "json"]) == 1
    expected = counts(capsys.readouterr().err)
    assert "1 处差错（涉及 2 条勾稽关系" in expected[0]
    assert run(["check", *paths, "--format", output_format, *workers]) == 1
    assert counts(capsys.readouterr().err) == expected


def test_old_words_of_settings_are_pointed_out(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wrong.parent / "gouji.toml").write_text('\nfail_on = "never"\n', encoding="utf-8")
    assert run(["check", str(wrong), "-q"]) == 0
    assert capsys.readouterr().err == "gouji.toml:2: fail_on 现在写作 fail-on；旧的写法仍然有效\n"
