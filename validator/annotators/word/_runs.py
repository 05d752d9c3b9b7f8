"""Runs of a Word document, the pieces of one look that its paragraphs consist of, parted at any character."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from validator.readers.word.docx_xml import local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

_UNSEEN = frozenset({"moveFrom", "del", "Fallback"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def texts_of(paragraph: Element) -> list[Element]:
    """The texts (`w:t`) of a paragraph in order, without those of paragraphs inside it and those that are deleted."""
    return [one for one in paragraph.iter("{*}t") if local_name(_above(one)) == "r" and _belongs(one, paragraph)]


def part(paragraph: Element, texts: Sequence[Element], start: int, end: int) -> tuple[Element, Element]:
    """Part the runs so that some characters stand alone; the children of the paragraph that hold the first and last.

    A run that is wrapped in something is left whole.
    """
    last, offset = _at(texts, end - 1)
    if _above(_above(last)) is paragraph:
        _split(last, offset + 1)
    first, offset = _at(texts, start)
    inside = _above(_above(first)) is paragraph
    beginning = _split(first, offset) if inside else first
    ending = beginning if last is first and inside else last
    return _child(paragraph, beginning), _child(paragraph, ending)


def _belongs(text: Element, paragraph: Element) -> bool:
    for above in text.iterancestors():
        if above is paragraph:
            return True
        if local_name(above) in {"p", *_UNSEEN}:
            return False
    return False


def _at(texts: Sequence[Element], place: int) -> tuple[Element, int]:
    """The text that holds a character, and which of its characters that is."""
    for one in texts:
        length = len(one.text or "")
        if place < length:
            return one, place
        place -= length
    raise IndexError(place)


def _split(text: Element, offset: int) -> Element:
    """Part a run before a character of one of its texts; gives the text that begins with that character."""
    words = text.text or ""
    moved = list(text.itersiblings())
    if offset == 0 and any(local_name(one) != "rPr" for one in text.itersiblings(preceding=True)):
        moved.insert(0, text)
    elif 0 < offset < len(words):
        rest = deepcopy(text)
        text.text, rest.text = words[:offset], words[offset:]
        for one in (text, rest):
            one.set(_SPACE, "preserve")
        moved.insert(0, rest)
    elif offset == 0 or not moved:  # it begins or ends there already
        return text
    run = _above(text)
    new = deepcopy(run)
    for one in list(new):
        if local_name(one) != "rPr":
            new.remove(one)
    new.extend(moved)
    run.addnext(new)
    return moved[0]


def _child(paragraph: Element, element: Element) -> Element:
    """The child of the paragraph that holds an element."""
    while (above := _above(element)) is not paragraph:
        element = above
    return element


def _above(element: Element) -> Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError(element.tag)
    return parent
