from __future__ import annotations

import pytest
from msgspec.structs import replace
from renderers.factory import (
    BALANCE,
    FORM,
    PACK,
    STOCK,
    balance,
    handled_sum,
    relation,
    report,
    row_total,
)

from validator.model.document import Location
from validator.model.finding import Finding, Link
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Rule, Severity, Verdict
from validator.renderers.words import sentences
from validator.renderers.words.account import Account
from validator.renderers.words.glossary import glossary_of

ZH = glossary_of(FORM, PACK, "zh")
REPORT = report()


def account(finding: Finding, of: Rule, made: Report) -> Account:
    return Account(finding, of, ReportResult(made, (finding,)), ZH)


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (balance(REPORT), "表三，列“自然人”（第2页，第3个表格，第1列）"),
        (row_total(REPORT), "表三，行“四、结转下年度继续办理”（第2页，第3个表格，第11行）"),
        (Finding("x", Severity.ERROR, Verdict.VIOLATED), ""),
        (Finding("x", Severity.ERROR, Verdict.VIOLATED, location=Location(line=3)), "文件第3行"),
        (
            Finding(
                "x",
                Severity.ERROR,
                Verdict.VIOLATED,
                "requests",
                (("row", "granted"), ("column", "total")),
                location=Location(table=3, row=4, column=8),
            ),
            "表三，行“（一）予以公开”，列“总计”（第3个表格，第4行第8列）",
        ),
        (
            relation(REPORT, STOCK, (["requests.new.total"], ["requests.handled.total"]), table=None),
            "表三（第2页，第3个表格，第7列）",
        ),
        (relation(REPORT, STOCK, (["requests.new.total"], ["fees.fees.amount"]), table=None), "第2页"),
    ],
)
def test_places_name_the_form_and_the_file(finding: Finding, place: str) -> None:
    assert account(finding, BALANCE, REPORT).place.bracketed == place


def test_what_else_a_cell_violates_is_told_in_numbers() -> None:
    first, second = balance(REPORT, also=(Link("d", "requests-row-total"), Link("a", "units-sum"))), row_total(REPORT)
    assert sentences.also(first, (first, second), REPORT, "zh") == (
        "d 同时违反 requests-row-total：12 ≠ 10 + 0 + 0 + 0 + 0 + 0 = 10",
        "a 同时违反 units-sum",
    )


@pytest.mark.parametrize(
    ("severity", "step"),
    [
        (Severity.ERROR, "对照台账核对 a、b、c、d，改正后再检查一次"),
        (Severity.NOTE, "看一看 a、b、c、d 是否填对；确实如此的不必改"),
    ],
)
def test_the_next_step_names_the_cells_to_check(severity: Severity, step: str) -> None:
    assert sentences.next_step(balance(REPORT, severity=severity), BALANCE, REPORT, "zh") == step


def test_of_many_cells_the_next_step_gives_the_number() -> None:
    finding = handled_sum(REPORT)
    assert sentences.next_step(finding, BALANCE, REPORT, "zh") == "对照台账核对标有字母的 8 个数，改正后再检查一次"


def test_an_undecided_relation_says_so_and_asks_for_the_open_cell() -> None:
    made = report({"requests.carried_in.natural_person": CellValue(Reading.UNREADABLE, raw="五")})
    finding = balance(made, verdict=Verdict.UNDETERMINED)
    assert account(finding, BALANCE, made).title == f"无法判定是否“{BALANCE.title.zh}”"
    assert sentences.message(finding, BALANCE, made, ZH) == "128 + b，121 + 10 = 131；因为 b “五”"
    assert sentences.next_step(finding, BALANCE, made, "zh") == "打开原文件看 b 到底是多少"
    assert account(replace(finding, verdict=Verdict.VIOLATED), BALANCE, made).title == BALANCE.title.zh


def test_where_no_number_is_known_only_the_reason_is_told() -> None:
    open_cells = {
        f"requests.{name}.natural_person": CellValue(Reading.UNREADABLE, raw=name) for name in ("new", "handled")
    }
    made = report(open_cells)
    sides = ["requests.new.natural_person"], ["requests.handled.natural_person"]
    finding = relation(made, BALANCE, sides, verdict=Verdict.UNDETERMINED)
    assert sentences.message(finding, BALANCE, made, ZH) == "因为 a “new”、b “handled”"
