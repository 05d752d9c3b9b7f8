"""The grammar of dates that patterns of a pack are written in: `{date}` in any notation, `{written}` in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.model.rules.wording import spell_out
from validator.packs.language.patterns import Pattern, compile_pattern

PUBLISHED, SIGNED = "published", "signed"


KINDS = (PUBLISHED, SIGNED)
"""The dates that a document states of itself."""


_DATE = r"(?P<year>20[0-9]{2}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2})(?![0-9])(?: ?日)?"


_PARTS = frozenset({"year", "month", "day"})
"""Groups of a pattern that finds a date."""
_TENS = "一二三四五六七八九十"


_WRITTEN = (
    r"(?P<year>20[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2}) ?年"
    rf" ?(?P<month>[0-9]{{1,2}}|[{_TENS}]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}|[{_TENS}]{{1,3}}) ?日"
)


_WORDS = {"date": _DATE, "written": _WRITTEN}


@lru_cache(maxsize=64)
def dated(pattern: str) -> Pattern:
    """A pattern of the pack, made ready."""
    return Pattern((pattern,), _WORDS, re.MULTILINE)


def check_dated(pattern: str) -> None:
    """Raises re.error for a pattern that is none, or finds no date."""
    try:
        found = compile_pattern(spell_out(pattern, _WORDS), re.MULTILINE)
    except KeyError as error:
        raise re.error(f"{{{error.args[0]}}} stands for nothing") from None
    if not found.groupindex.keys() >= _PARTS:
        raise re.error("neither {date} nor {written} stands in it")
