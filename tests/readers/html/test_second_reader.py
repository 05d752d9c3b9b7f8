from __future__ import annotations

import pytest
from readers.documents import cover, only_grid, paragraphs, rows, shape

from validator.model.document import Document, Location
from validator.readers.html.second_reader import read_html_by_tokens


def page(body: str) -> Document:
    return read_html_by_tokens("页.html", body.encode())


def test_blocks_come_in_the_order_of_the_tags() -> None:
    document = page("<title>年 报</title><body><h1>甲</h1><table><tr><td>规章<td>1</table><p>乙<br>丙</p>")
    assert shape(document) == "PGPP"
    assert paragraphs(document) == ["甲", "乙", "丙"]
    assert only_grid(document).rows[0][1].location == Location(table=1, row=1, column=2)
    assert (document.path, document.format, document.title) == ("页.html", "html", "年 报")


def test_spans_are_counted_out() -> None:
    grid = only_grid(page("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td rowspan=0>e<td>f</table>"))
    assert cover(grid) == [["a", "b", "b"], ["a", "c", "d"], ["e", "f"]]


def test_inner_tables_come_before_the_one_they_stand_in() -> None:
    inner, outer = page("<table><tr><td>x<table><tr><td>1<td>2</table>y<td>z</table>").grids
    assert rows(inner) == [["1", "2"]]
    assert rows(outer) == [["x\ny", "z"]]


@pytest.mark.parametrize(
    "hidden",
    ["<script>1</script>", "<td hidden>1", "<div style='display: none'>1<div>2</div>3</div>", "<style>1</style>"],
)
def test_what_does_not_show_is_passed_over(hidden: str) -> None:
    document = page(f"<table><tr><td>甲{hidden}</td></table>".replace("<td hidden>1</td>", "<td hidden>1</td>"))
    assert rows(only_grid(document)) == [["甲"]]


def test_a_head_that_is_never_closed_ends_where_the_body_begins() -> None:
    assert paragraphs(page("<html><head><title>x</title><body><p>甲")) == ["甲"]


@pytest.mark.parametrize("span", ["colspan=999999999", "rowspan=999999999", "colspan=x", "colspan=-3", "colspan"])
def test_spans_beyond_all_measure_are_cut(span: str) -> None:
    grid = only_grid(page(f"<table><tr><td {span}>a<tr><td>b</table>"))
    assert grid.width <= 200


def test_marks_out_of_place_do_no_harm() -> None:
    assert shape(page("</table></td><td>1</td><tr><p>甲</tr><table></table><table><td>2")) == "PPG"
