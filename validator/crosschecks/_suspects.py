"""Locate errors over all reports that hang together: which cell of which report explains what is violated.

All reports of a chain of years or a tree of units are one system (`GroupSystem`), searched near what is violated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from validator.checking.checker import Checked, Judged
from validator.constraints.connected import DisjointSets
from validator.constraints.evaluation import VERDICTS
from validator.crosschecks.blocks import Circle, Joint, Numbers
from validator.localisation.group_system import GroupMember, GroupSystem, MemberLink
from validator.localisation.located import LocatedGroup, doubt_of
from validator.localisation.neighbourhood import locate_near
from validator.localisation.witnesses import Witness, witnesses_of
from validator.model.finding import Finding
from validator.model.report import Report
from validator.model.rule import Severity, Verdict


@dataclass(frozen=True)
class GroupRun:
    """The reports of a run beside each other, with what is known of them."""

    joint: Joint
    reports: Sequence[Report]
    circles: Sequence[Circle]
    numbers: Mapping[int, Numbers]
    outcomes: Mapping[int, Sequence[Judged]]
    """Report -> the outcomes of the rules between it and the others of its circle."""
    wanted: frozenset[str]
    """Ids of the rules in force."""


def trace(run: GroupRun, checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """What each report was told, with the cells of all reports that explain it.

    What a report by itself explains by one cell stays as it is.
    """
    asked = {at for at in run.numbers if at < len(checked) and any(map(_is_asked, checked[at].findings))}
    results = list(checked)
    for members in _groups(run.circles):
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


def _groups(circles: Sequence[Circle]) -> list[list[int]]:
    """The reports that hang together."""
    return DisjointSets((one.report, *(at for at in one.others.values() if at is not None)) for one in circles).groups()


def _explained(finding: Finding, member: int, located: LocatedGroup) -> Finding:
    """The finding with what the group says of it, if that is more than its own report says."""
    component = located.components.get((member, finding.key))
    if component is None or not _is_asked(finding):
        return finding
    if finding.suspects and not 0 < len(component.repairs) < len(finding.suspects):
        return finding
    return replace(finding, suspects=located.suspects(component, member), doubt=doubt_of(component))


def _located(run: GroupRun, order: Sequence[int], checked: Sequence[Checked]) -> LocatedGroup:
    """The reports of a group put side by side in an order, with their errors located."""

    def witnesses(member: int) -> Iterable[Witness]:
        at = order[member]
        return witnesses_of(checked[at].claims, run.reports[at].form) if at < len(checked) else ()

    members = [_member(run, at) for at in order]
    return LocatedGroup.of(GroupSystem.of(members, list(_links(run, order)), run.wanted), locate_near, witnesses)


def _member(run: GroupRun, at: int) -> GroupMember:
    """A report with what all of its readings agree on."""
    report, numbers = run.reports[at], run.numbers[at].merged()
    return GroupMember(
        report,
        run.joint.checker.system(report.form),
        verdicts=[VERDICTS[code] for code in numbers.codes[0].tolist()],
        values=numbers.values[0],
        half_widths=numbers.half_widths[0],
        blank=numbers.blank[0],
        unknown=numbers.unknown[0],
    )


def _links(run: GroupRun, order: Sequence[int]) -> Iterator[MemberLink]:
    """The relations between the reports of a group."""
    member = {at: number for number, at in enumerate(order)}
    for circle in sorted((one for one in run.circles if one.report in member), key=lambda one: member[one.report]):
        yield MemberLink(
            member[circle.report],
            run.joint.system(run.reports, circle),
            verdicts=[one.verdict for one in run.outcomes[circle.report]],
            others=[None if at is None else member[at] for at in circle.others.values()],
        )
