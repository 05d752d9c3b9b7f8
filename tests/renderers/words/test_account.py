from __future__ import annotations

import html
import io
import json

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from support.checkedsamples import checked_samples

from validator.model.result import Result
from validator.model.rules.rule import Verdict
from validator.packs.pack import load_pack
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer
from validator.renderers.words.account import Account, FindingPlace, RemarkKind, accounts, weightiest_first


def slip() -> Result:
    return Result(checked_samples().reports[:1])


def balance() -> Account:
    return accounts(slip().reports[0], load_pack(), "zh")[0]


def test_a_finding_whose_cell_is_known_says_what_it_should_be_and_no_other_step() -> None:
    assert "若为 12" in balance().advice.suggestion
    assert balance().advice.next_step == ""
    assert balance().headline == "新收与上年结转之和，不等于办理总计与结转下年度之和（表三，列“自然人”）"
    assert balance().lines[:3] == (
        "a + b = c + d",
        "128 + 5 = 133，121 + 10 = 131；左边比右边多 2",
        "a: “一、本年新收政府信息公开申请数量”行“自然人”列 128",
    )
    assert balance().lines[-1] == balance().advice.suggestion


def test_a_finding_that_cannot_be_located_keeps_its_next_step() -> None:
    ragged = next(one for one in checked_samples().reports if len(one.report.readings) > 1)
    for account in accounts(ragged, load_pack(), "zh"):
        assert account.advice.next_step or (account.finding.suspects and account.finding.doubt is None)


def advice() -> str:
    """What the first mistake comes to, as programs are told."""
    (report,) = json.loads(renderer(RENDERERS["json"])(slip(), load_pack(), RenderOptions()))["reports"]
    message: str = report["mistakes"][0]["message"]
    assert "应为 12" in message
    return message


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "markdown", "html"])
def test_every_format_tells_the_advice(name: str) -> None:
    text = html.unescape(renderer(RENDERERS[name])(slip(), load_pack(), RenderOptions()))
    if name == "sarif":
        text = "\n".join(one["message"]["text"] for one in json.loads(text)["runs"][0]["results"])
    assert advice() in text


def test_the_workbook_tells_the_advice() -> None:
    content = exporter(EXPORTERS["xlsx"])(slip(), load_pack(), RenderOptions())
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert advice() in next(rows)


def test_remarks_stand_in_one_order_in_every_format() -> None:
    order = list(RemarkKind)
    for checked in checked_samples().reports:
        for account in accounts(checked, load_pack(), "zh"):
            places = [order.index(remark.kind) for remark in account.remarks]
            assert places == sorted(places)
            assert account.remarks[-1].kind is RemarkKind.DETAILS
            assert account.remarks[-1].labelled == f"详情：gouji explain {account.rule.id}"


def test_the_weightiest_findings_are_told_first() -> None:
    for checked in checked_samples().reports:
        told = weightiest_first(checked, load_pack(), "zh")
        assert sorted(one.finding.severity.rank for one in told) == [one.finding.severity.rank for one in told]
        assert {id(one.finding) for one in told} == {id(one) for one in checked.findings}


def test_a_place_is_as_much_as_is_known() -> None:
    places = [FindingPlace(form, file, "zh") for form in ("表三", "") for file in ("第2页", "")]
    assert [one.bracketed for one in places] == ["表三（第2页）", "表三", "第2页", ""]
    assert [one.listed for one in places] == ["表三，第2页", "表三", "第2页", ""]


def test_what_could_not_be_decided_violates_nothing_beside() -> None:
    account = balance()
    assert any("同时违反" in note for note in account.notes)
    undecided = replace(account.finding, verdict=Verdict.UNDETERMINED)
    assert not any("同时违反" in note for note in replace(account, finding=undecided).notes)
