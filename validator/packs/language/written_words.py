"""Words with alternatives, found where they begin in a text without ever being spelled out.

A word with five alternatives of three stands for 243. To spell all words of a lexicon out took most of the time of the
first report. Here they are a tree of characters that grows along the texts it has seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Generic, TypeAlias, TypeVar

_M = TypeVar("_M")
_Parts = Sequence[Sequence[str]]
"""What may stand at each place of a word; nothing may."""

_ALTERNATIVES = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)")


def written_out(word: str) -> tuple[str, ...]:
    """All that a word stands for: `[a|b]` may be there, one of `(a|b)` must."""
    return tuple(filter(None, dict.fromkeys("".join(some) for some in product(*_parts(word)))))


def ways_to_write(word: str) -> int:
    """How many `written_out` are, at most."""
    return prod(map(len, _parts(word)))


def _parts(word: str) -> _Parts:
    if "[" not in word and "(" not in word:
        return ((word,),)
    parts: list[Sequence[str]] = []
    at = 0
    for found in _ALTERNATIVES.finditer(word):
        parts.append((word[at : found.start()],))
        parts.append((*found[1].split("|"), "") if found[1] is not None else found[2].split("|"))
        at = found.end()
    parts.append((word[at:],))
    return parts


_Begun: TypeAlias = tuple[int, int, str]
"""A word of which something has been read: its place among the words, which part of it that is, and what is still to
come of one of the alternatives of that part, at least a character. Thousands are made, which takes a bare tuple."""


class Node(Generic[_M]):
    """The words that begin with the same characters."""

    __slots__ = ("_begun", "_written", "behind", "meaning")

    def __init__(self, written: Sequence[tuple[_Parts, _M]], begun: Iterable[_Begun], ended: Iterable[int]) -> None:
        """`ended`: the words that are these characters, by their places."""
        self._written = written
        self._begun: Sequence[_Begun] = tuple(dict.fromkeys(begun))
        first = min(ended, default=None)
        self.meaning: _M | None = None if first is None else written[first][1]
        """That of the first word that is these characters, or None."""
        self.behind: Mapping[str, Node[_M]] = {}
        """The nodes one character further; empty until `grown`."""

    def grown(self) -> Mapping[str, Node[_M]]:
        """`behind`, made if it was not yet."""
        if not self.behind and self._begun:
            by_character: dict[str, tuple[list[_Begun], list[int]]] = {}
            for order, part, rest in self._begun:
                begun, ended = by_character.setdefault(rest[0], ([], []))
                if rest[1:]:
                    begun.append((order, part, rest[1:]))
                else:
                    _go_on(self._written[order][0], order, part + 1, begun, ended)
            self.behind = {one: Node(self._written, *both) for one, both in by_character.items()}
            self._begun = ()
        return self.behind


def _go_on(parts: _Parts, order: int, part: int, begun: list[_Begun], ended: list[int]) -> None:
    """Add what may follow before a part of a word: parts may be left out where nothing may stand."""
    for at in range(part, len(parts)):
        begun += [(order, at, one) for one in parts[at] if one]
        if all(parts[at]):
            return
    ended.append(order)


class WrittenWords(Generic[_M]):
    """Words as a lexicon writes them, each with what it means; of two that are the same, the first counts."""

    def __init__(self, words: Iterable[tuple[str, _M]]) -> None:
        """`words`: as written, and their meanings."""
        self.words = tuple(words)
        written = [(_parts(word), meaning) for word, meaning in self.words]
        begun: list[_Begun] = []
        for order, (parts, _) in enumerate(written):
            _go_on(parts, order, 0, begun, [])
        self.root = Node(written, begun, ())

    def meaning(self, word: str) -> _M | None:
        """What a word means, or None."""
        node: Node[_M] | None = self.root
        for character in word:
            if node is None:
                return None
            node = (node.behind or node.grown()).get(character)
        return None if node is None else node.meaning

    def spelled_out(self) -> Iterator[tuple[str, _M]]:
        """Every word there is, with its meaning."""
        known: dict[str, _M] = {}
        for word, meaning in self.words:
            for one in written_out(word):
                known.setdefault(one, meaning)
        yield from known.items()
