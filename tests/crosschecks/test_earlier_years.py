"""Rules that name the report of the year before last: only where one report follows on the other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from core_factory import consistent_values, official_document

from validator.checking.checker import Checker
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.finding import Finding
from validator.packs.folders import pack_folder
from validator.packs.pack import load_pack
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.sentences import cell_name

RULE = """\
- id: our-two-years
  title: {zh: 申请比前年少一半以上, en: fewer than half of the requests of two years ago}
  check: 2 * requests.new.total >= previous.previous.requests.new.total
  severity: warning
  basis: 示例
  why: {zh: 示例, en: an example}
  examples:
    holds: {requests.new.total: 40, previous.previous.requests.new.total: 60}
    violated: {requests.new.total: 20, previous.previous.requests.new.total: 60}
"""


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder = tmp_path_factory.mktemp("ours")
    (folder / "rules").mkdir()
    (folder / "pack.yaml").write_text("id: ours\ntitle: {zh: 甲, en: a}\n", encoding="utf-8")
    (folder / "rules/own.yaml").write_text(RULE, encoding="utf-8")
    return Checker(load_pack(pack_folder("annual-report"), folder, patterns=False))


def found(checker: Checker, **requests: str) -> list[Finding]:
    """What is found in the newest of some reports; `y2023="20"` and so on: year and requests received."""
    form = checker.pack.form("annual-report-2021")
    reports = [
        checker.recognise(
            official_document(form, {**consistent_values(form, 1), "requests.new.total": text}, year=int(year[1:]))
        )
        for year, text in requests.items()
    ]
    wanted = frozenset({"our-two-years"})
    groups = find_groups(reports, (), checker.pack.names, Across())
    results = check_between(checker, groups, reports, checker.check(reports, wanted), wanted)
    return [one for one in results[0].findings if one.rule == "our-two-years"]


def test_a_report_is_held_against_that_of_the_year_before_last(checker: Checker) -> None:
    (finding,) = found(checker, y2024="20", y2023="7", y2022="60")
    own, before = finding.terms
    assert (own.cell, own.source) == ("requests.new.total", None)
    assert (before.cell, before.place, before.value) == (
        "previous.previous.requests.new.total",
        "requests.new.total",
        Fraction(60),
    )
    assert before.source is not None
    assert before.source.year == 2022
    glossary = glossary_of(before.source.form, checker.pack, "zh")
    assert cell_name(before, glossary).startswith("2022年年报的")
    assert found(checker, y2024="30", y2023="7", y2022="60") == []


def test_nothing_is_said_where_a_year_is_missing(checker: Checker) -> None:
    assert found(checker, y2024="20", y2022="60") == []
    assert found(checker, y2024="20", y2023="60") == []
