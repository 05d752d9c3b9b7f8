"""The layouts in which reports reach an office's desk: every writer, copies with losses, LibreOffice's files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace
from readers.pdf_reports import report_pdf

from support import shapes
from support.converted import CONVERTED, PRINTED
from support.page import Line, Page, Sheet
from support.style import Style
from support.writers import WRITERS, office, text

_LABELS = 3
WITHOUT_TRACES = frozenset(
    {
        *("single-blanks", "cell-a-line", "soup-lines", "soup-spaced-lines", "soup-flow", "soup-glued", "flow"),
        *("bar-behind-each-printed-cell", "bars-between-printed-lines", "rows-of-printed-cells", "paragraph-a-cell"),
        *("narrow-cells", "lines-without-gaps", "blanks-without-gaps", "colon-behind-label", "list-behind-label"),
        *("table-a-line-of-printed-cells", "line-break-tags", "wide-blanks", "numbers-below-labels"),
        *("row-a-paragraph", "pdftotext", "pdftotext-raw"),
        # A column that is blank on every line takes no room.
        "inscriptis",
    }
)
"""Writers of texts in which a blank cell leaves no trace."""
"""Columns of table three before its numbers."""


def _same(style: Style) -> Style:
    return style


def _whole(style: Style) -> Style:
    """A style that a text without blanks can show: there a table of one number is a line of text."""
    return replace(style, documents_apart=False)


class Layout(Struct, frozen=True):
    """One way in which a report comes."""

    write: Callable[[Page, Random], bytes]
    suffix: str
    """What the file is called; for one that LibreOffice makes, what it is made of."""
    converted: str | None = None
    """What LibreOffice turns the file into, or None."""
    restyle: Callable[[Style], Style] = _same
    plain: bool = False
    """True where only the official style is tried: a copy that lost its cells."""
    page_numbers: bool = True
    """True where a page number may stand between the parts of a table."""
    blanks: bool = False
    """True where every second pair of plain copies has its zeros left blank."""
    traces: bool = True
    """False where a blank cell leaves no trace: nothing but the relations tells which columns the numbers are of."""
    program: str | None = None
    """A program that has to be installed, or None."""
    recognised: bool = False
    """True where the text is recognised, which takes seconds and the extra `ocr`."""

    @property
    def needs_more(self) -> bool:
        """True where more than this project must be installed."""
        return self.recognised or self.converted is not None or self.program is not None


def markdown_uneven(page: Page, rng: Random) -> bytes:
    """Pipe tables whose rows have as many cells as they have labels and numbers."""
    del rng
    return "\n\n".join(_uneven(block) if isinstance(block, Sheet) else block.text for block in page).encode()


def _uneven(sheet: Sheet) -> str:
    rows = [[box.text.replace("\n", "") for box in row] for row in sheet.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def ragged(page: Page, rng: Random) -> bytes:
    """Text with tabs that lost a blank field in each row of table three from some row on, as at a page break."""
    lines = text.tabs(page).decode().split("\n")
    first = next(at for at, line in enumerate(lines) if "本年新收政府信息" in line and "\t" in line)
    last = next(at for at, line in enumerate(lines) if "结转下年度继续" in line and "\t" in line)
    rows = [at for at in range(first, last + 1) if lines[at]][rng.randrange(20) :]
    for at in rows:
        fields = lines[at].split("\t")
        labels, values = fields[:_LABELS], fields[_LABELS:]
        blanks = [place for place, value in enumerate(values) if not value]
        lost = rng.choice(blanks) if blanks else len(values)
        lines[at] = "\t".join([*labels, *values[:lost], *values[lost + 1 :]])
    return "\n".join(lines).encode()


def glued(page: Page, rng: Random) -> bytes:
    """Labels and digits without a blank between them."""
    del rng
    return text.glued(page)


def _pdf(*, ruled: bool) -> Callable[[Page, Random], bytes]:
    def write(page: Page, rng: Random) -> bytes:
        # The tables come to stand elsewhere on their pages, and the page breaks elsewhere in them.
        filler = [Line("本机关认真贯彻落实条例的要求，" * rng.randint(1, 5)) for _ in range(rng.randint(0, 25))]
        return report_pdf((*page[:2], *filler, *page[2:]), ruled=ruled, middle=rng.random() < 0.5)

    return write


def _scan(kind: str) -> Callable[[Page, Random], bytes]:
    def write(page: Page, rng: Random) -> bytes:
        # Pictures are drawn with what the extra `ocr` brings along.
        from readers.scans import random_scanner, scan_pdf, scan_tiff, scanned

        scanner = random_scanner(rng)
        return {"pdf": scan_pdf, "tiff": scan_tiff}[kind](scanned(page, scanner), scanner)

    return write


def _of(name: str) -> Callable[[Page, Random], bytes]:
    return lambda page, _: WRITERS[name].write(page)


def _plain_layout(name: str) -> Layout:
    restyle = _same if WRITERS[name].keeps_blanks else _whole
    return Layout(_of(name), WRITERS[name].suffix, restyle=restyle, traces=name not in WITHOUT_TRACES)


def _converted(name: str, write: Callable[[Page], str]) -> Layout:
    traces = name not in WITHOUT_TRACES
    return Layout(lambda page, _: write(page).encode(), ".txt", plain=True, blanks=True, traces=traces)


def _shaped(shape: Callable[[Page], Page]) -> Layout:
    return Layout(lambda page, _: WRITERS["html"].write(shape(page)), ".html", restyle=_whole, plain=True, blanks=True)


LAYOUTS: Mapping[str, Layout] = {
    **{name: _plain_layout(name) for name in WRITERS if name not in {"docx-revisions", "docx-controls"}},
    "html-table-four-upright": _shaped(shapes.upright),
    "html-table-four-apart": _shaped(shapes.apart),
    "html-one-table": _shaped(shapes.in_one),
    **{f"text-{name}": _converted(name, write) for name, write in CONVERTED.items()},
    **{f"text-{name}": replace(_converted(name, write), program="pdftotext") for name, write in PRINTED.items()},
    "markdown-uneven": Layout(markdown_uneven, ".md"),
    "ragged": Layout(ragged, ".txt", plain=True),
    "glued": Layout(glued, ".txt", plain=True),
    "pdf-ruled": Layout(_pdf(ruled=True), ".pdf", page_numbers=False),
    "pdf-unruled": Layout(_pdf(ruled=False), ".pdf", page_numbers=False),
    "pdf-libreoffice": Layout(lambda page, _: office.ruled(page), ".docx", "pdf", page_numbers=False),
    "pdf-libreoffice-unruled": Layout(lambda page, _: office.plain(page), ".docx", "pdf", page_numbers=False),
    "doc-libreoffice": Layout(lambda page, _: office.ruled(page), ".docx", "doc"),
    "odt-libreoffice": Layout(lambda page, _: office.ruled(page), ".docx", "odt"),
    "rtf-libreoffice": Layout(lambda page, _: office.ruled(page), ".docx", "rtf"),
    "xls-libreoffice": Layout(_of("xlsx"), ".xlsx", "xls"),
    "ods-libreoffice": Layout(_of("xlsx"), ".xlsx", "ods"),
    "scan-pdf": Layout(_scan("pdf"), ".pdf", page_numbers=False, recognised=True),
    "scan-tiff": Layout(_scan("tiff"), ".tif", page_numbers=False, recognised=True),
}
"""Name -> layout."""
