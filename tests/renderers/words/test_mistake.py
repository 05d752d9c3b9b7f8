"""What is said of a mistake whose only repair the text is against."""

from __future__ import annotations

from fractions import Fraction

import pytest
from renderers.factory import observation, report

from validator.model.finding import Doubt, Evidence, Finding, FindingTerm, Suspect, SuspectCell
from validator.model.mistake import Sure
from validator.model.observations.facts import CellsListed
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack
from validator.renderers.words.mistake import mistakes_of

CELL = "disputes.reconsideration.total"
PACK = load_pack()


def contradicted() -> Finding:
    """A total of table four that is wrong by the figures alone, and right by the text."""
    change = SuspectCell(CELL, Fraction(0), Fraction(21), Fraction(21))
    term = FindingTerm("a", CELL, Fraction(0), Fraction(1), "left", "0")
    return Finding(
        rule="disputes-row-total",
        severity=Severity.ERROR,
        verdict=Verdict.VIOLATED,
        table="disputes",
        each=(("row", "reconsideration"),),
        comparator="=",
        left=Fraction(0),
        right=Fraction(21),
        terms=(term,),
        doubt=Doubt.CONTRADICTED,
        suspects=(Suspect((change,), against=(Evidence("claim-reconsideration", "行政复议11件"),)),),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("若为 21", "但正文“行政复议11件”与此不符")), ("en", ("21?", "the text “行政复议11件” does not"))],
)
def test_what_the_text_has_against_the_only_repair_is_said(language: str, words: tuple[str, str]) -> None:
    (told,) = mistakes_of(ReportResult(report(), (contradicted(),)), PACK, language)
    assert told.mistake.sure is Sure.OPEN
    assert all(word in told.why for word in words)


def test_nothing_of_that_is_said_of_what_was_only_noticed() -> None:
    (told,) = mistakes_of(ReportResult(report(), (observation(PACK.rule("table-missing")),)), PACK, "zh")
    assert "正文" not in told.why


@pytest.mark.parametrize("rule", ["total-blank", "cells-blank"])
def test_the_place_of_a_single_cell_is_said_once(rule: str) -> None:
    cell = "requests.granted.total"
    term = FindingTerm("a", cell, None, Fraction(1), "left", "")
    blank = observation(PACK.rule(rule), table="requests", terms=(term,), facts=CellsListed((cell,)))
    (told,) = mistakes_of(ReportResult(report(), (blank,)), PACK, "zh")
    assert told.message.startswith("表三：有 1 处")
    assert told.message.count("予以公开") == told.message.count("总计") == 1
