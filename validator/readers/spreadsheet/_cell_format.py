"""Numbers of a spreadsheet as they are printed: `0.256` under the format `0.0%` reads `25.6%`.

Two things are on purpose not as printed, since a number must never be lost: a format that hides a number does not hide
it here, and marks that only decorate it (currency signs, brackets for a minus) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from msgspec import Struct

GENERAL = "General"

_PRECISION = Context(prec=15)
"""As many digits as spreadsheets keep; what a stored number has beyond them is an artefact of binary fractions."""
_LONGEST_CODE = 255
"""Characters that a spreadsheet program allows; what longer ones print is not remembered."""
_MOST_DIGITS = 30
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TOKEN = re.compile(
    r"(?P<shifted>[0#]+[\\!]\.[0#]+,*)"
    r'|"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<filler>[_*].)"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式|@)"
    r"|(?P<core>[0#?.,]*[0#?][0#?.,]*)"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]?|[^;"\\!_*\[])*', re.DOTALL)
_SPECIAL_BRACKET = re.compile(r"[<>=]|DBNum", re.IGNORECASE)
_NUMBER_PLACES = frozenset({"core", "general", "shifted"})
_DECORATION = frozenset({"¥", "￥", "$", "€", "£", "(", ")", "（", "）", " "})
_DATE_LETTERS = frozenset("ymdhs")
_FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  a date on paper has no zone
_FALSE_LEAP_DAY = 60
"""Spreadsheets count a 29 February 1900 that there was not."""
_LAST_DAY = 2_958_466
_NEGATIVE, _ZERO = 1, 2
"""Places of the sections of a format."""

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "yyyy-mm-dd", 31: 'yyyy"年"m"月"d"日"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
}  # fmt: skip
"""Number of a format that every spreadsheet program knows -> its code; the rest is `General`."""


def parse_number(text: str) -> Decimal | None:
    """A number as a file stores it, artefacts of binary fractions removed; None for anything else."""
    stripped = text.strip()
    return _PRECISION.create_decimal(stripped) if _NUMBER.fullmatch(stripped) else None


def printed(value: Decimal, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """A number as the format prints it. A format that is not understood gives the plain number."""
    return (_printed if len(code) <= _LONGEST_CODE else _printed.__wrapped__)(value, code, from_1904)


@lru_cache(maxsize=1 << 12)
def _printed(value: Decimal, code: str, from_1904: bool) -> str:  # noqa: FBT001  a part of what is remembered
    sections = [_tokens(section) for section in _sections(code)]
    at = _NEGATIVE if value < 0 else _ZERO if value == 0 else 0
    tokens = sections[at] if at < len(sections) else sections[0]
    if any(token.kind == "bracket" and _SPECIAL_BRACKET.search(token.text) for token in tokens):
        return plain(value)
    if _is_date(tokens):
        return _date(value, code, tokens, from_1904=from_1904) or plain(value)
    return _formatted(value, tokens) or plain(value)


def undecorated(shown: str, value: Decimal) -> str:
    """What a program printed for a number, without the marks that only decorate it."""
    bare = "".join(char for char in shown if char not in _DECORATION)
    if not any(char.isdigit() for char in bare):
        return plain(value)
    return f"-{bare}" if value < 0 and "-" not in bare else bare


def plain(value: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


class _Token(Struct, frozen=True):
    kind: str
    """Name of a group of `_TOKEN`."""
    text: str


def _sections(code: str) -> list[str]:
    sections = []
    at = 0
    while at <= len(code):
        match = _SECTION.match(code, at)
        end = at if match is None else match.end()
        sections.append(code[at:end])
        # What is no section and no separator is an escape at the very end.
        at = end + 1
    return sections


def _tokens(section: str) -> list[_Token]:
    return [_Token(match.lastgroup or "quoted", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section)]


def _is_date(tokens: Sequence[_Token]) -> bool:
    kinds = {token.kind for token in tokens}
    letters = any(token.kind == "other" and token.text.lower() in _DATE_LETTERS for token in tokens)
    elapsed = any(token.kind == "bracket" and set(token.text.lower()) <= _DATE_LETTERS for token in tokens)
    return (letters or elapsed) and "general" not in kinds


def _date(value: Decimal, code: str, tokens: Sequence[_Token], *, from_1904: bool) -> str | None:
    if not 0 <= value < _LAST_DAY:
        return None
    missing = int(not from_1904 and value < _FALSE_LEAP_DAY)
    seconds = int((value * 86400).to_integral_value(ROUND_HALF_UP))
    moment = _FIRST_DAY[from_1904] + timedelta(days=missing, seconds=seconds)
    letters = "".join(token.text.lower() for token in tokens if token.kind in {"other", "bracket"})
    clock = "h" in letters or "s" in letters
    fields = {
        "年": f"{moment.year}" if "y" in letters else "",
        "月": f"{moment.month:02}" if "m" in letters and ("y" in letters or "d" in letters or not clock) else "",
        "日": f"{moment.day:02}" if "d" in letters else "",
    }
    if any(unit in code for unit in fields):
        day = "".join(number.lstrip("0") + unit for unit, number in fields.items() if number)
    else:
        day = "-".join(number for number in fields.values() if number)
    time = moment.strftime("%H:%M:%S" if "s" in letters else "%H:%M") if clock else ""
    return " ".join(part for part in (day, time) if part)


def _formatted(value: Decimal, tokens: Sequence[_Token]) -> str | None:
    """None if the format has no place for a number, or several."""
    places = [token for token in tokens if token.kind in _NUMBER_PLACES]
    if len(places) != 1 or any(token.kind == "other" and token.text in "eE" for token in tokens):
        return None
    percents = sum(token.kind == "other" and token.text == "%" for token in tokens)
    scaled = abs(value).scaleb(2 * percents)
    number = _digits(scaled, places[0])
    if number is None:
        return None
    words = [_words(token, number) for token in tokens]
    sign = "-" if value < 0 and number.strip("0.,") else ""
    return sign + "".join(words).replace("-", "").strip()


def _words(token: _Token, number: str) -> str:
    if token.kind in _NUMBER_PLACES:
        return number
    return token.text if token.kind in {"quoted", "escaped", "other"} and token.text not in _DECORATION else ""


def _digits(value: Decimal, place: _Token) -> str | None:
    """A number under a run of digit places such as `#,##0.00`; None if the run makes no sense."""
    if place.kind == "general":
        return plain(value)
    core = place.text
    if place.kind == "shifted":  # `0!.0,` sets a point among the digits, and so shows 万
        core = core.replace("!", "").replace("\\", "")
        value = value.scaleb(-len(core.rstrip(",").partition(".")[2]))
    whole, point, fraction = core.partition(".")
    thousands = len(core) - len(core.rstrip(","))
    fraction = fraction.rstrip(",")
    whole = whole if point else whole.rstrip(",")
    if "." in fraction or "," in fraction or value.adjusted() > _MOST_DIGITS or len(fraction) > _MOST_DIGITS:
        return None
    scaled = value.scaleb(-3 * thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, Context(prec=2 * _MOST_DIGITS + 10))
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    kept = fraction.rstrip("#?")
    for _ in range(len(fraction) - len(kept)):
        text = text.removesuffix("0")
    least = whole.count("0")
    head, _, tail = text.partition(".")
    head = head if "," in whole else head.rjust(least, "0")
    return f"{head}.{tail}" if tail else head
