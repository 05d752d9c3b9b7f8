"""Workbooks made part by part, so that a test can say what no spreadsheet program would write."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

from readers.documents import zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN_DOCUMENT = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "style": "style",
        "table": "table",
        "text": "text",
        "draw": "drawing",
    }.items()
)


def _relationships(*relations: tuple[str, str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def xlsx_parts(
    *sheets: str,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Sequence[str] = (),
    properties: str = "",
) -> dict[str, str | bytes]:
    """A workbook: the inside of each `worksheet`, the shared strings as XML, the format codes of cell styles from 1."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{number}" sheetId="{number}" r:id="s{number}" state="{state}"/>'
        for number, state in zip(numbers, [*states, *["visible"] * len(sheets)], strict=False)
    )
    own = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    return {
        "_rels/.rels": _relationships(("a", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"s{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "/xl/styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(f"<si>{one}</si>" for one in strings)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{own}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
            for number, sheet in zip(numbers, sheets, strict=True)
        },
    }


def xlsx(
    *sheets: str,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Sequence[str] = (),
    properties: str = "",
) -> bytes:
    parts = xlsx_parts(*sheets, strings=strings, formats=formats, states=states, properties=properties)
    # Not compressed: what is large here must not be refused for being dense.
    return zipped(parts, zipfile.ZIP_STORED)


def rows(*lines: str) -> str:
    """The rows of a worksheet; cells between bars, numbers as numbers, `=` begins a formula without a result."""
    return f"<sheetData>{''.join(_row(number, line) for number, line in enumerate(lines, 1))}</sheetData>"


def _row(number: int, line: str) -> str:
    cells = (text.strip() for text in line.split("|"))
    filled = "".join(_cell(f"{chr(ord('A') + at)}{number}", text) for at, text in enumerate(cells) if text)
    return f'<row r="{number}">{filled}</row>'


def _cell(address: str, text: str) -> str:
    if text.startswith("="):
        return f'<c r="{address}"><f>{text[1:]}</f><v/></c>'
    if text.replace(".", "", 1).removeprefix("-").isdigit():
        return f'<c r="{address}"><v>{text}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def merged(*areas: str) -> str:
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{listed}</mergeCells>"


def opendocument_parts(kind: str, body: str, styles: str = "") -> dict[str, str | bytes]:
    """An OpenDocument file; `kind` is `text` or `spreadsheet`."""
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content{_OPEN_DOCUMENT}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>",
    }


def opendocument(kind: str, body: str, styles: str = "") -> bytes:
    return zipped(opendocument_parts(kind, body, styles), zipfile.ZIP_STORED)


def ods(*tables: str, styles: str = "") -> bytes:
    return opendocument("spreadsheet", "".join(tables), styles)


def ods_table(*lines: str, name: str = "表1", attributes: str = "") -> str:
    return f'<table:table table:name="{name}"{attributes}>{"".join(lines)}</table:table>'


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str = "", attributes: str = "") -> str:
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell{attributes}>{paragraph}</table:table-cell>"


def ods_number(value: str, shown: str, attributes: str = "") -> str:
    return ods_cell(shown, f' office:value-type="float" office:value="{value}"{attributes}')
