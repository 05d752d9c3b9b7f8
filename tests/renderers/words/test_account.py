from __future__ import annotations

import html
import io
import json

import pytest
from openpyxl import load_workbook
from support.checkedsamples import checked_samples

from validator.model.result import Result
from validator.packs.pack import load_pack
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer
from validator.renderers.words.account import Account, accounts


def slip() -> Result:
    return Result(checked_samples().reports[:1])


def balance() -> Account:
    return accounts(slip().reports[0], load_pack(), "zh")[0]


def test_a_finding_whose_cell_is_known_says_what_it_should_be_and_no_other_step() -> None:
    assert "若为 12" in balance().suggestion
    assert balance().next_step == ""
    assert balance().headline == "新收与上年结转之和，不等于办理总计与结转下年度之和（表三，列“自然人”）"
    assert balance().lines[:3] == (
        "a + b = c + d",
        "128 + 5 = 133，121 + 10 = 131；左边比右边多 2",
        "a: “一、本年新收政府信息公开申请数量”行“自然人”列 128",
    )
    assert balance().lines[-1] == balance().suggestion


def test_a_finding_that_cannot_be_located_keeps_its_next_step() -> None:
    ragged = next(one for one in checked_samples().reports if len(one.report.readings) > 1)
    for account in accounts(ragged, load_pack(), "zh"):
        assert account.next_step or (account.finding.suspects and account.finding.doubt is None)


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "markdown", "html"])
def test_every_format_tells_the_suggestion(name: str) -> None:
    text = html.unescape(renderer(RENDERERS[name])(slip(), load_pack(), RenderOptions()))
    if name == "sarif":
        text = "\n".join(one["message"]["text"] for one in json.loads(text)["runs"][0]["results"])
    assert balance().suggestion in text


def test_the_workbook_tells_the_suggestion() -> None:
    content = exporter(EXPORTERS["xlsx"])(slip(), load_pack(), RenderOptions())
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert next(rows)[-1] == balance().suggestion
