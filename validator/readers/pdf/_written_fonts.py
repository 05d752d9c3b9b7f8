"""What the codes of a text mean: fonts of Chinese characters, also those that old programs declared as Latin ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from playa.document import Document
from playa.font import CIDFont, Font
from playa.pdftypes import LIT, PDFObject, PSLiteral, list_value, resolve1

_FONT_FILES = ("FontFile", "FontFile2", "FontFile3")
_SHORT = 4
"""Bytes of a text that comes again and again: a character or two."""
_NATIONAL_CODES = "GBK-EUC-H"
_LATIN_WIDTHS: tuple[PDFObject, ...] = (1, [500.0] * 95, 814, 939, 500.0)
"""Thousandths of an em of Latin letters, by their numbers in the character collection of simplified Chinese."""
_CODECS = (
    (re.compile(r"Uni.*-(UCS2|UTF16)-"), "utf-16-be"),
    (re.compile(r"Uni.*-UTF32-"), "utf-32-be"),
    (re.compile(r"Uni.*-UTF8-"), "utf-8"),
    (re.compile(r"GB(pc)?-EUC-|GBKp?-EUC-|GBK2K-"), "gb18030"),
    (re.compile(r"B5pc-|ETen(ms)?-B5-|HKscs-B5-"), "big5hkscs"),
)
"""Names of the encodings that are known by the name alone -> how their codes are read."""


class WrittenDocument(Document):
    """A document whose fonts name the character of every code that they can, and none that they cannot."""

    def __init__(self, data: bytes) -> None:
        """Open a document, in the coordinates of the file."""
        super().__init__(data, space="default")
        self._known: dict[int, Font] = {}

    def get_font(self, objid: int = 0, spec: dict[str, PDFObject] | None = None) -> Font:
        """The font that a page calls by name."""
        if objid in self._known:
            return self._known[objid]
        composite = None if spec is None else _composite(spec)
        if composite is None:
            return super().get_font(objid, spec)
        font = _CompositeFont(composite)
        if objid:
            self._known[objid] = font
        return font


class _CompositeFont(CIDFont):
    """A font of more than 256 characters."""

    def __init__(self, spec: dict[str, PDFObject]) -> None:
        super().__init__(spec)
        name = str(self.cmap.attrs.get("CMapName", ""))
        self._decoded: dict[bytes, Sequence[tuple[int, str]]] = {}
        self._coded: dict[str, tuple[bytes, int, str]] = {}
        self._codec = next((codec for pattern, codec in _CODECS if pattern.match(name)), None)

    def decode(self, data: bytes) -> Iterable[tuple[int, str]]:
        """For each code its number in the font and its character; the latter is empty if it has no name."""
        known = self._decoded.get(data)
        if known is None:
            known = tuple(self._named(data))
            if len(data) <= _SHORT:
                self._decoded[data] = known
        return known

    def _named(self, data: bytes) -> Iterator[tuple[int, str]]:
        for code, cid, text in self._codes(data):
            named = None if self.tounicode is None else self.tounicode.bytes2unicode.get(code)
            yield cid, text if named is None else named

    def _codes(self, data: bytes) -> Iterator[tuple[bytes, int, str]]:
        if self._codec is None:
            yield from ((code, cid, self._by_number(code, cid)) for code, cid in self.cmap.decode(data))
            return
        # Not by the table of the library, which leaves out what it does not list.
        for character in data.decode(self._codec, "replace"):
            known = self._coded.get(character)
            if known is None:
                code = character.encode(self._codec, "replace")
                known = code, next((cid for _, cid in self.cmap.decode(code)), 0), character
                self._coded[character] = known
            yield known

    def _by_number(self, code: bytes, cid: int) -> str:
        if self.unicode_map is not None:
            return self.unicode_map.cid2unichr.get(cid, "")
        declared = self.tounicode is None and "ToUnicode" in self.spec  # as what the numbers themselves are
        return code.decode("utf-16-be", "replace") if declared else ""


def _composite(spec: Mapping[str, PDFObject]) -> dict[str, PDFObject] | None:
    """What a font of more than 256 characters says of itself; None for any other."""
    if _is_national(spec):
        return _as_national(spec)
    if resolve1(spec.get("Subtype")) is not LIT("Type0"):
        return None
    descendants = list_value(spec.get("DescendantFonts", []))
    descendant = resolve1(descendants[0]) if descendants else None
    if not isinstance(descendant, dict):
        return None
    return {**descendant, **{key: resolve1(spec[key]) for key in ("Encoding", "ToUnicode") if key in spec}}


def _is_national(spec: Mapping[str, PDFObject]) -> bool:
    """True for a font declared as one of Latin letters that has a name in Chinese, and is not in the file.

    Programs of old wrote text in the national encoding under a name such as `宋体`; every viewer reads it so.
    """
    name = resolve1(spec.get("BaseFont"))
    if resolve1(spec.get("Subtype")) is not LIT("TrueType") or not isinstance(name, PSLiteral) or name.name.isascii():
        return False
    descriptor = resolve1(spec.get("FontDescriptor"))
    return not isinstance(descriptor, dict) or not any(entry in descriptor for entry in _FONT_FILES)


def _as_national(spec: Mapping[str, PDFObject]) -> dict[str, PDFObject]:
    collection: dict[str, PDFObject] = {"Registry": b"Adobe", "Ordering": b"GB1", "Supplement": 2}
    return {
        "Subtype": LIT("CIDFontType2"),
        "BaseFont": spec["BaseFont"],
        "CIDSystemInfo": collection,
        "FontDescriptor": spec.get("FontDescriptor", {}),
        "Encoding": LIT(_NATIONAL_CODES),
        "DW": 1000,
        "W": list(_LATIN_WIDTHS),
    }
