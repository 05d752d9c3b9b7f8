"""Title, organ, year and sections of a report, from the text around the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from validator.model.document import Document
from validator.model.form import Section
from validator.model.numbers import normalise
from validator.recognition.tables.labels import normalise_label

_YEAR = r"(?P<year>20[0-9]{2}|二[〇○0零][一二三四五六七八九〇○零]{2})"
_REPORT = r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度|年)?报告"
_TITLE = re.compile(
    rf"(?P<before>[^。；:]{{0,40}}?){_YEAR}年?(?:度)?(?P<after>[^。；，,:《》]{{0,40}}?)(?P<report>{_REPORT})"
)
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日(?:起)?(?:至|到|-|—)")
_ANY_YEAR = re.compile(r"(20[0-9]{2})年")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PREAMBLE = re.compile(r"^(?:.*?(?:标题|名称|题名)[:：]?|关于|《|\s)+")
_HEADING = re.compile(r"^(?P<number>[一二三四五六七八九十])[、.．,，]")
_INLINE_HEADING = re.compile(r"(?P<number>[一二三四五六七八九])、")
_Keys: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Number and key words of each section."""
_LONGEST_HEADING = 45
_LONGEST_TITLE = 100
_FIRST_TEXTS = 60
"""Pieces of text among which the title is looked for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, and for which year."""

    organ: str | None
    year: int | None


def identify(document: Document) -> Identity:
    """Organ and year, from the title if there is one, the year also from the statistics period or the text."""
    for text in _title_candidates(document):
        match = _TITLE.search(text)
        if match is None:
            continue
        organ = _organ(match["before"]) or _organ(match["after"])
        if organ:
            return Identity(organ, _year(match["year"]))
    texts = [_compact(paragraph.text) for paragraph in document.paragraphs]
    for pattern in (_PERIOD, _TITLE):
        for text in texts:
            found = pattern.search(text)
            if found:
                return Identity(None, _year(found["year"] if pattern is _TITLE else found[1]))
    years = Counter(year for text in texts for year in _ANY_YEAR.findall(text))
    return Identity(None, int(years.most_common(1)[0][0]) if years else None)


def _title_candidates(document: Document) -> Iterable[str]:
    texts = [paragraph.text for paragraph in document.paragraphs][:_FIRST_TEXTS]
    short = [text for text in texts if len(text) <= _LONGEST_TITLE]
    cells = [cell.text for grid in document.grids for cell in grid.cells[:20]]
    long = [text[:400] for text in texts if len(text) > _LONGEST_TITLE]
    # A title may be broken over two centred lines.
    pairs = [first + second for first, second in pairwise(short)]
    for text in (*short, *([document.title] if document.title else []), *cells, *pairs, *long):
        yield _compact(text)


def _compact(text: str) -> str:
    return _compact_label(text) if len(text) <= _LONGEST_HEADING else "".join(normalise(text).split())


@lru_cache(maxsize=8192)
def _compact_label(text: str) -> str:
    """The same for the labels of a form, which come again in every report."""
    return "".join(normalise(text).split())


def _organ(text: str) -> str | None:
    name = _PREAMBLE.sub("", text).strip("《》“”\"'-—_:：、,，的")
    return name if len(name) > 1 else None


def _year(text: str) -> int:
    return int(text.translate(_CHINESE_DIGITS).replace("二", "2"))


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
