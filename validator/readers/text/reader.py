"""Reader for plain text and Markdown: tables typed in any of the usual ways, and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from validator.model.document import Document
from validator.readers.blocks.builder import BlockBuilder
from validator.readers.encoding import DAMAGED, decode
from validator.readers.spreadsheet import flat_export as flat_rows
from validator.readers.text import _markdown as markdown
from validator.readers.text._bars import barred_cells
from validator.readers.text._dumps import broken_lines, cells_with_tabs, listed_rows, wiki_rows
from validator.readers.text._laid_out import read_pages
from validator.readers.text._lines import SourceLine, is_number, split_lines
from validator.readers.text._marks import without_marks, without_marks_behind
from validator.readers.text._punctuated import numbers_behind_colons, punctuated_rows
from validator.readers.text._rows import row_tables
from validator.readers.text._tables import Item, Markup, TextTable, aligned_tables, apply, bar_tables, tab_tables
from validator.readers.text._typeset import typeset_rows

_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]{0,2000}>", re.IGNORECASE)
_ROW_TAG = re.compile(r"<tr\b", re.IGNORECASE)
_SENTENCE_END = tuple("。！？；：!?;:")
_TRAIL = re.compile(r"[>»→].*[>»→]")
"""The way through a site to its page, which ends with its line."""
_WRAPPED_FROM = 50
"""Width of a line, in columns of the screen, from which on it may have been broken by its length."""
_RAGGED = 6
"""Columns by which a broken line may be shorter than the longest one round it."""
_FINDERS = (
    typeset_rows,
    without_marks,
    without_marks_behind,
    wiki_rows,
    bar_tables,
    barred_cells,
    listed_rows,
    broken_lines,
    punctuated_rows,
    numbers_behind_colons,
    cells_with_tabs,
    tab_tables,
    aligned_tables,
    row_tables,
)
"""Each looks at what those before it have left."""


def read_text(path: str, data: bytes) -> Document:
    """Read a text or Markdown file, or this program's own export as CSV."""
    if flat_rows.is_flat_csv(data):
        return Document(path, "text", (), flat=flat_rows.read_csv(path, data))
    decoded = decode(data)
    builder = BlockBuilder()
    if decoded.damaged:
        builder.warn(DAMAGED)
    pages = read_pages(decoded.text)
    if pages is not None:
        return Document(path, "text", tuple(pages), None, tuple(builder.warnings))
    items = _cut_out_markup(decoded.text, builder)
    for finder in _FINDERS:
        items = apply(finder, items)
    _add(items, builder, _Pages(decoded.text))
    return Document(path, "text", tuple(builder.blocks), None, tuple(builder.warnings))


class _Pages:
    """Which page of a text a line is on."""

    def __init__(self, text: str) -> None:
        lines = split_lines(text) if "\f" in text else []
        self._starts = [line.number for line in lines if line.begins_page]

    def of(self, line: int | None) -> int | None:
        """The page, from 1; None if the text has no pages."""
        return bisect_right(self._starts, line) + 1 if self._starts and line is not None else None


def _add(items: Sequence[Item], builder: BlockBuilder, pages: _Pages) -> None:
    prose: list[SourceLine] = []
    for item in items:
        if isinstance(item, SourceLine):
            prose.append(item)
            continue
        _add_prose(prose, builder, pages)
        prose.clear()
        if isinstance(item, TextTable):
            line = next((cell.line for row in item.rows for cell in row), None)
            # Where cells stand in columns, these go on over the pages.
            page = None if item.positioned else pages.of(line)
            builder.add_rows(item.rows, positioned=item.positioned, aligned=item.aligned, page=page)
        else:
            builder.add_flow(item.flow, item.line)
    _add_prose(prose, builder, pages)


def _cut_out_markup(text: str, builder: BlockBuilder) -> list[Item]:
    """The lines of the text, with every table in HTML put together."""
    items: list[Item] = []
    done = 0
    line = 1
    for start, end in _tables_in_html(text):
        before = split_lines(text[done:start], line)
        line = before[-1].number
        items.extend(before)
        items.append(_read_markup(text[start:end], line, builder))
        line += text.count("\n", start, end)
        done = end
    items.extend(split_lines(text[done:], line))
    return items


def _tables_in_html(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost tables begin and end; one that is never closed goes to the end of the text."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            start = tag.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and _ROW_TAG.search(text, start, tag.start()):
                yield start, tag.end()
    if depth and _ROW_TAG.search(text, start):
        yield start, len(text)


def _read_markup(markup: str, line: int, builder: BlockBuilder) -> Markup:
    from validator.readers.html.reader import read_fragment

    flow, warning = read_fragment(markup)
    if warning is not None:
        builder.warn(warning)
    return Markup(line, flow)


def _add_prose(lines: Sequence[SourceLine], builder: BlockBuilder, pages: _Pages) -> None:
    for paragraph in _paragraphs(lines):
        text = ""
        for line in paragraph:
            text = _join(text, markdown.plain_line(line.text))
        builder.add_paragraph(text, paragraph[0].number, pages.of(paragraph[0].number))


def _paragraphs(lines: Sequence[SourceLine]) -> Iterator[Sequence[SourceLine]]:
    """The lines put together that were broken only by their length."""
    block: list[SourceLine] = []
    for line in [*lines, SourceLine(0, "")]:
        if line.stripped:
            block.append(line)
            continue
        longest = max((one.width for one in block), default=0)
        start = 0
        for at in range(1, len(block) + 1):
            if at == len(block) or not _is_broken(block[at - 1], block[at], longest):
                yield block[start:at]
                start = at
        block = []


def _is_broken(line: SourceLine, following: SourceLine, longest: int) -> bool:
    """Whether a line goes on in the following one: it is as long as any, ends nothing, and nothing begins there."""
    return (
        not line.ends_as_row
        and _WRAPPED_FROM <= line.width >= longest - _RAGGED
        and not line.stripped.endswith(_SENTENCE_END)
        and not _TRAIL.search(line.stripped)
        and not following.is_indented
        and not is_number(following.stripped)
        and not following.is_numbered
    )


def _join(first: str, second: str) -> str:
    """Put the two halves of a broken line together: Latin words are parted by a blank, Chinese ones by nothing."""
    latin = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    return first + (" " if latin else "") + second
