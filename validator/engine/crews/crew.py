"""What a crew is, and how large it may be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from validator.engine._groups import GroupOutcome, GroupTask
    from validator.engine.extracts import Store
    from validator.engine.sources.sources import Source
    from validator.engine.task import FileOutcome

MANY = 24
"""Files from which on more processes than one are worth their start."""


class Crew(Protocol):
    """Whoever carries out a task; only a few files are under way at a time, so that memory stays flat."""

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        """The outcome of every file, in the order of the files.

        `begun`: told the path of each, in their order, before its outcome is given.
        """
        ...

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:
        """What comes of groups of reports, in their order, once all files are read; `store`: the extracts of all."""
        ...


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
