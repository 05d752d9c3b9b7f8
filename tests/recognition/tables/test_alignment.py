from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from core_factory import (
    dispute_grid,
    document,
    grid,
    own_initiative_grid,
    request_grid,
    request_header,
    request_rows,
    row,
    shipped_form,
    spanned_grid,
    table,
)
from hypothesis import given
from hypothesis import strategies as st

from validator.model.document import Grid
from validator.model.form import Form
from validator.recognition.tables.alignment import Line, align, header_texts, lines_of

FORM = shipped_form("2021")
ROWS = FORM.table("requests").row_names


def numbered(form: Form) -> dict[str, str]:
    """In each row its own number, so that a line shows which row it is."""
    return {
        f"requests.{name}.{column}": str(100 + at)
        for at, name in enumerate(form.table("requests").row_names)
        for column in form.table("requests").column_names
    }


def found_rows(*grids: Grid, form: Form = FORM) -> dict[str, str]:
    """Row name -> first number in the line it was found in."""
    matches = align(lines_of(document(*grids)), form.table("requests"))
    return {match.row.name: number_in(match.line) for match in matches}


def number_in(line: Line) -> str:
    return next((cell.text for cell in line.cells if cell.text.isdigit()), "")


def expected_rows(form: Form = FORM) -> dict[str, str]:
    return {name: str(100 + at) for at, name in enumerate(form.table("requests").row_names)}


@pytest.mark.parametrize("mark", ["无", "—", "/", "－ －"])
def test_a_mark_for_none_in_the_cell_of_a_label_is_no_part_of_it(mark: str) -> None:
    lines = [["（四）无法提供 1.本机关不掌握相关的政府信息 " + mark], ["2.没有现成信息需要另行制作 " + mark]]
    assert list(found_rows(grid(lines))) == ["unavailable.not_held", "unavailable.needs_creation"]


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_every_row_of_the_official_table_is_found_in_its_line(year: str) -> None:
    form = shipped_form(year)
    found = found_rows(request_grid(form, numbered(form)), form=form)
    assert found == expected_rows(form)
    assert list(found) == list(form.table("requests").row_names)


def test_whole_report_is_aligned_as_the_table_alone() -> None:
    values = numbered(FORM)
    assert found_rows(own_initiative_grid(FORM, {}), request_grid(FORM, values), dispute_grid(FORM, {})) == (
        expected_rows()
    )


def split(at: int, between: Sequence[list[tuple[str, int, int]]] = (), values: Mapping[str, str] | None = None) -> Grid:
    """Table three in which something stands before the row of that number."""
    rows = flat_rows(numbered(FORM) if values is None else values)
    return spanned_grid([*request_header(), *rows[:at], *between, *rows[at:]])


def flat_rows(values: Mapping[str, str]) -> list[list[tuple[str, int, int]]]:
    """The rows with no cell over several of them, as after a page break; labels stay where they are printed."""
    return [
        [*[("", 1, 1)] * (10 - sum(cell[1] for cell in cells)), *((text, across, 1) for text, across, _ in cells)]
        for cells in request_rows(FORM, values)
    ]


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_header_repeated_by_a_page_break_is_no_row(at: int) -> None:
    assert found_rows(split(at, request_header())) == expected_rows()


@pytest.mark.parametrize(
    "between",
    [
        [[("1", 10, 1)]],
        [[("- 3 -", 10, 1)]],
        [[("", 10, 1)]],
        [[("三、本年度办理结果", 3, 1), *[("", 1, 1)] * 7]],
        [[("（四）无", 3, 1), *[("", 1, 1)] * 7], [("法提供", 3, 1), *[("", 1, 1)] * 7]],
        [[("其中：通过网上提交的申请", 3, 1), *[("7", 1, 1)] * 7]],
    ],
    ids=["page number", "page number in dashes", "blank", "group again", "group cut in two", "extra row"],
)
@pytest.mark.parametrize("at", [1, 4, 9, 13, 21, 24])
def test_lines_that_are_no_row_stand_between(between: list[list[tuple[str, int, int]]], at: int) -> None:
    assert found_rows(split(at, between)) == expected_rows()


@pytest.mark.parametrize("name", ROWS)
def test_one_missing_row_is_left_out(name: str) -> None:
    rows = flat_rows(numbered(FORM))
    del rows[ROWS.index(name)]
    found = found_rows(own_initiative_grid(FORM, {}), spanned_grid([*request_header(), *rows]), dispute_grid(FORM, {}))
    assert found == {other: text for other, text in expected_rows().items() if other != name}


@pytest.mark.parametrize("name", ["handled", "other_handling.rest"])
def test_header_repeated_after_a_missing_row_does_not_stand_in_for_it(name: str) -> None:
    rows = flat_rows(numbered(FORM))
    at = ROWS.index(name)
    found = found_rows(spanned_grid([*request_header(), *rows[:at], *request_header(), *rows[at + 1 :]]))
    assert found == {other: text for other, text in expected_rows().items() if other != name}


@given(st.sets(st.integers(0, len(ROWS) - 1), min_size=1, max_size=len(ROWS)), st.booleans(), st.booleans())
def test_a_line_never_counts_as_another_row_whatever_is_missing(kept: set[int], before: bool, after: bool) -> None:  # noqa: FBT001 (drawn)
    rows = flat_rows(numbered(FORM))
    grids = [spanned_grid([*request_header(), *(rows[at] for at in sorted(kept))])]
    grids = [own_initiative_grid(FORM, {})] * before + grids + [dispute_grid(FORM, {})] * after
    assert found_rows(*grids) == {name: text for name, text in expected_rows().items() if int(text) - 100 in kept}


def test_other_as_a_row_is_not_taken_for_the_column_of_that_name() -> None:
    (match,) = [
        match
        for match in align(lines_of(document(request_grid(FORM, numbered(FORM)))), FORM.table("requests"))
        if match.row.name == "other_handling.rest"
    ]
    assert match.label.text == "3.其他"


@pytest.mark.parametrize(
    "lines",
    [
        [["保护第三方"], ["合法权益", "5"]],
        [["4.保护第"], ["三方合法"], ["权益", "5"]],
        [["4.保护第三方合法", "5"], ["权益", ""]],
        [["4.保护第三方\n合法权益", "5"]],
        [["（三）不予", "公开"], ["4.保护第三方合法权益", "5"]],
    ],
)
def test_wrapped_label_is_put_together(lines: list[list[str]]) -> None:
    (match,) = align(lines_of(document(grid(lines))), FORM.table("requests"))
    assert match.row.name == "denied.third_party"
    assert number_in(match.line) == "5"


def test_short_label_with_its_number_may_stand_behind_that_of_its_group() -> None:
    wanted = table([row("granted", "予以公开"), row("handled", "总计")], ["总计"])
    for group in ("办理结果 ", "办理\n"):
        lines = lines_of(document(grid([["予以公开", "5"], [f"{group}（七）总计", "5"], [f"{group}总计", "7"]])))
        assert [(match.row.name, match.line.row) for match in align(lines, wanted)] == [("granted", 0), ("handled", 1)]


@pytest.mark.parametrize(("column", "found"), [(1, ["first", "rest", "last"]), (3, ["first", "last"])])
def test_short_label_without_room_for_numbers_is_a_header(column: int, found: list[str]) -> None:
    wanted = table([row("first", "予以公开"), row("rest", "其他"), row("last", "重复申请")], ["a", "其他"])
    between = ["其他" if at == column else "" for at in range(5)]
    lines = lines_of(document(grid([["", "予以公开", "", "1", "1"], between, ["", "重复申请", "", "2", "2"]])))
    assert [match.row.name for match in align(lines, wanted)] == found


def test_label_cut_over_two_cells_is_put_together() -> None:
    wanted = table([row("third_party", "保护第三方合法权益")], ["total"])
    (match,) = align(lines_of(document(grid([["保护第三", "方合法权益", "5"]]))), wanted)
    assert match.label.column == 1
    assert number_in(match.line) == "5"


def test_line_with_numbers_is_preferred_to_one_without() -> None:
    wanted = table([row("granted", "予以公开")], ["total"])
    (match,) = align(lines_of(document(grid([["予以公开", ""], ["予以公开"], ["予以公开", "5"]]))), wanted)
    assert match.line.row == 2


def test_rows_keep_their_order() -> None:
    wanted = table([row("first", "予以公开"), row("second", "重复申请")], ["total"])
    matches = align(lines_of(document(grid([["重复申请", "1"], ["予以公开", "2"], ["重复申请", "3"]]))), wanted)
    assert [(match.row.name, number_in(match.line)) for match in matches] == [("first", "2"), ("second", "3")]


def test_prose_in_a_layout_table_is_no_label() -> None:
    wanted = table([row("granted", "予以公开")], ["total"])
    prose = "予以公开" + "全年共收到申请若干件，均已按期办结，" * 8
    assert align(lines_of(document(grid([[prose, "5"]]))), wanted) == ()


def test_no_grid_gives_no_match() -> None:
    assert align(lines_of(document("一、总体情况")), FORM.table("requests")) == ()


def test_line_tells_words_from_numbers() -> None:
    (line,) = lines_of(document(grid([["（三）不予公开", "", "1.属于国家秘密", "5", "", "备注"]])))
    assert [cell.text for cell in line.labels] == ["（三）不予公开", "1.属于国家秘密"]
    assert line.has_numbers


@pytest.mark.parametrize(
    ("texts", "labels"),
    [(["", "2.", "属于", "5"], ["2.", "属于"]), (["2.", "5"], []), (["2", "属于"], []), (["2.", "3.", "属于"], [])],
)
def test_numbering_in_a_cell_of_its_own_belongs_to_the_words_behind_it(texts: list[str], labels: list[str]) -> None:
    (line,) = lines_of(document(grid([texts])))
    assert [cell.text for cell in line.labels] == labels


@pytest.mark.parametrize(
    ("head", "rest", "found"),
    [
        (["３．危", "5"], ["及“三安全一稳定”", ""], 0),
        (["３．危", ""], ["及“三安全一稳定”", ""], 1),
        (["３．危", "5"], ["及“三安全一稳定”", "6"], 1),
        (["其他事项", "5"], ["及“三安全一稳定”", ""], 1),
        (["３．", "5"], ["危及“三安全一稳定”", ""], 1),
    ],
)
def test_numbers_beside_the_beginning_of_a_label_are_its_own(head: list[str], rest: list[str], found: int) -> None:
    matches = align(lines_of(document(grid([head]), grid([rest]))), FORM.table("requests"))
    assert [(match.row.name, match.line.grid_number) for match in matches] == [("denied.security_stability", found)]


def test_header_cells_are_read_one_by_one_and_downwards() -> None:
    lines = lines_of(document(grid([["", "商业", "科研"], ["", "企业", "机构"]])))
    assert {text for text, _ in header_texts(lines)} == {"商业", "科研", "企业", "机构", "商业企业", "科研机构"}


@pytest.mark.parametrize(
    ("line", "is_header"),
    [
        (["", "总计", "", "", "总计"], True),
        # A cell over several columns that a program has written into each of them.
        (["总计", "总计", "", ""], False),
        (["", "总计", "", "其他"], False),
        (["", "总计", "", "", "总计", "3"], False),
        (["", "总计", ""], False),
    ],
)
def test_the_same_words_over_columns_apart_are_headers(line: list[str], *, is_header: bool) -> None:
    (one,) = lines_of(document(grid([line])))
    assert one.names_columns is is_header
