"""A pack for another form, with its own tables, column of totals and units, is YAML alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from validator.cli import run
from validator.engine.authoring.pack_examples import run_examples
from validator.packs.pack import load_pack

PACK = """\
id: fishing-fleet
title: {zh: 渔船安全检查统计, en: Statistics of fishing boat inspections}
example_organ: 甲渔港
"""
FORM = """\
id: fishing-fleet-2030
title: {zh: 渔船安全检查统计表, en: Inspections of fishing boats}
first_year: 2030
basis: 某渔港章程
unit: 艘
sections:
  - {number: 一, title: {zh: 船队概况, en: The fleet}, keywords: [船队概况], anew: true}
tables:
  - name: boats
    number: 船表一
    title: {zh: 检查船只, en: Boats}
    columns:
      - {name: wood, title: {zh: 木质船, en: wooden}}
      - {name: steel, title: {zh: 钢质船, en: steel}}
      - {name: fleet, title: {zh: 全队, en: whole fleet}, total: true}
    rows:
      - {name: in_port, title: {zh: 在港停泊, en: in port}}
      - {name: at_sea, title: {zh: 出海作业, en: at sea}}
      - {name: registered, title: {zh: 登记在册, en: registered}}
  - name: catch
    number: 船表二
    title: {zh: 渔获, en: Catch}
    columns:
      - {name: weight, title: {zh: 渔获重量, en: weight}, unit: 吨, decimals: 1}
    rows:
      - {name: landed, title: {zh: 上岸渔获, en: landed}}
      - {name: sold, title: {zh: 售出渔获, en: sold}}
"""
RULES = """\
- id: boats-fleet
  title: {zh: 全队不等于各种船之和, en: the fleet is not the sum of its boats}
  table: boats
  each: row
  check: fleet = wood + steel
  severity: error
  basis: 某渔港章程
  why: {zh: 船只分木质和钢质, en: boats are of wood or steel}
  examples:
    holds: {wood: 3艘, steel: 4, fleet: 7}
    violated: {wood: 3, steel: 4, fleet: 8}
- id: boats-registered
  title: {zh: 登记在册不等于在港加出海, en: the registered boats are not those in port and at sea}
  table: boats
  each: column
  check: registered = in_port + at_sea
  severity: error
  basis: 某渔港章程
  why: {zh: 船不在港就在海上, en: a boat is in port or at sea}
  examples:
    holds: {registered: 7, in_port: 3, at_sea: 4}
    violated: {registered: 7, in_port: 3, at_sea: 3}
- id: catch-sold
  title: {zh: 售出的多于上岸的, en: more was sold than landed}
  check: catch.sold.weight <= catch.landed.weight
  severity: error
  basis: 某渔港章程
  why: {zh: 卖的都是上岸的, en: only what was landed is sold}
  examples:
    holds: {catch.sold.weight: 12.5吨, catch.landed.weight: 30吨}
    violated: {catch.sold.weight: 40.5, catch.landed.weight: 30}
- id: unit-mismatch
  title: {zh: 单位不对, en: another unit}
  observe: unit-mismatch
  severity: error
  basis: 某渔港章程
  why: {zh: 船以艘计，渔获以吨计, en: boats are counted and catches weighed}
  examples:
    holds: {catch.sold.weight: 3吨}
    violated: {catch.sold.weight: 3艘}
- id: total-blank
  title: {zh: 全队没有填, en: the fleet is blank}
  observe: total-blank
  severity: warning
  basis: 某渔港章程
  why: {zh: 应当填写, en: it is to be filled in}
  examples:
    holds: {boats.in_port.wood: 3, boats.in_port.fleet: 3}
    violated: {boats.in_port.wood: 3, boats.in_port.fleet: null}
"""
CLAIMS = """\
- id: claim-boats
  title: {zh: 正文的船数与表不同, en: the text gives another number of boats}
  severity: warning
  basis: 某渔港章程
  why: {zh: 说的是同一批船, en: these are the same boats}
  claim:
    patterns: ['登记渔船{n}']
    against: [boats.registered.fleet]
  examples:
    holds: {text: 登记渔船9艘。, boats.registered.fleet: 9}
    violated: {text: 登记渔船9艘。, boats.registered.fleet: 8}
"""
FILES = {
    "pack.yaml": PACK,
    "forms/2030.yaml": FORM,
    "rules/boats.yaml": RULES,
    "claims/boats.yaml": CLAIMS,
    "wordings.yaml": "numbers: {units: [艘], before: [不到]}\n",
    "refusals.yaml": "no_tables: {reason: {zh: 没有船表, en: no boats}, hint: {zh: 找渔港, en: ask the port}}\n",
}

REPORT = """\
<meta charset="utf-8"><h1>甲渔港2030年渔船安全检查统计</h1>
<p>一、船队概况</p><p>登记渔船{said}艘。</p>
<table>
<tr><td>检查船只</td><td>木质船</td><td>钢质船</td><td>全队</td></tr>
<tr><td>在港停泊</td><td>3艘</td><td>4艘</td><td>{in_port}</td></tr>
<tr><td>出海作业</td><td>1</td><td>1</td><td>2 艘</td></tr>
<tr><td>登记在册</td><td>4</td><td>5</td><td>9艘</td></tr>
</table>
<table>
<tr><td>渔获</td><td>渔获重量（吨）</td></tr>
<tr><td>上岸渔获</td><td>30.5吨</td></tr><tr><td>售出渔获</td><td>{sold}</td></tr>
</table>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "pack"


def test_its_examples_come_out_as_written(folder: Path) -> None:
    assert run_examples(load_pack(folder), date(2024, 6, 1)) == ()


@pytest.mark.parametrize(
    ("printed", "rules"),
    [
        ({}, []),
        ({"in_port": "8艘"}, ["boats-fleet", "boats-registered"]),
        ({"in_port": ""}, ["total-blank"]),
        ({"said": "12"}, ["claim-boats"]),
        ({"said": "不到10"}, []),
        ({"sold": "41吨"}, ["catch-sold"]),
        ({"sold": "41艘"}, ["unit-mismatch"]),
    ],
)
def test_a_report_on_it_is_checked_from_end_to_end(
    folder: Path, capsys: pytest.CaptureFixture[str], printed: dict[str, str], rules: list[str]
) -> None:
    file = folder.parent / "report.html"
    texts = {"in_port": "7", "said": "9", "sold": "12.5吨", **printed}
    file.write_text(REPORT.format(**texts), encoding="utf-8")
    status = run(["check", str(file), "--pack", str(folder), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert sorted({one["rule"] for one in report["findings"]}) == rules
    assert report["form"] == "fishing-fleet-2030"
    assert status == (1 if {"boats-fleet", "catch-sold", "unit-mismatch"} & set(rules) else 0)


def test_what_is_shown_of_it_has_its_words_and_units(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder.parent / "report.html"
    file.write_text(REPORT.format(in_port="8艘", said="9", sold="41吨"), encoding="utf-8")
    run(["check", str(file), "--pack", str(folder), "--lang", "zh"])
    told = capsys.readouterr().out
    for words in ("全队", "木质船", "售出渔获", "船表二（吨）", "船表一（艘）"):
        assert words in told
    assert "件" not in told.replace("文件", "")


def test_another_document_is_told_what_the_pack_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder.parent / "letter.txt"
    file.write_text("一封信", encoding="utf-8")
    assert run(["check", str(file), "--pack", str(folder), "--lang", "zh"]) == 3
    assert "没有船表" in "".join(capsys.readouterr())


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_its_blank_form_has_all_its_tables(folder: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    blank = folder.parent / f"blank.{ending}"
    assert run(["form", "2030", "--pack", str(folder), "-o", str(blank)]) == 0
    capsys.readouterr()
    assert run(["read", str(blank), "--pack", str(folder), "--format", "json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["form"] == "fishing-fleet-2030"
    assert set(report["editions"]) == {"boats", "catch"}


def test_an_example_is_explained_with_the_unit_that_it_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "boats-fleet", "--pack", str(folder), "--lang", "en"]) == 0
    assert "3 + 4 = 7" in capsys.readouterr().out
