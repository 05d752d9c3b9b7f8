"""Names that may mean the same organ as another: shortened, renamed, or misprinted.

Names of a country are much alike (`甲县第一小学`, `甲县第二小学`), and to compare each with each grows with the square.
So names that stand in others are found in a tree of characters, which is walked along the longer name; and misprints
by what is left of both names when the few characters that may be wrong are taken out of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST = 2
"""Characters of a name that still says which organ is meant."""
_ALIKE = 90
"""Score from 0 to 100 at which two names are so alike that one may be a misprint of the other."""
_FEW = 4
"""Names that are looked at one by one."""
_MOST_WAYS = 1000
"""Ways to take characters out of a name that are all gone; longer names, rare as they are, are compared in pairs."""
_OVERHEAD = 2000
"""Pairs that are compared in the time that looking for what is left takes at least."""
_BLOCK = 2_000_000
"""Rests that are held at a time."""
_SEED = 20190415


def like_names(keys: Iterable[str], names: Iterable[str]) -> Mapping[str, str]:
    """Key -> the one of the names that may mean the same organ, for keys that have such.

    `names`: in the order in which they are preferred. A name in which all characters of the other stand in order, the
    last one last, comes before a misprint; of misprints the one that is most alike.
    """
    asked, known = list(dict.fromkeys(keys)), list(dict.fromkeys(names))
    found = {asked[key]: known[at] for key, at in _shortened(asked, known).items()}
    return found | _misprinted([key for key in asked if key not in found], known)


class _Node:
    """The texts that begin with the same characters."""

    __slots__ = ("above", "behind", "depth", "ended", "least", "lengths", "live", "places")

    def __init__(self, texts: Sequence[str], places: list[int], depth: int, above: _Node | None) -> None:
        """`places`: of the texts, in order; `depth`: characters that they share."""
        self.places = places
        self.depth = depth
        self.above = above
        sizes = [len(texts[place]) for place in places]
        self.least = min(sizes, default=0)
        """Characters of the shortest that is still looked for."""
        self.lengths = Counter(sizes) if len(places) > _FEW else None
        """Characters -> how many of these texts have as many; nothing where they are few."""
        self.ended = next((one for one in places if len(texts[one]) == depth), None) if self.least == depth else None
        """The one that has no more characters."""
        self.live = len(places)
        """Texts that are still looked for."""
        self.behind: dict[str, _Node] | None = None
        """The nodes one character further, once they were needed."""

    def take(self, size: int) -> None:
        """One of the texts, of so many characters, is not looked for any more."""
        self.live -= 1
        if self.lengths is not None:
            self.lengths[size] -= 1
            if not self.lengths[size]:
                del self.lengths[size]
                self.least = min(self.lengths, default=0)

    def grown(self, texts: Sequence[str]) -> dict[str, _Node]:
        """`behind`, made if it was not yet."""
        if self.behind is None:
            further: dict[str, list[int]] = {}
            for place in self.places:
                if len(texts[place]) > self.depth:
                    further.setdefault(texts[place][self.depth], []).append(place)
            self.behind = {one: _Node(texts, places, self.depth + 1, self) for one, places in further.items()}
        return self.behind


class _Tree:
    """Texts by their characters: those that stand in a longer text, their characters in order, the last one last."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._root = _Node(texts, list(range(len(texts))), 0, None)
        self._taken: set[int] = set()

    def first_in(self, text: str, before: int | None = None) -> int | None:
        """The place of the first that stands in a text, or None; `before`: that of the first that is not looked for."""
        best = end = len(self._texts) if before is None else before
        # The one with the first text comes first: once that is behind what was found, all are.
        nodes = [(0, self._root, 0)]
        while nodes:
            first, node, at = heappop(nodes)
            if first >= best:
                break
            best = min([best, *(one for one in self._ending(node) if _is_in(self._texts[one], text))])
            for further, place in self._further(node, text, at):
                if further.places[0] < best:
                    heappush(nodes, (further.places[0], further, place))
        return None if best == end else best

    def take_all_in(self, text: str) -> Iterator[int]:
        """The places of those that stand in a text and were not taken yet."""
        nodes = [(self._root, 0)]
        while nodes:
            node, at = nodes.pop()
            if not node.live:
                continue
            for place in self._ending(node):
                if place not in self._taken and _is_in(self._texts[place], text):
                    self._take(node, place)
                    yield place
            nodes += self._further(node, text, at)

    def _take(self, node: _Node | None, place: int) -> None:
        self._taken.add(place)
        while node is not None:
            node.take(len(self._texts[place]))
            node = node.above

    def _ending(self, node: _Node) -> Sequence[int]:
        """The texts that are looked at at a node: all where they are few, else the one that ends there."""
        if len(node.places) <= _FEW:
            return node.places
        return () if node.ended is None else (node.ended,)

    def _further(self, node: _Node, text: str, at: int) -> Iterator[tuple[_Node, int]]:
        """The nodes behind one whose character stands in the text from a place on, and the places behind it.

        Those of which no text is shorter, or has less to come than the text has, are left out.
        """
        if len(node.places) > _FEW:
            behind = node.behind or node.grown(self._texts)
            size, seen = len(text), set()
            for end, character in enumerate(text[at:], at + 1):
                if character not in seen and (further := behind.get(character)) is not None:
                    seen.add(character)
                    if further.least < size and further.least - further.depth <= size - end:
                        yield further, end


def _is_in(short: str, long: str) -> bool:
    """True if all characters of the short name stand in the longer one in order, the last one last."""
    if not _SHORTEST <= len(short) < len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _shortened(keys: Sequence[str], names: Sequence[str]) -> Mapping[int, int]:
    """Place of a key -> that of the first name which it is, shortened, or that is it."""
    found: dict[int, int] = {}
    tree = _Tree(keys)
    for at, name in enumerate(names):
        for key in tree.take_all_in(name):
            found[key] = at
    tree = _Tree(names)
    for key, text in enumerate(keys):
        first = tree.first_in(text, found.get(key))
        if first is not None:
            found[key] = first
    return found


def _misprinted(keys: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Key -> the name that is most alike, of like ones the first."""
    from rapidfuzz import fuzz, process

    candidates: dict[int, set[int]] = defaultdict(set)
    of_names = _by_length(names)
    for length, some in _by_length(keys).items():
        for other, those in of_names.items():
            # What has to be taken out of two such names, so that they are the same, is at most a tenth of both.
            out = (length + other) * (100 - _ALIKE) // 100
            out -= (out - abs(length - other)) % 2
            if out > 0 and out >= abs(length - other):
                mine = (out + length - other) // 2
                for key, name in _pairs(keys, some, names, those, (mine, out - mine)):
                    candidates[key].add(name)
    found = {}
    for key, places in candidates.items():
        choices = [names[at] for at in sorted(places) if names[at] != keys[key]]
        best = process.extractOne(keys[key], choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is not None:
            found[keys[key]] = best[0]
    return found


def _by_length(texts: Sequence[str]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for at, text in enumerate(texts):
        found.setdefault(len(text), []).append(at)
    return found


def _pairs(
    keys: Sequence[str], some: Sequence[int], names: Sequence[str], those: Sequence[int], out: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Keys of one length, and names of another that may be the most alike.

    `out`: how many characters are taken out of each. Of names of which the same is left, all are at least as much alike
    to a key of which that is left too; so the first of them is enough, and another one if that is the key itself.
    """
    from rapidfuzz import fuzz, process

    ways = comb(len(keys[some[0]]), out[0]), comb(len(names[those[0]]), out[1])
    if max(ways) > _MOST_WAYS or len(some) * len(those) <= _OVERHEAD + ways[0] * len(some) + ways[1] * len(those):
        texts = [names[at] for at in those]
        for key in some:
            here = process.extract(keys[key], texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2)
            yield from ((key, those[at]) for _, _, at in here)
        return
    import numpy as np

    for block in _blocks(those, ways[1]):
        rests = _rests([names[at] for at in block], out[1])
        first, second = _first_two(rests)
        for part in _blocks(some, ways[0]):
            left = _rests([keys[at] for at in part], out[0])
            for kinds, places in (first, second):
                if len(kinds):
                    at = np.minimum(np.searchsorted(kinds, left), len(kinds) - 1)
                    for row, column in np.argwhere(kinds[at] == left).tolist():
                        yield part[row], block[int(places[at[row, column]])]


def _blocks(places: Sequence[int], ways: int) -> Iterator[Sequence[int]]:
    size = max(_BLOCK // ways, 1)
    return (places[start : start + size] for start in range(0, len(places), size))


def _rests(texts: Sequence[str], out: int) -> NDArray[np.uint64]:
    """A number for each way to take characters out of each text: a row a text, equal for equal rests."""
    import numpy as np

    length = len(texts[0])
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    columns = characters.reshape(len(texts), length).astype(np.uint64)
    factors = np.random.default_rng(_SEED).integers(1, 2**63, length, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    found = np.zeros((len(texts), comb(length, out)), dtype=np.uint64)
    for way, kept in enumerate(combinations(range(length), length - out)):
        found[:, way] = columns[:, list(kept)] @ factors[: length - out]
    return found


_Places = tuple["NDArray[np.uint64]", "NDArray[np.intp]"]


def _first_two(rests: NDArray[np.uint64]) -> tuple[_Places, _Places]:
    """Each number there is with the first row that has it, and those that others have with the first of these."""
    import numpy as np

    flat = rests.ravel()
    rows = np.arange(len(flat)) // rests.shape[1]
    kinds, at, kind_of = np.unique(flat, return_index=True, return_inverse=True)
    others = rows[at][kind_of.ravel()] != rows
    more, further = np.unique(flat[others], return_index=True)
    return (kinds, rows[at]), (more, rows[others][further])
