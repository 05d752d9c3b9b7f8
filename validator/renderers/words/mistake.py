"""A mistake in words: where, what stands there and what it should be; why; the shortest proof; then its findings.

Every format lays out these parts, and says nothing else of a mistake. There is no letter in them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import say
from validator.model.finding import Finding, FindingTerm, SuspectCell
from validator.model.mistake import Mistake, Sure
from validator.model.observations.facts import CellsListed
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.excerpt import Excerpt, corrected, shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words import repairs
from validator.renderers.words.account import Account, FindingPlace
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.grounds import proofs
from validator.renderers.words.grounds.reasons import Reasons
from validator.renderers.words.places import where
from validator.renderers.words.sentences import instance_place

if TYPE_CHECKING:
    from validator.model.document import Location
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack
    from validator.renderers.words.glossary import Glossary

_MARKED = 12
"""Most cells of an observation that are marked."""
_EXCERPT_ROWS = 6
"""Most rows of an excerpt that shows what to change."""
_NOTE_LINES, _NOTE_LENGTH = 4, 160
"""Most lines and characters of a note in the margin."""


class MistakeAccount(Struct, frozen=True, eq=False, dict=True):
    """All that is said of one mistake; each part is put into words once, when a format asks for it."""

    mistake: Mistake
    checked: ReportResult
    accounts: tuple[Account, ...]
    """Its findings in words, those that prove it best first."""
    glossary: Glossary

    @property
    def language(self) -> str:
        """The language it is told in."""
        return self.glossary.language

    @property
    def severity(self) -> Severity:
        """That of its weightiest finding."""
        return self.mistake.severity

    @property
    def label(self) -> str:
        """`差错 1`; what is no error is called by its severity."""
        return say(f"mistake-{self.severity}", self.language, number=self.mistake.number)

    @cached_property
    def message(self) -> str:
        """Where, what stands there, and what it should be, in one line."""
        match self.mistake.sure:
            case Sure.NAMED:
                return repairs.told(self.mistake.choices[0], self.glossary)
            case Sure.EITHER:
                choices = say("mistake-or", self.language).join(self.alternatives)
                return say(f"mistake-either-{len(self.alternatives)}", self.language, choices=choices)
            case _:
                return self._noticed

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """Where one of a few cells has to change: each of them, with what stands there and what it should be."""
        return tuple(repairs.told(one, self.glossary) for one in self.mistake.choices)

    @property
    def _noticed(self) -> str:
        """Of a mistake without a repair to name: where it is, and what does not hold there or was noticed."""
        first = self.accounts[0]
        if not first.is_relation or first.finding.quotation is not None:
            place, sentence = self._place_beside(first), first.brief
            return sentence if not place or place in sentence else self._placed(place, sentence)
        undecided = first.finding.verdict is Verdict.UNDETERMINED
        return self._placed(first.place.form, first.brief if undecided else first.title)

    def _place_beside(self, account: Account) -> str:
        """Where it is, in the form; of a sentence that lists its cells only the table, since it has their rows."""
        finding = account.finding
        listed = isinstance(finding.facts, CellsListed)
        return instance_place(finding.table, (), self.glossary) if listed else account.place.form

    def _placed(self, place: str, text: str) -> str:
        return say("mistake-place", self.language, place=place, text=text) if place else text

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why, sentence by sentence, without the full stops: the slip, what holds afterwards, what to do."""
        return tuple(filter(None, Reasons(self.mistake, self.checked, self.accounts, self.glossary).told()))

    @property
    def why(self) -> str:
        """The same as a text."""
        stop = say("mistake-full-stop", self.language)
        return "".join(one[:1].upper() + one[1:] + stop for one in self.reasons).rstrip()

    @cached_property
    def proof(self) -> str:
        """The shortest relation worked out: `9 + 2 + 0 + 0 + 1 + 0 = 12，表中为 11`; empty where there is none."""
        proven = self.proven
        if proven is None or proven.finding.verdict is not Verdict.VIOLATED:
            return ""
        return proofs.in_one_line(proven.finding, self.checked.report, self.glossary, self.culprits)

    @property
    def proven(self) -> Account | None:
        """The finding that proves it in the fewest numbers; None if none of its findings is a relation."""
        return next((one for one in self.accounts if one.is_relation and one.finding.quotation is None), None)

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """The cells of its proof in their tables, with what to change; none where that takes too many rows."""
        changes = {name: repairs.new_value(cell, self.glossary) for name, cell in self.culprits.items()}
        for one in self.accounts if changes else ():
            shown = one.excerpts if one.is_relation and one.finding.quotation is None else ()
            rows = sum(len(excerpt.rows) for excerpt in shown)
            if 0 < rows <= _EXCERPT_ROWS:
                return tuple(corrected(excerpt, changes) for excerpt in shown)
        return ()

    @cached_property
    def culprits(self) -> dict[str, SuspectCell]:
        """The cells of this report to change, by name: of the only repair, or of the few that are told."""
        if self.mistake.sure not in {Sure.NAMED, Sure.EITHER}:
            return {}
        return {cell.cell: cell for one in self.mistake.choices for cell in one.cells if cell.report is None}

    @cached_property
    def participants(self) -> tuple[FindingTerm, ...]:
        """The cells of this report that only take part, each once."""
        terms = (term for one in self.mistake.findings for term in shown_terms(one, self.checked.report))
        own = {term.cell: term for term in terms if term.source is None and term.cell not in self.culprits}
        return tuple(own.values())

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The cells to mark in a table, each with what it should hold; nothing for one that only takes part.

        Of an observation about many cells (all blanks of a table) none is marked.
        """
        changes = [(name, repairs.new_value(cell, self.glossary)) for name, cell in self.culprits.items()]
        many = not self.mistake.relations and sum(len(one.terms) for one in self.mistake.findings) > _MARKED
        others = () if many else self.participants
        return (*changes, *((term.cell, "") for term in others))

    @property
    def location(self) -> Location | None:
        """Where in the file: of the first cell to change, else of its first finding."""
        locations = (self.checked.report[cell].location for cell in self.culprits)
        return next((one for one in locations if one is not None), self.accounts[0].finding.location)

    @cached_property
    def place(self) -> FindingPlace:
        """Where it is: the cell to change, else where its first finding is."""
        locations = [self.checked.report[cell].location for cell in self.culprits]
        if not any(locations):
            return self.accounts[0].place
        return FindingPlace(self.accounts[0].place.form, where(locations, self.language), self.language)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of its findings, each once."""
        return tuple(dict.fromkeys(one.rule.id for one in self.accounts))

    @property
    def rule_names(self) -> str:
        """The same as text."""
        return say("list-comma", self.language).join(self.rules)

    @cached_property
    def note(self) -> str:
        """All of it for a margin: at most four lines and 160 characters."""
        lines = [clean(line) for line in (self.message, *self.reasons, self.proof) if line]
        return _fitting([f"{self.label}  {lines[0]}", *lines[1:]])

    @property
    def lines(self) -> tuple[str, ...]:
        """What follows the message: why and the proof, a line each."""
        return tuple(filter(None, (self.why, self.proof)))


def _fitting(lines: list[str]) -> str:
    """As many of the lines as a note may have; one that does not fit is left out, and the first is shortened."""
    kept: list[str] = []
    left = _NOTE_LENGTH
    for line in lines:
        if not kept and len(line) > left:
            line = line[: left - 2] + ".."  # noqa: PLW2901 - it is the same line, shortened
        if len(line) + bool(kept) <= left and len(kept) < _NOTE_LINES:
            left -= len(line) + bool(kept)
            kept.append(line)
    return "\n".join(kept)


def mistakes_of(checked: ReportResult, pack: Pack, language: str) -> tuple[MistakeAccount, ...]:
    """The mistakes of a report in words, the weightiest first."""
    glossary = glossary_of(checked.report.form, pack, language)
    return tuple(_told(one, checked, pack, glossary) for one in checked.mistakes)


def _told(mistake: Mistake, checked: ReportResult, pack: Pack, glossary: Glossary) -> MistakeAccount:
    changed = {cell.cell for one in mistake.choices for cell in one.cells}

    def proves(finding: Finding) -> tuple[int, bool, bool, int]:
        terms = shown_terms(finding, checked.report)
        alone = any(term.place in changed and sum(other.side == term.side for other in terms) == 1 for term in terms)
        return finding.severity.rank, finding.quotation is not None, not alone, len(terms)

    ordered = sorted(mistake.findings, key=proves)
    accounts = tuple(Account(one, pack.rule(one.rule), checked, glossary) for one in ordered)
    return MistakeAccount(mistake, checked, accounts, glossary)
