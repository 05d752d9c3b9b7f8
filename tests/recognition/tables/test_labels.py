from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from core_factory import shipped_form
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from validator.model.form import Column, Row, Table
from validator.recognition.tables.labels import (
    ACCEPT,
    best_likeness,
    likely_of_normal,
    likeness,
    normalise_label,
    ratio,
    without_remark,
)

TABLES = [table for year in ("2019", "2021") for table in shipped_form(year).tables]


def named(table: Table) -> str:
    return f"{table.edition}.{table.name}"


def closest(lines: Sequence[Row | Column]) -> list[tuple[float, str, str]]:
    """The likeness of every wording of one row (or column) with every other one, highest first."""
    found = [
        (max(likeness(first, second), likeness(second, first)), first, second)
        for one, other in combinations(lines, 2)
        for first in one.labels
        for second in other.labels
    ]
    return sorted(found, reverse=True)


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_different_rows_of_a_table_are_told_apart(table: Table) -> None:
    assert [pair for pair in closest(table.rows) if pair[0] >= ACCEPT] == []


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_different_columns_of_a_table_are_told_apart(table: Table) -> None:
    assert [pair for pair in closest(table.columns) if pair[0] >= ACCEPT] == []


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_official_wordings_are_accepted_as_printed(table: Table) -> None:
    for row in table.rows:
        # A row of a group prints its own number only: `1.` of `（三）1.`
        number = row.number.rpartition("）")[2] or row.number
        assert best_likeness(f"{number}{row.title.zh}", row.labels) == 100
        assert all(best_likeness(label, row.labels) == 100 for label in row.labels)
    for column in table.columns:
        assert all(best_likeness(label, column.labels) == 100 for label in column.labels)


def rows_called(text: str, table: Table) -> list[str]:
    return [row.name for row in table.rows if best_likeness(text, row.labels) >= ACCEPT]


def columns_called(text: str, table: Table) -> list[str]:
    return [column.name for column in table.columns if best_likeness(text, column.labels) >= ACCEPT]


@pytest.mark.parametrize(
    ("year", "table", "text", "row"),
    [
        ("2021", "requests", "3.危及“三安全一稳定”", "denied.security_stability"),
        ("2021", "requests", '3.危及"三安全一稳定"', "denied.security_stability"),
        ("2021", "requests", "3.危及「三安全一稳定」", "denied.security_stability"),
        ("2021", "requests", "3.危及三安全一稳定", "denied.security_stability"),
        ("2021", "requests", "1. 属于国家秘密", "denied.state_secret"),
        ("2021", "requests", "1．属于国家秘密", "denied.state_secret"),
        ("2021", "requests", "1、属于国家秘密", "denied.state_secret"),
        ("2021", "requests", "1.  属 于 国 家 秘 密", "denied.state_secret"),
        ("2021", "requests", "属于国家秘密", "denied.state_secret"),
        ("2021", "requests", "2.其他法律行政止公开", "denied.forbidden_by_law"),
        ("2021", "requests", "2.其他法律、行政法规禁止公开", "denied.forbidden_by_law"),
        ("2021", "requests", "⼀、本年新收政府信息公开申请数量", "new"),
        ("2021", "requests", "一、本年新收政府信息\n公开申请数量", "new"),
        ("2021", "requests", "(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)", "partial"),
        ("2021", "requests", "（二）部分公开", "partial"),
        ("2021", "requests", "4.无正当理由大量反复申请", "unprocessed.excessive"),
        ("2021", "requests", "4.无正当理由大量反复申", "unprocessed.excessive"),
        ("2021", "requests", "2.申请人逾期未按收费通知要求缴纳费用", "other_handling.fee_unpaid"),
        ("2021", "requests", "1.申请人无正当理由逾期不补正", "other_handling.not_corrected"),
        ("2021", "requests", "逾期不补正", "other_handling.not_corrected"),
        ("2021", "requests", "逾期不缴费", "other_handling.fee_unpaid"),
        ("2021", "requests", "3.其他", "other_handling.rest"),
        ("2021", "requests", "（六）3.其他", "other_handling.rest"),
        ("2021", "requests", "（七）总计", "handled"),
        ("2021", "requests", "四、结转下年度继续办理", "carried_out"),
        ("2019", "requests", "（六）其他处理", "other_handling"),
        ("2019", "documents", "行政规范性文件", "normative"),
        ("2019", "documents", "规章(设区的市、自治州人民政府应提供相关数据)", "regulations"),
        ("2021", "documents", "规范性文件", "normative"),
        ("2019", "fees", "行政事业型收费", "fees"),
        ("2021", "fees", "行政事业型收费", "fees"),
        ("2021", "disputes", "行政法复议", "reconsideration"),
    ],
)
def test_printed_label_is_accepted_for_the_right_row_and_no_other(year: str, table: str, text: str, row: str) -> None:
    assert rows_called(text, shipped_form(year).table(table)) == [row]


@pytest.mark.parametrize(
    ("year", "table", "text", "column"),
    [
        ("2019", "procurement", "采购总金额(万元)", "amount"),
        ("2019", "procurement", "采购总金额(万元,保留四位小数)", "amount"),
        ("2019", "permits", "处理决定数量(指2020年办件量)", "decisions"),
        ("2019", "permits", "本年增/减(减用负值表示,如-8)", "change"),
        ("2019", "permits", "本年增／减", "change"),
        ("2019", "permits", "上一年项目数量(指2019年事项数)", "previous_items"),
        ("2021", "fees", "本年收费金额(单位:万元)", "amount"),
        ("2021", "requests", "商业\n企业", "business"),
        ("2021", "requests", "其 他", "other_organisation"),
        ("2021", "requests", "总　计", "total"),
    ],
)
def test_printed_header_is_accepted_for_the_right_column_and_no_other(
    year: str, table: str, text: str, column: str
) -> None:
    assert columns_called(text, shipped_form(year).table(table)) == [column]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("requests", "三、本年度办理结果"),
        ("requests", "（三）不予公开"),
        ("requests", "（四）无法提供"),
        ("requests", "（五）不予处理"),
        ("requests", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
        ("requests", "申请人情况"),
        ("requests", "法人或其他组织"),
        ("requests", "其他处理情况说明"),
        ("requests", "本年新"),
        ("requests", ""),
        ("requests", "1."),
        ("documents", "其他主动公开文件"),
        ("documents", "信息内容"),
        ("permits", "行政检查"),
        ("permits", "行政确认"),
        ("sanctions", "行政许可"),
    ],
)
def test_other_text_of_the_page_is_no_row(table: str, text: str) -> None:
    assert rows_called(text, shipped_form("2021").table(table)) == []


@pytest.mark.parametrize("text", ["其他", "总计", "规章", "费用"])
def test_short_label_has_to_be_equal(text: str) -> None:
    assert likeness(text, text) == 100
    assert likeness(f"{text}数", text) == 0
    assert likeness(text, f"{text}情况说明") == 0


@pytest.mark.parametrize(
    ("text", "label", "bare"),
    [
        ("（三）2. 保护第三方合法权益", "保护第三方合法权益", None),
        ("一、本年新收", "本年新收", None),
        ("(一) 予以公开", "予以公开", None),
        ("规章（设区的市应提供）", "规章设区的市应提供", "规章"),
        ("危及“三安全一稳定”", "危及三安全一稳定", None),
        ("12．其他", "其他", None),
        ("", "", None),
        ("（一）", "", None),
    ],
)
def test_label_is_bared_of_numbering_brackets_and_quotes(text: str, label: str, bare: str | None) -> None:
    assert normalise_label(text) == label
    assert without_remark(text) == (label if bare is None else bare)


@pytest.mark.parametrize(
    "printed",
    ["予以公开", "3.其他", "规章(设区的市应提供)", "行政强帝", "商业企业类别名称", "", "总计", "年", "(一二)"],
)
def test_the_best_of_several_wordings_is_that_of_each_unless_all_are_different(printed: str) -> None:
    for officials in (("予以公开", "公开"), ("规章", "行政规章"), ("行政强制", "总计"), ("其他",), ("(甲)",), ()):
        full, bare = normalise_label(printed), without_remark(printed)
        best = max((likeness(printed, official) for official in officials), default=0.0)
        assert best_likeness(printed, officials) == best
        assert likely_of_normal(full, bare, officials) == (best if best >= ACCEPT else 0.0)


@given(
    st.text("予以公开不甲", max_size=40), st.text("予以公开不乙", max_size=40), st.sampled_from([0, 50, ACCEPT, 100])
)
def test_what_texts_have_in_common_is_what_the_library_says(one: str, other: str, least: int) -> None:
    assert ratio(one, other, least) == fuzz.ratio(one, other, score_cutoff=least)


@pytest.mark.parametrize("least", [0, ACCEPT])
def test_so_it_is_of_all_official_labels(least: int) -> None:
    written = [line.labels for table in TABLES for line in table.rows]
    written += [line.labels for table in TABLES for line in table.columns]
    labels = {normalise_label(label) for some in written for label in some}
    for one, other in combinations(sorted(labels), 2):
        assert ratio(one, other, least) == fuzz.ratio(one, other, score_cutoff=least)
        assert ratio(one, one + other, least) == fuzz.ratio(one, one + other, score_cutoff=least)
