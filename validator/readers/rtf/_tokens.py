"""The marks of an RTF file: groups, control words, and text in the encoding of its font."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_BRACE = re.compile(rb"\\bin([0-9]{1,10}) ?|\\.|[{}]", re.DOTALL)

_SIMPLIFIED_CHINESE = 936
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Number of a font's character set -> codec; fonts with another are in the code page of the file."""


class TokenKind(Enum):
    """Kinds of tokens."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    BYTE = auto()
    """One byte, written as two digits."""
    TEXT = auto()


class Token(Struct, frozen=True):
    """One control word, group mark or piece of text, with its number if it has one."""

    mark: TokenKind
    text: bytes = b""
    """The word, the symbol or the bytes."""
    number: int | None = None
    """What follows a word, `0` in `b0`."""


class Scanner:
    """Reads tokens; `position` may be moved on."""

    def __init__(self, data: bytes) -> None:
        """Start at the beginning."""
        self._data = data
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        """The tokens up to the end of the file."""
        while self._at < len(self._data):
            match = _TOKEN.match(self._data, self._at)
            if match is None:  # pragma: no cover - the pattern takes any byte
                return
            self._at = match.end()
            kind = match.lastgroup
            if kind in {"word", "number"}:
                number = match["number"]
                yield Token(TokenKind.WORD, match["word"], None if number is None else int(number))
            elif kind == "hex":
                yield Token(TokenKind.BYTE, bytes((int(match["hex"], 16),)))
            elif kind is not None:
                yield Token(_MARKS[kind], match[kind])

    def skip_bytes(self, count: int) -> None:
        """Step over binary data."""
        self._at += max(0, count)

    def skip_group(self) -> None:
        """Step to the brace that closes the current group, which then comes next."""
        depth = 1
        while depth:
            match = _BRACE.search(self._data, self._at)
            if match is None:
                self._at = len(self._data)
                return
            self._at = match.end() + int(match[1] or 0)
            depth += {b"{": 1, b"}": -1}.get(match[0], 0)
        self._at -= 1


_MARKS = {"symbol": TokenKind.SYMBOL, "open": TokenKind.OPEN, "close": TokenKind.CLOSE, "text": TokenKind.TEXT}


def codec_of_page(page: int | None) -> str:
    """The codec for a Windows code page; Western where it is not known."""
    label = "gb18030" if page == _SIMPLIFIED_CHINESE else f"cp{page}"
    try:
        return codecs.lookup(label).name
    except LookupError:
        return "cp1252"


def codec_of_charset(charset: int | None) -> str | None:
    """The codec for the character set of a font, or None if it is that of the file."""
    return _CHARSETS.get(charset or 0)
