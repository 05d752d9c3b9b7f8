"""Rows of recognised tables in which the numbers of two columns have come together as one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from readers.scans import judged
from support.checking import alarms, law
from support.official import lay_out
from support.page import Box, Line, Sheet
from support.randomreport import FORMS, random_report
from support.reports import ReportData  # noqa: TC002  first-party

from validator.engine.pipeline import check_document
from validator.model.document import Cell, Document, Grid, Location, Paragraph
from validator.model.form import Row
from validator.packs.pack import load_pack
from validator.recognition.tables.rows.touching import has_touching, places_below, touching_row

REQUESTS = load_pack().form("annual-report-2021").table("requests")
ROW = REQUESTS.rows[0]


def together(boxes: list[tuple[int, Box]], number: int, *, positioned: bool) -> Iterator[tuple[int, int, str, bool]]:
    """(column, columns, text, touching) of the boxes of a row; a number and the next one are one."""
    skipped = False
    for at, (column, box) in enumerate(boxes):
        if skipped:
            skipped = False
        elif at == number:
            after = boxes[at + 1][1]
            skipped = True
            yield column, box.colspan + after.colspan, box.text + after.text, True
        else:
            touching = not positioned and box.number and box.text.isdigit()
            yield column, box.colspan, box.text, touching


def recognised(report: ReportData, rng: Random, share: float, *, positioned: bool) -> Document:
    """A report as it is recognised where in some of the rows two numbers have become one."""
    blocks: list[Paragraph | Grid] = []
    for block in lay_out(report):
        if isinstance(block, Line):
            blocks.append(Paragraph(block.text))
        else:
            blocks.append(table(block, rng, share, positioned=positioned))
    return Document("scan.pdf", "pdf", tuple(blocks), recognised_pages=(1,))


def table(sheet: Sheet, rng: Random, share: float, *, positioned: bool) -> Grid:
    cells: list[Cell] = []
    widths: list[int] = []
    for at, boxes in enumerate(sheet.placed()):
        pairs = [number for number in range(len(boxes) - 1) if both_digits(boxes[number][1], boxes[number + 1][1])]
        number = rng.choice(pairs) if pairs and rng.random() < share else -1
        place = Location(page=1, row=at + 1)
        row = list(together(boxes, number, positioned=positioned))
        if positioned:
            downs = {column: box.rowspan for column, box in boxes}
            cells += [
                Cell(text, at, column, downs[column], wide, place, touching=touching)
                for column, wide, text, touching in row
            ]
            widths.append(sheet.width)
        else:
            printed = [(text, touching) for _, _, text, touching in row if text]
            cells += [
                Cell(text, at, order, location=place, touching=touching)
                for order, (text, touching) in enumerate(printed)
            ]
            widths.append(len(printed))
    return Grid(tuple(cells), tuple(widths), positioned)


def both_digits(first: Box, second: Box) -> bool:
    return all(box.number and box.text.isdigit() for box in (first, second))


@law(0.2)
@given(seed=st.integers(0, 1 << 32), share=st.sampled_from([0.03, 0.3]), positioned=st.booleans())
def test_numbers_that_became_one_are_neither_lost_nor_called_wrong(
    *, seed: int, share: float, positioned: bool
) -> None:
    rng = Random(seed)  # noqa: S311  what is drawn is a test
    report = random_report(rng, rng.choice(FORMS))
    checked = check_document(recognised(report, rng, share, positioned=positioned))
    assert judged(report, checked.report)["wrong"] == 0
    assert set(alarms(checked)) <= {"reading-ambiguous"}


def cell(text: str, column: int, colspan: int = 1, *, touching: bool = False, candidates: tuple[str, ...] = ()) -> Cell:
    return Cell(text, 0, column, 1, colspan, candidates=candidates, touching=touching)


def read_as(tokens: list[Cell], columns: int) -> list[list[tuple[int, str]]]:
    grid = [range(at + 1, at + 2) for at in range(columns)]
    row = touching_row(ROW, REQUESTS.columns[:columns], tokens, places_below(grid, tokens))
    return [[(at, one.text) for at, one in option] for option in row.options]


def test_digits_are_cut_only_between_the_columns_they_stand_in() -> None:
    tokens = [cell("40", 1), cell("102", 2, 2, touching=True), cell("7", 4)]
    assert read_as(tokens, 4) == [
        [(0, "40"), (1, "10"), (2, "2"), (3, "7")],
        [(0, "40"), (1, "102"), (3, "7")],
        [(0, "40"), (2, "102"), (3, "7")],
    ]


def test_what_digits_may_be_is_cut_as_well() -> None:
    tokens = [cell("12", 1, 2, touching=True, candidates=("12", "72"))]
    cuts = [option for option in read_as(tokens, 2) if len(option) == len(REQUESTS.columns[:2])]
    assert cuts == [[(0, "1"), (1, "2")], [(0, "7"), (1, "2")]]


def test_a_row_with_a_sign_that_is_not_known_stays_open() -> None:
    tokens = [cell("1\ufffd2", 1, 2, touching=True)]
    assert touching_row(Row("", ROW.title, ()), REQUESTS.columns, tokens, None).options == ()


def test_a_row_with_a_number_a_column_is_not_cut() -> None:
    assert not has_touching([cell("10", 1, touching=True), cell("12", 2)], 2)
    assert has_touching([cell("1012", 1, 2, touching=True)], 2)


def test_a_row_with_more_readings_than_are_looked_at_stays_open() -> None:
    tokens = [cell("1234567" * 4, 1, 7, touching=True)]
    assert read_as(tokens, 7) == []


def test_a_blank_in_digits_is_no_cut() -> None:
    assert [(0, "5"), (1, "73")] in read_as([cell("57 3", 1, 2, touching=True)], 2)
