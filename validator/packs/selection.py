"""Which rules of a pack a run asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct


class Selection(Struct, frozen=True):
    """The patterns of a run, matched against the rules of its pack."""

    wanted: frozenset[str]
    """Ids of the rules in force."""
    unfit: tuple[tuple[str, str], ...]
    """Patterns that fit no rule, each behind `select` or `ignore`."""

    @classmethod
    def of(cls, rules: Iterable[str], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selection:
        """Rules that fit one of `select` (all, if there is none) and none of `ignore`: ids or globs (`requests-*`)."""
        ids = frozenset(rules)

        def fitting(patterns: Sequence[str]) -> dict[str, frozenset[str]]:
            return {pattern: frozenset(one for one in ids if fnmatchcase(one, pattern)) for pattern in patterns}

        selected, ignored = fitting(select), fitting(ignore)
        chosen = frozenset[str]().union(*selected.values()) if selected else ids
        asked = {"select": selected, "ignore": ignored}
        unfit = tuple((word, one) for word, patterns in asked.items() for one, found in patterns.items() if not found)
        return cls(chosen.difference(*ignored.values()), unfit)
