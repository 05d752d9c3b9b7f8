"""How right the readings are, over random reports in every layout: a Markdown table.

    PYTHONPATH=.:tests python tests/benchmarks/accuracy.py --reports 10

`--by en` or `zh` prints the table of the README: layouts of one format in one row. Scans need the extra `ocr`, old
office formats LibreOffice; what is not installed is left out. Exits with 1 if a number is wrong and nothing says so, a
relation is called violated that holds, or a violation between cells that were read is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.accuracy import Judgement, in_layout, judge, sample
from support.layouts import LAYOUTS
from support.libreoffice import is_installed

from validator.readers.ocr import is_available

FORMATS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "text with tabs, Markdown": ("制表符分列的文本、Markdown", ("tabs", "markdown", "markdown-uneven")),
    "text whose columns or cells were lost": (
        "丢了列或单元格的文本",
        ("aligned", "single-blanks", "cell-a-line", "ragged", "glued"),
    ),
    "web pages": ("网页", ("html", "html-word", "html-nested", "html-gb18030")),
    "Word": ("Word", ("docx", "docx-split-runs", "docx-office", "docx-nested")),
    "old Word": ("旧版 Word", ("doc-libreoffice",)),
    "OpenDocument text, RTF": ("OpenDocument 文本、RTF", ("odt", "rtf", "odt-libreoffice", "rtf-libreoffice")),
    "spreadsheets": ("电子表格", ("xlsx", "ods", "xls-libreoffice", "ods-libreoffice")),
    "PDF with ruling lines": ("有框线的 PDF", ("pdf-ruled", "pdf-libreoffice")),
    "PDF without ruling lines": ("没有框线的 PDF", ("pdf-unruled", "pdf-libreoffice-unruled")),
    "scans (PDF, TIFF)": ("扫描件（PDF、TIFF）", ("scan-pdf", "scan-tiff")),
}
"""Format, in English -> the same in Chinese, and its layouts."""
_HEADS = {
    "": ("layout", "reports", "cells right", "flagged", "wrong", "false violations", "missed", "ms a file"),
    "en": ("format", "reports", "cells right", "flagged", "wrong", "false violations", "missed", "ms a file"),
    "zh": ("格式", "报告", "读对的单元格", "存疑", "读错", "误报", "漏报", "每份毫秒"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if anything is wrong, false or missed."""
    parser = argparse.ArgumentParser(description="Read random reports in every layout and count what is right.")
    parser.add_argument("--reports", type=int, default=10, help="reports in each layout (default %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="first seed (default %(default)s)")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="only this layout; may be repeated")
    parser.add_argument("--by", choices=("en", "zh"), default="", help="a row a format, in this language")
    chosen = parser.parse_args(arguments)
    head = _HEADS[chosen.by]
    sys.stdout.write(f"| {' | '.join(head)} |\n| --- |{' ---: |' * (len(head) - 1)}\n")
    judged: list[Judgement] = []
    for name, layouts in _rows(chosen.layout or LAYOUTS, chosen.by):
        seeds = range(chosen.first, chosen.first + chosen.reports)
        found = [one for layout in layouts if _is_possible(layout) for one in _judged(layout, seeds)]
        if found:
            sys.stdout.write(_row(name, found))
            sys.stdout.flush()
        judged += found
    sys.stdout.write(_row({"": "all", "en": "all", "zh": "合计"}[chosen.by], judged))
    return int(any(one.wrong or one.false or one.missed for one in judged))


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
