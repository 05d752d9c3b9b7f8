"""Work on reports that hang together, wherever it is done: what is said of each that it was not told by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from validator.engine._file_checker import FileChecker
from validator.engine.task import Tally, tally_of
from validator.model.result import ReportResult

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.crosschecks.groups import ReportGroups
    from validator.crosschecks.options import Across
    from validator.engine.extracts import Store
    from validator.model.report import Report
    from validator.packs.pack import Pack

LARGEST_GROUP = 2000
"""Reports that are held against each other as one group: of more, a country at worst, each organ by itself."""


class GroupTask(NamedTuple):
    """Reports that hang together."""

    places: tuple[int, ...]
    """Which of the run they are: those that are told something first, each of both ascending."""
    groups: ReportGroups
    """Which of them are compared, as of a run of these reports alone."""
    bodies: tuple[bytes, ...] = ()
    """Their extracts, once they are to be worked on."""

    def with_bodies(self, body: Callable[[int], bytes]) -> GroupTask:
        """The same with its extracts; `body`: place of a report -> its extract."""
        return self._replace(bodies=tuple(map(body, self.places)))


class GroupOutcome(NamedTuple):
    """What came of a group."""

    text: str
    """Lines to be written behind those of all files."""
    tally: Tally
    """What this adds to the counts of the run."""


def groups_of(
    store: Store, previous: Sequence[Report], pack: Pack, across: Across, decisions: Decisions | None
) -> Iterator[GroupTask]:
    """The groups of reports that hang together; `store`: extracts of all of the run, to which last year's are added.

    A group of more than LARGEST_GROUP is split by level, so that no worker needs all of it: an organ with its years and
    the units right below it. A report of which a finding beside others has been accepted is looked at also where it has
    no neighbours.
    """
    from validator.crosschecks.check import rules_between
    from validator.crosschecks.groups import find_groups
    from validator.engine.extracts import extract_of

    own = list(store.names)
    store.add(extract_of(ReportResult(report=report)) for report in previous)
    groups = find_groups(own, store.names[len(own) :], pack.names, across)
    waivers = () if decisions is None else decisions.waivers
    accepted = {(one.organ, one.year) for one in waivers if one.rule in rules_between(pack)}
    for members in groups.members(at for at, name in enumerate(own) if (name.organ, name.year) in accepted):
        if len(members) <= LARGEST_GROUP:
            yield GroupTask(members, groups.part(members))
            continue
        for told, beside in groups.by_level(members):
            together = (*told, *beside)
            yield GroupTask(together, groups.part(together, len(told)))


def hold(bench: FileChecker, group: GroupTask) -> GroupOutcome:
    """Hold the reports of a group against each other."""
    from validator.crosschecks.check import check_between
    from validator.engine.extracts import restored

    members = [restored(body, bench.pack.forms) for body in group.bodies]
    own, reports = members[: group.groups.own], [one.report for one in members]
    told = check_between(bench.checker, group.groups, reports, own, bench.wanted)
    found = [
        _difference(bench, bench.decided_alone(alone), bench.decided(whole))
        for alone, whole in zip(own, told, strict=True)
    ]
    return GroupOutcome("".join(one.text for one in found), reduce(Tally.plus, (one.tally for one in found), Tally()))


def given_up(bench: FileChecker, group: GroupTask) -> GroupOutcome:
    """What is told of a group that cannot be held against each other: that this was not done."""
    from validator.crosschecks.check import cut_off
    from validator.engine.extracts import restored

    found = []
    for body in group.bodies[: group.groups.own]:
        alone = restored(body, bench.pack.forms)
        whole = cut_off(bench.checker, alone, bench.wanted)
        found.append(_difference(bench, bench.decided_alone(alone), bench.decided(whole)))
    return GroupOutcome("".join(one.text for one in found), reduce(Tally.plus, (one.tally for one in found), Tally()))


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
    claims = whole.claims if whole.claims != alone.claims else ()
    records = between_records(whole, added, explained, claims, bench.pack, bench.task.language)
    return GroupOutcome(bench.lines(records), tally_of(whole).minus(tally_of(alone)))


def hold_all(bench: FileChecker, groups: Iterable[GroupTask]) -> list[GroupOutcome]:
    """One after the other."""
    return [hold(bench, group) for group in groups]
