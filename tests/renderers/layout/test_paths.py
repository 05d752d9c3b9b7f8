from __future__ import annotations

import pytest
from renderers import factory

from validator.renderers.layout.paths import file_names, inside, shown, shown_part, uri


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("a.html", "/data", "a.html"),
        ("x/../a.html", "/data", "a.html"),
        ("/data/报告/a.html", "/data", "报告/a.html"),
        ("../a.html", "/data", None),
        ("/other/a.html", "/data", None),
        ("..a.html", "/data", "..a.html"),
        ("a.html", None, None),
        ("-", "/data", None),
    ],
)
def test_only_what_is_below_the_folder_is_inside(path: str, folder: str | None, expected: str | None) -> None:
    assert inside(path, folder) == expected


def test_what_is_not_inside_is_shown_as_it_was_named() -> None:
    assert shown("../a.html", "/data") == "../a.html"
    assert shown("-", "/data") == "-"


def test_of_several_reports_in_a_file_it_is_told_which() -> None:
    assert shown_part(factory.report(path="/data/a.xlsx"), "/data") == "a.xlsx"
    assert shown_part(factory.report(path="a.xlsx", part="2023"), None) == "a.xlsx [2023]"


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("甲 县.html", "/data", "%E7%94%B2%20%E5%8E%BF.html"),
        ("a:b#c?.html", "/data", "a%3Ab%23c%3F.html"),
        ("../甲.html", "/data/x", "file:///data/x/../%E7%94%B2.html"),
        ("/other/甲.html", "/data", "file:///other/%E7%94%B2.html"),
        ("甲.html", None, "%E7%94%B2.html"),
        ("a\udcff.html", "/data", "a%FF.html"),
        ("-", "/data", "-"),
    ],
)
def test_uris(path: str, folder: str | None, expected: str) -> None:
    assert uri(path, folder) == expected


def test_names_of_files_are_taken_by_every_system_and_each_is_another() -> None:
    stems = ["甲县", "甲县", "a/b\\c:d", "../..", "con", "LPT1.x", "x" * 300, "X" * 300, " . ", "甲\u202e县\n"]
    names = list(file_names(stems, ".docx"))
    assert names[:6] == ["甲县.docx", "甲县-2.docx", "a_b_c_d.docx", "_.docx", "_con.docx", "_LPT1.x.docx"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name.encode()) < 255 for name in names)
    assert not any(char in name for name in names for char in '<>:"/\\|?*\n')
