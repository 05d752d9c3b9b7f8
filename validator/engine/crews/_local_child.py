"""The child of `local.py`: takes a task, then one chunk of files or groups after the other, until its input ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from validator.engine._file_checker import FileChecker
from validator.engine._groups import GroupTask, hold_all
from validator.engine.crews._answers import files_writer, groups_answer
from validator.engine.isolation.budget import Budget, end_after
from validator.engine.isolation.bytecode import load_what_is_not_compiled
from validator.engine.isolation.channel import CHECKING
from validator.engine.isolation.serving import Announce, Place, Requests, Service, serve
from validator.engine.task import Orders
from validator.packs.language.syntax import know
from validator.readers import libreoffice

STATUS = Path("/proc/self/statm")
"""Where Linux says how much address space the process has, in pages, as the first word."""

_PARTS = ("checking", "constraints", "crosschecks", "engine", "localisation", "model", "readers", "recognition")
_LIBRARIES = ("doc2docx", "fsspec", "lxml.html", "playa", "pypdfium2", "rapidfuzz", "scipy.sparse", "xlrd")
"""What the work on a file may load: packages of ours, and libraries."""

_COLLECT = 50_000
"""Objects after which memory is looked through for cycles."""


def prepare(requests: Requests) -> Service:
    """Make the task ready, which is the first message."""
    orders: Orders = requests.next()
    know(orders.parsed)
    budget = Budget(orders.limits)
    bench = FileChecker(orders.task, pack=orders.pack, budget=budget)

    files = files_writer()

    def answer(chunk: Sequence[Any], announce: Announce) -> bytes:
        """One outcome for each file, or for each group of reports."""
        if not isinstance(chunk[0], GroupTask):
            return files.written(tuple(bench.run(chunk, announce)))
        announce(CHECKING)
        end_after(orders.limits.seconds * (1 + sum(len(group.places) for group in chunk)))
        return groups_answer().written(tuple(hold_all(bench, chunk)))

    # Rules and libraries stay for good, and what is made of a file has no cycles to speak of.
    load_what_is_not_compiled(_PARTS, _LIBRARIES)
    service = Service(
        *(answer, _taken, budget.lift),
        programs=libreoffice.programs(),
        sockets=libreoffice.SOCKETS if libreoffice.is_installed() else (),
        programs_memory=libreoffice.MOST_MEMORY if libreoffice.is_installed() else 0,
    )
    gc.freeze()
    gc.set_threshold(_COLLECT)
    return service


def _taken() -> int:
    """Address space taken by the program with the libraries that it has loaded."""
    if not STATUS.exists():
        return 0
    return int(STATUS.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    serve(prepare, Place.of(sys.argv[1:]))
