from __future__ import annotations

from pathlib import Path

from validator.model.errors import Fault
from validator.packs.deadlines import Day, Level
from validator.packs.files.deadline_file import read_deadlines
from validator.packs.files.yaml_file import YamlFile


def read(folder: Path, text: str) -> tuple[object, list[tuple[int, str, str, str | None]]]:
    path = folder / "deadlines.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    found = read_deadlines(YamlFile(path, faults), check=True)
    return found, [(fault.line, fault.seen, fault.problem, fault.nearest) for fault in faults]


def test_a_file_is_read(tmp_path: Path) -> None:
    text = "until: {county: 02-20}\norgans:\n- {level: county, names: [县$]}\nwordings: {signed: ['^{written}$']}\n"
    found, faults = read(tmp_path, text)
    assert faults == []
    assert getattr(found, "until", None) == {Level.COUNTY: Day(2, 20)}
    assert getattr(found, "organs", None) == ((Level.COUNTY, ("县$",)),)
    assert getattr(found, "wordings", None) == {"signed": ("^{written}$",)}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "until: {country: 02-20, city: 02-30}\n"
        "organs:\n- {level: citty, names: ['(']}\n- {level: city}\n"
        "wordings: {singed: [], published: ['{date}(']}\n"
        "days: 3\n"
    )
    assert sorted(read(tmp_path, text)[1], key=str) == [
        (1, "02-30", "wrong type", None),
        (1, "country", "unknown key", "county"),
        (3, "( (missing ), unterminated subpattern)", "not a regular expression", None),
        (3, "citty", "unknown word", "city"),
        (4, "names", "missing key", None),
        (5, "singed", "unknown key", "signed"),
        (5, "{date}( (missing ), unterminated subpattern)", "not a regular expression", None),
        (6, "days", "unknown key", None),
    ]
