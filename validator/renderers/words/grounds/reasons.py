"""Why there is a mistake, in words: the slip, what holds after the repair, which cells to look up, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import say
from validator.model.claim import Claim
from validator.model.finding import Doubt, Finding, SuspectCell
from validator.model.mistake import Mistake, Sure
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.excerpt import open_terms, shown_terms
from validator.renderers.layout.lines import clean, ending
from validator.renderers.words import repairs
from validator.renderers.words.account import Account
from validator.renderers.words.figures import figure

if TYPE_CHECKING:
    from validator.model.report import Report
    from validator.model.result import ReportResult
    from validator.renderers.words.glossary import Glossary

_TEXTS, _TEXT_CELLS = 2, 36
"""Sentences that are quoted, and terminal cells of each."""
_LOOKED_UP = 3
"""Cells to be looked up that are named."""


class Reasons(Struct, frozen=True):
    """Why one mistake is told."""

    mistake: Mistake
    checked: ReportResult
    accounts: tuple[Account, ...]
    """Its findings in words, those that prove it best first."""
    glossary: Glossary

    def told(self) -> Iterator[str]:
        """Sentence by sentence; empty for one that says nothing here."""
        match self.mistake.sure:
            case Sure.NAMED:
                yield from self._of_repair()
            case Sure.EITHER:
                yield say("mistake-undecided", self.glossary.language)
            case Sure.READING:
                yield from self._of_reading()
            case Sure.OPEN:
                yield from self._of_doubt()

    def _of_repair(self) -> Iterator[str]:
        named = self.mistake.choices[0]
        yield from repairs.reasons(named, self.glossary)
        (first, *others) = named.cells
        settled = self._settled()
        if settled and first.new is not None and not others:
            yield say(
                "mistake-after-one",
                self.glossary.language,
                value=repairs.new_value(first, self.glossary),
                settled=settled,
            )
        elif settled:
            yield say("mistake-after", self.glossary.language, settled=settled)
        if named.evidence:
            yield say("mistake-witnessed", self.glossary.language)
        against = self._texts(claim.text for claim in self._against())
        if against:
            yield say("mistake-against", self.glossary.language, texts=against)

    def _settled(self) -> str:
        """`3 条勾稽关系和正文“结转 12 件”都`."""
        language = self.glossary.language
        count = self.mistake.settles
        relations = say("mistake-relations", language, count=count) if count else ""
        evidence = [one.text for one in self.mistake.choices[0].evidence]
        said = [one.quotation.claim.text for one in self.mistake.quotations if one.quotation]
        texts = self._texts([*said, *evidence])
        told = say("mistake-texts", language, texts=texts) if texts else ""
        if relations and told:
            both = say("mistake-with", language, first=relations, second=told)
            return say("mistake-after-both", language, settled=both)
        return say("mistake-after-both", language, settled=relations) if count > 1 else relations or told

    def _texts(self, texts: Iterable[str]) -> str:
        short = dict.fromkeys(ending(clean(text), _TEXT_CELLS) for text in texts)
        quoted = [say("quoted", self.glossary.language, text=text) for text in list(short)[:_TEXTS]]
        return say("list-comma", self.glossary.language).join(quoted)

    def _against(self) -> Iterator[Claim]:
        """The sentences that agree with the tables as they are, and would not any more."""
        changes = {cell.cell: cell for cell in self.mistake.choices[0].cells if cell.report is None}
        for claim in self.checked.claims:
            if claim.certain and claim.verdict is Verdict.SATISFIED and claim.reading is not None:
                moved = sum(
                    (term.coefficient * (cell.new - (cell.old or 0)))
                    for term in claim.reading.terms
                    if (cell := changes.get(term.cell)) is not None and cell.new is not None
                )
                if moved:
                    yield claim

    def _of_doubt(self) -> Iterator[str]:
        """Which cells to look up, the more likely first; or what to do about something that was noticed."""
        language, first = self.glossary.language, self.accounts[0]
        if self.mistake.choices:
            cells = self._listed([self._supposed(cell) for cell in self._likely])
            texts = self._texts(one.text for choice in self.mistake.choices for one in choice.against)
            key = "mistake-contradicted" if texts else "mistake-look-up"
            yield say(key, language, cells=cells, texts=texts)
        elif first.finding.quotation is not None:
            yield first.quotation
            cells_named = self._cells_of([first.finding])
            key = "mistake-claim-next" if cells_named and first.finding.severity is not Severity.NOTE else ""
            yield say(key, language, cells=cells_named) if key else first.advice.next_step
        elif not first.is_relation:
            yield first.advice.next_step
        else:
            if first.finding.doubt in {Doubt.TOO_LARGE, Doubt.IMPOSSIBLE}:
                yield first.advice.suggestion
            noted = self.mistake.severity is Severity.NOTE and first.finding.verdict is Verdict.VIOLATED
            key = "mistake-look-at" if noted else "mistake-check"
            yield say(key, language, cells=self._cells_of(self.mistake.relations))

    def _of_reading(self) -> Iterator[str]:
        language, first = self.glossary.language, self.accounts[0]
        differing = {
            term.cell: say(
                "mistake-read-as",
                language,
                cell=repairs.place(term.place, term.source, self.glossary),
                first=clean(term.text) or say("reading-blank", language),
                second=say("reading-blank", language) if value is None else figure(value),
            )
            for one in self.mistake.findings
            if one.second_reading is not None
            for term in one.terms
            if term.cell in one.second_reading.differing
            for value in [one.second_reading.differing[term.cell]]
        }
        if differing:
            yield say("mistake-read-twice", language)
            yield say("mistake-original", language, cells=self._listed(list(differing.values())))
        elif first.finding.comparator is None:
            yield first.advice.next_step
        else:
            if first.finding.doubt is Doubt.READING:
                yield first.advice.suggestion
            yield say("mistake-original", language, cells=self._cells_of(self.mistake.relations))

    def _supposed(self, cell: SuspectCell) -> str:
        """`“（七）总计”行“自然人”列（若为 12）`."""
        named = repairs.place(cell.cell, cell.report, self.glossary)
        value = repairs.new_value(cell, self.glossary)
        return say("mistake-value-then", self.glossary.language, cell=named, value=value)

    @property
    def _likely(self) -> Iterable[SuspectCell]:
        """The cells of the repairs, each once, the more likely first."""
        cells = (cell for one in self.mistake.choices for cell in one.cells)
        return {(_path(cell.report), cell.cell): cell for cell in cells}.values()

    def _cells_of(self, findings: Iterable[Finding]) -> str:
        """The cells to be looked at: those not known, else those that most of the findings share, a total first."""
        report = self.checked.report
        shared: Counter[str] = Counter()
        totals: set[str] = set()
        for one in findings:
            terms = open_terms(one, report) or shown_terms(one, report)
            sides = Counter(term.side for term in terms)
            for term in terms:
                name = repairs.place(term.place, term.source, self.glossary)
                shared[name] += 1
                totals |= {name} if sides[term.side] == 1 else set()
        return self._listed(sorted(shared, key=lambda name: (-shared[name], name not in totals)))

    def _listed(self, words: list[str]) -> str:
        names = say("list-comma", self.glossary.language).join(words[:_LOOKED_UP])
        return names if len(words) <= _LOOKED_UP else say("mistake-and-more", self.glossary.language, cells=names)


def _path(report: Report | None) -> str | None:
    return None if report is None else report.path
