"""Make findings of violated constraints and observations, in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.checking._conditions import facts_of
from validator.checking.claims.values import Values
from validator.constraints.evaluated import must_be_filled
from validator.model.claim import Claim, Quotation
from validator.model.finding import Finding, FindingTerm, Link
from validator.model.form import UNITS, CellName, split_block
from validator.model.fractions_added import dot
from validator.model.observations.kinds import Observation
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.constraint import Constraint, Linear
from validator.model.rules.rule import Rule, Severity, Verdict

_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})

_TWO = 2
"""Findings of which one is another than the one at hand."""
_PATHS = frozenset({"path", "paths"})
"""Facts that say where files lie."""

Others = Mapping[str, Report | None]
"""Name of a block (`previous`, `units.1`) -> the report whose cells it holds; None for a unit without a report."""
ALONE: Others = {}
"""The other reports of a finding on a report by itself: none."""


def finding_of_constraint(
    report: Report, constraint: Constraint, verdict: Verdict, severity: Severity, others: Others = ALONE
) -> Finding:
    """The finding on one constraint, each cell under a letter; `others`: the reports it is held against."""
    if constraint.evaluated or must_be_filled(constraint):
        return _finding_of_condition(report, constraint, verdict, severity, others)
    relation = constraint.relation
    cells = [(term, "left") for term in relation.left.terms] + [(term, "right") for term in relation.right.terms]
    found = [(one, term, side) for term, side in cells if (one := _look_up(report, term.cell, others)) is not None]
    terms = tuple(_term(at, one, term.coefficient, side) for at, (one, term, side) in enumerate(found))
    open_sides = {side for one, _, side in found if one.value.reading in _OPEN}
    left, right = (
        None if name in open_sides else _total(side.constant, (term for term in terms if term.side == name))
        for name, side in (("left", relation.left), ("right", relation.right))
    )
    return Finding(
        rule=constraint.rule.id,
        severity=severity,
        verdict=verdict,
        table=constraint.table,
        each=constraint.each,
        comparator=relation.comparator,
        left=left,
        right=right,
        tolerance=Fraction(constraint.rule.tolerance),
        constant=(relation.left.constant, relation.right.constant),
        terms=terms,
        location=next((term.location for term in terms if term.location), None),
        part=constraint.part,
    )


def _finding_of_condition(
    report: Report, constraint: Constraint, verdict: Verdict, severity: Severity, others: Others
) -> Finding:
    """The finding on what is no sum compared with another, or wants its cells filled: it has no two sides."""
    relation = constraint.relation
    named = {term.cell: None for side in (relation.left, relation.right) for term in side.terms}
    found = {name: one for name in named if (one := _look_up(report, name, others)) is not None}
    terms = {name: _term(at, one, Fraction(1), "left") for at, (name, one) in enumerate(found.items())}
    blank = {name for name, one in found.items() if one.value.reading is Reading.BLANK}
    return Finding(
        rule=constraint.rule.id,
        severity=severity,
        verdict=verdict,
        table=constraint.table,
        each=constraint.each,
        terms=tuple(terms.values()),
        location=next((term.location for term in terms.values() if term.location), None),
        part=constraint.part,
        facts=facts_of(constraint, terms, blank),
    )


def finding_of_observation(report: Report, rule: Rule, observation: Observation, others: Others = ALONE) -> Finding:
    """The finding on something the extraction noticed, or the comparison with the `others`."""
    cells = [one for name in observation.cells if (one := _look_up(report, name, others)) is not None]
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=Verdict.VIOLATED,
        table=observation.table,
        each=_place(observation),
        terms=tuple(_term(at, one, Fraction(1), "left") for at, one in enumerate(cells)),
        location=observation.location,
        facts=observation.facts,
    )


def finding_of_claim(report: Report, rule: Rule, claim: Claim) -> Finding:
    """The finding on a number of the text that disagrees: the number on the left, the cells under letters on the right.

    Words of scope soften it to a note, and so does the right number at another place of the text. It is located where
    the text stands, not where the cells are.
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
    worked_out = tuple(term.cell for term in terms if term.value and report[term.cell].reading is Reading.BLANK)
    return Finding(
        rule=rule.id,
        severity=Severity.NOTE if claim.scope or claim.said_right else rule.severity,
        verdict=claim.verdict,
        table=CellName.parse(terms[0].cell).table if terms else None,
        comparator="=",
        left=claim.quoted,
        right=claim.value,
        constant=(claim.quoted, reading.constant),
        terms=terms,
        location=claim.location,
        facts=Quotation(claim, worked_out),
    )


class _Found(Struct, frozen=True):
    """A cell and the report it stands in."""

    name: str
    """As in `FindingTerm.cell`."""
    report: Report
    cell: str
    """Its name in that report."""
    own: bool
    """True if that is the report at hand."""

    @property
    def value(self) -> CellValue:
        return self.report[self.cell]

    @property
    def amount(self) -> Fraction | None:
        parts = CellName.parse(self.cell)
        return self.value.amount(self.report.form.table(parts.table).column(parts.column))


def _look_up(report: Report, name: str, others: Others) -> _Found | None:
    """The cell behind a name; None for a fact, and where there is no report."""
    block, cell = split_block(name)
    owner = others.get(block) if block else report
    if owner is None or cell not in owner.form.index:
        return None
    return _Found(_named(UNITS if block.startswith(UNITS) else block, cell), owner, cell, own=not block)


@lru_cache(maxsize=4096)
def _named(kind: str, cell: str) -> str:
    """One text for all units of a parent, of which there may be thousands."""
    return f"{kind}.{cell}" if kind else cell


def _term(number: int, one: _Found, coefficient: Fraction, side: str) -> FindingTerm:
    value = one.value
    source = None if one.own else one.report
    return FindingTerm(letter(number), one.name, one.amount, coefficient, side, value.raw, value.location, source)


def finish(report: Report, rules: Sequence[Rule], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by table, rule and place; add what else each cell violates, and the fingerprints.

    A fingerprint once given stays.
    """
    tables = {table.name: at for at, table in enumerate(report.form.tables)}
    order = {rule.id: at for at, rule in enumerate(rules)}

    def key(finding: Finding) -> tuple[int, int, int]:
        own = (report.form.index[term.cell] for term in finding.terms if term.source is None)
        first = min(own, default=-1)
        return tables.get(finding.table or "", -1), order[finding.rule], first

    ordered = sorted(findings, key=key)
    shared = _shared_cells(ordered)
    return tuple(
        replace(
            finding,
            also=_also(at, finding, shared) if _is_violated(finding) else (),
            fingerprint=finding.fingerprint or _fingerprint(report, finding),
        )
        for at, finding in enumerate(ordered)
    )


@lru_cache(maxsize=8192)
def letter(number: int) -> str:
    """`a` to `z`, then `aa`, `ab`, ..."""
    head, last = divmod(number, 26)
    return (letter(head - 1) if head else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _amount(report: Report, name: str) -> Fraction | None:
    parts = CellName.parse(name)
    return report[name].amount(report.form.table(parts.table).column(parts.column))


def _total(constant: Fraction, terms: Iterable[FindingTerm]) -> Fraction:
    """The value of one side, blank cells counted 0."""
    return constant + dot((term.coefficient, term.value) for term in terms if term.value is not None)


def _place(observation: Observation) -> tuple[tuple[str, str], ...]:
    """Row and column of an observation about a single cell."""
    if len(observation.cells) != 1:
        return ()
    name = CellName.parse(observation.cells[0])
    return (("row", name.row), ("column", name.column))


_Place: TypeAlias = tuple[int, int]
"""Number of a finding, and of a term in it."""


def _is_violated(finding: Finding) -> bool:
    return finding.comparator is not None and finding.verdict is Verdict.VIOLATED


def _shared_cells(findings: Sequence[Finding]) -> Mapping[str, Mapping[str, Sequence[_Place]]]:
    """Own cell -> rule it violates -> the first places where it does, in two findings at most.

    No more is kept, since a text may quote one cell thousands of times.
    """
    found: dict[str, dict[str, list[_Place]]] = {}
    for at, finding in enumerate(findings):
        if _is_violated(finding):
            for number, term in enumerate(finding.terms):
                if term.source is None:
                    places = found.setdefault(term.cell, {}).setdefault(finding.rule, [])
                    if len(places) < _TWO and at not in (place for place, _ in places):
                        places.append((at, number))
    return found


def _also(at: int, finding: Finding, shared: Mapping[str, Mapping[str, Sequence[_Place]]]) -> tuple[Link, ...]:
    """Which other violated relations share a cell with this finding, under this finding's letter."""
    letters = {term.cell: term.letter for term in finding.terms if term.source is None}
    links = [
        (next(place for place in places if place[0] != at), Link(letters[cell], rule))
        for cell in letters
        for rule, places in shared[cell].items()
        if any(place[0] != at for place in places)
    ]
    return tuple(link for _, link in sorted(links, key=itemgetter(0)))


def _fingerprint(report: Report, finding: Finding) -> str:
    """Equal for the same finding in another copy of the report, different once a number in it changes."""
    parts = [report.organ or "", str(report.year), finding.rule, finding.verdict, finding.table or ""]
    parts += [f"{axis}={name}" for axis, name in finding.each]
    parts += [f"{term.cell}={term.value}{_of(term)}" for term in finding.terms]
    parts += [f"{key}={value}" for key, value in sorted(finding.facts.printed.items()) if key not in _PATHS]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _of(term: FindingTerm) -> str:
    """Whose cell it is, for a cell of another report."""
    return "" if term.source is None else f"@{term.source.organ} {term.source.year}"
