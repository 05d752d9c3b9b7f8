"""Work that a request waits for: so much at a time, so much more that waits, each for so long, none in vain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException

from validator.desk.work.reading import Begun, Stop
from validator.messages import say

if TYPE_CHECKING:
    from validator.desk.settings import DeskSettings

_Answer = TypeVar("_Answer")
Work = Callable[[Begun, Stop], _Answer]
"""Gets whom to tell of each file, and what says that it is to stop."""
_SOON = "1"
"""Seconds after which to try again."""

_LOOK = 0.2
"""Seconds between two looks at whether somebody still waits."""


class TooSlowError(Exception):
    """It took longer than a request may take."""


@dataclass
class Jobs:
    """Who works on what."""

    settings: DeskSettings
    _present: int = field(default=0, init=False)
    _workers: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        """Nobody works yet."""
        self._workers = ThreadPoolExecutor(self.settings.workers, "desk")

    @asynccontextmanager
    async def admitted(self, language: str) -> AsyncIterator[None]:
        """The block of a request that will have a job done; raises HTTPException where too many wait.

        Before its files are received: what waits outside takes no room here.
        """
        if self._present >= self.settings.workers + self.settings.waiting:
            raise HTTPException(429, say("desk-full", language), {"retry-after": _SOON})
        self._present += 1
        try:
            yield
        finally:
            self._present -= 1

    async def done(
        self, work: Work[_Answer], told: Begun | None = None, gone: Callable[[], Awaitable[bool]] | None = None
    ) -> _Answer:
        """What comes of the work; raises what it raises, TooSlowError, and AbandonedError.

        `told`: gets the name of each file, in the loop; `gone`: says whether nobody waits any more.
        """
        loop, stop = asyncio.get_running_loop(), Stop()

        def begun(name: str) -> None:
            if told is not None:
                loop.call_soon_threadsafe(told, name)

        task = loop.run_in_executor(self._workers, lambda: work(begun, stop))
        watch = None if gone is None else asyncio.create_task(_watched(gone, stop))
        try:
            return await asyncio.wait_for(asyncio.shield(task), self.settings.seconds)
        except TimeoutError:
            raise TooSlowError from None
        finally:
            if watch is not None:
                watch.cancel()
            if not task.done():
                # Its end is waited for by nobody, and what it raises is meant for nobody.
                task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
                await asyncio.to_thread(stop.set)

    def close(self) -> None:
        """Take no more work."""
        self._workers.shutdown(wait=False, cancel_futures=True)


async def _watched(gone: Callable[[], Awaitable[bool]], stop: Stop) -> None:
    while not await gone():  # noqa: ASYNC110 - the client tells nobody
        await asyncio.sleep(_LOOK)
    await asyncio.to_thread(stop.set)
