"""Reader for web pages, Word's "save as web page" included."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, TypeAlias, cast

from lxml import etree

from validator.model.document import Document
from validator.readers.blocks.builder import MOST_COLUMNS, MOST_ROWS, BlockBuilder
from validator.readers.blocks.flow import Flow, FlowBuilder, SourcePicture
from validator.readers.embedded import Pictures, of_address
from validator.readers.encoding import DAMAGED, decode
from validator.readers.html._highlighted import highlighted
from validator.readers.html._menus import LISTS, is_menu

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TOO_DEEP = "html-too-deep"
"""Warning: the page is nested deeper than 256 elements; the parser left out the rest."""
CUT_OFF = "html-cut-off"
"""Warning: the parser gave up at another of its limits, and left out the rest."""

_SKIPPED = frozenset({
    "script", "style", "head", "template", "noscript", "iframe", "object", "svg", "select", "textarea", "button", "map",
    "audio", "video", "canvas", "gouji-notes",
})  # fmt: skip
_PICTURE = frozenset({"img", "v:imagedata"})
_CELL = frozenset({"td", "th"})
_ONE_PLACE = (1, 1)
"""Columns and rows of a cell that says nothing of them."""
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "td", "th", "tr", "ul",
})  # fmt: skip
_PUBLISHED = frozenset({"pubdate", "publishdate", "publish_date", "datepublished", "article:published_time"})
"""Names of the property that tells when a page was published; the first is that of government websites."""
_HEADLINE = frozenset({"articletitle", "og:title"})
_SOURCE = frozenset({"contentsource"})
_SITE = frozenset({"sitename", "og:site_name"})
_EMBEDDED = re.compile(r"data:[\w/+.\-]{1,100};base64,[A-Za-z0-9+/=%\s]*")
_WRITTEN = re.compile(r"data:([0-9]{1,6})")
"""What stands in place of the former: its number in the page."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LONGEST_KNOWN = 60
"""Characters of a cell that is remembered."""
_MOST_NESTED = 3
"""Lists in each other that are looked at: each is read as often as it has lists around it."""
_LEADING_INT = re.compile(r"\s*\+?([0-9]{1,9})")


def read_html(path: str, data: bytes) -> Document:
    """Read a web page."""
    decoded = decode(data)
    pictures = Pictures(path)
    builder = BlockBuilder(pictures.blocks)
    if decoded.damaged:
        builder.warn(DAMAGED)
    root, warning = _parse(decoded.text)
    if warning is not None:
        builder.warn(warning)
    title: str | None = None
    marked: tuple[str, ...] = ()
    if root is not None:
        written = _EMBEDDED.findall(decoded.text)

        def picture(address: str) -> SourcePicture | None:
            number = _WRITTEN.fullmatch(address)
            return pictures.found(of_address(written[int(number[1])] if number else address, path, data))

        builder.add_flow(_flow(root, picture=picture))
        title = " ".join((root.findtext(".//title") or "").split()) or None
        marked = highlighted(root, decoded.text)
    said = {} if root is None else _properties(root)
    return Document(
        path,
        "html",
        tuple(builder.blocks),
        title,
        (*builder.warnings, *pictures.warnings),
        recognised_pictures=tuple(pictures.read),
        published=_property(said, _PUBLISHED),
        headline=_property(said, _HEADLINE),
        source=_property(said, _SOURCE),
        site=_property(said, _SITE),
        highlighted=marked,
    )


def _properties(root: Element) -> Mapping[str, str]:
    """What a page says of itself: name of a property in small letters -> the first text that is given for it."""
    found: dict[str, str] = {}
    for entry in root.iter("meta"):
        name = entry.get("name") or entry.get("property") or entry.get("itemprop") or ""
        content = (entry.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _property(said: Mapping[str, str], names: frozenset[str]) -> str | None:
    """The first of some properties, in the order of the page."""
    return next((content for name, content in said.items() if name in names), None)


def cell_elements(text: str) -> Mapping[tuple[int, int, int], Element]:
    """The elements of the cells of a page, by table, row and column as in the `Location` of a cell."""
    builder = BlockBuilder()
    root, _ = _parse(text)
    if root is not None:
        builder.add_flow(_flow(root, with_origins=True))
    return cast("Mapping[tuple[int, int, int], Element]", builder.origins())


def read_fragment(text: str) -> tuple[Flow, str | None]:
    """What a piece of markup says, and a warning if not all of it was read."""
    root, warning = _parse(text)
    return (() if root is None else _flow(root)), warning


def _parse(text: str) -> tuple[Element | None, str | None]:
    # UTF-8, and said to be so: the parser would else believe what the page declares, and stop at the first odd byte.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # Pictures inside the page exceed the length that the parser allows.
    number = count()
    content = _EMBEDDED.sub(lambda _: f"data:{next(number)}", text).replace("\0", "")
    try:
        root = etree.fromstring(content.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # not a single element
        root = None
    if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
        # The parser gives back what it has, or nothing, and says no more of it than this.
        raise MemoryError
    limits = [entry.message for entry in parser.error_log if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT]
    if root is not None:
        etree.strip_elements(root, "script", "style", with_tail=False)
    if not limits:
        return root, None
    return root, TOO_DEEP if any("depth" in message for message in limits) else CUT_OFF


FindPicture: TypeAlias = Callable[[str], SourcePicture | None]
"""The picture that an address means, if it may hold a table."""


def _flow(root: Element, *, with_origins: bool = False, picture: FindPicture | None = None) -> Flow:
    builder = FlowBuilder()
    _Walker(builder, with_origins=with_origins, picture=picture).walk(root)
    return builder.finish()


class _Walker:
    """Tells a builder what an element tree says. The parser cuts trees at depth 256, so recursion is safe."""

    def __init__(self, builder: FlowBuilder, *, with_origins: bool, picture: FindPicture | None) -> None:
        self._builder = builder
        self._find_picture = picture
        self._with_origins = with_origins
        self._preformatted = 0
        self._lists = 0
        """How many lists are open."""

    def walk(self, element: Element) -> None:
        """One element with everything inside, without the text behind it."""
        tag = element.tag
        said = element.items()
        if tag in _SKIPPED or not isinstance(tag, str) or (said and _is_hidden(element, tag)):
            return
        if tag in _CELL and self._builder.in_table:
            self._cell(element, _spans(element) if said else _ONE_PLACE)
        elif tag == "table":
            self._builder.open_table()
            self._inside(element)
            self._builder.close_table()
        elif tag == "tr" and self._builder.in_table:
            self._builder.open_row()
            self._inside(element)
            self._builder.close_row()
        elif tag in LISTS:
            self._list(element, tag)
        elif tag in _BLOCK:
            self._block(element, tag)
        elif tag == "br":
            self._builder.text("\n")
        elif tag in _PICTURE:
            self._picture(element)
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        if element.text:
            self._text(element.text)
        for child in element:
            self.walk(child)
            tail = child.tail
            if tail:
                self._text(tail)

    def _picture(self, element: Element) -> None:
        address = element.get("src")
        found = None if address is None or self._find_picture is None else self._find_picture(address)
        if found is not None:
            self._builder.picture(found)
        # Broken pages have text inside.
        self._inside(element)

    def _cell(self, element: Element, spans: tuple[int, int]) -> None:
        colspan, rowspan = spans
        origin = element if self._with_origins else None
        if len(element) == 0 and not self._preformatted:
            text = element.text or ""
            shown = _in_cell(text) if len(text) <= _LONGEST_KNOWN else _shown(text)
            self._builder.plain_cell(shown, colspan, rowspan, None, origin)
            return
        self._builder.open_cell(colspan, rowspan, None, origin)
        self._inside(element)
        self._builder.close_cell()

    def _list(self, element: Element, tag: str) -> None:
        self._lists += 1
        if self._lists > _MOST_NESTED or not is_menu(element):
            self._block(element, tag)
        else:
            self._builder.end_paragraph()
        self._lists -= 1

    def _block(self, element: Element, tag: str) -> None:
        self._builder.end_paragraph()
        preformatted = tag == "pre"
        self._preformatted += preformatted
        self._inside(element)
        self._builder.end_paragraph()
        self._preformatted -= preformatted

    def _text(self, text: str) -> None:
        self._builder.text(text if self._preformatted else _shown(text))


def _shown(text: str) -> str:
    """Text as a browser shows it: white space is one blank, and a blank that may not break is a blank."""
    return text if text.isalnum() else _BLANKS.sub(" ", text).replace("\u00a0", " ")


@lru_cache(maxsize=8192)
def _in_cell(text: str) -> str:
    """The same for a cell: the labels and numbers of one report after the other are the same few."""
    return _shown(text)


def _is_hidden(element: Element, tag: str) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is not None and _hides(style):
        return True
    # Word ends a table with a row of no height that only carries the widths of the columns.
    return tag == "tr" and element.get("height") == "0" and not any(str(text).strip() for text in element.itertext())


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    """Whether a style hides what has it; the cells of a table have the same few."""
    return _HIDDEN.search(style) is not None


def _spans(element: Element) -> tuple[int, int]:
    """Columns and rows that a cell covers."""
    return _span(element, "colspan", MOST_COLUMNS), _span(element, "rowspan", MOST_ROWS)


def _span(element: Element, name: str, most: int) -> int:
    text = element.get(name)
    if text is None:  # as nearly always
        return 1
    match = _LEADING_INT.match(text)
    if match is None:
        return 1
    number = int(match[1])
    if number == 0 and name == "rowspan":  # to the end of the table
        return most
    return max(1, min(number, most))
