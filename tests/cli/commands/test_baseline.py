from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from validator.checking.decisions.baseline import read_baseline
from validator.cli import run

MakeReport = Callable[..., Path]


def found(
    path: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    """Exit code, and rule and place of each finding."""
    capsys.readouterr()
    code = run(["check", str(path), "--format", "json", *options])
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    return code, [(one["rule"], one["each"]) for one in report["findings"]]


def test_write_then_clean_then_a_changed_number_brings_exactly_its_finding_back(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before = found(wrong, capsys)
    assert len(before) == 2
    assert run(["baseline", "write", str(wrong), "--reason", "已说明", "--who", "甲", "--until", "2999-12-31"]) == 0
    assert found(wrong, capsys) == (0, [])
    assert run(["check", str(wrong)]) == 0
    assert "2 处已豁免" in capsys.readouterr().out
    # One research request granted more than stands in the totals: one column and one row fail.
    text = wrong.read_text(encoding="utf-8")
    row = re.search(r"<tr><td>（一）予以公开.*?</tr>", text)
    assert row is not None
    wrong.write_text(text.replace(row[0], row[0].replace("<td>3</td>", "<td>4</td>")), encoding="utf-8")
    assert found(wrong, capsys) == (
        1,
        [("requests-handled-sum", {"column": "research"}), ("requests-row-total", {"row": "granted"})],
    )


def test_a_number_of_an_accepted_finding_that_changes_brings_that_finding_back(
    make_report: MakeReport, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_report("a.html", carried_out=(10, 0, 0, 0, 0, 0, 12))
    run(["baseline", "write", str(path), "--reason", "已说明"])
    make_report("a.html", carried_out=(9, 0, 0, 0, 0, 0, 12))
    code, rules = found(path, capsys, "--select", "requests-row-total", "--select", "waiver-*")
    assert (code, rules) == (1, [("requests-row-total", {"row": "carried_out"})])


def test_a_path_is_told_as_it_was_given(
    wrong: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wrong.parent.parent)
    seen = wrong.relative_to(wrong.parent.parent)
    for command in ("write", "update"):
        assert run(["baseline", command, str(seen), "--reason", "已说明"]) == 0
        assert capsys.readouterr().err.startswith(f"已写入 {seen.parent / 'gouji-baseline.yaml'}：")
    run(["baseline", "show", str(seen)])
    assert capsys.readouterr().out.startswith(f"{seen.parent / 'gouji-baseline.yaml'}：2 条豁免")
    run(["check", str(seen)])
    assert f"豁免文件: {seen.parent / 'gouji-baseline.yaml'}（" in capsys.readouterr().out


def test_update_drops_what_is_settled_and_keeps_the_reasons(
    make_report: MakeReport, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_report("a.html", carried_out=(10, 0, 0, 0, 0, 0, 12), partial=(21, 0, 0, 0, 0, 0, 20))
    run(["baseline", "write", str(path), "--reason", "已说明", "--who", "甲"])
    file = path.with_name("gouji-baseline.yaml")
    count = len(read_baseline(file))
    file.write_text(file.read_text(encoding="utf-8").replace("已说明", "上年已向上级说明", 1), encoding="utf-8")
    make_report("a.html", carried_out=(10, 0, 0, 0, 0, 0, 12))
    code, rules = found(path, capsys, "--fail-on", "warning")
    assert code == 1
    assert {rule for rule, _ in rules} == {"waiver-unused"}
    assert run(["baseline", "update", str(path)]) == 0
    assert "新增 0 条" in capsys.readouterr().err
    left = read_baseline(file)
    assert 0 < len(left) < count
    assert {one.who for one in left} == {"甲"}
    assert any(one.reason == "上年已向上级说明" for one in left)
    assert found(path, capsys, "--fail-on", "warning") == (0, [])


def test_update_adds_only_with_a_reason(make_report: MakeReport, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_report("a.html")
    run(["baseline", "write", str(path), "--reason", "暂无"])
    make_report("a.html", carried_out=(10, 0, 0, 0, 0, 0, 12))
    assert run(["baseline", "update", str(path)]) == 0
    assert "未豁免 2 条" in capsys.readouterr().err
    assert found(path, capsys)[0] == 1
    assert run(["baseline", "update", str(path), "--reason", "已说明"]) == 0
    assert found(path, capsys) == (0, [])


def test_update_keeps_what_is_accepted_of_reports_that_are_not_looked_at(
    make_report: MakeReport, wrong: Path, tmp_path: Path
) -> None:
    run(["baseline", "write", str(wrong), "--reason", "已说明"])
    other = tmp_path / "other" / "b.html"
    other.parent.mkdir()
    other.write_text(make_report("c.html").read_text(encoding="utf-8").replace("甲县", "乙县"), encoding="utf-8")
    assert run(["baseline", "update", str(other)]) == 0
    assert len(read_baseline(tmp_path / "gouji-baseline.yaml")) == 2


def test_an_expired_waiver_is_told_with_its_finding(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline", "write", str(wrong), "--reason", "已说明", "--until", "2020-01-01"])
    code, rules = found(wrong, capsys)
    assert code == 1
    assert [rule for rule, _ in rules].count("waiver-expired") == 2
    assert len(rules) == 4
    run(["check", str(wrong)])
    assert "已于 2020-01-01 到期" in capsys.readouterr().out


def test_waivers_can_be_left_aside_or_taken_from_elsewhere(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "accepted.yaml"
    run(["baseline", "write", str(wrong), "--reason", "已说明", "--baseline", str(elsewhere)])
    assert found(wrong, capsys)[0] == 1
    assert found(wrong, capsys, "--baseline", str(elsewhere)) == (0, [])
    elsewhere.rename(tmp_path / "gouji-baseline.yaml")
    assert found(wrong, capsys) == (0, [])
    assert found(wrong, capsys, "--baseline", "none")[0] == 1
    assert run(["check", str(wrong), "--baseline", str(elsewhere)]) == 2


def test_show_lists_decisions(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline", "write", str(wrong), "--reason", "已说明", "--who", "甲", "--until", "2020-01-01"])
    assert run(["baseline", "show", str(wrong)]) == 0
    shown = capsys.readouterr().out
    assert "requests-balance 甲县人民政府 2023，表三，列“自然人”" in shown
    assert "理由：已说明；由谁：甲；期限：2020-01-01（已到期）" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["write", "{wrong}"], "--reason"),
        (["write", "{wrong}", "--reason", "a", "--until", "soon"], "不是日期"),
        (["update", "{wrong}"], "没有找到豁免文件"),
        (["show", "{wrong}"], "没有找到豁免文件"),
        (["write", "{wrong}", "--reason", "a", "--baseline", "{wrong}"], "没有写入"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], words: str, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", *(one.format(wrong=wrong) for one in arguments)]) == 2
    assert words in capsys.readouterr().err


def test_decisions_are_not_overwritten(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline", "write", str(wrong), "--reason", "已说明"])
    assert run(["baseline", "write", str(wrong), "--reason", "别的"]) == 2
    assert "已经存在" in capsys.readouterr().err


def test_a_broken_file_stops_the_run(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong.with_name("gouji-baseline.yaml").write_text("waiver: []\n", encoding="utf-8")
    assert run(["check", str(wrong)]) == 2
    assert "gouji-baseline.yaml:1:1: 不认识的键：waiver" in capsys.readouterr().err
