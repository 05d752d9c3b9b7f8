"""A finding of the terminal report in full: what, where, the excerpt under letters, the equation, what is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.messages import say
from validator.model.rules.rule import Severity
from validator.renderers.layout.lines import Line, Span, block
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import INDENT, QUIET, note, report_words
from validator.renderers.words.account import Account, RemarkKind, TermWords
from validator.renderers.words.places import where

_GUTTER = Span(INDENT + " | ", QUIET)
_BELOW = frozenset({RemarkKind.NOTE, RemarkKind.DETAILS})
"""What is said below a finding: what to do is said of its mistake, and a text is quoted above its numbers."""
_FEW = 3
"""Cells of a warning or note that are told one by one, without an excerpt."""
_LISTED = 12
"""Terms of a relation between reports that get a line of their own."""


def in_full(account: Account, width: int) -> Iterator[Line]:
    """The lines of one finding."""
    yield from _head(account, width)
    if account.finding.comparator is None:
        yield from _guttered([account.sentence], width)
    else:
        yield from _proof(account, width)
    for remark in account.remarks:
        if remark.kind in _BELOW:
            yield from note(f"label-{remark.kind}", remark.text, account.language, width)


def _head(account: Account, width: int) -> Iterator[Line]:
    yield from block([], account.title, width, style="bold")
    place = _listed((report_words(account.report, account.language), account.place.bracketed), account.language)
    yield from block([Span(INDENT + "--> ", QUIET)], place, width)


def _proof(account: Account, width: int) -> Iterator[Line]:
    """The clause of the text, the cells under their letters, then the equation in letters and in numbers."""
    yield (_GUTTER,)
    yield from _guttered(filter(None, [account.quotation]), width)
    if account.equation is not None:
        yield from _cells(account, width)
        yield (_GUTTER,)
    yield from _guttered(filter(None, [account.letters, account.sentence]), width)
    yield (_GUTTER,)


def _cells(account: Account, width: int) -> Iterator[Line]:
    """An excerpt of the tables; for a warning or note about a few cells, these alone."""
    terms = account.terms
    between = any(words.term.source is not None for words in terms)
    if between or (account.finding.severity is not Severity.ERROR and len(terms) <= _FEW):
        for words in terms[:_LISTED]:
            yield from _term(words, account.language, width)
        if len(terms) > _LISTED:
            yield from _guttered([say("terms-left-out", account.language, count=len(terms) - _LISTED)], width)
        return
    for at, excerpt in enumerate(account.excerpts):
        if at:
            yield (_GUTTER,)
        for framed in frame(excerpt, account.glossary, width - len(_GUTTER.text)):
            yield (_GUTTER, *framed)


def _term(words: TermWords, language: str, width: int) -> Iterator[Line]:
    """A term on a line of its own; of another report, with the file it stands in."""
    line = f"{words.cell}{say('colon', language)}{words.number}"
    term = words.term
    if term.source is not None:
        place = _listed((report_words(term.source, language), where([term.location], language)), language)
        line += say("brackets", language, text=place)
    yield from block([_GUTTER, Span(f"[{words.letter}] ", "bold")], line, width)


def _listed(texts: Iterable[str], language: str) -> str:
    return say("comma", language).join(filter(None, texts))


def _guttered(texts: Iterable[str], width: int) -> Iterator[Line]:
    for text in texts:
        for line in block((), text, width - len(_GUTTER.text)):
            yield (_GUTTER, *line)
