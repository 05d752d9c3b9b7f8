"""Which reports of a run are held against each other: an organ's years, a report and those of its units.

To find that out, a report is no more than its path, its organ and its year; it is told by its place in the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from validator.constraints.connected import DisjointSets
from validator.crosschecks._tree import Family, families, parents_without_reports, tree_of_folders, tree_of_lines
from validator.crosschecks._years import Named, Series, find_series
from validator.crosschecks.blocks import Circle
from validator.crosschecks.options import Across
from validator.packs.organ_names import NameRules


@dataclass(frozen=True)
class Kin:
    """How the reports of a run belong together: those that are checked, then those named as last year's."""

    own: int
    """How many are checked."""
    series: Series
    families: tuple[Family, ...] = ()
    parentless: tuple[str, ...] = ()
    """Names of organs that have units but no report; the first report is told of them."""

    @cached_property
    def circles(self) -> tuple[Circle, ...]:
        """Each report that has others beside it, with them."""
        below = {one.parent: one for one in self.families}
        circles = (
            Circle(
                at,
                self.series.previous.get(at),
                # Units that nobody listed are one more unit of which nothing is known.
                () if at not in below else (*below[at].units, *(() if below[at].complete else (None,))),
            )
            for at in range(self.own)
        )
        return tuple(one for one in circles if one.others)

    def previous(self, at: int) -> int | None:
        """Last year's report beside a report."""
        return self.series.previous.get(at)

    @cached_property
    def units(self) -> Mapping[int, tuple[int, ...]]:
        """Report -> those of the units below."""
        return {one.parent: tuple(unit for unit in one.units if unit is not None) for one in self.families}

    def groups(self, more: Iterable[int] = ()) -> tuple[tuple[int, ...], ...]:
        """The reports that hang together, ascending, in the order of their first; those without kin are left out.

        `more`: reports that are wanted also without kin.
        """
        sets = DisjointSets(chain(self._together(), ((at,) for at in more)))
        return tuple(sorted(tuple(sorted(members)) for members in sets.groups()))

    def _together(self) -> Iterator[tuple[int, ...]]:
        """Reports of which one is told of the others."""
        series = self.series
        for pairs in (series.previous, series.earlier, series.doubts):
            yield from pairs.items()
        for at, others in series.copies.items():
            yield (at, *others)
        for family in self.families:
            yield (family.parent, *(unit for unit in family.units if unit is not None))
        if self.parentless and self.own:
            yield (0,)

    def part(self, members: Sequence[int]) -> Kin:
        """The same of a group alone, its reports told by their place in it."""
        place = {at: number for number, at in enumerate(members)}

        def only(pairs: Mapping[int, int]) -> dict[int, int]:
            return {place[at]: place[pairs[at]] for at in members if at in pairs}

        series = Series(
            tuple(self.series.identities[at] for at in members),
            only(self.series.previous),
            only(self.series.earlier),
            {
                place[at]: tuple(place[other] for other in self.series.copies[at])
                for at in members
                if at in self.series.copies
            },
            only(self.series.doubts),
        )
        below = tuple(
            replace(
                self._families[at],
                parent=place[at],
                units=tuple(None if unit is None else place[unit] for unit in self._families[at].units),
            )
            for at in members
            if at in self._families
        )
        parentless = self.parentless if 0 in place else ()
        return Kin(sum(at < self.own for at in members), series, below, parentless)

    @cached_property
    def _families(self) -> Mapping[int, Family]:
        return {one.parent: one for one in self.families}


def find_kin(reports: Sequence[Named], previous: Sequence[Named], names: NameRules, across: Across) -> Kin:
    """Find out how reports belong together; `previous`: reports named as last year's."""
    own = len(reports)
    series = find_series((*reports, *previous), names, across.lines, own=own)
    if not across.chains:
        series = replace(series, previous={}, earlier={}, doubts={})
    tree = tree_of_lines(across.lines, names, series)
    if across.folders:
        tree = tree_of_folders(reports, series.identities[:own])
    return Kin(own, series, families(tree, series, own), parents_without_reports(tree, series, own))
