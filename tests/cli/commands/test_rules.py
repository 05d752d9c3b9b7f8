from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from core_factory import as_html, consistent_values, official_document

from validator.cli import run
from validator.packs.pack import load_pack, shipped_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, with the rules of table three only."""
    others = [path.name for path in (shipped_pack() / "rules").iterdir() if path.name != "requests.yaml"]
    return shutil.copytree(shipped_pack(), tmp_path / "pack", ignore=shutil.ignore_patterns(*others))


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list"]) == 0
    shown = capsys.readouterr().out
    rules = load_pack().rules
    assert all(f"\n{rule.id} " in shown for rule in rules)
    assert f"共 {len(rules)} 条规则" in shown


def test_the_shipped_pack_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "check"]) == 0
    *told, last = capsys.readouterr().out.splitlines()
    assert last == f"规则包没有错误：{len(load_pack().rules)} 条规则，2 个表式"
    assert {line.partition("[")[0].rpartition(" ")[2] for line in told if not line.startswith("    ")} == {"说明"}


def test_all_faults_of_a_pack_are_told_at_once(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack / "rules" / "requests.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(
        written.replace("severity: error", "severity: eror", 1).replace("table: requests", "tabel: requests", 1),
        "utf-8",
    )
    assert run(["rules", "check", "--pack", str(pack)]) == 2
    shown = capsys.readouterr().out
    assert "不认识的词：eror；可以是：error, warning, note；是否想写“error”？" in shown
    assert "不认识的键：tabel" in shown


def test_the_examples_of_the_shipped_pack_come_out_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test"]) == 0
    assert "规则中的例子全部符合" in capsys.readouterr().out


def test_an_example_that_does_not_come_out_is_told(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack / "rules" / "requests.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("carried_out: 12}", "carried_out: 13}", 1), encoding="utf-8")
    assert run(["rules", "test", "--pack", str(pack)]) == 2
    shown = capsys.readouterr().out
    assert "requests-balance（成立的例子）: " in shown
    assert "有 1 个例子与所写的不符" in shown


def test_the_coverage_of_a_form_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--form", "annual-report-2021"]) == 0
    shown = capsys.readouterr().out
    assert "能发现，能定位，能算出正确的数：175 格" in shown
    assert "2019" not in shown


def test_the_coverage_of_all_forms_is_to_be_had_as_json(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--format", "json", "--pack", str(pack)]) == 0
    forms = json.loads(capsys.readouterr().out)["forms"]
    assert [form["form"] for form in forms] == ["annual-report-2019", "annual-report-2021"]
    assert forms[0]["cells"]["disputes.reconsideration.total"]["detected"] == "never"


def test_an_unknown_form_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "coverage", "--form", "annual-report-2012"]) == 2
    assert "annual-report-2021" in capsys.readouterr().err


# A pack that extends


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A pack of one rule that extends the shipped one."""
    folder = tmp_path / "ours"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text("id: our-office\nextends: annual-report\n", encoding="utf-8")
    (folder / "rules" / "own.yaml").write_text(
        """\
- id: our-denied
  title: {zh: 不予公开的多于办理的, en: more was denied than handled}
  table: requests
  each: column
  check: sum(denied.*) <= handled
  severity: error
  basis: 本单位的规定
  why: {zh: 例, en: an example}
  examples:
    holds: {handled: 2, denied.third_party: 1}
    violated: {handled: 1, denied.third_party: 2}
""",
        encoding="utf-8",
    )
    return folder


def test_a_pack_of_one_rule_works_with_every_command(
    ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def shown(*words: str, status: int = 0) -> str:
        assert run([*words, "--pack", str(ours)]) == status
        return capsys.readouterr().out

    rules = len(load_pack().rules) + 1
    listed = shown("rules", "list").splitlines()
    assert next(line for line in listed if line.startswith("our-denied")).split()[2] == "our-office"
    assert next(line for line in listed if line.startswith("requests-balance")).split()[2] == "annual-report"
    assert f"{rules} 条规则" in shown("rules", "check")
    assert f"{sum(len(rule.examples) for rule in load_pack().rules) + 2} 个" in shown("rules", "test")
    assert "不予公开的多于办理的" in shown("explain", "our-denied")
    assert "requests-balance" in shown("explain", "requests-balance")
    file = tmp_path / "report.html"
    form = load_pack().form("annual-report-2021")
    broken = {**consistent_values(form, 1), "requests.denied.third_party.business": "999"}
    file.write_text(as_html(official_document(form, broken)), encoding="utf-8")
    found = json.loads(shown("check", str(file), "--format", "json", status=1))["reports"][0]["findings"]
    assert ("our-denied", "business") in {(one["rule"], one["each"].get("column")) for one in found}
    assert "our-denied" in shown("check", str(file), "--format", "html", status=1)
    book = tmp_path / "found.xlsx"
    shown("check", str(file), "--sheets", "-o", str(book), status=1)
    sheets = openpyxl.load_workbook(book)
    rows = [[str(cell.value) for cell in row] for sheet in sheets for row in sheet.iter_rows()]
    assert any("our-denied" in row and any(text.startswith("=") for text in row) for row in rows)


def test_a_shipped_pack_is_known_by_its_id(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = ours / "pack.yaml"
    heading.write_text("id: our-office\ntitle: {zh: 政府信息公开工作年度报告, en: a}\n", encoding="utf-8")
    assert run(["rules", "check", "--pack", "annual-report", "--pack", str(ours)]) == 0
    assert f"{len(load_pack().rules) + 1} 条规则" in capsys.readouterr().out
    assert run(["rules", "check", "--pack", "anual-report"]) == 2
    assert "annual-report" in capsys.readouterr().err


def test_settings_name_packs_from_their_own_folder(
    ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ours / "pack.yaml").write_text("id: our-office\ntitle: {zh: 甲, en: a}\n", encoding="utf-8")
    (tmp_path / "gouji.toml").write_text('pack = ["annual-report", "ours"]\n', encoding="utf-8")
    file = tmp_path / "report.html"
    form = load_pack().form("annual-report-2021")
    file.write_text(as_html(official_document(form, consistent_values(form, 1))), encoding="utf-8")
    run(["check", str(file), "--format", "json"])
    counts = json.loads(capsys.readouterr().out)["summary"]
    run(["check", str(file), "--format", "json", "--no-config"])
    without = json.loads(capsys.readouterr().out)["summary"]
    verdicts = ("satisfied", "violated", "undetermined", "not_applicable")
    assert sum(counts[one] for one in verdicts) == sum(without[one] for one in verdicts) + 7


# What is proved, altered and learned


def test_a_contradiction_is_told_with_the_rules_and_a_counter_example(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pack / "rules" / "own.yaml"
    file.write_text(
        """\
- id: requests-many
  title: {zh: 少, en: few}
  table: requests
  each: column
  check: handled >= 5
  severity: error
  basis: 某规定
  why: {zh: 例, en: an example}
  examples: {holds: {handled: 5}, violated: {handled: 4}}
- id: requests-few
  title: {zh: 多, en: many}
  table: requests
  each: column
  check: handled <= 3
  severity: error
  basis: 某规定
  why: {zh: 例, en: an example}
  examples: {holds: {handled: 3}, violated: {handled: 4}}
""",
        encoding="utf-8",
    )
    assert run(["rules", "check", "--pack", str(pack)]) == 2
    shown = capsys.readouterr().out
    assert f"{file}:10: 错误[contradiction] “requests-few”、“requests-many” 不能同时成立" in shown
    assert "（七）总计" in shown
    assert "反例: 表三" in shown
    assert "只有“requests-few”不成立" in shown
    assert "规则包有 1 处错误" in shown
    assert run(["rules", "check", "--pack", str(pack), "--lang", "en"]) == 2
    assert "cannot hold together" in capsys.readouterr().out
    assert run(["rules", "check", "--pack", str(pack), "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["fault"] == 1
    (clash,) = (one for one in told["proofs"] if one["level"] == "fault")
    assert [one["rule"] for one in clash["rules"]] == ["requests-few", "requests-many"]
    assert list(clash["counter_example"].values()) == [5]


def test_altered_rules_and_cells_are_counted(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "mutate", "--pack", str(pack), "--form", "2021", "--made", "1"]) == 0
    shown = capsys.readouterr().out
    assert "没有例子发现的占" in shown
    assert "政府信息公开工作年度报告（2021年格式）" in shown
    report = ["--reports", str(Path(__file__).parents[3] / "samples" / "consistent-2023.txt")]
    assert run(["rules", "mutate", "--pack", str(pack), *report, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    # Of the relations none; wordings of the text stand in for each other here and there.
    assert all(one["rule"].startswith("claim-") for one in told["rules"]["unnoticed"])
    requests = [one for one in told["cells"] if one["table"] == "requests" and one["alteration"] == "plus-one"]
    assert [one["noticed"] == one["altered"] == one["corrected"] for one in requests] == [True]


def test_relations_are_learned_from_a_folder_and_from_a_flat_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["north,south,all", *(f"{at * 7 % 31},{at * 11 % 29},{at * 7 % 31 + at * 11 % 29}" for at in range(1, 90))]
    table, target = tmp_path / "figures.csv", tmp_path / "learned.yaml"
    table.write_text("\n".join(lines), encoding="utf-8")
    assert run(["rules", "learn", str(table), "-o", str(target)]) == 0
    assert "check: all = north + south" in target.read_text(encoding="utf-8")
    assert run(["rules", "learn", str(Path(__file__).parents[3] / "samples" / "tree-2023"), "--lang", "en"]) == 0
    assert "found by gouji rules learn" in capsys.readouterr().out
    table.write_text("only words\nno figures\n", encoding="utf-8")
    assert run(["rules", "learn", str(table)]) == 0
    assert "没有找到关系" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "kind"), [("check", "json"), ("read", "json"), ("read", "parquet")])
def test_relations_are_learned_from_kept_results_as_from_the_reports(
    command: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, result = str(Path(__file__).parents[3] / "samples" / "tree-2023"), tmp_path / f"kept.{kind}"
    assert run([command, folder, "--format", kind, "-o", str(result), "--quiet"]) in {0, 1}
    capsys.readouterr()
    said = []
    for source in (folder, str(result)):
        assert run(["rules", "learn", source]) == 0
        said.append([line for line in capsys.readouterr().out.splitlines() if line.startswith("  check:")])
    assert said[0]
    assert said[0] == said[1]


@pytest.mark.parametrize(("name", "content"), [("a.json", "{}"), ("a.json", "{"), ("a.parquet", "x"), ("a.txt", "x")])
def test_what_holds_no_numbers_of_reports_is_told(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run(["rules", "learn", str(tmp_path / name)]) == 2
    assert "用法有误" in capsys.readouterr().err
