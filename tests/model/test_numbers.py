from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.numbers import SIMPLIFIED, Kind, Number, normalise, read_number

PRINTED_NUMBERS = [
    ("0", "0"),
    ("007", "7"),
    ("1295", "1295"),
    ("1,295", "1295"),
    ("1，295", "1295"),
    ("12,345,678", "12345678"),
    ("1 295", "1295"),
    ("1\u00a0295", "1295"),
    ("1\u3000295", "1295"),
    ("1\u2009295", "1295"),
    ("2224\n2", "22242"),
    ("１２９５", "1295"),
    ("１，２９５", "1295"),
    ("１２．５", "12.5"),
    (" 12 ", "12"),
    ("\u200b12\ufeff", "12"),
    ("1\u200d2\u2060", "12"),
    ("12³", "12"),
    ("12①", "12"),
    ("⑤", "5"),
    ("24252.311082", "24252.311082"),
    ("59237.2449", "59237.2449"),
    ("0.10", "0.10"),
    ("3.", "3"),
    ("0.000001", "0.000001"),
    ("99999999999999999999", "99999999999999999999"),
]


@pytest.mark.parametrize(("text", "value"), PRINTED_NUMBERS)
def test_printed_number_is_read_exactly(text: str, value: str) -> None:
    number = read_number(text)
    assert number.kind is Kind.NUMBER
    assert number.value == Decimal(value)
    assert number.raw == text
    assert not number.signed
    assert number.unit is None
    assert number.note is None


@pytest.mark.parametrize("text", ["", " ", "\n", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u00a0\u200b\n"])
def test_nothing_printed_is_blank(text: str) -> None:
    assert read_number(text) == Number(Kind.BLANK, text)


@pytest.mark.parametrize(
    "text",
    [
        *("/", "//", "/ / /", "／", "\\", "-", "--", "—", "——", "－", "–", "―", "−", "‑"),
        *("无", " 无 ", "N/A", "n/a", "Ｎ／Ａ", "NA", "不适用", "*"),
    ],
)
def test_mark_for_none_is_a_dash(text: str) -> None:
    assert read_number(text) == Number(Kind.DASH, text)


@pytest.mark.parametrize(
    ("text", "value", "doubtful"),
    [
        ("+3", "3", False),
        ("＋3", "3", False),
        ("-18", "-18", False),
        ("－8", "-8", False),
        ("−8", "-8", False),
        ("–8", "-8", False),
        ("—8", "-8", False),
        ("- 8", "-8", False),
        ("+1036", "1036", False),
        ("--253", "-253", True),
        ("——253", "-253", True),
        ("＋－5", "-5", True),
        ("增3", "3", False),
        ("增加3", "3", False),
        ("减5", "-5", False),
        ("减少5项", "-5", False),
        ("-1,036", "-1036", False),
        ("-0.5", "-0.5", False),
    ],
)
def test_sign_is_read_and_a_doubled_one_is_doubtful(text: str, value: str, doubtful: bool) -> None:  # noqa: FBT001 (a column of the table)
    number = read_number(text)
    assert number.kind is Kind.NUMBER
    assert number.value == Decimal(value)
    assert number.signed
    assert number.doubtful_sign is doubtful


@pytest.mark.parametrize(
    ("text", "value", "unit", "note"),
    [
        ("251000元", "251000", "元", None),
        ("451830.26 万元", "451830.26", "万元", None),
        ("75394432.52元", "75394432.52", "元", None),
        ("103.3879万元", "103.3879", "万元", None),
        ("5万", "5", "万", None),
        ("1.5亿元", "1.5", "亿元", None),
        ("35千元", "35", "千元", None),
        ("6 件", "6", "件", None),
        ("20项", "20", "项", None),
        ("１２　万元", "12", "万元", None),
        ("41267385 (含县区)", "41267385", None, "含县区"),
        ("22（其中修订 16 件）", "22", None, "其中修订 16 件"),
        ("55（含自然失效 29 件）", "55", None, "含自然失效 29 件"),
        ("1,036件（含县区）", "1036", "件", "含县区"),
        ("12()", "12", None, ""),
    ],
)
def test_unit_and_remark_are_kept_beside_the_number(text: str, value: str, unit: str | None, note: str | None) -> None:
    number = read_number(text)
    assert number.kind is Kind.NUMBER
    assert (number.value, number.unit) == (Decimal(value), unit)
    assert (number.note or None) == (note or None)


@pytest.mark.parametrize(
    ("text", "places"), [("12", 0), ("12.", 0), ("12.5", 1), ("12.50", 2), ("24252.311082", 6), ("1,036.10万元", 2)]
)
def test_digits_printed_after_the_point_are_counted(text: str, places: int) -> None:
    assert read_number(text).places == places


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "约12",
        "12左右",
        "12、13",
        "12/13",
        "12-13",
        "1,29",
        "1,2345",
        ",295",
        "1.295.000",
        ".5",
        "12..5",
        "1e5",
        "inf",
        "nan",
        "0x1F",
        "1_000",
        "12%",
        "½",
        "三",
        "〇",
        "○",
        "O",
        "l2",
        "(12)",
        "12(",
        "12)",
        "(含县区)12",
        "12 (含县区",
        "5美元",
        "5万件",
        "增",
        "增减5",
        "5-",
        "(cid:1234)",
        "#REF!",
        "=SUM(A1:A3)",
        "١٢",
        "१२",
        "𝟏𝟐a",
        "见附件",
    ],
)
def test_what_is_not_surely_a_number_is_unreadable(text: str) -> None:
    assert read_number(text) == Number(Kind.UNREADABLE, text)


@pytest.mark.parametrize("text", ["12 3", "640 0 20 470", "47 9 5 61", "3 0 0 0 3"])
def test_several_numbers_in_one_line_are_not_joined_to_one(text: str) -> None:
    assert read_number(text).kind is Kind.UNREADABLE


def test_superscript_note_alone_is_no_number() -> None:
    assert read_number("³").kind is Kind.BLANK


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("⼈⽐⽂⼆", "人比文二"),
        ("⾏政许可", "行政许可"),
        ("⻋⻚⻓⻔", "车页长门"),
        ("（一）", "(一)"),
        ("Ａ１．", "A1."),
        ("政\u200b府\ufeff", "政府"),
        ("\u00ad总\u2060计", "总计"),
        ("㈠", "(一)"),
        ("本年新收政府信息公開申請數(shù)量", "本年新收政府信息公开申请数量"),
        ("機（jī）關（guān）們(men)的", "机关们的"),
        ("章(a)、第二十条(一)、(jī)、A(jī)、他們(men)", "章(a)、第二十条(一)、(jī)、A(jī)、他们"),
        ("情形(zi)", "情形(zi)"),
    ],
)
def test_look_alike_characters_come_to_one_form(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text(alphabet="⼀⼆⽂人总计（）１２ \u200b⻋", max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
GROUPINGS = st.sampled_from(["", ",", "，", " ", "\u00a0", "\u2009", "\u3000"])


@st.composite
def printed_integers(draw: st.DrawFn) -> tuple[int, str]:
    """A whole number and one way to print it."""
    value = draw(st.integers(-(10**18), 10**18))
    text = f"{value:,}".replace(",", draw(GROUPINGS))
    text = text.translate(WIDE) if draw(st.booleans()) else text
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        # A narrow cell breaks the line between two digits.
        breaks = "\n" if text[:at][-1:].isdigit() and text[at:][:1].isdigit() else ""
        text = text[:at] + draw(st.sampled_from("\u200b\ufeff\u2060" + breaks)) + text[at:]
    return value, draw(st.sampled_from(["", " ", "\n"])) + text + draw(st.sampled_from(["", " ", "①", "²"]))


@given(printed_integers())
def test_any_grouping_and_width_gives_the_number_back(printed: tuple[int, str]) -> None:
    value, text = printed
    number = read_number(text)
    assert number.kind is Kind.NUMBER
    assert number.value == value
    assert number.signed is (value < 0)


@given(st.decimals(min_value=0, max_value=10**12, places=6), st.sampled_from(["", "元", "万元"]))
def test_amounts_keep_every_printed_digit(value: Decimal, unit: str) -> None:
    number = read_number(f"{value:f}{unit}")
    assert number.value == value
    assert number.places == 6


@given(st.text(max_size=20))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    number = read_number(text)
    assert (number.value is not None) is (number.kind is Kind.NUMBER)
    assert number.raw == text


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("丙縣丁局2023年政府信息公開工作年度報告", "丙县丁局2023年政府信息公开工作年度报告"),
        ("資訊公開", "资讯公开"),
        ("四、行政復議、行政訴訟情況", "四、行政复议、行政诉讼情况"),
        ("收費金額（單位：萬元）", "收费金额(单位:万元)"),
        ("第一師阿拉爾市殺虎營鎮戰備處", "第一师阿拉尔市杀虎营镇战备处"),
        ("乾隆镇著录", "乾隆镇著录"),
    ],
)
def test_traditional_characters_are_read_as_simplified_ones(printed: str, same: str) -> None:
    assert normalise(printed) == same


def test_simplified_text_is_left_alone() -> None:
    for traditional, simple in SIMPLIFIED.items():
        assert simple not in SIMPLIFIED, chr(simple)
        with pytest.raises(UnicodeEncodeError):
            chr(traditional).encode("gb2312")


def test_more_digits_than_anybody_counts_are_no_number() -> None:
    assert read_number("9" * 1000).kind is Kind.NUMBER
    assert read_number("9" * 1001).kind is Kind.UNREADABLE
