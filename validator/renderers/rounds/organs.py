"""The reports of a round, organ by organ."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from validator.model.mistake import Demand
from validator.packs.organ_names import NameRules
from validator.renderers.layout.lines import clean
from validator.renderers.rounds.told import ToldReport, ToldRound


class OrganReports(Struct, frozen=True):
    """An organ and its reports."""

    name: str | None
    """As its first report has it; None where that names none: then the report is by itself."""
    reports: tuple[ToldReport, ...]
    """By year, then path; never empty."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are known, ascending."""
        return tuple(sorted({one.year for one in self.reports if one.year is not None}))

    def count(self, demand: Demand) -> int:
        """How many mistakes of its reports ask that."""
        return sum(one.count(demand) for one in self.reports)

    @property
    def weight(self) -> tuple[int, ...]:
        """What organs are ranked by: most to correct, then to look at, then to explain."""
        return tuple(self.count(one) for one in (Demand.CORRECT, Demand.ORIGINAL, Demand.EXPLAIN, Demand.OURS))


def by_organ(told: ToldRound, names: NameRules) -> tuple[OrganReports, ...]:
    """The organs of a round in the order of their first reports; names that surely mean one organ are one."""
    groups: dict[tuple[bool, str], list[ToldReport]] = {}
    for one in told.reports:
        key = (True, names.apart(one.organ)) if one.organ else (False, one.path)
        groups.setdefault(key, []).append(one)
    return tuple(_organ(reports) for reports in groups.values())


def _organ(reports: Sequence[ToldReport]) -> OrganReports:
    name = clean(reports[0].organ or "") or None
    ordered = sorted(reports, key=lambda one: (one.year is None, one.year or 0, one.path))
    return OrganReports(name, tuple(ordered))
