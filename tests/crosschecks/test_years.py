"""How the reports of a run are put in the order of their years."""

from __future__ import annotations

from core_factory import report, shipped_form

from validator.crosschecks._years import Series, find_series
from validator.model.report import Report
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

NAMES = load_pack().names


def made(organ: str | None, year: int | None, path: str = "report.html") -> Report:
    return report(shipped_form("2021"), organ=organ, year=year, path=path)


def series(*reports: Report, own: int | None = None, mapping: tuple[OrganLine, ...] = ()) -> Series:
    return find_series(reports, NAMES, mapping, own=own)


def test_years_of_an_organ_are_found_whatever_the_order_and_the_spelling() -> None:
    found = series(made("甲县人民政府", 2023), made("乙县", 2022), made("丙市甲县", 2021), made("甲县", 2022))
    assert found.previous == {0: 3, 3: 2}
    assert (found.earlier, found.copies, found.doubts) == ({}, {}, {})


def test_years_between_are_missed() -> None:
    found = series(made("甲县", 2020), made("甲县", 2023))
    assert (found.previous, found.earlier) == ({}, {1: 0})


def test_reports_without_organ_or_year_belong_to_nobody() -> None:
    found = series(made(None, 2022), made(None, 2023), made("甲县", None), made("甲县", 2023))
    assert (found.previous, found.earlier, found.copies) == ({}, {}, {})


def test_two_reports_of_a_year_are_said_and_not_used() -> None:
    found = series(made("甲县", 2021), made("甲县", 2022), made("甲县政府", 2022), made("甲县", 2023))
    assert found.copies == {1: (2,), 2: (1,)}
    assert found.previous == {}
    assert found.earlier == {3: 0}


def test_a_government_and_its_own_office_are_two_where_both_report_for_a_year() -> None:
    for body, office in (("甲县人民政府", "甲县人民政府办公室"), ("甲开发区管委会", "甲开发区管理委员会办公室")):
        both = series(made(body, 2022), made(office, 2022), made(office, 2023), made(body, 2023))
        assert (both.previous, both.copies) == ({2: 1, 3: 0}, {})
        one_new = series(made(body, 2022), made(office, 2023), made(body, 2023))
        assert (one_new.previous, one_new.copies) == ({2: 0}, {})
        assert series(made(body, 2022), made(office, 2023)).previous == {1: 0}


def test_two_reports_of_an_office_beside_its_government_are_still_said() -> None:
    found = series(made("甲县", 2022), made("甲县政府办公室", 2022), made("甲县人民政府办公室", 2022))
    assert found.copies == {1: (2,), 2: (1,)}


def test_names_that_report_for_the_same_year_are_not_put_together() -> None:
    found = series(made("甲县", 2022), made("乙市甲县", 2022), made("乙市甲县", 2023))
    assert (found.previous, found.copies) == ({2: 1}, {})


def test_a_doubtful_name_is_said_and_not_used() -> None:
    found = series(made("甲县教育局", 2022), made("甲县教育和体育局", 2023))
    assert (found.previous, found.doubts) == ({}, {1: 0})


def test_nothing_is_doubtful_where_both_have_their_own_years() -> None:
    reports = [made(organ, year) for organ in ("甲县教育局", "甲县教育和体育局") for year in (2022, 2023)]
    assert series(*reports).doubts == {}


def test_a_mapping_wins_over_names() -> None:
    lines = (OrganLine("甲县教育局", name="甲县教育和体育局"), OrganLine("乙县", file="old/*.html", year=2021))
    old = made("甲县", 2022, "x/old/a.html")
    found = series(made("甲县教育局", 2022), made("甲县教育和体育局", 2023), old, made("乙县", 2022), mapping=lines)
    assert found.previous == {1: 0, 3: 2}
    assert found.doubts == {}


def test_what_is_named_as_last_year_wins_over_the_inputs() -> None:
    found = series(made("甲县", 2022, "draft"), made("甲县", 2023), made("甲县", 2022, "final"), own=2)
    assert (found.previous, found.copies) == ({1: 2}, {})


def test_one_report_and_one_named_as_last_year_belong_together_whatever_their_names() -> None:
    assert series(made("甲县教育和体育局", 2023), made("甲县教委", 2022), own=1).previous == {0: 1}
    assert series(made(None, 2023), made(None, None), own=1).previous == {0: 1}
    later = series(made("甲县", 2023), made("乙县", 2021), own=1)
    assert (later.previous, later.earlier) == ({}, {0: 1})
