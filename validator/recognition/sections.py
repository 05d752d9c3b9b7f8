"""Sections of a report, from the text around the tables: which are there, in which order, with what in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from validator.model.document import Location, Paragraph
from validator.model.form import Section
from validator.model.numbers import normalise
from validator.recognition.tables.labels import ACCEPT, likeness, normalise_label

_HEADING = re.compile(r"^(?P<number>[一二三四五六七八九十])[、.．,，]")
_NUMBERED = re.compile(r"[\s\ufffd]*(?P<number>[一⼀二⼆三四五六七八⼋九十⼗])\s*[、.．,，]")
_BLOT = re.compile(r"^\ufffd+(?=[一二三四五六七八九十][、.．,，])")
"""Signs that were not recognised, before the number of a heading: a blot, or a part of it."""
_MISREAD = re.compile(r"^[^、.．,，][、.．,，]")
_MARKS = "。;:"
_MARK = re.compile(f"[{_MARKS}]")
_INLINE_HEADING = re.compile(r"(?P<number>[一二三四五六七八九])、")
_Keys: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Number and key words of each section."""
_LONGEST_HEADING = 45
_MOST_KNOWN = 8192
"""Labels of which is remembered what they are the heading of: those of a form come again in every report."""
_LONGEST_PARAGRAPH = 1000
"""Characters of a text that is remembered without its white space."""


def _compact(text: str) -> str:
    if len(text) <= _LONGEST_HEADING:
        return _compact_label(text)
    return _compact_paragraph(text) if len(text) <= _LONGEST_PARAGRAPH else "".join(normalise(text).split())


@lru_cache(maxsize=8192)
def _compact_label(text: str) -> str:
    """The same for the labels of a form, which come again in every report."""
    return _BLOT.sub("", "".join(normalise(text).split()))


@lru_cache(maxsize=1024)
def _compact_paragraph(text: str) -> str:
    """The same for the paragraphs of a document, in which sections are looked for in several ways."""
    return "".join(normalise(text).split())


def sections_found(texts: Sequence[str], sections: Sequence[Section]) -> tuple[bool, ...]:
    """For each section of the form, whether a heading of it is there.

    A heading is a short paragraph with the section's key words, or a number followed by them inside a longer one (text
    copied without line breaks).
    """
    titles = _titles(tuple(sections))
    found: set[int] = set()
    for text in dict.fromkeys(texts):
        if not text.isdecimal():  # as most cells are
            found.update(titles.of(text))
    return tuple(at in found for at in range(len(sections)))


class _Titles:
    """The sections that texts are, or hold, the heading of."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._keys = tuple((section.number, tuple(map(normalise_label, section.keywords))) for section in sections)
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, text: str) -> tuple[int, ...]:
        """Their places in the form."""
        if len(text) > _LONGEST_HEADING:
            return tuple(_sections_in(text, self._keys))
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[text] = tuple(_sections_in(text, self._keys))
        return known


@lru_cache(maxsize=64)
def _titles(sections: tuple[Section, ...]) -> _Titles:
    return _Titles(sections)


def _sections_in(text: str, keys: _Keys) -> Iterator[int]:
    """The sections that a text is, or holds, the heading of."""
    compact = _compact(text)
    if len(compact) <= _LONGEST_HEADING and not compact.endswith(("。", ";")):
        first, _, rest = text.strip().partition(" ")
        # A number that was misread in a scan stands by itself, or before its mark.
        unread = _compact(rest) if len(first) == 1 else _MISREAD.sub("", compact)
        yield from _section_of(compact, keys) or _section_of(unread, keys)
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


class TextPart(Struct, frozen=True):
    """A heading and the text up to the next."""

    number: str | None
    """Of the section; None for what stands before the first."""
    heading: Paragraph | None
    paragraphs: tuple[Paragraph, ...]
    """What stands below the heading, or behind it on the same line."""


def text_parts(paragraphs: Sequence[Paragraph], sections: Sequence[Section]) -> tuple[TextPart, ...]:
    """The text cut at the numbered headings of sections, in its order; a heading that stands twice makes two parts."""
    return _parts(tuple(paragraphs), tuple(sections))


@lru_cache(maxsize=2)
def _parts(paragraphs: tuple[Paragraph, ...], sections: tuple[Section, ...]) -> tuple[TextPart, ...]:
    """The same for the last text, which is asked for in several ways."""
    heads: list[tuple[str | None, Paragraph | None, list[Paragraph]]] = [(None, None, [])]
    for paragraph in paragraphs:
        lines: list[str] = []
        for line in paragraph.text.splitlines():
            head = _heading(line, sections) if _NUMBERED.match(line) else None
            if head is None:
                lines.append(line)
                continue
            heads[-1][-1].extend(_joined(lines, paragraph.location))
            heads.append((head[0], Paragraph(line.strip(), paragraph.location), []))
            lines = [head[1]]
        heads[-1][-1].extend(_joined(lines, paragraph.location))
    return tuple(TextPart(number, heading, tuple(below)) for number, heading, below in heads)


def sections_twice(paragraphs: Sequence[Paragraph], sections: Sequence[Section]) -> tuple[TextPart, ...]:
    """The second part of each section that has text under two headings; a table of contents has none."""
    found: dict[str, list[TextPart]] = {}
    for part in text_parts(paragraphs, sections):
        if part.number is not None and part.paragraphs:
            found.setdefault(part.number, []).append(part)
    return tuple(parts[1] for parts in found.values() if len(parts) > 1)


def _joined(lines: Sequence[str], location: Location) -> Sequence[Paragraph]:
    """Lines that follow each other as a paragraph, if they say anything."""
    text = "\n".join(lines).strip()
    return (Paragraph(text, location),) if text else ()


def _heading(line: str, sections: Sequence[Section]) -> tuple[str, str] | None:
    """The section that a line is the heading of, and what stands on it behind the heading."""
    number = _NUMBERED.match(line[:_LONGEST_HEADING])
    found = next((one for one in sections if number and one.number == normalise(number["number"])), None)
    if found is None:
        return None
    title, rest = _cut(line, found)
    if len(title) > _LONGEST_HEADING or not _is_heading_of(title, found):
        return None
    # A heading and what stands below it: `六、其他需要报告的事项：无。`; a sentence: `五、存在的主要问题是人手不足。`
    plain = not rest and not _compact(line).endswith(("。", ";"))
    return (found.number, rest) if plain or likeness(title, found.title.zh) >= ACCEPT else None


def _cut(line: str, section: Section) -> tuple[str, str]:
    """A line up to the end of the official title, else up to its first mark, and what follows."""
    official = _compact_label(section.title.zh)
    text = _compact(line)
    at = text.find(official, 0, _LONGEST_HEADING)
    if at >= 0:
        return text[: at + len(official)], text[at + len(official) :].lstrip(_MARKS)
    match = _MARK.search(text)
    return (text, "") if match is None else (text[: match.start()], text[match.end() :])


def _is_heading_of(title: str, section: Section) -> bool:
    label = normalise_label(title)
    return any(normalise_label(word) in label for word in section.keywords)


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
