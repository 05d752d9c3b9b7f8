"""What the name of a file tells of it."""

from __future__ import annotations

import os

_REPORT_SUFFIXES = frozenset({
    "doc", "docx", "wps", "wpt", "rtf", "odt", "pdf", "htm", "html", "mht", "mhtml", "xhtml", "txt", "md", "markdown",
    "tex", "xls", "xlsx", "et", "ods", "png", "jpg", "jpeg", "tif", "tiff",
})  # fmt: skip
"""Files of a folder or an archive that are taken for reports. A file named outright is read whatever its name."""


def is_document(path: str) -> bool:
    """True if a file of a folder or an archive is to be read for its name."""
    return os.path.splitext(path)[1].lower().removeprefix(".") in _REPORT_SUFFIXES  # noqa: PTH122 - quick, for many


def is_hidden(parts: list[str]) -> bool:
    """True if a file or a folder that it is in is hidden, a lock, or what one system leaves for itself."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
