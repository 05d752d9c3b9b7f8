"""A regular expression of a pack, compiled when it is first needed: most texts need few of them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from validator.model.errors import BrokenPatternError
from validator.model.rules.wording import spell_out

_NOWHERE = "(?!)"
_LEFT_OUT = "."
_ESCAPED = re.compile(r"\\.")
_ESCAPED_SIGN = re.compile(r"\\(\W)")
_CLASS = re.compile(r"\[[^\]]+\]")
_GROUP = re.compile(r"\([^()]+\)")
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^{}]*\}|\((?P<inside>\?:|\?P<\w+>)?|.", re.DOTALL)
"""A character of a pattern, a class of them, what stands in braces, or the beginning of a bracket."""
_CHOICE = re.compile(r"[\u4e00-\u9fff]+(?:\|[\u4e00-\u9fff]+)*")
"""What stands in the brackets of a choice between words."""
_CLASS_OF_FEW = re.compile(r"\[(?P<few>(?:\\\W|[^\\^\]0零-])(?:\\\W|[^\\\]0零-])*)\]")
_SIGN = re.compile(r"\\(?P<escaped>\W)|(?P<plain>[_<>/=%&#@:;,~!-])")
"""A sign that stands for itself."""
_FLAGS = re.compile(r"\(\?(?:[aiLmsux-]|\()")
"""Signs by which a pattern reads differently, or depends on what was found before."""
_MAY_LACK = re.compile(r"[?*]|\{(?![1-9])")
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


class Pattern(Struct, frozen=True, eq=False, dict=True):
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

    @cached_property
    def choices(self) -> tuple[tuple[str, ...], ...]:
        """Words, or signs, of which one of each choice stands in every text in which it fits; often none are known."""
        return tuple(_choices(self.written[0])) if len(self.written) == 1 else ()

    def may_fit(self, text: str) -> bool:
        """False if it fits nowhere in a text; to know that it need not be compiled."""
        for words in self._needed:
            for word in words:
                if word in text:
                    break
            else:
                return False
        return True

    @cached_property
    def _needed(self) -> tuple[tuple[str, ...], ...]:
        return (*((word,) for word in self.literals), *self.choices)

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
    bare = _bare(written)
    # What is left out keeps a place: what stands on both sides of it is not one word.
    while (outer := _GROUP.sub(_LEFT_OUT, bare)) != bare:
        bare = outer
    return () if "|" in bare else tuple(_LITERAL.findall(bare))


def _choices(written: str) -> Iterator[tuple[str, ...]]:
    """What must be there of a pattern: signs, classes of few, and brackets that hold nothing but a choice of words."""
    if _FLAGS.search(written):
        return
    depth, inside = 0, None
    found: list[tuple[str, ...]] = []
    for token in _TOKEN.finditer(written):
        text, must = token[0], _MAY_LACK.match(written, token.end()) is None
        if text == ")":
            depth -= 1
            if not depth and inside is not None and must and _CHOICE.fullmatch(written, inside, token.start()):
                found.append(tuple(written[inside : token.start()].split("|")))
        elif text[0] == "(":
            # What is looked for ahead or behind need not be there.
            named = token["inside"] is not None or written[token.end() : token.end() + 1] != "?"
            inside = token.end() if named and not depth else None
            depth += 1
        elif text == "|" and not depth:
            return
        elif not depth and must:
            if few := _CLASS_OF_FEW.fullmatch(text):
                found.append(tuple(dict.fromkeys(_ESCAPED_SIGN.sub(r"\1", few["few"]))))
            elif sign := _SIGN.fullmatch(text):
                found.append((sign["escaped"] or sign["plain"],))
    yield from found


def _bare(written: str) -> str:
    """A pattern in which each escaped character, and each class of them, is just any."""
    return _CLASS.sub(_LEFT_OUT, _ESCAPED.sub(_LEFT_OUT, written))
