"""Beginnings of picture files that say how large they are."""

from __future__ import annotations

import struct
import zlib


def png_head(width: int, height: int) -> bytes:
    """The beginning of a PNG."""
    head = b"IHDR" + struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = b"IDAT" + zlib.compress(bytes(100))
    chunks = (struct.pack("!I", len(one) - 4) + one + struct.pack("!I", zlib.crc32(one)) for one in (head, content))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_head(width: int, height: int) -> bytes:
    """The beginning of a JPEG, with a part before the size."""
    other = b"\xff\xe0" + struct.pack("!H", 6) + b"JFIF"
    return b"\xff\xd8" + other + b"\xff\xc0" + struct.pack("!HBHH", 17, 8, height, width) + bytes(8)
