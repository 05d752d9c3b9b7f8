"""The tags and texts of a plainly written web page in order, found quicker than by a parser that mends every fault.

Plain is a page whose every tag is closed and whose every attribute is quoted or a mere word: nearly all are. What it
says does not depend on the parser then, and any other page is left to one that knows the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[\w.:;,%#&+\-]+)"""
_ATTRIBUTE = rf"[a-zA-Z_][\w:.\-]*(?:\s*=\s*{_VALUE})?"
_MARK = re.compile(
    r"(?P<text>[^<]+)"
    rf"|<(?P<name>[a-zA-Z][a-zA-Z0-9:]*)(?P<said>(?:\s+{_ATTRIBUTE})*)\s*(?P<void>/?)>"
    r"|</(?P<end>[a-zA-Z][a-zA-Z0-9:]*)\s*>"
    r"|<!--(?!-?>)(?P<comment>[^-]*(?:-(?!-)[^-]*)*)-->"
    r"|<!(?P<declaration>(?i:doctype)\b[^<>\[]*)>",
    re.ASCII,
)
_SAID = re.compile(rf"(?P<name>[a-zA-Z_][\w:.\-]*)(?:\s*=\s*(?P<value>{_VALUE}))?", re.ASCII)
_RAW = {name: re.compile(f"(?=</{name})", re.IGNORECASE) for name in ("script", "style")}
"""Elements with no tags inside -> where they end."""
_READ_DIFFERENTLY = frozenset({"textarea", "title", "plaintext", "iframe", "noembed", "noframes", "noscript", "xmp"})
"""Elements whose content is taken for text or for markup, as the parser's version has it."""
_NOTHING: Mapping[str, str | None] = {}


class PageMark(NamedTuple):
    """A tag or a text."""

    text: str | None = None
    start: str | None = None
    """Name of an element that begins, in small letters."""
    end: str | None = None
    """Name of an element that ends; both for one that is closed at once."""
    said: Mapping[str, str | None] = _NOTHING
    """The attributes of an element that begins; None for one without a value."""


def plain_marks(page: str) -> list[PageMark] | None:
    """All marks of a page, or None if it is not plain."""
    marks: list[PageMark] = []
    at = 0
    while at < len(page):
        found = _MARK.match(page, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup
        if kind == "text":
            marks.append(PageMark(text=_plain(found["text"])))
        elif kind == "end":
            marks.append(PageMark(end=found["end"].lower()))
        elif kind == "void":
            name = found["name"].lower()
            said = dict(_attributes(found["said"])) if found["said"] else _NOTHING
            marks.append(PageMark(start=name, end=name if found["void"] else None, said=said))
            raw = _RAW.get(name)
            if raw is not None:
                ends = raw.search(page, at)
                if ends is None or found["void"]:
                    return None
                at = ends.end()
            elif name in _READ_DIFFERENTLY and not _is_simple(page, at, name):
                return None
    return marks


def _is_simple(page: str, at: int, name: str) -> bool:
    """Whether there is only text up to the end of an element."""
    following = page.find("<", at)
    return page[following : following + 2 + len(name)].lower() == f"</{name}"


def _attributes(said: str) -> Iterator[tuple[str, str | None]]:
    for one in _SAID.finditer(said):
        value = one["value"]
        if value is not None:
            value = _plain(value[1:-1] if value[0] in "\"'" else value)
        yield one["name"].lower(), value


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text
