"""Pictures that stand in a document in place of a table, as a scan or a part of a screen that was pasted in.

Their text is recognised where the extra `ocr` is installed, and belongs to the document only if there is a table in it.
What is too small for a table (an icon, a seal, a QR code) is not looked at. Nothing is ever fetched from a network.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct, field

from validator.model.document import Grid, Paragraph
from validator.readers import ocr
from validator.readers.blocks.flow import SourcePicture

NOT_READ = "picture-not-read"
"""Warning: there are pictures, and the extra `ocr` is not installed."""
UNREADABLE = "picture-unreadable"
"""Warning: a picture is too coarse, too large, or cannot be decoded."""
TOO_MANY = "pictures-left-out"
"""Warning: there are more pictures than are looked at."""

MOST_PICTURES = 12
"""Pictures of a document that are looked at: each may take ten seconds of processor time."""
LARGEST_FILE = 16 << 20
"""Bytes of one picture."""

_LEAST = (320, 100)
"""Dots from left to right and from top to bottom that a table takes up; that of fees has two rows."""
_DATA = re.compile(r"data:image/[\w.+\-]{1,20};base64,([A-Za-z0-9+/=%\s]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|[/\\?#]")
"""How the address of something begins that does not lie beside the page."""
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_TIFF = (b"II*\0", b"MM\0*")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Marks in a JPEG behind which its size stands."""


class Pictures(Struct):
    """The pictures of one document."""

    path: str
    read: list[int] = field(default_factory=list)
    """Numbers of those whose text was recognised."""
    warnings: list[str] = field(default_factory=list)
    _count: int = 0

    def found(self, data: bytes | None) -> SourcePicture | None:
        """A picture that may hold a table; None for one that is too small, or in no format that is read."""
        size = None if data is None else size_of(data)
        if data is None or size is None or size[0] < _LEAST[0] or size[1] < _LEAST[1]:
            return None
        self._count += 1
        return SourcePicture(self._count, data)

    def blocks(self, pictures: Sequence[SourcePicture]) -> Sequence[Paragraph | Grid]:
        """What stands in pictures that follow each other; nothing if there is no table in them."""
        wanted = [picture for picture in pictures if picture.number <= MOST_PICTURES]
        if len(wanted) < len(pictures):
            self._warn(TOO_MANY)
        if not ocr.is_available():
            self._warn(NOT_READ)
            return ()
        from validator.readers.page.assembly import document_blocks
        from validator.readers.scan.picture import picture_pages

        pages = picture_pages({picture.number: picture.data for picture in wanted})
        if len(pages) < len(wanted):
            self._warn(UNREADABLE)
        found = document_blocks(pages)
        if not any(isinstance(block, Grid) for block in found):
            return ()
        self.read += [page.number for page in pages]
        return tuple(map(_in_picture, found))

    def _warn(self, key: str) -> None:
        if key not in self.warnings:
            self.warnings.append(key)


def _in_picture(block: Paragraph | Grid) -> Paragraph | Grid:
    """A block with pages as pictures."""
    location = block.location._replace(page=None, picture=block.location.page)
    if isinstance(block, Paragraph):
        return Paragraph(block.text, location)
    cells = tuple(
        cell._replace(location=cell.location._replace(page=None, picture=cell.location.page)) for cell in block.cells
    )
    return Grid(cells, block.widths, block.positioned, location, block.aligned)


def of_address(address: str, page: str, content: bytes) -> bytes | None:
    """The picture that an address in a web page means: written into the page itself, or a file in its folder.

    `content`: of the page; only beside a file that holds it files are looked for, since the name of what was sent here
    says nothing. None for all other addresses, and for what cannot be read.
    """
    written = _DATA.fullmatch(address.strip())
    if written is not None:
        try:
            return base64.b64decode(unquote(written[1]), validate=False)
        except (binascii.Error, ValueError):
            return None
    if not address.strip() or _ADDRESS.match(address.strip()):
        return None
    try:
        folder = Path(page).resolve(strict=True).parent
        file = (folder / unquote(address.strip())).resolve(strict=True)
        if not file.is_relative_to(folder) or not file.is_file() or not 0 < file.stat().st_size <= LARGEST_FILE:
            return None
        return file.read_bytes() if Path(page).read_bytes() == content else None
    except (OSError, ValueError, RuntimeError):
        return None


def size_of(data: bytes) -> tuple[int, int] | None:
    """Dots across and down by the head of a picture file; None for another kind of file, or a broken one."""
    if data.startswith(_PNG) and len(data) >= 24:  # noqa: PLR2004  up to the height
        across, down = struct.unpack("!II", data[16:24])
        return int(across), int(down)
    if data.startswith(_JPEG):
        return _size_of_jpeg(data)
    # Where a TIFF says its size takes a parser; one that is pasted in is a scan.
    return _LEAST if data.startswith(_TIFF) else None


def _size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    at = len(_JPEG)
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  each part begins with it
        mark = data[at + 1]
        if mark in _FRAMES:
            down, across = struct.unpack("!HH", data[at + 5 : at + 9])
            return int(across), int(down)
        at += 1 if mark == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4])  # noqa: PLR2004  filled up
    return None
