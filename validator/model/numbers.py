"""From printed text to a number, a blank, or neither.

Everything that stands in number cells of published reports is listed in `tests/test_numbers.py`. The grammar is strict:
what is not surely a number is unreadable, never guessed. Values are exact decimals.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from validator.model.traditional import SIMPLIFIED

UNIT_IN_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
"""Money units -> 元."""

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩"))
# NFKC leaves the radicals of the CJK supplement block alone; these occur in PDF text layers.
_LOOK_ALIKES = SIMPLIFIED | str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙"
)
_LOOK_ALIKE = re.compile(f"[{''.join(map(chr, _LOOK_ALIKES))}]")
_DASHES = str.maketrans("−–—―‐‑‒", "-------")
_NOT_APPLICABLE = re.compile(r"/+|\\+|-+|无|N/?A|n/?a|不适用|\*+")
_NUMBER = re.compile(
    r"(?P<sign>[+\-]*|增加?|减少?) ?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    r"(?P<fraction>\.[0-9]*)? ?(?P<unit>亿元|万元|千元|元|万|件|项|个|宗|份|条|起)? ?(?P<note>\(.*\))?"
)


_LONGEST_NUMBER = 40
"""Characters; what is longer is hardly met twice."""


class Kind(StrEnum):
    """What a cell turned out to hold."""

    NUMBER = "number"
    BLANK = "blank"
    """Nothing, or white space."""
    DASH = "dash"
    """A mark for "none": `/`, `—`, `无`. Counts as blank."""
    UNREADABLE = "unreadable"
    """Text that is not a number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A cell's text, read."""

    kind: Kind
    raw: str
    """The text as printed."""
    value: Decimal | None = None
    """The number as printed, in the printed unit; None unless `kind` is NUMBER."""
    unit: str | None = None
    """Unit printed in the cell, or None."""
    note: str | None = None
    """Remark in brackets behind the number, without the brackets."""
    places: int = 0
    """Digits printed after the point."""
    signed: bool = False
    """True if a sign is printed."""
    doubtful_sign: bool = False
    """True for `--253` and the like: read as negative, to be looked at."""


def normalise(text: str) -> str:
    """Bring characters to one form: NFKC, radicals and traditional characters to simple ones, invisible ones out."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    if _LOOK_ALIKE.search(text):
        text = text.translate(_LOOK_ALIKES)
    return _INVISIBLE.sub("", text)


def read_number(text: str) -> Number:
    """Read what is printed in one number cell."""
    return _read_short(text) if len(text) <= _LONGEST_NUMBER else _read_number(text)


def _read_number(text: str) -> Number:
    stripped = text.translate(_SUPERSCRIPTS) if text.strip() not in {"", *"①②③④⑤⑥⑦⑧⑨⑩"} else text
    # Narrow cells wrap their digits over lines ("2224", below it "2"); a blank within a line parts two numbers, unless
    # it separates thousands.
    lines = normalise(stripped).translate(_DASHES).splitlines()
    compact = "".join(" ".join(line.split()) for line in lines)
    if not compact:
        return Number(Kind.BLANK, text)
    if _NOT_APPLICABLE.fullmatch(compact.replace(" ", "")):
        return Number(Kind.DASH, text)
    match = _NUMBER.fullmatch(compact)
    if match is None:
        return Number(Kind.UNREADABLE, text)
    sign = match["sign"]
    negative = "-" in sign or sign.startswith("减")
    fraction = match["fraction"] or ""
    value = Decimal(match["digits"].replace(",", "").replace(" ", "") + (fraction if len(fraction) > 1 else ""))
    return Number(
        Kind.NUMBER,
        text,
        value=-value if negative else value,
        unit=match["unit"],
        note=match["note"][1:-1] if match["note"] else None,
        places=max(len(fraction) - 1, 0),
        signed=bool(sign),
        doubtful_sign=len(sign) > 1 and not sign.startswith(("增", "减")),
    )


_read_short = lru_cache(maxsize=16384)(_read_number)
"""The same few numbers and labels stand in most cells, and each is looked at several times."""
