"""Relations between reports: their vectors put side by side, so that one system evaluates them.

A report stands beside last year's and those of the units below it (its `Neighbours`). The cells of these are further
blocks of its vector, and a rule that names them (`previous.carried_out`, `units.cell`) is a row over all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.checking.verdicts import Judged, judge
from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.block_numbers import BlockNumbers, block_numbers
from validator.constraints.together.evaluation import VectorBlock, evaluate
from validator.crosschecks._beside import OtherBlock, blocks_beside, side_by_side
from validator.model.form import UNITS, Form, ReportBlock, years_back
from validator.model.report import Report
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Rule, Verdict
from validator.packs.language.expansion import expand, names_in, parse_check
from validator.packs.language.names import block_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]

_Shape: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Name and editions of every block: equal for those that one system evaluates."""


class Neighbours(Struct, frozen=True):
    """A report and the others that its rules may name; reports are named by their place in the run."""

    report: int
    previous: int | None = None
    units: tuple[int | None, ...] = ()
    """None for a unit without a report: its cells are not known."""
    earlier: tuple[int, ...] = ()
    """The reports of the years before last year's, year by year."""

    @property
    def others(self) -> Mapping[str, int | None]:
        """Name of a block -> the report in it."""
        years = () if self.previous is None else (self.previous, *self.earlier)
        last = {years_back(back): at for back, at in enumerate(years, 1)}
        return {**last, **{f"{UNITS}.{number}": unit for number, unit in enumerate(self.units, 1)}}

    @property
    def members(self) -> tuple[int, ...]:
        """The report and all others that are there."""
        return (self.report, *(at for at in self.others.values() if at is not None))


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

    def needed(self, neighbours: Sequence[Neighbours]) -> tuple[Neighbours, ...]:
        """Neighbours without the earlier years that no rule names."""
        return tuple(replace(one, earlier=one.earlier[: self._years_more]) for one in neighbours)

    @cached_property
    def _years_more(self) -> int:
        """How many years before last year's the rules go back."""
        return max((kind.count(".") for rule in self.rules for kind in blocks_named(rule)), default=0)

    def numbers(self, reports: Sequence[Report], neighbours: Sequence[Neighbours]) -> Mapping[int, BlockNumbers]:
        """What is known of each report that is a neighbour or has some."""
        by_form: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
        for at in sorted({at for one in neighbours for at in one.members}):
            by_form[reports[at].form.editions].append(at)
        found: dict[int, BlockNumbers] = {}
        for places in by_form.values():
            same = [reports[at] for at in places]
            found.update(
                zip(places, block_numbers(self.checker.system(same[0].form), same, self._pack.facts), strict=True)
            )
        return found

    def check(
        self, reports: Sequence[Report], neighbours: Sequence[Neighbours], numbers: Mapping[int, BlockNumbers]
    ) -> Mapping[int, tuple[Judged, ...]]:
        """Report -> the outcomes of the rules between it and its neighbours."""
        shapes: dict[_Shape, list[tuple[Neighbours, Sequence[OtherBlock]]]] = defaultdict(list)
        for one in neighbours:
            blocks = self.blocks(reports, one)
            shapes[_shape(reports, one, blocks)].append((one, blocks))
        found: dict[int, tuple[Judged, ...]] = {}
        for same in shapes.values():
            system = self.system(reports, *same[0])
            for (one, _), judged in zip(same, _evaluated(system, same, numbers), strict=True):
                found[one.report] = judged
        return found

    def blocks(self, reports: Sequence[Report], one: Neighbours) -> Sequence[OtherBlock]:
        """What stands beside a report."""
        return blocks_beside(reports[one.report].form, reports, one.others, summed=self._only_sums)

    @cached_property
    def _only_sums(self) -> bool:
        """Whether no rule asks of the units but for their sums, which then stand for them."""
        rules = [rule for rule in self.rules if UNITS in blocks_named(rule)]
        return not any(
            constraint.evaluated
            for rule in rules
            for form in self._pack.forms
            for constraint in expand(rule, form, self._pack.facts, [ReportBlock(f"{UNITS}.1", form)])
        )

    def system(self, reports: Sequence[Report], one: Neighbours, blocks: Sequence[OtherBlock]) -> System:
        """The system of neighbours: the same for all of the same shape."""
        shape = _shape(reports, one, blocks)
        if shape not in self._systems:
            form = reports[one.report].form
            beside = [each for block in blocks for each in block.report_blocks]
            constraints = tuple(self._constraints(form, beside))
            facts = [fact.name for fact in self._pack.facts]
            self._systems[shape] = compile_system(form, constraints, facts, beside)
        return self._systems[shape]

    def written_out(self, judged: Iterable[Judged], reports: Sequence[Report], one: Neighbours) -> Iterator[Judged]:
        """Outcomes; in those of which there will be a finding every unit stands by itself again.

        One at a time: a parent that forgot a unit has a hundred with thousands of terms.
        """
        if not any(block.is_sum for block in self.blocks(reports, one)):
            yield from judged
            return
        form = reports[one.report].form
        apart = [
            each for block in blocks_beside(form, reports, one.others, summed=False) for each in block.report_blocks
        ]
        for each in judged:
            rule, verdict = each.constraint.rule, each.verdict
            if (each.open or verdict is Verdict.VIOLATED) and UNITS in blocks_named(rule):
                only = replace(rule, only=_instance(each.constraint))
                found = expand(only, form, self._pack.facts, apart)
                constraint = next(other for other in found if other.key == each.constraint.key)
                yield replace(each, constraint=replace(constraint, rule=rule))
            else:
                yield each

    def _constraints(self, form: Form, blocks: Sequence[ReportBlock]) -> Iterator[Constraint]:
        there = {block.kind for block in blocks}
        for rule in self.rules:
            if blocks_named(rule) <= there:
                yield from expand(rule, form, self._pack.facts, blocks)


def blocks_named(rule: Rule) -> frozenset[str]:
    """`previous`, `previous.previous`, `units`: what a rule names beside the report itself."""
    texts = (*rule.check, *((rule.when,) if rule.when else ()))
    kinds = {block_named(name)[0] for text in texts for name in names_in(parse_check(text))}
    return frozenset(kinds - {""})


def _shape(reports: Sequence[Report], one: Neighbours, blocks: Sequence[OtherBlock]) -> _Shape:
    own = ("", reports[one.report].form.editions)
    return (own, *((name, block.form.editions) for block in blocks for name in block.names))


def _instance(constraint: Constraint) -> tuple[str, ...]:
    """The row, column or cell that a constraint is for."""
    if constraint.cell is not None:
        return (constraint.cell,)
    return tuple(name for _, name in constraint.each)


def _evaluated(
    system: System,
    neighbours: Sequence[tuple[Neighbours, Sequence[OtherBlock]]],
    numbers: Mapping[int, BlockNumbers],
) -> Iterator[tuple[Judged, ...]]:
    """The verdicts on neighbours of one shape."""
    used = _used(system)
    each = [side_by_side(system, numbers[one.report], blocks, numbers, used) for one, blocks in neighbours]
    every = BlockNumbers.joined(each, axis=0)
    digits = every.digits if every.digits.any() else None
    evaluation = evaluate(system, VectorBlock(every.values, every.blank, every.unknown, digits))
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
    used[[at for one in system.conditions for at in one.variables]] = True
    return used
