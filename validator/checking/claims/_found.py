"""Finds what a sentence says of counts: by the words of its clauses, and by patterns.

What the words come to may disagree with the tables, if all of them are known. A pattern fits also where words are
unknown, so what it finds may only agree, or stays undetermined, unless a pack has no lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from validator.checking.claims._clauses import WHOLE
from validator.checking.claims._context import Context, TextSpan, WordSpan
from validator.checking.claims._phrases import Phrase, Topic
from validator.checking.claims._segments import COME_IN, DONE, REST, TIMES, parts_of_totals, remainders
from validator.checking.claims.values import Values
from validator.model.rules.constraint import Linear
from validator.packs.language.numerals import Quoted, quoted


class Found(Struct, frozen=True):
    """A wording found in a sentence, about the year reported on."""

    topic: Topic
    phrase: Phrase
    match: TextSpan
    quoted: Quoted | None
    """None where the text quotes no number."""
    year: int | None
    """The year it is about, where the sentence names another than that of the report."""
    understood: bool
    """True if every word of its clause is known, and none narrows it: only then can it disagree."""
    at: int
    """Where its number stands, or where a statement ends."""
    supposed: bool = False
    """True if its clause names no object, and has unknown words or stands nearer to another: it may count that."""


class Finder(Struct, frozen=True):
    """Finds in one sentence."""

    context: Context
    values: Values

    def found(self) -> list[Found]:
        """What is said of counts in a sentence, in the order of the sentence; each number is claimed once."""
        by_patterns = self._of_one_office(list(self._by_patterns()))
        by_words = self._of_one_office(list(self._by_words()))
        if not by_patterns and not by_words:
            return []
        numbers = self.context.masked.by_end
        kinds = parts_of_totals(self.context.segments, numbers)
        if any(REST in one.own for one in self.context.segments):
            kinds |= remainders(self.context.segments, numbers, self._totals())
        by_words = [
            replace(one, understood=False) if one.at in kinds or self._is_of_the_done(one, by_words) else one
            for one in by_words
        ]
        # Whatever meaning a clause allows that agrees is the one that is meant.
        agreeing = [one for one in by_words if self._agrees(one)]
        agreeing += [one for one in by_patterns if self._agrees(one) and any(_overlap(one, read) for read in by_words)]
        found: list[Found] = []
        telling = [read for read in by_words if read.understood and not read.phrase.loose]
        for one in (*agreeing, *telling, *by_words, *by_patterns):
            if not any(_overlap(one, other) for other in found):
                found.append(one)
        return sorted(found, key=lambda one: one.match.end())

    def _is_of_the_done(self, one: Found, all_found: Sequence[Found]) -> bool:
        """True for `答复率100%` behind a right number of what was done alone: that was all done, whatever was left."""
        if WHOLE not in one.phrase.tokens or one.quoted is not None:
            return False
        counts = [other for other in all_found if other.quoted is not None and other.at < one.at]
        if not counts or any(other.phrase.tokens & COME_IN for other in counts):
            return False
        done = [other for other in counts if other.phrase.tokens & DONE]
        return any(self._agrees(replace(other, phrase=_usual(other.phrase))) for other in done)

    def _totals(self) -> frozenset[Fraction]:
        """The numbers of the tables of which those in a text are parts."""
        wholes = {whole for topic in self.context.book.of_kind("share") for whole in topic.whole}
        return frozenset(value for whole in wholes if (value := self.values.total(whole)) is not None)

    def _by_words(self) -> Iterator[Found]:
        """Numbers and statements whose words come to a meaning of some wording."""
        for read in self.context.segments if self.context.hint.counts else ():
            segment, meant = read, self.context.book.meant(read)
            if not meant and not segment.own & TIMES:
                continue
            place = WordSpan(segment.start, segment.end)
            number = None if segment.number is None else self.context.masked.by_end[segment.number]
            at = segment.end if number is None else number.start("number")
            timed = self.context.time(at)
            if timed is None:
                continue
            if self._other_year(timed) is not None:
                segment = segment.timeless()
                meant = self.context.book.meant(segment)
            says = None if number is None or not meant else quoted(number)
            for topic, phrase, understood, supposed in meant:
                if not (segment.understood or self.context.speaks_of_us(topic, place)):
                    continue
                one = Found(topic, phrase, place, says, self._other_year(timed), understood, at, supposed)
                # A part that is no greater than its whole says nothing.
                if not phrase.at_most or (understood and not self._agrees(one)):
                    yield one

    def _by_patterns(self) -> Iterator[Found]:
        """Numbers and statements that a pattern fits."""
        topics = self.context.hint.fitting.counts
        if not topics:
            return
        taken: list[tuple[int, int]] = []
        # A pack without a lexicon has nothing better than its patterns.
        decide = not self.context.book.cutter.lexicon.meanings
        for topic in topics:
            for phrase, match in self.context.matches(topic):
                number = self.context.masked.number(match)
                # A statement is known by its end: what it speaks of may be counted as well.
                span = number.span("number") if number else (match.end() - 1, match.end())
                if any(span[0] < end and start < span[1] for start, end in taken):
                    continue
                timed = self.context.time(match.start())
                if timed is None or not self.context.speaks_of_us(topic, match):
                    continue
                taken.append(span)
                says = self.context.quoted(match)
                yield Found(topic, phrase, match, says, self._other_year(timed), understood=decide, at=span[0])

    def _other_year(self, timed: int) -> int | None:
        return timed if self.context.report.year and timed != self.context.report.year else None

    def _agrees(self, one: Found) -> bool:
        says = one.quoted or said(self.values, one.phrase)
        values = (self.values.total(reading) for reading in one.phrase.readings)
        return says is not None and any(value is not None and one.phrase.holds(says, value) for value in values)

    def _of_one_office(self, found: Sequence[Found]) -> list[Found]:
        """What is found; where a sentence says one thing several times, only the first may be that of all.

        It is if what follows are its parts; else one office is told from another, and none may disagree.
        """
        places: dict[tuple[Linear, ...], list[TextSpan]] = {}
        for one in found:
            known = places.setdefault(one.phrase.readings, [])
            numbered = one.quoted is not None and not one.supposed
            if numbered and len(known) <= 1 and all(place.end() != one.match.end() for place in known):
                known.append(one.match)
        return [
            one if self._is_of_all(one, places[one.phrase.readings]) else replace(one, understood=False)
            for one in found
        ]

    def _is_of_all(self, one: Found, same: Sequence[TextSpan]) -> bool:
        if len(same) <= 1 or one.quoted is None:
            return True
        if one.match.end() != same[0].end():
            return False
        return self.context.book.part_of.search(self.context.text, one.match.end(), same[1].end()) is not None


def _usual(phrase: Phrase) -> Phrase:
    """A wording with its usual reading alone."""
    return replace(phrase, readings=phrase.readings[:1])


def said(values: Values, phrase: Phrase) -> Quoted | None:
    """What a statement without a number comes to; None where a cell is not known."""
    value = None if phrase.says is None else values.total(phrase.says)
    return None if value is None else Quoted(value, value, value)


def _overlap(one: Found, other: Found) -> bool:
    """True if two readings are of the same number, or of the same statement."""
    if (one.quoted is None) != (other.quoted is None):
        return False
    if one.quoted is None:
        return (
            one.topic is other.topic and one.match.start() < other.match.end() and other.match.start() < one.match.end()
        )
    return one.at == other.at
