"""Who is below whom: a tree of organs, from a file (`_organ_file.py`) or from the folders the reports lie in.

In folders, the one organ whose reports lie directly in a folder is the parent of those in the folders below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePath

from msgspec import Struct, field

from validator.crosschecks._years import Identified, Named, Series
from validator.packs.organ_names import NameRules, OrganLine


class Tree(Struct, frozen=True):
    """Keys of organs (`NameRules.key`): who is below whom."""

    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Parent -> its units, in the order of the file, or of their names."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Key -> the name as it is written."""
    incomplete: frozenset[str] = frozenset()
    """Parents of whose units only some are listed."""


class UnitReports(Struct, frozen=True):
    """A report and those of the units below it for the same year; reports are named by their place in the run."""

    parent: int
    units: tuple[int | None, ...]
    """One for each unit; None where its report is not there, or there are several."""
    missing: tuple[str, ...]
    """Names of units without a report."""
    several: tuple[str, ...]
    """Names of units with more than one report."""
    complete: bool
    """True if all units are listed."""


def tree_of_lines(lines: Sequence[OrganLine], rules: NameRules, series: Series) -> Tree:
    """The tree that a file describes, in the keys under which the organs report."""
    reporting = {one.organ for one in series.identities if one.organ is not None}
    longer: dict[str, str] = {}
    several: set[str] = set()
    for other in reporting:
        for rest in rules.shorter(other):
            if longer.setdefault(rest, other) != other:
                several.add(rest)

    @cache
    def key(name: str) -> str:
        # An office that reports beside its government has a key of its own.
        whole, apart = rules.keys(name)
        own = apart if apart in reporting else whole
        if own in reporting or own in several:
            return own
        like = reporting.intersection((*rules.shorter(own), longer.get(own)))
        return next(iter(like)) if len(like) == 1 else own

    units: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, str] = {}
    for line in lines:
        names.setdefault(key(line.organ), line.organ)
        if line.parent is not None:
            names.setdefault(key(line.parent), line.parent)
            units[key(line.parent)][key(line.organ)] = None
    incomplete = frozenset(key(line.organ) for line in lines if not line.complete)
    return Tree({parent: tuple(below) for parent, below in units.items()}, names, incomplete)


def tree_of_folders(reports: Sequence[Named], identities: Sequence[Identified]) -> Tree:
    """The tree that the folders of the reports describe.

    A folder with reports of several organs directly in it is the parent of nothing.
    """
    inside: dict[PurePath, dict[str, None]] = defaultdict(dict)
    names: dict[str, str] = {}
    # Neither the order of units nor the name of an organ follows that of the inputs.
    for report, one in sorted(zip(reports, identities, strict=True), key=_by_organ):
        if one.organ is not None:
            inside[PurePath(report.path).parent][one.organ] = None
            names.setdefault(one.organ, report.organ or one.organ)
    units: dict[str, dict[str, None]] = defaultdict(dict)
    for folder, organs in inside.items():
        above = next((parent for parent in folder.parents if parent in inside), None)
        heads = [] if above is None else list(inside[above])
        for organ in organs if len(heads) == 1 else ():
            if organ != heads[0]:
                units[heads[0]][organ] = None
    return Tree({parent: tuple(sorted(below)) for parent, below in units.items()}, names)


def _by_organ(one: tuple[Named, Identified]) -> tuple[str, int, str]:
    report, identity = one
    return identity.organ or "", identity.year or 0, report.path


def unit_reports(tree: Tree, series: Series, own: int) -> tuple[UnitReports, ...]:
    """Every report of a parent with those of its units, in the order of the reports; `own`: how many are checked."""
    found = []
    for at, one in enumerate(series.identities[:own]):
        below = tree.units.get(one.organ or "", ())
        if not below or one.year is None or at in series.copies:
            continue
        reports = [tuple(unit for unit in series.found.get((key, one.year), ()) if unit < own) for key in below]
        found.append(
            UnitReports(
                parent=at,
                units=tuple(places[0] if len(places) == 1 else None for places in reports),
                missing=tuple(tree.names[key] for key, places in zip(below, reports, strict=True) if not places),
                several=tuple(tree.names[key] for key, places in zip(below, reports, strict=True) if len(places) > 1),
                complete=one.organ not in tree.incomplete,
            )
        )
    return tuple(found)


def parents_without_reports(tree: Tree, series: Series, own: int) -> tuple[str, ...]:
    """Names of organs that have units but no report at all."""
    known = {one.organ for one in series.identities[:own]}
    return tuple(tree.names[parent] for parent in tree.units if parent not in known)
