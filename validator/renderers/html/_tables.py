"""Tables for the HTML report: the excerpt beside an equation, and the whole table as the form has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from validator.messages import say
from validator.model.form import Table
from validator.model.report import Report
from validator.renderers.html._form import Mark, drawn
from validator.renderers.html.elements import element, elements
from validator.renderers.layout.excerpt import Excerpt, ExcerptCell, ExcerptRow, SkippedRows, whole
from validator.renderers.words.account import Account
from validator.renderers.words.cells import cell_words, corner, header, skipped
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.mistake import MistakeAccount

_LETTER = re.compile(r"[a-z]+")


class Told(Struct, frozen=True):
    """A finding on the page."""

    anchor: str
    """`r1m1f2`: its place on the page."""
    account: Account


def excerpt_figures(told: Told, glossary: Glossary) -> Iterator[Element]:
    """The excerpts of a finding on a relation, each lettered cell with an anchor of its own."""
    if told.account.equation:
        for excerpt in told.account.excerpts:
            yield _scrolling(_excerpt(excerpt, told, glossary), excerpt.table, glossary, "figure excerpt")


def equation(told: Told) -> Iterator[Element]:
    """The relation in letters, each a link to its cell, and what is said of the terms left out."""
    relation = told.account.equation
    if relation is None:
        return
    parts: list[Element | str] = []
    at = 0
    for letter in _LETTER.finditer(relation.letters):
        parts += [relation.letters[at : letter.start()], _letter_link(told, letter.group())]
        at = letter.end()
    yield element("p", {"class": "equation"}, *parts, relation.letters[at:])
    yield from elements("p", {"class": "rest"}, [relation.left_out])


def marked_tables(
    mistakes: Sequence[MistakeAccount], section: str, report: Report, glossary: Glossary
) -> Iterator[Element]:
    """The tables in which a cell belongs to a mistake, whole, in the order of the form; `section`: the report's id."""
    marks: dict[str, list[Mark]] = {}
    for one in mistakes:
        found = [(cell, change) for cell, change in one.marks if cell in report.form.index]
        # The first cell to change, or the first that takes part where none is named.
        shown = next((cell for cell, change in found if change), found[0][0] if found else "")
        for cell, change in found:
            mark = Mark(one.mistake.number, change, section + one.mistake.id, one.severity, is_place=cell == shown)
            marks.setdefault(cell, []).append(mark)
    for table in report.form.tables:
        if any(cell in marks for cell in table.cells):
            yield _scrolling(drawn(whole(table, report), marks, glossary), table, glossary, "figure form")


def _scrolling(table: Element, of: Table, glossary: Glossary, kind: str) -> Element:
    """The table in a box that scrolls by itself, also with the keyboard."""
    label = say("scrolls", glossary.language, table=glossary.table(of.name))
    return element("div", {"class": kind, "role": "group", "tabindex": "0", "aria-label": label}, table)


def _excerpt(excerpt: Excerpt, told: Told, glossary: Glossary) -> Element:
    language = glossary.language
    columns = [header(column, excerpt.table, glossary) for column in excerpt.columns]
    head = element("tr", {}, _column(corner(excerpt.table, glossary)), *map(_column, columns))
    rows = []
    for part in excerpt.rows:
        if isinstance(part, SkippedRows):
            cell = element("td", {"colspan": str(len(columns) + 1)}, skipped(part, language))
            rows.append(element("tr", {"class": "skipped"}, cell))
        else:
            cells = [_lettered(cell, told, language) for cell in part.cells]
            rows.append(element("tr", {}, _row_head(part, glossary), *cells))
    caption = say("excerpt-of", language, table=glossary.table(excerpt.table.name))
    return element(
        "table",
        {},
        element("caption", {}, caption),
        element("thead", {}, head),
        element("tbody", {}, *rows),
    )


def _lettered(cell: ExcerptCell, told: Told, language: str) -> Element:
    words = cell_words(cell, language)
    if not cell.letter:
        return element("td", {}, words)
    anchor = f"{told.anchor}-{cell.letter}"
    return element(
        "td", {"class": "lettered", "id": anchor}, element("b", {"class": "letter"}, cell.letter), " ", words
    )


def _letter_link(told: Told, letter: str) -> Element:
    words = next((words for words in told.account.terms if words.letter == letter), None)
    title = f"{words.cell} {words.number}" if words else None
    return element("a", {"class": "letter", "href": f"#{told.anchor}-{letter}", "title": title}, letter)


def _row_head(row: ExcerptRow, glossary: Glossary) -> Element:
    return element("th", {"scope": "row"}, glossary.row(row.row))


def _column(text: str) -> Element:
    return element("th", {"scope": "col"}, text)
