from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from renderers.factory import FORM, OLD_FORM, PACK, balance, counts, report, result

from validator.model.document import Location
from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Verdict
from validator.model.waiver import Accepted, Waiver
from validator.renderers import RENDERERS, RenderOptions, renderer

SCHEMA = json.loads(files("validator").joinpath("schemas/report.schema.json").read_text(encoding="utf-8"))
render = renderer(RENDERERS["json"])

AMOUNT = CellValue(
    Reading.READ,
    Decimal("24252.311082"),
    "24252.311082元（含县区）",
    Location(page=1, table=2, row=3, column=4, line=9, box=(1.0, 2.25, 3.333333, 4.0)),
    unit="元",
    note="含县区",
)
AMBIGUOUS = CellValue(Reading.AMBIGUOUS, raw="3", candidates=(Decimal(3), None))
UNREADABLE = CellValue(Reading.UNREADABLE, raw="约三件")


def odd() -> Result:
    changes = {
        "fees.fees.amount": AMOUNT,
        "requests.carried_in.natural_person": AMBIGUOUS,
        "requests.new.research": UNREADABLE,
    }
    made = report(changes, form=FORM.with_table(OLD_FORM.table("requests")), organ=None, year=None)
    return Result((ReportResult(made, (balance(made, verdict=Verdict.UNDETERMINED),), counts(1, 0, 1)),))


def accepted() -> Result:
    checked, other = result().reports
    waivers = (Waiver("0" * 16, "已说明", "甲", date(2026, 12, 31)), Waiver("1" * 16, "同上"))
    waived = tuple(Accepted(checked.findings[0], waiver) for waiver in waivers)
    return Result((replace(checked, findings=(), waived=waived), other))


def test_accepted_findings_stand_apart_with_what_was_said_of_them() -> None:
    document = json.loads(render(accepted(), PACK, RenderOptions()))
    plain = json.loads(render(result(), PACK, RenderOptions()))
    first, second = document["reports"][0]["waived"]
    assert first["finding"] == second["finding"] == plain["reports"][0]["findings"][0]
    assert [(one["reason"], one["who"], one["until"]) for one in (first, second)] == [
        ("已说明", "甲", "2026-12-31"),
        ("同上", "", None),
    ]
    assert document["summary"]["waived"] == 2
    assert document["reports"][0]["findings"] == []


@pytest.mark.parametrize("made", [result(), odd(), accepted(), Result(())], ids=["usual", "odd", "accepted", "empty"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_output_is_as_the_published_schema_says(made: Result, language: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(render(made, PACK, RenderOptions(language))))


def test_the_schema_notices_what_does_not_belong() -> None:
    document = json.loads(render(result(), PACK, RenderOptions()))
    document["reports"][0]["cells"]["fees.fees.amount"]["value"] = "24252"
    document["reports"][0]["findings"][0]["colour"] = "red"
    wrong = {error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)}
    assert wrong == {"$.reports[0].cells['fees.fees.amount'].value", "$.reports[0].findings[0]"}


def test_every_cell_of_the_form_is_there() -> None:
    document = json.loads(render(result(), PACK, RenderOptions()))
    assert [list(one["cells"]) for one in document["reports"]] == [list(FORM.cells)] * 2


def test_a_finding_holds_what_a_program_needs() -> None:
    document = json.loads(render(result(), PACK, RenderOptions()))
    finding = document["reports"][0]["findings"][2]
    assert {key: finding[key] for key in ("rule", "severity", "verdict", "table", "each")} == {
        "rule": "requests-balance",
        "severity": "error",
        "verdict": "violated",
        "table": "requests",
        "each": {"column": "natural_person"},
    }
    assert (finding["left"], finding["right"], finding["residual"], finding["tolerance"]) == (133, 131, 2, 0)
    assert finding["terms"][0] == {
        "letter": "a",
        "cell": "requests.new.natural_person",
        "value": 128,
        "coefficient": 1,
        "side": "left",
    }
    assert finding["also"] == [{"letter": "d", "rule": "requests-row-total"}]
    assert finding["message"] == "128 + 5 = 133，121 + 10 = 131；左边比右边多 2"


def test_counts_stand_in_the_summary() -> None:
    assert json.loads(render(result(), PACK, RenderOptions()))["summary"] == {
        "reports": 2,
        "unreadable": 1,
        "errors": 2,
        "warnings": 2,
        "notes": 1,
        "satisfied": 92,
        "violated": 3,
        "undetermined": 2,
        "not_applicable": 5,
        "mistakes": 5,
        "claims": {"satisfied": 0, "violated": 0, "undetermined": 0, "not_applicable": 0},
        "waived": 0,
    }


def test_amounts_are_numbers_with_all_their_digits() -> None:
    text = render(odd(), PACK, RenderOptions())
    assert '"value": 24252.311082,' in text
    cell = json.loads(text)["reports"][0]["cells"]["fees.fees.amount"]
    assert (cell["unit"], cell["note"], cell["raw"]) == ("元", "含县区", "24252.311082元（含县区）")
    assert cell["location"] == {"page": 1, "table": 2, "row": 3, "column": 4, "line": 9, "box": [1, 2.25, 3.33, 4]}


def test_what_is_not_known_is_null_and_the_choices_are_named() -> None:
    (checked,) = json.loads(render(odd(), PACK, RenderOptions()))["reports"]
    assert checked["cells"]["requests.carried_in.natural_person"]["value"] is None
    assert checked["cells"]["requests.carried_in.natural_person"]["candidates"] == [3, None]
    assert checked["cells"]["requests.new.research"] == {
        "value": None,
        "raw": "约三件",
        "reading": "unreadable",
        "location": None,
    }
    assert (checked["organ"], checked["year"]) == (None, None)
    assert (checked["findings"][0]["left"], checked["findings"][0]["residual"]) == (None, None)


def test_the_edition_of_each_table_is_told() -> None:
    (checked,) = json.loads(render(odd(), PACK, RenderOptions()))["reports"]
    assert checked["form"] == "annual-report-2021"
    assert checked["editions"] == {
        "documents": "annual-report-2021",
        "fees": "annual-report-2021",
        "requests": "annual-report-2019",
    }


def test_equal_results_give_equal_text() -> None:
    assert render(result(), PACK, RenderOptions()) == render(result(), PACK, RenderOptions(colour=True, width=40))


def test_chinese_stands_unescaped() -> None:
    assert "甲县人民政府" in render(replace(result(), unreadable=()), PACK, RenderOptions())
