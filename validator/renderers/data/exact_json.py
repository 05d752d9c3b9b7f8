"""JSON text with exact numbers: decimals keep their digits, which floats would not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from validator.renderers.words.figures import figure

Json: TypeAlias = "bool | int | Decimal | Fraction | str | Iterable[Json] | Mapping[str, Json] | None"
"""What can be written; what is iterated over needs to be there only one entry at a time."""

_INDENT = "  "
_APART = 10_000
"""Parts: each takes several times the memory of its characters."""
_ESCAPED = re.compile("[\x7f-\x9f\ud800-\udfff]")
_encode = json.JSONEncoder(ensure_ascii=False).encode


def json_text(value: Json) -> str:
    """One JSON document, indented, ended by a line break. Chinese stands unescaped, keys stay in their order."""
    text = _Text()
    _write(value, "\n", text)
    text.append("\n")
    return text.joined()


class _Text:
    """Text that is put together of many small parts, of which only so many are kept apart."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._joined: list[str] = []

    def append(self, part: str) -> None:
        self._parts.append(part)
        if len(self._parts) >= _APART:
            self._joined.append("".join(self._parts))
            self._parts.clear()

    def joined(self) -> str:
        return "".join((*self._joined, *self._parts))


def json_line(value: Json) -> str:
    """The same on one line, without a line break at its end."""
    plain = _plain(value)
    if plain is not None:
        return plain
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quoted(key)}: {json_line(entry)}" for key, entry in value.items()) + "}"
    assert isinstance(value, Iterable)  # noqa: S101 - said to the type checker
    return "[" + ", ".join(map(json_line, value)) + "]"


def _plain(value: Json) -> str | None:
    """The text of what is neither a list nor a mapping; None for these. Kinds are told the quickest way there is."""
    kind = type(value)
    if kind is dict or kind is list or kind is tuple:
        return None
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    return figure(value) if isinstance(value, (Decimal, Fraction)) else None


def _write(value: Json, line: str, parts: _Text) -> None:
    """Append the text of a value; `line` is a line break and the blanks of the line it stands on."""
    plain = _plain(value)
    if plain is not None:
        parts.append(plain)
    elif isinstance(value, Mapping):
        entries = ((f"{quoted(key)}: ", entry) for key, entry in value.items())
        _write_all(entries, "{}", line, parts)
    else:
        assert isinstance(value, Iterable)  # noqa: S101 - said to the type checker
        _write_all((("", entry) for entry in value), "[]", line, parts)


def _write_all(entries: Iterable[tuple[str, Json]], brackets: str, line: str, parts: _Text) -> None:
    opening, closing = brackets[0], brackets[1]
    deeper = line + _INDENT
    before = opening + deeper
    for head, entry in entries:
        parts.append(before + head)
        _write(entry, deeper, parts)
        before = "," + deeper
    parts.append(line + closing if before[0] == "," else brackets)


def quoted(text: str) -> str:
    """A text as JSON has it."""
    # Half a character (a file name in an unknown encoding) has no place in UTF-8, and some terminals obey the others.
    if _ESCAPED.search(text):
        return json.dumps(text)
    return _encode(text)
