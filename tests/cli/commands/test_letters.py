from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from support import libreoffice

from validator.cli import run
from validator.model.rules.rule import Severity
from validator.packs.pack import load_pack
from validator.renderers.letters.shipped import shipped_template

SAMPLES = Path(__file__).parents[3] / "samples"
TREE = SAMPLES / "tree-2023"
NUMBERED = re.compile(r"\d+\. ")
ENGLISH = re.compile(r"[A-Za-z]+")
FILE = re.compile(r"[\w/.-]+\.(?:docx|html?|md|txt)")
NAMES = {"Word", "HTML", "PDF"}
"""Names of programs and formats, which have no other."""


def lines(letter: Path) -> list[str]:
    return [one.text for one in docx.Document(str(letter)).paragraphs if one.text]


def numbered(letter: Path) -> list[str]:
    return [line for line in lines(letter) if NUMBERED.match(line)]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The JSON result of all samples, and the folder with the letters made from it."""
    folder = tmp_path_factory.mktemp("letters")
    result, letters = folder / "result.json", folder / "反馈"
    assert run(["check", str(SAMPLES), "--format", "json", "-o", str(result)]) == 3
    assert run(["letters", str(result), "-o", str(letters), "--by", "2027-01-15"]) == 3
    return result, letters


def test_every_organ_gets_one_letter_with_all_its_mistakes(everything: tuple[Path, Path]) -> None:
    result, folder = everything
    reports = json.loads(result.read_text(encoding="utf-8"))["reports"]
    letters = sorted(folder.iterdir())
    names = load_pack().names
    organs: dict[str, str] = {}
    for one in reports:
        organs.setdefault(names.apart(one["organ"]), one["organ"])
    assert {one.name for one in letters} == {f"{organ}反馈意见.docx" for organ in organs.values()}
    said = [line for letter in letters for line in numbered(letter)]
    asked = [mistake for one in reports for mistake in one["mistakes"] if mistake["demand"] != "ours"]
    assert len(said) == len(asked) < sum(len(one["mistakes"]) for one in reports)
    for report in reports:
        own = "\n".join(lines(folder / f"{organs[names.apart(report['organ'])]}反馈意见.docx"))
        for mistake in (one for one in report["mistakes"] if one["demand"] != "ours"):
            assert mistake["message"].rstrip("。") in own
            assert mistake["why"] in own
            assert mistake["proof"] in own


def test_the_numbers_of_the_headings_are_those_of_the_entries(everything: tuple[Path, Path]) -> None:
    for letter in everything[1].iterdir():
        counts = [int(found[1]) for line in lines(letter) if (found := re.search(r"（(\d+)处）$", line))]
        assert 0 not in counts
        assert sum(counts) == len(numbered(letter))


def test_letters_speak_chinese_and_of_no_letter_in_place_of_a_cell(everything: tuple[Path, Path]) -> None:
    for letter in everything[1].iterdir():
        assert set(ENGLISH.findall(FILE.sub("", "\n".join(lines(letter))))) <= NAMES


def test_the_deadline_is_named_where_something_is_asked_for(everything: tuple[Path, Path]) -> None:
    for letter in everything[1].iterdir():
        said = "\n".join(lines(letter))
        assert ("请于2027年1月15日前" in said) == bool(numbered(letter))
        assert ("没有发现需要更正或说明的地方" in said) == (not numbered(letter))


def test_results_and_reports_give_the_same_letters(tmp_path: Path) -> None:
    result, folders = tmp_path / "result.json", (tmp_path / "a", tmp_path / "b")
    run(["check", str(TREE), "--format", "json", "-o", str(result)])
    for source, folder in zip((TREE, result), folders, strict=True):
        assert run(["letters", str(source), "-o", str(folder), "--office", "某办"]) == 0
    first, second = (sorted(folder.iterdir()) for folder in folders)
    assert [(one.name, lines(one)) for one in first] == [(one.name, lines(one)) for one in second]


@pytest.mark.skipif(not libreoffice.is_installed(), reason="LibreOffice is not installed")
def test_libreoffice_opens_them(everything: tuple[Path, Path]) -> None:
    letters = sorted(everything[1].iterdir())[:4]
    for letter, text in zip(
        letters, libreoffice.convert([one.read_bytes() for one in letters], ".docx", "txt"), strict=True
    ):
        shown = text.decode("utf-8-sig")
        assert all(line in shown for line in lines(letter))


def test_the_letters_of_the_tree_say_what_the_summary_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["letters", str(TREE), "-o", str(tmp_path / "letters")]) == 0
    told = capsys.readouterr().err
    assert run(["summary", str(TREE), "--format", "json"]) == 0
    counted = json.loads(capsys.readouterr().out)
    assert sum(counted["mistakes"].values()) == sum(len(numbered(one)) for one in (tmp_path / "letters").iterdir())
    assert f"需要更正的 {counted['mistakes']['correct']} 处" in told
    for organ in counted["organs"]:
        assert len(numbered(tmp_path / "letters" / f"{organ['organ']}反馈意见.docx")) == sum(organ["mistakes"].values())
    assert counted["findings"][f"{Severity.ERROR}s"] == 2


def test_a_letter_that_may_have_been_worked_on_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "letters"
    assert run(["letters", str(TREE), "-o", str(folder), "--found-only"]) == 0
    assert "另" not in capsys.readouterr().out
    (letter,) = folder.iterdir()
    letter.write_bytes(b"worked on")
    assert run(["letters", str(TREE), "-o", str(folder)]) == 2
    assert [one.read_bytes() for one in folder.iterdir()] == [b"worked on"]
    assert run(["letters", str(TREE), "-o", str(folder), "--overwrite"]) == 0
    assert numbered(letter)


def test_the_office_may_replace_the_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.docx"
    assert run(["letters", str(TREE), "-o", str(tmp_path / "a"), "--save-template", str(mine)]) == 0
    assert mine.read_bytes()[:2] == shipped_template("zh")[:2]
    document = docx.Document(str(mine))
    document.paragraphs[0].text = "致{{机关}}"
    document.save(str(mine))
    assert run(["letters", str(TREE), "-o", str(tmp_path / "b"), "--template", str(mine)]) == 0
    assert lines(tmp_path / "b" / "丁区公安局反馈意见.docx")[0] == "致丁区公安局"
    document.paragraphs[0].text = "致{{机构}}"
    document.save(str(mine))
    capsys.readouterr()
    assert run(["letters", str(TREE), "-o", str(tmp_path / "c"), "--template", str(mine)]) == 2
    assert "机构" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--by", "soon"], "不是日期"),
        (["--template", "missing.docx"], "--template 的文件不存在"),
        (["-o", str(TREE / "letters")], "请另选一个文件夹"),
        (["-o", "missing/folder/letters"], "文件夹不存在"),
    ],
)
def test_wrong_usage_is_told(
    tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = [] if "-o" in options else ["-o", "letters"]
    assert run(["letters", str(TREE), *folder, *options]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_results_that_cannot_be_used_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english, broken, flat = (tmp_path / name for name in ("english.json", "broken.json", "flat.jsonl"))
    run(["check", str(TREE / "units" / "police.html"), "--format", "json", "-o", str(english), "--lang", "en"])
    broken.write_text('{"version": 1, "reports": [{}]}', encoding="utf-8")
    flat.write_text("", encoding="utf-8")
    capsys.readouterr()
    for path, words in ((english, "--lang en"), (broken, "不是 gouji check"), (flat, "--format json")):
        assert run(["letters", str(path), "-o", str(tmp_path / "letters")]) == 2
        assert words in capsys.readouterr().err
    assert run(["letters", str(english), "-o", str(tmp_path / "letters"), "--lang", "en"]) == 0
    (letter,) = (tmp_path / "letters").iterdir()
    assert "should be 0" in numbered(letter)[0]


def test_organs_without_a_name_and_with_odd_names_get_files_of_their_own(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    run(["check", str(TREE), "--format", "json", "-o", str(result)])
    document = json.loads(result.read_text(encoding="utf-8"))
    for report, organ in zip(document["reports"], (None, None, "../甲/乙", "CON"), strict=True):
        report["organ"] = organ
    result.write_text(json.dumps(document), encoding="utf-8")
    assert run(["letters", str(result), "-o", str(tmp_path / "letters")]) == 0
    names = sorted(one.name for one in (tmp_path / "letters").iterdir())
    assert len(names) == 4
    assert not any(one.startswith(".") or "/" in one for one in names)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["letters", "result.json"]
