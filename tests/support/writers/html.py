"""Web pages: clean, exported from Word, inside a site's layout tables, in the national encoding."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from support.page import Box, Line, Page, Sheet

_TAGS = {0: "p", 1: "h1", 2: "h2"}
_STYLE = "table { border-collapse: collapse } td, th { border: 1px solid; padding: .2em .5em }"
_RARE = "𬭩"
"""A character that GB 18030 has and GB 2312 has not."""


def plain(page: Page) -> bytes:
    """Clean markup in UTF-8."""
    head = f'<meta charset="utf-8">\n<title>{escape(_title(page))}</title>\n<style>{_STYLE}</style>'
    return _document(head, _body(page)).encode()


def gb18030(page: Page) -> bytes:
    """Declared as GB 2312, although it holds a character that only GB 18030 has."""
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return _document(head, f"{_body(page)}\n<p>联系人：{_RARE}先生</p>").encode("gb18030")


def nested(page: Page) -> bytes:
    """The report inside the layout tables of a site, with its menu beside it."""
    menu = "".join(f"<tr><td><a href='#'>{name}</a></td></tr>" for name in ("首页", "政务公开", "办事服务", "互动交流"))
    body = (
        "<table width=1000><tr><td colspan=2>当前位置：首页 &gt; 政务公开 &gt; 年度报告</td></tr>"
        f"<tr><td valign=top><table>{menu}</table></td><td><table><tr><td>\n{_body(page)}\n</td></tr></table></td></tr>"
        "<tr><td colspan=2>主办：某某办公室&nbsp;&nbsp;备案号：00000000</td></tr></table>"
    )
    return _document('<meta charset="utf-8">', body).encode()


def word_export(page: Page) -> bytes:
    """What Word saves as a web page: labels broken over spans and lines, blanks as o:p, GB 2312."""
    head = (
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>\n<meta name=Generator content='Word 11'>\n"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n"
        "<style><!-- p.MsoNormal {margin:0cm; font-family:宋体;} --></style>"
    )
    body = f"<div class=Section1>\n{_body(page, _word_line, _word_box)}\n</div>"
    return _document(head, body, html="html xmlns:o='urn:schemas-microsoft-com:office:office'").encode("gb18030")


def _title(page: Page) -> str:
    return next(block.text for block in page if isinstance(block, Line))


def _document(head: str, body: str, html: str = "html") -> str:
    return f"<!DOCTYPE html>\n<{html}>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def _plain_line(line: Line) -> str:
    tag = _TAGS[line.level]
    return f"<{tag}>{escape(line.text)}</{tag}>"


def _plain_box(box: Box) -> str:
    return escape(box.text).replace("\n", "<br>")


def _word_line(line: Line) -> str:
    return f"<p class=MsoNormal>{_spans(line.text)}</p>"


def _word_box(box: Box) -> str:
    content = _spans(box.text) if box.text else "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    return f"<p class=MsoNormal align=center style='text-align:center'>{content}</p>"


def _spans(text: str) -> str:
    """Text in spans of a few characters, the first of each three broken by a line end in the source."""
    pieces = [text[at : at + 5] for at in range(0, len(text), 5)]
    spans = []
    for number, piece in enumerate(pieces):
        shown = escape(piece).replace("\n", "<br>\n")
        break_inside = "\n" if number % 3 == 0 else " "
        spans.append(f"<span{break_inside}style='font-family:宋体'>{shown}<o:p></o:p></span>")
    return "".join(spans)


def _body(page: Page, line: Callable[[Line], str] = _plain_line, box: Callable[[Box], str] = _plain_box) -> str:
    return "\n".join(_table(block, box) if isinstance(block, Sheet) else line(block) for block in page)


def _table(sheet: Sheet, content: Callable[[Box], str]) -> str:
    rows = "\n".join(f"<tr>{''.join(_cell(box, content(box)) for box in row)}</tr>" for row in sheet.rows)
    return f"<table border=1>\n{rows}\n</table>"


def _cell(box: Box, content: str) -> str:
    spans = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    spans += f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    return f"<td{spans}>{content}</td>"
