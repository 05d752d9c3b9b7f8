"""Small questions to the XML of a Word document, the same for its two namespaces (transitional and strict)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WRAPPERS = frozenset({"AlternateContent", "ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent"})
"""Content controls, insertions and the like: their children count as those of what they stand in."""
Settings: TypeAlias = "Mapping[str, Element]"
"""Properties of an element, by their path below it, such as `tcPr/gridSpan` -> their elements."""
NO_SETTINGS: Settings = MappingProxyType({})

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_BLOCKS = frozenset({"pPr", "rPr", "tcPr", "trPr"})
_PROPERTIES = ("cellDel", "del", "gridBefore", "gridSpan", "hMerge", "hidden", "vMerge", "vanish")
"""Those that change what a document says."""
_COUNT = re.compile(r"[0-9]{1,10}")
_OFF = frozenset({"0", "false", "off"})


@lru_cache(maxsize=1024)
def local_part(tag: object) -> str:
    """A tag without its namespace; empty for the tag of what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    return local_part(element.tag)


def children(parent: Element) -> Iterator[tuple[str, Element]]:
    """The children, each behind its name; of wrappers, what is inside them."""
    for child in parent:
        name = local_part(child.tag)
        if name in WRAPPERS:
            for inside in wrapped(child, name):
                yield from children(inside)
        else:
            yield name, child


def only_child(parent: Element, name: str, block: str) -> Element | None:
    """The child of that name, if there is no other but a block of properties before it."""
    count = len(parent)
    if not 0 < count <= 2:  # noqa: PLR2004  the child and the block
        return None
    child = parent[count - 1]
    if local_part(child.tag) != name or (count > 1 and local_part(parent[0].tag) != block):
        return None
    return child


def wrapped(wrapper: Element, name: str) -> Sequence[Element]:
    """The elements whose children stand for a wrapper: of alternatives those of the first."""
    if name == "sdt":
        return [content for content in wrapper if local_name(content) == "sdtContent"]
    if name == "AlternateContent":
        return ([choice for choice in wrapper if local_name(choice) == "Choice"] or list(wrapper))[:1]
    return [wrapper]


def properties_in(root: Element) -> Mapping[Element, Settings]:
    """What cells, rows, runs and paragraphs say in their property blocks, as far as it changes what the document says.

    Looked up all at once: nearly every element has a block, and hardly any says something of the kind.
    """
    found: dict[Element, dict[str, Element]] = {}
    for one in root.iter(*(space + name for name in _PROPERTIES for space in _NAMESPACES)):
        path, owner = local_name(one), one.getparent()
        while owner is not None and _is_block(owner):
            path, owner = f"{local_name(owner)}/{path}", owner.getparent()
        if owner is not None:
            found.setdefault(owner, {}).setdefault(path, one)
    return found


def _is_block(element: Element) -> bool:
    """A property block; where there are two of a kind, the first counts."""
    parent = element.getparent()
    return local_name(element) in _BLOCKS and parent is not None and next(parent.iterchildren(element.tag)) is element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute, or None."""
    if element is None:
        return None
    return next((element.get(space + name) for space in _NAMESPACES if element.get(space + name) is not None), None)


def is_on(said: Settings, path: str) -> bool:
    """Whether a property that is either on or off is on."""
    return path in said and (value(said[path]) or "1").lower() not in _OFF


def number(said: Settings, path: str, default: int, most: int) -> int:
    """A property that is a count, from 0 to `most`."""
    if path not in said:
        return default
    text = value(said[path]) or ""
    return min(int(text), most) if _COUNT.fullmatch(text) else default
