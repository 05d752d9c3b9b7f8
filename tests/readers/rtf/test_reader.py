from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers.documents import cover, only_grid, paragraphs, rows, shape

from validator.model.document import Document, Location
from validator.model.errors import UnreadableInputError
from validator.readers.blocks.builder import TABLE_CUT
from validator.readers.encoding import DAMAGED
from validator.readers.rtf.reader import read_rtf

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}"


def rtf(body: str, head: str = HEAD) -> Document:
    return read_rtf("年报.rtf", f"{head}{body}}}".encode("gb18030"))


def shaped(*edges: int | str) -> str:
    """The beginning of a row: right edges of its cells, and words that merge the cell whose edge follows."""
    return r"\trowd" + "".join(f"\\{edge}" if isinstance(edge, str) else f"\\cellx{edge}" for edge in edges)


def row(*cells: str, edges: tuple[int | str, ...] | None = None) -> str:
    places = edges or tuple(1000 * (at + 1) for at in range(len(cells)))
    return shaped(*places) + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read_rtf("年报.rtf", content)
    return caught.value.reason.en


def hexed(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


# Text


def test_blocks_come_in_reading_order() -> None:
    document = rtf(rf"\pard 甲\par {row('规章', '1')}\pard 乙\par {row('a', 'b')}{row('1', '2')}\pard\par 丙")
    assert shape(document) == "PGPGP"
    assert paragraphs(document) == ["甲", "乙", "丙"]
    first, second = document.grids
    assert first.rows[0][1].location == Location(table=1, row=1, column=2)
    assert rows(second) == [["a", "b"], ["1", "2"]]
    assert document.format == "rtf"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (hexed("政府信息公开"), "政府信息公开"),
        ("政府\r\n信息", "政府信息"),
        (r"\u25919 ?\u24220 ?", "政府"),
        (r"\uc2\u25919 " + hexed("政") + r"\uc0\u24220 a", "政府a"),
        (r"{\uc3\u25919 abc}\u24220 ?d", "政府d"),
        (r"\u-10179?\u-8671?", "😡"),
        (r"a\tab b\emdash c\ldblquote d\rdblquote\~e\_f\{\}\\", "a\tb—c“d”\u00a0e-f{}\\"),
        (r"{\f1 caf}" + hexed("件"), "caf件"),
        (r"{\*\unknown x{y}}a{\pict\bin4 }}}}b}c{\header d}{\info{\author e}}", "ac"),
        (r"{\field{\*\fldinst =SUM(LEFT)}{\fldrslt 12}}", "12"),
        (r"a{\v b}c{\deleted d}\v e\v0 f\deleted g\plain h", "acfh"),
        (r"a{\listtext 1.\tab}b", "ab"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert paragraphs(rtf(source)) == [text]


def test_the_code_page_of_the_file_serves_fonts_without_one() -> None:
    assert paragraphs(rtf(hexed("件"), r"{\rtf1\ansi\ansicpg936 ")) == ["件"]
    assert paragraphs(rtf(r"\'e9", r"{\rtf1\ansi\ansicpg1252 ")) == ["é"]
    assert paragraphs(rtf(r"\'e9", r"{\rtf1\ansi\ansicpg99999 ")) == ["é"]
    big5 = r"{\rtf1\ansi{\fonttbl{\f0\fcharset136 x;}}\f0 "
    assert paragraphs(rtf(r"\'ac\'46", big5)) == ["政"]


def test_bytes_that_are_no_character_are_said() -> None:
    document = rtf(r"a\'81")
    assert document.warnings == (DAMAGED,)


def test_lines_and_pages_end_paragraphs() -> None:
    assert paragraphs(rtf("a\\line b\\par c\\page d\\sect e\\\nf")) == ["a", "b", "c", "d", "e", "f"]


def test_the_title_of_the_document_is_kept_apart() -> None:
    document = rtf(r"{\info{\title " + hexed("某局年报") + r"}{\author x}}\title正文")
    assert document.title == "某局年报"
    assert paragraphs(document) == ["正文"]


def test_a_text_box_follows_the_paragraph_it_hangs_on() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard 框内\par }}{\shprslt 旧}}"
    document = rtf(rf"{row('a' + box, 'b')}\pard 前{box}后\par")
    assert rows(only_grid(document)) == [["a\n框内", "b"]]
    assert paragraphs(document) == ["前后", "框内"]


# Tables


def test_blank_cells_keep_their_places() -> None:
    grid = only_grid(rtf(row("规章", "", "3") + row("", "5", "")))
    assert rows(grid) == [["规章", "", "3"], ["", "5", ""]]


def test_a_cell_may_hold_several_paragraphs() -> None:
    assert rows(only_grid(rtf(row(r"甲\par 乙\line 丙", "1")))) == [["甲\n乙\n丙", "1"]]


def test_wide_cells_span_the_columns_of_other_rows() -> None:
    grid = only_grid(
        rtf(
            row("头", "申请人情况", edges=(1000, 4000))
            + row("", "自然人", "法人", "总计", edges=(1010, 1990, 3000, 4005))
            + row("新收", "1", "2", "3", edges=(1000, 2000, 3000, 4000))
        )
    )
    assert cover(grid) == [
        ["头", "申请人情况", "申请人情况", "申请人情况"],
        ["", "自然人", "法人", "总计"],
        ["新收", "1", "2", "3"],
    ]


def test_merged_cells() -> None:
    grid = only_grid(
        rtf(
            row("三", "a", "x", "", edges=("clvmgf", 1000, 2000, "clmgf", 3000, "clmrg", 4000))
            + row("", "b", "1", "2", edges=("clvmrg", 1000, 2000, 3000, 4000))
            + row("四", "c", "3", "4")
        )
    )
    assert cover(grid) == [["三", "a", "x", "x"], ["三", "b", "1", "2"], ["四", "c", "3", "4"]]


def test_a_row_may_begin_farther_right() -> None:
    farther = row("1", "2", edges=(2000, 3000)).replace(r"\trowd", r"\trowd\trleft1000")
    grid = only_grid(rtf(row("a", "b", "c") + farther))
    assert [(cell.text, cell.column) for cell in grid.rows[1]] == [("1", 1), ("2", 2)]


def test_rows_may_be_described_at_their_end_and_lack_marks() -> None:
    late = r"\pard\intbl a\cell b\cell{" + shaped(1000, 2000) + r"\row}"
    assert rows(only_grid(rtf(late))) == [["a", "b"]]
    bare = shaped(1000, 2000) + r" a\par x\cell b\cell\row" + r"\pard 后"
    document = rtf(bare)
    assert rows(only_grid(document)) == [["a\nx", "b"]]
    assert paragraphs(document) == ["后"]


def test_cells_without_usable_edges_keep_their_order() -> None:
    grid = only_grid(rtf(row("a", "b", "c", edges=(1000,)) + row("1", "", "3", edges=(1000, 2000, 3000))))
    assert rows(grid) == [["a", "b", "c"], ["1", "", "3"]]


def test_a_table_inside_a_cell() -> None:
    inner = "".join(
        rf"\pard\intbl\itap2 {one}\nestcell {two}\nestcell"
        rf"{{\*\nesttableprops{shaped(500, 900)}\nestrow}}{{\nonesttables\par}}"
        for one, two in (("甲", "1"), ("乙", ""), ("丙", "3"))
    )
    document = rtf(shaped(1000, 2000) + rf"\pard\intbl 外\par {inner}\pard\intbl\cell 右\cell\row \pard 后")
    assert [rows(grid) for grid in document.grids] == [[["甲", "1"], ["乙", ""], ["丙", "3"]]]
    assert paragraphs(document) == ["外", "右", "后"]


def test_a_table_of_one_cell_is_a_box_round_its_content() -> None:
    assert paragraphs(rtf(row("说明"))) == ["说明"]


# Damage


def test_a_file_that_breaks_off_is_refused() -> None:
    content = f"{HEAD}{row('规章', '1')}\\pard 完\\par}}".encode("gb18030")
    assert shape(read_rtf("x", content)) == "GP"
    for kept in range(len(content)):
        assert "damaged" in refused(content[:kept])


def test_what_follows_the_end_is_no_text() -> None:
    assert paragraphs(read_rtf("x", b"{\\rtf1 a}\0\0 b{c")) == ["a"]


MARKS = (
    *("{", "}", "\\", "a", " ", "\\cell", "\\row", "\\trowd", "\\cellx9", "\\intbl", "\\par", "\\pard", "\\u9?"),
    *("\\'b5", "\\nestcell", "\\nestrow", "\\itap2", "\\*", "\\shptxt", "\\v", "\\uc0", "\\bin1 "),
)

CASES = {
    "binary data without end": rb"{\rtf1 a\bin2000000000 b}",
    "marks without end": rb"{\rtf1 " + rb"\b" * 1_000_001 + b"}",
}


@pytest.mark.parametrize("case", CASES)
def test_endless_files_are_refused_in_short_time(case: str) -> None:
    start = time.process_time()
    assert refused(CASES[case])
    assert time.process_time() - start < 20


def test_endless_tables_are_cut() -> None:
    document = read_rtf("x", b"{\\rtf1" + rb"\trowd\cellx9 " + rb"a\cell " * 5000 + rb"\row}")
    assert document.warnings == (TABLE_CUT,)
    many = read_rtf("x", b"{\\rtf1" + rb"\trowd\cellx1000\cellx2000 a\cell b\cell\row" * 2005 + b"}")
    assert many.warnings == (TABLE_CUT,)
    assert only_grid(many).height == 2000


def test_endless_groups_do_no_harm() -> None:
    deep = b"{\\rtf1 " + b"{" * 100_000 + b"a" + b"}" * 100_000 + b"}"
    assert paragraphs(read_rtf("x", deep)) == ["a"]
    nested = rb"{\rtf1\itap9999999 a\nestcell\nestrow\cell\row\pard b}"
    assert "b" in paragraphs(read_rtf("x", nested))


@given(st.lists(st.sampled_from(MARKS)))
def test_no_order_of_marks_fails(marks: list[str]) -> None:
    content = "".join(("{\\rtf1", *marks, "}")).encode()
    try:
        document = read_rtf("x", content)
    except UnreadableInputError:
        return
    assert all(block.location for block in document.blocks)


@given(st.lists(st.lists(st.sampled_from(["", "1", "件", "a"]), min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_table_comes_back(table: list[list[str]]) -> None:
    assert rows(only_grid(rtf("".join(row(*line) for line in table)))) == table
