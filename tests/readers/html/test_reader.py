from __future__ import annotations

import pytest
from readers.documents import cover, only_grid, page, paragraphs, read_bytes, rows, shape

from validator.model.document import Location


def test_blocks_come_in_reading_order() -> None:
    document = page("<h1>标题</h1><p>甲</p><table><tr><td>规章<td>1</table><div>乙</div>丙<ul><li>丁<li>戊</ul>")
    assert shape(document) == "PPGPPPP"
    assert paragraphs(document) == ["标题", "甲", "乙", "丙", "丁", "戊"]


def test_places_are_counted_from_one_through_the_document() -> None:
    document = page("<p>甲</p><table><tr><td>a<td>b<tr><td>c<td>d</table><p>乙</p><table><tr><td>e<td>f</table>")
    first, second = document.grids
    assert [one.location for one in document.paragraphs] == [Location(paragraph=1), Location(paragraph=2)]
    assert first.location == Location(table=1)
    assert first.rows[1][1].location == Location(table=1, row=2, column=2)
    assert second.rows[0][1].location == Location(table=2, row=1, column=2)


def test_title_is_kept_apart() -> None:
    document = read_bytes("<html><head><title> 某局\n 2023年年报 </title></head><body><p>正文</p></body></html>")
    assert document.title == "某局 2023年年报"
    assert paragraphs(document) == ["正文"]


def test_the_day_of_publication_is_kept_apart() -> None:
    head = "<meta name='Other' content='x'><meta name='PubDate' content=' 2024-01-25 09:00 '>"
    assert read_bytes(f"<head>{head}</head><p>甲").published == "2024-01-25 09:00"
    assert read_bytes("<meta name='pubdate' content=''><p>甲").published is None


def test_what_a_page_says_of_its_text_and_its_site_is_kept_apart() -> None:
    head = (
        "<meta name='ArticleTitle' content='甲县教育局2023年年报'><meta name='contentsource' content=' 县教育局 '>"
        "<meta name='SiteName' content='甲县人民政府'><meta name='SiteName' content='乙'>"
    )
    document = read_bytes(f"<head>{head}</head><p>甲")
    assert (document.headline, document.source, document.site) == ("甲县教育局2023年年报", "县教育局", "甲县人民政府")


def test_spans_cover_their_places() -> None:
    grid = only_grid(
        page(
            "<table><tr><td colspan=2 rowspan=2>头<td colspan=2>申请人<tr><td>自然人<td>总计"
            "<tr><td rowspan=2>三<td>予以公开<td>1<td>2<tr><td>其他<td>3<td>4</table>"
        )
    )
    assert cover(grid) == [
        ["头", "头", "申请人", "申请人"],
        ["头", "头", "自然人", "总计"],
        ["三", "予以公开", "1", "2"],
        ["三", "其他", "3", "4"],
    ]
    assert grid.rows[1][0].column == 2
    assert grid.rows[1][0].location.column == 3


def test_a_row_with_missing_cells_is_narrower() -> None:
    grid = only_grid(page("<table><tr><td>a<td>b<td>c<tr><td rowspan=2>d<td>e<tr><td>f</table>"))
    assert grid.widths == (3, 2, 2)


def test_a_span_from_above_counts_although_the_row_has_no_cell_of_its_own_there() -> None:
    grid = only_grid(page("<table><tr><td>a<td>b<td rowspan=3>c<tr><td>d<td>e<tr></tr></table>"))
    assert grid.widths == (3, 3, 3)


@pytest.mark.parametrize(
    ("span", "covered"), [("2", 2), (" 2 ", 2), ("2px", 2), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("1.9", 1)]
)
def test_odd_spans_are_read_as_browsers_read_them(span: str, covered: int) -> None:
    grid = only_grid(page(f"<table><tr><td colspan='{span}'>a<td>b</table>"))
    assert grid.rows[0][0].colspan == covered
    assert grid.rows[0][1].column == covered


def test_rowspan_zero_and_too_long_ones_end_with_the_table() -> None:
    grid = only_grid(page("<table><tr><td rowspan=0>a<td rowspan=9>b<td>c<tr><td>d</table>"))
    assert [cell.rowspan for cell in grid.rows[0]] == [2, 2, 1]
    assert rows(grid)[1] == ["d"]


def test_cells_that_would_overlap_give_way() -> None:
    grid = only_grid(page("<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e</table>"))
    assert cover(grid)[1] == ["d", "b", "e"]


def test_unclosed_cells_and_rows_end_where_the_next_begins() -> None:
    grid = only_grid(page("<table><tr><td>规章<td>1<td>2<tr><td><div>许可<td>3<td>4</div></table>"))
    assert rows(grid) == [["规章", "1", "2"], ["许可", "3", "4"]]


def test_cells_without_a_row_form_one() -> None:
    assert rows(only_grid(page("<table><td>a</td><td>b</td></table>"))) == [["a", "b"]]


def test_cells_without_a_table_are_text() -> None:
    assert paragraphs(page("<td>a</td><p>b</p>")) == ["a", "b"]


def test_word_markup_joins_a_label_broken_over_spans() -> None:
    document = page(
        "<table><tr><td><p class=MsoNormal><span lang=EN-US>1.</span><span\nstyle='x'>属于</span>"
        "<span>国家\n秘密</span><o:p></o:p></p>"
        "<td><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p><td>1</table>"
    )
    assert rows(only_grid(document)) == [["1.属于国家 秘密", "", "1"]]


def test_line_breaks_in_a_cell_stay_and_are_trimmed() -> None:
    grid = only_grid(page("<table><tr><td>本年新 <br />\n 制作数量<td><p>商业</p><p>企业</p><td>1</table>"))
    assert rows(grid) == [["本年新\n制作数量", "商业\n企业", "1"]]


def test_line_breaks_in_prose_start_a_paragraph() -> None:
    document = page("<div>　　一、总体情况<br>　　2023年共收到<b>12</b>件。<br><br></div>")
    assert paragraphs(document) == ["一、总体情况", "2023年共收到12件。"]


def test_invisible_characters_and_blanks_are_trimmed() -> None:
    grid = only_grid(page("<table><tr><td>\u200b 1\ufeff2&nbsp;<td>&nbsp;&#8203;<td>x&nbsp;y</table>"))
    assert rows(grid) == [["12", "", "x y"]]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = '<p>不见</p>';</script>",
        "<style>p {}</style>",
        "<!-- <p>不见</p> -->",
        "<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]-->",
        "<p style='DISPLAY : none'>不见</p>",
        "<div hidden>不见<p>不见</p></div>",
        "<noscript>不见</noscript>",
        "<select><option>不见</option></select>",
        "<?xml:namespace prefix = o />",
    ],
)
def test_what_a_browser_does_not_show_is_left_out(hidden: str) -> None:
    assert paragraphs(page(f"<p>甲{hidden}</p>乙")) == ["甲", "乙"]


def test_revealed_conditional_comments_show_their_content() -> None:
    assert paragraphs(page("<p>甲<![if !supportEmptyParas]>乙<![endif]>丙</p>")) == ["甲乙丙"]


def test_hidden_cells_and_rows_take_no_place() -> None:
    grid = only_grid(
        page(
            "<table><tr><td>a<td style='display:none'>x<td>b<tr style='display:none'><td>y<td>z<tr><td>c<td>d"
            "<tr height=0><td width=9></td><td width=9></td></tr></table>"
        )
    )
    assert rows(grid) == [["a", "b"], ["c", "d"]]


def test_an_inner_table_is_a_grid_of_its_own() -> None:
    document = page(
        "<table><tr><td>规章<td>1<td>2<tr><td>许可<td>3<table><tr><td>内<td>外</table><td>4<tr><td>x<td>y<td>z</table>"
    )
    outer, inner = document.grids
    assert rows(outer) == [["规章", "1", "2"], ["许可", "3", "4"], ["x", "y", "z"]]
    assert rows(inner) == [["内", "外"]]
    assert inner.location.table == 2


def test_a_table_of_one_cell_is_a_box_round_its_text() -> None:
    grid = only_grid(page("<table><tr><td>许可<td><table><tr><td>12</table><td>3</table>"))
    assert rows(grid) == [["许可", "12", "3"]]
    assert shape(page("<table><tr><td><p>甲</p><p>乙</p></table>")) == "PP"


def test_tables_that_set_out_the_page_give_their_prose() -> None:
    document = page(
        "<table><tr><td>首页<td>机构<tr><td colspan=2><h1>年报</h1><p>一、总体情况</p>"
        "<table><caption>表二</caption><tr><td>规章<td>1<td>2<tr><td>文件<td>3<td>4</table><p>二、其他</p><tr><td>版权</table>"
    )
    assert shape(document) == "PPPPPGPP"
    assert rows(only_grid(document)) == [["规章", "1", "2"], ["文件", "3", "4"]]


def test_a_table_of_one_column_is_prose() -> None:
    assert paragraphs(page("<table><tr><td>甲局年报<tr><td>2024-01-31<tr><td></table>")) == ["甲局年报", "2024-01-31"]


def test_a_column_of_prose_beside_a_menu_is_prose() -> None:
    prose = "".join(f"<p>{'公开工作稳步推进' * 10}。</p>" for _ in range(3))
    assert shape(page(f"<table><tr><td>首页<td>{prose}</table>")) == "PPPP"


def test_long_remarks_leave_a_table_of_numbers_a_grid() -> None:
    remark = "<p>" + "公开" * 60 + "</p>"
    numbers = "<tr><td>许可<td>1<td>2<td>3<tr><td>处罚<td>4<td>5<td>6"
    assert shape(page(f"<table>{numbers}<tr><td>备注<td colspan=3>{remark * 2}</table>")) == "G"


def test_text_between_the_cells_of_a_table_stands_before_it() -> None:
    document = page("<table>游离<caption>表二</caption><tr><td>a<td>b</table>")
    assert paragraphs(document) == ["游离", "表二"]
    assert shape(document) == "PPG"


def test_preformatted_lines_are_paragraphs() -> None:
    assert paragraphs(page("<pre>甲\n乙  丙</pre>")) == ["甲", "乙  丙"]


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030", "utf-8"])
def test_a_page_in_gb18030_is_read_whatever_it_declares(declared: str) -> None:
    markup = (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={declared}'></head>"
        "<body><table><tr><td>联系人<td>𬭩先生<td>12</table></body></html>"
    )
    assert rows(only_grid(read_bytes(markup.encode("gb18030")))) == [["联系人", "𬭩先生", "12"]]


def test_a_page_in_utf_8_is_read_although_it_declares_gb2312() -> None:
    markup = "<?xml version='1.0' encoding='gb2312'?><html><meta charset=gb2312><p>政府信息公开</p></html>"
    assert paragraphs(read_bytes(markup)) == ["政府信息公开"]


def test_a_page_in_utf_16_is_read() -> None:
    assert paragraphs(read_bytes("<html><p>政府信息公开</p></html>".encode("utf-16"))) == ["政府信息公开"]


def test_large_embedded_pictures_do_not_stop_the_parser() -> None:
    picture = "A" * (11 << 20)
    document = page(f"<p>甲<img src='data:image/png;base64,{picture}'></p><p>乙</p>")
    assert paragraphs(document) == ["甲", "乙"]
    assert document.warnings == ()


def test_what_the_parser_cuts_off_is_said() -> None:
    assert page("<p>甲</p>" + "<div>" * 1000 + "乙").warnings == ("html-too-deep",)
    assert page("甲" * (4 << 20)).warnings == ("html-cut-off",)


@pytest.mark.parametrize("content", ["<html>", "<!doctype html>", "<html><body></body></html>", "<html><!-- x -->"])
def test_a_page_without_content_has_no_blocks(content: str) -> None:
    assert read_bytes(content).blocks == ()
