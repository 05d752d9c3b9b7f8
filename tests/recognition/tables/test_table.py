from __future__ import annotations

import pytest
from core_factory import column, document, grid, row, shipped_form, spanned_grid, table
from msgspec.structs import replace

from validator.model.document import Cell, Grid, Location
from validator.model.form import Table
from validator.recognition.tables._table import read_table
from validator.recognition.tables.alignment import lines_of
from validator.recognition.tables.reading import DamagedRow, TableReading

COUNTS = table(
    [row("new", "本年新收申请数量"), row("old", "上年结转申请数量"), row("done", "本年办理结果总计")],
    [column("a", "自然人"), column("b", "商业企业"), column("c", "总计")],
)
HEADER = ["申请人情况", "自然人", "商业企业", "总计"]
LABELS = [one.title.zh for one in COUNTS.rows]
NUMBERS = [["1", "2", "3"], ["4", "", "4"], ["5", "6", "11"]]
ROWS = [[label, *numbers] for label, numbers in zip(LABELS, NUMBERS, strict=True)]


def read(*grids: Grid, of: Table = COUNTS) -> TableReading:
    return read_table(lines_of(document(*grids)), of)


def texts(reading: TableReading, name: str) -> list[str | None]:
    """What stands in the cells of a row; None where nothing does."""
    cells = [reading.cells[f"t.{name}.{one}"] for one in reading.table.column_names]
    return [None if cell is None else cell.text for cell in cells]


def options(damaged: DamagedRow, width: int) -> set[tuple[str, ...]]:
    placed = [{at: cell.text for at, cell in one} for one in damaged.options]
    return {tuple(one.get(at, "") for at in range(width)) for one in placed}


def test_rows_are_read_under_their_headers() -> None:
    reading = read(grid([HEADER, *ROWS]))
    assert [texts(reading, name) for name in COUNTS.row_names] == NUMBERS
    assert (reading.damaged, reading.extra) == ((), ())
    assert reading.score > read(grid(ROWS)).score > read(grid(ROWS[1:])).score > 0


@pytest.mark.parametrize("order", [[1, 2, 0], [2, 0, 1], [0, 2, 1]])
def test_labels_decide_which_row_it_is(order: list[int]) -> None:
    kept = sorted(order[:2])
    reading = read(grid([HEADER, *(ROWS[at] for at in kept)]))
    assert {name: texts(reading, name) for name in (COUNTS.row_names[at] for at in kept)} == {
        COUNTS.row_names[at]: NUMBERS[at] for at in kept
    }
    assert f"t.{COUNTS.row_names[order[2]]}.a" not in reading.cells


def test_rows_without_a_header_are_read_in_order() -> None:
    assert [texts(read(grid(ROWS)), name) for name in COUNTS.row_names] == NUMBERS


def test_table_over_two_grids_is_one_table() -> None:
    reading = read(grid([HEADER, *ROWS[:1]]), grid(ROWS[1:]))
    assert [texts(reading, name) for name in COUNTS.row_names] == NUMBERS


def test_column_without_its_header_cell_is_left_out() -> None:
    shorter = [[fields[0], fields[1], fields[3]] for fields in [HEADER, *ROWS]]
    reading = read(grid(shorter))
    assert "t.new.b" not in reading.cells
    assert {cell: one and one.text for cell, one in reading.cells.items() if ".new." in cell} == {
        "t.new.a": "1",
        "t.new.c": "3",
    }


def test_a_field_more_than_headers_in_one_row_shows_that_the_column_is_there_in_all() -> None:
    header = [("申请人情况", 2, 1), ("商业企业", 1, 1), ("总计", 1, 1)]
    whole = [[(label, 1, 1), *((text, 1, 1) for text in numbers)] for label, *numbers in ROWS]
    swallowed = [(LABELS[1] + "4", 2, 1), ("0", 1, 1), ("4", 1, 1)]
    reading = read(spanned_grid([header, whole[0], swallowed, whole[2]]))
    assert texts(reading, "new") == NUMBERS[0]
    assert [one.row.name for one in reading.damaged] == ["old"]
    assert texts(reading, "done") == NUMBERS[2]


def test_merged_labels_and_headers_take_their_columns() -> None:
    header = [[("项目", 2, 2), ("申请人情况", 3, 1)], [(name, 1, 1) for name in HEADER[1:]]]
    rows = [[(label, 2, 1), *((text, 1, 1) for text in numbers)] for label, *numbers in ROWS]
    reading = read(spanned_grid([*header, *rows]))
    assert [texts(reading, name) for name in COUNTS.row_names] == NUMBERS
    assert reading.damaged == ()


@pytest.mark.parametrize("shared", ["商业企业总计", "商业\n企业总计", "商业总计\n企业"])
def test_numbers_under_the_header_of_two_columns_may_be_of_either(shared: str) -> None:
    reading = read(grid([["申请人情况", "自然人", shared], *([label, *numbers[:2]] for label, *numbers in ROWS)]))
    assert [one.row.name for one in reading.damaged] == list(COUNTS.row_names)
    assert {("1", "2", ""), ("1", "", "2")} <= options(reading.damaged[0], 3)


def test_numbers_beside_the_header_of_two_columns_stand_under_their_own() -> None:
    wide = table(COUNTS.rows, [*COUNTS.columns[:2], column("d", "科研机构"), COUNTS.columns[2]])
    header = ["申请人情况", "自然人", "商业科研\n企业机构", "总计"]
    rows = [[LABELS[0], "1", "", "1"], [LABELS[1], "", "2", "2"], [LABELS[2], "", "", ""]]
    reading = read(grid([header, *rows]), of=wide)
    assert texts(reading, "new") == ["1", None, None, "1"]
    assert not any(texts(reading, "done"))
    assert [one.row.name for one in reading.damaged] == ["old"]


def test_a_number_in_a_label_that_reaches_under_a_header_is_not_lost() -> None:
    header = [("项目", 2, 1), *((name, 1, 1) for name in HEADER[1:])]
    rows = [[(label, 2, 1), *((text, 1, 1) for text in numbers)] for label, *numbers in ROWS]
    rows[1] = [("上年结转申\n请数量（只计4受理的）", 3, 1), ("0", 1, 1), ("4", 1, 1)]
    reading = read(spanned_grid([header, *rows]))
    assert [(one.row.name, one.options) for one in reading.damaged] == [("old", ())]
    assert [texts(reading, name) for name in COUNTS.row_names] == [NUMBERS[0], [None, None, None], NUMBERS[2]]


def under_wide_header(*rows: tuple[str, ...]) -> TableReading:
    """Rows of five fields, three of them under one header, as where other tables of a grid have made the columns."""
    header = [("申请人情况", 1, 1), ("自然人", 1, 1), ("商业企业", 3, 1), ("总计", 1, 1)]
    filled = [[(text, 1, 1) for text in (label, *fields)] for label, fields in zip(LABELS, rows, strict=False)]
    return read(spanned_grid([header, *filled]))


def test_number_stands_anywhere_under_a_header_over_several_columns() -> None:
    reading = under_wide_header(("1", "", "2", "", "3"), ("", "", "4", "", "4"), ("5", "", "", "", "5"))
    assert [texts(reading, name) for name in COUNTS.row_names] == [["1", "2", "3"], ["", "4", "4"], ["5", "", "5"]]
    assert reading.damaged == ()


def test_two_numbers_under_one_header_are_not_both_read() -> None:
    reading = under_wide_header(("1", "2", "7", "", "3"), ("", "", "4", "", "4"))
    assert [one.row.name for one in reading.damaged] == ["new"]
    assert texts(reading, "old") == ["", "4", "4"]


def test_row_that_lost_a_cell_is_damaged_and_keeps_its_order() -> None:
    short = [HEADER, ROWS[0], [LABELS[1], "4", "4"], ROWS[2]]
    (damaged,) = read(grid(short)).damaged
    assert damaged.row.name == "old"
    assert [cell.text for cell in damaged.printed] == ["4", "4"]
    assert options(damaged, 3) == {("4", "4", ""), ("4", "", "4"), ("", "4", "4")}
    assert not damaged.in_place


def test_numbers_whose_places_are_lost_may_stand_anywhere() -> None:
    (damaged,) = read(grid([HEADER, ROWS[0], [LABELS[1], "4"], ROWS[2]], positioned=False)).damaged
    assert options(damaged, 3) == {("4", "", ""), ("", "4", ""), ("", "", "4")}


def test_row_with_more_numbers_than_columns_has_no_option() -> None:
    (damaged,) = read(grid([HEADER, ROWS[0], [LABELS[1], *"1234"], ROWS[2]])).damaged
    assert (len(damaged.printed), damaged.options) == (4, ())


def test_row_without_a_number_is_blank_not_damaged() -> None:
    reading = read(grid([HEADER, ROWS[0], [LABELS[1]], ROWS[2]], positioned=False))
    assert reading.damaged == ()
    assert texts(reading, "old") == [None, None, None]


def loose(*rows: list[str]) -> Grid:
    """A grid of which only the order of the cells is left."""
    return grid(rows, positioned=False)


def test_numbers_below_a_label_are_its_own() -> None:
    reading = read(loose([LABELS[0]], ["1", "2"], ["3"], ROWS[1], ROWS[2]))
    assert texts(reading, "new") == ["1", "2", "3"]


def test_numbers_beside_and_below_a_label_are_its_own() -> None:
    reading = read(loose([LABELS[0], "1"], ["2"], ["3"], ROWS[1], ROWS[2]))
    assert texts(reading, "new") == ["1", "2", "3"]


def test_more_numbers_below_a_label_than_it_has_room_for_are_not_taken() -> None:
    reading = read(loose([LABELS[0]], [*"12345"], ROWS[1], ROWS[2]))
    assert texts(reading, "new") == [None, None, None]


@pytest.mark.parametrize("positioned", [True, False])
def test_numbers_in_the_cell_of_the_label_are_those_of_its_row(positioned: bool) -> None:  # noqa: FBT001 (a case)
    reading = read(grid([HEADER, ROWS[0], [f"{LABELS[1]} — 4", "4"], ROWS[2]], positioned=positioned))
    (damaged,) = reading.damaged
    assert (damaged.row.name, damaged.order_only, options(damaged, 3)) == ("old", True, {("—", "4", "4")})
    assert texts(reading, "old") == [None, None, None]


def test_label_and_numbers_outside_the_grids_are_a_row() -> None:
    reading = read_table(lines_of(document(loose(ROWS[0]), LABELS[1], "4", "4", loose(ROWS[2]))), COUNTS)
    assert texts(reading, "new") == ["1", "2", "3"]
    (damaged,) = reading.damaged
    assert (damaged.row.name, [cell.text for cell in damaged.printed]) == ("old", ["4", "4"])


def test_label_with_its_numbers_outside_the_grids_is_a_row() -> None:
    reading = read_table(lines_of(document(loose(ROWS[0]), f"二、 {LABELS[1]} 4 0 4", loose(ROWS[2]))), COUNTS)
    assert texts(reading, "old") == ["4", "0", "4"]


@pytest.mark.parametrize("number", ["- 14 -", "— 14 —"])
def test_page_number_below_a_row_is_none_of_its_numbers(number: str) -> None:
    reading = read_table(lines_of(document(loose([LABELS[0], "3"]), number, loose(ROWS[1]), loose(ROWS[2]))), COUNTS)
    assert [cell.text for cell in reading.damaged[0].printed] == ["3"]


def test_label_between_grids_that_kept_their_columns_is_no_row() -> None:
    lines = lines_of(document(grid([HEADER, ROWS[0]]), LABELS[1], grid([ROWS[2]])))
    assert "t.old.a" not in read_table(lines, COUNTS).cells


def paged(rows: list[tuple[int, list[tuple[str, int, int]]]]) -> Grid:
    """Rows as (page, cells), as a table over several pages is put together."""
    one = spanned_grid([fields for _, fields in rows])
    pages = [page for page, _ in rows]
    cells = tuple(cell._replace(location=cell.location._replace(page=pages[cell.row])) for cell in one.cells)
    return replace(one, cells=cells)


@pytest.mark.parametrize("across", [1, 2])
def test_columns_of_a_page_without_a_header_count_only_if_its_labels_stand_beside_them(across: int) -> None:
    def fields(*texts: str) -> list[tuple[str, int, int]]:
        return [(text, 1, 1) for text in texts]

    label = [(LABELS[1], across, 1), *fields(*[""] * (2 - across), "4", "4")]
    last = fields(LABELS[2], "", "5", "5")
    pages = paged([(1, fields(*HEADER)), (1, fields(*ROWS[0])), (2, label), (2, last)])
    reading = read_table(lines_of(document(pages, "说明")), COUNTS)
    assert texts(reading, "new") == NUMBERS[0]
    if across == 1:
        assert texts(reading, "done") == ["", "5", "5"]
    else:
        assert {one.row.name: options(one, 3) for one in reading.damaged} == {
            "old": {("4", "4", ""), ("4", "", "4"), ("", "4", "4")},
            "done": {("5", "5", ""), ("5", "", "5"), ("", "5", "5")},
        }


def numbered_lines(texts: list[str], lines: list[int]) -> Grid:
    """A label and numbers that a text had in these lines."""
    cells = [
        Cell(text, 0, at, location=Location(line=line))
        for at, (text, line) in enumerate(zip(texts, lines, strict=True))
    ]
    return Grid(tuple(cells), (len(cells),), positioned=False)


def test_number_after_lines_left_out_may_be_that_of_the_page() -> None:
    damaged, *_ = read(numbered_lines([LABELS[0], "1", "1", "2"], [3, 3, 3, 5]), loose(ROWS[1]), loose(ROWS[2])).damaged
    assert ("1", "1", "2") in options(damaged, 3)
    assert {("1", "1", ""), ("1", "", "1"), ("", "1", "1")} < options(damaged, 3)


def test_number_too_many_may_be_that_of_the_page() -> None:
    damaged, *_ = read(loose([LABELS[0], *"1232"]), loose(ROWS[1]), loose(ROWS[2])).damaged
    assert options(damaged, 3) == {("1", "2", "3")}


def test_line_with_numbers_between_the_rows_is_extra() -> None:
    reading = read(grid([HEADER, ROWS[0], ["网上咨询留言数量", "7", "8", "9"], *ROWS[1:]]))
    assert [line.labels[0].text for line in reading.extra] == ["网上咨询留言数量"]
    assert [texts(reading, name) for name in COUNTS.row_names] == NUMBERS


@pytest.mark.parametrize("grids", [(), (grid([["姓名", "职务"], ["某某", "3"]]),), (grid([[]]),)])
def test_table_that_is_not_there_has_no_score(grids: tuple[Grid, ...]) -> None:
    reading = read(*grids)
    assert (reading.score, dict(reading.cells), reading.damaged) == (0, {}, ())


# Cells that may hold one text or another


def doubtful(count: int) -> Grid:
    """The table with so many doubtful cells in its first row, each `1` or `7`."""
    one = grid([HEADER, *ROWS])
    cells = [
        cell._replace(candidates=("1", "7")) if cell.row == 1 and 0 < cell.column <= count else cell
        for cell in one.cells
    ]
    return replace(one, cells=tuple(cells))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_combination_of_doubtful_texts_is_an_option(count: int) -> None:
    reading = read(doubtful(count))
    (damaged,) = reading.damaged
    assert (damaged.row.name, damaged.in_place, len(damaged.options)) == ("new", True, 2**count)
    assert len(options(damaged, 3)) == 2**count
    assert all(one[count:] == tuple(NUMBERS[0][count:]) for one in options(damaged, 3))


def test_row_with_too_many_combinations_has_no_option() -> None:
    one = grid([HEADER, *ROWS])
    many = tuple(map(str, range(9)))
    cells = tuple(cell._replace(candidates=many) if cell.row == 1 and cell.column else cell for cell in one.cells)
    (damaged,) = read(replace(one, cells=cells)).damaged
    assert damaged.options == ()


# Rows side by side

FLAT = shipped_form("2021").table("disputes")
OUTCOMES = [one.title.zh for one in FLAT.columns]


def flat(numbers: list[str], *, positioned: bool = True) -> Grid:
    return grid([["行政复议", "行政诉讼"], OUTCOMES * 3, numbers], positioned=positioned)


def test_rows_side_by_side_are_read_from_left_to_right() -> None:
    reading = read(flat([str(at) for at in range(15)]), of=FLAT)
    assert [cell.text for name in FLAT.cells if (cell := reading.cells[name])] == [str(at) for at in range(15)]
    assert reading.damaged == ()


def test_number_in_one_cell_with_its_header_is_read_and_not_sure() -> None:
    numbers = [str(at) for at in range(15)]
    numbers[9], numbers[14] = "总计无", "总 计14"
    reading = read(flat(numbers), of=FLAT)
    assert [cell.text for name in FLAT.cells if (cell := reading.cells[name])][9::5] == ["无", "14"]
    (damaged,) = reading.damaged
    assert (damaged.in_place, len(damaged.options)) == (True, 1)
    numbers[9] = "其他结果无"
    other = read(flat(numbers), of=FLAT).cells["disputes.litigation_direct.total"]
    assert other is not None
    assert other.text == "其他结果无"


def test_line_that_lost_cells_is_one_damaged_row() -> None:
    reading = read(flat([str(at) for at in range(14)], positioned=False), of=FLAT)
    (damaged,) = reading.damaged
    assert (damaged.row.name, len(damaged.printed), len(damaged.options)) == ("", 14, 15)
    assert set(reading.cells.values()) == {None}


def test_header_without_numbers_below_is_a_blank_table() -> None:
    reading = read(grid([OUTCOMES * 3]), of=FLAT)
    assert reading.score > 0
    assert set(reading.cells.values()) == {None}
