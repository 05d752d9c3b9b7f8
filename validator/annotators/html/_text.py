"""Where words of the text stand in the source of a web page, between its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from validator.annotators import _find_words as wording

if TYPE_CHECKING:
    from validator.annotators.notes import Passage

_MARKUP = re.compile(
    r"<!--.*?-->|<(?P<unseen>script|style|title|textarea|select|template|noscript|svg|gouji-notes)\b.*?</(?P=unseen)\s*>"
    r"|<[A-Za-z/!?][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|.", re.DOTALL)
_SENTENCE_END = "。；;！？!?"


def find(source: str, passage: Passage) -> tuple[tuple[int, int], ...]:
    """The pieces of a page between tags that hold the words; none where they do not stand there."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _texts(source):
        for match in _CHARACTER.finditer(source, start, end):
            written = unescape(match[0]) if match[0][0] == "&" else match[0]
            characters.append(written if len(written) == 1 else " ")
            places.append(match.span())
    text = "".join(characters)
    found = wording.find(text, passage.words, passage.before)
    if found is None:
        return ()
    first, last = found
    last += text[last : last + 1] in tuple(_SENTENCE_END)
    return tuple(_pieces(source, places[first:last]))


def _texts(source: str) -> Iterator[tuple[int, int]]:
    """Where text stands: all that is no markup."""
    start = 0
    for markup in _MARKUP.finditer(source):
        yield start, markup.start()
        start = markup.end()
    yield start, len(source)


def _pieces(source: str, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places joined where nothing stands between them, without pieces of mere blanks."""
    start, end = places[0]
    for next_start, next_end in [*places[1:], (-1, -1)]:
        if next_start == end:
            end = next_end
            continue
        if source[start:end].strip():
            yield start, end
        start, end = next_start, next_end
