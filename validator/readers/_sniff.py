"""What kind of file it is, by its content; the name of a file says nothing, a `.doc` may hold a web page."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

from validator.readers._ole import kind_of_ole
from validator.readers.encoding import utf16_without_mark

if TYPE_CHECKING:
    import zipfile

_HEAD = 4096
_SAMPLE = 1 << 16
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_MAGIC = (
    (_OLE, "ole"),
    (_ZIP, "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
)
_OPEN_DOCUMENT = "opendocument"
_ZIP_KINDS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
    ("META-INF/manifest.xml", _OPEN_DOCUMENT),
)
_CONTROL = bytes(byte for byte in range(ord(" ")) if byte not in b"\t\n\v\f\r\x1b")
_PAGE = re.compile(r"^[^\w<]{0,8}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(r"\s*<(?:[a-z][a-z0-9]{0,10}[\s>/]|!--|\?xml\s)", re.IGNORECASE)
_TAGS = re.compile(r"<(?:table|div|p|h[1-6]|span|meta|title|style|center|font|ul|ol)[\s>]", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\s|\s*<(?:svg|w:wordDocument|office:document|Workbook)\b")
_MAIL = re.compile(
    r"\s*(?:MIME-Version|From|Message-ID|Content-Type):[^\0]*?^Content-Type:", re.IGNORECASE | re.MULTILINE
)


def kind_of(data: bytes) -> str:
    """One word for the kind: the name of a reader, or of something that `refusal.py` has a sentence for."""
    start = data[: len(_OLE) + 8]
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if start.startswith(magic) and not (magic == b"BM" and not _is_bitmap(data)):
            return _inside_zip(data) if kind == "zip" else kind_of_ole(data) if kind == "ole" else kind
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image"
    return "binary" if _is_binary(data) else _kind_of_text(data)


def _is_bitmap(data: bytes) -> bool:
    """Two letters are a weak sign; a bitmap has its own length after them."""
    return int.from_bytes(data[2:6], "little") == len(data) or b"\0" in data[6:10]


def _inside_zip(data: bytes) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            found = (kind for prefix, kind in _ZIP_KINDS if any(name.startswith(prefix) for name in names))
            kind = next(found, "archive")
            return _kind_of_opendocument(archive) if kind == _OPEN_DOCUMENT else kind
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        return "broken-zip"


def _kind_of_opendocument(archive: zipfile.ZipFile) -> str:
    # Imported here: it brings the XML library, which a text does not need.
    from validator.readers.opendocument.package import kind_of_opendocument

    return kind_of_opendocument(archive)


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if sample.startswith(_TEXT_MARKS) or utf16_without_mark(sample):
        return False
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return control * 100 > len(sample)


def _kind_of_text(data: bytes) -> str:
    # Zero bytes out: in UTF-16 they part the letters of a tag.
    head = data[:_HEAD].replace(b"\0", b"").decode("latin-1").lstrip("ÿþï»¿")
    if _PAGE.search(head):
        return "html"
    if _MAIL.match(head):
        return "mhtml"
    # A text may begin with a table in HTML; only if it also ends with a tag is all of it markup.
    end = data[-_HEAD:].replace(b"\0", b"").rstrip()
    if _MARKUP.match(head) and _TAGS.search(head) and end.endswith(b">"):
        return "html"
    return "xml" if _XML.match(head) else "text"
