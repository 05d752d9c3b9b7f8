"""Annotators write what was found into a copy of the user's own document, beside the very cells.

An annotator is a function `(data, notes, moment) -> bytes`. It knows one file format and neither rules nor forms; what
is said comes from `note.py`. Whatever else the file holds stays as it is, and notes of an earlier run are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from msgspec import Struct

if TYPE_CHECKING:
    from validator.annotators.notes import Notes

AUTHOR = "gouji"
"""Author of all notes: by it they are recognised and replaced when the copy is annotated again."""


class Annotator(Struct, frozen=True):
    """How files of one input format are annotated. The module is loaded when a file of that format comes."""

    module: str
    suffixes: tuple[str, ...]
    """What the name of the copy may end in, the usual one first."""
    converter: str | None = None
    """Module with `convert`, for formats that take no notes themselves: the copy is in a newer format."""

    def __call__(self, data: bytes, notes: Notes, moment: datetime) -> bytes:
        """The copy with the notes in it; `moment` is the time they are signed with."""
        function = import_module(self.module).annotate
        return cast("Callable[[bytes, Notes, datetime], bytes]", function)(data, notes, moment)

    def converted(self, path: str, data: bytes) -> bytes:
        """The content that takes the notes. Raises UnreadableInputError if it cannot be had."""
        if self.converter is None:
            return data
        return cast("Callable[[str, bytes], bytes]", import_module(self.converter).convert)(path, data)


_WORD = ("validator.annotators.word.docx", (".docx", ".docm"))
_EXCEL = ("validator.annotators.excel.xlsx", (".xlsx", ".xlsm", ".et"))

ANNOTATORS: Mapping[str, Annotator] = MappingProxyType(
    {
        "doc": Annotator(*_WORD, converter="validator.annotators.word.doc"),
        "docx": Annotator(*_WORD),
        "html": Annotator("validator.annotators.html.annotator", (".html", ".htm")),
        "pdf": Annotator("validator.annotators.pdf.annotator", (".pdf",)),
        "xls": Annotator(*_EXCEL, converter="validator.annotators.excel.xls"),
        "xlsx": Annotator(*_EXCEL),
    }
)
"""Name of the reader that read the file -> annotator."""
