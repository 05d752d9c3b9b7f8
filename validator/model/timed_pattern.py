"""Patterns of packs on names of organs: both may be anybody's, and together take longer than the end of the world.

On texts the patterns of a pack are used in a child, where the budget of the file ends a match. Names are compared by
the process that everything else waits for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from validator.model.errors import BrokenPatternError

if TYPE_CHECKING:
    import regex

SECONDS = 2.0
"""Of the processor, for one pattern on one name; a thousandth of it is much."""
_BY_ITSELF = re.compile(r"\\[^\W\da-fh-jl-zA-FH-JL-Z]|\\[1-9]|\(\*|\(\?(?![:=!]|<[=!])")
"""What a pattern may not hold that is to stand beside others: references to groups, names of these, flags."""


_MOST_WAYS = 100_000
"""Ways to try a pattern from one place of a name."""
_BEYOND = 20
"""So many signs of repetition are too many whatever they are."""
_LONG = 200
"""Characters of a name on which even a harmless pattern is watched."""
_SINGLE = re.compile(r"\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]")
"""What stands for one character."""
_GROUP_MANY_TIMES = re.compile(r"\)[*+{]|\\[1-9]|\(\?[^:=!<]")
_OPTIONAL = re.compile(r"(?<!\()\?")
_MANY_TIMES = re.compile(r"[*+{]")


def is_harmless(pattern: str) -> bool:
    """Whether it can be tried in few ways only, by how it is written: no group many times, and few choices in a row.

    One that is not harmless by this may be so all the same.
    """
    bare = _SINGLE.sub(".", pattern)
    if _GROUP_MANY_TIMES.search(bare):
        return False
    optional, unlimited = len(_OPTIONAL.findall(bare)), len(_MANY_TIMES.findall(bare))
    ways = 2.0 ** min(optional, _BEYOND) * float(_LONG) ** min(unlimited, _BEYOND)
    for sequence in re.split(r"[()]", bare):
        ways *= sequence.count("|") + 1
    return ways <= _MOST_WAYS


class TimedPattern:
    """A regular expression that gives up."""

    def __init__(self, pattern: str) -> None:
        """Raises BrokenPatternError if it is none."""
        self._pattern = pattern
        self._plain = _plain(pattern)
        if self._plain is None:
            self._watched.pattern  # noqa: B018 - compiled here, so that what is none is told at once

    @cached_property
    def _watched(self) -> regex.Pattern[str]:
        # Loaded where it is needed: most names meet harmless patterns alone.
        import regex

        try:
            return regex.compile(self._pattern)
        except regex.error as error:
            raise BrokenPatternError(self._pattern, str(error)) from None

    def is_in(self, name: str) -> bool:
        """Whether it fits somewhere in a name; this and `sub` raise BrokenPatternError where that takes too long."""
        if self._plain is not None and len(name) <= _LONG:
            return self._plain.search(name) is not None
        try:
            return self._watched.search(name, timeout=SECONDS) is not None
        except TimeoutError:
            raise self._too_long() from None

    def sub(self, replacement: str, name: str) -> str:
        """The name with something else wherever it fits."""
        if self._plain is not None and len(name) <= _LONG:
            return self._plain.sub(replacement, name)
        try:
            return str(self._watched.sub(replacement, name, timeout=SECONDS))
        except TimeoutError:
            raise self._too_long() from None

    def _too_long(self) -> BrokenPatternError:
        return BrokenPatternError(self._pattern, f"takes more than {SECONDS:g} s on the name of an organ")


def _plain(pattern: str) -> re.Pattern[str] | None:
    """Compiled without a watch, if it is harmless, and written as the engine without one has it."""
    if not is_harmless(pattern):
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


class AnyPattern:
    """Several patterns, asked at once whether any fits: to keep the time takes longer than to match most names."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Of what cannot be put together nothing is said."""
        import regex

        patterns = tuple(patterns)
        self._never = not patterns
        self._joined: regex.Pattern[str] | None = None
        if patterns and not any(map(_BY_ITSELF.search, patterns)):
            try:
                self._joined = regex.compile("|".join(f"(?:{one})" for one in patterns))
            except regex.error:
                self._joined = None

    def may_be_in(self, name: str) -> bool:
        """False if none of them fits anywhere in a name."""
        if self._joined is None:
            return not self._never
        try:
            return self._joined.search(name, timeout=SECONDS) is not None
        except TimeoutError:
            # Which of them it is says the pattern itself.
            return True


@lru_cache(maxsize=1024)
def timed(pattern: str) -> TimedPattern:
    """The pattern, made ready once."""
    return TimedPattern(pattern)
