"""Which names mean the same organ: `甲县`, `甲县人民政府` and `乙市甲县人民政府办公室` do.

A government and its own office are one organ as long as only one of them reports for a year (`apart`).

What is left out of a name before it is compared is data of the pack (`organs.yaml`). Names that are only alike are
never taken for the same: they are doubtful, and that is said.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from validator.model.numbers import normalise
from validator.model.timed_pattern import AnyPattern, TimedPattern, timed

_MARKS = re.compile(r"[\s()\[\]{}<>《》“”‘’\"'「」【】〔〕、，,。.·:：;；—_\-]+")
_LAST_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
_SHORTEST = 2
"""Characters of a name that still says which organ is meant."""


class OrganLine(Struct, frozen=True):
    """One line of a file about organs: what one is called, whose unit it is, in which file its report stands."""

    organ: str
    """The organ that is meant."""
    parent: str | None = None
    """The organ whose unit it is."""
    complete: bool = True
    """False if the units listed below this organ are not all there are."""
    name: str | None = None
    """Another name it is called by."""
    file: str | None = None
    """Path or name of the file with its report, `*` allowed."""
    year: int | None = None
    """Year of the report in that file, where its title does not say."""


class NameRules(Struct, frozen=True, dict=True):
    """What of a name does not matter."""

    noise: tuple[str, ...] = ()
    """Regular expressions: what they find is left out."""
    endings: tuple[tuple[str, str], ...] = ()
    """(regular expression, text): an ending that the first fits becomes the second."""
    offices: tuple[tuple[str, str], ...] = ()
    """The same for names of an office that may report beside the organ whose office it is."""
    places: tuple[str, ...] = ()
    """Endings of the names of places."""

    @cached_property
    def _noise(self) -> tuple[TimedPattern, ...]:
        return tuple(timed(pattern) for pattern in self.noise)

    @cached_property
    def _endings(self) -> tuple[tuple[TimedPattern, str], ...]:
        return tuple((timed(f"(?:{pattern})$"), text) for pattern, text in self.endings)

    @cached_property
    def _offices(self) -> tuple[tuple[TimedPattern, str], ...]:
        return tuple((timed(f"(?:{pattern})$"), text) for pattern, text in self.offices)

    @cached_property
    def _any(self) -> AnyPattern:
        """Of all of these: most names have none."""
        return AnyPattern((*self.noise, *(f"(?:{pattern})$" for pattern, _ in (*self.endings, *self.offices))))

    @cached_property
    def _place(self) -> re.Pattern[str]:
        words = sorted(map(re.escape, self.places), key=len, reverse=True)
        return re.compile("|".join(words) or "(?!)")

    def key(self, name: str) -> str:
        """The name without what does not matter: equal for names that surely mean the same organ."""
        return _keys(self, name)[0]

    def apart(self, name: str) -> str:
        """The key of a name, that of an office not being that of the organ whose office it is."""
        return _keys(self, name)[1]

    def keys(self, name: str) -> tuple[str, str]:
        """`key` and `apart` of one of very many names: they are not remembered."""
        text = "".join(normalise(name).split())
        bare = _MARKS.sub("", text)
        if bare == text and not self._any.may_be_in(text):
            return text, text
        for pattern in self._noise:
            text = pattern.sub("", text)
        bare = whole = _MARKS.sub("", text)
        for ending, replacement in self._endings:
            shorter = ending.sub(replacement, whole)
            whole = shorter if len(shorter) >= _SHORTEST else whole
        office = next(((one, text) for one, text in self._offices if one.is_in(bare)), None)
        return whole, whole if office is None else office[0].sub(office[1], bare)

    def is_place(self, name: str) -> bool:
        """True for the name of a place: something, and an ending of such names."""
        found = [match for match in self._place.finditer(name) if match.end() == len(name)]
        return bool(found) and found[0].start() > 0

    def agree(self, one: str, other: str) -> bool:
        """True if one name is the other, or the other without the superior places before it, or a part of these.

        `县财政局`, `某县财政局` and `某市某县财政局(国资局)` agree.
        """
        if one == other:
            return True
        names = [_LAST_BRACKET.sub("", name) for name in (one, other)]
        # `区政府办` names no place once the office is left out: it is the office of the government of some `某区`.
        return self._continues(map(self.key, names)) or self._continues(map(self.apart, names))

    def _continues(self, keys: Iterable[str]) -> bool:
        """True if one of two keys is the other with superior places before it, or the other's own place completed."""
        short, long = sorted(keys, key=len)
        before = long.removesuffix(short)
        if short == long:
            return True
        return before != long and (self.is_place(before) or any(short.startswith(place) for place in self.places))

    def shorter(self, key: str) -> Iterator[str]:
        """The key without one or more superior places before it; what is left begins with the name of a place."""
        for found in self._place.finditer(key):
            rest = key[found.end() :]
            again = self._place.search(rest)
            # `市场监督管理局` does not begin with the name of a place: nothing stands before its `市`.
            if again is not None and again.start() > 0:
                yield rest


@lru_cache(maxsize=65536)
def _keys(rules: NameRules, name: str) -> tuple[str, str]:
    return rules.keys(name)


def same_organs(keys: Collection[str], rules: NameRules) -> Mapping[str, str]:
    """Key -> the key of the organ: the longest way to write it, superior places included.

    A short name that fits several longer ones (`朝阳区` of two cities) stays by itself.
    """
    known = set(keys)
    longer: dict[str, set[str]] = {}
    for key in known:
        for rest in rules.shorter(key):
            if rest in known:
                longer.setdefault(rest, set()).add(key)
    found = {key: key for key in known}
    for key, others in longer.items():
        in_order = sorted(others, key=len)
        if all(later.endswith(earlier) for earlier, later in pairwise(in_order)):
            found[key] = in_order[-1]
    return found
