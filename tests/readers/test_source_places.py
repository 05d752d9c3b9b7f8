from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.model.document import Grid, Location, SourcePlace
from validator.readers import read
from validator.readers.source_places import source_places


def places(name: str, text: str, encoding: str = "utf-8") -> dict[str, list[tuple[SourcePlace, str]]]:
    """Text of a cell -> its places, each with what stands there in the source."""
    data = text.encode(encoding)
    document = read(name, data=data)
    cells = [cell for grid in document.blocks if isinstance(grid, Grid) for cell in grid.cells]
    found = source_places(document.format, data, [(cell.location, cell.text) for cell in cells])
    lines = text.replace("\r\n", "\n").split("\n")
    told: dict[str, list[tuple[SourcePlace, str]]] = {}
    for cell in cells:
        place = found.get(cell.location)
        if place is not None and place.column is not None:
            begin = place.column - 1
            seen = lines[place.line - 1][begin : begin + (place.length or 0)]
            told.setdefault(cell.text, []).append((place, seen))
    return told


PAGE = """<html><head><title>a <td>9</td></title></head><body>
<!-- <td>8</td> --><script>"<td>7</td>"</script>
<table><tr><td title="a > b">项目</td><td>自然人</td></tr>
<tr><td>新收</td><td><p>
   <b>128</b></p></td></tr>
<tr><td>结转</td><td>1<b>2</b></td></tr>
<tr><td>合计</td><td>&nbsp;140</td></tr></table></body></html>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_number_of_a_page_is_found_in_its_line(encoding: str) -> None:
    found = places("a.html", PAGE, encoding)
    assert found["128"] == [(SourcePlace(5, 7, 3), "128")]
    assert found["140"] == [(SourcePlace(7, 26, 3), "140")]


def test_a_number_in_pieces_has_a_line_and_no_end() -> None:
    ((place, _),) = places("a.html", PAGE)["12"]
    assert (place.line, place.length) == (6, None)


def test_nothing_is_said_of_a_page_that_cannot_be_followed() -> None:
    location = Location(table=1, row=1, column=1)
    assert source_places("html", b"<p>no table</p>", [(location, "1")]) == {}
    assert source_places("docx", b"", [(location, "1")]) == {}


def test_numbers_of_a_text_line_are_told_apart_by_their_order() -> None:
    text = "项目  自然人  商业企业  总计\n新收  5  5  10\n结转  1  0  15\n"
    found = places("a.txt", text)
    assert [place for place, _ in found["5"]] == [SourcePlace(2, 5, 1), SourcePlace(2, 8, 1)]
    assert found["10"] == [(SourcePlace(2, 11, 2), "10")]
    assert found["15"] == [(SourcePlace(3, 11, 2), "15")]


def test_a_number_that_stands_in_its_line_once_more_has_no_column() -> None:
    location = Location(table=1, row=1, column=2, line=1)
    assert source_places("text", "新收 5 件 5".encode(), [(location, "5")]) == {location: SourcePlace(1)}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n", "\r", " "]))
def test_what_is_pointed_at_is_the_number(numbers: list[int], between: str) -> None:
    row = between.join(f"<td>{number}</td>" for number in numbers)
    text = f"<table><tr><td>a</td>{between}{row}</tr><tr><td>b</td>{row}</tr></table>"
    for number, found in places("a.html", text.replace("\r\n", "\n").replace("\r", "\n")).items():
        assert all(seen == number for place, seen in found if place.length)


def test_a_hostile_page_takes_no_long_time() -> None:
    location = Location(table=1, row=1, column=1)
    for text in ('<td "' * 20000, "<!--" * 20000, "<script>" * 20000, "<table><td>" + "<" * 100000):
        source_places("html", text.encode(), [(location, "1")])


def test_samples_are_followed() -> None:
    for sample in sorted((Path(__file__).parents[2] / "samples").glob("*.html")):
        document = read(str(sample))
        cells = [
            cell for grid in document.blocks if isinstance(grid, Grid) for cell in grid.cells if cell.text.isdigit()
        ]
        found = source_places("html", sample.read_bytes(), [(cell.location, cell.text) for cell in cells])
        assert len(found) == len(cells)
        assert all(place.length for place in found.values())
