"""A report as a text that has lost its tables: as the tools make it that people save pages with, or by hand."""

from __future__ import annotations

import re
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
}
"""Name -> writer of a text."""
