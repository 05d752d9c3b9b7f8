"""What a fault of a file can be, and the allowed word that was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

_LONGEST_WORD = 200
"""Characters of what may be a misspelt word."""


class FaultKind(StrEnum):
    """Every clause a `Fault` can carry, so that it can be translated."""

    UNREADABLE_FILE = "file cannot be read"
    UNREADABLE_YAML = "not valid YAML"
    UNREADABLE_CSV = "not valid CSV"
    UNREADABLE_JSON = "not valid JSON"
    UNREADABLE_PARQUET = "not valid Parquet"
    TOO_LARGE = "too large"
    TOO_LONG = "too long"
    TOO_DEEP = "nested too deeply"
    CONTROL_CHARACTER = "control character"
    UNKNOWN_KEY = "unknown key"
    MISSING_KEY = "missing key"
    DUPLICATE_KEY = "key stands twice"
    WRONG_TYPE = "wrong type"
    EMPTY = "empty"
    UNKNOWN_WORD = "unknown word"
    NOT_KEBAB_CASE = "not kebab-case"
    BAD_NAME = "not a name of small letters, digits and underscores"
    DUPLICATE_NAME = "name stands twice"
    DUPLICATE_ID = "id stands twice"
    SECOND_TOTAL = "second column of totals in a table"
    UNKNOWN_FORM = "unknown form"
    UNKNOWN_TABLE = "unknown table"
    UNKNOWN_RULE = "unknown rule"
    UNKNOWN_NAME = "unknown name"
    KEYS_EXCLUDE = "keys exclude each other"
    SYNTAX = "syntax error in an expression"
    BAD_PATTERN = "not a regular expression"
    BAD_FACT_NAME = "not a name of the shape organ.something"
    NO_FILES = "folder has no YAML file"
    UNKNOWN_PACK = "unknown pack"
    PACK_CYCLE = "packs extend each other in a circle"
    NOT_EXTENDING = "there is nothing to change in a pack that extends none"
    RULE_NEEDED = "another rule needs this rule"
    LABEL = "label in place of a name"
    TWO_PARENTS = "organ is listed below two others"
    OWN_UNIT = "organ is a unit of itself"


def nearest(word: str, allowed: Collection[str] | Mapping[str, object]) -> str | None:
    """The allowed word most like the given one, or None if none is close; no word is as long as a page."""
    import difflib

    close = difflib.get_close_matches(word, allowed, n=1) if len(word) <= _LONGEST_WORD else ()
    return close[0] if close else None
