"""Which report of one version is which of the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import PurePath
from typing import Protocol, TypeVar


class Titled(Protocol):
    """A report as far as it can be told from others."""

    @property
    def path(self) -> str:
        """Of its file."""

    @property
    def organ(self) -> str | None:
        """Whose it is."""

    @property
    def year(self) -> int | None:
        """The year it is about."""


Report = TypeVar("Report", bound=Titled)


def pairs(
    old: Sequence[Report], new: Sequence[Report], same: Callable[[str], str]
) -> Iterator[tuple[Report | None, Report | None]]:
    """In the order of the new version, those that are only in the old one last.

    The same organ and year belong together, of several reports those at the same place; what is left belongs together
    if it lies at the same place and no title says otherwise. Two single reports do in any case: the title may have been
    put right. `same`: from the name of an organ to what is equal for all names of it.
    """
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    before, now = _places(old), _places(new)
    partners: dict[int, int] = {}

    def join(key: Callable[[Report, PurePath], Hashable]) -> None:
        taken = set(partners.values())
        left: dict[Hashable, list[int]] = {}
        for at, one in enumerate(old):
            if at not in taken and (found := key(one, before[at])) is not None:
                left.setdefault(found, []).append(at)
        for at, one in enumerate(new):
            if at not in partners and (waiting := left.get(key(one, now[at]))):
                partners[at] = waiting.pop(0)

    join(lambda one, place: (_title(one, same), place) if _title(one, same) else None)
    join(lambda one, _: _title(one, same))
    join(lambda one, place: place if _title(one, same) is None else None)
    yield from ((old[partners[at]] if at in partners else None, one) for at, one in enumerate(new))
    known = set(partners.values())
    yield from ((one, None) for at, one in enumerate(old) if at not in known)


def _title(report: Titled, same: Callable[[str], str]) -> tuple[str, int] | None:
    """Organ and year, if both are known."""
    if not report.organ or report.year is None:
        return None
    return same(report.organ), report.year


def _places(reports: Sequence[Titled]) -> list[PurePath]:
    """Where each report lies below the folder that holds them all: folders of two rounds have other names."""
    paths = [PurePath(one.path) for one in reports]
    try:
        common = PurePath(os.path.commonpath([one.parent for one in paths])) if paths else PurePath()
    except ValueError:  # some are absolute and some are not, or on other drives
        return paths
    return [one.relative_to(common) for one in paths]
