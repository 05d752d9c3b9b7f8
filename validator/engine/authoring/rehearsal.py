"""Read and check the examples of a pack once as pages, which shows what it takes to check a report.

Patterns are compiled when they are met, and stay so in this process: whoever keeps them spares the next ones the work
(`packs/kept/patterns.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import import_module

from validator.checking.checker import Checker
from validator.engine.authoring._example_documents import example_document
from validator.model.document import Document, Paragraph
from validator.model.form import Form
from validator.model.rules.rule import Example
from validator.model.timed_pattern import timed
from validator.packs.pack import Pack
from validator.readers import read

_READERS = ("text.reader", "word.docx")
"""Of the formats that many reports have; that of pages is at work."""


def rehearse(pack: Pack) -> None:
    """Read and check a page on each form, with the texts of all examples of it that hold."""
    for reader in _READERS:
        import_module(f"validator.readers.{reader}")
    _compile_what_depends_on_the_organ(pack)
    checker, every = Checker(pack), frozenset(rule.id for rule in pack.rules)
    for form in pack.forms:
        page = _page(example_document(_example(form, pack), form, pack))
        checker.check(checker.recognise_all(read("example.html", data=page.encode())), every)


def _compile_what_depends_on_the_organ(pack: Pack) -> None:
    """The patterns that are tried until one fits, with the words that they need: these are others for each report."""
    for fact in pack.facts:
        for pattern in (*fact.yes, *fact.no):
            timed(pattern)
    for title in pack.identity.ready(pack.identity.titles):
        title.may_fit("")
        title.compiled  # noqa: B018 - made when it is asked for


def _example(form: Form, pack: Pack) -> Example:
    """What examples say in the text and in the sections, put together."""
    said: dict[str, str] = {}
    first = f"section.{form.sections[0].number}" if form.sections else ""
    for name, text in _said(pack):
        place = first if name == "text" else name
        if place and text not in said.get(place, ""):
            said[place] = said.get(place, "") + text
    return Example({**said, "signed": f"{form.first_year + 1}年1月20日"})


def _said(pack: Pack) -> Iterator[tuple[str, str]]:
    """What it is of a report -> the text, of each example."""
    for rule in pack.rules:
        for example in (rule.holds, *rule.also_hold):
            for name, text in example.cells.items() if example is not None else ():
                if text and (name in {"text", "head"} or name.startswith("section.")):
                    yield name, text


def _page(document: Document) -> str:
    """A document as HTML."""
    parts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{escape(block.text)}</p>")
            continue
        rows = ["" for _ in block.widths]
        for cell in block.cells:
            rows[cell.row] += f"<td>{escape(cell.text)}</td>"
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>"
