"""Readers turn a file into a `Document`. They know file formats and nothing about official forms.

A new format is one module here with a function `(path, data) -> Document`, one line in `READERS`, and its signature in
`sniff.py` if that does not know it yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import cast

from msgspec import Struct

from validator.model.document import Document
from validator.model.environment.system_faults import why
from validator.readers import _refusal as refusal
from validator.readers import _sniff as sniff

LARGEST = 64
"""Megabytes that a file may have."""
_MEGABYTE = 1 << 20


class Reader(Struct, frozen=True):
    """One input format. Its module, with the heavy libraries, is loaded when a file of that format comes."""

    module: str
    function: str

    def __call__(self, path: str, data: bytes) -> Document:
        """Read the content of a file; `path` is only its name. Raises UnreadableInputError."""
        return self.loaded()(path, data)

    def loaded(self) -> Callable[..., Document]:
        """The function that reads."""
        return cast("Callable[..., Document]", getattr(import_module(self.module), self.function))


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "doc": Reader("validator.readers.word.doc", "read_doc"),
        "docx": Reader("validator.readers.word.docx", "read_docx"),
        "html": Reader("validator.readers.html.reader", "read_html"),
        "ods": Reader("validator.readers.spreadsheet.reader", "read_ods"),
        "odt": Reader("validator.readers.opendocument.odt", "read_odt"),
        "pdf": Reader("validator.readers.pdf.reader", "read_pdf"),
        "picture": Reader("validator.readers.scan.picture", "read_picture"),
        "rtf": Reader("validator.readers.rtf.reader", "read_rtf"),
        "text": Reader("validator.readers.text.reader", "read_text"),
        "xls": Reader("validator.readers.spreadsheet.reader", "read_xls"),
        "xlsx": Reader("validator.readers.spreadsheet.reader", "read_xlsx"),
    }
)
"""Format name, as `sniff.kind_of` finds it in the content, -> reader."""

SECOND_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "docx": Reader("validator.readers.word.second_reader", "read_docx_by_tokens"),
        "html": Reader("validator.readers.html.second_reader", "read_html_by_tokens"),
        "pdf": Reader("validator.readers.pdf.reader", "read_pdf_by_words"),
    }
)
"""Formats that can be read a second time in another way -> that reader."""
WITH_PAGES = frozenset({"pdf"})
"""Those of which single pages can be."""


def read(
    path: str,
    *,
    data: bytes | None = None,
    input_format: str | None = None,
    second: bool = False,
    pages: AbstractSet[int] | None = None,
) -> Document:
    """Read a file, or `data` where it came from elsewhere (`path` is then only a name, `-` for standard input).

    `input_format` names a reader and overrides what the content looks like. `second` asks for the other way to read a
    format of `SECOND_READERS`; `pages`: only these of a format that has pages. Raises ValueError for an unknown
    name, UnreadableInputError for what cannot be read. The file is never changed.
    """
    if input_format is not None and input_format not in READERS:
        raise ValueError(f"unknown input format {input_format!r}; known: {', '.join(READERS)}")
    content = _load(path) if data is None else data
    if len(content) > LARGEST * _MEGABYTE:
        raise refusal.too_large(path, LARGEST)
    if not content.strip():
        raise refusal.empty(path)
    kind = input_format or sniff.kind_of(content)
    if kind not in READERS:
        raise refusal.unsupported(path, kind)
    if not second or kind not in SECOND_READERS:
        return READERS[kind](path, content)
    if pages is None or kind not in WITH_PAGES:
        return SECOND_READERS[kind](path, content)
    return SECOND_READERS[kind].loaded()(path, content, pages)


def _load(path: str) -> bytes:
    """The content of a file, at most one byte more than the limit: a device may never end."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  the path is shown as the user wrote it, and may hold a zero byte
            return file.read(LARGEST * _MEGABYTE + 1)
    except FileNotFoundError:
        raise refusal.missing(path) from None
    except IsADirectoryError:
        raise refusal.directory(path) from None
    except PermissionError:
        raise (refusal.in_use(path) if _is_open_elsewhere(path) else refusal.forbidden(path)) from None
    except (OSError, ValueError) as error:
        raise refusal.not_opened(path, why(error)) from None


def _is_open_elsewhere(path: str) -> bool:
    """Whether an office program has the file open: it keeps a file of its own beside it for as long."""
    place = Path(path)
    locks = (f"~${place.name}", f"~${place.name[2:]}", f".~{place.name}", f".~lock.{place.name}#")
    return any(place.with_name(name).exists() for name in locks)
