"""Claims of whole texts. Single sentences stand in `tests/labelled/`, with all they claim."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from support.checking import CHECKER, check_text
from support.labelled import Labelled, differences, labelled, report_of, score
from support.official import lay_out
from support.samples import consistent_county, consistent_old_form
from support.writers import WRITERS

from validator.engine.pipeline import check_document
from validator.model.claim import Claim
from validator.model.document import Cell, Document, Grid, Location
from validator.model.report import CellValue, Reading
from validator.model.rules.rule import Severity, Verdict
from validator.readers import read

ENTRIES = [one for some in labelled().values() for one in some]


def claims(text: str, **cells: int | None) -> tuple[Claim, ...]:
    named = {name.replace("__", "."): value for name, value in cells.items()}
    return CHECKER.claims(report_of(Labelled(text, (), named)))


def test_there_are_enough_labelled_sentences() -> None:
    assert len(ENTRIES) >= 250
    assert len({one.text for one in ENTRIES}) >= 250
    assert sum("violated" in claim for one in ENTRIES for claim in one.claims) >= 100
    assert sum(not one.claims for one in ENTRIES) >= 80


def test_disagreements_are_found_and_nothing_else() -> None:
    result = score(ENTRIES, disagreements=True)
    assert result.precision >= 0.98, "\n".join(differences(ENTRIES))
    assert result.recall >= 0.9, "\n".join(differences(ENTRIES))


def test_claims_that_hold_are_found_as_well() -> None:
    result = score(ENTRIES, disagreements=False)
    assert min(result.precision, result.recall) >= 0.95, "\n".join(differences(ENTRIES))


def test_a_claim_can_be_asked_as_a_witness() -> None:
    (claim,) = claims("全年共收到政府信息公开申请155件。")
    assert claim.cells == ("requests.new.total", "requests.carried_in.total")
    assert (int(claim.quoted), claim.value and int(claim.value), claim.against.written) == (
        155,
        155,
        "requests.new.total + requests.carried_in.total",
    )
    assert claim.text == "全年共收到政府信息公开申请155件"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("不予公开占45.14%。", "requests.granted.total / requests.handled.total"),
        ("不予公开占74.8%。", None),
    ],
)
def test_a_percentage_that_is_the_share_of_another_result_is_traced(text: str, source: str | None) -> None:
    (claim,) = claims(text)
    assert (claim.verdict, claim.found_in and claim.found_in.written) == (Verdict.VIOLATED, source)


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        (
            "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的问题、其他报告事项等",
            Verdict.VIOLATED,
        ),
        ("总体情况、主动公开政府信息情况、存在的问题等", Verdict.SATISFIED),
        ("总体情况、主动公开政府信息情况、存在的问题", Verdict.VIOLATED),
    ],
)
def test_only_who_names_far_fewer_sections_leaves_some_to_be_thought_of(named: str, verdict: Verdict) -> None:
    assert [one.verdict for one in claims(f"本报告由{named}六部分组成。")] == [verdict]


def test_a_cell_that_is_not_known_leaves_a_claim_undetermined() -> None:
    report = report_of(Labelled("全年共收到政府信息公开申请146件。", ()))
    cells = list(report.cells)
    cells[report.form.index["requests.new.total"]] = CellValue(Reading.UNREADABLE, raw="约一百")
    (claim,) = CHECKER.claims(replace(report, cells=tuple(cells)))
    assert (claim.verdict, claim.value, claim.found_in) == (Verdict.UNDETERMINED, None, None)


def test_statements_about_cells_that_are_not_known_are_undetermined() -> None:
    report = report_of(Labelled("信息公开类行政复议均获维持。", ()))
    cells = list(report.cells)
    cells[report.form.index["disputes.reconsideration.total"]] = CellValue(Reading.UNREADABLE, raw="?")
    (claim,) = CHECKER.claims(replace(report, cells=tuple(cells)))
    assert claim.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("收到政府信息公开申请146件，同比增长14.1%。", Verdict.SATISFIED),  # 128 -> 146: 14.06 %
        ("收到政府信息公开申请146件，同比增长14%。", Verdict.SATISFIED),
        ("收到政府信息公开申请146件，较上年下降14%。", Verdict.VIOLATED),
        ("收到政府信息公开申请146件，同比增长41%。", Verdict.VIOLATED),
    ],
)
def test_growth_is_judged_by_last_years_report(text: str, verdict: Verdict) -> None:
    last = report_of(Labelled("", (), {"requests.new.total": 128, "requests.carried_in.total": 0}, year=2022))
    found = CHECKER.claims(report_of(Labelled(text, ())), last)
    assert [claim.verdict for claim in found if claim.rule == "claim-growth"] == [verdict]


def test_growth_without_a_known_number_of_last_year_is_undetermined() -> None:
    last = report_of(Labelled("", (), {"requests.new.total": 0, "requests.carried_in.total": 0}, year=2022))
    found = CHECKER.claims(report_of(Labelled("收到政府信息公开申请146件，同比增长14%。", ())), last)
    assert [claim.verdict for claim in found if claim.rule == "claim-growth"] == [Verdict.UNDETERMINED]


def test_the_old_form_has_its_own_columns() -> None:
    data = consistent_old_form().with_prose({"一": ("全年主动公开行政规范性文件14件，现行有效行政规范性文件160件。",)})
    checked = check_document(read("report.txt", data=WRITERS["tabs"].write(lay_out(data))))
    found = [(one.against.written, one.verdict) for one in checked.claims if one.rule == "claim-documents"]
    assert found == [
        ("documents.normative.published", Verdict.SATISFIED),
        ("documents.normative.public_total", Verdict.VIOLATED),
    ]


def test_a_text_in_the_cells_of_a_layout_table_is_read() -> None:
    document = read("report.txt", data=WRITERS["tabs"].write(lay_out(consistent_county())))
    cell = Cell("全年共收到政府信息公开申请137件。", 0, 0, location=Location(table=9, row=1, column=1))
    more = Document(document.path, document.format, (*document.blocks, Grid((cell,), (1,))), document.title)
    (claim,) = (one for one in check_document(more).claims if one.verdict is Verdict.VIOLATED)
    assert claim.quoted == 137
    assert claim.location == cell.location


def test_a_disagreement_is_a_finding_where_the_sentence_stands() -> None:
    text = WRITERS["tabs"].write(lay_out(consistent_county().with_prose({"一": ("全年收到信息公开申请137件。",)})))
    checked = check_text(text.decode())
    (finding,) = (one for one in checked.findings if one.quotation)
    assert (finding.rule, finding.severity) == ("claim-requests-received", Severity.WARNING)
    assert [(term.letter, term.cell) for term in finding.terms] == [("a", "requests.new.total")]
    assert finding.quotation is not None
    assert finding.quotation.claim.sentence == "全年收到信息公开申请137件"
    assert finding.quotation.printed["found_in"] == "requests.new.natural_person"
    assert finding.location is not None
    assert finding.location.line is not None
    assert sum(checked.counts.values()) == len(CHECKER.system(checked.report.form).constraints)


def test_words_of_scope_make_it_a_note() -> None:
    text = WRITERS["tabs"].write(lay_out(consistent_county().with_prose({"一": ("全县收到信息公开申请200件。",)})))
    (finding,) = (one for one in check_text(text.decode()).findings if one.quotation)
    assert (finding.severity, finding.facts.printed["scope"]) == (Severity.NOTE, "全县")


def test_two_numbers_for_one_thing_tell_offices_apart() -> None:
    found = claims("教科收到申请30件，卫科收到申请146件。")
    assert [(int(one.quoted), one.verdict) for one in found] == [
        (30, Verdict.UNDETERMINED),
        (146, Verdict.SATISFIED),
    ]


def test_the_right_number_at_another_place_makes_it_a_note() -> None:
    prose = ("全年收到信息公开申请146件。", "共受理信息公开申请164件。")
    text = WRITERS["tabs"].write(lay_out(consistent_county().with_prose({"一": prose})))
    (finding,) = (one for one in check_text(text.decode()).findings if one.quotation)
    assert (int(finding.left or 0), finding.severity) == (164, Severity.NOTE)


def test_what_may_be_misspelt_is_held_against_the_reading_with_its_digits() -> None:
    (claim,) = claims("全年共收到政府信息公开申请551件。")
    assert (claim.verdict, claim.value and int(claim.value)) == (Verdict.VIOLATED, 155)


def test_how_many_sections_a_file_has_that_ends_early_is_not_counted() -> None:
    text = WRITERS["tabs"].write(lay_out(consistent_county())).decode()
    whole = f"本报告由总体情况等六个部分组成。\n{text}"
    cut = whole[: whole.index("（三）不予公开")]
    verdicts = [
        [claim.verdict for claim in check_text(one).claims if claim.rule == "claim-sections"] for one in (whole, cut)
    ]
    assert verdicts == [[Verdict.SATISFIED], [Verdict.UNDETERMINED]]
