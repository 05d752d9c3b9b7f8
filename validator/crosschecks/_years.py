"""Reports of one organ in different years, found among the inputs of a run.

Only what is sure is used: names that mean the same organ (`packs.organ_names`), or that a mapping file gives one organ.
A name that is merely alike, and two reports of one organ and year, are said and not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from heapq import merge
from operator import itemgetter
from os.path import normcase
from pathlib import PurePath
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from validator.crosschecks._like_names import like_names
from validator.packs.organ_names import NameRules, OrganLine, same_organs

_WILD = frozenset("*?[")


class Named(Protocol):
    """What identifies a report in a run: a report itself, or no more of it than this."""

    @property
    def path(self) -> str:
        """The file it stands in."""

    @property
    def organ(self) -> str | None:
        """Who reports, as it is printed."""

    @property
    def year(self) -> int | None:
        """The year reported on."""


class Identified(Struct, frozen=True):
    """Which report of which organ."""

    organ: str | None
    """Key of the organ; None where no name is printed and none is given."""
    year: int | None
    given: bool = False
    """True if a mapping file names the organ."""


class Series(Struct, frozen=True, dict=True):
    """How the reports of a run belong together; reports are named by their place among them."""

    identities: tuple[Identified, ...]
    previous: Mapping[int, int] = field(default_factory=dict)
    """Report -> that of the same organ for the year before."""
    earlier: Mapping[int, int] = field(default_factory=dict)
    """Report -> the last one before it, where years lie between."""
    copies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Report -> the others of the same organ and year; none of them is used."""
    doubts: Mapping[int, int] = field(default_factory=dict)
    """Report without a year before -> the report that may be it; not used."""

    @cached_property
    def found(self) -> Mapping[tuple[str | None, int | None], tuple[int, ...]]:
        """(key of the organ, year) -> the reports, those named as last year's among them."""
        found: dict[tuple[str | None, int | None], list[int]] = defaultdict(list)
        for at, one in enumerate(self.identities):
            found[one.organ, one.year].append(at)
        return {key: tuple(places) for key, places in found.items()}


def find_series(
    reports: Sequence[Named], rules: NameRules, mapping: Sequence[OrganLine] = (), *, own: int | None = None
) -> Series:
    """Put the reports of each organ in the order of their years.

    `own`: how many of the reports are checked; those after them were named as last year's, and win over the others.
    """
    own = len(reports) if own is None else own
    identities = _identities(reports, rules, mapping)
    places: dict[str, list[int]] = {}
    for at, one in enumerate(identities):
        if one.organ is not None and one.year is not None:
            places.setdefault(one.organ, []).append(at)
    previous: dict[int, int] = {}
    earlier: dict[int, int] = {}
    copies: dict[int, tuple[int, ...]] = {}
    for same in places.values():
        by_year: dict[int, list[int]] = {}
        for at in same:
            by_year.setdefault(identities[at].year or 0, []).append(at)
        single: dict[int, int] = {}
        for year, found in sorted(by_year.items()):
            # As this year's report the one that is checked counts, as last year's the one that was named so.
            checked, named = [at for at in found if at < own], [at for at in found if at >= own]
            for several in (checked, named):
                copies |= {at: tuple(other for other in several if other != at) for at in several if len(several) > 1}
            if len(checked) == 1 and single:
                last = max(single)
                (previous if last == year - 1 else earlier)[checked[0]] = single[last]
            if len(named or checked) == 1:
                single[year] = (named or checked)[0]
    _pair_only_ones(identities, own, previous, earlier)
    return Series(identities, previous, earlier, copies, _doubts(identities, previous, own))


def _identities(reports: Sequence[Named], rules: NameRules, mapping: Sequence[OrganLine]) -> tuple[Identified, ...]:
    """Organ and year of each report: as the mapping file says, else as the title does."""
    by_name = {rules.key(one.name): one for one in mapping if one.name}
    by_file = _FileLines(mapping)
    found = []
    apart: list[str | None] = []
    # Reports of an organ share the text of its key, and a country is more than is remembered of single names.
    keys = {name: rules.keys(name) for name in {report.organ for report in reports if report.organ}}
    for report in reports:
        key, own = keys[report.organ] if report.organ else (None, report.organ)
        line = by_file.of(report.path) or by_name.get(key or "")
        if line is None:
            found.append(Identified(key, report.year))
        else:
            key, own = rules.keys(line.organ)
            found.append(Identified(key, line.year or report.year, given=True))
        apart.append(own)
    return _with_places(_with_offices(found, apart), rules)


def _with_offices(found: Sequence[Identified], keys: Sequence[str | None]) -> Sequence[Identified]:
    """A government and its own office taken for two organs where both reported for the same year.

    `keys`: those under which they are two.
    """
    offices = {one.organ for one, key in zip(found, keys, strict=True) if key != one.organ}
    together: dict[tuple[str | None, int | None], set[str | None]] = defaultdict(set)
    for one, key in zip(found, keys, strict=True):
        if one.organ in offices:
            together[one.organ, one.year].add(key)
    both = {organ for (organ, _), several in together.items() if len(several) > 1}
    return [replace(one, organ=key) if one.organ in both else one for one, key in zip(found, keys, strict=True)]


class _FileLines:
    """The lines of a mapping file that name files, by the last word of what they name where that is no pattern."""

    def __init__(self, mapping: Sequence[OrganLine]) -> None:
        self._by_name: dict[str, list[tuple[int, OrganLine]]] = defaultdict(list)
        self._patterns: list[tuple[int, OrganLine]] = []
        for at, line in enumerate(mapping):
            if line.file:
                last = PurePath(line.file).name
                # A bracket may hold the stroke between two words of a path.
                plain = last and not _WILD.intersection(last) and "[" not in line.file
                (self._by_name[normcase(last)] if plain else self._patterns).append((at, line))

    def of(self, path: str) -> OrganLine | None:
        """The first line that names a file."""
        if not self._by_name and not self._patterns:
            return None
        file = PurePath(path)
        named = self._by_name.get(normcase(file.name), ())
        found = (line for _, line in merge(named, self._patterns, key=itemgetter(0)) if _is_file(file, line.file or ""))
        return next(found, None)


def _is_file(file: PurePath, pattern: str) -> bool:
    return fnmatchcase(file.as_posix(), pattern) or fnmatchcase(file.name, pattern) or file.match(pattern)


def _with_places(found: Sequence[Identified], rules: NameRules) -> tuple[Identified, ...]:
    """Names with and without superior places put together, unless both reported for the same year."""
    known = {one.organ for one in found if one.organ is not None}
    longer = {key: other for key, other in same_organs(known, rules).items() if other != key}
    involved = {*longer, *longer.values()}
    years: dict[str, set[int | None]] = defaultdict(set)
    for one in found:
        if one.organ in involved:
            years[one.organ].add(one.year)
    for key in sorted(longer, key=len, reverse=True):
        if years[key] & years[longer[key]]:
            del longer[key]
        else:
            years[longer[key]] |= years[key]
    return tuple(replace(one, organ=longer[one.organ]) if one.organ in longer else one for one in found)


def _pair_only_ones(
    identities: Sequence[Identified], own: int, previous: dict[int, int], earlier: dict[int, int]
) -> None:
    """One report, and one that is named as last year's: they belong together whatever their names."""
    if own != 1 or len(identities) != own + 1:
        return
    year, before = (one.year for one in identities)
    if year is None or before is None or year - 1 == before:
        previous[0] = 1
        earlier.pop(0, None)
    elif before < year:
        earlier[0] = 1


def _doubts(identities: Sequence[Identified], previous: Mapping[int, int], own: int) -> Mapping[int, int]:
    """For reports without a year before, a report of that year that nothing follows and whose name is much alike."""
    followed = set(previous.values())
    loose: dict[int, dict[str, int]] = defaultdict(dict)
    for at, one in enumerate(identities):
        if one.organ is not None and one.year is not None and at not in followed and not one.given:
            loose[one.year].setdefault(one.organ, at)
    asking: dict[int, dict[int, str]] = defaultdict(dict)
    for at, one in enumerate(identities[:own]):
        if one.organ is not None and one.year is not None and at not in previous and not one.given:
            asking[one.year - 1][at] = one.organ
    doubts: dict[int, int] = {}
    for year, organs in asking.items():
        found = like_names(organs.values(), loose.get(year, ()))
        doubts |= {at: loose[year][found[organ]] for at, organ in organs.items() if organ in found}
    return dict(sorted(doubts.items()))
