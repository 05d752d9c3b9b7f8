"""The text of a report, sentence by sentence, brought to one form so that patterns can be matched against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from validator.model.document import Location, Paragraph
from validator.model.numbers import normalise

_COMMA = "\ue000"
"""Stands in for `，` while look-alikes are unified: only a half-width comma may part thousands."""
_OTHER_COMMA = re.compile("[,\ufe10\ufe50\U0001f101-\U0001f10a\ue000]")
"""What becomes a half-width comma, or may be taken for the sign that stands for a wide one."""
_PLAIN_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
_WHOLE = re.compile("[^。!?]*[。!?]|[^。!?]+")
_LONGEST = 600
"""Characters of what can be one sentence. What goes on for longer is cut, so that time grows with the text only."""
_LONGEST_KNOWN = 2000
"""Characters of a paragraph that is remembered."""
_PARTS = ("；", ";", "，", "、")
_CLAUSE_ENDS = "，。;!?"


class Sentence(NamedTuple):
    """One sentence, without white space and in half-width characters, all but the commas between clauses."""

    text: str
    location: Location
    first: bool
    """True if it begins its paragraph."""

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause begins and ends that holds a part of the sentence."""
        before = max(self.text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
        after = [at for mark in _CLAUSE_ENDS if (at := self.text.find(mark, end)) >= 0]
        return before, min(after, default=len(self.text))


def sentences(paragraphs: Sequence[Paragraph]) -> Iterator[Sentence]:
    """All sentences in order."""
    for paragraph in paragraphs:
        text = compact(paragraph.text)
        parts = _texts(text) if len(text) <= _LONGEST_KNOWN else _texts.__wrapped__(text)
        for at, part in enumerate(parts):
            yield Sentence(part, paragraph.location, first=at == 0)


@lru_cache(maxsize=512)
def _texts(paragraph: str) -> tuple[str, ...]:
    """The sentences of a compact paragraph: claims and rules about the text both ask for them."""
    return tuple(part for text in _WHOLE.findall(paragraph) for part in _bounded(text) if part)


def _bounded(text: str) -> Iterator[str]:
    """The text in pieces no longer than a sentence can be, cut at a mark where there is one."""
    start = 0
    while len(text) - start > _LONGEST:
        end = start + _LONGEST
        marks = (text.rfind(mark, start, end) + 1 for mark in _PARTS)
        cut = next((at for at in marks if at > start), end)
        yield text[start:cut]
        start = cut
    yield text[start:]


def compact(text: str) -> str:
    """The text without white space, every look-alike in one form."""
    return _compact(text) if len(text) <= _LONGEST_KNOWN else _compact.__wrapped__(text)


@lru_cache(maxsize=1024)
def _compact(text: str) -> str:
    if _OTHER_COMMA.search(text) is None:
        # What others ask for as well, and every comma in it is one between clauses.
        return "".join(normalise(text).split()).replace(",", "，")
    joined = "".join(normalise(text.replace("，", _COMMA)).split())
    return _PLAIN_COMMA.sub(_COMMA, joined).replace(_COMMA, "，")


def shown(text: str) -> str:
    """A part of a sentence as it is quoted to people: brackets as wide as the characters around them."""
    return text.replace("(", "（").replace(")", "）").replace(";", "；").strip("，。；")
