"""Say of violated relations which cells explain them: the smallest repairs, each with the slip behind it.

All relations that must hold are satisfied together, and cells that are not known may take any value; where the file has
several best readings, only what all of them say is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from validator.constraints.alone.judging import FormAlone
from validator.constraints.alone.numbers import numbers_of
from validator.localisation._search import locate
from validator.localisation.located import LocatedGroup
from validator.localisation.report_system import ReportSystem
from validator.localisation.witnesses import Witness
from validator.model.finding import Doubt, Finding
from validator.model.report import Report
from validator.model.rules.rule import Fact, Severity, Verdict

_MOST_READINGS = 32
"""Best readings that are all located in; of more, nothing is said."""


def with_suspects(
    on_form: FormAlone,
    report: Report,
    facts: Sequence[Fact],
    findings: Sequence[Finding],
    rules: frozenset[str],
    witnesses: Sequence[Witness] = (),
) -> tuple[Finding, ...]:
    """The findings, each violated relation that must hold with its suspects or the reason why there is none.

    `on_form`: all rules on the form of the report; `rules`: ids of those in force.
    """
    violated = [one for one in findings if _must_hold(one)]
    if not violated:
        return tuple(findings)
    if len(report.readings) > _MOST_READINGS:
        doubtful = {id(one) for one in violated}
        return tuple(replace(one, doubt=Doubt.READING) if id(one) in doubtful else one for one in findings)
    doubted = frozenset(cell for one in findings if one.second_reading for cell in one.second_reading.differing)
    readings = [
        LocatedGroup.of(one, locate, lambda _: witnesses) for one in _readings(on_form, report, facts, doubted, rules)
    ]
    return tuple(_located(one, readings) if _must_hold(one) else one for one in findings)


def not_located(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings where the search was broken off: none of the relations that must hold has a suspect."""
    return tuple(replace(one, doubt=Doubt.TOO_LARGE) if _must_hold(one) else one for one in findings)


def _must_hold(finding: Finding) -> bool:
    return finding.comparator is not None and finding.verdict is Verdict.VIOLATED and finding.severity is Severity.ERROR


def _located(finding: Finding, readings: Sequence[LocatedGroup]) -> Finding:
    """The finding with what all readings say of it."""
    said = []
    for reading in readings:
        component = reading.components.get((0, finding.key))
        if component is None:
            return replace(finding, doubt=Doubt.READING)
        said.append((reading.doubt(component), reading.suspects(component)))
    doubt, suspects = said[0]
    cells = {frozenset(one.cells) for one in suspects}
    if any({frozenset(one.cells) for one in other} != cells for _, other in said[1:]):
        return replace(finding, doubt=Doubt.READING)
    return replace(finding, suspects=suspects, doubt=doubt)


def _readings(
    rules: FormAlone, report: Report, facts: Sequence[Fact], doubted: frozenset[str], wanted: frozenset[str]
) -> Iterator[ReportSystem]:
    """Each best reading of the report; `doubted`: cells that are not known, whatever was read in them."""
    not_sure = {at for at, name in enumerate(rules.variables) if name in doubted}
    for reading in report.readings:
        numbers = numbers_of(report, reading, facts)
        judged = rules.judge(numbers)
        # Blank totals whose parts are not 0 are no zeros.
        unknown = numbers.unknown | judged.missing_totals | not_sure
        yield ReportSystem(report, rules, replace(numbers, unknown=unknown), judged.codes, wanted)
