"""What is said of a finding, part by part and in one order: every format lays out these parts, and says nothing else.

The order: title, place; then the proof (the clause of the text, the excerpts of the tables, the equation, the sentence
with the numbers); then remarks (notes, the suggestion, the next step, what tells more). Each part is a value of its
own, so that several findings with one cause can be told under one place and one advice, with a proof for each.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import say
from validator.model.finding import Finding, FindingTerm
from validator.model.rules.rule import Rule, Verdict
from validator.renderers.layout.excerpt import Excerpt, excerpts, shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words import claims as claimwords
from validator.renderers.words import equation, sentences
from validator.renderers.words import suspects as suspicion
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack


_MARKED = 12
"""Most cells of an observation that are marked."""
_LINKS = 4
"""Other relations named at one finding."""


class FindingPlace(Struct, frozen=True):
    """Where a finding is."""

    form: str
    """In the form: `表三，列“自然人”`; empty for the report as a whole."""
    file: str
    """In the file: `第2页，第3个表格`; empty where that is not known."""
    language: str

    @property
    def listed(self) -> str:
        """Both, one after the other."""
        return say("comma", self.language).join(filter(None, (self.form, self.file)))

    @property
    def bracketed(self) -> str:
        """`表三，列“自然人”（第2页，第3个表格）`; empty if neither is known."""
        if self.form and self.file:
            return self.form + say("brackets", self.language, text=self.file)
        return self.form or self.file


class TermWords(Struct, frozen=True):
    """One cell of a relation."""

    letter: str
    term: FindingTerm
    cell: str
    """`“（七）总计”行“自然人”列`."""
    number: str
    """Its number with the unit, or why it has none."""


class Equation(Struct, frozen=True):
    """A relation in letters."""

    letters: str
    """`a + b = c + d`."""
    left_out: str
    """What is said of the terms that it does not show; empty if it shows all."""
    terms: tuple[TermWords, ...]
    """The cells that its letters stand for."""
    language: str

    @property
    def rest(self) -> str:
        """What is said of the terms left out, in brackets."""
        return say("brackets", self.language, text=self.left_out) if self.left_out else ""


class RemarkKind(StrEnum):
    """What a remark is; the name of its label is `label-` and this."""

    QUOTATION = "quotation"
    """The clause of the text that disagrees."""
    NOTE = "note"
    SUGGESTION = "suggestion"
    """Which cell to look at, or why that cannot be said."""
    NEXT = "next"
    """What the reader does next, where the suggestion does not say it."""
    DETAILS = "details"
    """The command that tells more."""


class Remark(Struct, frozen=True):
    """Something said below the proof."""

    kind: RemarkKind
    text: str
    language: str

    @property
    def labelled(self) -> str:
        """`建议：核对 d`."""
        return say(f"label-{self.kind}", self.language) + say("colon", self.language) + self.text


class Advice(Struct, frozen=True):
    """What to do about a finding, or about several with the same suspects."""

    suggestion: str
    """Empty if nothing was looked for."""
    next_step: str
    """Empty where the suggestion says what to do."""


class Account(Struct, frozen=True, eq=False, dict=True):
    """All that is said of one finding; each part is put into words once, when a format asks for it."""

    finding: Finding
    rule: Rule
    checked: ReportResult
    glossary: Glossary

    @property
    def report(self) -> Report:
        """The report it is about."""
        return self.checked.report

    @property
    def language(self) -> str:
        """The language it is told in."""
        return self.glossary.language

    @property
    def is_relation(self) -> bool:
        """Whether there is an equation: not of an observation, nor of a claim that names no cell of the form."""
        return self.finding.comparator is not None and (bool(self.finding.terms) or self.finding.quotation is None)

    @cached_property
    def title(self) -> str:
        """The title of the rule; where the relation could not be decided, that is said."""
        title = self.rule.title[self.language]
        undecided = self.finding.verdict is Verdict.UNDETERMINED
        return say("undecided", self.language, title=title) if undecided else title

    @cached_property
    def place(self) -> FindingPlace:
        """Where it is."""
        file = sentences.file_place(self.finding, self.language)
        return FindingPlace(sentences.form_place(self.finding, self.glossary), file, self.language)

    @property
    def headline(self) -> str:
        """The title, and where in the form."""
        return self.title + (say("brackets", self.language, text=self.place.form) if self.place.form else "")

    # The proof

    @cached_property
    def quotation(self) -> str:
        """The clause of the text that disagrees; empty for a finding that is about none."""
        said = self.finding.quotation
        return "" if said is None else claimwords.quotation(said, self.language)

    @cached_property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """The parts of the tables that hold its cells."""
        return excerpts(self.finding, self.report)

    @cached_property
    def equation(self) -> Equation | None:
        """The relation in letters; None where there is none."""
        if not self.is_relation:
            return None
        letters = equation.letters(self.finding, self.report)
        left_out = equation.left_out(self.finding, self.report, self.language)
        terms = tuple(map(self._term, shown_terms(self.finding, self.report)))
        return Equation(letters, left_out, terms, self.language)

    def _term(self, term: FindingTerm) -> TermWords:
        unit = self.glossary.unit(term.place) if term.value is not None else ""
        number = equation.term_words(term, self.report, self.language) + unit
        return TermWords(term.letter, term, clean(sentences.cell_name(term, self.glossary)), number)

    @property
    def letters(self) -> str:
        """The relation in letters, and what is said of the terms it does not show; empty where there is none."""
        return "" if self.equation is None else self.equation.letters + self.equation.rest

    @property
    def terms(self) -> tuple[TermWords, ...]:
        """The cells that the letters of the equation stand for."""
        return () if self.equation is None else self.equation.terms

    @cached_property
    def sentence(self) -> str:
        """The numbers of a relation, or what was noticed."""
        return sentences.message(self.finding, self.rule, self.report, self.glossary)

    @cached_property
    def brief(self) -> str:
        """The sentence without letters, for a line that stands alone."""
        return sentences.brief(self.finding, self.rule, self.report, self.glossary)

    # Remarks

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a second reading of the file gave, and what else its cells violate."""
        if not self.is_relation:
            return ()
        confirmed = sentences.read_again(self.finding, self.language)
        others = self.checked.findings
        # What a second reading has withdrawn violates nothing, nor may the others that share its cells.
        violated = self.finding.verdict is Verdict.VIOLATED
        links = sentences.also(self.finding, others, self.report, self.language) if violated else ()
        more = len(links) - _LINKS
        rest = say("also-more", self.language, count=more) if more > 0 else ""
        return tuple(filter(None, (confirmed, *links[:_LINKS], rest)))

    @cached_property
    def advice(self) -> Advice:
        """What to do about it."""
        suggestion = suspicion.suggestion(self.finding, self.report, self.glossary) or ""
        settled = bool(self.finding.suspects) and self.finding.doubt is None
        step = "" if settled else sentences.next_step(self.finding, self.rule, self.report, self.language)
        return Advice(suggestion, step)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """All that is said below the proof, in order."""
        said = (
            (RemarkKind.QUOTATION, self.quotation),
            *((RemarkKind.NOTE, note) for note in self.notes),
            (RemarkKind.SUGGESTION, self.advice.suggestion),
            (RemarkKind.NEXT, self.advice.next_step),
            (RemarkKind.DETAILS, f"gouji explain {self.rule.id}"),
        )
        return tuple(Remark(kind, text, self.language) for kind, text in said if text)

    @property
    def lines(self) -> tuple[str, ...]:
        """All below the headline as lines of text, the cells under their letters."""
        cells = (f"{words.letter}: {words.cell} {words.number}" for words in self.terms)
        remarks = (remark.text for remark in self.remarks if remark.kind is not RemarkKind.DETAILS)
        return tuple(filter(None, (self.letters, self.sentence, *cells, *remarks)))

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The cells to mark in a table, with the letters of an equation.

        An observation about many cells (all blanks of a table) marks none.
        """
        if self.equation is not None:
            return tuple((words.term.cell, words.letter) for words in self.terms)
        cells = self.finding.terms
        return tuple((term.cell, "") for term in cells) if len(cells) <= _MARKED else ()


def accounts(checked: ReportResult, pack: Pack, language: str) -> tuple[Account, ...]:
    """The findings of a report in words, in their order."""
    glossary = glossary_of(checked.report.form, pack, language)
    return tuple(Account(one, pack.rule(one.rule), checked, glossary) for one in checked.findings)


def weightiest_first(checked: ReportResult, pack: Pack, language: str) -> list[Account]:
    """The same, the errors before the warnings and these before the notes."""
    return sorted(accounts(checked, pack, language), key=lambda one: one.finding.severity.rank)
