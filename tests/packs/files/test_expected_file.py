from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from validator.model.errors import BrokenOrganFileError
from validator.packs.files.expected_file import ExpectedOrgan, read_expected

TEXT = "机关,级别,日期\r\n甲县公安局,县级,2024-01-31\r\n\r\n 乙市 ,,2024/3/1\r\n丙局\r\n"
ORGANS = (
    ExpectedOrgan("甲县公安局", "县级", date(2024, 1, 31)),
    ExpectedOrgan("乙市", "", date(2024, 3, 1)),
    ExpectedOrgan("丙局"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_in_the_encodings_of_office_programs(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert read_expected(path) == ORGANS


def test_columns_may_have_english_heads_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Day,Organ\n2024-01-31,甲县公安局\n", encoding="utf-8")
    assert read_expected(path) == (ExpectedOrgan("甲县公安局", "", date(2024, 1, 31)),)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["机关", "级别", "日期"],
        ["甲县公安局", "县级", date(2024, 1, 31)],
        [],
        ["乙市", None, "2024.3.1"],
        ["丙局"],
    ):
        sheet.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert read_expected(path) == ORGANS


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "empty")]),
        ("单位,日期\n甲,2024-01-31\n", [(1, "unknown key"), (1, "missing key")]),
        ("机关,日期\n,2024-01-31\n甲,soon\n", [(2, "missing key"), (3, "wrong type")]),
        (f"机关,日期\n甲,{'9' * 30}-01-31\n乙,{'9' * 5000}-1-1\n", [(2, "wrong type"), (3, "wrong type")]),
    ],
)
def test_all_faults_of_a_list_are_told(tmp_path: Path, text: str, faults: list[tuple[int, str]]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenOrganFileError) as caught:
        read_expected(path)
    assert [(one.line, str(one.problem)) for one in caught.value.faults] == faults


@given(st.binary(max_size=200).map(lambda data: b"PK" + data) | st.binary(max_size=200))
def test_any_bytes_are_a_list_or_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("list") / "list.csv"
    path.write_bytes(data)
    with suppress(BrokenOrganFileError):
        assert all(one.organ for one in read_expected(path))


def test_a_workbook_without_content_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    content = io.BytesIO()
    Workbook().save(content)
    path.write_bytes(content.getvalue())
    with pytest.raises(BrokenOrganFileError):
        read_expected(path)
