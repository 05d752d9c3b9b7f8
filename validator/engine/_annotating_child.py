"""The child of `annotating.py`: writes notes into one copy after the other, and converts old files for it."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validator.engine.isolation.answers import ERRORS
from validator.engine.isolation.budget import end_after
from validator.engine.isolation.refusals import ReadingLimits, unexpected
from validator.engine.isolation.serving import Announce, Place, Requests, Service, serve
from validator.model.encoding.plain_data import PlainData
from validator.model.errors import UnreadableInputError
from validator.readers import libreoffice

if TYPE_CHECKING:
    from validator.annotators.notes import Notes

LIMITS = ReadingLimits(seconds=60.0, answer_megabytes=128)
"""For one copy; it may be larger than what it is one of."""


class Wanted(NamedTuple):
    """A copy that is asked for."""

    path: str
    data: bytes
    kind: str
    """The format that the file was read as."""
    notes: Notes
    moment: datetime


@cache
def copy_as_data() -> PlainData[bytes | UnreadableInputError]:
    """The copy, or why there is none."""
    return PlainData(bytes | UnreadableInputError, ERRORS)


def prepare(_: Requests) -> Service:
    """Nothing is to be made ready."""

    def answer(wanted: Wanted, announce: Announce) -> bytes:
        """One copy."""
        announce(0)
        end_after(LIMITS.seconds)
        return copy_as_data().written(_made(wanted))

    there = libreoffice.is_installed()
    return Service(
        answer,
        programs=libreoffice.programs(),
        sockets=libreoffice.SOCKETS if there else (),
        programs_memory=libreoffice.MOST_MEMORY if there else 0,
    )


def _made(wanted: Wanted) -> bytes | UnreadableInputError:
    from validator.annotators import ANNOTATORS

    annotator = ANNOTATORS[wanted.kind]
    try:
        return annotator(annotator.converted(wanted.path, wanted.data), wanted.notes, wanted.moment)
    except UnreadableInputError as error:
        return error
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a file that an annotator trips over is told as such
        return unexpected(wanted.path, error)


if __name__ == "__main__":
    serve(prepare, Place.of(sys.argv[1:]))
