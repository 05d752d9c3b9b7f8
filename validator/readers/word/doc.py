"""Reader for old Word and WPS documents (.doc, .wps), by way of Word's newer format."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from doc2docx import convert
from doc2docx.errors import EncryptedDocumentError
from msgspec.structs import replace

from validator.model.document import Document
from validator.readers import _refusal as refusal
from validator.readers.word.docx import read_docx

if TYPE_CHECKING:
    from doc2docx.diagnostics import ConversionReport

PARTLY_READ = "doc-partly-read"
"""Warning: the file contradicts itself about its tables or its text; some of it may stand in the wrong place."""

_DOUBTS = frozenset(
    {
        "INVALID_UTF16",
        "MALFORMED_TABLE_FLATTENED",
        "STYLE_TABLE_MALFORMED",
        "TABLE_CELL_DEFINITION_MISMATCH",
        "TABLE_DEPTH_LIMITED",
        "TABLE_GRID_MISMATCH",
        "TABLE_MARKER_DEFERRED",
        "UNSUPPORTED_CONTROL_CHARACTER",
        "UNTERMINATED_FIELD",
    }
)
"""What the converter says of files whose tables or text it could not follow; the rest is about looks."""


def read_doc(path: str, data: bytes) -> Document:
    """Read a document of Word 97 to 2003 or of old WPS Writer.

    Raises UnreadableInputError for a damaged, encrypted or hostile one.
    """
    converted, report = _converted(path, data)
    document = read_docx(path, converted)
    doubtful = any(warning.code in _DOUBTS for warning in report.warnings)
    warnings = (*document.warnings, PARTLY_READ) if doubtful else document.warnings
    return replace(document, format="doc", warnings=warnings)


def as_docx(path: str, data: bytes) -> bytes:
    """The document in Word's newer format. Raises UnreadableInputError."""
    return _converted(path, data)[0]


def _converted(path: str, data: bytes) -> tuple[bytes, ConversionReport]:
    """The document as .docx, and what the converter had to say."""
    with TemporaryDirectory(prefix="gouji-") as folder:
        source, target = Path(folder, "document.doc"), Path(folder, "document.docx")
        source.write_bytes(data)
        try:
            result = convert(source, target)
        except EncryptedDocumentError:
            raise refusal.encrypted(path) from None
        except Exception:  # noqa: BLE001  on a damaged file the library fails wherever it happens to be
            raise refusal.damaged(path, "the document does not hold together") from None
        return target.read_bytes(), result.report
