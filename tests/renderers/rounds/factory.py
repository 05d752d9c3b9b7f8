"""Rounds made up for tests."""

from __future__ import annotations

from datetime import date

from validator.model.mistake import Demand, Sure
from validator.model.rules.rule import Severity, Verdict
from validator.packs.files.expected_file import ExpectedOrgan
from validator.packs.pack import load_pack
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.told import ToldMistake, ToldReport, ToldRound, Unread

TODAY = date(2024, 2, 15)


def mistake(
    demand: Demand = Demand.CORRECT, *, slip: str | None = None, rule: str = "requests-balance", message: str = "甲"
) -> ToldMistake:
    severity = Severity.ERROR if demand is Demand.CORRECT else Severity.WARNING
    sure = Sure.READING if demand is Demand.ORIGINAL else Sure.NAMED
    undecided = int(demand is Demand.ORIGINAL)
    return ToldMistake(severity, sure, demand, message, "因为", "1 + 1 = 2", (rule,), slip, 1, 0, undecided)


def report(organ: str | None, year: int | None, *mistakes: ToldMistake, path: str = "") -> ToldReport:
    return ToldReport(path or f"{organ}{year}.docx", organ, year, mistakes, {Verdict.SATISFIED: 40})


ROUND = ToldRound(
    (
        report("甲县", 2023, mistake(slip="digit-added"), mistake(Demand.EXPLAIN, rule="cells-blank")),
        report("乙市", 2023, mistake(slip="digit-added"), mistake(rule="requests-row-total")),
        report("乙市人民政府", 2022),
        report("=丙区<b>", 2023, mistake(Demand.ORIGINAL), mistake(Demand.OURS, rule="report-duplicate")),
        report(None, None, path="some/file.txt"),
    ),
    (Unread("收到/丁镇年报.pdf", "读不出", "换成 Word 文件"),),
)
LISTED = (
    ExpectedOrgan("甲县", "县", date(2024, 1, 31)),
    ExpectedOrgan("乙市", "市"),
    ExpectedOrgan("丁镇", "乡镇", date(2024, 1, 31)),
    ExpectedOrgan("戊局", "部门", date(2024, 1, 31)),
    ExpectedOrgan("己局", "部门", date(2024, 3, 31)),
    ExpectedOrgan("庚局"),
    ExpectedOrgan("甲县人民政府", "县"),
)


def figures(told: ToldRound = ROUND, *, listed: bool = True, language: str = "zh") -> RoundFigures:
    return RoundFigures(told, load_pack(), language, LISTED if listed else None, TODAY)
