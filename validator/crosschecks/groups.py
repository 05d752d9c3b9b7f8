"""Which reports of a run are compared with each other: an organ's years, a report and those of its units.

To find that out, a report is no more than its path, its organ and its year; it is named by its place in the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from validator.constraints.connected import DisjointSets
from validator.crosschecks._tree import (
    UnitReports,
    parents_without_reports,
    tree_of_folders,
    tree_of_lines,
    unit_reports,
)
from validator.crosschecks._years import Named, Series, find_series
from validator.crosschecks.alike import alike
from validator.crosschecks.blocks import Neighbours
from validator.crosschecks.options import Across
from validator.model.form import MOST_YEARS_BACK
from validator.packs.organ_names import NameRules


class ReportGroups(Struct, frozen=True, dict=True):
    """Which reports of a run are compared: those that are checked, then those named as last year's."""

    own: int
    """How many are checked."""
    series: Series
    unit_reports: tuple[UnitReports, ...] = ()
    silent_parents: tuple[str, ...] = ()
    """Names of organs that have units but no report; the finding on them is one of the first report."""
    alike: Mapping[int, int] = field(default_factory=dict)
    """Report -> that of another organ whose text may be nearly the same."""

    @cached_property
    def neighbours(self) -> tuple[Neighbours, ...]:
        """Each report that has others beside it, with them."""
        found = []
        for at in range(self.own):
            below = self._by_parent.get(at)
            units = () if below is None else below.units
            if below is not None and not below.complete:
                # Units that nobody listed are one more unit of which nothing is known.
                units = (*units, None)
            found.append(Neighbours(at, self.series.previous.get(at), units, tuple(self._earlier(at))))
        return tuple(one for one in found if one.others)

    def _earlier(self, at: int) -> Iterator[int]:
        """The reports of the years before last year's, as far as one follows on the other."""
        before = self.series.previous.get(at)
        for _ in range(1, MOST_YEARS_BACK):
            before = None if before is None else self.series.previous.get(before)
            if before is None:
                return
            yield before

    def previous(self, at: int) -> int | None:
        """Last year's report beside a report."""
        return self.series.previous.get(at)

    @cached_property
    def units(self) -> Mapping[int, tuple[int, ...]]:
        """Report -> those of the units below."""
        return {one.parent: tuple(unit for unit in one.units if unit is not None) for one in self.unit_reports}

    def members(self, more: Iterable[int] = ()) -> tuple[tuple[int, ...], ...]:
        """The reports of each group, ascending, in the order of their first; those without neighbours are left out.

        `more`: reports that are wanted also without neighbours.
        """
        sets = DisjointSets(chain(self._compared(), ((at,) for at in more)))
        return tuple(sorted(tuple(sorted(members)) for members in sets.groups()))

    def _compared(self) -> Iterator[tuple[int, ...]]:
        """Reports that are compared with each other: what is found is a finding of the first."""
        series = self.series
        for pairs in (series.previous, series.earlier, series.doubts, self.alike):
            yield from pairs.items()
        for at, others in series.copies.items():
            yield (at, *others)
        for parent, units in self.units.items():
            yield (parent, *units)
        if self.silent_parents and self.own:
            yield (0,)

    def by_level(self, members: Sequence[int]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The reports of a group that is too large for one worker, organ by organ: those told, and others beside them.

        Beside an organ's years stand the reports of the units right below it, and whatever else one is compared with.
        """
        series, inside = self.series, set(members)
        years = DisjointSets((at,) for at in members)
        for pairs in (series.previous, series.earlier):
            for pair in pairs.items():
                if inside.issuperset(pair):
                    years.join(pair)
        for at in members:
            years.join((at, *series.copies.get(at, ())))
        for same in sorted(map(sorted, years.groups())):
            told = tuple(at for at in same if at < self.own)
            more = {other for at in told for other in self._beside(at)} | set(same)
            if told:
                yield told, tuple(sorted(more.difference(told)))

    def _beside(self, at: int) -> Iterator[int]:
        yield from self.units.get(at, ())
        yield from (pairs[at] for pairs in (self.series.doubts, self.alike) if at in pairs)

    def part(self, members: Sequence[int], told: int | None = None) -> ReportGroups:
        """The same of one group alone, each report named by its place in it.

        `told`: how many of the members, the first ones, are checked in it; all that are at all, if nothing is said.
        """
        place = {at: number for number, at in enumerate(members)}
        first = members[:told]

        def only(pairs: Mapping[int, int]) -> dict[int, int]:
            return {place[at]: place[pairs[at]] for at in first if at in pairs}

        series = Series(
            tuple(self.series.identities[at] for at in members),
            only(self.series.previous),
            only(self.series.earlier),
            {
                place[at]: tuple(place[other] for other in self.series.copies[at])
                for at in first
                if at in self.series.copies
            },
            only(self.series.doubts),
        )
        below = tuple(
            replace(
                self._by_parent[at],
                parent=place[at],
                units=tuple(None if unit is None else place[unit] for unit in self._by_parent[at].units),
            )
            for at in first
            if at in self._by_parent
        )
        silent_parents = self.silent_parents if 0 in first else ()
        like = {place[at]: place[self.alike[at]] for at in first if self.alike.get(at) in place}
        own = sum(at < self.own for at in members) if told is None else told
        return ReportGroups(own, series, below, silent_parents, like)

    @cached_property
    def _by_parent(self) -> Mapping[int, UnitReports]:
        return {one.parent: one for one in self.unit_reports}


def find_groups(reports: Sequence[Named], previous: Sequence[Named], names: NameRules, across: Across) -> ReportGroups:
    """Find out which reports are compared with which; `previous`: reports named as last year's."""
    own = len(reports)
    series = find_series((*reports, *previous), names, across.lines, own=own)
    if not across.chains:
        series = replace(series, previous={}, earlier={}, doubts={})
    tree = tree_of_lines(across.lines, names, series)
    if across.folders:
        tree = tree_of_folders(reports, series.identities[:own])
    units, silent = unit_reports(tree, series, own), parents_without_reports(tree, series, own)
    like = alike(reports, series.identities[:own]) if across.anything else {}
    return ReportGroups(own, series, units, silent, like)
