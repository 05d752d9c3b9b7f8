"""The sentences of a paragraph, and what the text speaks of before each of them."""

from __future__ import annotations

from functools import partial

from validator.checking.claims._context import Context
from validator.checking.claims._segments import Subject
from validator.checking.claims.phrasebook import Phrasebook
from validator.checking.claims.sentences import Sentence
from validator.model.report import Report


class SentencesSoFar:
    """Sentences that follow each other.

    What one speaks of is worked out only where a later one asks for it: most sentences of a report claim nothing.
    """

    def __init__(self, report: Report, book: Phrasebook) -> None:
        """Without sentences."""
        self._report = report
        self._book = book
        self._contexts: list[Context] = []
        self._before: list[Subject] = []
        """What is spoken of before the first sentences, as far as it was asked for."""

    def goes_on(self, sentence: Sentence) -> Context:
        """The next sentence."""
        context = Context(self._report, self._book, sentence, partial(self._subject, len(self._contexts)))
        self._contexts.append(context)
        return context

    def _subject(self, at: int) -> Subject:
        if not self._before:
            self._before.append(Subject())
        while len(self._before) <= at:
            last, following = self._contexts[len(self._before) - 1 : len(self._before) + 1]
            subject = last.subject
            # A paragraph goes on about what it counts; where that is something unknown, only its parts do.
            goes_on = not subject.foreign or self._book.part_of.match(following.text)
            self._before.append(subject if goes_on else Subject())
        return self._before[at]
