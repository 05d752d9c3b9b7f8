"""Old Word documents take no notes; the copy is in Word's newer format."""

from __future__ import annotations

from validator.readers.word.doc import as_docx


def convert(path: str, data: bytes) -> bytes:
    """The document as .docx, the same that its reader looks into. Raises UnreadableInputError."""
    return as_docx(path, data)
