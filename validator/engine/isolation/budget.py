"""The processor time that the work on one file may take, measured in the process that does it."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from validator.engine.isolation.refusals import ReadingLimits
from validator.model.errors import OverBudgetError

if TYPE_CHECKING:
    from types import FrameType

GRACE = 3
"""Seconds of processor time after which a process that could not be interrupted is ended by the system."""


class TimeAccount:
    """What is left to one file."""

    def __init__(self, seconds: float) -> None:
        """`seconds`: of processor time."""
        self.left = seconds
        self.recognising = False
        """True once text in pictures was recognised."""


class Budget:
    """Accounts of files, of which one at a time is drawn on; raises OverBudgetError where it is used up.

    Only in the main thread of a process of its own, and where the system can measure: elsewhere nothing is limited
    here, and whoever waits for the process goes by the clock.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        """`limits`: None for no budget at all, in a process that is not ours alone."""
        self.limits = limits or ReadingLimits()
        self._measured = limits is not None and hasattr(signal, "setitimer")
        self._drawn: TimeAccount | None = None
        if self._measured:
            signal.signal(signal.SIGPROF, _interrupt)

    def account(self) -> TimeAccount:
        """The account of one more file."""
        return TimeAccount(self.limits.seconds)

    @contextmanager
    def drawn_on(self, account: TimeAccount, most: float = math.inf) -> Iterator[None]:
        """Whatever is done in the block is paid from an account; raises OverBudgetError in the middle of it.

        `most`: seconds that this block may take of what is left.
        """
        if not self._measured:
            yield
            return
        if account.left <= 0:
            raise OverBudgetError
        self._drawn = account
        kept = max(account.left - most, 0.0)
        try:
            self._grant(account.left - kept)
            yield
        finally:
            account.left = signal.setitimer(signal.ITIMER_PROF, 0)[0] + kept
            self._drawn = None
            end_after(self.limits.seconds)

    def lift(self) -> None:
        """Text in pictures is about to be recognised: that may take longer."""
        if self._drawn is not None:
            self._drawn.recognising = True
            self._grant(self.limits.recognising_seconds)

    @staticmethod
    def _grant(seconds: float) -> None:
        # A timer of 0 is none.
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 1e-3))
        end_after(seconds)


def end_after(seconds: float) -> None:
    """Have the system end this process when it has used so much more processor time, and some grace."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds) + GRACE, most))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise OverBudgetError
