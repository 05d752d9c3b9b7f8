"""A regular expression of a pack, compiled when it is first needed: most texts need few of them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from validator.model.errors import BrokenPatternError
from validator.model.rules.wording import spell_out

_NOWHERE = "(?!)"
_LEFT_OUT = "."
_ESCAPED = re.compile(r"\\.")
_CLASS = re.compile(r"\[[^\]]+\]")
_GROUP = re.compile(r"\([^()]+\)")
_LITERAL = re.compile(r"(?:[\u4e00-\u9fff](?![?*]|\{[0-9,]))+")


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


@dataclass(frozen=True, eq=False)
class Pattern:
    """Fits where one of the written patterns fits; where there is none, nowhere."""

    written: tuple[str, ...]
    words: Mapping[str, str]
    """Name -> what stands in place of `{name}`."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Raises BrokenPatternError if it is not a regular expression."""
        try:
            texts = [spell_out(pattern, self.words) for pattern in self.written]
            return compile_pattern("|".join(f"(?:{text})" for text in texts) if texts else _NOWHERE)
        except re.error as error:
            raise BrokenPatternError(" | ".join(self.written), error.msg) from None

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """Characters that stand in every text in which it fits somewhere; often none are known."""
        return _literals(self.written[0]) if len(self.written) == 1 else ()

    def may_fit(self, text: str) -> bool:
        """False if it fits nowhere in a text; to know that it need not be compiled."""
        return all(map(text.__contains__, self.literals))

    @cached_property
    def quotes(self) -> bool:
        """True if a number is part of what it fits."""
        return "number" in self.compiled.groupindex

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As that of `re.Pattern`."""
        return self.compiled.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As that of `re.Pattern`."""
        return self.compiled.match(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As that of `re.Pattern`."""
        return self.compiled.finditer(text)


def _literals(written: str) -> tuple[str, ...]:
    """The runs of Chinese characters in a pattern that stand neither in brackets nor before a sign of repetition."""
    # What is left out keeps a place: what stands on both sides of it is not one word.
    bare = _CLASS.sub(_LEFT_OUT, _ESCAPED.sub(_LEFT_OUT, written))
    while (outer := _GROUP.sub(_LEFT_OUT, bare)) != bare:
        bare = outer
    return () if "|" in bare else tuple(_LITERAL.findall(bare))
