"""The menus of a site round a page: long lists of links and nothing else. They are no part of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LISTS = frozenset({"ul", "ol", "dl", "nav", "menu"})
_FEWEST = 10
"""Links; the way to a page through its site has fewer."""
_LONGEST = 80
"""Characters of a link, without white space; a longer one is text."""
_OTHER = ("table", "td", "th", "img")
"""Elements in which numbers may stand: a list with one of these is taken for text."""
_SENTENCE = "。"


def is_menu(element: Element) -> bool:
    """Whether a list holds short links to other pages, many of them, and no word beside them."""
    links = [link for link in element.iter("a") if _leads_away(link)]
    if len(links) < _FEWEST or next(element.iter(*_OTHER), None) is not None:
        return False
    texts = [_shown(link) for link in links]
    if any(len(text) > _LONGEST or _SENTENCE in text for text in texts):
        return False
    return sum(map(len, texts)) == len(_shown(element))


def _leads_away(link: Element) -> bool:
    """A link within the page is one of a table of contents, or of a remark."""
    address = link.get("href")
    return address is not None and not address.lstrip().startswith("#")


def _shown(element: Element) -> str:
    """The text of an element without white space."""
    if len(element) == 0:
        return "".join((element.text or "").split())
    return "".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split())
