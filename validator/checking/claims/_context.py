"""What stands around a number in its sentence: whether it speaks of this organ, of this year, and of these tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from validator.checking.claims._sentences import Sentence, shown
from validator.checking.claims.phrasebook import Phrase, Phrasebook, Topic
from validator.model.claim import Claim, Measure
from validator.model.report import Report
from validator.model.rule import Verdict
from validator.packs.language.masking import Masked, masked
from validator.packs.language.numerals import Quoted, quoted
from validator.packs.language.patterns import Pattern

_YEAR = re.compile(r"(?<![0-9〔\[(])(20[0-9]{2})年(?!1月1日|12月31日)")
_BRACKETS = re.compile(r"\([^()]*\)")
_TITLES = re.compile(r"《[^》]*》")


@dataclass(frozen=True)
class Context:
    """A sentence of a report, and what the pack knows of sentences."""

    report: Report
    book: Phrasebook
    sentence: Sentence

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return self.sentence.text

    def matches(self, topic: Topic) -> Iterator[tuple[Phrase, re.Match[str]]]:
        """Every place where a topic is spoken of, whatever the context, the special wordings first."""
        for phrase, pattern in self._fitting.get(topic.rule.id, ()):
            for match in pattern.finditer(self.seen_by(pattern)):
                yield phrase, match

    @cached_property
    def _fitting(self) -> Mapping[str, Sequence[tuple[Phrase, Pattern]]]:
        return self.book.fitting(self.text)

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
        return masked(self.text, self.book.numbers)

    def speaks_of_us(self, topic: Topic, match: re.Match[str]) -> bool:
        """False if the words around a match tell that it is about something that the tables do not count."""
        start, _ = self.sentence.clause(match.start(), match.end())
        clause, before = _BRACKETS.sub("", self.text[start : match.end()]), self.text[: match.end()]
        if self.book.elsewhere.search(clause) or topic.unless.search(clause) or topic.unless_before.search(before):
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
        this = self.report.year or 0
        last, year = -1, this
        before = self._plain[:end]
        for match in _YEAR.finditer(before):
            last, year = match.start(), int(match[1])
        timed: int | None = year
        for match in self.book.this_time.finditer(before):
            if match.start() > last:
                last, timed = match.start(), this
        for match in self.book.other_time.finditer(before):
            if match.start() > last:
                last, timed = match.start(), None
        return timed

    @cached_property
    def _plain(self) -> str:
        """The sentence with titles of documents and mere comparisons blotted out, every character in its place."""
        text = _TITLES.sub(lambda match: " " * len(match[0]), self.text)
        return self.book.comparison.compiled.sub(lambda match: " " * len(match[0]), text)

    def claim(
        self,
        rule: str,
        match: re.Match[str],
        quoted: Fraction,
        against: Measure,
        value: Fraction | None,
        verdict: Verdict,
    ) -> Claim:
        """A claim at a match, without what only some claims have."""
        start, _ = self.sentence.clause(match.start(), match.end())
        # In an enumeration its own item is enough.
        start = min(max(start, self.text.rfind("、", start, match.start()) + 1), match.start())
        return Claim(
            rule=rule,
            text=shown(self.text[start : match.end()]),
            quoted=quoted,
            against=against,
            value=value,
            verdict=verdict,
            sentence=shown(self.text),
            location=self.sentence.location,
            scope=self._scope(match.end()),
        )

    def _scope(self, end: int) -> str | None:
        """The first words of scope in the sentence up to a place that are some in this organ's report."""
        for pattern, unless in self.book.scope:
            if unless is not None and unless.search(self.report.organ or ""):
                continue
            found = pattern.search(self.text, 0, end)
            if found is not None:
                return found[0]
        return None
