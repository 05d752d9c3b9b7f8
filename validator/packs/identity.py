"""How a document says whose report it is and of which year: `identity.yaml` of a pack, in memory.

Patterns are regular expressions over text without white space, look-alikes unified. In them `{organ}` stands for the
name of an organ, `{year}` for a year, `{word}` for one of the words of the file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from validator.packs.language.patterns import Pattern, compile_pattern
from validator.packs.organ_names import NameRules

SEPARATORS = "。;:,!?《》<>〈〉|\"“”‘’'\\[\\]【】「」…_»→/\\\\—–\\-\\n"
"""What no name goes across, as inside a character class."""
_ORGAN = f"(?P<organ>[^{SEPARATORS}]{{2,200}}?)"
_AT_START = f"(?:^|(?<=[{SEPARATORS}]))"
_YEAR = "(?P<year>20[0-9]{2}|[二2][〇○0零][〇○0零一二三四五六七八九]{2})"
_LAST_BRACKET = re.compile(r"\([^()]*\)$")
_OUTSIDE = re.compile(r"^[^\w(]+|[^\w)]+$")
_WORD = re.compile(r"\{([a-z_]+)\}")
_BUILT_IN = {"organ": _ORGAN, "year": _YEAR}
BUILT_IN = tuple(_BUILT_IN)
"""Words that every pattern may use."""
_LOOK_BEHIND = re.compile(r"\(\?<[=!][^)]*\{[a-z]")
_GROUP_NAME = re.compile(r"\(\?P<(\w+)>")
_LONGEST = 40
"""Characters of the longest name."""
_SHORTEST = 2


class UnknownWordError(LookupError):
    """A pattern uses a word that the file does not have."""


def expanded(pattern: str, words: Mapping[str, str]) -> str:
    """The regular expression that a pattern stands for; raises UnknownWordError.

    A name at the start of a pattern begins where the text does or behind a separator: never inside another word.
    """

    def text(match: re.Match[str]) -> str:
        word = match[1]
        if word in _BUILT_IN:
            return _BUILT_IN[word]
        if word not in words:
            raise UnknownWordError(word)
        return _WORD.sub(text, words[word])

    return (_AT_START if pattern.startswith("{organ}") else "") + _WORD.sub(text, pattern)


def has_group(pattern: str, words: Mapping[str, str], name: str) -> bool:
    """Whether a pattern finds what goes by that name, once: twice is no regular expression."""
    return expanded(pattern, words).count(f"(?P<{name}>") == 1


def compile_alone(pattern: str, words: Mapping[str, str]) -> None:
    """See whether a pattern can be compiled, its words by themselves known to; raises re.error, UnknownWordError.

    To compile every word again in every pattern would take most of the time that loading a pack may take. Only inside
    a look-behind it matters what a word stands for.
    """
    whole = expanded(pattern, words)
    names = _GROUP_NAME.findall(whole)
    if len(names) != len({*names}):
        raise re.error("the same is found twice")
    if _LOOK_BEHIND.search(pattern):
        compile_pattern(whole)
        return

    def text(match: re.Match[str]) -> str:
        if match[1] not in words and match[1] not in _BUILT_IN:
            raise UnknownWordError(match[1])
        return "(?:-)"

    compile_pattern(_WORD.sub(text, pattern))


class OrganWords(Struct, frozen=True):
    """What the name of an organ looks like."""

    endings: tuple[str, ...] = ()
    """A name ends with one of these words, or with a bracket behind it."""
    without: tuple[str, ...] = ()
    """Words that no name holds."""
    never: tuple[str, ...] = ()
    """Patterns: a text in which one of these is found is no name."""
    openings: tuple[str, ...] = ()
    """Patterns: words of a sentence before a name."""
    closings: tuple[str, ...] = ()
    """Patterns: words of a sentence behind a name."""
    inner: tuple[str, ...] = ()
    """Patterns: endings that name an organ's own office, which is the organ."""


class IdentityRules(Struct, frozen=True, dict=True):
    """How organ and year are told."""

    words: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    """A text that has not all of these holds no title."""
    titles: tuple[str, ...] = ()
    """Titles with organ and year."""
    untitled: tuple[str, ...] = ()
    """Titles that name no organ."""
    undated: tuple[str, ...] = ()
    """Titles that name no year."""
    leads: tuple[str, ...] = ()
    """Sentences that say who made the report."""
    subjects: tuple[str, ...] = ()
    """Sentences that say of whom the text speaks."""
    contacts: tuple[str, ...] = ()
    """Sentences that say whom to ask."""
    body: tuple[str, ...] = ()
    """How the text itself begins: what stands before it introduces the report."""
    periods: tuple[str, ...] = ()
    """Sentences that say which year is reported on."""
    years: tuple[str, ...] = ()
    """A year in a text, where nothing else gives one."""
    files: tuple[str, ...] = ()
    """Names of files that are no titles."""
    issuers: tuple[str, ...] = ()
    """Labels before the name of who publishes."""
    sources: tuple[str, ...] = ()
    """Labels before the name of where a text comes from."""
    others: tuple[str, ...] = ()
    """Labels that may stand right behind a name."""
    elsewhere: tuple[str, ...] = ()
    """What stands before the titles of other documents."""
    breaks: tuple[str, ...] = ()
    """What parts a text as a punctuation mark does."""
    organs: OrganWords = field(default_factory=OrganWords)
    names: NameRules = field(default_factory=NameRules)
    """Which names mean the same organ."""

    def ready(self, patterns: Sequence[str]) -> Iterator[Pattern]:
        """The patterns with their words, each when its turn comes."""
        for pattern in patterns:
            if pattern not in self._ready:
                self._ready[pattern] = Pattern((expanded(pattern, self.words),), {})
            yield self._ready[pattern]

    @cached_property
    def _ready(self) -> dict[str, Pattern]:
        return {}

    def name_in(self, text: str) -> str | None:
        """The name in a text that holds it with words of a sentence around it, or None if there is none."""
        return next(filter(self.is_name, self._cuts(text)), None)

    def _cuts(self, text: str) -> Iterator[str]:
        """The text, then the text without what may stand around a name."""
        yield _stripped(text)
        behind = self._without_closings(_stripped(text))
        yield behind
        for opening in self._openings.finditer(behind):
            yield _stripped(behind[opening.end() :])

    def _without_closings(self, text: str) -> str:
        while True:
            shorter = _stripped(self._closing.sub("", text))
            if shorter == text:
                return text
            text = shorter

    def is_name(self, text: str) -> bool:
        """True if a text looks like the name of an organ and like nothing else."""
        if not _SHORTEST <= len(text) <= _LONGEST or text.count("(") != text.count(")"):
            return False
        if not _LAST_BRACKET.sub("", text).endswith(self.organs.endings):
            return False
        return not any(word in text for word in self.organs.without) and self._never.search(text) is None

    def without_inner(self, name: str) -> str:
        """The organ whose own office is named, if there is one behind the name."""
        return self._inner.sub("", name)

    @cached_property
    def _never(self) -> re.Pattern[str]:
        return self._one_of((*self.organs.never, f"[{SEPARATORS}]"))

    @cached_property
    def _openings(self) -> re.Pattern[str]:
        return self._one_of(self.organs.openings)

    @cached_property
    def _closing(self) -> re.Pattern[str]:
        return self._one_of(self.organs.closings, "$")

    @cached_property
    def _inner(self) -> re.Pattern[str]:
        return self._one_of(self.organs.inner, "$")

    def _one_of(self, patterns: tuple[str, ...], behind: str = "") -> re.Pattern[str]:
        """Any of some patterns, with something behind it."""
        either = "|".join(f"(?:{expanded(pattern, self.words)})" for pattern in patterns) or "(?!)"
        return re.compile(f"(?:{either}){behind}")


def _stripped(text: str) -> str:
    return _OUTSIDE.sub("", text)
