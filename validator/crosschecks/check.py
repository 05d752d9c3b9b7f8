"""What is checked between reports: an organ's years against each other, a report against those of its units.

The findings of a pair of years belong to the later report, those of a tree to the report of the parent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.checking.findings import Others, finding_of_observation, finish
from validator.checking.verdicts import disputed, violated
from validator.crosschecks._effort import Effort, TooCostlyError
from validator.crosschecks._suspects import GroupRun, with_suspects_between
from validator.crosschecks._tree import UnitReports
from validator.crosschecks._year_on_year import compare
from validator.crosschecks.alike import compare_texts
from validator.crosschecks.blocks import BlockSystems, Neighbours, blocks_named
from validator.crosschecks.groups import ReportGroups
from validator.model.claim import Claim
from validator.model.finding import Finding
from validator.model.observations.comparison_facts import Copies, OrgansListed, OtherReport
from validator.model.observations.facts import PartLeftOut
from validator.model.observations.kinds import Observation, ObservationKind, Stage
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Rule, Verdict

if TYPE_CHECKING:
    from validator.packs.pack import Pack


_CUT_OFF = Observation(ObservationKind.READING_INCOMPLETE, facts=PartLeftOut("comparison-too-costly"))


def check_between(
    checker: Checker,
    groups: ReportGroups,
    reports: Sequence[Report],
    checked: Sequence[ReportResult],
    wanted: frozenset[str],
) -> tuple[ReportResult, ...]:
    """The results of reports by themselves, with what comparing them adds; `checked`: one for each that is checked.

    `reports`: those that are checked, then those named as last year's.
    """
    pack = checker.pack
    systems = _systems(checker)
    neighbours = systems.needed(groups.neighbours)
    beside_of = {one.report: one for one in neighbours}
    numbers = systems.numbers(reports, neighbours)
    found = systems.check(reports, neighbours, numbers)
    efforts: dict[int, Effort] = defaultdict(Effort)
    observed = _observations(groups, reports, pack.rules, efforts)
    rules = {rule.observe: rule for rule in pack.rules if rule.observe and rule.id in wanted}
    order = {rule.id: place for place, rule in enumerate(pack.rules)}
    results: list[ReportResult] = []
    for at, alone in enumerate(checked):
        report, before = reports[at], groups.previous(at)
        neighbour = beside_of.get(at, Neighbours(at))
        others: Others = {name: None if place is None else reports[place] for name, place in neighbour.others.items()}
        judged = [one for one in found.get(at, ()) if one.constraint.rule.id in wanted]
        findings: list[Finding] = list(violated(report, systems.written_out(judged, reports, neighbour), others))
        last = None if before is None else reports[before]
        claims = _claims(checker, report, last, alone.claims, wanted, efforts[at])
        seen = (*observed.get(at, ()), *((_CUT_OFF,) if efforts[at].given_up else ()))
        findings += [finding_of_observation(report, rules[one.kind], one, others) for one in seen if one.kind in rules]
        findings += disputed(report, pack, [one for one in claims if one not in alone.claims])
        units = tuple(reports[unit] for unit in groups.units.get(at, ()))
        beside = replace(alone, claims=claims, previous=last, units=units)
        if judged or findings:
            outcomes = sorted((*alone.outcomes, *(one.outcome for one in judged)), key=lambda one: order[one.key.rule])
            every = finish(report, pack.rules, (*alone.findings, *findings))
            beside = replace(beside, findings=every, outcomes=tuple(outcomes))
        results.append(beside)
    return with_suspects_between(GroupRun(systems, reports, neighbours, numbers, found, wanted), results)


def cut_off(checker: Checker, alone: ReportResult, wanted: frozenset[str]) -> ReportResult:
    """The result of a report by itself, told that it was not compared with others."""
    rules = [rule for rule in checker.pack.rules if rule.observe is _CUT_OFF.kind and rule.id in wanted]
    told = (finding_of_observation(alone.report, rule, _CUT_OFF) for rule in rules)
    return replace(alone, findings=finish(alone.report, checker.pack.rules, (*alone.findings, *told)))


@lru_cache(maxsize=4)
def rules_between(pack: Pack) -> frozenset[str]:
    """Ids of the rules on which a report by itself has no findings."""
    growth = (rule.id for rule in pack.rules if rule.claim is not None and rule.claim.kind in {"growth", "increase"})
    observed = (rule.id for rule in pack.rules if rule.observe and rule.observe.stage is Stage.CROSSCHECKS)
    return frozenset((*growth, *observed, *(rule.id for rule in pack.rules if blocks_named(rule))))


def _claims(
    checker: Checker,
    report: Report,
    previous: Report | None,
    alone: tuple[Claim, ...],
    wanted: frozenset[str],
    effort: Effort,
) -> tuple[Claim, ...]:
    """What the text says, compared with last year's report as well where only that can decide."""
    if previous is None or all(claim.verdict is not Verdict.NOT_APPLICABLE for claim in alone):
        return alone
    try:
        effort.understand(report)
    except TooCostlyError:
        return alone
    return tuple(claim for claim in checker.claims(report, previous) if claim.rule in wanted)


@lru_cache(maxsize=4)
def _systems(checker: Checker) -> BlockSystems:
    """The compiled systems of the rules between reports; what is compiled for one run serves the next."""
    return BlockSystems(checker)


def _observations(
    groups: ReportGroups, reports: Sequence[Report], rules: Sequence[Rule], efforts: Mapping[int, Effort]
) -> Mapping[int, Sequence[Observation]]:
    """Report -> what the search for groups and the comparison of years found."""
    found: dict[int, list[Observation]] = defaultdict(list)
    for at, others in groups.series.copies.items():
        if at < groups.own:
            found[at].append(_copies(reports[at], [reports[other] for other in others]))
    for at, other in groups.series.doubts.items():
        found[at].append(Observation(ObservationKind.ORGAN_DOUBTFUL, facts=_about(reports[other])))
    for at, other in groups.series.earlier.items():
        found[at].append(Observation(ObservationKind.YEAR_BEFORE_MISSING, facts=_about(reports[other])))
    for at, before in groups.series.previous.items():
        effort = efforts[at]
        found[at].extend(effort.so_far(compare(reports[at], reports[before], rules, effort)))
    limits = next((rule.limits for rule in rules if rule.observe is ObservationKind.TEXT_ALIKE), None)
    if limits is not None:
        for at, other in groups.alike.items():
            effort = efforts[at]
            found[at].extend(effort.so_far(compare_texts(reports[at], reports[other], limits, effort)))
    for below in groups.unit_reports:
        found[below.parent].extend(_units(below))
    if groups.silent_parents and groups.own:
        found[0].append(Observation(ObservationKind.PARENT_MISSING, facts=OrgansListed(tuple(groups.silent_parents))))
    return found


def _about(report: Report) -> OtherReport:
    return OtherReport(report.organ or "", report.year, report.path)


def _copies(report: Report, others: Sequence[Report]) -> Observation:
    """Several reports of one organ and year: whether they say the same."""
    numbers = [one.value for one in report.cells]
    differ = sum(
        other.form.editions != report.form.editions or [one.value for one in other.cells] != numbers for other in others
    )
    copies = Copies(tuple(sorted(other.path for other in others)), differ)
    return Observation(ObservationKind.REPORT_DUPLICATE, facts=copies)


def _units(below: UnitReports) -> Iterator[Observation]:
    if below.missing:
        yield Observation(ObservationKind.UNITS_MISSING, facts=OrgansListed(tuple(below.missing)))
    if below.several:
        yield Observation(ObservationKind.UNITS_DUPLICATE, facts=OrgansListed(tuple(below.several)))
