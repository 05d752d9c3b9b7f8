from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from renderers.factory import PACK, balance, counts, located, report, result, sound_report, wrong_report

from validator.model.report import CellValue, Reading
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Verdict
from validator.renderers import RENDERERS, RenderOptions, renderer

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

render = renderer(RENDERERS["concise"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_line_for_each_mistake_and_unreadable_input(snapshot: SnapshotAssertion, language: str) -> None:
    text = render(result(), PACK, RenderOptions(language))
    assert text == snapshot
    assert text.count("\n") == 6


def test_what_to_change_stands_in_the_line() -> None:
    (first, *_) = render(located(), PACK, RenderOptions()).splitlines()
    assert first == (
        "samples/甲县2023.docx: 差错: 表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12"
        "  requests-balance、requests-row-total"
    )


def test_nothing_found_is_nothing_said() -> None:
    assert render(Result((sound_report(),)), PACK, RenderOptions()) == ""


def test_lines_are_never_wrapped() -> None:
    narrow = render(result(), PACK, RenderOptions(width=20))
    assert narrow == render(result(), PACK, RenderOptions())


def test_an_undecided_relation_names_its_cell() -> None:
    cell = CellValue(Reading.AMBIGUOUS, candidates=(Decimal(5), None))
    made = report({"requests.carried_in.natural_person": cell})
    finding = replace(balance(made), verdict=Verdict.UNDETERMINED)
    text = render(Result((ReportResult(made, (finding,), counts(1)),)), PACK, RenderOptions())
    assert "（因为 “二、上年结转政府信息公开申请数量”行“自然人”列 不确定（可能是 5 或 空白））  " in text


def test_a_path_cannot_steer_the_terminal() -> None:
    checked = wrong_report()
    checked = replace(checked, report=replace(checked.report, path="a\x1b[2J\nb.docx"))
    text = render(Result((checked,)), PACK, RenderOptions())
    assert "\x1b" not in text
    assert text.startswith("a?[2J b.docx: ")
