"""OpenDocument files written part by part: a text, and a spreadsheet with the whole report on one sheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape

from support.page import Box, Page, Sheet

_OPEN_DOCUMENT = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def text(page: Page) -> bytes:
    """Paragraphs and tables one below the other."""
    return _packed("text", "".join(_table(block) if isinstance(block, Sheet) else _par(block.text) for block in page))


def sheet(page: Page) -> bytes:
    """Everything on one sheet, a blank row before and behind each table; numbers are numbers."""
    rows: list[str] = []
    for block in page:
        if isinstance(block, Sheet):
            rows += [_row(""), *_rows(block, numbers=True), _row("")]
        else:
            rows.append(_row(_cell(Box(block.text), numbers=False)))
    return _packed("spreadsheet", f'<table:table table:name="年报">{"".join(rows)}</table:table>')


def _packed(kind: str, body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr(
            "content.xml",
            f"<office:document-content{_OPEN_DOCUMENT}><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        )
    return file.getvalue()


def _table(block: Sheet) -> str:
    return f"<table:table><table:table-column/>{''.join(_rows(block, numbers=False))}</table:table>"


def _rows(block: Sheet, *, numbers: bool) -> Iterator[str]:
    covered: set[tuple[int, int]] = set()
    for at, row in enumerate(block.placed()):
        starting = dict(row)
        cells = []
        for column in range(block.width):
            box = starting.get(column)
            if box is None:
                cells.append("<table:covered-table-cell/>" if (at, column) in covered else "<table:table-cell/>")
                continue
            covered |= {(at + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)}
            cells.append(_cell(box, numbers=numbers))
        yield _row("".join(cells))


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _cell(box: Box, *, numbers: bool) -> str:
    spans = f' table:number-columns-spanned="{box.colspan}" table:number-rows-spanned="{box.rowspan}"'
    value = f' office:value-type="float" office:value="{box.text}"' if numbers and _NUMBER.fullmatch(box.text) else ""
    lines = "".join(_par(line) for line in box.text.splitlines())
    return f"<table:table-cell{spans}{value}>{lines}</table:table-cell>"


def _par(content: str) -> str:
    return f"<text:p>{escape(content)}</text:p>"
