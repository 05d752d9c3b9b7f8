"""A finding in words, piece by piece, for the formats that lay the pieces out in their own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.finding import Finding, FindingTerm
from validator.model.report import Report
from validator.model.rule import Rule
from validator.renderers.layout.excerpt import shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words import claims as claimwords
from validator.renderers.words import equation, sentences
from validator.renderers.words import suspects as suspicion
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack


_MARKED = 12
"""Most cells of an observation that are marked."""


@dataclass(frozen=True, slots=True)
class TermWords:
    """One cell of a relation."""

    letter: str
    term: FindingTerm
    cell: str
    """`“（七）总计”行“自然人”列`."""
    number: str
    """Its number with the unit, or why it has none."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that is said of one finding."""

    finding: Finding
    rule: Rule
    report: Report
    language: str
    title: str
    headline: str
    """The title, and where in the form."""
    place: str
    """In the form: `表三，列“自然人”`; empty for the report as a whole."""
    file_place: str
    """In the file: `第2页，第3个表格`; empty where that is not known."""
    letters: str
    """The relation in letters; empty for an observation."""
    left_out: str
    """What is said of the terms that the relation in letters does not show."""
    sentence: str
    """The numbers of a relation, or what was noticed."""
    terms: tuple[TermWords, ...]
    """The cells of a relation that its letters stand for."""
    notes: tuple[str, ...]
    suggestion: str
    """Which cell to look at, or why that cannot be said; empty if nothing was looked for."""
    next_step: str
    """Empty where the suggestion says what to do."""

    @property
    def lines(self) -> tuple[str, ...]:
        """All below the headline as lines of text, the cells under their letters."""
        rest = say("brackets", self.language, text=self.left_out) if self.left_out else ""
        cells = (f"{words.letter}: {words.cell} {words.number}" for words in self.terms)
        return tuple(
            filter(None, (self.letters + rest, self.sentence, *cells, *self.notes, self.suggestion, self.next_step))
        )

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The cells to mark in a table, with the letters of an equation.

        An observation about many cells (all blanks of a table) marks none.
        """
        if self.letters:
            return tuple((words.term.cell, words.letter) for words in self.terms)
        cells = self.finding.terms
        return tuple((term.cell, "") for term in cells) if len(cells) <= _MARKED else ()

    @property
    def command(self) -> str:
        """What tells more about the rule."""
        return f"gouji explain {self.rule.id}"


def accounts(checked: ReportResult, pack: Pack, language: str) -> tuple[Account, ...]:
    """The findings of a report in words, in their order."""
    glossary = glossary_of(checked.report.form, pack, language)
    return tuple(_account(finding, pack.rule(finding.rule), checked, glossary) for finding in checked.findings)


def _account(finding: Finding, rule: Rule, checked: ReportResult, glossary: Glossary) -> Account:
    report, language = checked.report, glossary.language
    # A claim that names no cell of the form has no equation to show.
    relation = finding.comparator is not None and (bool(finding.terms) or finding.quotation is None)
    settled = bool(finding.suspects) and finding.doubt is None
    title, place = sentences.title(finding, rule, language), sentences.form_place(finding, glossary)
    return Account(
        finding,
        rule,
        report,
        language,
        title=title,
        headline=title + (say("brackets", language, text=place) if place else ""),
        place=place,
        file_place=sentences.file_place(finding, language),
        letters=equation.letters(finding, report) if relation else "",
        left_out=equation.left_out(finding, report, language) if relation else "",
        sentence=sentences.message(finding, rule, report, glossary),
        terms=tuple(_term(term, report, glossary) for term in shown_terms(finding, report)) if relation else (),
        notes=(
            *((claimwords.quotation(finding.quotation, language),) if finding.quotation is not None else ()),
            *(sentences.notes(finding, checked.findings, report, language) if relation else ()),
        ),
        suggestion=suspicion.suggestion(finding, report, glossary) or "",
        next_step="" if settled else sentences.next_step(finding, rule, report, language),
    )


def _term(term: FindingTerm, report: Report, glossary: Glossary) -> TermWords:
    unit = glossary.unit(term.place) if term.value is not None else ""
    number = equation.term_words(term, report, glossary.language) + unit
    return TermWords(term.letter, term, clean(sentences.cell_name(term, glossary)), number)
