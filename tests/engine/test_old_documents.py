"""Files of old Word are read twice, by this program and by LibreOffice, played here by a converter that can be told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from support.figures import Figures
from support.official import lay_out
from support.writers import WRITERS

from validator.engine._file_checker import FileChecker
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.document import Document
from validator.model.report import Reading
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.packs.pack import load_pack
from validator.readers import libreoffice
from validator.readers.word.docx import read_docx

if TYPE_CHECKING:
    import pytest
    from support.reports import ReportData

SOUND = Figures(organ="甲县", year=2023, table_two={}, results={"granted": (14,), "partial": (3,)}).report()
FAULTY = SOUND.with_cells({"requests.handled.total": 71})


def docx(report: ReportData) -> bytes:
    return WRITERS["docx"].write(lay_out(report))


def checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: ReportData, second: ReportData | None
) -> ReportResult:
    """A file that this program reads as the first report, and LibreOffice as the second, or not at all."""
    path = tmp_path / "年报.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    read = read_docx("年报.doc", docx(first))

    def played(name: str, *, data: bytes | None = None, input_format: str | None = None) -> Document:
        if data is not None:
            assert input_format == "docx"
            return read_docx(name, data)
        return replace(read, path=name, format="doc")

    monkeypatch.setattr(
        libreoffice, "convert_many", lambda files, _: [None if second is None else docx(second)] * len(files)
    )
    bench = FileChecker(Task(content=RESULT, today=date(2026, 1, 1), wanted=select_rules(load_pack())), read=played)
    (outcome,) = bench.run([Source(str(path))])
    (report,) = outcome.results
    return report


def test_where_both_agree_the_finding_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = checked(tmp_path, monkeypatch, FAULTY, FAULTY)
    violated = [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    assert violated
    assert all(one.second_reading is not None and one.second_reading.agrees for one in violated)


def test_where_they_differ_the_cell_is_open_and_nothing_is_called_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = checked(tmp_path, monkeypatch, FAULTY, SOUND)
    value = result.report["requests.handled.total"]
    assert (value.reading, value.value) == (Reading.AMBIGUOUS, None)
    assert [int(one or 0) for one in value.candidates] == [71, 17]
    assert not [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    (finding,) = [one for one in result.findings if one.rule == "reading-ambiguous"]
    assert [term.cell for term in finding.terms] == ["requests.handled.total"]


def test_a_difference_shows_also_where_nothing_is_violated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = checked(tmp_path, monkeypatch, SOUND, FAULTY)
    assert [one.rule for one in result.findings if one.rule.startswith("reading")] == ["reading-ambiguous"]


def test_without_libreoffice_the_first_reading_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = checked(tmp_path, monkeypatch, FAULTY, None)
    assert [one for one in result.findings if one.comparator and one.verdict is Verdict.VIOLATED]
    assert all(one.second_reading is None for one in result.findings)
