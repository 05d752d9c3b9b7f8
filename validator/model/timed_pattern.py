"""Patterns of packs on names of organs: both may be anybody's, and together take longer than the end of the world.

On texts the patterns of a pack are used in a child, where the budget of the file ends a match. Names are compared by
the process that everything else waits for.
"""

from __future__ import annotations

from functools import lru_cache

from validator.model.errors import BrokenPatternError

SECONDS = 2.0
"""Of the processor, for one pattern on one name; a thousandth of it is much."""


class TimedPattern:
    """A regular expression that gives up."""

    def __init__(self, pattern: str) -> None:
        """Raises BrokenPatternError if it is none."""
        import regex

        try:
            self._compiled = regex.compile(pattern)
        except regex.error as error:
            raise BrokenPatternError(pattern, str(error)) from None

    def is_in(self, name: str) -> bool:
        """Whether it fits somewhere in a name; this and `sub` raise BrokenPatternError where that takes too long."""
        try:
            return self._compiled.search(name, timeout=SECONDS) is not None
        except TimeoutError:
            raise self._too_long() from None

    def sub(self, replacement: str, name: str) -> str:
        """The name with something else wherever it fits."""
        try:
            return str(self._compiled.sub(replacement, name, timeout=SECONDS))
        except TimeoutError:
            raise self._too_long() from None

    def _too_long(self) -> BrokenPatternError:
        return BrokenPatternError(self._compiled.pattern, f"takes more than {SECONDS:g} s on the name of an organ")


@lru_cache(maxsize=1024)
def timed(pattern: str) -> TimedPattern:
    """The pattern, made ready once."""
    return TimedPattern(pattern)
