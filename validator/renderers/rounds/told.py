"""What the reports of a round were told, without their cells: from a result, or from one that was written as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import say
from validator.model.mistake import Demand, Sure
from validator.model.rules.rule import Severity, Verdict
from validator.packs.files.yaml_file import FaultKind
from validator.renderers.data.read_back import Entry, UnexpectedValueError
from validator.renderers.layout.lines import clean
from validator.renderers.terminal.headings import path_words, report_words
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack

_SENTENCE = "sentence"
"""The fact by which the finding on a number of the text is known in JSON."""


class ToldMistake(Struct, frozen=True):
    """A mistake in words."""

    severity: Severity
    sure: Sure
    demand: Demand
    message: str
    """Where, what stands there, and what it should be."""
    why: str
    proof: str
    """Empty where there is none."""
    rules: tuple[str, ...]
    """Ids of the rules of its findings, each once."""
    slip: str | None
    """The slip that explains it, where one repair is named."""
    relations: int
    quotations: int
    undecided: int
    """Its findings that could not be decided."""


class ToldReport(Struct, frozen=True):
    """A report and what it was told."""

    path: str
    """With the part of the file, where that holds several reports."""
    organ: str | None
    year: int | None
    mistakes: tuple[ToldMistake, ...]
    """The weightiest first."""
    verdicts: Mapping[Verdict, int]
    """Relations by verdict; empty where it is not known."""

    def count(self, demand: Demand) -> int:
        """How many mistakes ask that."""
        return sum(one.demand is demand for one in self.mistakes)


class Unread(Struct, frozen=True):
    """An input that could not be read."""

    path: str
    reason: str
    hint: str


class ToldRound(Struct, frozen=True):
    """All reports of a round."""

    reports: tuple[ToldReport, ...] = ()
    unread: tuple[Unread, ...] = ()

    def __add__(self, other: ToldRound) -> ToldRound:
        """Both, one after the other."""
        return ToldRound((*self.reports, *other.reports), (*self.unread, *other.unread))

    def count(self, demand: Demand) -> int:
        """How many mistakes ask that."""
        return sum(one.count(demand) for one in self.reports)


class OtherLanguageError(Exception):
    """A result whose sentences are in another language than what is to be written from it."""

    def __init__(self, language: str) -> None:
        """`language`: that of the result."""
        super().__init__(language)
        self.language = language


def told_of(result: Result, pack: Pack, language: str) -> ToldRound:
    """What a result says."""
    unread = (
        Unread(path_words(one.path, language), clean(one.reason[language]), clean(one.hint[language]))
        for one in result.unreadable
    )
    return ToldRound(tuple(_report(one, pack, language) for one in result.reports), tuple(unread))


def _report(checked: ReportResult, pack: Pack, language: str) -> ToldReport:
    report = checked.report
    mistakes = tuple(map(_mistake, mistakes_of(checked, pack, language)))
    return ToldReport(report_words(report, language), report.organ, report.year, mistakes, checked.counts)


def _mistake(account: MistakeAccount) -> ToldMistake:
    mistake = account.mistake
    return ToldMistake(
        severity=mistake.severity,
        sure=mistake.sure,
        demand=mistake.demand,
        message=account.message,
        why=account.why,
        proof=account.proof,
        rules=tuple(sorted(account.rules)),
        slip=mistake.slip,
        relations=len(mistake.relations),
        quotations=len(mistake.quotations),
        undecided=sum(one.verdict is Verdict.UNDETERMINED for one in mistake.findings),
    )


def told_in(document: Entry, language: str) -> ToldRound:
    """What the JSON output of an earlier run says.

    Raises UnexpectedValueError for what is none, and OtherLanguageError.
    """
    document["version"].only(1)
    spoken = document.get("language")
    if spoken is not None and spoken.text() != language:
        raise OtherLanguageError(spoken.text())
    reports = tuple(_report_in(one, language) for one in document["reports"].items())
    unread = (
        Unread(*(clean(one[key].text()) for key in ("path", "reason", "hint")))
        for one in document["unreadable"].items()
    )
    return ToldRound(reports, tuple(unread))


def _report_in(report: Entry, language: str) -> ToldReport:
    findings = {one["fingerprint"].text(): one for one in report["findings"].items()}
    organ, year, part, verdicts = (report.get(key) for key in ("organ", "year", "part", "verdicts"))
    path = path_words(report["path"].text(), language)
    return ToldReport(
        path=path if part is None else path + say("brackets", language, text=clean(part.text())),
        organ=None if organ is None else organ.text(),
        year=None if year is None else year.integer(),
        mistakes=tuple(_mistake_in(one, findings) for one in report["mistakes"].items()),
        verdicts=dict(() if verdicts is None else _verdicts_in(verdicts)),
    )


def _verdicts_in(verdicts: Entry) -> Iterator[tuple[Verdict, int]]:
    for verdict in Verdict:
        yield verdict, verdicts[verdict.replace("-", "_")].integer()


def _mistake_in(mistake: Entry, findings: Mapping[str, Entry]) -> ToldMistake:
    members = [_member(name, findings) for name in mistake["findings"].items()]
    related = [one for one in members if one.get("comparator") is not None]
    quoted = [one for one in related if one["facts"].get(_SENTENCE) is not None]
    slip = mistake.get("slip")
    return ToldMistake(
        severity=Severity(mistake["severity"].word(tuple(Severity))),
        sure=Sure(mistake["sure"].word(tuple(Sure))),
        demand=Demand(mistake["demand"].word(tuple(Demand))),
        message=mistake["message"].text(),
        why=mistake["why"].text(),
        proof=mistake["proof"].text(),
        rules=tuple(sorted({one["rule"].text() for one in members})),
        slip=None if slip is None else slip.text(),
        relations=len(related) - len(quoted),
        quotations=len(quoted),
        undecided=sum(one["verdict"].text() == Verdict.UNDETERMINED for one in members),
    )


def _member(name: Entry, findings: Mapping[str, Entry]) -> Entry:
    """A finding by its fingerprint."""
    if name.text() not in findings:
        raise UnexpectedValueError(name.way, name.text(), FaultKind.UNKNOWN_NAME)
    return findings[name.text()]
