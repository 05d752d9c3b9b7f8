"""A second reading of web pages: the visible text in order, by the tags alone and another parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

from validator.model.document import Document
from validator.readers.blocks.linear import LinearBuilder
from validator.readers.encoding import decode
from validator.readers.html._marks import PageMark, plain_marks

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_UNSEEN = frozenset(
    {
        "script", "style", "head", "title", "template", "noscript", "select", "textarea", "iframe", "object", "svg",
    }
)  # fmt: skip
_LINES = frozenset(
    {
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article",
        "header", "footer", "main", "center", "pre", "form",
    }
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPAN = re.compile(r"[0-9]{1,9}")
_TO_THE_END = 2000


def read_html_by_tokens(path: str, data: bytes) -> Document:
    """Read a web page once more, in the order of its tags."""
    reader = _Reader()
    page = decode(data).text
    marks = plain_marks(page)
    if marks is None:
        reader.feed(page)
        reader.close()
    else:
        reader.take(marks)
    return Document(path, "html", reader.builder.finish(), " ".join("".join(reader.title).split()) or None)


class _Reader(HTMLParser):
    """Tells a builder what comes; what is inside an element that does not show is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = LinearBuilder()
        self.title: list[str] = []
        self._in_title = False
        self._unseen: str | None = None
        """Name of the element that does not show, while inside one."""
        self._depth = 0
        """How many elements of that name are open."""

    def take(self, marks: Iterable[PageMark]) -> None:
        """What the parser would come upon."""
        for text, start, end, said in marks:
            if text is not None:
                self.handle_data(text)
            if start is not None:
                self._begin(start, said)
            if end is not None:
                self.handle_endtag(end)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, dict(attrs))

    def _begin(self, tag: str, said: Mapping[str, str | None]) -> None:
        if self._unseen == "head" and tag == "body":
            # Many a head is never closed.
            self._unseen = None
        if self._unseen is not None:
            self._depth += tag == self._unseen
            self._in_title = self._in_title or tag == "title"
            return
        hidden = said and ("hidden" in said or _HIDDEN.search(said.get("style") or ""))
        if (tag in _UNSEEN or hidden) and tag not in _VOID:
            self._unseen, self._depth = tag, 1
            self._in_title = tag == "title"
            return
        self._show(tag, said)

    def _show(self, tag: str, said: Mapping[str, str | None]) -> None:
        builder = self.builder
        if tag == "table":
            builder.open_table()
        elif tag == "tr":
            builder.open_row()
        elif tag in {"td", "th"}:
            builder.open_cell(_span(said.get("rowspan"), zero=_TO_THE_END), _span(said.get("colspan")))
        elif tag == "br":
            builder.text("\n")
        elif tag in _LINES:
            builder.line()

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"
        if self._unseen is not None:
            self._depth -= tag == self._unseen
            if self._depth <= 0:
                self._unseen = None
        elif tag == "table":
            self.builder.close_table()
        elif tag in {"td", "th", "tr"}:
            self.builder.close_cell()
        elif tag in _LINES:
            self.builder.line()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        if self._unseen is None:
            # Line ends of the source are mere blanks.
            self.builder.text(data.replace("\r", " ").replace("\n", " "))


def _span(text: str | None, *, zero: int = 1) -> int:
    match = _SPAN.match((text or "").strip().lstrip("+"))
    return (int(match[0]) or zero) if match else 1
