from __future__ import annotations

import pytest
from msgspec.structs import replace
from readers.pdf_samples import pdf, table_page
from support.annotating import MOMENT, annotated, checked, content, notes_on, written
from support.annotations import pdf_annotations, pdf_values

from validator.annotators.notes import CellMark, Note, Notes
from validator.annotators.pdf.annotator import annotate
from validator.model.document import Grid, Location
from validator.model.rules.rule import Severity


def test_a_highlight_lies_on_the_very_number() -> None:
    data = written("pdf")
    report = checked(data).report
    wanted = {cell.location: cell.raw for cell in report.cells}
    notes = notes_on(data)
    cells = Notes(tuple(note for note in notes.notes if note.passage is None), notes.marks)
    found = sorted((page, below) for page, below, _ in pdf_annotations(annotated(data, cells)))
    assert found == sorted((mark.location.page or 0, wanted[mark.location]) for mark in notes_on(data).marks)


def test_other_cells_of_a_mistake_bear_its_number() -> None:
    data = written("pdf")
    notes = notes_on(data)
    told = {note.location for note in notes.notes}
    short = [text for _, _, text in pdf_annotations(annotated(data)) if "\n" not in text]
    assert sorted(short) == sorted(", ".join(mark.labels) for mark in notes.marks if mark.location not in told)


def test_what_the_file_holds_stays_byte_for_byte() -> None:
    data = written("pdf")
    assert annotated(data).startswith(data)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("shift", [0.0, 37.0])
def test_a_highlight_finds_its_place_on_pages_that_are_turned_or_moved(rotate: int, shift: float) -> None:
    page = table_page([["项目", "数量"], ["规章", "71"], ["文件", "28"]])
    data = pdf([replace(page, rotate=rotate, shift=shift)])
    (grid,) = (block for block in content(data).blocks if isinstance(block, Grid))
    places = {cell.text: cell.location for cell in grid.cells}
    notes = Notes((Note(places["28"], Severity.ERROR, "一\n二"),), (CellMark(places["71"], Severity.NOTE, ("1b",)),))
    found = sorted((below, text) for _, below, text in pdf_annotations(annotate(data, notes, MOMENT)))
    assert found == [("28", "一\n二"), ("71", "1b")]


def test_what_concerns_the_whole_report_is_an_icon_on_the_first_page() -> None:
    data = written("pdf")
    whole = Notes((Note(None, Severity.WARNING, "没有\n年份"), Note(Location(page=2), Severity.NOTE, "页\n二")), ())
    assert [(page, text) for page, _, text in pdf_annotations(annotate(data, whole, MOMENT))] == [
        (1, "没有\n年份"),
        (1, "页\n二"),
    ]


def test_an_encrypted_file_that_opens_without_a_password_takes_notes() -> None:
    data = pdf([table_page([["项目", "数量"], ["规章", "71"], ["文件", "28"]])], user=b"", owner=b"owner")
    (grid,) = (block for block in content(data).blocks if isinstance(block, Grid))
    place = next(cell.location for cell in grid.cells if cell.text == "28")
    notes = Notes((Note(place, Severity.ERROR, "一\n二"),), ())
    copy = annotate(annotate(data, notes, MOMENT), notes, MOMENT)
    assert pdf_annotations(copy) == [(1, "28", "一\n二")]
    assert content(copy) == content(data)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_what_a_cell_should_hold_stands_beside_it(rotate: int) -> None:
    data = pdf([replace(table_page([["项目", "数量"], ["规章", "71"], ["文件", "28"]]), rotate=rotate)])
    (grid,) = (block for block in content(data).blocks if isinstance(block, Grid))
    places = {cell.text: cell.location for cell in grid.cells}
    changed = CellMark(places["28"], Severity.ERROR, ("1 → 26",), "26")
    words = CellMark(places["71"], Severity.ERROR, ("2 → 不小于 4",), "不小于 4")
    notes = Notes((Note(places["28"], Severity.ERROR, "一\n二"),), (changed, words))
    copy = annotate(data, notes, MOMENT)
    assert pdf_values(copy) == ["26"]
    assert pdf_values(annotate(copy, notes, MOMENT)) == ["26"]
    assert pdf_values(annotate(copy, Notes((), ()), MOMENT)) == []
    assert content(copy) == content(data)
