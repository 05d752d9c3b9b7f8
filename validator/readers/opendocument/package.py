"""What OpenDocument texts and spreadsheets have in common: the package, and text inside paragraphs."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.readers import _refusal as refusal
from validator.readers.office_package import OfficePackage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"

_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
}
_SPACES = {prefix: space for space, prefix in _NAMESPACES.items()}
_NOT_READ = frozenset(
    {
        "office:annotation",
        "office:annotation-end",
        "text:tracked-changes",  # holds what was deleted; what was inserted stands in its place
        "text:note",
        "text:ruby-text",
        "text:hidden-text",
        "text:hidden-paragraph",
    }
)
_BLOCKS = frozenset({"table:table", "draw:frame", "draw:text-box", "draw:custom-shape", "draw:g"})
"""What may stand in a paragraph but has paragraphs of its own."""
_FIXED_TEXT = {"text:tab": "\t", "text:line-break": "\n"}
_WHITE = re.compile(r"[ \t\r\n]+")
_KINDS = (("opendocument.spreadsheet", "ods"), ("opendocument.presentation", "slides"))
_LONGEST_KIND = 200
_COUNT = re.compile(r"[0-9]{1,9}")
_MOST_BLANKS = 100


def kind_of_opendocument(archive: zipfile.ZipFile) -> str:
    """`odt`, `ods` or `slides`, by what an OpenDocument package says of itself; `odt` where it says nothing."""
    try:
        with archive.open("mimetype") as part:
            said = part.read(_LONGEST_KIND).decode("ascii", "replace")
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, OSError):
        return "odt"
    return next((kind for word, kind in _KINDS if word in said), "odt")


def open_package(path: str, data: bytes) -> OfficePackage:
    """The package of an OpenDocument file. Raises UnreadableInputError, also if it is under a password."""
    package = OfficePackage(path, data)
    # Not parsed: old programs put a DOCTYPE there, which is refused in every other part.
    if package.has(_MANIFEST) and b"encryption-data" in package.content(_MANIFEST):
        raise refusal.encrypted(path)
    return package


def name_of(element: Element) -> str:
    """`text:p` and the like, whatever the file calls its namespaces; empty for what is none of the standard."""
    return short_name(element.tag)


@lru_cache(maxsize=1024)
def short_name(tag: object) -> str:
    """The name of a tag with the usual prefix of its namespace: `table:table-cell`."""
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].partition("}")
    prefix = _NAMESPACES.get(namespace)
    return "" if prefix is None else f"{prefix}:{local}"


def attribute(element: Element, name: str) -> str | None:
    """An attribute such as `table:name`, or None."""
    return element.get(qualified(name))


@lru_cache(maxsize=1024)
def qualified(name: str) -> str:
    """`table:name` with its namespace in full."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def count(element: Element, name: str) -> int:
    """An attribute that counts, at least 1."""
    return read_count(attribute(element, name))


@lru_cache(maxsize=256)
def read_count(text: str | bytes | None) -> int:
    """What an attribute that counts says, at least 1."""
    return max(1, int(text)) if text and _COUNT.fullmatch(str(text)) else 1


def inline(paragraph: Element, hidden: AbstractSet[str] = frozenset()) -> list[str | Element]:
    """What a paragraph holds: pieces of text, and elements that hold blocks of their own, such as frames.

    `hidden`: names of the styles whose text does not show.
    """
    pieces: list[str | Element] = []
    _collect(paragraph, hidden, pieces)
    return pieces


def _collect(paragraph: Element, hidden: AbstractSet[str], pieces: list[str | Element]) -> None:
    if hidden and attribute(paragraph, "text:style-name") in hidden:
        return
    if paragraph.text:
        pieces.append(spaced(paragraph.text))
    for child in paragraph:
        name = name_of(child)
        if name == "text:s":
            pieces.append(" " * min(count(child, "text:c"), _MOST_BLANKS))
        elif name in _FIXED_TEXT:
            pieces.append(_FIXED_TEXT[name])
        elif name in _BLOCKS:
            pieces.append(child)
        elif isinstance(child.tag, str) and name not in _NOT_READ:
            _collect(child, hidden, pieces)
        if child.tail:
            pieces.append(spaced(child.tail))


def spaced(text: str) -> str:
    """Text with one blank for all white space between two words."""
    return text if text.isalnum() else _WHITE.sub(" ", text)
