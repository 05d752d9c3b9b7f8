"""A look at the compressed streams of a PDF before PDFium unpacks them without a limit.

Only what can be seen without understanding the file is looked at: an encrypted stream, or one packed by a rare method,
passes. The limits on the process are the second line.
"""

from __future__ import annotations

import re
import zlib

LARGEST_STREAM = 64 << 20
"""Bytes that one stream may unpack to: a complete Chinese font has 20 MB."""
LARGEST_TOTAL = 256 << 20

_START = re.compile(rb"stream\r?\n")
_DICTIONARY = 1024
"""Bytes before a stream in which its dictionary stands."""
_HARMLESS = 64 << 10
"""Bytes that a packed stream may have unseen: deflate makes 1032 bytes of one at most."""
_STEP = 1 << 20


def expands_too_far(data: bytes) -> bool:
    """True if a stream other than a picture, which is never unpacked here, passes one of the limits."""
    total = 0
    for match in _START.finditer(data):
        start = match.end()
        head = data[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b"obj") + 1 :]
        if b"Fl" not in head or b"/Image" in head:  # FlateDecode, or Fl for short
            continue
        end = data.find(b"endstream", start)
        packed = data[start : end if end >= 0 else len(data)]
        if len(packed) <= _HARMLESS:
            continue
        size = _unpacked_size(packed)
        total += size
        if size > LARGEST_STREAM or total > LARGEST_TOTAL:
            return True
    return False


def _unpacked_size(packed: bytes) -> int:
    """Bytes that a deflated stream unpacks to; counting ends beyond the limit, or where the stream is damaged."""
    unpacker = zlib.decompressobj()
    size = 0
    rest = packed
    while rest and not unpacker.eof and size <= LARGEST_STREAM:
        try:
            size += len(unpacker.decompress(rest, _STEP))
        except zlib.error:
            break
        rest = unpacker.unconsumed_tail
    return size
