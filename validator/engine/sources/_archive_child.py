"""The child of `_archive_reader.py`: unpacks one archive after the other, some members at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from validator.engine.isolation.budget import end_after
from validator.engine.isolation.serving import Announce, Place, Requests, Service, serve
from validator.engine.sources._archives import Member, members, seconds_for
from validator.engine.sources._found import Found, found_as_data

_AT_ONCE, _BYTES = 64, 4 << 20
"""Members of one answer, and their content from which on it is given."""


def prepare(_: Requests) -> Service:
    """Nothing is to be made ready."""
    under_way: Iterator[Found] = iter(())

    def answer(archive: str | None, announce: Announce) -> bytes:
        """The next members of an archive, none at its end; `archive`: None for the one before."""
        nonlocal under_way
        announce(0)
        if archive is not None:
            end_after(seconds_for(_size(archive)))
            under_way = members(archive)
        found: list[Found] = []
        held = 0
        for one in under_way:
            found.append(one)
            held += len(one.data or b"") if isinstance(one, Member) else 0
            if len(found) >= _AT_ONCE or held >= _BYTES:
                break
        return found_as_data().written(tuple(found))

    return Service(answer)


def _size(archive: str) -> int:
    try:
        return Path(archive).stat().st_size
    except OSError:
        return 0


if __name__ == "__main__":
    serve(prepare, Place.of(sys.argv[1:]))
