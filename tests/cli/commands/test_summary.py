from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from validator.cli import run
from validator.cli.commands.summary import _add_results
from validator.renderers.data.lines import csv_header, csv_lines, json_lines
from validator.renderers.data.records import FINDING_FIELDS
from validator.renderers.overview.counts import Overview

SAMPLES = Path(__file__).parents[3] / "samples"
Row = tuple[str | int | None, ...]


def record(**values: str | int) -> Row:
    return tuple(values.get(field.name) for field in FINDING_FIELDS)


def report(organ: str, year: int, *rules: str) -> list[Row]:
    path = f"{organ}{year}.html"
    about: dict[str, str | int] = {"path": path, "organ": organ, "year": year}
    return [
        record(kind="report", errors=len(rules), warnings=0, notes=0, **about),
        *(record(kind="finding", rule=rule, severity="error", verdict="violated", **about) for rule in rules),
    ]


RECORDS = [
    *report("甲县教育局", 2022, "requests-row-total", "requests-row-total", "requests-balance"),
    *report("甲县教育局", 2023),
    *report("乙市", 2023, "requests-balance"),
    record(kind="unreadable", path="x.html", message="..."),
]


@pytest.fixture
def results(tmp_path: Path) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        pa = pytest.importorskip("pyarrow")
        path = tmp_path / f"results.{name}"
        text = json_lines(RECORDS, FINDING_FIELDS)
        if name == "csv":
            text = "\ufeff" + csv_header(FINDING_FIELDS) + csv_lines(RECORDS, FINDING_FIELDS)
        if name == "parquet":
            from validator.renderers.data.parquet import write_parquet

            assert pa is not None
            write_parquet(text.splitlines(), FINDING_FIELDS, path)
        else:
            path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_the_counts_are_the_same_from_every_format(
    results: Callable[[str], Path], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["summary", str(results(name)), "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["reports"], told["reports_with_errors"], told["unreadable"]) == (3, 2, 1)
    assert told["findings"] == {"errors": 4, "warnings": 0, "notes": 0}
    assert [(rule["rule"], rule["reports"], rule["errors"]) for rule in told["rules"]] == [
        ("requests-balance", 2, 2),
        ("requests-row-total", 1, 2),
    ]
    assert [(one["organ"], one["reports"], one["reports_with_errors"]) for one in told["organs"]] == [
        ("甲县教育局", 2, 1),
        ("乙市", 1, 1),
    ]
    assert [(one["year"], one["reports"], one["errors"]) for one in told["years"]] == [(2022, 1, 3), (2023, 2, 1)]


def test_people_see_tables_with_bars(results: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    run(["summary", str(results("jsonl")), "--top", "1"])
    assert capsys.readouterr().out == (
        "年报 3 份，其中 2 份（67%）有错误，另有 1 份无法读取；共有错误 4 处，提示 0 处，说明 0 处\n"
        "\n"
        "哪些关系不成立（涉及的年报数）\n"
        "                               份数                               错误     提示     说明\n"
        "  requests-balance         2/3  67%  ################                2        0        0\n"
        "  ……另有 1 行，用 --top 可以显示更多\n"
        "  requests-balance: 新收与上年结转之和，不等于办理总计与结转下年度之和\n"
        "\n"
        "哪些机关（有错误的年报数）\n"
        "                         份数                               错误     提示     说明\n"
        "  甲县教育局         1/2  50%  ############                    3        0        0\n"
        "  ……另有 1 行，用 --top 可以显示更多\n"
        "\n"
        "哪些年度（有错误的年报数）\n"
        "                   份数                               错误     提示     说明\n"
        "  2022         1/1 100%  ########################        3        0        0\n"
        "  2023         1/2  50%  ############                    1        0        0\n"
        "\n"
        "无法读取的文件\n"
        "  x.html\n"
    )


def test_files_that_could_not_be_read_are_named(
    results: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["summary", str(results("jsonl"))]) == 3
    assert capsys.readouterr().out.endswith("无法读取的文件\n  x.html\n")


def test_of_many_files_that_could_not_be_read_the_first_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("nothing", encoding="utf-8")
    assert run(["summary", str(tmp_path), "--top", "2", "--lang", "en"]) == 3
    *_, heading, first, second, more = capsys.readouterr().out.splitlines()
    assert heading == "files that could not be read"
    assert [Path(first.strip()).name, Path(second.strip()).name] == ["0.txt", "1.txt"]
    assert more == "  ... 2 more; --top shows them"


def test_reports_are_checked_first(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", str(wrong), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"]["errors"] == 2


@pytest.mark.parametrize("content", ["not json\n", '{"a": 1}\n', "[1]\n"])
def test_a_file_without_results_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf-8")
    assert run(["summary", str(path)]) == 2
    assert "不是 gouji check 的结果" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--top", "0"], ["--format", "x"], ["--workers", "-1"]])
def test_wrong_usage_is_told(tmp_path: Path, options: list[str]) -> None:
    assert run(["summary", str(tmp_path), *options]) == 2


def test_results_that_are_missing_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", str(tmp_path / "no.jsonl")]) == 2
    assert "no.jsonl" in capsys.readouterr().err


def test_results_are_added_file_by_file(results: Callable[[str], Path]) -> None:
    overview = Overview()
    for name in ("jsonl", "csv"):
        _add_results(overview, str(results(name)))
    assert (overview.reports, overview.unreadable) == (6, 2)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample tree as JSON lines and as one JSON document."""
    folder = tmp_path_factory.mktemp("tree")
    for kind in ("json", "jsonl"):
        run(["check", str(SAMPLES / "tree-2023"), "--format", kind, "-o", str(folder / f"tree.{kind}")])
    return folder


def test_one_document_counts_as_its_lines_do(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for kind in ("json", "jsonl"):
        assert run(["summary", str(tree / f"tree.{kind}"), "--format", "json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert told[0]["mistakes"] == {"correct": 1, "explain": 0, "original": 0, "ours": 0}
    assert [one["mistakes"]["correct"] for one in told[0]["organs"]] == [1, 0, 0, 0]


def test_what_others_say_of_a_report_counts_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = []
    for kind in ("json", "jsonl"):
        results.append(tmp_path / f"chain.{kind}")
        run(["check", str(SAMPLES / "chain-2021-2023"), "--format", kind, "-o", str(results[-1])])
    capsys.readouterr()
    counted = []
    for result in results:
        run(["summary", str(result), "--format", "json"])
        counted.append(json.loads(capsys.readouterr().out)["mistakes"])
    assert counted[0] == counted[1]
    assert counted[0]["correct"] > 0


@pytest.mark.parametrize("kind", ["html", "xlsx", "csv"])
def test_a_round_is_told_with_who_is_missing(
    tree: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, target = tmp_path / "list.csv", tmp_path / f"round.{kind}"
    listed.write_text("机关,日期\n丁区公安局,2000-01-01\n丁区司法局,2000-01-01\n", encoding="gb18030")
    options = ["-o", str(target), "--expected", str(listed)]
    assert run(["summary", str(tree / "tree.json"), *options, "--format", "json"]) == 2
    assert run(["summary", str(tree / "tree.json"), *options]) == 0
    data = target.read_bytes()
    if kind == "xlsx":
        data = b"".join(part.encode() for part in _texts(data))
    assert all(word.encode() in data for word in ("丁区司法局", "逾期未报", "丁区公安局"))
    capsys.readouterr()
    assert run(["summary", str(tree / "tree.jsonl"), *options]) == 2
    assert "gouji check --format json" in capsys.readouterr().err


def _texts(data: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(data))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_counts_say_who_is_missing_as_well(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("organ,level\n丁区公安局,区\n丁区司法局,区\n", encoding="utf-8")
    for result in ("tree.json", "tree.jsonl"):
        assert run(["summary", str(tree / result), "--expected", str(listed), "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)["expected"]
        assert [(one["organ"], one["state"]) for one in told["organs"]] == [
            ("丁区司法局", "missing"),
            ("丁区公安局", "submitted"),
        ]
        assert told["not_listed"] == ["丁区", "丁区教育局", "丁区民政局"]
    assert run(["summary", str(tree / "tree.jsonl"), "--expected", str(listed)]) == 0
    assert "  丁区司法局，区，未报送\n" in capsys.readouterr().out


def test_a_list_that_is_no_list_is_told(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "list.csv"
    assert run(["summary", str(tree / "tree.json"), "--expected", str(listed)]) == 2
    assert "--expected" in capsys.readouterr().err
    listed.write_text("单位\n甲\n", encoding="utf-8")
    assert run(["summary", str(tree / "tree.json"), "--expected", str(listed)]) == 2
    assert "单位" in capsys.readouterr().err


def test_no_rule_of_foreign_results_colours_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = tmp_path / "results.jsonl"
    results.write_text(json_lines(report("甲县教育局", 2022, "\x1b[31mrule"), FINDING_FIELDS), encoding="utf-8")
    assert run(["summary", str(results)]) == 0
    shown = capsys.readouterr().out
    assert "rule" in shown
    assert "\x1b" not in shown
