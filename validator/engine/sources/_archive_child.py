"""The child of `_archive_reader.py`: unpacks one archive after the other, some members at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from validator.engine.isolation.budget import end_after
from validator.engine.isolation.child_process import Announce, Place, Requests, Service, serve
from validator.engine.sources._archives import Member, members, seconds_for
from validator.model.errors import UnreadableInputError

_AT_ONCE, _BYTES = 64, 4 << 20
"""Members of one answer, and their content from which on it is given."""

_Found = Member | UnreadableInputError


def prepare(_: Requests) -> Service:
    """Nothing is to be made ready."""
    under_way: Iterator[_Found] = iter(())

    def answer(archive: str | None, announce: Announce) -> list[_Found]:
        """The next members of an archive, none at its end; `archive`: None for the one before."""
        nonlocal under_way
        announce(0)
        if archive is not None:
            end_after(seconds_for(_size(archive)))
            under_way = members(archive)
        found: list[_Found] = []
        held = 0
        for one in under_way:
            found.append(one)
            held += len(one.data or b"") if isinstance(one, Member) else 0
            if len(found) >= _AT_ONCE or held >= _BYTES:
                break
        return found

    return Service(answer)


def _size(archive: str) -> int:
    try:
        return Path(archive).stat().st_size
    except OSError:
        return 0


if __name__ == "__main__":
    serve(prepare, Place.of(sys.argv[1:]))
