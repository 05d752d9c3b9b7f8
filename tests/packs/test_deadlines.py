from __future__ import annotations

from datetime import date

import pytest

from validator.packs.deadlines import Day, Deadlines, Due, Level, fault
from validator.packs.pack import load_pack

SHIPPED = load_pack().deadlines


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("甲县教育局", Level.DEPARTMENT),
        ("甲县发展和改革委员会", Level.DEPARTMENT),
        ("乙市市场监督管理局", Level.DEPARTMENT),
        ("甲县政务服务管理办公室", Level.DEPARTMENT),
        ("甲县丙镇人民政府", Level.DEPARTMENT),
        ("丁区戊街道办事处", Level.DEPARTMENT),
        ("甲县", Level.COUNTY),
        ("甲县（本级）", Level.COUNTY),
        ("乙市丁区人民政府办公室", Level.COUNTY),
        ("乙市", Level.CITY),
        ("甲自治州人民政府", Level.CITY),
        ("上海市丁区人民政府", Level.CITY),
        ("广东省人民政府办公厅", Level.PROVINCE),
        ("上海市人民政府", Level.PROVINCE),
        ("国家税务总局甲县税务局", Level.OTHER),
        ("乙市高新技术产业开发区管理委员会", Level.OTHER),
        ("乙市高新区", Level.OTHER),
        ("甲县第二中学", Level.OTHER),
    ],
)
def test_the_level_is_told_by_the_name(organ: str, level: Level) -> None:
    due = SHIPPED.due(organ, 2023)
    assert due == Due(SHIPPED.until[level].of(2024), level)


def test_without_a_name_nothing_is_known() -> None:
    assert SHIPPED.due(None, 2023) is None
    assert Deadlines().due("甲县", 2023) is None


def test_the_days_are_those_of_the_regulation() -> None:
    assert str(SHIPPED) == "department=01-31, county=02-20, city=03-10, province=03-31, other=03-31"


def test_what_is_settled_comes_first_and_the_last_that_fits_counts() -> None:
    settled = SHIPPED.with_settled(["甲县*=01-20", "甲县教育局=county", "county=02-10"])
    assert settled.due("甲县教育局", 2023) == Due(date(2024, 2, 10), Level.COUNTY)
    assert settled.due("甲县公安局", 2023) == Due(date(2024, 1, 20), None)
    assert settled.due("乙市公安局", 2023) == Due(date(2024, 1, 31), Level.DEPARTMENT)


@pytest.mark.parametrize("text", ["1-31", "13-01", "02-30", "04-31", "00-10", "0131", "２-10", ""])
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is all it can say
        Day.parse(text)


def test_the_day_of_a_leap_year_is_the_day_before_in_others() -> None:
    assert [Day.parse("02-29").of(year) for year in (2024, 2025)] == [date(2024, 2, 29), date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("county", "02-10", None),
        ("甲县", "02-10", None),
        ("*", "city", None),
        ("countys", "02-10", "countys"),
        ("county", "city", "city"),
        ("甲县", "town", "town"),
    ],
)
def test_faults(name: str, value: str, wrong: str | None) -> None:
    found = fault(name, value)
    assert (found and found[0]) == wrong
