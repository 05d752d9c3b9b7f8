"""How right the readings are, over random reports in every layout: a Markdown table.

    PYTHONPATH=.:tests python tests/benchmarks/accuracy.py --reports 10 --published FOLDER

Seeds are drawn afresh at each run and printed; `--first` gives them. `--published` names folders of published pages,
each with what is true of it beside it (`NAME.expected.json`), which are measured in a second table.
`--by en` or `zh` prints the table of the README: layouts of one format in one row, and in a row of their own the texts
in which blank cells left no trace: nothing but the relations tells which columns the numbers are of. Scans need the
extra `ocr`, old office formats LibreOffice; what is not installed is left out. Exits with 1 if a number is wrong and
nothing says so, a relation is called violated that holds, or a violation between cells that were read is missed.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.accuracy import Judgement, in_layout, judge, sample
from support.converted import CONVERTED, PRINTED
from support.layouts import LAYOUTS
from support.libreoffice import is_installed
from support.published import PublishedPage, judge_pages

from validator.readers.ocr import is_available

FORMATS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "text with tabs, Markdown": ("制表符分列的文本、Markdown", ("tabs", "markdown", "markdown-uneven")),
    "text whose columns or cells were lost": (
        "丢了列或单元格的文本",
        ("aligned", "single-blanks", "cell-a-line", "ragged"),
    ),
    "text whose digits touch": ("数字连在一起的文本", ("glued", "text-soup-glued")),
    "text from converters, dumps and pasting": (
        "转换、转储或粘贴得来的文本",
        tuple(f"text-{name}" for name in CONVERTED if name != "soup-glued"),
    ),
    "text from PDF (pdftotext)": ("从 PDF 转来的文本（pdftotext）", tuple(f"text-{name}" for name in PRINTED)),
    "web pages": ("网页", ("html", "html-word", "html-nested", "html-gb18030")),
    "tables in other shapes": (
        "变了样的表格",
        ("html-table-four-upright", "html-table-four-apart", "html-one-table"),
    ),
    "Word": ("Word", ("docx", "docx-split-runs", "docx-office", "docx-nested")),
    "old Word": ("旧版 Word", ("doc-libreoffice",)),
    "OpenDocument text, RTF": ("OpenDocument 文本、RTF", ("odt", "rtf", "odt-libreoffice", "rtf-libreoffice")),
    "spreadsheets": ("电子表格", ("xlsx", "ods", "xls-libreoffice", "ods-libreoffice")),
    "PDF with ruling lines": ("有框线的 PDF", ("pdf-ruled", "pdf-libreoffice")),
    "PDF without ruling lines": ("没有框线的 PDF", ("pdf-unruled", "pdf-libreoffice-unruled")),
    "scans (PDF, TIFF)": ("扫描件（PDF、TIFF）", ("scan-pdf", "scan-tiff")),
}
"""Format, in English -> the same in Chinese, and its layouts."""
_TRACELESS = {
    "": ", blank cells without a trace",
    "en": "text in which blank cells left no trace",
    "zh": "空白单元格没有留下痕迹的文本",
}
"""What is read where nothing but the relations tells the columns of numbers: a row of its own."""
_HEADS = {
    "": ("layout", "reports", "cells right", "flagged", "wrong", "false violations", "missed", "ms a file"),
    "en": ("format", "reports", "cells right", "flagged", "wrong", "false violations", "missed", "ms a file"),
    "zh": ("格式", "报告", "读对的单元格", "存疑", "读错", "误报", "漏报", "每份毫秒"),
}

_PUBLISHED_HEADS = {
    "": ("published", "pages", "cells right", "flagged", "wrong", "false violations", "missed", "declined"),
    "en": ("published", "pages", "cells right", "flagged", "wrong", "false violations", "missed", "declined"),
    "zh": ("已公开的网页", "份数", "读对的单元格", "存疑", "读错", "误报", "漏报", "拒读"),
}
_ALL = {"": "all", "en": "all", "zh": "合计"}
_MOST_SEEDS = 10**9


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if anything is wrong, false or missed."""
    parser = argparse.ArgumentParser(description="Read random reports in every layout and count what is right.")
    parser.add_argument("--reports", type=int, default=10, help="reports in each layout (default %(default)s)")
    parser.add_argument("--first", type=int, help="first seed (by default drawn afresh, and printed)")
    parser.add_argument("--published", action="append", type=Path, default=[], help="a folder of published pages")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="only this layout; may be repeated")
    parser.add_argument("--without", action="append", choices=LAYOUTS, default=[], help="all but this; may be repeated")
    parser.add_argument("--by", choices=("en", "zh"), default="", help="a row a format, in this language")
    chosen = parser.parse_args(arguments)
    first = secrets.randbelow(_MOST_SEEDS) if chosen.first is None else chosen.first
    sys.stderr.write(f"--first {first}\n")
    head = _HEADS[chosen.by]
    sys.stdout.write(f"| {' | '.join(head)} |\n| --- |{' ---: |' * (len(head) - 1)}\n")
    judged: list[Judgement] = []
    traceless: list[Judgement] = []
    measured = [name for name in chosen.layout or LAYOUTS if name not in chosen.without]
    for name, layouts in _rows(measured, chosen.by):
        seeds = range(first, first + chosen.reports)
        found = [one for layout in layouts if _is_possible(layout) for one in _judged(layout, seeds)]
        _write_rows(name, found, chosen.by)
        judged += found
        traceless += [one for one in found if one.traceless]
    if chosen.by and traceless:
        sys.stdout.write(_row(_TRACELESS[chosen.by], traceless))
    sys.stdout.write(_row(_ALL[chosen.by], judged))
    pages = [page for folder in chosen.published for page in judge_pages(folder)]
    if pages:
        _write_published(pages, chosen.by)
    return int(any(one.wrong or one.false or one.missed for one in judged) or any(page.is_bad for page in pages))


def _write_rows(name: str, judged: Sequence[Judgement], by: str) -> None:
    """A row; of a single layout another one for the files that do not say which cells are blank."""
    told = [one for one in judged if not one.traceless]
    rest = [one for one in judged if one.traceless]
    if told:
        sys.stdout.write(_row(name, told))
    if rest and not by:
        sys.stdout.write(_row(name + _TRACELESS[by], rest))
    sys.stdout.flush()


def _write_published(pages: Sequence[PublishedPage], by: str) -> None:
    """The second table: a row for each kind of file, and one for all."""
    head = _PUBLISHED_HEADS[by]
    sys.stdout.write(f"\n| {' | '.join(head)} |\n| --- |{' ---: |' * (len(head) - 1)}\n")
    kinds = sorted({page.kind for page in pages})
    for kind in kinds:
        sys.stdout.write(_published_row(kind, [page for page in pages if page.kind == kind]))
    sys.stdout.write(_published_row(_ALL[by], pages))
    for page in pages:
        for what in page.bad:
            sys.stderr.write(f"{page.name}: {what}\n")


def _published_row(name: str, pages: Sequence[PublishedPage]) -> str:
    counts = (
        len(pages),
        sum(page.right for page in pages),
        sum(page.flagged for page in pages),
        sum(len(page.wrong) for page in pages),
        sum(len(page.false) for page in pages),
        sum(len(page.missed) for page in pages),
        sum(page.declined for page in pages),
    )
    return f"| {name} | {' | '.join(map(str, counts))} |\n"


def _rows(chosen: Iterable[str], by: str) -> Iterator[tuple[str, Sequence[str]]]:
    """(what a row is called, its layouts)."""
    if not by:
        yield from ((name, (name,)) for name in chosen)
        return
    for english, (chinese, layouts) in FORMATS.items():
        yield english if by == "en" else chinese, [layout for layout in layouts if layout in chosen]


def _is_possible(name: str) -> bool:
    layout = LAYOUTS[name]
    lacking = "LibreOffice" if layout.converted and not is_installed() else ""
    lacking = layout.program if layout.program and shutil.which(layout.program) is None else lacking
    lacking = "the extra `ocr`" if layout.recognised and not is_available() else lacking
    if lacking:
        sys.stderr.write(f"{name}: left out, {lacking} is not installed\n")
    return not lacking


def _judged(name: str, seeds: range) -> Iterator[Judgement]:
    for one in in_layout([sample(name, seed) for seed in seeds]):
        judgement = judge(one)
        for what in ("wrong", "false", "missed"):
            if found := getattr(judgement, what):
                sys.stderr.write(f"{name} {one.seed} {what}: {' '.join(map(str, list(found)[:4]))}\n")
        yield judgement


def _row(name: str, judged: Sequence[Judgement]) -> str:
    counts = (
        len(judged),
        sum(one.right for one in judged),
        sum(one.flagged for one in judged),
        sum(len(one.wrong) for one in judged),
        sum(len(one.false) for one in judged),
        sum(len(one.missed) for one in judged),
        round(1000 * median(one.seconds for one in judged)),
    )
    return f"| {name} | {' | '.join(map(str, counts))} |\n"


if __name__ == "__main__":
    sys.exit(main())
