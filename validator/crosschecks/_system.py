"""All reports that hang together as one system: their cells side by side, and every relation in and between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from validator.constraints.evaluation import VERDICTS
from validator.constraints.system import System
from validator.crosschecks.blocks import Circle, Joint, Numbers
from validator.localisation.problem import RepairProblem
from validator.model.constraint import Constraint
from validator.model.form import split_block
from validator.model.report import Report
from validator.model.rule import Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.checking.checker import Judged
    from validator.localisation.witnesses import Witness

_OPEN = frozenset({Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE})


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
        reach = np.bincount(matrix.row_of, np.abs(matrix.data) * half[variables[matrix.indices]], len(chosen))
        return cls(
            report,
            [system.constraints[place] for place in rows.places[chosen]],
            variables[matrix.indices],
            matrix.data,
            np.diff(matrix.indptr)[chosen],
            [rows.comparators[row] for row in np.flatnonzero(chosen)],
            rows.constant[chosen],
            rows.tolerance[chosen] + reach.astype(np.int64)[chosen],
        )


@dataclass(frozen=True)
class Whole:
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

    @classmethod
    def of(cls, run: GroupRun, members: frozenset[int]) -> Whole:
        """Put reports that hang together side by side."""
        # Of repairs that are as plausible the one of the first cell is named first: not by the order of the inputs.
        order = sorted(members, key=lambda at: (run.reports[at].year or 0, run.reports[at].path, at))
        known = {at: run.numbers[at].merged() for at in order}
        place = {at: number for number, at in enumerate(order)}
        circles = sorted((one for one in run.circles if one.report in members), key=lambda one: place[one.report])
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
        )

    @cached_property
    def owners(self) -> Sequence[tuple[int, Constraint]]:
        """Report and constraint of each relation."""
        return [(part.report, constraint) for part in self.rows for constraint in part.constraints]

    @cached_property
    def names(self) -> Sequence[str]:
        """A name for each variable; of cells of reports that are not there, the empty one."""
        named = [name_of(report, cell) for report, cell in self.places]
        return [*named, *[""] * (len(self.values) - len(named))]

    @cached_property
    def spans(self) -> Mapping[int, range]:
        """Report -> its variables."""
        spans: dict[int, range] = {}
        for at, (report, _) in enumerate(self.places):
            spans[report] = range(spans[report].start if report in spans else at, at + 1)
        return spans

    def problem(self, witnesses: Sequence[Witness] = ()) -> RepairProblem:
        """What is to be solved; `witnesses`: of the text, their cells under the names of variables.

        Each adds a relation behind the others, and behind the variables one that stands for the number in the text.
        """
        from scipy.sparse import csr_array

        more, width = len(witnesses), len(self.values)
        place = {name: at for at, name in enumerate(self.names)} if witnesses else {}
        said = [
            [*((place[cell], weight) for cell, weight in one.cells.items()), (width + at, -1)]
            for at, one in enumerate(witnesses)
        ]
        lengths = np.concatenate([*(part.lengths for part in self.rows), [len(one) for one in said]])
        data = np.concatenate([*(part.data for part in self.rows), [weight for one in said for _, weight in one]])
        indices = np.concatenate([*(part.indices for part in self.rows), [cell for one in said for cell, _ in one]])
        starts = np.cumsum([0, *lengths.astype(np.intp)])
        shape = (len(starts) - 1, width + more)
        return RepairProblem(
            csr_array((data.astype(np.int64), indices.astype(np.intp), starts), shape=shape),
            [*(word for part in self.rows for word in part.comparators), *["="] * more],
            [*self.values.tolist(), *(one.value for one in witnesses)],
            constants=[*(int(one) for part in self.rows for one in part.constants), *[0] * more],
            tolerances=[*(int(one) for part in self.rows for one in part.tolerances), *[0] * more],
            lower=[*self.lower, *[0] * more],
            known=[*(~self.unknown).tolist(), *[True] * more],
        )

    def cells_of(self, report: int, constraint: Constraint) -> tuple[str, ...]:
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


def name_of(report: int, cell: str) -> str:
    """The name of a variable: which report, and which of its cells."""
    return f"{report}.{cell}"


def _alone(
    run: GroupRun,
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
    run: GroupRun,
    circles: Sequence[Circle],
    starts: Mapping[int, int],
    unknown: NDArray[np.bool_],
    half: NDArray[np.int64],
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
