"""Word files written part by part, with what users leave in them: revisions, content controls, fields, split runs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import escape

from support.page import Box, Line, Page, Sheet

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WHO = 'w:id="1" w:author="甲" w:date="2024-01-05T09:00:00Z"'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE_WIDTH = 9000
"""Twentieths of a point between the margins."""

Content = Callable[[Box], str]
"""The paragraph content of a table cell."""
Wrap = Callable[[Box, str], str]
"""Puts something round a finished table cell."""


def plain(page: Page) -> bytes:
    """As a careful office saves it."""
    return _package(_body(page, lambda box: _run(box.text)))


def with_split_runs(page: Page) -> bytes:
    """Every text in runs of two characters, with marks of the spelling checker between them."""
    return _package(_body(page, lambda box: _split(box.text)))


def with_revisions(page: Page) -> bytes:
    """Numbers corrected with tracked changes: the old one is struck out, the new one inserted, half of it moved in."""
    return _package(_body(page, _revised))


def with_controls(page: Page) -> bytes:
    """Numbers in content controls, inside and round their cells; totals as fields; hidden text beside them."""
    return _package(_body(page, _controlled, _control_round_cell))


def _revised(box: Box) -> str:
    if not box.number or not box.text:
        return _split(box.text)
    deleted = f'<w:del {_WHO}><w:r><w:delText xml:space="preserve">77</w:delText></w:r></w:del>'
    half = len(box.text) // 2
    parts = (box.text[:half], box.text[half:])
    inserted = "".join(f"<w:ins {_WHO}>{_run(part)}</w:ins>" for part in parts if part)
    moved = f"<w:moveFrom {_WHO}>{_run('5')}</w:moveFrom>"
    return deleted + inserted + moved


def _controlled(box: Box) -> str:
    if not box.number or not box.text:
        return _run(box.text)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>"
    if len(box.text) % 2:
        field = f'<w:fldSimple w:instr=" =SUM(LEFT) ">{_run(box.text)}</w:fldSimple>'
        return f'<w:smartTag w:uri="u" w:element="e">{field}</w:smartTag>{hidden}'
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{_run(box.text)}</w:sdtContent></w:sdt>{hidden}"


def _control_round_cell(box: Box, cell: str) -> str:
    if not box.number or len(box.text) % 3:
        return cell
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{cell}</w:sdtContent></w:sdt>"


def _run(text: str) -> str:
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _split(text: str) -> str:
    pieces = [_run(text[at : at + 2]) for at in range(0, len(text), 2)]
    return '<w:proofErr w:type="spellStart"/>'.join(pieces)


def _body(page: Page, content: Content, wrap: Wrap = lambda _, cell: cell) -> str:
    # Two tables without a paragraph between them would be one.
    blocks = [
        _table(block, content, wrap) + "<w:p/>" if isinstance(block, Sheet) else _paragraph(block) for block in page
    ]
    return "".join(blocks)


def _paragraph(line: Line) -> str:
    look = {
        0: ('<w:ind w:firstLine="480"/>', ""),
        1: ('<w:spacing w:after="240"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>'),
        2: ('<w:spacing w:before="240" w:after="120"/>', '<w:b/><w:sz w:val="28"/>'),
    }
    paragraph, run = look[line.level]
    text = f'<w:t xml:space="preserve">{escape(line.text)}</w:t>'
    return f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr>{text}</w:r></w:p>"


def _table(sheet: Sheet, content: Content, wrap: Wrap) -> str:
    width = _PAGE_WIDTH // sheet.width
    grid = f'<w:gridCol w:w="{width}"/>' * sheet.width
    below: dict[tuple[int, int], Box] = {}
    rows = []
    for at, row in enumerate(sheet.placed()):
        starts = dict(row)
        cells = []
        for column in range(sheet.width):
            if column in starts:
                box = starts[column]
                below |= {(at + down, column): box for down in range(1, box.rowspan)}
                cells.append(wrap(box, _cell(box, content(box), width, "restart" if box.rowspan > 1 else None)))
            elif (at, column) in below:
                cells.append(_cell(below[at, column], "", width, "continue"))
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    look = f'<w:tblW w:w="{_PAGE_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(box: Box, content: str, width: int, merge: str | None) -> str:
    properties = f'<w:tcW w:w="{width * box.colspan}" w:type="dxa"/>'
    if box.colspan > 1:
        properties += f'<w:gridSpan w:val="{box.colspan}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>"
    look = '<w:pPr><w:jc w:val="center"/></w:pPr>' if box.number else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{look}{content}</w:p></w:tc>"


def _package(body: str) -> bytes:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
        'w:header="851" w:footer="992" w:gutter="0"/>'
        "</w:sectPr>"
    )
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        'w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORDML}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORDML}.styles+xml"/></Types>',
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}{section}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_NAMESPACE}">{styles}</w:styles>',
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            # A fixed date: the same report gives the same file.
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return file.getvalue()


def _relation(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'
