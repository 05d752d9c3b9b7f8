"""Locate errors over all reports of a group: which cell of which report explains what is violated.

All reports of a chain of years or a tree of units are one system (`GroupSystem`), searched near what is violated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from validator.checking.verdicts import Judged
from validator.constraints.connected import DisjointSets
from validator.constraints.together.block_numbers import BlockNumbers
from validator.crosschecks._beside import OtherBlock
from validator.crosschecks.blocks import BlockSystems, Neighbours
from validator.localisation.group_members import GroupMember, LinkedBlock, MemberLink
from validator.localisation.group_system import GroupSystem
from validator.localisation.located import LocatedGroup
from validator.localisation.neighbourhood import locate_near
from validator.localisation.witnesses import Witness, witnesses_of
from validator.model.finding import Finding
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity, Verdict


class GroupRun(Struct, frozen=True):
    """The reports of a run, with what is known of them and between them."""

    systems: BlockSystems
    reports: Sequence[Report]
    neighbours: Sequence[Neighbours]
    numbers: Mapping[int, BlockNumbers]
    outcomes: Mapping[int, Sequence[Judged]]
    """Report -> the outcomes of the rules between it and its neighbours."""
    wanted: frozenset[str]
    """Ids of the rules in force."""


def with_suspects_between(run: GroupRun, checked: Sequence[ReportResult]) -> tuple[ReportResult, ...]:
    """The results, each finding with the cells of all reports that explain it.

    A finding that its own report explains by one cell stays as it is.
    """
    asked = {at for at in run.numbers if at < len(checked) and any(map(_is_asked, checked[at].findings))}
    results = list(checked)
    for members in DisjointSets(one.members for one in run.neighbours).groups():
        if asked.isdisjoint(members):
            continue
        # Of repairs that are as plausible the one of the first cell is named first: not by the order of the inputs.
        order = sorted(members, key=lambda at: (run.reports[at].year or 0, run.reports[at].path, at))
        located = _located(run, order, checked)
        for member, at in enumerate(order):
            if at in asked:
                findings = tuple(_explained(one, member, located) for one in checked[at].findings)
                results[at] = replace(checked[at], findings=findings)
    return tuple(results)


def _is_asked(finding: Finding) -> bool:
    """True for a violated relation that is not explained by one cell yet."""
    violated = finding.comparator is not None and finding.verdict is Verdict.VIOLATED
    return violated and finding.severity is not Severity.NOTE and not (finding.suspects and finding.doubt is None)


def _explained(finding: Finding, member: int, located: LocatedGroup) -> Finding:
    """The finding with what the group says of it, if that is more than its own report says."""
    component = located.components.get((member, finding.key))
    if component is None or not _is_asked(finding):
        return finding
    if finding.suspects and not 0 < len(component.repairs) < len(finding.suspects):
        return finding
    return replace(finding, suspects=located.suspects(component, member), doubt=located.doubt(component))


def _located(run: GroupRun, order: Sequence[int], checked: Sequence[ReportResult]) -> LocatedGroup:
    """The reports of a group put side by side in an order, with their errors located."""

    def witnesses(member: int) -> Iterable[Witness]:
        at = order[member]
        return witnesses_of(checked[at].claims, run.reports[at].form) if at < len(checked) else ()

    systems = [run.systems.checker.system(run.reports[at].form) for at in order]
    # What the readings of a report differ in is not known here, nor is a number of more than 64 bits.
    members = [
        GroupMember(run.reports[at], system, run.numbers[at].merged().bounded(system.largest))
        for at, system in zip(order, systems, strict=True)
    ]
    return LocatedGroup.of(GroupSystem.of(members, list(_links(run, order)), run.wanted), locate_near, witnesses)


def _links(run: GroupRun, order: Sequence[int]) -> Iterator[MemberLink]:
    """The relations between the reports of a group."""
    member = {at: number for number, at in enumerate(order)}
    beside = [one for one in run.neighbours if one.report in member]
    for one in sorted(beside, key=lambda one: member[one.report]):
        blocks = run.systems.blocks(run.reports, one)
        yield MemberLink(
            member[one.report],
            run.systems.system(run.reports, one, blocks),
            verdicts=[judged.verdict for judged in run.outcomes[one.report]],
            blocks=[linked for block in blocks for linked in _linked(block, member)],
        )


def _linked(block: OtherBlock, member: Mapping[int, int]) -> Iterator[LinkedBlock]:
    """What the cells of a block stand for; `member`: report -> the member it is."""
    cells = len(block.form.cells)
    yield LinkedBlock(cells, [None if at is None else member[at] for at in block.reports])
    if block.is_sum:
        yield LinkedBlock(cells, [])
