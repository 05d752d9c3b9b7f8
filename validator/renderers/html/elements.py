"""HTML as a tree of elements: what is put in as text comes out as text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

from validator.renderers.layout.escaping import xml_safe

_LANGUAGES = {"zh": "zh-CN", "en": "en"}

Child: TypeAlias = "Element | str | None"
"""What an element holds; None is left out."""


def element(tag: str, attributes: Mapping[str, str | bool | None], *children: Child) -> Element:
    """An element with its children in order.

    An attribute that is None or False is left out, one that is True stands without a value.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            made.set(name, "" if value is True else xml_safe(value))
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            made.append(child)
            last = child
        elif child is not None and last is None:
            made.text = (made.text or "") + xml_safe(child)
        elif child is not None and last is not None:
            last.tail = (last.tail or "") + xml_safe(child)
    return made


def elements(tag: str, attributes: Mapping[str, str | bool | None], texts: Iterable[str]) -> tuple[Element, ...]:
    """An element for each text that is not empty."""
    return tuple(element(tag, attributes, text) for text in texts if text)


def head_of(title: str, style: str, script: str) -> Element:
    """The head of a page that is complete in itself: nothing is loaded, only this style and this script are used."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    policy = "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'".format(*hashes)
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", {}, title),
        element("style", {}, style),
    )


def page(language: str, head: Element, body: Element) -> str:
    """A whole document."""
    root = element("html", {"lang": _LANGUAGES[language]}, head, body)
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"
