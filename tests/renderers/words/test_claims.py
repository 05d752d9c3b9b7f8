"""How a number of the text that disagrees is told."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from support.checking import check_written
from support.samples import consistent_county

from validator.engine.pipeline import check
from validator.packs.pack import load_pack
from validator.renderers import RENDERERS, RenderOptions, renderer
from validator.renderers.rules.explanation import render_rule
from validator.renderers.words.claims import message
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

SAMPLES = Path(__file__).parents[3] / "samples"
PACK = load_pack()


def rendered(name: str, output_format: str, language: str) -> str:
    result = check(SAMPLES / name, pack=PACK)
    text = renderer(RENDERERS[output_format])(result, PACK, RenderOptions(language, colour=False, width=100))
    return str(text).replace(str(SAMPLES), "samples")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output_format", ["terminal", "concise"])
@pytest.mark.parametrize("name", ["misquoted-2023.html", "left-over-2022.docx"])
def test_what_is_said_of_claims(name: str, output_format: str, language: str, snapshot: SnapshotAssertion) -> None:
    assert rendered(name, output_format, language) == snapshot


def test_json_lists_every_claim_as_the_schema_says() -> None:
    schema = json.loads(files("validator").joinpath("schemas/report.schema.json").read_text(encoding="utf-8"))
    whole = json.loads(rendered("misquoted-2023.html", "json", "zh"))
    Draft202012Validator(schema).validate(whole)
    (report,) = whole["reports"]
    assert len(report["claims"]) > 10
    first = next(one for one in report["claims"] if one["verdict"] == "violated")
    assert {key: first[key] for key in ("rule", "text", "quoted", "against", "value", "verdict", "found_in")} == {
        "rule": "claim-requests-received",
        "text": "全年共收到政府信息公开申请137件",
        "quoted": 137,
        "against": "requests.new.total",
        "value": 146,
        "verdict": "violated",
        "found_in": "requests.new.natural_person",
    }


def test_claims_can_be_left_out() -> None:
    checked = check(SAMPLES / "misquoted-2023.html", pack=PACK, ignore=["claim-*"]).reports[0]
    assert (checked.claims, checked.findings) == ((), ())


def test_a_rule_about_the_text_is_explained() -> None:
    page = render_rule(PACK.rule("claim-requests-handled"), PACK, RenderOptions("zh", width=200))
    assert "正文的数 = “（七）总计”行“总计”列" in page
    assert "正文：“全年办结政府信息公开申请146件。”" in page


def test_the_source_of_a_misquoted_number_is_told() -> None:
    assert "137 是“一、本年新收政府信息公开申请数量”行“自然人”列的数" in rendered(
        "misquoted-2023.html", "concise", "zh"
    )


def test_a_percentage_that_is_the_share_of_another_result_is_told() -> None:
    told = consistent_county().with_prose({"一": ("申请中不予公开占45.14%。",)})
    checked = check_written(told)
    (finding,) = (one for one in checked.findings if one.rule == "claim-share")
    said = finding.quotation
    assert said is not None
    rule, form = PACK.rule("claim-share"), checked.report.form
    words = [message(finding, said, rule, checked.report, glossary_of(form, PACK, one)) for one in ("zh", "en")]
    assert words[0].endswith("；45.14% 是“（一）予以公开”行“总计”列所占的比例")
    assert "; 45.14% is the share of " in words[1]
