"""Relations between reports: their vectors put side by side, so that one system evaluates them.

A report stands beside last year's and those of the units below it (its `Neighbours`). The cells of these are further
blocks of its vector, and a rule that names them (`previous.carried_out`, `units.cell`) is a row over all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from validator.checking.checker import Checker, Judged, judge
from validator.constraints.evaluation import UNDETERMINED, VectorBlock, evaluate
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
"""Name and editions of every block: equal for those that one system evaluates."""

_MOST_VECTORS = 64
"""Combined readings of neighbours that are evaluated one by one; of more, the cells they differ in are not known."""


@dataclass(frozen=True)
class Neighbours:
    """A report and the others that its rules may name; reports are named by their place in the run."""

    report: int
    previous: int | None = None
    units: tuple[int | None, ...] = ()
    """None for a unit without a report: its cells are not known."""

    @property
    def others(self) -> Mapping[str, int | None]:
        """Name of a block -> the report in it."""
        last = {} if self.previous is None else {PREVIOUS: self.previous}
        return {**last, **{f"{UNITS}.{number}": unit for number, unit in enumerate(self.units, 1)}}

    @property
    def members(self) -> tuple[int, ...]:
        """The report and all others that are there."""
        return (self.report, *(at for at in self.others.values() if at is not None))


@dataclass(frozen=True)
class BlockNumbers:
    """What is known of the variables of one report, or of several side by side: a line for each of the best readings.

    The first four arrays are of shape (readings, variables).
    """

    values: Ints
    """Smallest units, 0 where there is no number."""
    half_widths: Ints
    """Half of the last printed digit, in smallest units."""
    blank: Mask
    unknown: Mask
    """Also blank totals whose parts are not 0: they are no zeros."""
    codes: NDArray[np.int8]
    """Shape (readings, constraints): verdicts on the report by itself (`constraints.evaluation.VERDICTS`)."""

    @classmethod
    def joined(cls, parts: Sequence[BlockNumbers], axis: int) -> BlockNumbers:
        """Several as one: their lines one below the other (axis 0), or their variables side by side (axis 1).

        Verdicts are those of a report by itself, so there are none.
        """
        values = np.concatenate([one.values for one in parts], axis)
        return cls(
            values,
            np.concatenate([one.half_widths for one in parts], axis),
            np.concatenate([one.blank for one in parts], axis),
            np.concatenate([one.unknown for one in parts], axis),
            np.empty((len(values), 0), dtype=np.int8),
        )

    @classmethod
    def missing(cls, width: int) -> BlockNumbers:
        """Those of a report that is not there, of so many variables."""
        zeros, none = np.zeros((1, width), dtype=np.int64), np.zeros((1, width), dtype=np.bool_)
        return cls(zeros, zeros, none, ~none, np.empty((1, 0), dtype=np.int8))

    def taken(self, lines: NDArray[np.intp] | slice, width: int | None = None) -> BlockNumbers:
        """Some of the lines, and of these the first `width` variables."""
        at = (lines, slice(width))
        return BlockNumbers(self.values[at], self.half_widths[at], self.blank[at], self.unknown[at], self.codes[lines])

    def distinct(self, used: NDArray[np.intp]) -> BlockNumbers:
        """The readings that differ in the variables that are used."""
        if len(self.values) == 1:
            return self
        seen = np.concatenate([self.values[:, used], self.blank[:, used], self.unknown[:, used]], axis=1)
        _, first = np.unique(seen, axis=0, return_index=True)
        return self.taken(np.sort(first))

    def merged(self) -> BlockNumbers:
        """One line in which the variables that the readings differ in are not known."""
        if len(self.values) == 1:
            return self
        differ = (self.values != self.values[0]).any(axis=0) | (self.blank != self.blank[0]).any(axis=0)
        codes = np.where((self.codes == self.codes[0]).all(axis=0), self.codes[0], UNDETERMINED)[None, :]
        first = self.taken(slice(1))
        return replace(first, blank=first.blank & ~differ, unknown=first.unknown | differ, codes=codes)


class BlockSystems:
    """The rules between reports of a pack, compiled once for each shape of neighbours."""

    def __init__(self, checker: Checker) -> None:
        """`checker`: the pack made ready for single reports."""
        self.checker = checker
        self._pack = checker.pack
        self._systems: dict[_Shape, System] = {}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that name cells of other reports."""
        return tuple(rule for rule in self._pack.rules if rule.check and blocks_named(rule))

    def numbers(self, reports: Sequence[Report], neighbours: Sequence[Neighbours]) -> Mapping[int, BlockNumbers]:
        """What is known of each report that is a neighbour or has some."""
        involved = sorted({at for one in neighbours for at in one.members})
        return dict(zip(involved, self._numbers([reports[at] for at in involved]), strict=True))

    def check(
        self, reports: Sequence[Report], neighbours: Sequence[Neighbours], numbers: Mapping[int, BlockNumbers]
    ) -> Mapping[int, tuple[Judged, ...]]:
        """Report -> the outcomes of the rules between it and its neighbours."""
        shapes: dict[_Shape, list[Neighbours]] = defaultdict(list)
        for one in neighbours:
            shapes[_shape(reports, one)].append(one)
        return {
            one.report: found
            for same in shapes.values()
            for one, found in zip(same, _evaluated(self.system(reports, same[0]), reports, same, numbers), strict=True)
        }

    def system(self, reports: Sequence[Report], one: Neighbours) -> System:
        """The system of neighbours: the same for all of the same shape."""
        shape = _shape(reports, one)
        if shape not in self._systems:
            form, blocks = reports[one.report].form, _blocks(reports, one)
            constraints = tuple(self._constraints(form, blocks))
            facts = [fact.name for fact in self._pack.facts]
            self._systems[shape] = compile_system(form, constraints, facts, blocks)
        return self._systems[shape]

    def _constraints(self, form: Form, blocks: Sequence[ReportBlock]) -> Iterator[Constraint]:
        there = {block.kind for block in blocks}
        for rule in self.rules:
            if blocks_named(rule) <= there:
                yield from expand(rule, form, self._pack.facts, blocks)

    def _numbers(self, reports: Sequence[Report]) -> list[BlockNumbers]:
        by_form: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, report in enumerate(reports):
            by_form[report.form.editions].append(at)
        found: dict[int, BlockNumbers] = {}
        for places in by_form.values():
            same = [reports[at] for at in places]
            system = self.checker.system(same[0].form)
            lines = vectors(system, same, self._pack.facts)
            block, evaluation = lines.block, evaluate(system, lines.block)
            half = np.zeros_like(block.values) if block.half_widths is None else block.half_widths
            unknown = block.unknown | evaluation.missing_totals
            every = BlockNumbers(block.values, half, block.blank, unknown, evaluation.codes)
            ends = np.cumsum([0, *(len(report.readings) for report in same)]).tolist()
            for place, start, end in zip(places, ends, ends[1:], strict=False):
                found[place] = every.taken(slice(start, end))
        return [found[at] for at in range(len(reports))]


def blocks_named(rule: Rule) -> frozenset[str]:
    """`previous`, `units`: what a rule names beside the report itself."""
    comparisons = [*map(parse_check, rule.check), *(parse_guard(rule.when) if rule.when else ())]
    heads = {name.partition(".")[0] for one in comparisons for name in names_in(one)}
    return frozenset(heads & {PREVIOUS, UNITS})


def _shape(reports: Sequence[Report], one: Neighbours) -> _Shape:
    own = ("", reports[one.report].form.editions)
    return (own, *((block.name, block.form.editions) for block in _blocks(reports, one)))


def _blocks(reports: Sequence[Report], one: Neighbours) -> list[ReportBlock]:
    """The blocks of neighbours; a unit without a report is thought to be on the form of the report above it."""
    own = reports[one.report].form
    return [ReportBlock(name, own if at is None else reports[at].form) for name, at in one.others.items()]


def _evaluated(
    system: System, reports: Sequence[Report], neighbours: Sequence[Neighbours], numbers: Mapping[int, BlockNumbers]
) -> Iterator[tuple[Judged, ...]]:
    """The verdicts on neighbours of one shape."""
    used = _used(system)
    each = [_side_by_side(system, reports, one, numbers, used) for one in neighbours]
    every = BlockNumbers.joined(each, axis=0)
    half = every.half_widths if every.half_widths.any() else None
    evaluation = evaluate(system, VectorBlock(every.values, every.blank, every.unknown, half))
    start = 0
    for one in each:
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
    system: System, reports: Sequence[Report], beside: Neighbours, numbers: Mapping[int, BlockNumbers], used: Mask
) -> BlockNumbers:
    """The vectors of neighbours, one for each combination of the readings of their reports."""
    own = numbers[beside.report]
    others = [None if at is None else numbers[at] for at in beside.others.values()]
    widths = [own.values.shape[1], *(len(block.form.cells) for block in _blocks(reports, beside))]
    ends = np.cumsum([0, *widths]).tolist()
    parts = []
    for one, start, end in zip([own, *others], ends, ends[1:], strict=False):
        part = BlockNumbers.missing(end - start) if one is None else one.distinct(np.flatnonzero(used[start:end]))
        parts.append(part)
    if np.prod([float(len(part.values)) for part in parts]) > _MOST_VECTORS:
        parts = [part.merged() for part in parts]
    lines = np.array(list(product(*(range(len(part.values)) for part in parts))), dtype=np.intp)
    combined = [part.taken(lines[:, at], width) for at, (part, width) in enumerate(zip(parts, widths, strict=True))]
    joined = BlockNumbers.joined(combined, axis=1)
    too_large = np.abs(joined.values) > np.array(system.largest, dtype=np.int64)
    return replace(joined, values=np.where(too_large, 0, joined.values), unknown=joined.unknown | too_large)
