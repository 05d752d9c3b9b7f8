"""Text that a Word document highlights, by the marker pen or a shade of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from validator.readers.word.docx_xml import value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLAIN = frozenset({"none", "auto", "white", "ffffff"})
"""Colours that mark nothing."""


def highlighted(root: Element) -> tuple[str, ...]:
    """Each highlighted run of a document without its white space; runs side by side are one."""
    marked = root.iter("{*}highlight", "{*}shd")
    paragraphs = (one for mark in marked for one in mark.iterancestors("{*}p"))
    return tuple(text for paragraph in dict.fromkeys(paragraphs) for text in _runs(paragraph))


def _runs(paragraph: Element) -> Iterator[str]:
    for marked, runs in groupby(paragraph.iter("{*}r"), _is_marked):
        text = "".join("".join((one.text or "").split()) for run in runs for one in run.iter("{*}t"))
        if marked and text:
            yield text


def _is_marked(run: Element) -> bool:
    pen, shade = run.find("{*}rPr/{*}highlight"), run.find("{*}rPr/{*}shd")
    return any((colour or "none").lower() not in _PLAIN for colour in (value(pen), value(shade, "fill")))
