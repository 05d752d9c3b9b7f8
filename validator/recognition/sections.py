"""Sections of a report, from the text around the tables: which are there, in which order, with what in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from validator.model.form import Section
from validator.model.numbers import normalise
from validator.recognition.tables.labels import normalise_label

_HEADING = re.compile(r"^(?P<number>[一二三四五六七八九十])[、.．,，]")
_INLINE_HEADING = re.compile(r"(?P<number>[一二三四五六七八九])、")
_Keys: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Number and key words of each section."""
_LONGEST_HEADING = 45


def _compact(text: str) -> str:
    return _compact_label(text) if len(text) <= _LONGEST_HEADING else "".join(normalise(text).split())


@lru_cache(maxsize=8192)
def _compact_label(text: str) -> str:
    """The same for the labels of a form, which come again in every report."""
    return "".join(normalise(text).split())


def sections_found(texts: Sequence[str], sections: Sequence[Section]) -> tuple[bool, ...]:
    """For each section of the form, whether a heading of it is there.

    A heading is a short paragraph with the section's key words, or a number followed by them inside a longer one (text
    copied without line breaks).
    """
    keys = tuple((section.number, tuple(map(normalise_label, section.keywords))) for section in sections)
    found: set[int] = set()
    for text in dict.fromkeys(texts):
        if not text.isdecimal():  # as most cells are
            found.update(_sections_in(text, keys))
    return tuple(at in found for at in range(len(sections)))


def _sections_in(text: str, keys: _Keys) -> Iterator[int]:
    """The sections that a text is, or holds, the heading of."""
    compact = _compact(text)
    if len(compact) <= _LONGEST_HEADING and not compact.endswith(("。", ";")):
        yield from _section_of(compact, keys)
    else:
        for match in _INLINE_HEADING.finditer(compact):
            yield from _section_of(compact[match.start() : match.end() + _LONGEST_HEADING // 2], keys)


def sections_out_of_order(texts: Iterable[str], sections: Sequence[Section]) -> tuple[str, ...]:
    """Numbers of the sections in the order of their headings, if that is not the order of the form; else ().

    Only headings with the section's own number and key words count, each where it stands last: a table of contents
    may come before.
    """
    places: dict[int, int] = {}
    for place, text in enumerate(texts):
        compact = _compact(text)
        number = _HEADING.match(compact)
        if number is None or len(compact) > _LONGEST_HEADING or compact.endswith(("。", ";")):
            continue
        label = normalise_label(compact)
        for at, section in enumerate(sections):
            if section.number == number["number"] and any(normalise_label(word) in label for word in section.keywords):
                places[at] = place
    order = sorted(places, key=lambda at: places[at])
    return () if order == sorted(order) else tuple(sections[at].number for at in order)


def section_texts(texts: Sequence[str], sections: Sequence[Section]) -> dict[str, str]:
    """Number of a section -> all that stands between its heading and the next, white space left out.

    Only a numbered heading on a line of its own parts sections: key words alone also head their sub-sections.
    """
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for text in texts:
        compact = _compact(text)
        number = _HEADING.match(compact)
        heading = None if number is None or len(compact) > _LONGEST_HEADING else number["number"]
        label = normalise_label(compact)
        section = next((one for one in sections if one.number == heading), None)
        if section is not None and any(normalise_label(word) in label for word in section.keywords):
            current = found.setdefault(section.number, [])
        else:
            current.append(compact)
    return {number: "".join(parts) for number, parts in found.items()}


@lru_cache(maxsize=8192)
def _section_of(text: str, sections: _Keys) -> tuple[int, ...]:
    """The section that a heading belongs to: of its number if a key word fits, else any whose key word does.

    `sections`: number and key words of each. Without a number the heading has to begin with the key word.
    """
    label = normalise_label(text)
    number = _HEADING.match(text)
    fits = [
        at
        for at, (_, words) in enumerate(sections)
        for word in words
        if (word in label if number else label.startswith(word))
    ]
    same = [at for at in fits if number and sections[at][0] == number["number"]]
    return tuple((same or fits)[:1])
