from __future__ import annotations

import io

import pytest
from docx import Document as NewDocument
from readers.documents import (
    cell,
    cover,
    only_grid,
    par,
    paragraphs,
    read_bytes,
    row,
    rows,
    run,
    shape,
    table,
    word,
    word_parts,
    zipped,
)

from validator.model.document import Location

CHANGE = 'w:id="1" w:author="甲" w:date="2024-01-05T09:00:00Z"'


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_blocks_come_in_reading_order_with_their_places() -> None:
    document = word(
        par(run("甲")) + table(row(cell("规章"), cell("1")), row(cell("文件"), cell("2"))) + par("") + par(run("乙"))
    )
    assert document.format == "docx"
    assert shape(document) == "PGP"
    assert [one.location for one in document.paragraphs] == [Location(paragraph=1), Location(paragraph=2)]
    assert only_grid(document).rows[1][0].location == Location(table=1, row=2, column=1)


def test_files_of_word_processors_are_read() -> None:
    made = NewDocument()
    made.core_properties.title = "某局年报"
    made.add_heading("一、总体情况")
    grid = made.add_table(rows=2, cols=3)
    for number, one in enumerate(one for line in grid.rows for one in line.cells):
        one.text = str(number)
    grid.cell(0, 1).merge(grid.cell(0, 2))
    file = io.BytesIO()
    made.save(file)
    document = read_bytes(file.getvalue())
    assert document.title == "某局年报"
    assert paragraphs(document) == ["一、总体情况"]
    assert rows(only_grid(document)) == [["0", "1\n2"], ["3", "4", "5"]]
    assert only_grid(document).rows[0][1].colspan == 2


def test_cells_merged_sideways_and_downwards_cover_their_places() -> None:
    grid = only_grid(
        word(
            table(
                row(cell("头", span(2) + '<w:vMerge w:val="restart"/>'), cell("申请人", span(2))),
                row(cell("", span(2) + "<w:vMerge/>"), cell("自然人"), cell("总计")),
                row(cell("三", '<w:vMerge w:val="restart"/>'), cell("公开"), cell("1"), cell("2")),
                row(cell("遮住", '<w:vMerge w:val="continue"/>'), cell("其他"), cell("3"), cell("4")),
            )
        )
    )
    assert cover(grid) == [
        ["头", "头", "申请人", "申请人"],
        ["头", "头", "自然人", "总计"],
        ["三", "公开", "1", "2"],
        ["三", "其他", "3", "4"],
    ]


def test_a_merge_that_continues_nothing_is_a_cell() -> None:
    grid = only_grid(word(table(row(cell("a", "<w:vMerge/>"), cell("b")), row(cell("c", span(2) + "<w:vMerge/>")))))
    assert rows(grid) == [["a", "b"], ["c"]]


def test_a_new_merge_ends_the_one_above() -> None:
    start = '<w:vMerge w:val="restart"/>'
    grid = only_grid(word(table(*(row(cell(text, start), cell(text)) for text in "ab"))))
    assert rows(grid) == [["a", "a"], ["b", "b"]]


def test_old_style_sideways_merges_are_one_cell() -> None:
    grid = only_grid(
        word(table(row(cell("a", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("b")), row(cell("c"))))
    )
    assert [(one.text, one.column, one.colspan) for one in grid.rows[0]] == [("a", 0, 2), ("b", 2, 1)]


def test_rows_that_begin_or_end_inside_the_table_keep_their_columns() -> None:
    grid = only_grid(
        word(
            table(
                row(cell("a"), cell("b"), cell("c")),
                row(cell("d"), cell("e"), properties='<w:gridBefore w:val="1"/>'),
                row(cell("f"), properties='<w:gridAfter w:val="2"/>'),
            )
        )
    )
    assert [one.column for one in grid.rows[1]] == [1, 2]
    assert grid.widths == (3, 3, 1)


@pytest.mark.parametrize("number", ["1000000000", "-3", "x", "", "99999999999999999999"])
def test_senseless_spans_do_no_harm(number: str) -> None:
    grid = only_grid(
        word(
            table(
                row(
                    cell("a", f'<w:gridSpan w:val="{number}"/>'),
                    cell("b"),
                    properties=f'<w:gridBefore w:val="{number}"/>',
                )
            )
        )
    )
    assert [one.text for one in grid.cells] == ["a", "b"]
    assert grid.width <= 200


def test_an_inner_table_is_a_grid_of_its_own() -> None:
    inner = table(row(cell("内"), cell("外")))
    holder = f"<w:tc><w:tcPr/>{par(run('3'))}{inner}{par('')}</w:tc>"
    document = word(table(row(cell("许可"), cell("1"), cell("2")), row(cell("处罚"), holder, cell("4"))))
    assert [rows(grid) for grid in document.grids] == [[["许可", "1", "2"], ["处罚", "3", "4"]], [["内", "外"]]]


def test_a_label_split_over_runs_is_one_label() -> None:
    label = "".join(run(piece) + '<w:proofErr w:type="spellStart"/>' for piece in ("1.", "属于", "国家", "秘密"))
    assert paragraphs(word(par(label))) == ["1.属于国家秘密"]


def test_tracked_changes_are_taken_as_accepted() -> None:
    content = (
        f"<w:del {CHANGE}><w:r><w:delText>77</w:delText></w:r></w:del>"
        f"<w:ins {CHANGE}>{run('12')}<w:del {CHANGE}>{run('9')}</w:del></w:ins>"
        f"<w:moveFrom {CHANGE}>{run('5')}</w:moveFrom><w:moveTo {CHANGE}>{run('3')}</w:moveTo>"
    )
    assert paragraphs(word(par(content))) == ["123"]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_stay() -> None:
    deleted, inserted = f"<w:del {CHANGE}/>", f"<w:ins {CHANGE}/>"
    grid = only_grid(
        word(
            table(
                row(cell("a"), cell("b", f"<w:cellDel {CHANGE}/>"), cell("c")),
                row(cell("d"), cell("e"), properties=deleted),
                row(cell("f"), cell("g"), properties=inserted),
            )
        )
    )
    assert rows(grid) == [["a", "c"], ["f", "g"]]


def test_a_merge_goes_on_past_a_deleted_row() -> None:
    grid = only_grid(
        word(
            table(
                row(cell("a", '<w:vMerge w:val="restart"/>'), cell("1")),
                row(cell("", "<w:vMerge/>"), cell("2"), properties=f"<w:del {CHANGE}/>"),
                row(cell("", "<w:vMerge/>"), cell("3")),
            )
        )
    )
    assert cover(grid) == [["a", "1"], ["a", "3"]]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    end = f"<w:rPr><w:del {CHANGE}/></w:rPr>"
    assert paragraphs(word(par(run("全年共收到"), end) + par(run("12件")))) == ["全年共收到12件"]


@pytest.mark.parametrize(
    ("value", "text"), [("", "12"), (' w:val="1"', "12"), (' w:val="0"', "182"), (' w:val="false"', "182")]
)
def test_hidden_text_is_left_out(value: str, text: str) -> None:
    assert paragraphs(word(par(run("1") + run("8", f"<w:vanish{value}/>") + run("2")))) == [text]


def test_hidden_rows_are_left_out() -> None:
    document = word(table(row(cell("a"), cell("1")), row(cell("b"), cell("2"), properties="<w:hidden/>")))
    assert rows(only_grid(document)) == [["a", "1"]]


def test_content_controls_in_and_round_cells_and_rows_are_transparent() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inside = f"<w:tc><w:tcPr/>{par(control(run('2')))}</w:tc>"
    document = word(
        control(table(row(cell("a"), control(cell("1"))), control(row(cell("b"), inside)))) + control(par(run("丙")))
    )
    assert rows(only_grid(document)) == [["a", "1"], ["b", "2"]]
    assert paragraphs(document) == ["丙"]


def test_smart_tags_links_and_simple_fields_show_their_text() -> None:
    content = (
        f'<w:smartTag w:uri="u" w:element="e">{run("2023")}</w:smartTag><w:hyperlink>{run("年")}</w:hyperlink>'
        f'<w:fldSimple w:instr=" =SUM(LEFT) ">{run("12")}</w:fldSimple>'
    )
    assert paragraphs(word(par(content))) == ["2023年12"]


def test_fields_show_their_result_and_not_their_instruction() -> None:
    inner = field("begin") + instruction("REF a") + field("separate") + run("内") + field("end")
    content = (
        run("共")
        + field("begin")
        + instruction(" IF ")
        + inner
        + field("separate")
        + run("12")
        + field("end")
        + run("件")
    )
    assert paragraphs(word(par(content))) == ["共12件"]


def test_a_field_may_go_on_over_paragraphs() -> None:
    document = word(
        par(field("begin") + instruction("TOC") + field("separate") + run("一、总体情况"))
        + par(run("二") + field("end"))
    )
    assert paragraphs(document) == ["一、总体情况", "二"]


@pytest.mark.parametrize(
    "broken", [field("begin") + instruction("x"), field("separate"), field("end"), "<w:r><w:fldChar/></w:r>"]
)
def test_a_broken_field_hides_no_other_paragraph(broken: str) -> None:
    assert paragraphs(word(par(broken) + par(run("12")))) == ["12"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{par(run('框内'))}{table(row(cell('a'), cell('1')))}</w:txbxContent>"
    shown = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    older = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    document = word(
        par(run("前") + f"<w:r><mc:AlternateContent>{shown}{older}</mc:AlternateContent></w:r>" + run("后"))
        + par(run("末"))
    )
    assert shape(document) == "PPGP"
    assert paragraphs(document) == ["前后", "框内", "末"]


def test_text_boxes_of_old_versions_are_read() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{par(run('框内'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = word(table(row(f"<w:tc>{par(run('a') + box)}</w:tc>", cell("1"))))
    assert rows(only_grid(document)) == [["a\n框内", "1"]]


def test_what_only_older_programs_see_stands_in_where_there_is_nothing_else() -> None:
    assert paragraphs(
        word(par(f"<mc:AlternateContent><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>"))
    ) == ["旧"]


def test_special_characters_are_read() -> None:
    content = (
        "<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/><w:tab/>"
        '<w:sym w:font="Wingdings" w:char="25A1"/>'
        '<w:sym w:char="zz"/><w:br/><w:t>乙</w:t></w:r><m:oMath><m:r><m:t>7</m:t></m:r></m:oMath>'
    )
    assert paragraphs(word(par(content))) == ["3-5\t□", "乙7"]


def test_line_breaks_in_a_cell_stay() -> None:
    document = word(table(row(f"<w:tc>{par(run('商业'))}{par(run('企业'))}</w:tc>", cell("1"))))
    assert rows(only_grid(document)) == [["商业\n企业", "1"]]


def test_automatic_numbers_and_comments_are_no_text() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    assert paragraphs(word(par(run("总体情况") + '<w:r><w:commentReference w:id="0"/></w:r>', numbered))) == [
        "总体情况"
    ]


def test_the_strict_variant_is_read() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    body = table(row(cell("a", span(2)), cell("1")), row(cell("b"), cell("2"), cell("3")))
    assert rows(only_grid(read_bytes(zipped(word_parts(body, strict))))) == [["a", "1"], ["b", "2", "3"]]
