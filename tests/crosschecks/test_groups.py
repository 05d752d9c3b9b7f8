"""How the reports of a run belong together, and that each group of them can be checked by itself."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace
from support.tree import changed, to_report, tree

from validator.checking.checker import Checker
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import ReportGroups, find_groups
from validator.crosschecks.options import Across
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

CHECKER = Checker(load_pack())
WANTED = frozenset(rule.id for rule in CHECKER.pack.rules)
BREAKS = (
    "requests.new.business",
    "documents.normative.in_force",
    "permits.permits.decisions",
    "requests.carried_out.total",
)


def run() -> tuple[list[Report], list[Report], ReportGroups]:
    """Two trees of which a unit is missing, a stranger, a copy, and last year's reports of one tree; all mixed."""
    rng = Random(4)  # noqa: S311 - the same in every run
    reports, previous, lines = [], [], []
    for place in ("甲市", "乙市"):
        parents, units = tree(rng, 2, [2021, 2022])
        named = [replace(one, organ=one.organ.replace("甲市", place)) for one in (*parents, *units)]
        lines += [OrganLine(one.organ, place) for one in named[2:]]
        made = [to_report(one, f"{one.organ}{one.year}.html") for one in named]
        reports += [changed(one, rng.choice(BREAKS), 987) for one in made[:-1]]
    lines.append(OrganLine("丙市某局", "丙市"))
    stranger = replace(reports[0], organ="丁省", path="d.html", year=2022)
    previous = [replace(one, year=2020, path=f"last/{one.path}") for one in reports[:1]]
    reports += [stranger, replace(reports[3], path="copy.html")]
    rng.shuffle(reports)
    return reports, previous, find_groups(reports, previous, CHECKER.pack.names, Across(lines=tuple(lines)))


def check(groups: ReportGroups, reports: list[Report]) -> tuple[ReportResult, ...]:
    own = reports[: groups.own]
    alone = [
        replace(told, findings=CHECKER.locate(one, told.findings, WANTED))
        for one, told in zip(own, CHECKER.check(own, WANTED), strict=True)
    ]
    return check_between(CHECKER, groups, reports, alone, WANTED)


def test_groups_checked_one_by_one_are_told_what_the_whole_run_is_told() -> None:
    own, previous, groups = run()
    reports = [*own, *previous]
    whole = dict(enumerate(check(groups, reports)))
    each = groups.members()
    assert len(each) >= 2
    told: dict[int, ReportResult] = {}
    for members in each:
        part = groups.part(members)
        told.update(zip(members, check(part, [reports[at] for at in members]), strict=False))
    for at, one in whole.items():
        assert told.get(at, one) == one
    alone = set(whole) - set(told)
    assert {own[at].path for at in alone} <= {"d.html"}


def test_whoever_is_wanted_is_a_group_of_its_own() -> None:
    reports = [to_report(one, one.organ) for one in tree(Random(1), 2, [2022])[1]]  # noqa: S311 - see above
    groups = find_groups(reports, (), CHECKER.pack.names, Across())
    assert groups.members() == ()
    assert groups.members([1]) == ((1,),)
