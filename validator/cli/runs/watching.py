"""Run a job again whenever one of its files is saved.

Files are looked at a few times a second: that works on every system and on network drives, and costs nothing for the
few files that somebody edits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence

from validator.cli._problems import wrong_usage
from validator.cli.output import streams
from validator.engine.sources.sources import STANDARD_INPUT, Inventory
from validator.messages import say

_PAUSE = 0.4
"""Seconds from look to look."""

State = Mapping[str, tuple[int, int, int]]
"""File -> when it was changed, how large it is, which file it is; a program may save by putting a new one in place."""


def watch(
    paths: Sequence[str], job: Callable[[], int], language: str, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Run the job, and again after every change of its files, until Ctrl-C; gives the code of the last run.

    Raises WrongUsageError if there is nothing that can be watched.
    """
    if STANDARD_INPUT in paths:
        raise wrong_usage("watch-no-stdin")
    code: int | None = None
    try:
        while True:
            state = state_of(paths)
            code = job()
            streams.tell(say("watching", language, time=time.strftime("%H:%M:%S")) + "\n")
            _wait(paths, state, sleep)
    except KeyboardInterrupt:
        if code is None:
            raise
        return code


def state_of(paths: Sequence[str]) -> State:
    """The files that are there now."""
    found: dict[str, tuple[int, int, int]] = {}
    for path in Inventory(paths).files:
        try:
            status = os.stat(path)  # noqa: PTH116 - the path stays as the user wrote it
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _wait(paths: Sequence[str], state: State, sleep: Callable[[float], None]) -> None:
    """Wait for a change, and until it is over: while it is saved, a file may be gone or half written."""
    now = state_of(paths)
    while now == state or state.keys() - now.keys():
        sleep(_PAUSE)
        now = state_of(paths)
    while True:
        sleep(_PAUSE)
        later = state_of(paths)
        if later == now:
            return
        now = later
