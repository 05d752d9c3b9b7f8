"""What stands around a number in its sentence: whether it speaks of this organ, of this year, and of these tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from validator.checking.claims._hints import Hint
from validator.checking.claims._phrases import Phrase, Topic
from validator.checking.claims._readings import SentenceReading
from validator.checking.claims._segments import Segment, Subject
from validator.checking.claims.phrasebook import Phrasebook
from validator.checking.claims.sentences import Sentence, shown
from validator.model.claim import Claim, Measure
from validator.model.report import Report
from validator.model.rules.rule import Verdict
from validator.packs.language.masking import Masked
from validator.packs.language.numerals import Quoted, quoted
from validator.packs.language.patterns import Pattern

_YEAR = re.compile(r"(?<![0-9〔\[(])(20[0-9]{2})年(?!1月1日|12月31日)")
_BRACKETS = re.compile(r"\([^()]*\)")
_TELLING = 8
"""Characters of a quote without a number that can be found again."""
_TITLES = re.compile(r"《[^》]*》")


class TextSpan(Protocol):
    """A part of a sentence."""

    def start(self) -> int:
        """Where it begins."""
        ...

    def end(self) -> int:
        """Where it ends."""
        ...


class WordSpan(Struct, frozen=True):
    """A part of a sentence that no pattern has found."""

    first: int
    last: int

    def start(self) -> int:
        """Where it begins."""
        return self.first

    def end(self) -> int:
        """Where it ends."""
        return self.last


class _Time(Struct, frozen=True):
    """A time that a sentence names."""

    at: int
    year: int | None
    until: int
    """Where it no longer holds."""


class Context(Struct, frozen=True, dict=True):
    """A sentence of a report, and what the pack knows of sentences."""

    report: Report
    book: Phrasebook
    sentence: Sentence
    before: Callable[[], Subject] = Subject
    """What the sentence before spoke of."""

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return self.sentence.text

    def with_next(self, following: Context) -> Context:
        """The sentence and the one behind it as one."""
        text = self.text + following.text
        return replace(self, sentence=self.sentence._replace(text=text))

    def matches(self, topic: Topic) -> Iterator[tuple[Phrase, re.Match[str]]]:
        """Every place where a topic is spoken of, whatever the context, the special wordings first."""
        for phrase, pattern in self.fitting(topic):
            if not pattern.may_fit(self.text):
                continue
            for match in pattern.finditer(self.seen_by(pattern)):
                yield phrase, match

    def fitting(self, topic: Topic) -> Sequence[tuple[Phrase, Pattern]]:
        """The patterns of a topic that may fit."""
        return self.hint.fitting.of.get(topic.rule.id, ())

    @cached_property
    def hint(self) -> Hint:
        """What the sentence may tell."""
        return self.book.hints.of(self.text, self.report.organ or "", self.report.year)

    def seen_by(self, pattern: Pattern) -> str:
        """The text as a pattern of a wording sees it, every character in its place."""
        return self.masked.text if pattern.quotes else self.text

    def quoted(self, match: re.Match[str]) -> Quoted | None:
        """The number that a match quotes."""
        number = self.masked.number(match)
        return None if number is None else quoted(number)

    @cached_property
    def masked(self) -> Masked:
        """The sentence with its numbers masked."""
        return self.book.masker.masked(self.text)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The numbers and statements of the sentence, each with the meanings of its words."""
        return self._read.segments if self._says_something else ()

    @cached_property
    def _read(self) -> SentenceReading:
        """All its segments: reading them is what tells what it speaks of."""
        return self.book.readings.of(self.masked, self.report.organ or "", self.report.year, self.before())

    @cached_property
    def _says_something(self) -> bool:
        """False if it has neither a count nor a word that says something without one, as most sentences have not."""
        return self.book.hints.says_something(self.text)

    @property
    def subject(self) -> Subject:
        """What the sentence speaks of at its end."""
        return self._read.after

    def speaks_of_us(self, topic: Topic, match: TextSpan) -> bool:
        """False if the words around a match tell that it is about something that the tables do not count."""
        start, _ = self.sentence.clause(match.start(), match.end())
        clause, before = _BRACKETS.sub("", self.text[start : match.end()]), self.text[: match.end()]
        if topic.unless.search(clause) or topic.unless_before.search(before):
            return False
        if topic.context is not None and not topic.context.search(before):
            return False
        return not self._of_another(self.text[start : match.start()])

    def _of_another(self, subject: str) -> bool:
        """True if another office is the subject of the clause."""
        found = self.book.other_subject.search(subject)
        if found is None or self.book.own_subject.search(found[0]):
            return False
        organ = self.report.organ or ""
        return not (organ and (organ.endswith(found["name"]) or found["name"] in organ))

    def time(self, end: int) -> int | None:
        """The year that the sentence speaks of at a place; None for a time that is no year."""
        said = (one for one in reversed(self._times) if one.at < end and not one.until <= end)
        named = next(said, None)
        return (self.report.year or 0) if named is None else named.year

    @cached_property
    def _times(self) -> tuple[_Time, ...]:
        """The times that the sentence names, in its order; that of a bracket ends with it."""
        text, this = self._plain, self.report.year or 0
        brackets = [match.span() for match in _BRACKETS.finditer(text)]
        found: list[tuple[int, int | None]] = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
        found += [(match.start(), this) for match in self.book.this_time.finditer(text)]
        found += [(match.start(), None) for match in self.book.other_time.finditer(text)]
        return tuple(
            _Time(at, year, next((end for start, end in brackets if start < at < end), len(text) + 1))
            for at, year in sorted(found, key=lambda one: one[0])
        )

    @cached_property
    def _plain(self) -> str:
        """The sentence with titles of documents and mere comparisons blotted out, every character in its place."""
        text = _TITLES.sub(_blank, self.text)
        return self.book.comparison.compiled.sub(_blank, text)

    def claim(
        self,
        rule: str,
        match: TextSpan,
        quoted: Fraction,
        against: Measure,
        value: Fraction | None,
        verdict: Verdict,
    ) -> Claim:
        """A claim at a match, without what only some claims have."""
        return Claim(
            rule=rule,
            text=shown(self.text[self._quoted_from(match) : match.end()]),
            quoted=quoted,
            against=against,
            value=value,
            verdict=verdict,
            sentence=shown(self.text),
            location=self.sentence.location,
            scope=self._scope(match.end()),
        )

    def _quoted_from(self, match: TextSpan) -> int:
        """Where a quote begins that a reader finds in the sentence: with its clause, or some before it."""
        start, _ = self.sentence.clause(match.start(), match.end())
        # In an enumeration its own item is enough.
        start = min(max(start, self.text.rfind("、", start, match.start()) + 1), match.start())
        while start > 0 and self._is_weak(self.text[start : match.end()]):
            start, _ = self.sentence.clause(start - 1, match.end())
        return start

    def _is_weak(self, quote: str) -> bool:
        """True if a quote stands in the sentence more than once, or is a few words without a number (`均获维持`)."""
        return self.text.count(quote) > 1 or (len(quote) < _TELLING and not any(char.isdigit() for char in quote))

    def _scope(self, end: int) -> str | None:
        """The first words of scope in the sentence up to a place that are some in this organ's report."""
        patterns = self.book.scope_of(self.report.organ or "")
        found = (pattern.search(self.text, 0, end) for pattern in patterns)
        return next((match[0] for match in found if match is not None), None)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
