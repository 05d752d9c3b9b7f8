"""Relations between reports: their vectors put side by side, so that one system evaluates them.

A report stands together with last year's and with those of the units below it (a `Circle`). The cells of the others
are further blocks of its vector, and a rule that names them (`previous.carried_out`, `units.cell`) is a row over all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.checking.checker import Checker, Judged, judge
from validator.constraints.evaluation import UNDETERMINED, evaluate
from validator.constraints.evaluation import VectorBlock as Vectors
from validator.constraints.system import System, compile_system
from validator.constraints.vectors import vectors
from validator.model.constraint import Constraint
from validator.model.form import PREVIOUS, UNITS, Form, ReportBlock
from validator.model.report import Report
from validator.model.rule import Rule
from validator.packs.language.expansion import expand, names_in, parse_check, parse_guard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]

_Shape: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Name and editions of every block: equal for circles that one system evaluates."""

_MOST_VECTORS = 64
"""Combined readings of a circle that are evaluated one by one; of more, the cells they differ in are not known."""


@dataclass(frozen=True)
class Circle:
    """A report and the others that its rules may name; reports are told by their place in the run."""

    report: int
    previous: int | None = None
    units: tuple[int | None, ...] = ()
    """None for a unit without a report: its cells are not known."""

    @property
    def others(self) -> Mapping[str, int | None]:
        """Name of a block -> the report in it."""
        last = {} if self.previous is None else {PREVIOUS: self.previous}
        return {**last, **{f"{UNITS}.{number}": unit for number, unit in enumerate(self.units, 1)}}


@dataclass(frozen=True)
class Numbers:
    """What is known of the cells of one report: one line for each of its best readings."""

    values: Ints
    half_widths: Ints
    blank: Mask
    unknown: Mask
    """Also blank totals whose parts are not 0: they are no zeros."""
    codes: NDArray[np.int8]
    """Verdicts on the constraints of the report by itself (`evaluate.VERDICTS`)."""

    def distinct(self, used: NDArray[np.intp]) -> Numbers:
        """The readings that differ in the cells that are used."""
        if len(self.values) == 1:
            return self
        seen = np.concatenate([self.values[:, used], self.blank[:, used], self.unknown[:, used]], axis=1)
        _, first = np.unique(seen, axis=0, return_index=True)
        return self._only(np.sort(first))

    def merged(self) -> Numbers:
        """One line in which the cells that the readings differ in are not known."""
        differ = (self.values != self.values[0]).any(axis=0) | (self.blank != self.blank[0]).any(axis=0)
        codes = np.where((self.codes == self.codes[0]).all(axis=0), self.codes[0], UNDETERMINED)[None, :]
        first = self._only(np.array([0]))
        return Numbers(first.values, first.half_widths, first.blank & ~differ, first.unknown | differ, codes)

    def _only(self, lines: NDArray[np.intp]) -> Numbers:
        return Numbers(
            self.values[lines], self.half_widths[lines], self.blank[lines], self.unknown[lines], self.codes[lines]
        )


class Joint:
    """The rules between reports of a pack, compiled once for each shape of circle."""

    def __init__(self, checker: Checker) -> None:
        """`checker`: the pack made ready for single reports."""
        self.checker = checker
        self._pack = checker.pack
        self._systems: dict[_Shape, System] = {}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that name cells of other reports."""
        return tuple(rule for rule in self._pack.rules if rule.check and blocks_named(rule))

    def numbers(self, reports: Sequence[Report], circles: Sequence[Circle]) -> Mapping[int, Numbers]:
        """What is known of the reports in the circles."""
        involved = sorted({at for one in circles for at in (one.report, *one.others.values()) if at is not None})
        return dict(zip(involved, self._numbers([reports[at] for at in involved]), strict=True))

    def check(
        self, reports: Sequence[Report], circles: Sequence[Circle], numbers: Mapping[int, Numbers]
    ) -> Mapping[int, tuple[Judged, ...]]:
        """Report -> the outcomes of the rules between it and the others of its circle."""
        shapes: dict[_Shape, list[Circle]] = defaultdict(list)
        for circle in circles:
            shapes[_shape(reports, circle)].append(circle)
        return {
            circle.report: found
            for same in shapes.values()
            for circle, found in zip(
                same, _evaluated(self.system(reports, same[0]), reports, same, numbers), strict=True
            )
        }

    def system(self, reports: Sequence[Report], circle: Circle) -> System:
        """The system of a circle: the same for all circles of the same shape."""
        shape = _shape(reports, circle)
        if shape not in self._systems:
            form, blocks = reports[circle.report].form, _blocks(reports, circle)
            constraints = tuple(self._constraints(form, blocks))
            facts = [fact.name for fact in self._pack.facts]
            self._systems[shape] = compile_system(form, constraints, facts, blocks)
        return self._systems[shape]

    def _constraints(self, form: Form, blocks: Sequence[ReportBlock]) -> Iterator[Constraint]:
        there = {block.kind for block in blocks}
        for rule in self.rules:
            if blocks_named(rule) <= there:
                yield from expand(rule, form, self._pack.facts, blocks)

    def _numbers(self, reports: Sequence[Report]) -> list[Numbers]:
        by_form: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, report in enumerate(reports):
            by_form[report.form.editions].append(at)
        found: dict[int, Numbers] = {}
        for places in by_form.values():
            same = [reports[at] for at in places]
            system = self.checker.system(same[0].form)
            lines = vectors(system, same, self._pack.facts)
            evaluation = evaluate(system, lines.block)
            missing = evaluation.missing_totals
            half = lines.block.half_widths
            half = np.zeros_like(lines.block.values) if half is None else half
            ends = np.cumsum([0, *(Counter(lines.owner)[number] for number in range(len(same)))])
            for number, place in enumerate(places):
                mine = slice(ends[number], ends[number + 1])
                block = lines.block
                found[place] = Numbers(
                    block.values[mine],
                    half[mine],
                    block.blank[mine],
                    block.unknown[mine] | missing[mine],
                    evaluation.codes[mine],
                )
        return [found[at] for at in range(len(reports))]


def blocks_named(rule: Rule) -> frozenset[str]:
    """`previous`, `units`: what a rule names beside the report itself."""
    comparisons = [*map(parse_check, rule.check), *(parse_guard(rule.when) if rule.when else ())]
    heads = {name.partition(".")[0] for one in comparisons for name in names_in(one)}
    return frozenset(heads & {PREVIOUS, UNITS})


def _shape(reports: Sequence[Report], circle: Circle) -> _Shape:
    own = ("", reports[circle.report].form.editions)
    return (own, *((block.name, block.form.editions) for block in _blocks(reports, circle)))


def _blocks(reports: Sequence[Report], circle: Circle) -> list[ReportBlock]:
    """The blocks of a circle; a unit without a report is thought to be on the form of the report above it."""
    own = reports[circle.report].form
    return [ReportBlock(name, own if at is None else reports[at].form) for name, at in circle.others.items()]


def _evaluated(
    system: System, reports: Sequence[Report], circles: Sequence[Circle], numbers: Mapping[int, Numbers]
) -> Iterator[tuple[Judged, ...]]:
    used = _used(system)
    joined = [_side_by_side(system, reports, circle, numbers, used) for circle in circles]
    half = np.concatenate([one.half_widths for one in joined])
    block = Vectors(
        np.concatenate([one.values for one in joined]),
        np.concatenate([one.blank for one in joined]),
        np.concatenate([one.unknown for one in joined]),
        half if half.any() else None,
    )
    evaluation = evaluate(system, block)
    start = 0
    for one in joined:
        lines = slice(start, start + len(one.values))
        yield tuple(judge(system, evaluation, lines))
        start = lines.stop


def _used(system: System) -> Mask:
    """The variables that any relation of a system names."""
    used = np.zeros(len(system.variables), dtype=np.bool_)
    for rows in (system.first.rows, system.second.rows, system.guards):
        used[rows.coefficients.indices] = True
    return used


def _side_by_side(
    system: System, reports: Sequence[Report], circle: Circle, numbers: Mapping[int, Numbers], used: Mask
) -> Numbers:
    """The vectors of a circle, one for each combination of the readings of its reports."""
    own = numbers[circle.report]
    blocks = [numbers.get(-1 if at is None else at) for at in circle.others.values()]
    widths = [own.values.shape[1], *(len(block.form.cells) for block in _blocks(reports, circle))]
    ends = np.cumsum([0, *widths])
    parts = []
    for one, start, end in zip([own, *blocks], ends, ends[1:], strict=False):
        wanted = np.flatnonzero(used[start:end])
        parts.append(_nothing(end - start) if one is None else one.distinct(wanted))
    if np.prod([float(len(part.values)) for part in parts]) > _MOST_VECTORS:
        parts = [part.merged() if len(part.values) > 1 else part for part in parts]
    lines = np.array(list(product(*(range(len(part.values)) for part in parts))), dtype=np.intp)

    def joined(name: str) -> NDArray[np.int64]:
        return np.concatenate(
            [
                getattr(part, name)[lines[:, at], :width]
                for at, (part, width) in enumerate(zip(parts, widths, strict=True))
            ],
            axis=1,
        )

    values, unknown = joined("values"), joined("unknown").astype(np.bool_)
    too_large = np.abs(values) > np.array(system.largest, dtype=np.int64)
    return Numbers(
        np.where(too_large, 0, values),
        joined("half_widths"),
        joined("blank").astype(np.bool_),
        unknown | too_large,
        np.empty((len(lines), 0), dtype=np.int8),
    )


def _nothing(width: int) -> Numbers:
    """A report that is not there."""
    zeros = np.zeros((1, width), dtype=np.int64)
    none, every = np.zeros((1, width), dtype=np.bool_), np.ones((1, width), dtype=np.bool_)
    return Numbers(zeros, zeros, none, every, np.empty((1, 0), dtype=np.int8))
