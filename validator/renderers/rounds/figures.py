"""The figures of a round: who is how far, which mistakes there are, and what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import CATALOGUE, say
from validator.model.mistake import Demand
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.lines import clean
from validator.renderers.rounds.organs import OrganReports, by_organ
from validator.renderers.rounds.submissions import Roll, called
from validator.renderers.rounds.told import ToldMistake, ToldReport, ToldRound

if TYPE_CHECKING:
    from validator.packs.files.expected_file import ExpectedOrgan
    from validator.packs.pack import Pack


class Frequency(Struct, frozen=True):
    """How often something is met."""

    key: str
    """Id of a rule, name of a slip, a year; empty for what has none."""
    words: str
    mistakes: int
    reports: int


class Unchecked(Struct, frozen=True):
    """What could not be checked, and what would make it checkable."""

    where: str
    what: str
    remedy: str


class RoundFigures(Struct, frozen=True, dict=True):
    """A round, counted."""

    told: ToldRound
    pack: Pack
    language: str
    listed: tuple[ExpectedOrgan, ...] | None
    """The organs that have to report; None where no list is given."""
    today: date

    @cached_property
    def organs(self) -> tuple[OrganReports, ...]:
        """Those with most to do first; draws by name."""
        found = by_organ(self.told, self.pack.names)
        return tuple(sorted(found, key=lambda one: ([-count for count in one.weight], one.name or "")))

    @cached_property
    def roll(self) -> Roll | None:
        """The list held against the round."""
        if self.listed is None:
            return None
        reported = {one.name: len(one.reports) for one in self.organs if one.name}
        unread = [one.path for one in self.told.unread]
        return called(self.listed, reported, unread, self.pack.names, self.today)

    @cached_property
    def faulty(self) -> int:
        """Reports with something to correct."""
        return sum(one.count(Demand.CORRECT) > 0 for one in self.told.reports)

    @cached_property
    def rules(self) -> tuple[Frequency, ...]:
        """The rules by how many mistakes they show, without those that only note something."""
        titles = {rule.id: rule.title[self.language] for rule in self.pack.rules}
        met = [
            (one.path, mistake)
            for one, mistake in self._mistakes
            if mistake.severity is not Severity.NOTE and mistake.demand is not Demand.OURS
        ]
        named = ((rule, path) for path, mistake in met for rule in mistake.rules)
        return _shares(named, lambda rule: titles.get(rule, rule))

    @cached_property
    def slips(self) -> tuple[Frequency, ...]:
        """The slips behind what has to be corrected; empty for those that none explains."""
        met = ((one.slip or "", report.path) for report, one in self._mistakes if one.demand is Demand.CORRECT)
        return _shares(met, lambda slip: slip_words(slip, self.language))

    @cached_property
    def years(self) -> tuple[tuple[int | None, int, int], ...]:
        """Year, reports, and those with something to correct; ascending, what is not known last."""
        reports = Counter(one.year for one in self.told.reports)
        faulty = Counter(one.year for one in self.told.reports if one.count(Demand.CORRECT))
        ordered = sorted(reports, key=lambda year: (year is None, year or 0))
        return tuple((year, reports[year], faulty[year]) for year in ordered)

    @cached_property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """Files that could not be read, then what could not be decided in those that were."""
        files = [Unchecked(one.path, one.reason, one.hint) for one in self.told.unread]
        doubts = [
            Unchecked(self.heading(report), one.message, one.why)
            for report, one in self._mistakes
            if one.undecided or one.demand is Demand.ORIGINAL
        ]
        return (*files, *doubts)

    @cached_property
    def verdicts(self) -> Mapping[Verdict, int]:
        """Relations by verdict."""
        return sum((Counter(one.verdicts) for one in self.told.reports), Counter())

    @property
    def _mistakes(self) -> Iterable[tuple[ToldReport, ToldMistake]]:
        return ((report, one) for report in self.told.reports for one in report.mistakes)

    def heading(self, report: ToldReport) -> str:
        """`甲县 2023 年度报告`."""
        organ = clean(report.organ or "") or say("organ-not-known", self.language)
        year = say("year-not-known", self.language) if report.year is None else report.year
        return say("report-heading", self.language, organ=organ, year=year)

    def name(self, organ: OrganReports) -> str:
        """The organ by its name, or by its file."""
        return organ.name or say("round-file-of", self.language, path=organ.reports[0].path)


def slip_words(slip: str, language: str) -> str:
    """The slip in words; the name of one that this version does not know."""
    key = f"slip-name-{slip or 'none'}"
    return say(key, language) if key in CATALOGUE else slip


def _shares(met: Iterable[tuple[str, str]], words: Callable[[str], str]) -> tuple[Frequency, ...]:
    """What is met how often in how many reports, the most frequent first; (key, path) for each time."""
    paths: dict[str, list[str]] = {}
    for key, path in met:
        paths.setdefault(key, []).append(path)
    found = [Frequency(key, words(key), len(one), len(set(one))) for key, one in paths.items()]
    return tuple(sorted(found, key=lambda one: (-one.mistakes, one.key == "", one.key)))
