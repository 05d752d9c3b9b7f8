"""A report printed by the programs that offices print with: the same page through each of them, ruled or not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from msgspec import Struct

from support import libreoffice
from support.browser import chromium
from support.page import Box, Line, Page, Sheet

_TAGS = {0: "p", 1: "h1", 2: "h2"}
_PIXEL = 0.75
"""Points; attributes count in pixels, which is all that LibreOffice looks at."""
_PATIENCE = 120
"""Seconds after which a program that prints is given up."""


class Print(Struct, frozen=True):
    """How a report is set for print."""

    ruled: bool = True
    size: float = 12.0
    """Points of the type in tables."""
    padding: float = 2.0
    """Points between a cell's edge and its text."""
    spacing: float = 0.0
    """Points between cells; only of those without lines."""
    centred: bool = False
    """Texts stand in the middle of their cells from left to right, else at the left."""
    top: bool = False
    """Texts stand at the top of their cells, else half way down."""
    width: float = 100.0
    """Share of the page's width, in percent, that tables take up."""
    margin: float = 20.0
    """Millimetres."""
    font: str = "serif"
    """Family, as the machine names it; for browsers also a file, as `url(...)`."""


def prints(rng: Random, *, ruled: bool) -> Print:
    """One way of setting, as it comes."""
    return Print(
        ruled=ruled,
        size=rng.choice((9.0, 10.5, 12.0)),
        padding=rng.choice((0.75, 2.0, 4.0)),
        spacing=0.0 if ruled else rng.choice((0.0, 1.5)),
        centred=rng.random() < 0.4,
        top=rng.random() < 0.2,
        width=rng.choice((100.0, 100.0, 92.0)),
        margin=rng.choice((15.0, 20.0, 25.0)),
    )


def web_page(page: Page, how: Print) -> str:
    """The report as a web page, set for paper of the size A4."""
    body = "\n".join(_table(block, how) if isinstance(block, Sheet) else _line(block) for block in page)
    border = "border: 0.75pt solid black;" if how.ruled else ""
    collapse = "collapse" if how.ruled or not how.spacing else "separate"
    from_file = how.font.startswith("url(")
    face = f"@font-face {{ font-family: printed; src: {how.font} }}\n" if from_file else ""
    style = (
        f"{face}@page {{ size: A4; margin: {how.margin}mm }}\n"
        f"body {{ font-family: {'printed' if from_file else how.font}; font-size: 12pt; margin: 0 }}\n"
        "h1 { font-size: 20pt } h2 { font-size: 13pt }\n"
        f"table {{ width: {how.width}%; border-collapse: {collapse}; border-spacing: {how.spacing}pt;"
        f" font-size: {how.size}pt }}\n"
        f"td {{ {border} padding: {how.padding}pt; text-align: {'center' if how.centred else 'left'};"
        f" vertical-align: {'top' if how.top else 'middle'} }}"
    )
    head = f'<meta charset="utf-8">\n<title>print</title>\n<style>{style}</style>'
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def _line(line: Line) -> str:
    tag = _TAGS[line.level]
    return f"<{tag}>{escape(line.text)}</{tag}>"


def _table(sheet: Sheet, how: Print) -> str:
    rows = "\n".join(f"<tr>{''.join(_cell(box) for box in row)}</tr>" for row in sheet.rows)
    lines = f'border="{int(how.ruled)}" width="{how.width:g}%"'
    lines += f' cellpadding="{how.padding / _PIXEL:.0f}" cellspacing="{how.spacing / _PIXEL:.0f}"'
    return f"<table {lines}>\n{rows}\n</table>"


def _cell(box: Box) -> str:
    spans = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    spans += f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    return f"<td{spans}>{escape(box.text).replace(chr(10), '<br>')}</td>"


def by_chromium(pages: Sequence[tuple[Page, Print]]) -> list[bytes]:
    """Printed by a browser."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    printed = []
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        for page, how in pages:
            source.write_text(web_page(page, how), "utf-8")
            profile = f"--user-data-dir={folder}/profile"
            command = [program, "--headless", "--no-sandbox", "--disable-gpu", profile, "--no-pdf-header-footer"]
            command += [f"--print-to-pdf={target}", source.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            printed.append(target.read_bytes())
    return printed


def by_weasyprint(pages: Sequence[tuple[Page, Print]]) -> list[bytes]:
    """Printed by a library that sets web pages for paper."""
    try:
        import weasyprint
    except (ImportError, OSError):  # or it lacks a library of the system
        pytest.skip("WeasyPrint is not installed")
    return [weasyprint.HTML(string=web_page(page, how)).write_pdf() for page, how in pages]


def by_libreoffice(pages: Sequence[tuple[Page, Print]]) -> list[bytes]:
    """Printed by a word processor."""
    if not libreoffice.is_installed():
        pytest.skip("LibreOffice is not installed")
    return libreoffice.convert([web_page(page, how).encode() for page, how in pages], ".html", "pdf")


def by_reportlab(pages: Sequence[tuple[Page, Print]]) -> list[bytes]:
    """Set by a library for reports, in a font that the file only names."""
    pytest.importorskip("reportlab")
    from support.printing_reportlab import printed

    return [printed(page, how) for page, how in pages]


PRINTERS: Mapping[str, Callable[[Sequence[tuple[Page, Print]]], list[bytes]]] = {
    "chromium": by_chromium,
    "libreoffice": by_libreoffice,
    "reportlab": by_reportlab,
    "weasyprint": by_weasyprint,
}
