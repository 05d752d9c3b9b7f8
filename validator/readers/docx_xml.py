"""Small questions to the XML of a Word document, the same for its two namespaces (transitional and strict)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_WRAPPERS = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent"})
_COUNT = re.compile(r"[0-9]{1,10}")
_OFF = frozenset({"0", "false", "off"})


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(parent: Element) -> Iterator[Element]:
    """The children, those inside content controls, insertions, smart tags and the first of alternatives included."""
    for child in parent:
        name = local_name(child)
        if name == "sdt":
            for content in child:
                if local_name(content) == "sdtContent":
                    yield from children(content)
        elif name in _WRAPPERS:
            yield from children(child)
        elif name == "AlternateContent":
            choices = [choice for choice in child if local_name(choice) == "Choice"] or list(child)
            yield from children(choices[0]) if choices else ()
        else:
            yield child


def properties(element: Element | None, name: str) -> Element | None:
    """The property block of that name (`pPr`, `tcPr`), or None."""
    if element is None:
        return None
    for namespace in _NAMESPACES:
        found = element.find(namespace + name)
        if found is not None:
            return found
    return None


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute, or None."""
    if element is None:
        return None
    return next((element.get(space + name) for space in _NAMESPACES if element.get(space + name) is not None), None)


def is_on(block: Element | None, name: str) -> bool:
    """Whether a property that is either on or off is on."""
    found = properties(block, name)
    return found is not None and (value(found) or "1").lower() not in _OFF


def number(block: Element | None, name: str, default: int, most: int) -> int:
    """A property that is a count, from 0 to `most`."""
    text = value(properties(block, name)) or ""
    return min(int(text), most) if _COUNT.fullmatch(text) else default
