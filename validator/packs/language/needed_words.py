"""What must stand in a text so that a regular expression can fit in it, read off the expression without compiling it.

To compile a pattern takes longer than to look for a few words, and most patterns fit nowhere in most texts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Choice: TypeAlias = tuple[str, ...]
"""Words, or signs, of which one stands in every text in which a pattern fits somewhere."""

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^{}]*\}|\((?P<inside>\?:|\?P<\w+>)?|.", re.DOTALL)
"""A character of a pattern, a class of them, what stands in braces, or the beginning of a bracket."""
_CLASS_OF_FEW = re.compile(r"\[(?P<few>(?:\\\W|[^\\^\]0零-])(?:\\\W|[^\\\]0零-])*)\]")
_ESCAPED_SIGN = re.compile(r"\\(\W)")
_ITSELF = re.compile(r"\\(?P<escaped>\W)|(?P<plain>[^\W\x00-\x7f零]|[_<>/=%&#@:;,~!\"'`-]|[^\w\x00-\x7f])")
"""What stands for itself. Numbers are left out: in some texts other signs stand in their place."""
_FLAGS = re.compile(r"\(\?(?:[aiLmsux-]|\()")
"""Signs by which a pattern reads differently, or depends on what was found before."""
_REPEATED = re.compile(r"[*+?]|\{[0-9,]+\}")
_MAY_LACK = re.compile(r"[?*]|\{(?![1-9])[0-9,]*\}")


_MOST_KNOWN = 4096
"""Patterns of which the words are kept; a report needs some hundred."""
_known: dict[str, tuple[Choice, ...]] = {}


def known() -> Mapping[str, tuple[Choice, ...]]:
    """What was read off patterns so far, for a process that works with the same."""
    return _known


def know(needed: Mapping[str, tuple[Choice, ...]]) -> None:
    """Take over what another process has read off patterns."""
    _known.update(needed)


def needed_words(written: str) -> tuple[Choice, ...]:
    """The choices of a pattern, in the order of its parts; none where nothing is known of what must stand there."""
    found = _known.get(written)
    if found is None:
        found = _read_off(written)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[written] = found
    return found


def _read_off(written: str) -> tuple[Choice, ...]:
    if _FLAGS.search(written):
        return ()
    try:
        return tuple(dict.fromkeys(_Reader(written).alternatives()))
    except RecursionError:
        return ()


class _Reader:
    """Reads a pattern from its beginning to its end."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._at = 0

    def alternatives(self) -> Sequence[Choice]:
        """Of what stands up to the end of the bracket: of one sequence all its choices, of several one for them all."""
        found = [self._sequence()]
        while self._written.startswith("|", self._at):
            self._at += 1
            found.append(self._sequence())
        if len(found) == 1:
            return found[0]
        if not all(found):
            return ()
        # Of each the one that is told apart best: by long words, and few.
        best = (max(choices, key=lambda words: (min(map(len, words)), -len(words))) for choices in found)
        return [tuple(dict.fromkeys(word for words in best for word in words))]

    def _sequence(self) -> Sequence[Choice]:
        found: list[Choice] = []
        run = ""
        for token in self._tokens():
            inner = self._bracket(token) if token[0][0] == "(" else ()
            must, repeated = self._standing()
            sign = _ITSELF.fullmatch(token[0])
            if sign and must:
                run += sign["escaped"] or sign["plain"]
            if run and (repeated or not (sign and must)):
                found.append((run,))
                run = ""
            if must:
                found += inner
                few = _CLASS_OF_FEW.fullmatch(token[0])
                found += [tuple(dict.fromkeys(_ESCAPED_SIGN.sub(r"\1", few["few"])))] if few else []
        return [*found, (run,)] if run else found

    def _tokens(self) -> Iterator[re.Match[str]]:
        """Up to the end of the alternative; whoever reads a bracket goes on behind it."""
        while token := _TOKEN.match(self._written, self._at):
            if token[0] in {"|", ")"}:
                return
            self._at = token.end()
            yield token

    def _bracket(self, token: re.Match[str]) -> Sequence[Choice]:
        """The choices inside a bracket; what is looked for ahead or behind need not be there."""
        is_group = token["inside"] is not None or not self._written.startswith("?", self._at)
        inner = self.alternatives()
        self._at += 1
        return inner if is_group else ()

    def _standing(self) -> tuple[bool, bool]:
        """Of what was just read: whether it must be there, and whether it may be there more than once."""
        sign = _REPEATED.match(self._written, self._at)
        if sign is None:
            return True, False
        self._at = sign.end()
        return _MAY_LACK.fullmatch(sign[0]) is None, True
