"""The child of `workers.py`: takes a task, then one chunk of files or groups after the other, until its input ends."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

from validator.engine._file_checker import FileChecker
from validator.engine._groups import Group, hold_all
from validator.engine.isolation.child_process import answers_only, limit_memory, receive, send
from validator.engine.task import CHECKING, RECOGNISING
from validator.readers.ocr import telling

STATUS = Path("/proc/self/statm")
"""Where Linux says how much address space the process has, in pages, as the first word."""

_COLLECT = 50_000
"""Objects after which memory is looked through for cycles."""


def main(memory: int, recognising: int) -> None:
    """Answer requests.

    `memory`: bytes of address space the process may have beside what the program itself takes; `recognising`: and when
    it recognises text in pictures.
    """
    answers = answers_only()
    taken = 0

    def lift() -> None:
        """The parent is told, so that it waits, and starts another process after this chunk."""
        limit_memory(recognising + taken, recognising + taken)
        send(answers, RECOGNISING)

    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt), telling(lift):
        bench = FileChecker(receive(sys.stdin.buffer))
        taken = _taken()
        limit_memory(memory + taken, max(memory, recognising) + taken)
        # Rules and libraries stay for good, and what is made of a file has no cycles to speak of.
        gc.freeze()
        gc.set_threshold(_COLLECT)
        while True:
            chunk = receive(sys.stdin.buffer)
            try:
                if isinstance(chunk[0], Group):
                    send(answers, CHECKING)
                    send(answers, hold_all(bench, chunk))
                else:
                    send(answers, bench.run(chunk, lambda at: send(answers, at)))
            except MemoryError as error:
                # What is left of this process is not to be trusted with the next file.
                send(answers, MemoryError(str(error)))
                return


def _taken() -> int:
    """Address space taken by the program with the libraries that it will need."""
    from lxml import etree  # noqa: F401 - loaded now, so that it does not count for a file

    if not STATUS.exists():
        return 0
    return int(STATUS.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
