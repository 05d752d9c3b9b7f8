"""Locate errors over all reports that hang together: which cell of which report explains what is violated.

All reports of a chain of years or a tree of units are one vector, and all relations in them and between them are one
system, searched near what is violated (`nearby.py`). What should hold between reports counts there like what must hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from validator.checker import Checked
from validator.compile import AT_LEAST, AT_MOST, EQUAL, System
from validator.constraint import Constraint
from validator.diagnose import Changed, Diagnosis, Sheet, diagnose
from validator.evaluate import VERDICTS
from validator.finding import Doubt, Finding, Suspect, SuspectCell
from validator.form import split_block
from validator.joint import Circle, Joint, Numbers, linked
from validator.nearby import locate_near
from validator.repairs import Component, Problem, Reason
from validator.report import Report
from validator.rule import Severity, Verdict
from validator.rulefile import Pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.checker import Judged

_COMPARATORS = {EQUAL: "=", AT_MOST: "<=", AT_LEAST: ">="}
_REASONS = {
    Reason.TOO_LARGE: Doubt.TOO_LARGE,
    Reason.TOO_MANY: Doubt.TOO_MANY,
    Reason.IMPOSSIBLE: Doubt.IMPOSSIBLE,
}
_OPEN = frozenset({Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE})

_Key = tuple[int, str, tuple[tuple[str, str], ...], tuple[str, ...]]
"""What tells one relation from another: report, rule, place, cells."""


@dataclass(frozen=True)
class Run:
    """The reports of a run beside each other, with what is known of them."""

    joint: Joint
    reports: Sequence[Report]
    circles: Sequence[Circle]
    numbers: Mapping[int, Numbers]
    outcomes: Mapping[int, Sequence[Judged]]
    """Report -> the outcomes of the rules between it and the others of its circle."""
    wanted: frozenset[str]
    """Ids of the rules in force."""


def trace(run: Run, checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """What each report was told, with the cells of all reports that explain it.

    What a report by itself explains by one cell stays as it is.
    """
    asked = {at for at in run.numbers if at < len(checked) and any(map(_is_asked, checked[at].findings))}
    results = list(checked)
    for members in _groups(run.circles):
        if not asked & members:
            continue
        whole = _Whole.of(run, members)
        components = dict(whole.located())
        for at in sorted(asked & members):
            findings = tuple(_explained(one, at, components, whole) for one in checked[at].findings)
            results[at] = replace(checked[at], findings=findings)
    return tuple(results)


def _is_asked(finding: Finding) -> bool:
    """True for a violated relation that is not explained by one cell yet."""
    violated = finding.comparator is not None and finding.verdict is Verdict.VIOLATED
    return violated and finding.severity is not Severity.NOTE and not (finding.suspects and finding.doubt is None)


def _groups(circles: Sequence[Circle]) -> Iterator[frozenset[int]]:
    """The reports that hang together."""
    together = ((one.report, *(at for at in one.others.values() if at is not None)) for one in circles)
    return map(frozenset, linked(together))


def _explained(finding: Finding, report: int, components: Mapping[_Key, Component], whole: _Whole) -> Finding:
    """The finding with what the whole says of it, if that is more than its own report says."""
    key = (report, finding.rule, finding.each, tuple(term.cell for term in finding.terms))
    component = components.get(key)
    if component is None or not _is_asked(finding):
        return finding
    if finding.suspects and not 0 < len(component.repairs) < len(finding.suspects):
        return finding
    doubt = _REASONS[component.reason] if component.reason else None if component.unique else Doubt.SEVERAL
    return replace(finding, suspects=whole.suspects(component, report), doubt=doubt)


@dataclass(frozen=True)
class _Rows:
    """Relations of one system in the numbering of the whole."""

    report: int
    """The report they belong to."""
    constraints: Sequence[Constraint]
    indices: NDArray[np.intp]
    """Variables of the relations, one after the other."""
    data: NDArray[np.int64]
    """Their coefficients."""
    lengths: NDArray[np.intp]
    """Number of variables of each relation."""
    comparators: Sequence[str]
    constants: NDArray[np.int64]
    tolerances: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        report: int,
        system: System,
        chosen: NDArray[np.bool_],
        variables: NDArray[np.intp],
        half: NDArray[np.int64],
    ) -> _Rows:
        """The chosen rows of a system; `variables`: its variables in the numbering of the whole."""
        rows = system.first.rows
        matrix = rows.coefficients.keep(chosen[rows.coefficients.row_of])
        kinds = np.repeat([EQUAL, AT_MOST, AT_LEAST], [kind.stop - kind.start for kind in rows.kinds])[chosen]
        reach = np.bincount(matrix.row_of, np.abs(matrix.data) * half[variables[matrix.indices]], len(chosen))
        return cls(
            report,
            [system.constraints[place] for place in rows.places[chosen]],
            variables[matrix.indices],
            matrix.data,
            np.diff(matrix.indptr)[chosen],
            [_COMPARATORS[int(kind)] for kind in kinds],
            rows.constant[chosen],
            rows.tolerance[chosen] + reach.astype(np.int64)[chosen],
        )


@dataclass(frozen=True)
class _Whole:
    """All cells of reports that hang together, and all relations that must or should hold among them."""

    reports: Sequence[Report]
    places: Sequence[tuple[int, str]]
    """Report and cell of each variable; the variables of units without a report come after them."""
    units: Sequence[int]
    """Smallest units in one unit of the column of each."""
    blank: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    values: NDArray[np.int64]
    lower: Sequence[int | None]
    rows: Sequence[_Rows]
    others: Mapping[int, Mapping[str, int | None]]
    """Report -> the others of its circle."""
    stand_ins: Mapping[str, Sequence[str]]
    """Rule -> the rules that apply where it is undetermined."""

    @classmethod
    def of(cls, run: Run, members: frozenset[int]) -> _Whole:
        """Put reports that hang together side by side."""
        # Of repairs that are as plausible the one of the first cell is named first: not by the order of the inputs.
        order = sorted(members, key=lambda at: (run.reports[at].year or 0, run.reports[at].path, at))
        known = {at: run.numbers[at].merged() for at in order}
        circles = sorted((one for one in run.circles if one.report in members), key=lambda one: order.index(one.report))
        places = [(at, cell) for at in known for cell in run.reports[at].form.cells]
        columns = [column for at in known for column in run.reports[at].form.columns]
        starts = dict(
            zip(known, np.cumsum([0, *(len(run.reports[at].form.cells) for at in known)]).tolist(), strict=False)
        )
        absent = sum(
            len(run.reports[one.report].form.cells) for one in circles for at in one.others.values() if at is None
        )

        def side_by_side(name: str, rest: int) -> NDArray[np.int64]:
            parts = [getattr(one, name)[0, : len(run.reports[at].form.cells)] for at, one in known.items()]
            return np.concatenate([*parts, np.full(absent, rest)])

        needed = [
            table.policy.blank == "unknown"
            for at in known
            for table in run.reports[at].form.tables
            for _ in table.cells
        ]
        blank = side_by_side("blank", 0).astype(np.bool_)
        unknown = side_by_side("unknown", 1).astype(np.bool_) | (blank & np.array([*needed, *[False] * absent]))
        half = side_by_side("half_widths", 0)
        return cls(
            reports=run.reports,
            places=places,
            units=[10**column.decimals for column in columns],
            blank=blank,
            unknown=unknown,
            values=np.where(unknown, 0, side_by_side("values", 0)),
            lower=[*(None if column.signed else 0 for column in columns), *[0] * absent],
            rows=[*_alone(run, known, starts, unknown, half), *_between(run, circles, starts, unknown, half)],
            others={one.report: one.others for one in circles},
            stand_ins=_stand_ins(run.joint.checker.pack),
        )

    def located(self) -> Iterator[tuple[_Key, Component]]:
        """Each violated relation with the component it is in; one that stands in for another has that one's."""
        owners = [(part.report, constraint) for part in self.rows for constraint in part.constraints]
        for component in locate_near(self._problem()):
            for row in component.violated:
                report, constraint = owners[row]
                for rule in (constraint.rule.id, *self.stand_ins.get(constraint.rule.id, ())):
                    yield (report, rule, constraint.each, self._cells(report, constraint)), component

    def _problem(self) -> Problem:
        from scipy.sparse import csr_array

        starts = np.cumsum([0, *np.concatenate([part.lengths for part in self.rows])])
        data, indices = (np.concatenate([getattr(part, name) for part in self.rows]) for name in ("data", "indices"))
        return Problem(
            csr_array((data, indices, starts), shape=(len(starts) - 1, len(self.values))),
            [word for part in self.rows for word in part.comparators],
            self.values.tolist(),
            constants=[int(one) for part in self.rows for one in part.constants],
            tolerances=[int(one) for part in self.rows for one in part.tolerances],
            lower=self.lower,
            known=(~self.unknown).tolist(),
        )

    def _cells(self, report: int, constraint: Constraint) -> tuple[str, ...]:
        """The cells of a constraint as its finding names them."""
        relation = constraint.relation
        return tuple(
            name for term in (*relation.left.terms, *relation.right.terms) if (name := self._name(report, term.cell))
        )

    def _name(self, report: int, cell: str) -> str | None:
        block, own = split_block(cell)
        owner = self.others[report].get(block) if block else report
        if owner is None or own not in self.reports[owner].form.index:
            return None
        kind = block.partition(".")[0]
        return f"{kind}.{own}" if kind else own

    def suspects(self, component: Component, report: int) -> tuple[Suspect, ...]:
        """The repairs of a component, the most plausible first; `report`: the one that is told."""
        ranked = []
        for repair in component.repairs:
            owners = {self.places[change.variable][0] for change in repair.changes}
            cells = tuple(
                self._suspect_cell(change.variable, change.low, change.high, report) for change in repair.changes
            )
            diagnosis = self._diagnosis(cells, owners)
            explained = zip(cells, diagnosis.each, strict=True) if diagnosis.each else ((cell, None) for cell in cells)
            cells = tuple(
                one if why is None else replace(one, slip=why.slip, source=why.source) for one, why in explained
            )
            moved = sum(abs(change.suggested - change.old) for change in repair.changes)
            suspect = Suspect(cells, diagnosis.slip, unique=component.unique, settles=len(component.violated))
            ranked.append((diagnosis.weight, moved, repair.variables, suspect))
        return tuple(suspect for _, _, _, suspect in sorted(ranked, key=lambda one: one[:3]))

    def _diagnosis(self, cells: Sequence[SuspectCell], owners: set[int]) -> Diagnosis:
        """The slip that explains cells, if all of them stand in one report."""
        if len(owners) != 1:
            return Diagnosis(None, 0)
        (owner,) = owners
        sheet = Sheet(self.reports[owner].form, self._amounts(owner), {})
        return diagnose([Changed(cell.cell, cell.old, cell.low, cell.high) for cell in cells], sheet)

    def _amounts(self, report: int) -> dict[str, Fraction | None]:
        """The numbers of a report."""
        return {
            cell: None if self.blank[at] else Fraction(int(self.values[at]), self.units[at])
            for at, (owner, cell) in enumerate(self.places)
            if owner == report and not self.unknown[at]
        }

    def _suspect_cell(self, at: int, low: int | None, high: int | None, report: int) -> SuspectCell:
        owner, cell = self.places[at]
        least, most = (None if end is None else Fraction(end, self.units[at]) for end in (low, high))
        old = None if self.blank[at] else Fraction(int(self.values[at]), self.units[at])
        return SuspectCell(cell, old, least, most, report=None if owner == report else self.reports[owner])


def _stand_ins(pack: Pack) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for rule in pack.rules:
        if rule.fallback_for:
            found.setdefault(rule.fallback_for, []).append(rule.id)
    return found


def _alone(
    run: Run,
    known: Mapping[int, Numbers],
    starts: Mapping[int, int],
    unknown: NDArray[np.bool_],
    half: NDArray[np.int64],
) -> Iterator[_Rows]:
    """What must hold within each report."""
    for at, numbers in known.items():
        system = run.joint.checker.system(run.reports[at].form)
        cells = len(run.reports[at].form.cells)
        variables = np.concatenate(
            [np.arange(cells) + starts[at], np.zeros(len(system.variables) - cells, dtype=np.intp)]
        )
        verdicts = [VERDICTS[code] for code in numbers.codes[0]]
        chosen = _in_force(system, verdicts, unknown[variables], run.wanted, frozenset({Severity.ERROR}))
        yield _Rows.of(at, system, chosen, variables, half)


def _between(
    run: Run, circles: Sequence[Circle], starts: Mapping[int, int], unknown: NDArray[np.bool_], half: NDArray[np.int64]
) -> Iterator[_Rows]:
    """What should hold between the reports of each circle."""
    ends = max(starts[at] + len(run.reports[at].form.cells) for at in starts)
    for circle in circles:
        system = run.joint.system(run.reports, circle)
        own = len(run.reports[circle.report].form.cells)
        facts = len(run.joint.checker.pack.facts)
        blocks = [np.arange(own) + starts[circle.report], np.zeros(facts, dtype=np.intp)]
        for at in circle.others.values():
            cells = own if at is None else len(run.reports[at].form.cells)
            blocks.append(np.arange(cells) + (ends if at is None else starts[at]))
            ends += cells if at is None else 0
        variables = np.concatenate(blocks)
        verdicts = [one.verdict for one in run.outcomes[circle.report]]
        weights = frozenset({Severity.ERROR, Severity.WARNING})
        chosen = _in_force(system, verdicts, unknown[variables], run.wanted, weights)
        yield _Rows.of(circle.report, system, chosen, variables, half)


def _in_force(
    system: System,
    verdicts: Sequence[Verdict],
    unknown: NDArray[np.bool_],
    wanted: frozenset[str],
    weights: frozenset[Severity],
) -> NDArray[np.bool_]:
    """The rows of a system that count as the reports stand; `unknown`: its variables without a number."""
    matrix = system.first.rows.coefficients
    open_rows = np.zeros(matrix.shape[0], dtype=np.bool_)
    open_rows[matrix.row_of[unknown[matrix.indices]]] = True
    chosen = []
    for row, place in enumerate(system.first.rows.places):
        constraint, verdict = system.constraints[place], verdicts[place]
        rule = constraint.rule
        left_out = constraint.guards and verdict in _OPEN
        settled = verdict is not Verdict.UNDETERMINED or bool(open_rows[row])
        chosen.append(rule.severity in weights and rule.id in wanted and not left_out and settled)
    return np.array(chosen, dtype=np.bool_)
