"""Files about organs: what is read, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.crosschecks._organ_file import read_organ_file
from validator.model.errors import BrokenOrganFileError
from validator.packs.organ_names import OrganLine


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(BrokenOrganFileError) as caught:
        read_organ_file(path)
    return [(fault.line, fault.problem, fault.seen) for fault in caught.value.faults]


YAML = """\
- {organ: 甲县, parent: 乙市}
- {organ: 乙市, complete: no}
- {organ: 甲县, name: 甲县人民政府办公室}
- {organ: 丙县, file: "old/*.docx", year: 2021}
"""
LINES = (
    OrganLine("甲县", "乙市"),
    OrganLine("乙市", complete=False),
    OrganLine("甲县", name="甲县人民政府办公室"),
    OrganLine("丙县", file="old/*.docx", year=2021),
)
CSV = """\
organ,parent,complete,name,file,year
甲县,乙市,,,,
乙市,,否,,,

甲县,,是,甲县人民政府办公室,,
丙县,,,,old/*.docx,2021
"""


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    assert read_organ_file(write(tmp_path, "a.yaml", YAML)) == LINES
    assert read_organ_file(write(tmp_path, "a.csv", CSV)) == LINES


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_is_read_as_office_programs_save_it(tmp_path: Path, encoding: str) -> None:
    assert read_organ_file(write(tmp_path, "a.CSV", CSV.encode(encoding))) == LINES


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "- {organ: 甲县, parnt: 乙市}\n- {parent: 乙市}\n- {organ: 甲县, complete: maybe, year: 今年}\n"
    assert faults(write(tmp_path, "a.yaml", text)) == [
        (1, "unknown key", "parnt"),
        (2, "missing key", "organ"),
        (3, "unknown word", "maybe"),
        (3, "wrong type", "今年"),
    ]
    assert faults(write(tmp_path, "a.csv", "name,parnt\n甲县,乙市\n")) == [
        (1, "unknown key", "parnt"),
        (1, "missing key", "organ"),
    ]
    assert faults(write(tmp_path, "b.csv", "organ,parent\n,乙市\n")) == [(2, "missing key", "organ")]


def test_an_organ_has_one_parent_and_is_not_below_itself(tmp_path: Path) -> None:
    assert faults(write(tmp_path, "a.csv", "organ,parent\n甲县,乙市\n甲县,丙市\n")) == [
        (3, "organ is listed below two others", "甲县")
    ]
    assert faults(write(tmp_path, "b.csv", "organ,parent\n甲,乙\n乙,丙\n丙,甲\n")) == [
        (4, "organ is a unit of itself", "丙")
    ]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert faults(write(tmp_path, "a.csv", b"\xff\xff\xff"))[0][1] == "file cannot be read"
    assert faults(tmp_path / "missing.yaml")[0][1] == "file cannot be read"
    assert faults(tmp_path / "missing.csv")[0][1] == "file cannot be read"
    assert faults(write(tmp_path, "b.yaml", "[organ"))[0][1] == "not valid YAML"
