"""From bytes to text: which encoding, for files that often declare the wrong one or none.

The order: byte order mark; UTF-16 without one; UTF-8, perhaps a little damaged; the declared encoding; GB 18030; a
statistical guess. Every label of the GB family is read as GB 18030, which holds the others.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct

DAMAGED = "undecodable-bytes"
"""Warning: some bytes are no characters of the encoding; U+FFFD stands in their place."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_GB18030_MARK = b"\x84\x31\x95\x33"
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:\-]+)|<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:\-]+)",
    re.IGNORECASE,
)
_DECLARATION_WITHIN = 8192
_FAMILIES = (
    (re.compile(r"(?:x-)?gb.*|(?:cp|ms|windows-)936"), "gb18030"),
    (re.compile(r"(?:x-)?big5.*|cp950"), "big5hkscs"),
    (re.compile(r"utf-?(?:16|32).*"), "utf-8"),  # the declaration itself was readable as ASCII
    (re.compile(r"iso-?8859-1|latin-?1|(?:us-)?ascii"), "cp1252"),
)
"""Labels of a family -> the codec that holds all of it."""
_OTHERS = re.compile(r"utf-?8|(?:windows-|cp)[0-9]{3,4}|iso-?8859-[0-9]{1,2}|koi8-[ru]|euc-(?:jp|kr)|shift[_-]?jis")
"""Other labels that are believed. Not every name that Python knows is an encoding of text."""
# To make a pattern of so many characters takes a millisecond each, and few files need one: `re` keeps it then.
_SENSIBLE = r"[\t\n\r\f -~\u00a0-\u00ff\u2010-\u22ff\u2460-\u27bf\u2e80-\u30ff\u3400-\u9fff\uff00-\uffef]"
_HANZI = "[\u3400-\u9fff]"
_FIRST_LEVEL = range(0xB0, 0xD8)
_PUNCTUATION = (0xA1, 0xA3)
_SAMPLE = 1 << 16
_REPLACEMENT = "\ufffd"


class Decoded(Struct, frozen=True):
    """Text, and how it was found."""

    text: str
    encoding: str
    """Name of the codec."""
    damaged: bool = False
    """True if some bytes could not be read."""


def decode(data: bytes) -> Decoded:
    """Decode the content of a text or HTML file; never raises."""
    for attempt in (_by_mark, _as_utf16, _as_utf8, _as_declared):
        decoded = attempt(data)
        if decoded is not None:
            return decoded
    return _guess(data)


def declared_encoding(data: bytes) -> str | None:
    """The codec that the page says it is in (HTML `meta`, XML declaration), or None if it says nothing usable."""
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    if match is None:
        return None
    return _codec_of((match[1] or match[2]).decode("ascii", "replace").lower())


def _codec_of(label: str) -> str | None:
    """The codec for a label, or None if it is none that pages are in."""
    for labels, codec in _FAMILIES:
        if labels.fullmatch(label):
            return codec
    return label if _OTHERS.fullmatch(label) and _is_codec(label) else None


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _with(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeError:
        return Decoded(data.decode(codec, "replace"), codec, damaged=True)


def utf16_without_mark(data: bytes) -> str | None:
    """The codec if it is UTF-16 without a mark: of the two orders of bytes, only one makes sense."""
    sample = data[: min(_SAMPLE, len(data)) // 2 * 2]
    zeros = sample.count(0)  # digits and line ends bring some into every text
    if not zeros or (zeros * 10 < len(sample) and not _with(sample, "utf-8").damaged):
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, "replace")
        if sum(re.match(_SENSIBLE, char) is not None for char in text) * 10 >= len(text) * 9:
            return codec
    return None


def _by_mark(data: bytes) -> Decoded | None:
    """As the byte order mark says."""
    if data.startswith(_GB18030_MARK):
        return _with(data[len(_GB18030_MARK) :], "gb18030")
    return next((_with(data, codec) for mark, codec in _MARKS if data.startswith(mark)), None)


def _as_utf16(data: bytes) -> Decoded | None:
    codec = utf16_without_mark(data)
    return None if codec is None else _with(data, codec)


def _as_utf8(data: bytes) -> Decoded | None:
    """As UTF-8, also if it was cut in the middle of a character or has lost a byte here and there."""
    utf8 = _with(data, "utf-8")
    if utf8.damaged:
        hanzi = len(re.findall(_HANZI, utf8.text[:_SAMPLE]))
        return utf8 if hanzi and utf8.text.count(_REPLACEMENT) <= max(1, hanzi // 50) else None
    if re.search(_HANZI, utf8.text[:_SAMPLE]) or utf8.text.isascii() or declared_encoding(data) != "gb18030":
        return utf8
    # A few GB characters can form valid UTF-8 by chance; they then become letters that no Chinese page holds.
    other = _with(data, "gb18030")
    return other if not other.damaged and re.search(_HANZI, other.text) else utf8


def _as_declared(data: bytes) -> Decoded | None:
    """As the page says, or as GB 18030, if the text then makes sense."""
    for codec in (declared_encoding(data), "gb18030"):
        if codec is not None and codec != "utf-8":
            decoded = _with(data, codec)
            if not decoded.damaged and _is_common(decoded.text):
                return decoded
    return None


def _is_common(text: str) -> bool:
    """Whether the characters beyond ASCII are mostly everyday ones; text in the wrong encoding is full of rare ones."""
    beyond = Counter("".join(_BEYOND_ASCII.findall(text[:_SAMPLE])))
    common = sum(count for char, count in beyond.items() if _is_everyday(char))
    return common * 10 >= sum(beyond.values()) * 6


@lru_cache(maxsize=1 << 14)
def _is_everyday(char: str) -> bool:
    """In the first level of GB 2312 (the 3755 most used characters) or its punctuation."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "—·〔〕\u00a0\ufeff"
    return code[0] in _FIRST_LEVEL or code[0] in _PUNCTUATION


def _guess(data: bytes) -> Decoded:
    """Last resort: what statistics say, if it reads without damage; else the reading with the least damage."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    guessed = None if best is None else best.encoding
    candidates = (declared_encoding(data), guessed, "gb18030", "utf-8")
    readings = [_with(data, codec) for codec in candidates if codec is not None]
    return min(readings, key=lambda reading: reading.text.count(_REPLACEMENT))
