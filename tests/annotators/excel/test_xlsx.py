from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet
from support.annotating import MOMENT, annotated, content, notes_on, written
from support.annotations import cell_comments

from validator.annotators.excel.xlsx import annotate
from validator.annotators.notes import CellMark, Note, Notes
from validator.model.document import Location
from validator.model.rules.rule import Severity


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def first_sheet(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def loaded(data: bytes, *, results: bool = False) -> Worksheet:
    return first_sheet(openpyxl.load_workbook(io.BytesIO(data), data_only=results))


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    first = first_sheet(book)
    first.title = "表1"
    for row in (["标题"], ["规章", 1], ["文件", 2]):
        first.append(row)
    book.create_sheet("表2")["A1"] = "说明"
    return saved(book)


BOOK = two_sheets()


def notes(*addresses: str, sheet: str = "表1", text: str = "一\n二") -> Notes:
    places = [Location(sheet=sheet, address=address) for address in addresses]
    return Notes(
        tuple(Note(place, Severity.ERROR, text) for place in places),
        tuple(CellMark(place, Severity.WARNING, ("1a",)) for place in places),
    )


def changed(data: bytes, copy: bytes) -> set[str]:
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (data, copy))
    return {name for name in after.namelist() if name not in before.namelist() or before.read(name) != after.read(name)}


def test_comments_stand_on_their_cells() -> None:
    data = written("xlsx")
    assert {address for address, _ in cell_comments(annotated(data))} == {
        note.location.address for note in notes_on(data).notes if note.location
    }


def test_only_the_sheet_with_notes_changes() -> None:
    assert not {name for name in changed(BOOK, annotate(BOOK, notes("B2"), MOMENT)) if "sheet2" in name}


def test_what_concerns_the_whole_report_stands_in_the_corner() -> None:
    whole = Notes((Note(None, Severity.WARNING, "没有找到年份"),), ())
    assert cell_comments(annotate(BOOK, whole, MOMENT)) == [("A1", "没有找到年份")]


def test_two_notes_at_one_cell_are_one_comment() -> None:
    both = Notes((Note(None, Severity.WARNING, "甲"), *notes("A1", text="乙").notes), ())
    assert cell_comments(annotate(BOOK, both, MOMENT)) == [("A1", "甲\n\n乙")]


def test_a_comment_of_the_user_in_the_same_cell_stays_and_is_alone_again_afterwards() -> None:
    book = openpyxl.Workbook()
    sheet = first_sheet(book)
    sheet["B2"] = 1
    sheet["B2"].comment = Comment("核对过", "甲")
    data = saved(book)
    marked = annotate(data, notes("B2", "C3", sheet=sheet.title), MOMENT)
    first = dict(cell_comments(marked))
    assert first["B2"].startswith("核对过\n")
    assert first["B2"].endswith("一\n二")
    assert dict(cell_comments(annotate(marked, notes("B2", "C3", sheet=sheet.title), MOMENT))) == first
    assert cell_comments(annotate(marked, Notes((), ()), MOMENT)) == [("B2", "核对过")]


def test_cells_are_filled_and_emptied_again() -> None:
    marked = annotate(BOOK, notes("B2", "B3"), MOMENT)
    (block,) = openpyxl.load_workbook(io.BytesIO(marked)).worksheets[0].conditional_formatting
    assert str(block.sqref) == "B2 B3"
    assert [rule.dxf.fill.bgColor.rgb for rule in block.rules] == ["FFFBF1EE"]
    again = annotate(marked, notes("B2"), MOMENT)
    assert [
        str(one.sqref) for one in openpyxl.load_workbook(io.BytesIO(again)).worksheets[0].conditional_formatting
    ] == ["B2"]
    assert again.count(b"styles.xml") == marked.count(b"styles.xml")
    clean = annotate(marked, Notes((), ()), MOMENT)
    assert list(openpyxl.load_workbook(io.BytesIO(clean)).worksheets[0].conditional_formatting) == []


def test_a_cell_to_change_shows_what_it_should_hold() -> None:
    place = Location(sheet="表1", address="B2")
    marks = Notes(
        (),
        (
            CellMark(place, Severity.ERROR, ("1 → 12",), "12"),
            CellMark(place._replace(address="B3"), Severity.ERROR, ("1",)),
        ),
    )
    marked = annotate(BOOK, marks, MOMENT)
    strong, faint = openpyxl.load_workbook(io.BytesIO(marked)).worksheets[0].conditional_formatting
    (look,), (other,) = ([rule.dxf for rule in block.rules] for block in (strong, faint))
    assert '" → 12"' in look.numFmt.formatCode
    assert look.font.b
    assert (look.border.left.style, other.border.left.style) == ("thin", "dotted")
    assert annotate(marked, marks, MOMENT).count(b"x") == marked.count(b"x")
    assert content(marked) == content(BOOK)


def test_formats_and_results_of_the_user_stay() -> None:
    book = openpyxl.Workbook()
    sheet = first_sheet(book)
    sheet["A1"], sheet["B2"] = "=1+1", 3
    rule = Rule(type="cellIs", operator="greaterThan", formula=["2"])
    sheet.conditional_formatting.add("B2", rule)
    data = saved(book)
    # A result as a spreadsheet program would have put it in.
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for part, body in parts.items():
            package.writestr(part, body)
    marked = annotate(file.getvalue(), notes("B2", sheet=sheet.title), MOMENT)
    assert loaded(marked, results=True)["A1"].value == 2
    ours = [(rule.operator, rule.priority) for block in loaded(marked).conditional_formatting for rule in block.rules]
    assert ours == [("greaterThan", 1), (None, 2)]


@pytest.mark.parametrize("maker", ["xlsx"])
def test_parts_stand_in_the_order_that_spreadsheet_programs_demand(maker: str) -> None:
    copy = zipfile.ZipFile(io.BytesIO(annotated(written(maker))))
    sheet = copy.read("xl/worksheets/sheet1.xml").decode()
    wanted = ["<sheetData", "<mergeCells", "<conditionalFormatting", "<pageMargins", "<legacyDrawing"]
    assert [sheet.index(word) for word in wanted] == sorted(sheet.index(word) for word in wanted)


def test_a_drawing_that_is_no_valid_xml_is_mended() -> None:
    marked = annotate(BOOK, notes("B2"), MOMENT)
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in parts if name.endswith(".vml"))
    parts[name] = parts[name].replace(b"text-align:left", b'text-align:left"><br></div><div style="')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for part, body in parts.items():
            package.writestr(part, body)
    assert cell_comments(annotate(file.getvalue(), notes("B3"), MOMENT)) == [("B3", "一\n二")]


def test_the_numbers_that_are_read_stay() -> None:
    assert content(annotate(BOOK, notes("B2", "B3"), MOMENT)) == content(BOOK)
