"""What is said of suspects, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from msgspec.structs import replace
from renderers import factory

from validator.localisation.slips import Slip
from validator.messages import CATALOGUE
from validator.model.finding import Doubt, Evidence, Finding, Suspect, SuspectCell
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.repairs import told
from validator.renderers.words.suspects import suggestion

REPORT = factory.report()
CELLS = [f"requests.{row}.natural_person" for row in ("new", "carried_in", "handled", "carried_out")]
BALANCE = factory.relation(REPORT, factory.BALANCE, (CELLS[:2], CELLS[2:]))


def cell(at: int, old: int | None, low: int | None, high: int | None = None, **others: object) -> SuspectCell:
    numbers = [None if value is None else Fraction(value) for value in (old, low, high)]
    return SuspectCell(CELLS[at], *numbers, **others)  # type: ignore[arg-type]  # as in SuspectCell


def exact(at: int, old: int | None, new: int, slip: str | None = None, source: tuple[str, ...] = ()) -> SuspectCell:
    return cell(at, old, new, new, slip=slip, source=source)


def said(suspects: Sequence[Suspect], doubt: Doubt | None = None, language: str = "zh") -> str | None:
    finding: Finding = replace(BALANCE, suspects=tuple(suspects), doubt=doubt)
    return suggestion(finding, REPORT, glossary_of(REPORT.form, factory.PACK, language))


def one(*cells: SuspectCell, slip: str | None = None, settles: int = 2) -> Suspect:
    return Suspect(cells, slip, unique=True, settles=settles)


def test_a_single_suspect_is_named_with_its_value_and_its_slip() -> None:
    suspect = one(exact(3, 10, 12, "digit-replaced"), slip="digit-replaced")
    assert said([suspect]) == "核对 d：若为 12，以上两条规则同时成立（改动最少，且唯一）；10 与 12 只差一位数字"
    assert said([suspect], language="en") == (
        "check d: with 12, both relations above hold (the smallest change, and the only one); "
        "10 and 12 differ in one digit"
    )


def test_the_text_that_is_against_it_is_quoted_and_nothing_is_called_unique() -> None:
    against = (Evidence("claim-requests-carried-out", "结转下年度11件"),)
    suspect = replace(one(exact(3, 10, 12)), unique=False, against=against)
    assert said([suspect], Doubt.CONTRADICTED) == (
        "核对 d：若为 12，以上两条规则同时成立（改动最少）；但正文“结转下年度11件”与此不符，须查原始数据"
    )
    assert said([suspect], Doubt.CONTRADICTED, "en") == (
        "check d: with 12, both relations above hold (the smallest change); but the text disagrees with that "
        "(“结转下年度11件”): look at the source of the numbers"
    )


def test_the_text_that_decided_is_quoted() -> None:
    suspect = replace(one(exact(3, 10, 12)), evidence=(Evidence("claim-requests-carried-out", "结转下年度12件"),))
    assert said([suspect]) == (
        "核对 d：若为 12，以上两条规则同时成立（表中同样少的改法不止一种，只有这一种与正文“结转下年度12件”一致）"
    )
    assert said([suspect], language="en") == (
        "check d: with 12, both relations above hold (the figures alone allow other changes as small, but only this "
        "one agrees with the text: “结转下年度12件”)"
    )


def test_several_cells_are_named_together() -> None:
    assert said([one(exact(0, 1, 2), exact(3, 10, 12), settles=3)]) == (
        "核对 a 和 d：若分别为 2 和 12，以上 3 条规则同时成立（改动最少，且唯一）"
    )


@pytest.mark.parametrize(
    ("suspect", "words"),
    [(cell(0, 1, 3), "若不小于 3，"), (cell(0, 9, None, 4), "若不大于 4，"), (cell(0, 9, 2, 4), "若在 2 至 4 之间，")],
)
def test_a_range_is_told(suspect: SuspectCell, words: str) -> None:
    assert words in (said([one(suspect, settles=1)]) or "")


def test_a_tie_is_told_openly_with_a_few_choices() -> None:
    ties = [one(exact(at, 5, 3)) for at in range(4)]
    sentence = said(ties, Doubt.SEVERAL) or ""
    assert sentence.startswith("仅凭这些数字不能确定是哪一格：有 4 种同样少的改法")
    assert sentence.endswith("a 为 3；b 为 3；c 为 3")
    assert "超过 4 种" in (said(ties, Doubt.TOO_MANY) or "")


@pytest.mark.parametrize("doubt", [Doubt.READING, Doubt.TOO_LARGE, Doubt.IMPOSSIBLE])
def test_where_no_cell_is_named_the_reason_is(doubt: Doubt) -> None:
    assert "因此不指出是哪一格" in (said([], doubt) or "")
    assert "named" in (said([], doubt, "en") or "")


def test_nothing_is_said_where_nothing_was_looked_for() -> None:
    assert said([]) is None


def test_a_slip_of_several_cells_is_one_sentence() -> None:
    suspect = one(exact(0, 7, 0), exact(1, 0, 7), slip="neighbour-row")
    assert (said([suspect]) or "").endswith("；7 像是填到了相邻的行里")


@pytest.mark.parametrize("slip", Slip)
def test_every_slip_has_its_words(slip: Slip) -> None:
    assert {f"slip-{slip}", f"slips-{slip}"} & set(CATALOGUE)
    if f"slip-{slip}" in CATALOGUE:
        sentence = said([one(exact(0, 7, 70, slip, (CELLS[1],)), slip=slip)]) or ""
        assert sentence.count("；") == 1


def test_several_cells_that_were_left_out_are_told_in_one_sentence_each() -> None:
    suspect = one(exact(0, None, 94, "blank"), exact(3, None, 2, "blank"), settles=2)
    assert (said([suspect]) or "").count("像是漏填了") == 1
    glossary = glossary_of(REPORT.form, factory.PACK, "zh")
    assert told(suspect, glossary).endswith("：没有填，应分别为 94 和 2")
    half = one(exact(0, None, 94, "blank"), exact(3, 3, 2), settles=2)
    assert told(half, glossary).endswith("：填的是 空白 和 3，应分别为 94 和 2")
