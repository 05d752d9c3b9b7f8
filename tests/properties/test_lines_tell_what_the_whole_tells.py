"""Reports kept as extracts and held against each other in groups are told what a run with all in memory tells."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.checking import law
from support.tree import changed, to_report, tree

from validator.crosschecks.options import Across
from validator.engine._file_checker import FileChecker
from validator.engine._groups import groups_of, hold
from validator.engine.extracts import Store, extract_of
from validator.engine.sinks import compared
from validator.engine.task import Run, Task
from validator.model.finding import Finding
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack
from validator.renderers.data.exact_json import json_line
from validator.renderers.data.json_report import suspect_json

DAY = date(2026, 1, 1)
BENCH = FileChecker(
    Task(content="jsonl", today=DAY, wanted=frozenset(rule.id for rule in load_pack().rules), keeps=True)
)


def alone(reports: list[Report]) -> tuple[ReportResult, ...]:
    checked = BENCH.checker.check(reports, BENCH.wanted)
    return tuple(
        replace(one, findings=BENCH.checker.locate(one.report, one.findings, BENCH.wanted, one.claims))
        for one in checked
    )


def suspects_of(finding: Finding) -> str:
    return json_line([suspect_json(one) for one in finding.suspects])


@law(0.2)
@given(rng=st.randoms(use_true_random=True))
def test_lines_tell_what_the_whole_tells(rng: Random) -> None:
    parents, units = tree(Random(2), 2, [2020, 2021, 2022])  # noqa: S311 - the same in every run
    lines = tuple(OrganLine(organ, parents[0].organ) for organ in dict.fromkeys(one.organ for one in units))
    reports = [to_report(one, f"{one.organ}{one.year}") for one in (*parents, *units)]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(reports))
        reports[at] = changed(reports[at], rng.choice(reports[at].form.cells), rng.randint(0, 900))
    reports = rng.sample(reports, rng.randint(2, len(reports)))
    across = Across(lines=lines)
    results = alone(reports)
    whole = compared(Run(BENCH.task, BENCH.pack, across), results, ())

    store = Store(BytesIO())
    store.add(map(extract_of, results))
    told: dict[str, dict[str, tuple[object, ...]]] = {
        one.report.path: {
            finding.fingerprint: (finding.rule, finding.severity, suspects_of(finding)) for finding in one.findings
        }
        for one in results
    }
    counts = {one.report.path: one.counts for one in results}
    for group in groups_of(store, (), BENCH.pack, across, None):
        held = hold(BENCH, group.with_bodies(store.body))
        for line in map(json.loads, held.text.splitlines()):
            if line["kind"] == "between":
                counts[line["path"]] = {verdict: line[verdict.replace("-", "_")] for verdict in Verdict}
                continue
            findings = told[line["path"]]
            assert (line["fingerprint"] in findings) == (line["kind"] == "explained")
            findings[line["fingerprint"]] = (line["rule"], line["severity"], line["suspects"] or "[]")
    for one in whole:
        assert told[one.report.path] == {
            finding.fingerprint: (finding.rule, finding.severity, suspects_of(finding)) for finding in one.findings
        }
        assert {verdict: count for verdict, count in counts[one.report.path].items() if count} == dict(one.counts)
