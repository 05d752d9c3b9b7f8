"""Text as a field of a CSV file that spreadsheet programs will open: none of it is run, and all of it reads back.

A field that begins as a formula does gets an apostrophe before it, and so does one that begins with apostrophes before
such a sign, so that what was put there can be told from what was written.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_HARMLESS = re.compile(r"[+\-＋－]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％]?|[+\-＋－\s]*")
"""Numbers, which stay numbers, and signs alone."""


def to_field(text: str) -> str:
    """The text as a spreadsheet program takes it for text."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def of_field(field: str) -> str:
    """The text of such a field, letter for letter."""
    return field[1:] if field.startswith("'") and _FORMULA.match(field) else field
