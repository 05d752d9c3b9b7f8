"""Sentences that differ in their figures alone are read once."""

from __future__ import annotations

from support.checking import CHECKER
from support.labelled import Labelled, labelled, report_of

from validator.checking.claims._clauses import ClauseReader
from validator.checking.claims._context import Context
from validator.checking.claims._readings import SentenceReading
from validator.checking.claims._so_far import SentencesSoFar
from validator.checking.claims.phrasebook import Phrasebook
from validator.checking.claims.sentences import sentences
from validator.packs.pack import load_pack

BOOK = CHECKER.phrasebook(load_pack().forms[-1])


def contexts(text: str) -> list[Context]:
    report = report_of(Labelled(text, ()))
    paragraph, found = SentencesSoFar(report, BOOK), []
    for sentence in sentences(report.prose):
        paragraph = SentencesSoFar(report, BOOK) if sentence.first else paragraph
        found.append(paragraph.goes_on(sentence))
    return found


def read_anew(context: Context, book: Phrasebook) -> SentenceReading:
    """The reading of a sentence that was never met."""
    organ, year = context.report.organ or "", context.report.year
    tokens = book.cutter.cut(context.masked.text, organ, year)
    is_claimed = book.is_claimed
    reader = ClauseReader(tokens, context.masked.by_end, book.cutter.lexicon, context.before(), is_claimed)
    return SentenceReading(reader.segments(), reader.after())


def of(context: Context) -> SentenceReading:
    return BOOK.readings.of(context.masked, context.report.organ or "", context.report.year, context.before())


def test_a_sentence_with_other_figures_is_the_same_reading() -> None:
    (one,), (other,) = contexts("收到政府信息公开申请13件。"), contexts("收到政府信息公开申请27件。")
    assert of(one) is of(other)


def test_a_sentence_with_another_unit_or_share_is_not() -> None:
    pairs = [
        ("新收申请13件。", "新收申请13起。"),
        ("办结率达到100%。", "办结率达到200%。"),
        ("收到申请13件。", "收到申请130件。"),
        ("2023年收到申请13件。", "2022年收到申请13件。"),
    ]
    for first, second in pairs:
        (one,), (other,) = contexts(first), contexts(second)
        assert of(one) is not of(other), first


def test_what_is_remembered_is_what_would_be_read() -> None:
    """Read all sentences with other figures first, so that each is met as the like of another."""
    figures = str.maketrans("123456789", "234567891")
    texts = [one.text for some in labelled().values() for one in some]
    for text in texts:
        for context in contexts(text.translate(figures)):
            of(context)
    segments = 0
    for text in texts:
        for context in contexts(text):
            assert of(context) == read_anew(context, BOOK), context.text
            segments += len(of(context).segments)
    assert segments
