"""Check recognised reports against the rules of a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.checking._evaluating import FormRules
from validator.checking._observations import missing_totals, observe
from validator.checking.claims.judge import claims_of, weighed
from validator.checking.claims.phrasebook import Phrasebook, phrasebook
from validator.checking.findings import finding_of_observation, finish
from validator.checking.passages.observe import TextRules
from validator.checking.publication import observe_dates
from validator.checking.verdicts import Verdicts, disputed, violated
from validator.model.claim import Claim
from validator.model.document import Document
from validator.model.errors import OverBudgetError
from validator.model.finding import Finding
from validator.model.form import CellName, Form
from validator.model.observations.facts import PartLeftOut
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import CellValue, Report
from validator.model.result import ReportResult
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Verdict
from validator.packs.language.expansion import expand
from validator.recognition.dates import dates_of
from validator.recognition.flat_export import report_of_export
from validator.recognition.recognise import read_again, recognise
from validator.recognition.sheets import reports_by_sheet

if TYPE_CHECKING:
    from validator.constraints.alone.judging import FormAlone
    from validator.constraints.system import System
    from validator.packs.pack import Pack

Editions = tuple[tuple[str, str], ...]
"""`Form.editions`."""


Paid = Callable[[Report], AbstractContextManager[None]]
"""Gives the block in which work on a report is done that may be broken off by OverBudgetError."""

_PROSE_CUT_OFF = Observation(ObservationKind.READING_INCOMPLETE, facts=PartLeftOut("prose-too-costly"))


def _gratis(_: Report) -> AbstractContextManager[None]:
    return nullcontext()


class Checker:
    """A pack made ready: its rules are expanded and compiled once for each form met."""

    def __init__(self, pack: Pack, form: str | None = None) -> None:
        """`form`: id of the only edition to read tables on. Raises ValueError if the pack has no such form."""
        self.pack = pack
        self._forms = tuple(one for one in pack.forms if form in {None, one.id})
        if not self._forms:
            known = ", ".join(one.id for one in pack.forms)
            raise ValueError(f"unknown form {form!r}; the pack has: {known}")
        self._constraints: dict[Editions, tuple[Constraint, ...]] = {}
        self._rules: dict[Editions, FormRules] = {}
        self._books: dict[Editions, Phrasebook] = {}
        self._texts: dict[Editions, TextRules] = {}

    def recognise(self, document: Document) -> Report:
        """The first report in a document; raises UnreadableInputError if there is none."""
        return self.recognise_all(document)[0]

    def recognise_all(self, document: Document) -> tuple[Report, ...]:
        """The reports in a document, at least one; raises UnreadableInputError if there is none."""
        if document.flat:
            return tuple(report_of_export(document.path, document.format, one, self._forms) for one in document.flat)
        return reports_by_sheet(document, self._recognised)

    def _recognised(self, document: Document) -> Report:
        report = recognise(document, self._forms, self.constraints, self.pack.identity, self.pack.refusals)
        return replace(report, dates=dates_of(document, self.pack.deadlines))

    def read_again(self, document: Document, report: Report, cells: Iterable[str]) -> Mapping[str, CellValue]:
        """What stands in the tables of some cells of a report, in a second reading of its document."""
        return read_again(document, report.form, {CellName.parse(cell).table for cell in cells})

    def constraints(self, form: Form) -> tuple[Constraint, ...]:
        """All rules of the pack, expanded for a form."""
        if form.editions not in self._constraints:
            rules, facts = self.pack.rules, self.pack.facts
            self._constraints[form.editions] = tuple(one for rule in rules for one in expand(rule, form, facts))
        return self._constraints[form.editions]

    def system(self, form: Form) -> System:
        """The compiled system of a form."""
        return self._rules_on(form).system

    def alone(self, form: Form) -> FormAlone:
        """The rules on a form, made ready for one report at a time."""
        return self._rules_on(form).alone

    def _rules_on(self, form: Form) -> FormRules:
        if form.editions not in self._rules:
            self._rules[form.editions] = FormRules(self.pack, form, self.constraints(form))
        return self._rules[form.editions]

    def phrasebook(self, form: Form) -> Phrasebook:
        """The rules about the text, made ready for a form."""
        if form.editions not in self._books:
            self._books[form.editions] = phrasebook(self.pack.rules, self.pack.wordings, form)
        return self._books[form.editions]

    def text_rules(self, form: Form) -> TextRules:
        """The rules about what the text must or must not say, made ready for a form."""
        if form.editions not in self._texts:
            pack = self.pack
            self._texts[form.editions] = TextRules.of(pack.rules, pack.wordings.words, pack.facts, form)
        return self._texts[form.editions]

    def claims(self, report: Report, previous: Report | None = None) -> tuple[Claim, ...]:
        """What the text of a report says, held against its tables; `previous`: last year's report, for growth."""
        return weighed(tuple(claims_of(report, self.phrasebook(report.form), previous)))

    def _claims_so_far(self, report: Report, paid: Paid) -> tuple[tuple[Claim, ...], bool]:
        """The claims of a text, and whether these are all: what takes too long is broken off."""
        found: list[Claim] = []
        try:
            with paid(report):
                for claim in claims_of(report, self.phrasebook(report.form)):
                    found.append(claim)  # noqa: PERF402 - one by one: those found so far are to be kept
        except OverBudgetError:
            return weighed(found), False
        return weighed(found), True

    def _passages_so_far(
        self, report: Report, noticed: Sequence[Observation], wanted: frozenset[str], paid: Paid
    ) -> tuple[tuple[Finding, ...], bool]:
        """The findings on what the text says or lacks, and whether these are all."""
        found: list[Finding] = []
        try:
            with paid(report):
                for rule, one in self.text_rules(report.form).observe(report, wanted, noticed):
                    found.append(finding_of_observation(report, rule, one))
        except OverBudgetError:
            return tuple(found), False
        return tuple(found), True

    def check(
        self, reports: Sequence[Report], wanted: frozenset[str], today: date = date.max, paid: Paid = _gratis
    ) -> tuple[ReportResult, ...]:
        """Check reports, all those on the same form together; the result is in the order given.

        `today`: the day behind which no date of a report can lie, but for the one that it may already be elsewhere.
        `paid`: gives the block in which the text of a report is looked through; what it breaks off by OverBudgetError
        is told as left out.
        """
        found: dict[int, ReportResult] = {}
        order = sorted(range(len(reports)), key=lambda at: reports[at].form.editions)
        for _, same in groupby(order, key=lambda at: reports[at].form.editions):
            numbers = list(same)
            found.update(
                zip(numbers, self._check_form([reports[at] for at in numbers], wanted, today, paid), strict=True)
            )
        return tuple(found[at] for at in range(len(reports)))

    def locate(
        self, report: Report, findings: Sequence[Finding], wanted: frozenset[str], claims: Sequence[Claim] = ()
    ) -> tuple[Finding, ...]:
        """The findings, with the cells that explain the violated relations; `claims` decide where these cannot."""
        if not any(finding.verdict is Verdict.VIOLATED and finding.comparator for finding in findings):
            return tuple(findings)
        from validator.localisation.suspects import with_suspects
        from validator.localisation.witnesses import witnesses_of

        witnesses = witnesses_of(claims, report.form)
        return with_suspects(self.alone(report.form), report, self.pack.facts, findings, wanted, witnesses)

    def _check_form(
        self, reports: Sequence[Report], wanted: frozenset[str], today: date, paid: Paid
    ) -> Iterable[ReportResult]:
        rules = self._rules_on(reports[0].form)
        evaluated = rules.evaluate(reports)
        chosen = [one.rule.id in wanted for one in rules.constraints]
        observed = observe(reports, rules.totals, [one.blank_totals for one in evaluated])
        for number, report in enumerate(reports):
            verdicts = Verdicts.of(evaluated[number].codes, chosen)
            found, whole = self._claims_so_far(report, paid)
            passages, read = self._passages_so_far(report, observed[number], wanted, paid)
            observations = (
                *observed[number],
                *(() if whole and read else (_PROSE_CUT_OFF,)),
                *missing_totals(report, evaluated[number].blank_totals),
                *observe_dates(report, self.pack.deadlines, today),
            )
            claims = tuple(claim for claim in found if claim.rule in wanted)
            findings = (
                *violated(report, verdicts.told(rules.constraints)),
                *self._observed(report, observations, wanted),
                *passages,
                *disputed(report, self.pack, claims),
            )
            told = finish(report, self.pack.rules, findings)
            yield ReportResult(report=report, findings=told, claims=claims, outcomes=verdicts.outcomes(rules.keys))

    def _observed(
        self, report: Report, observations: Sequence[Observation], wanted: frozenset[str]
    ) -> Iterator[Finding]:
        rules = {rule.observe: rule for rule in self.pack.rules if rule.observe and not rule.text and rule.id in wanted}
        for observation in observations:
            rule = rules.get(observation.kind)
            if rule is not None and rule.table in {None, observation.table}:
                yield finding_of_observation(report, rule, observation)
