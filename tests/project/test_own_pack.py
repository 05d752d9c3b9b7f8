"""What a pack of one's own says of a report: conditions that are no sums, cells that must be filled, cells to trust."""

from __future__ import annotations

import html
import io
import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from core_factory import consistent_values, official_document
from msgspec.structs import replace

from validator.engine.pipeline import check_document
from validator.messages import say
from validator.model.finding import Finding
from validator.model.result import ReportResult, Result
from validator.packs.folders import pack_folder
from validator.packs.pack import Pack, load_pack
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer

RULES = """\
- id: our-share
  title: {zh: 予以公开的不到办理的一成, en: less than a tenth was granted}
  table: requests
  each: column
  check: 1000 * granted / handled >= 1 or handled < 5
  when: handled > 0
  severity: error
  basis: 示例
  why: {zh: 示例, en: an example}
  examples:
    holds: {granted: 1, handled: 5}
    violated: {granted: 1, handled: 5000}
- id: our-filled
  title: {zh: 收费金额没有填, en: the fees were not filled in}
  table: fees
  each: row
  check: amount >= 0
  blank: violates
  severity: error
  basis: 示例
  why: {zh: 示例, en: an example}
  examples:
    holds: {amount: 1}
    violated: {amount: null}
"""


def own(folder: Path, heading: str = "") -> Pack:
    (folder / "rules").mkdir()
    (folder / "pack.yaml").write_text(f"id: ours\ntitle: {{zh: 甲, en: a}}\n{heading}", encoding="utf-8")
    (folder / "rules/own.yaml").write_text(RULES, encoding="utf-8")
    return load_pack(pack_folder("annual-report"), folder, patterns=False)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return own(tmp_path)


def values(pack: Pack) -> dict[str, str]:
    """A consistent report of a county."""
    form = pack.form("annual-report-2021")
    return {cell: "0" if "regulations" in cell else text for cell, text in consistent_values(form, 1).items()}


def checked(pack: Pack, **others: str) -> ReportResult:
    form = pack.form("annual-report-2021")
    return check_document(official_document(form, {**values(pack), **others}), pack=pack)


def of(result: ReportResult, rule: str) -> list[Finding]:
    return [one for one in result.findings if one.rule == rule]


def test_a_condition_that_fails_is_told_with_its_numbers_in_every_format(pack: Pack) -> None:
    granted = int(values(pack)["requests.granted.total"])
    result = checked(pack, **{"requests.handled.total": str(granted * 2000)})
    (finding,) = [one for one in of(result, "our-share") if one.each == (("column", "total"),)]
    assert finding.comparator is None
    assert [term.cell for term in finding.terms] == ["requests.granted.total", "requests.handled.total"]
    assert finding.facts.printed["numbers"] == f"1000 * {granted} / {granted * 2000} >= 1 or {granted * 2000} < 5"
    assert finding.suspects == ()
    options, whole = RenderOptions("zh", details=True), Result((result,))
    said = f"1000 × {granted} ÷ {granted * 2000} ≥ 1 或者 {granted * 2000} < 5"
    for name in ("terminal", "html", "markdown", "json", "sarif"):
        text = renderer(RENDERERS[name])(whole, pack, options)
        assert said in html.unescape(text)
        if name == "json":
            schema = files("validator").joinpath("schemas/report.schema.json").read_text(encoding="utf-8")
            jsonschema.validate(json.loads(text), json.loads(schema))


def test_in_a_workbook_a_condition_has_a_live_formula_as_the_others_have(pack: Pack) -> None:
    granted = int(values(pack)["requests.granted.total"])
    whole = Result((checked(pack, **{"requests.handled.total": str(granted * 2000)}),))
    book = exporter(EXPORTERS["xlsx"])(whole, pack, RenderOptions("zh", sheets=True))
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    rows = [[str(cell.value) for cell in row] for sheet in sheets for row in sheet.rows]
    shares = [row for row in rows if row[1] == "our-share"]
    assert len(shares) == 7
    assert all(row[9].startswith("=IF(") for row in shares)
    assert [row for row in shares if say("verdict-violated", "zh") in row]
    filled = [row for row in rows if row[1] == "requests-balance"]
    assert filled
    assert all(any(text.startswith("=") for text in row) for row in filled)


def test_where_a_condition_holds_nothing_is_said(pack: Pack) -> None:
    result = checked(pack)
    assert [one for one in of(result, "our-share") if one.each == (("column", "total"),)] == []


def test_a_cell_that_must_be_filled_is_named(pack: Pack) -> None:
    (finding,) = of(checked(pack, **{"fees.fees.amount": ""}), "our-filled")
    assert finding.facts.printed["cells"] == "fees.fees.amount"
    assert of(checked(pack, **{"fees.fees.amount": "0"}), "our-filled") == []


def test_a_cell_that_is_trusted_is_not_named(tmp_path: Path) -> None:
    wrong = {"requests.carried_out.welfare": "777"}
    (tmp_path / "plain").mkdir()
    plain = own(tmp_path / "plain")
    trusting = replace(plain, trust=(("requests.carried_out.welfare", 50),))
    named, other = (
        {cell.cell for one in checked(pack, **wrong).findings for suspect in one.suspects for cell in suspect.cells}
        for pack in (plain, trusting)
    )
    assert named == {"requests.carried_out.welfare"}
    assert "requests.carried_out.welfare" not in other


def test_trust_is_said_in_the_heading(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    (folder / "rules").mkdir(parents=True)
    heading = "id: ours\nextends: annual-report\ntrust: {'requests.carried_out.*': 50}\n"
    (folder / "pack.yaml").write_text(heading, encoding="utf-8")
    assert load_pack(folder, patterns=False).trust == (("requests.carried_out.*", 50),)
