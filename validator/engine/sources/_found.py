"""What is found in an archive, as the child that looks into it answers."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from validator.engine.isolation.answers import ERRORS
from validator.engine.sources._archives import Member
from validator.model.encoding.plain_data import PlainData, StandIn
from validator.model.errors import UnreadableInputError

Found: TypeAlias = Member | UnreadableInputError
_MEMBER = StandIn(
    # Its name need not be Unicode, and beside its content there is no room to say so in another way.
    tuple[bytes, bytes | None],
    lambda member: (member.path.encode("utf-8", "surrogatepass"), member.data),
    lambda told: Member(told[0].decode("utf-8", "surrogatepass"), told[1]),
)


@cache
def found_as_data() -> PlainData[tuple[Found, ...]]:
    """The next members of an archive, or why there are no more."""
    return PlainData(tuple[Found, ...], {**ERRORS, Member: _MEMBER})
