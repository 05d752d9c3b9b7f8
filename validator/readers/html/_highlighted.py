"""Text that a web page marks, by an element of its own or a colour behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARKS = ("<mark", "background", "mso-highlight")
"""What stands in the source, in letters of either size, of every page that marks something."""
_INLINE = ("mark", "span", "font", "b", "strong", "em", "i", "u")
"""Elements that mark a few words; behind whole blocks a colour is decoration."""
_COLOUR = re.compile(r"(?:background(?:-color)?|mso-highlight)\s*:\s*([^;]+)", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:none|transparent|inherit|initial|unset|white|windowtext|auto|url\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|"
    r"rgba\([^)]*,\s*0\s*\)|#fff(?:fff)?\b)",
    re.IGNORECASE,
)
"""Colours that mark nothing."""


def highlighted(root: Element, source: str) -> tuple[str, ...]:
    """Each marked run of a page without its white space, the outermost of nested ones. `source`: the page."""
    small = source.lower()
    return tuple(_runs(root)) if any(one in small for one in _MARKS) else ()


def _runs(root: Element) -> Iterator[str]:
    inside: set[Element] = set()
    for element in root.iter(*_INLINE):
        if element in inside or not _is_marked(element):
            continue
        inside.update(element.iterdescendants(*_INLINE))
        text = "".join("".join(str(text).split()) for text in element.itertext())
        if text:
            yield text


def _is_marked(element: Element) -> bool:
    colours = _COLOUR.findall(element.get("style") or "")
    if colours:
        return any(not _PLAIN.match(one.strip()) for one in colours)
    return element.tag == "mark"
