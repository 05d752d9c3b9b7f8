"""What the tests of the readers ask of a document, and Word files made part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from validator.model.document import Document, Grid
from validator.readers import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def read_bytes(content: bytes | str, name: str = "report") -> Document:
    return read(name, data=content.encode() if isinstance(content, str) else content)


def page(body: str) -> Document:
    return read_bytes(f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>")


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids
    return grid


def rows(grid: Grid) -> list[list[str]]:
    """The texts of the cells that start in each row."""
    return [[cell.text for cell in row] for row in grid.rows]


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def shape(document: Document) -> str:
    """The blocks in order, P for a paragraph and G for a grid."""
    return "".join("G" if isinstance(block, Grid) else "P" for block in document.blocks)


def cover(grid: Grid) -> list[list[str | None]]:
    """The text that covers each place."""
    cells = [[grid.covering(row, column) for column in range(width)] for row, width in enumerate(grid.widths)]
    return [[None if cell is None else cell.text for cell in row] for row in cells]


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_parts(body: str, namespaces: str = _NAMESPACES) -> dict[str, str | bytes]:
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }


def word(body: str) -> Document:
    """The document read from a Word file with this body."""
    return read_bytes(zipped(word_parts(body)))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(run(text))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*content: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(content)}</w:tbl>"
