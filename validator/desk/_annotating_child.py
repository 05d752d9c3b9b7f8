"""A child that writes annotated copies: a document of a stranger is taken apart once more, so under the same limits."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validator.engine.isolation.budget import end_after
from validator.engine.isolation.child_process import Announce, Place, Requests, Service, serve
from validator.engine.isolation.refusals import ReadingLimits, unexpected
from validator.model.errors import UnreadableInputError
from validator.readers import libreoffice

if TYPE_CHECKING:
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack

_STATUS = Path("/proc/self/statm")


class CopyOrder(NamedTuple):
    """What is annotated, and how."""

    path: str
    data: bytes
    reports: tuple[ReportResult, ...]
    language: str
    moment: datetime


def prepare(requests: Requests) -> Service:
    """Get the pack and the limits, which are the first two messages."""
    pack: Pack = requests.next()
    limits: ReadingLimits = requests.next()

    def answer(order: CopyOrder, announce: Announce) -> bytes | UnreadableInputError:
        """The copy, or why there is none."""
        from validator.annotators.copies import annotated

        announce(0)
        end_after(limits.seconds)
        try:
            return annotated(order.path, order.data, order.reports, pack, order.language, order.moment).content
        except UnreadableInputError as error:
            return error
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a document that an annotator trips over
            return unexpected(order.path, error)

    installed = libreoffice.is_installed()
    return Service(
        answer,
        _taken,
        programs=libreoffice.programs(),
        sockets=libreoffice.SOCKETS if installed else (),
        programs_memory=libreoffice.MOST_MEMORY if installed else 0,
    )


def _taken() -> int:
    """Address space taken by the program with the libraries that it has loaded."""
    if not _STATUS.exists():
        return 0
    return int(_STATUS.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    serve(prepare, Place.of(sys.argv[1:]))
