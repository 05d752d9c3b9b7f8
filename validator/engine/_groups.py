"""Work on reports that hang together, wherever it is done: what is said of each that it was not told by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from validator.crosschecks.groups import ReportGroups
from validator.engine._file_checker import FileChecker
from validator.engine.task import Tally
from validator.model.rule import Severity, Verdict

if TYPE_CHECKING:
    from validator.model.result import ReportResult


class Group(NamedTuple):
    """Reports that hang together."""

    places: tuple[int, ...]
    """Which of the run they are, ascending."""
    groups: ReportGroups
    """Which of them are compared, as of a run of these reports alone."""
    bodies: tuple[bytes, ...] = ()
    """Their extracts, once they are to be worked on."""

    def with_bodies(self, body: Callable[[int], bytes]) -> Group:
        """The same with its extracts; `body`: place of a report -> its extract."""
        return self._replace(bodies=tuple(map(body, self.places)))


class GroupOutcome(NamedTuple):
    """What came of a group."""

    text: str
    """Lines to be written behind those of all files."""
    tally: Tally
    """What this adds to the counts of the run."""


def hold(bench: FileChecker, group: Group) -> GroupOutcome:
    """Hold the reports of a group against each other."""
    from validator.crosschecks.check import check_between
    from validator.engine.extracts import restored
    from validator.model.result import ReportResult

    members = [restored(body, bench.pack.forms) for body in group.bodies]
    own, reports = members[: group.groups.own], [one.report for one in members]
    told = check_between(bench.checker, group.groups, reports, own, bench.wanted)
    lines, tally = [], Tally()
    for before, after in zip(own, told, strict=True):
        counts = Counter(before.counts) + Counter(after.counts)
        alone = ReportResult(before.report, before.findings, before.counts, before.claims)
        whole = ReportResult(before.report, after.findings, counts, after.claims)
        one = _difference(bench, bench.decided_alone(alone), bench.decided(whole))
        lines.append(one.text)
        tally = tally.plus(one.tally)
    return GroupOutcome("".join(lines), tally)


def _difference(bench: FileChecker, alone: ReportResult, whole: ReportResult) -> GroupOutcome:
    """What a report is told beside the others and was not told by itself."""
    from validator.renderers.data.records import between_records

    known = {one.fingerprint: (one.suspects, one.doubt) for one in alone.findings}
    added = [one for one in whole.findings if one.fingerprint not in known]
    explained = [
        one
        for one in whole.findings
        if known.get(one.fingerprint, (one.suspects, one.doubt)) != (one.suspects, one.doubt)
    ]
    if not added and not explained and whole.counts == alone.counts and whole.claims == alone.claims:
        return GroupOutcome("", Tally())
    severities = [sum(one.severity is severity for one in added) for severity in Severity]
    verdicts = [whole.counts.get(verdict, 0) - alone.counts.get(verdict, 0) for verdict in Verdict]
    claims = whole.claims if whole.claims != alone.claims else ()
    records = between_records(whole, added, explained, claims, bench.pack, bench.task.language)
    return GroupOutcome(bench.lines(records), Tally(0, 0, *severities, *verdicts))


def hold_all(bench: FileChecker, groups: Iterable[Group]) -> list[GroupOutcome]:
    """One after the other."""
    return [hold(bench, group) for group in groups]
