"""What is said of the cells that may explain a finding: `核对 d：若为 12，以上两条规则同时成立（改动最少，且唯一）`."""

from __future__ import annotations

from collections.abc import Sequence

from validator.messages import say
from validator.model.finding import Doubt, Finding, Suspect, SuspectCell
from validator.model.report import Report
from validator.renderers.layout.excerpt import shown_terms
from validator.renderers.layout.lines import clean, clip
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.repairs import listed, reasons, value_words
from validator.renderers.words.summary import heading

_CHOICES = 3
"""Equally small repairs that are told one by one."""
_QUOTED, _QUOTED_CELLS = 2, 60
"""Claims that are quoted where the text decides, and terminal cells of each."""


def suggestion(finding: Finding, report: Report, glossary: Glossary) -> str | None:
    """What to look at, or why that cannot be said; None if nothing was looked for."""
    language = glossary.language
    match finding.doubt:
        case None:
            return _unique(finding, report, glossary) if finding.suspects else None
        case Doubt.SEVERAL | Doubt.TOO_MANY:
            names = _Names(finding, report, glossary)
            choices = [_choice(one, names, glossary) for one in finding.suspects[:_CHOICES]]
            listed = say("semicolon", language).join(choices)
            return say(f"suspect-{finding.doubt}", language, count=len(finding.suspects), choices=listed)
        case Doubt.CONTRADICTED:
            return _unique(finding, report, glossary)
        case other:
            return say(f"suspect-{other}", language)


def _unique(finding: Finding, report: Report, glossary: Glossary) -> str:
    language, (suspect,) = glossary.language, finding.suspects
    names = _Names(finding, report, glossary)
    told = suspect.against or suspect.evidence
    texts = [clip(clean(one.text), _QUOTED_CELLS) for one in told[:_QUOTED]]
    kind = "suspect-contradicted" if suspect.against else "suspect-witnessed" if texts else "suspect-unique"
    sentence = say(
        kind,
        language,
        claims=say("list-comma", language).join(say("quoted", language, text=text) for text in texts),
        cells=listed([names(cell) for cell in suspect.cells], language),
        values=_values(suspect.cells, language),
        relations=_settled(suspect.settles, language),
    )
    return say("semicolon", language).join([sentence, *reasons(suspect, glossary)])


def _choice(suspect: Suspect, names: _Names, glossary: Glossary) -> str:
    """`b 为 12（10 与 12 只差一位数字）`."""
    language = glossary.language
    cells = listed([names(cell) for cell in suspect.cells], language)
    words = say("suspect-choice", language, cells=cells, values=_values(suspect.cells, language))
    why = say("semicolon", language).join(reasons(suspect, glossary))
    return words + (say("brackets", language, text=why) if why else "")


class _Names:
    """A cell by its letter where the finding shows it, else by its row and column, and its report if it is another."""

    def __init__(self, finding: Finding, report: Report, glossary: Glossary) -> None:
        self._letters = {(_path(term.source), term.place): term.letter for term in shown_terms(finding, report)}
        self._glossary = glossary

    def __call__(self, cell: SuspectCell) -> str:
        letter = self._letters.get((_path(cell.report), cell.cell))
        if letter or cell.report is None:
            return letter or self._glossary.cell(cell.cell)
        language = self._glossary.language
        there = Glossary(cell.report.form, language, self._glossary.editions).cell(cell.cell)
        return say("cell-of-report", language, report=heading(cell.report, language), cell=there)


def _path(report: Report | None) -> tuple[str, str | None] | None:
    """What tells another report from the rest: its file, and which one of that it is."""
    return None if report is None else (report.path, report.part)


def _values(cells: Sequence[SuspectCell], language: str) -> str:
    values = [value_words(cell, language) for cell in cells]
    if len(cells) == 1:
        (cell,) = cells
        return say("suspect-is", language, value=values[0]) if cell.new is not None else values[0]
    return say("suspect-each", language, values=listed(values, language))


def _settled(count: int, language: str) -> str:
    if count == 1:
        return say("settles-one", language)
    return say("settles-two", language) if count == 2 else say("settles-many", language, count=count)  # noqa: PLR2004 - few digits or cells, as the text says
