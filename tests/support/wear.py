"""What happens to a report between the form and the file: marks for zero, remarks, page numbers, lost captions.

Each kind of wear was seen in a published report. What stands in a cell afterwards is known, so nothing of it may cost
a number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from support.page import Box, Line, Page, Sheet
from support.reports import ReportData, zeros_left_blank
from support.style import MISPRINTS, NUMBERINGS, Style

Values = Mapping[str, Decimal | None]
"""Cell -> the number that stands there, None for a blank or a mark for "none"."""

_MARKS = ("/", "—", "-", "－", "无", "\u00a0")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_RADICALS = {ord(unicodedata.normalize("NFKC", chr(code))): code for code in range(0x2F00, 0x2FD6)}
_THOUSAND = 1000


@dataclass(frozen=True)
class Worn:
    """A report as it is printed, and what stands in its cells."""

    report: ReportData
    """Printed cells."""
    sound: ReportData
    """The same with plain numbers, blanks where no number is printed."""
    values: Values


def worn(report: ReportData, rng: Random) -> Worn:
    """The cells of a report as one office or another prints them."""
    sound = _zeros(report, rng)
    values = {cell: sound.amount(cell) for cell in sound.cells}
    printed = {cell: _printed(text, cell, rng) for cell, text in sound.cells.items()}
    return Worn(replace(sound, cells=printed), sound, values)


def _zeros(report: ReportData, rng: Random) -> ReportData:
    kind = rng.randrange(4)
    if kind == 0:
        return zeros_left_blank(report, totals=rng.random() < 0.5)
    if kind == 1:
        # Some zeros are left blank and others are not.
        parts = [cell for cell, text in report.cells.items() if text == "0" and not _is_total(cell)]
        return report.with_cells(dict.fromkeys(rng.sample(parts, len(parts) // 2)))
    return report


def _is_total(cell: str) -> bool:
    return cell.endswith(".total") or cell.startswith("requests.handled.")


def _printed(text: str | None, cell: str, rng: Random) -> str | None:
    if text is None:
        return rng.choice(_MARKS) if rng.random() < 0.1 else None
    if not text.isdigit() or rng.random() > 0.08:
        return text
    ways = [text.translate(_FULL_WIDTH), f"{text}件"]
    if int(text) >= _THOUSAND:
        ways.append(f"{int(text):,}")
    if cell.startswith("documents."):
        ways.append(f"{text}（其中修订1件）")
    return rng.choice(ways)


def styled(rng: Random) -> Style:
    """A way to set the form, as `styles` draws one."""
    misprints = rng.sample(sorted(MISPRINTS), rng.randint(0, 3))
    return Style(
        numbering=rng.choice(NUMBERINGS),
        quotes=rng.choice(("“”", '""', "「」", "")),
        brackets=rng.choice(("（）", "()")),
        misprints={label: MISPRINTS[label] for label in misprints},
        break_after=rng.choice((None, rng.randint(1, 22))),
        header_again=rng.random() < 0.5,
        group_cut=rng.random() < 0.5,
        unit_row=rng.random() < 0.3,
        documents_apart=rng.random() < 0.3,
    )


def wear_page(page: Page, rng: Random, *, page_numbers: bool = True) -> Page:
    """A page as it comes out of a copy; `page_numbers`: they may stand between the parts of a table."""
    if rng.random() < 0.2:
        page = tuple(_without_captions(block) if isinstance(block, Sheet) else block for block in page)
    if rng.random() < 0.2:
        page = _with_extra_row(page, rng)
    if rng.random() < 0.2:
        page = tuple(_total_below(block) if isinstance(block, Sheet) else block for block in page)
    if rng.random() < 0.3:
        page = _with_note(page)
    if page_numbers and rng.random() < 0.4:
        page = _with_page_numbers(page, rng)
    return _translated(page, _RADICALS) if rng.random() < 0.2 else page


def _without_captions(sheet: Sheet) -> Sheet:
    """Table two without `第二十条第（一）项` and the like."""
    return Sheet(tuple(row for row in sheet.rows if not (len(row) == 1 and row[0].text.startswith("第二十条"))))


def _with_extra_row(page: Page, rng: Random) -> Page:
    """A row of its own that an office added to table two, below the documents."""
    extra = (Box("其他主动公开文件"), *(Box(str(rng.randint(0, 90)), number=True) for _ in range(3)))
    return tuple(_with_row_below(block, "规范性文件", extra) if isinstance(block, Sheet) else block for block in page)


def _with_row_below(sheet: Sheet, label: str, extra: tuple[Box, ...]) -> Sheet:
    at = next((at for at, row in enumerate(sheet.rows) if label in row[0].text), None)
    return sheet if at is None else Sheet((*sheet.rows[: at + 1], extra, *sheet.rows[at + 1 :]))


def _total_below(sheet: Sheet) -> Sheet:
    """Table three with the header `总计` in the lowest header row instead of over two rows."""
    for at, row in enumerate(sheet.rows[:-1]):
        last, below = row[-1], sheet.rows[at + 1]
        if last.text == "总计" and last.rowspan > 1 and not last.number and len(row) > 1:
            rows = list(sheet.rows)
            rows[at : at + 2] = [(*row[:-1], Box("")), (*below, replace(last, rowspan=1))]
            return Sheet(tuple(rows))
    return sheet


def _with_note(page: Page) -> Page:
    last = max(at for at, block in enumerate(page) if isinstance(block, Sheet))
    note = Line("注：行政复议、行政诉讼数量含上年度结转数量。")
    return (*page[: last + 1], note, *page[last + 1 :])


def _with_page_numbers(page: Page, rng: Random) -> Page:
    """A page number between tables that follow each other: parts of one that was cut, or the items of table two."""
    form = rng.choice(("{}", "- {} -", "— {} —", "第{}页"))
    blocks: list[Line | Sheet] = []
    for number, block in enumerate(page):
        if isinstance(block, Sheet) and blocks and isinstance(blocks[-1], Sheet):
            blocks.append(Line(form.format(number)))
        blocks.append(block)
    return tuple(blocks)


def _translated(page: Page, table: Mapping[int, int]) -> Page:
    return tuple(
        Line(block.text.translate(table), block.level)
        if isinstance(block, Line)
        else Sheet(tuple(tuple(replace(box, text=box.text.translate(table)) for box in row) for row in block.rows))
        for block in page
    )
