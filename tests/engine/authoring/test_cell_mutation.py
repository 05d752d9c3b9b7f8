"""Altered rules and cells of the shipped pack: the scores are those that the READMEs give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.smallpacks import examples, rule, write_pack

from validator.engine.authoring.cell_mutation import cell_scores, made_reports
from validator.engine.authoring.rule_mutation import rule_scores
from validator.engine.pipeline import read_reports
from validator.model.report import Report
from validator.packs.pack import load_pack
from validator.proving.altering.mutants import MutantKind
from validator.proving.scores import CellScore, Fate
from validator.renderers.rules.mutation import percent, unnoticed_share

ROOT = Path(__file__).parents[3]
PACK = load_pack()
TODAY = date(2026, 1, 1)


def by_table(reports: Sequence[Report]) -> Mapping[str, CellScore]:
    found: dict[str, CellScore] = {}
    for one in cell_scores(PACK, reports, TODAY):
        found[one.table] = found[one.table] + one if one.table in found else one
    return found


def test_the_scores_of_cells_are_those_of_the_readmes() -> None:
    form = PACK.form("annual-report-2021")
    made = by_table(made_reports(PACK, form, 2))
    sample = by_table([one.report for one in read_reports([ROOT / "samples" / "consistent-2024.docx"]).reports])
    scores = {
        table.name: [
            percent(part, one)
            for one in (made[table.name], sample[table.name])
            for part in (one.noticed, one.corrected)
        ]
        for table in form.tables
    }
    for name in ("README.md", "README.zh-CN.md"):
        rows = re.findall(r"^\| `(\w+)`（.*?） \| (.*) \|$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert {table: numbers.split(" | ") for table, numbers in rows} == scores


def test_the_examples_notice_nearly_all_altered_rules_as_the_readmes_say() -> None:
    scores = tuple(rule_scores(PACK, TODAY))
    share = unnoticed_share(scores)
    assert share <= 5
    # Of the relations themselves none is left.
    assert {one.kind for one in scores if one.fate is Fate.UNNOTICED} <= {
        MutantKind.LIMIT,
        MutantKind.PATTERN,
        MutantKind.OBJECT,
    }
    for name in ("README.md", "README.zh-CN.md"):
        assert f" {share}%" in (ROOT / name).read_text("utf-8")


def test_a_report_with_a_violated_relation_is_not_altered() -> None:
    (report,) = made_reports(PACK, PACK.form("annual-report-2021"), 1)
    at = report.form.index["requests.new.total"]
    wrong = replace(report.cells[at], value=Decimal(report.cells[at].value or 0) + 1)
    assert not cell_scores(PACK, [replace(report, cells=(*report.cells[:at], wrong, *report.cells[at + 1 :]))], TODAY)


@pytest.mark.parametrize(
    ("given", "missed"),
    [
        (examples({"opened": 3, "listed": 3}, {"opened": 4, "listed": 3}), {"opened = listed"}),
        (examples({"opened": 1, "listed": 9}, {"opened": 4, "listed": 3}), {"2 * opened <= listed"}),
        (examples([{"opened": 3, "listed": 3}, {"opened": 2, "listed": 3}], {"opened": 4, "listed": 3}), set()),
    ],
)
def test_what_no_example_notices_is_told(given: dict[str, object], missed: set[str], tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, [rule("within", "opened <= listed", examples=given)]))
    told = {one.change for one in rule_scores(pack, TODAY) if one.fate is Fate.UNNOTICED}
    assert told == missed


def test_an_altered_rule_that_says_the_same_is_not_to_be_noticed(tmp_path: Path) -> None:
    given = examples({"opened": 0, "listed": 1}, {"opened": 2, "listed": 1})
    pack = load_pack(write_pack(tmp_path, [rule("none", "opened = 0", when="listed >= 1", examples=given)]))
    same = {one.change for one in rule_scores(pack, TODAY) if one.fate is Fate.EQUIVALENT}
    assert same == {"opened <= 0", "2 * opened = 0", "when: listed >= 0.1", "when: 2 * listed >= 1"}
