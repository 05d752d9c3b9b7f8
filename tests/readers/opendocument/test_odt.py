from __future__ import annotations

import io
import time
import zipfile

import pytest
from readers.documents import cover, only_grid, paragraphs, rows, shape, zipped
from readers.sheet_samples import opendocument, opendocument_parts

from validator.model.document import Document, Location
from validator.model.errors import UnreadableInputError
from validator.readers.blocks.builder import TABLE_CUT
from validator.readers.opendocument.odt import read_odt
from validator.readers.opendocument.package import kind_of_opendocument

ENDLESS = "999999999"


def text(body: str, styles: str = "") -> Document:
    return read_odt("年报.odt", opendocument("text", body, styles))


def par(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def cell(content: str = "", attributes: str = "") -> str:
    return f"<table:table-cell{attributes}>{par(content)}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def table(*content: str) -> str:
    return f"<table:table><table:table-column/>{''.join(content)}</table:table>"


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read_odt("年报.odt", data)
    return caught.value.reason.en


def test_blocks_come_in_reading_order() -> None:
    body = (
        f"<text:sequence-decls/>{par('甲')}{table(row(cell('规章'), cell('1')))}<text:h>一、总体情况</text:h>"
        f"<text:list><text:list-item>{par('乙')}</text:list-item></text:list><text:section>{par('丙')}</text:section>"
    )
    document = text(body)
    assert shape(document) == "PGPPP"
    assert paragraphs(document) == ["甲", "一、总体情况", "乙", "丙"]
    assert only_grid(document).rows[0][1].location == Location(table=1, row=1, column=2)
    assert document.format == "odt"


def test_white_space_reads_as_the_format_says() -> None:
    spaces = "甲\n  乙<text:s/><text:s text:c='2'/>丙<text:tab/>丁"
    document = text(par(f"{spaces}<text:line-break/>戊<text:span>己</text:span>庚"))
    assert paragraphs(document) == ["甲 乙   丙\t丁", "戊己庚"]


def test_what_is_not_in_the_text_is_left_out() -> None:
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{par('删去')}</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        + par(
            "1<text:change text:change-id='a'/><office:annotation><text:p>批注</text:p></office:annotation>2"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body>"
            "</text:note><text:ruby><text:ruby-base>3</text:ruby-base><text:ruby-text>san</text:ruby-text></text:ruby>"
            "<text:span text:style-name='T9'>隐藏</text:span>"
        )
        + f"<text:section text:display='none'>{par('不显示')}</text:section>"
    )
    hidden = "<style:style style:name='T9'><style:text-properties text:display='none'/></style:style>"
    assert paragraphs(text(body, hidden)) == ["123"]


def test_spans_cover_their_places() -> None:
    covered = "<table:covered-table-cell/>"
    grid = only_grid(
        text(
            table(
                "<table:table-header-rows>"
                + row(
                    cell("信息内容", ' table:number-rows-spanned="2"'),
                    cell("件数", ' table:number-columns-spanned="2"'),
                    covered,
                )
                + "</table:table-header-rows>",
                row(covered, cell("制发"), cell("废止")),
                row(cell("规章"), cell(), cell("2")),
            )
        )
    )
    assert cover(grid) == [["信息内容", "件数", "件数"], ["信息内容", "制发", "废止"], ["规章", "", "2"]]
    assert grid.widths == (3, 3, 3)


def test_repeated_cells_and_rows_are_laid_out() -> None:
    grid = only_grid(
        text(
            table(
                row(cell("a"), cell("0", ' table:number-columns-repeated="3"')),
                row(cell("b"), cell(), cell("1"), cell(), attributes=' table:number-rows-repeated="2"'),
            )
        )
    )
    assert rows(grid) == [["a", "0", "0", "0"], ["b", "", "1", ""], ["b", "", "1", ""]]


def test_tables_in_cells_and_text_in_frames() -> None:
    inner = table(row(cell("a"), cell("b")), row(cell("1"), cell("2")))
    frame = f"<draw:frame><draw:text-box>{par('框内')}</draw:text-box></draw:frame>"
    outer = f"<table:table-cell>{par('外')}{inner}</table:table-cell>"
    document = text(table(row(outer, cell(f"左{frame}右"))) + par(f"前{frame}后"))
    assert [rows(grid) for grid in document.grids] == [[["a", "b"], ["1", "2"]]]
    assert paragraphs(document) == ["外", "左右", "框内", "前后", "框内"]


def test_the_title_of_the_document_is_kept_apart() -> None:
    parts = opendocument_parts("text", par("正文"))
    parts["meta.xml"] = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 某局年报 </dc:title></m>'
    assert read_odt("x", zipped(parts)).title == "某局年报"


@pytest.mark.parametrize(
    ("mimetype", "kind"),
    [
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.oasis.opendocument.text-template", "odt"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.presentation", "slides"),
        ("", "odt"),
        (None, "odt"),
    ],
)
def test_a_package_says_what_it_is(mimetype: str | None, kind: str) -> None:
    parts = {"content.xml": "<a/>"} | ({} if mimetype is None else {"mimetype": mimetype})
    with zipfile.ZipFile(io.BytesIO(zipped(parts))) as archive:
        assert kind_of_opendocument(archive) == kind


@pytest.mark.parametrize("kept", [30, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(kept: float) -> None:
    content = opendocument("text", par("正文"))
    assert "damaged" in refused(content[: int(kept if kept > 1 else kept * len(content))])


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("content.xml", "<a", "no valid XML"),
        ("content.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "DOCTYPE"),
        ("content.xml", "<a>" * 300 + "</a>" * 300, "nested too deep"),
        ("META-INF/manifest.xml", "<!DOCTYPE m><m><encryption-data/></m>", "password"),
    ],
)
def test_a_broken_or_locked_file_is_refused(part: str, content: str, reason: str) -> None:
    assert reason in refused(zipped(opendocument_parts("text", par("正文")) | {part: content}))


def test_a_manifest_of_old_programs_does_no_harm() -> None:
    parts = opendocument_parts("text", par("正文")) | {"META-INF/manifest.xml": '<!DOCTYPE m PUBLIC "x" "y.dtd"><m/>'}
    assert paragraphs(read_odt("x", zipped(parts))) == ["正文"]


def test_a_file_without_content_is_refused() -> None:
    assert "content.xml is missing" in refused(zipped({"mimetype": "application/vnd.oasis.opendocument.text"}))


def test_repeats_without_end_are_cut_or_refused() -> None:
    start = time.process_time()
    wide = table(row(cell("1", f' table:number-columns-repeated="{ENDLESS}"')), row(cell("2")))
    document = text(wide)
    assert document.warnings == (TABLE_CUT,)
    assert only_grid(document).width == 200
    nested = par("1")
    for _ in range(5):
        inner = f'<table:table-cell table:number-columns-repeated="99">{nested}</table:table-cell>'
        nested = table(row(inner, attributes=' table:number-rows-repeated="99"'))
    assert "more than 100000 cells" in refused(opendocument("text", nested))
    blanks = f"<text:s text:c='{ENDLESS}'/>" * 5000
    assert paragraphs(text(par(f"甲{blanks}乙"))) == ["甲" + " " * 20 + "乙"]
    assert time.process_time() - start < 20
