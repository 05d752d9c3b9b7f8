"""Make findings of violated constraints and observations, in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from validator.claim import Claim
from validator.claimvalues import Values
from validator.constraint import Constraint, Linear
from validator.finding import Finding, FindingTerm
from validator.form import CellName
from validator.report import Observation, Reading, Report
from validator.rule import Rule, Severity, Verdict

_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})


def finding_of_constraint(report: Report, constraint: Constraint, verdict: Verdict, severity: Severity) -> Finding:
    """The finding on one constraint, each cell under a letter."""
    relation = constraint.relation
    cells = [(term, "left") for term in relation.left.terms] + [(term, "right") for term in relation.right.terms]
    in_form = [(term, side) for term, side in cells if term.cell in report.form.index]
    terms = tuple(
        FindingTerm(
            letter(at),
            term.cell,
            _amount(report, term.cell),
            term.coefficient,
            side,
            report[term.cell].raw,
            report[term.cell].location,
        )
        for at, (term, side) in enumerate(in_form)
    )
    return Finding(
        rule=constraint.rule.id,
        severity=severity,
        verdict=verdict,
        table=constraint.rule.table,
        each=constraint.each,
        comparator=relation.comparator,
        left=_total(report, relation.left),
        right=_total(report, relation.right),
        tolerance=Fraction(constraint.rule.tolerance),
        constant=(relation.left.constant, relation.right.constant),
        terms=terms,
        location=next((term.location for term in terms if term.location), None),
        part=constraint.part,
    )


def finding_of_observation(report: Report, rule: Rule, observation: Observation) -> Finding:
    """The finding on something the extraction noticed."""
    terms = tuple(
        FindingTerm(
            letter(at), name, _amount(report, name), Fraction(1), "left", report[name].raw, report[name].location
        )
        for at, name in enumerate(observation.cells)
    )
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=Verdict.VIOLATED,
        table=observation.table,
        each=_place(observation),
        terms=terms,
        location=observation.location,
        facts=observation.facts,
    )


def finding_of_claim(report: Report, rule: Rule, claim: Claim) -> Finding:
    """The finding on a number of the text that disagrees: the number on the left, the cells under letters on the right.

    Words of scope soften it to a note. It is located where the text stands, not where the cells are.
    """
    reading = claim.reading or Linear(())
    values = Values(report)
    # A blank total is shown as what it comes to: that is what the text is held against.
    terms = tuple(
        FindingTerm(
            letter(at),
            term.cell,
            values.cell(term.cell) or _amount(report, term.cell),
            term.coefficient,
            "right",
            report[term.cell].raw,
            report[term.cell].location,
        )
        for at, term in enumerate(reading.terms)
    )
    said = {"text": claim.text, "sentence": claim.sentence, "against": claim.against}
    said |= {"found_in": claim.found_in} if claim.found_in else {}
    said |= {"scope": claim.scope} if claim.scope else {}
    worked_out = [term.cell for term in terms if term.value and report[term.cell].reading is Reading.BLANK]
    said |= {"worked_out": ", ".join(worked_out)} if worked_out else {}
    return Finding(
        rule=rule.id,
        severity=Severity.NOTE if claim.scope else rule.severity,
        verdict=claim.verdict,
        table=CellName.parse(terms[0].cell).table if terms else None,
        comparator="=",
        left=claim.quoted,
        right=claim.value,
        constant=(claim.quoted, reading.constant),
        terms=terms,
        location=claim.location,
        facts={**said, **claim.facts},
    )


def finish(report: Report, rules: Sequence[Rule], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by table, rule and place; add what else each cell violates, and the fingerprints."""
    tables = {table.name: at for at, table in enumerate(report.form.tables)}
    order = {rule.id: at for at, rule in enumerate(rules)}

    def key(finding: Finding) -> tuple[int, int, int]:
        first = min((report.form.index[term.cell] for term in finding.terms), default=-1)
        return tables.get(finding.table or "", -1), order[finding.rule], first

    ordered = sorted(findings, key=key)
    violated = [one for one in ordered if one.comparator and one.verdict is Verdict.VIOLATED]
    return tuple(
        replace(finding, also=_also(finding, violated), fingerprint=_fingerprint(report, finding))
        for finding in ordered
    )


def letter(number: int) -> str:
    """`a` to `z`, then `aa`, `ab`, ..."""
    head, last = divmod(number, 26)
    return (letter(head - 1) if head else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _amount(report: Report, name: str) -> Fraction | None:
    parts = CellName.parse(name)
    return report[name].amount(report.form.table(parts.table).column(parts.column))


def _total(report: Report, side: Linear) -> Fraction | None:
    """The value of one side, blank cells counted 0; None if a cell is not known."""
    total = side.constant
    for term in side.terms:
        if term.cell in report.form.index:
            if report[term.cell].reading in _OPEN:
                return None
            total += term.coefficient * (_amount(report, term.cell) or 0)
    return total


def _place(observation: Observation) -> tuple[tuple[str, str], ...]:
    """Row and column of an observation about a single cell."""
    if len(observation.cells) != 1:
        return ()
    name = CellName.parse(observation.cells[0])
    return (("row", name.row), ("column", name.column))


def _also(finding: Finding, violated: Sequence[Finding]) -> tuple[str, ...]:
    """Which other violated relations share a cell with this finding, under this finding's letter."""
    if finding.comparator is None or finding.verdict is not Verdict.VIOLATED:
        return ()
    letters = {term.cell: term.letter for term in finding.terms}
    shared = (
        f"{letters[term.cell]} {other.rule}"
        for other in violated
        if other is not finding
        for term in other.terms
        if term.cell in letters
    )
    return tuple(dict.fromkeys(shared))


def _fingerprint(report: Report, finding: Finding) -> str:
    """Equal for the same finding in another copy of the report, different once a number in it changes."""
    parts = [report.organ or "", str(report.year), finding.rule, finding.verdict, finding.table or ""]
    parts += [f"{axis}={name}" for axis, name in finding.each]
    parts += [f"{term.cell}={term.value}" for term in finding.terms]
    parts += [f"{key}={value}" for key, value in sorted(finding.facts.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
