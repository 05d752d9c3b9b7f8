from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from validator.cli import run

SAMPLES = Path(__file__).parents[3] / "samples"


def test_what_became_of_the_findings(sound: Path, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(wrong), str(sound)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "新出现 0，仍然存在 0，已解决 2，无法再判定 0"
    assert run(["compare", str(sound), str(wrong), "--lang", "en"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "new 2, still there 0, settled 0, no longer decidable 0"


def test_what_was_there_before_does_not_fail_the_run(wrong: Path) -> None:
    assert run(["compare", str(wrong), str(wrong)]) == 0


def test_an_earlier_result_stands_for_its_report(
    sound: Path, wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = tmp_path / "result.json"
    run(["check", str(wrong), "--format", "json", "--output", str(result)])
    capsys.readouterr()
    assert run(["compare", str(result), str(sound), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"] == {
        "new": 0,
        "still_there": 0,
        "settled": 2,
        "undecidable": 0,
    }


def earlier(report: Path, name: str, *options: str) -> Path:
    """The result of an earlier run, written to a file beside the report."""
    target = report.with_name(name)
    run(["check", str(report), "--format", "json", "--output", str(target), *options])
    return target


@pytest.mark.parametrize("name", ["result.json", "result.JSON", "result.out"])
def test_earlier_results_stand_on_either_side(
    sound: Path, wrong: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = earlier(wrong, f"wrong-{name}"), earlier(sound, f"sound-{name}")
    capsys.readouterr()
    shown = []
    for paths in ((wrong, sound), (old, sound), (wrong, new), (old, new)):
        assert run(["compare", *map(str, paths)]) == 0
        shown.append(capsys.readouterr().out.replace(str(old), str(wrong)).replace(str(new), str(sound)))
    assert shown[0].splitlines()[-1] == "新出现 0，仍然存在 0，已解决 2，无法再判定 0"
    assert len(set(shown)) == 1


def test_an_earlier_result_comes_on_standard_input(
    sound: Path, wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for old in (earlier(wrong, "wrong.json"), wrong):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(old.read_bytes()))))
        capsys.readouterr()
        assert run(["compare", "-", str(sound)]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "新出现 0，仍然存在 0，已解决 2，无法再判定 0"


def test_numbers_of_the_text_are_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = tmp_path / "misquoted.html"
    sample.write_bytes((SAMPLES / "misquoted-2023.html").read_bytes())
    result = earlier(sample, "old.json")
    capsys.readouterr()
    assert run(["compare", str(result), str(result)]) == 0
    told = capsys.readouterr().out
    assert run(["compare", str(sample), str(sample)]) == 0
    assert told.replace("old.json", "misquoted.html") == capsys.readouterr().out
    assert told.count("：正文写的是") == 4


def test_what_an_earlier_run_had_accepted_is_no_news(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "write", str(wrong), "--reason", "已说明", "--who", "甲", "--until", "2099-12-31"]) == 0
    result = earlier(wrong, "old.json")
    document = json.loads(result.read_text(encoding="utf-8"))
    assert document["summary"]["waived"] == len(document["reports"][0]["waived"]) == 2
    assert document["reports"][0]["findings"] == []
    first = document["reports"][0]["waived"][0]
    assert (first["reason"], first["who"], first["until"]) == ("已说明", "甲", "2099-12-31")
    assert first["finding"]["rule"] == "requests-balance"
    capsys.readouterr()
    assert run(["compare", str(result), str(wrong)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "新出现 0，仍然存在 2，已解决 0，无法再判定 0"


def test_what_cannot_be_read_is_told(wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "result.json"
    broken.write_text("{}", encoding="utf-8")
    assert run(["compare", str(broken), str(wrong)]) == 3
    assert "gouji check --format json" in capsys.readouterr().err
    assert run(["compare", str(tmp_path / "missing.docx"), str(wrong)]) == 3


def test_the_comparison_goes_into_a_file(sound: Path, wrong: Path, tmp_path: Path) -> None:
    target = tmp_path / "changes.txt"
    assert run(["compare", str(wrong), str(sound), "-o", str(target)]) == 0
    assert "已解决 1 处" in target.read_text(encoding="utf-8")
    assert run(["compare", str(wrong), str(sound), "-o", str(wrong)]) == 2


@pytest.fixture
def rounds(tmp_path: Path) -> tuple[Path, Path]:
    """A tree as it came in first, and once it is put right; one report is not sent again."""
    first, second = tmp_path / "第一轮", tmp_path / "第二轮"
    for folder in (first, second):
        shutil.copytree(SAMPLES / "tree-2023", folder)
    police = second / "units" / "police.html"
    page = BeautifulSoup(police.read_text(encoding="utf-8"), "html.parser")
    row = next(one for one in page.find_all("tr") if "不掌握" in one.get_text())
    cell = next(one for one in row.find_all("td") if one.get_text(strip=True) == "4")
    cell.string = "0"
    police.write_text(str(page), encoding="utf-8")
    (second / "units" / "welfare.html").unlink()
    return first, second


def test_a_resubmission_is_proved_organ_by_organ(
    rounds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = []
    for folder in rounds:
        results.append(tmp_path / f"{folder.name}.json")
        run(["check", str(folder), "--format", "json", "-o", str(results[-1])])
    capsys.readouterr()
    shown = []
    for old, new in (rounds, results):
        assert run(["compare", str(old), str(new), "--format", "json"]) == 0
        shown.append(json.loads(capsys.readouterr().out))
    assert shown[0] == shown[1]
    assert shown[0]["mistakes"] == {"new": 0, "still_there": 0, "settled": 1, "undecidable": 0}
    assert {one["organ"]: (one["settled"], one["not_again"]) for one in shown[0]["organs"]} == {
        "丁区": (0, 0),
        "丁区教育局": (0, 0),
        "丁区公安局": (1, 0),
        "丁区民政局": (0, 1),
    }


def test_changes_are_told_in_words_and_without_letters(
    rounds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *map(str, rounds)]) == 0
    told = capsys.readouterr().out
    assert "差错：表三“（四）1.本机关不掌握相关政府信息”行“自然人”列：填的是 4，应为 0" in told
    assert "丁区公安局：新出现 0，仍然存在 0，已解决 1，无法再判定 0" in told
    assert "丁区民政局：" in told
    assert "有 1 份没有重新报送" in told
    assert "差错：新出现 0，仍然存在 0，已解决 1，无法再判定 0" in told
