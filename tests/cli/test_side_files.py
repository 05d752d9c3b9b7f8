"""Files beside the reports that are damaged, foreign or hostile: each is one clear fault with its line, no crash."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from validator.cli import run
from validator.packs.pack import shipped_pack
from validator.renderers.data.records import FINDING_FIELDS

LONG, DIGITS, DEEP = "x" * 131_073, "9" * 5000, 100_000
HEADER = ",".join(field.name for field in FINDING_FIELDS)

ORGANS = [
    ("a.csv", f"organ,parent\n甲县,{LONG}\n", 2),
    ("a.csv", f"organ,year\n甲县,2020\n乙县,{DIGITS}\n", 3),
    ("a.csv", "organ\n甲县\n乙\0县\n", 3),
    ("a.csv", "organ\n甲县\n".encode("utf-16"), 1),
    ("a.csv", b"organ\n\xff\xff\xff\n", 2),
    ("a.csv", f"{LONG}\n", 1),
    ("a.csv", "", 1),
    ("a.yaml", f"- {{organ: 甲县}}\n- {{organ: {'x' * 70_000}}}\n", 2),
    ("a.yaml", f"- {{organ: 甲县, year: {DIGITS}}}\n", 1),
    ("a.yaml", "[" * DEEP, 1),
    ("a.yaml", "- {organ: 甲县}\n- {organ: 乙\0县}\n", 2),
    ("a.yaml", b"- {organ: a}\n- {organ: \xff}\n", 2),
    ("a.yaml", "- &a [*a]\n", 1),
    ("a.yaml", "- {organ: [a], parent: {b: c}, year: null, complete: []}\n", 1),
]
SETTINGS = [
    (f"lang = 'en'\nselect = {DIGITS}\n", 2),
    (f"select = 0x{'f' * 5000}\n", 1),
    (f"[severity]\nrequests-balance = 0x{'f' * 5000}\n", 2),
    (f"[deadline]\ncounty = 0x{'f' * 5000}\n", 2),
    ("format = " + "[" * 5000 + "]" * 5000, 1),
    ("select = {a = nan, b = [inf, 1979-05-27]}\n", 1),
    ("select = ['a\0']\n", 1),
    (b"\n\xff\xfe", 2),
    ("x" * 100_000 + " = 1\n", 1),
    (f"fail-on = '{LONG}'\n", 1),
]
BASELINES = [
    (f"waivers:\n  - {{fingerprint: 0123456789abcdef, reason: a, year: {DIGITS}}}\n", 2),
    ("waivers:\n  - {fingerprint: [], reason: {a: b}, until: [1], year: -1}\n", 2),
    ("waivers: {a: b}\n", 1),
    ("[1, 2]", 1),
    ("waivers:\n  - {fingerprint: 0123456789abcdef, reason: a, until: 99999-99-99}\n", 2),
]
PACKS = [
    ("forms/annual-report-2019.yaml", "rows:", "rows: []\n    more:", "empty"),
    ("deadlines.yaml", "department: 01-31", f"department: {DIGITS}", "wrong type"),
    ("organs.yaml", "noise:", "noise:\n    - a{" + DIGITS + "}", "not a regular expression"),
    ("organs.yaml", "noise:", "noise:\n    - " + "(" * 3000 + ")" * 3000, "not a regular expression"),
    ("organs.yaml", "noise:", "noise:\n    - '[[a]'", "not a regular expression"),
    ("wordings.yaml", "words:", "words:\n  aa: '{bb}{bb}'\n  bb: '{aa}{aa}'", "not a regular expression"),
]
CHECKS = [
    "-" * 2000 + "new = handled",
    "(" * 2000 + "new" + ")" * 2000 + " = handled",
    f"new = {DIGITS} * handled",
    f"new = {'y' * 60_000}",
    "new + = handled\0",
    "",
]
RESULTS = [
    ("a.jsonl", '{"kind": "report", "path": "a", "organ": null, "year": Infinity, "rule": null, "severity": null}', 1),
    ("a.jsonl", "\n" + "[" * DEEP, 2),
    ("a.jsonl", f'{{"kind": {DIGITS}}}', 1),
    ("a.jsonl", b"\xff\xfe{}", 1),
    ("a.csv", "kind,path,organ,year,rule,severity\nreport,a,,,,\n", 1),
    ("a.csv", f"{HEADER}\nreport,a,b,1e999999\n", 2),
    ("a.csv", f"{HEADER}\nreport,a,b,2020,,,,,,,,,,,,,,,１，２３４\n", 2),
    ("a.csv", f"{HEADER}\nreport\n", 2),
    ("a.csv", f"{HEADER}\n{LONG}{LONG}\n", 2),
    ("a.csv", "姓名,年龄\n甲,3\n".encode("gb18030"), 1),
    ("a.parquet", b"PAR1 no parquet at all PAR1", 1),
]


def record(**values: object) -> str:
    known = {"kind": "report", "path": "a", "organ": None, "year": 2020, "rule": None, "severity": None, "errors": 0}
    return json.dumps({**known, **values})


WRONG_VALUES: dict[str, tuple[object, ...]] = {
    "kind": ("other", 1, None, ["report"]),
    "path": (None, 3),
    "organ": (3, {}),
    "year": ("2020", {}, 1.5, True, 10**30, float("nan")),
    "errors": ("1", {}, -0.5, float("inf")),
}
RESULTS += [
    ("a.jsonl", record() + "\n" + record(**{key: value}), 2) for key, values in WRONG_VALUES.items() for value in values
] + [("a.jsonl", record(kind="finding", severity="fatal", rule="a"), 1), ("a.jsonl", record(kind="finding"), 1)]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and what is said, in either language; both have no trace of the program in them."""
    codes, said = [], []
    for language in ("zh", "en"):
        codes.append(run([*arguments, "--lang", language]))
        output = capsys.readouterr()
        said.append(output.err + output.out)
    assert codes[0] == codes[1]
    assert "Traceback" not in "".join(said)
    assert all(len(line) < 2000 for text in said for line in text.splitlines())
    assert "\0" not in "".join(said)
    return codes[0], said[1]


def is_told(path: Path, line: int, said: str) -> bool:
    """Whether a fault is told with its line; that of a YAML file has a column as well."""
    return re.search(rf"{re.escape(str(path))}:{line}(?::[0-9]+)?: ", said) is not None


@pytest.mark.parametrize(("name", "content", "line"), ORGANS)
@pytest.mark.parametrize("option", ["--organs", "--units"])
def test_lists_of_organs(
    sound: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
    name: str,
    content: str | bytes,
    line: int,
) -> None:
    path = written(tmp_path / name, content)
    code, said = told(["check", str(sound), option, str(path)], capsys)
    assert (code, is_told(path, line, said)) == (2, True)


@pytest.mark.parametrize(("content", "line"), SETTINGS)
def test_settings(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, line: int
) -> None:
    path = written(tmp_path / "gouji.toml", content)
    code, said = told(["check", str(sound)], capsys)
    assert (code, is_told(path, line, said)) == (2, True)


@pytest.mark.parametrize(("content", "line"), BASELINES)
def test_baselines(sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, line: int) -> None:
    path = written(tmp_path / "accepted.yaml", content)
    code, said = told(["check", str(sound), "--baseline", str(path)], capsys)
    assert (code, is_told(path, line, said)) == (2, True)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(shipped_pack(), tmp_path / "pack")


@pytest.mark.parametrize(("name", "old", "new", "problem"), PACKS)
def test_packs(pack: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, problem: str) -> None:
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = told(["rules", "check", "--pack", str(pack)], capsys)
    assert code == 2
    assert f": {problem}" in said
    assert f"{pack / name}:" in said


@pytest.mark.parametrize("check", CHECKS)
def test_expressions(pack: Path, capsys: pytest.CaptureFixture[str], check: str) -> None:
    path = next((pack / "rules").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    (line,) = [one for one in text.splitlines() if one.startswith("  check: ")][:1]
    path.write_text(text.replace(line, f"  check: {json.dumps(check)}", 1), encoding="utf-8")
    code, said = told(["rules", "check", "--pack", str(pack)], capsys)
    assert (code, f"{path}:" in said) == (2, True)


@pytest.mark.parametrize(("name", "content", "line"), RESULTS)
def test_results_for_a_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, line: int
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    path = written(tmp_path / name, content)
    code, said = told(["summary", str(path)], capsys)
    assert (code, is_told(path, line, said)) == (2, True)


def test_joined_csv_results_may_have_their_header_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = f"\ufeff{HEADER}\nreport,a,甲县,2020,annual-report-2019{',' * 14}0\n"
    path = written(tmp_path / "a.csv", one + one)
    assert run(["summary", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"] == 2


@pytest.fixture
def result(wrong: Path, tmp_path: Path) -> Path:
    path = tmp_path / "result.json"
    assert run(["check", str(wrong), "--format", "json", "--output", str(path)]) == 1
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version": 1', '"version": 2'),
        ('"form": "annual-report-2021"', '"form": "annual-report-1999"'),
        ('"year": 2023', '"year": 1e999999999'),
        ('"year": 2023', f'"year": {DIGITS}'),
        ('"year": 2023', '"year": {}'),
        ('"organ": "甲县人民政府"', '"organ": 3'),
        ('"severity": "error"', '"severity": "fatal"'),
        ('"residual": ', '"residual": NaN, "x": '),
        ('"side": "left"', '"side": "up"'),
        ('"each": {', '"each": {"page": "1", '),
        ('"reading": "read"', '"reading": []'),
        ('"cells": {', '"cells": [], "x": {'),
        ('"findings": [', '"findings": null, "x": ['),
    ],
)
def test_results_to_compare(result: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> None:
    text = result.read_text(encoding="utf-8")
    assert old in text
    number = text[: text.index(old)].count("\n") + 1
    written(result, text.replace(old, new, 1))
    code, said = told(["compare", str(result), str(result)], capsys)
    assert (code, f"(line {number}, " in said) == (3, True)


@pytest.mark.parametrize("content", ["[" * DEEP, '{"version": 1, "reports": [{"path": ', b'{"\x80'])
def test_what_is_no_json_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes
) -> None:
    path = written(tmp_path / "a.json", content)
    assert told(["compare", str(path), str(path)], capsys)[0] == 3
