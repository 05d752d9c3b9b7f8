"""A report as a text that has lost its tables: as the tools make it that people save pages with, or by hand."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping

from support.page import Page, Sheet
from support.writers import html
from validator.model.numbers import Kind, read_number

_Rows = list[list[str]]
_Table = Callable[[_Rows, int], str]
"""From the rows of a table, each with its labels and numbers, and its width in columns, to a text."""


def _page_as(convert: Callable[[str], str]) -> Callable[[Page], str]:
    return lambda page: convert(html.plain(page).decode())


def _trafilatura(markup: str) -> str:
    import trafilatura

    return trafilatura.extract(markup, favor_recall=True) or ""


def _markdownify(markup: str) -> str:
    import markdownify

    return str(markdownify.markdownify(markup))


def _inscriptis(markup: str) -> str:
    import inscriptis

    return str(inscriptis.get_text(markup))


def _soup(separator: str, *, strip: bool = True) -> Callable[[str], str]:
    def convert(markup: str) -> str:
        import bs4

        return bs4.BeautifulSoup(markup, "lxml").get_text(separator, strip=strip)

    return convert


def _tables_as(table: _Table, between: str = "\n\n") -> Callable[[Page], str]:
    def write(page: Page) -> str:
        return between.join(_table(block, table) if isinstance(block, Sheet) else block.text for block in page)

    return write


def _table(sheet: Sheet, table: _Table) -> str:
    rows = [[box.text.replace("\n", "") for box in row] for row in sheet.rows]
    return table(rows, sheet.width)


def _printed(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _cells(rows: _Rows) -> list[str]:
    return [cell for row in rows for cell in row]


def _bar_behind_each(row: list[str], width: int) -> str:
    cells = "\n".join(f"{cell} |" if cell else "|" for cell in row)
    return cells + ("\n" + "|" * (width - len(row)) if width > len(row) else "")


def _is_number(text: str) -> bool:
    return read_number(text).kind is Kind.NUMBER


def _colon_behind_label(row: list[str]) -> str:
    labels = "".join(cell for cell in row if not _is_number(cell))
    numbers = " ".join(cell for cell in row if _is_number(cell))
    return f"{labels}：{numbers}" if numbers else labels


def _list_behind_label(row: list[str]) -> str:
    labels = [cell for cell in row if cell and not _is_number(cell)]
    numbers = "、".join(cell for cell in row if _is_number(cell))
    return f"{labels[-1]}：{numbers}" if labels and numbers else " ".join([*labels, numbers])


def _wiki(rows: _Rows, _: int) -> str:
    lines = [line for row in rows for line in ("|-", *(f"| {cell}" for cell in row))]
    return "\n".join(['{| class="wikitable"', *lines, "|}"])


def _filled_below(row: list[str], width: int) -> str:
    return "\n|\n".join([*row, "|" * (width - len(row))]).rstrip("\n")


def _numbers_below(row: list[str]) -> str:
    labels = " ".join(cell for cell in row if cell and not _is_number(cell))
    return f"{labels}\n{' '.join(filter(_is_number, row))}".strip("\n")


def _pdftotext(*options: str) -> Callable[[Page], str]:
    def write(page: Page) -> str:
        import weasyprint

        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(weasyprint.HTML(string=html.plain(page).decode()).write_pdf())
            file.flush()
            done = subprocess.run(
                ["pdftotext", *options, file.name, "-"],  # noqa: S607 (wherever the system has it)
                capture_output=True,
                check=True,
                timeout=60,
            )
        return done.stdout.decode()

    return write


def _wrapped(text: str) -> str:
    """A label as in a narrow column."""
    return text if read_number(text).kind is Kind.NUMBER else "\n".join(re.findall(".{1,6}", text))


CONVERTED: Mapping[str, Callable[[Page], str]] = {
    "trafilatura": _page_as(_trafilatura),
    "markdownify": _page_as(_markdownify),
    "inscriptis": _page_as(_inscriptis),
    "soup-lines": _page_as(_soup("\n")),
    "soup-spaced-lines": _page_as(_soup("\n", strip=False)),
    "soup-flow": _page_as(_soup(" ")),
    "soup-glued": _page_as(_soup("")),
    "bar-behind-each-cell": _tables_as(lambda rows, width: "\n".join(_bar_behind_each(row, width) for row in rows)),
    "bar-behind-each-printed-cell": _tables_as(
        lambda rows, width: "\n".join(_bar_behind_each(_printed(row), width) for row in rows)
    ),
    "bars-between-lines": _tables_as(lambda rows, _: "\n|\n".join(_cells(rows))),
    "bars-between-printed-lines": _tables_as(lambda rows, _: "\n|\n".join(_printed(_cells(rows)))),
    "rows-end-with-bars": _tables_as(lambda rows, _: "\n".join(" | ".join(row) + " |" for row in rows)),
    "rows-filled-up": _tables_as(
        lambda rows, width: "\n".join(f"| {' | '.join(row)} | {'|' * (width - len(row))}" for row in rows)
    ),
    "rows-of-printed-cells": _tables_as(lambda rows, _: "\n".join(" | ".join(_printed(row)) + " |" for row in rows)),
    "bare-bars": _tables_as(lambda rows, _: "\n".join("|".join(row) for row in rows)),
    "paragraph-a-cell": _tables_as(lambda rows, _: "\n\n".join(_printed(_cells(rows)))),
    "narrow-cells": _tables_as(lambda rows, _: "\n".join(map(_wrapped, _printed(_cells(rows))))),
    "commas": _tables_as(lambda rows, _: "\n".join(",".join(row) for row in rows)),
    "chinese-commas": _tables_as(lambda rows, _: "\n".join("，".join(row) for row in rows)),
    "tabs-without-gaps": _tables_as(lambda rows, _: "\n".join("\t".join(row) for row in rows), "\n"),
    "bars-without-gaps": _tables_as(lambda rows, _: "\n".join(" | ".join(row) + " |" for row in rows), "\n"),
    "lines-without-gaps": _tables_as(lambda rows, _: "\n".join(_printed(_cells(rows))), "\n"),
    "blanks-without-gaps": _tables_as(lambda rows, _: "\n".join(" ".join(_printed(row)) for row in rows), "\n"),
    "flow": _tables_as(lambda rows, _: " ".join(_printed(_cells(rows))), " "),
    "bar-before-each-row": _tables_as(
        lambda rows, _: "\n".join("|\n" + "\n".join(f"{cell} |" for cell in row) for row in rows)
    ),
    "bars-between-lines-filled-up": _tables_as(
        lambda rows, width: "\n".join(_filled_below(row, width) for row in rows)
    ),
    "cells-behind-line-breaks": _tables_as(
        lambda rows, width: "\n".join("| \n " + "  | \n ".join(row) + "  | " + "|" * (width - len(row)) for row in rows)
    ),
    "colon-behind-label": _tables_as(lambda rows, _: "\n".join(map(_colon_behind_label, rows))),
    "list-behind-label": _tables_as(lambda rows, _: "\n".join(map(_list_behind_label, rows))),
    "table-a-line": _tables_as(lambda rows, _: "\t".join(_cells(rows)), "\n"),
    "table-a-line-of-printed-cells": _tables_as(lambda rows, _: "\t".join(_printed(_cells(rows))), "\n"),
    "tab-behind-each-cell": _tables_as(lambda rows, _: "\n".join("\t\n".join(row) for row in rows)),
    "wiki": _tables_as(_wiki),
    "lists": _tables_as(lambda rows, _: repr(rows)),
    "json": _tables_as(lambda rows, _: json.dumps(rows, ensure_ascii=False, indent=1)),
    "json-a-row": _tables_as(lambda rows, _: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)),
    "slashes": _tables_as(lambda rows, _: "\n".join(" / ".join(row) for row in rows)),
    "line-break-tags": _tables_as(lambda rows, _: "<br>".join(" ".join(_printed(row)) for row in rows)),
    "quoted": _tables_as(lambda rows, _: "\n".join("> " + " | ".join(row) for row in rows)),
    "bold-cells": _tables_as(
        lambda rows, _: "\n".join(
            "| " + " | ".join(f"**{cell}**" if cell else "" for cell in row) + " |" for row in rows
        )
    ),
    "wide-blanks": _tables_as(lambda rows, _: "\n".join("\u3000".join(_printed(row)) for row in rows)),
    "numbers-below-labels": _tables_as(lambda rows, _: "\n".join(map(_numbers_below, rows))),
    "row-a-paragraph": _tables_as(lambda rows, _: "\n\n".join(" ".join(_printed(row)) for row in rows)),
}
"""Name -> writer of a text."""

PRINTED: Mapping[str, Callable[[Page], str]] = {
    "pdftotext": _pdftotext(),
    "pdftotext-layout": _pdftotext("-layout"),
    "pdftotext-raw": _pdftotext("-raw"),
}
"""The same by way of a PDF: they need the program `pdftotext`."""
