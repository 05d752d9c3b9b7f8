"""Steps of a search, counted down to the one after which it is given up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct


class OutOfStepsError(Exception):
    """The search took more steps than it was given: what it would have said is not known."""


class Steps(Struct):
    """The steps that are left to all parts of one search together."""

    left: int

    def take(self, count: int = 1) -> None:
        """Count some; raises OutOfStepsError once there are no more."""
        self.left -= count
        if self.left < 0:
            raise OutOfStepsError

    @contextmanager
    def at_most(self, count: int) -> Iterator[Steps]:
        """Some of the steps, for a part of the search that need not come to an end."""
        given = min(count, self.left)
        part = Steps(given)
        try:
            yield part
        finally:
            self.left -= given - max(part.left, 0)
