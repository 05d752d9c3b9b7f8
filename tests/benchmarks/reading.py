"""How long the readers take, beside a bare library that opens the same file and takes its text out.

    python tests/benchmarks/reading.py --runs 30

The files are those of `offices.py`: many styles, prose of their own, `site` a web page within the frame of a site.
Medians of the processor's time. Every reading is of another report: some libraries remember what they have seen
(charset-normalizer the texts, for one), and nobody reads a file twice. Exits with 1 if a reader takes more than its
share.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.offices import one_of

from validator.readers import read

TARGET = 1.5
ENCODING_ALONE = "charset-normalizer alone"
"""Printed to show what the encoding takes; not judged, since no cell is taken out."""
MOST_FIELDS = 30
"""Of a line of text."""
Bare = Callable[[bytes], object]


def bare_html(data: bytes) -> object:
    """A tree by lxml, the text of every cell row by row, and that of every paragraph."""
    from lxml import html

    root = html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    rows = [["".join(map(str, cell.itertext())) for cell in row.iter("td", "th")] for row in root.iter("tr")]
    return rows, ["".join(map(str, paragraph.itertext())) for paragraph in root.iter("p", "h1", "h2")]


def soup_of_lxml(data: bytes) -> object:
    """BeautifulSoup with lxml, and the same."""
    return _soup(data, "lxml")


def soup_of_html5lib(data: bytes) -> object:
    """BeautifulSoup with html5lib, and the same."""
    return _soup(data, "html5lib")


def _soup(data: bytes, parser: str) -> object:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, parser)
    rows = [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in soup.find_all("tr")]
    return rows, [paragraph.get_text() for paragraph in soup.find_all(["p", "h1", "h2"])]


def pandas_html(data: bytes) -> object:
    """The tables as frames, and no paragraph."""
    import pandas as pd

    return pd.read_html(io.StringIO(data.decode("utf-8")))


def lxml_alone(data: bytes) -> object:
    """Only the tree."""
    from lxml import html

    return html.fromstring(data)


def python_docx(data: bytes) -> object:
    """python-docx, and the text of every cell row by row, and that of every paragraph."""
    import docx

    document = docx.Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return rows, [paragraph.text for paragraph in document.paragraphs]


def bare_docx(data: bytes) -> object:
    """The part by lxml, the text of every cell row by row, and that of every paragraph."""
    return _bare_xml(data, "word/document.xml", "{*}tr", ("{*}tc",), ("{*}p",))


def bare_odt(data: bytes) -> object:
    """The part by lxml, the text of every cell row by row, and that of every paragraph."""
    return _bare_xml(data, "content.xml", "{*}table-row", ("{*}table-cell",), ("{*}p", "{*}h"))


def _bare_xml(data: bytes, part: str, row: str, cells: tuple[str, ...], paragraphs: tuple[str, ...]) -> object:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(part))
    rows = [["".join(map(str, cell.itertext())) for cell in one.iter(*cells)] for one in root.iter(row)]
    return rows, ["".join(map(str, one.itertext())) for one in root.iter(*paragraphs)]


def bare_xlsx(data: bytes) -> object:
    """openpyxl in one pass, and the value of every cell."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def calamine(data: bytes) -> object:
    """calamine, and the value of every cell."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def pdfplumber_tables(data: bytes) -> object:
    """pdfplumber, its tables, and its text."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_tables(), page.extract_text()) for page in document.pages]


def bare_pdf(data: bytes) -> object:
    """PDFium, and every character with its box, and every drawn line."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found: list[object] = []
    for page in document:
        text = page.get_textpage()
        found += [text.get_charbox(at) for at in range(text.count_chars())]
        found += [one.get_bounds() for one in page.get_objects()]
        found.append(text.get_text_range())
    return found


def bare_txt(data: bytes) -> object:
    """The encoding by charset-normalizer, since no text says its own, and a frame of the fields by pandas."""
    import pandas as pd

    fields = range(MOST_FIELDS)
    return pd.read_csv(
        io.StringIO(_decoded(data)), sep="\t", header=None, names=fields, dtype=str, keep_default_na=False, quoting=3
    )


def decoded_txt(data: bytes) -> object:
    """No table is taken out of the text, only the fields of every line."""
    return [line.split("\t") for line in _decoded(data).splitlines()]


def _decoded(data: bytes) -> str:
    import charset_normalizer

    return str(charset_normalizer.from_bytes(data).best())


_PAGES: Mapping[str, Bare] = {
    "lxml": bare_html,
    "lxml, only the tree": lxml_alone,
    "BeautifulSoup with lxml": soup_of_lxml,
    "BeautifulSoup with html5lib": soup_of_html5lib,
    "pandas.read_html": pandas_html,
}
BARE: Mapping[str, Mapping[str, Bare]] = {
    "html": _PAGES,
    "site": _PAGES,
    "docx": {"python-docx": python_docx, "zipfile + lxml": bare_docx},
    "xlsx": {"openpyxl": bare_xlsx, "calamine": calamine},
    "pdf-ruled": {"pypdfium2": bare_pdf, "pdfplumber": pdfplumber_tables},
    "odt": {"zipfile + lxml": bare_odt},
    "tabs": {"charset-normalizer + pandas": bare_txt, ENCODING_ALONE: decoded_txt},
}
"""Layout -> the libraries it is measured against, and what is done with each."""
JUDGED = frozenset({"lxml", "python-docx", "openpyxl", "pypdfium2", "charset-normalizer + pandas"})
"""Libraries that take the same out of a file; the others are printed beside them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Compare the readers with bare libraries.")
    parser.add_argument("--runs", type=int, default=30, help="readings of each kind (default %(default)s)")
    parser.add_argument("--layout", action="append", choices=BARE, help="only this one; may be repeated")
    asked = parser.parse_args(arguments)
    sys.stdout.write("| format | gouji, ms | library | ms | ratio |\n| --- | ---: | --- | ---: | ---: |\n")
    missed = False
    for name in asked.layout or BARE:
        for library, bare in BARE[name].items():
            if not is_there(library):
                sys.stdout.write(f"| {name.partition('-')[0]} | | {library} | not installed | |\n")
                continue
            ours, theirs = medians(list(files(name, asked.runs + 1)), bare)
            missed |= ours > TARGET * theirs and library in JUDGED
            times = f"{1000 * ours:.2f}", library, f"{1000 * theirs:.2f}", f"{ours / theirs:.2f}"
            sys.stdout.write(f"| {' | '.join((name.partition('-')[0], *times))} |\n")
    return int(missed)


_MODULES = {"BeautifulSoup with html5lib": "html5lib", "pdfplumber": "pdfplumber", "calamine": "python_calamine"}
"""Of the extra `bench`."""


def is_there(library: str) -> bool:
    """Whether a library is installed."""
    return library not in _MODULES or find_spec(_MODULES[library]) is not None


def files(layout: str, count: int) -> Iterator[bytes]:
    """Reports as offices publish them, but always the same."""
    return (one_of(Random(f"{layout} {seed}"), seed, layout).data for seed in range(count))


def medians(contents: Sequence[bytes], bare: Bare) -> tuple[float, float]:
    """Seconds of the reader and of the library. They take turns, so that a busy moment hits both."""
    times = [(seconds(_read, data), seconds(bare, data)) for data in contents]
    # The first time also loads the libraries.
    return median(ours for ours, _ in times[1:]), median(theirs for _, theirs in times[1:])


def _read(data: bytes) -> object:
    return read("report", data=data)


def seconds(work: Bare, data: bytes) -> float:
    """Time of one call."""
    started = process_time()
    work(data)
    return process_time() - started


if __name__ == "__main__":
    sys.exit(main())
