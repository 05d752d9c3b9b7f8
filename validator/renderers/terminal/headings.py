"""Lines that several text formats share: the head of a report, an input that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.report import Report
from validator.renderers.layout.lines import Line, Span, block, clean, clean_path
from validator.renderers.words import summary
from validator.renderers.words.glossary import Glossary

QUIET = "blue"
"""Style of frames and arrows."""
INDENT = "   "
"""Before the arrow, the frame and the notes of a finding."""


def report_head(report: Report, glossary: Glossary, width: int) -> Iterator[Line]:
    """Organ and year as a heading, then the file and the form."""
    language = glossary.language
    yield from block((), f"== {summary.heading(report, language)} ==", width, style="bold")
    yield from labelled("label-file", report_words(report, language), language, width)
    yield from labelled("label-form", summary.form_words(report, glossary), language, width)


def path_words(path: str, language: str) -> str:
    """A path as it can be printed; standard input by its name."""
    return say("standard-input", language) if path == "-" else clean_path(path)


def report_words(report: Report, language: str) -> str:
    """The path of a report, and which one it is where the file holds several."""
    path = path_words(report.path, language)
    return path if report.part is None else path + say("brackets", language, text=clean(report.part))


def labelled(label: str, text: str, language: str, width: int, *, style: str = "") -> Iterator[Line]:
    """`结论: ...`."""
    yield from block([Span(say(label, language) + ": ", "bold")], text, width, style=style)


def note(label: str, text: str, language: str, width: int) -> Iterator[Line]:
    """`    = 下一步: ...` below a finding; nothing for an empty text."""
    if text:
        head = (Span(INDENT + " = ", QUIET), Span(say(label, language) + ": ", "bold"))
        yield from block(head, text, width)


def unreadable(error: UnreadableInputError, language: str, width: int) -> Iterator[Line]:
    """An input that could not be read: which, why, and what to do."""
    head = Span(say("unreadable", language) + ": ", "bold red")
    yield from block([head], path_words(error.path, language), width, style="bold")
    yield from note("label-reason", clean(error.reason[language]), language, width)
    yield from note("label-next", clean(error.hint[language]), language, width)
    yield ()
