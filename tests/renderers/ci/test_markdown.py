from __future__ import annotations

import re

import pytest
from renderers import factory
from support.checkedsamples import checked_samples

from validator.model.observations.facts import PrintedCell
from validator.model.result import ReportResult, Result
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.ci.markdown import LONGEST, render

CELL = re.compile(r"(?<!\\)\|")


def rendered(result: Result, language: str = "zh") -> str:
    return render(result, factory.PACK, RenderOptions(language))


def tables(text: str) -> list[list[list[str]]]:
    """The tables, each as its rows of cells."""
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [[[cell.strip() for cell in CELL.split(line)[1:-1]] for line in block.splitlines()] for block in blocks]


def test_a_comment_lists_every_mistake_with_severity_and_rules() -> None:
    text = rendered(factory.result())
    first = tables(text)[0]
    assert first[0] == ["级别", "情况", "规则"]
    assert [(row[0], row[2]) for row in first[2:]] == [
        ("差错", "`requests-balance`"),
        ("差错", "`requests-row-total`"),
        ("提示", "`section-missing`"),
        ("提示", "`total-blank`"),
        ("说明", "`documents-issued-in-force`"),
    ]
    named = tables(rendered(factory.located()))[0][2]
    assert named[1].startswith("**表三“四、结转下年度继续办理”行“自然人”列：填的是 10，应为 12**<br>")
    assert named[2] == "`requests-balance requests-row-total`"
    assert "**没有发现差错，51 条勾稽关系成立。**" in text
    assert "- `samples/扫描件.pdf`：文件里只有图片，没有文字（换成 Word 文件）" in text


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for language in ("zh", "en"):
        for table in tables(render(checked_samples(), load_pack(), RenderOptions(language))):
            assert {len(row) for row in table} == {len(table[0])}


def test_details_are_folded_away() -> None:
    text = rendered(factory.result())
    assert text.count("<details><summary>") == text.count("</details>") == 3
    folded = "".join(re.findall(r"<details>.*?</details>", text, re.DOTALL))
    assert "`a + b = c + d`" in folded
    assert "`a + b = c + d`" not in text.replace(folded, "").partition("<details>")[0]
    assert "| 四、结转下年度继续办理 | **d** 10 |" in folded


@pytest.mark.parametrize("reports", [40, 400])
def test_a_comment_is_never_too_long_and_counts_what_is_left_out(reports: int) -> None:
    text = rendered(Result((factory.wrong_report(),) * reports, (factory.UNREADABLE,)))
    assert len(text) < LONGEST
    listed = sum(len(table) - 2 for table in tables(text) if table[0][0] == "级别")
    folded = text.count("</details>")
    (dropped,) = re.findall(r"还有 (\d+) 项没有列出", text)
    whole = reports * (1 + 5 + 3) + 1
    assert int(dropped) == whole - listed - folded - text.count("\n### ") - text.count("\n- `samples") + (
        1 if "### 无法读取的文件" in text else 0
    )


def test_text_of_the_report_is_no_markup() -> None:
    text = "<b>@all | `x` [a](http://b) #1 **c** www.d :+1: ~~e~~"
    term = factory.relation(factory.report(), factory.NOT_A_NUMBER, (["requests.new.total"], [])).terms
    finding = factory.observation(factory.NOT_A_NUMBER, table="requests", terms=term, facts=PrintedCell(text))
    shown = rendered(Result((ReportResult(factory.report(organ="甲|县", path="a`b|c.html"), (finding,)),)))
    (row,) = tables(shown)[0][2:]
    assert len(row) == 3
    assert "&lt;b&gt;@\u2060all \\| \\`x\\` \\[a\\]" in row[1]
    assert "``a`b|c.html``" in shown
    assert "### 甲\\|县 2023 年度报告" in shown


def test_a_sound_report_is_one_line_of_good_news() -> None:
    text = rendered(Result((factory.sound_report(),)), "en")
    assert text.endswith("`samples/乙县2023.html`  \n**no errors found, 51 relation(s) hold.**\n")
