"""Trees of units from lines and from folders, and the reports that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

from core_factory import report, shipped_form

from validator.crosschecks._tree import (
    Tree,
    UnitReports,
    parents_without_reports,
    tree_of_folders,
    tree_of_lines,
    unit_reports,
)
from validator.crosschecks._years import find_series
from validator.model.report import Report
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

NAMES = load_pack().names


def made(path: str, organ: str, year: int = 2023) -> Report:
    return report(shipped_form("2021"), organ=organ, year=year, path=path)


def by_lines(reports: list[Report], *lines: OrganLine) -> tuple[Tree, tuple[UnitReports, ...]]:
    series = find_series(reports, NAMES, lines)
    tree = tree_of_lines(lines, NAMES, series)
    return tree, unit_reports(tree, series, len(reports))


def units_in_folders(files: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    reports = [made(path, organ) for path, organ in files.items()]
    return tree_of_folders(reports, find_series(reports, NAMES).identities).units


def test_units_are_found_year_by_year() -> None:
    reports = [made(f"{organ}{year}", organ, year) for organ in ("甲县", "甲县教育局") for year in (2022, 2023)]
    lines = (OrganLine("甲县教育局", "甲县人民政府"), OrganLine("甲县公安局", "甲县"))
    tree, found = by_lines(reports, *lines)
    assert tree.units == {"甲县": ("甲县教育局", "甲县公安局")}
    assert found == (
        UnitReports(0, (2, None), ("甲县公安局",), (), complete=True),
        UnitReports(1, (3, None), ("甲县公安局",), (), complete=True),
    )


def test_superior_places_may_be_left_out_in_the_list() -> None:
    _, found = by_lines([made("a", "乙市甲县"), made("b", "乙市")], OrganLine("甲县", "乙市"))
    assert found == (UnitReports(1, (0,), (), (), complete=True),)


def test_a_unit_with_two_reports_is_left_out() -> None:
    reports = [made("a", "甲县"), made("b", "甲县教育局"), made("c", "甲县教育局")]
    _, found = by_lines(reports, OrganLine("甲县教育局", "甲县"))
    assert found == (UnitReports(0, (None,), (), ("甲县教育局",), complete=True),)


def test_a_list_may_say_that_it_is_not_complete() -> None:
    lines = (OrganLine("甲县教育局", "甲县"), OrganLine("甲县", complete=False))
    _, (found,) = by_lines([made("a", "甲县"), made("b", "甲县教育局")], *lines)
    assert not found.complete


def test_parents_without_any_report_are_told() -> None:
    reports = [made("b", "甲县教育局")]
    series = find_series(reports, NAMES)
    tree = tree_of_lines([OrganLine("甲县教育局", "甲县")], NAMES, series)
    assert parents_without_reports(tree, series, 1) == ("甲县",)
    assert unit_reports(tree, series, 1) == ()


def test_folders_make_a_tree() -> None:
    files = {
        "in/甲市.html": "甲市",
        "in/乙区/乙区.html": "乙区",
        "in/乙区/units/教育局.html": "乙区教育局",
        "in/乙区/units/公安局.html": "乙区公安局",
        "in/空/丙区/丙区.html": "丙区",
    }
    assert units_in_folders(files) == {"甲市": ("丙区", "乙区"), "乙区": ("乙区公安局", "乙区教育局")}


def test_a_folder_of_several_organs_is_nobodys_parent() -> None:
    assert units_in_folders({"in/a.html": "甲市", "in/b.html": "乙市", "in/units/c.html": "丙区"}) == {}


def test_several_years_of_an_organ_in_its_folder_are_one_parent() -> None:
    reports = [
        made("in/1.html", "甲市", 2022),
        made("in/2.html", "甲市人民政府", 2023),
        made("in/x/c.html", "丙区", 2022),
    ]
    assert tree_of_folders(reports, find_series(reports, NAMES).identities).units == {"甲市": ("丙区",)}
