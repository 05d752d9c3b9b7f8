"""A regular expression of a pack, compiled when it is first needed: most texts need few of them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from validator.model.errors import BrokenPatternError
from validator.model.rules.wording import spell_out
from validator.packs.language.needed_words import Choice, needed_words

_NOWHERE = "(?!)"
_NUMBER = "(?P<number>"
_WORD = re.compile(r"[^\W\x00-\x7f]+")


def compile_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern of a pack; raises re.error for whatever the engine cannot take or warns of."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            return re.compile(text, flags)
    except RecursionError:
        raise re.error("nested too deeply") from None
    except (OverflowError, ValueError):
        raise re.error("the repetition number is too large") from None
    except FutureWarning as warning:
        raise re.error(str(warning)) from None


class Pattern(Struct, frozen=True, eq=False, dict=True):
    """Fits where one of the written patterns fits; where there is none, nowhere."""

    written: tuple[str, ...]
    words: Mapping[str, str]
    """Name -> what stands in place of `{name}`."""
    flags: int = 0
    """Of `re`; not those by which letters or signs are read differently."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Raises BrokenPatternError if it is not a regular expression."""
        try:
            whole = "|".join(f"(?:{text})" for text in self._spelt) if self._spelt else _NOWHERE
            return compile_pattern(whole, self.flags)
        except re.error as error:
            raise self._broken(error) from None

    @cached_property
    def _spelt(self) -> Sequence[str]:
        try:
            return [spell_out(pattern, self.words) for pattern in self.written]
        except re.error as error:
            raise self._broken(error) from None

    def _broken(self, error: re.error) -> BrokenPatternError:
        return BrokenPatternError(" | ".join(self.written), error.msg)

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """Words that stand in every text in which it fits somewhere; often none are known."""
        return tuple(word for words in self.choices if len(words) == 1 for word in _WORD.findall(words[0]))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Of one that is written in a single way, the words of which one must stand in a text, for each such choice."""
        return self._needed[0] if len(self._needed) == 1 else ()

    def may_fit(self, text: str) -> bool:
        """False if it fits nowhere in a text; to know that it need not be compiled."""
        for choices in self._needed:
            for words in choices:
                for word in words:
                    if word in text:
                        break
                else:
                    break
            else:
                return True
        return False

    @cached_property
    def _needed(self) -> tuple[tuple[Choice, ...], ...]:
        return tuple(map(needed_words, self.written))

    @cached_property
    def quotes(self) -> bool:
        """True if a number is part of what it fits."""
        return any(_NUMBER in text for text in self._spelt) and "number" in self.compiled.groupindex

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As that of `re.Pattern`."""
        return self.compiled.search(text, start, len(text) if end is None else end) if self.may_fit(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As that of `re.Pattern`."""
        return self.compiled.match(text, start) if self.may_fit(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As that of `re.Pattern`."""
        return self.compiled.fullmatch(text) if self.may_fit(text) else None

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As that of `re.Pattern`."""
        return self.compiled.sub(replacement, text) if self.may_fit(text) else text

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As that of `re.Pattern`."""
        return self.compiled.finditer(text) if self.may_fit(text) else iter(())
