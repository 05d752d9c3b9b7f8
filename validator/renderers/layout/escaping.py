"""Plain text made safe inside markup: Markdown as code hosts show it, what XML cannot hold, cells of spreadsheets."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$]|^[-+=]|(?<=^\d)[.)](?=\s)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIVE = re.compile(r"(?<=[@#])(?=\S)|(?<=:)(?=//|\w+:)|(?<=www)(?=\.)")
"""Where code hosts begin to see mentions, references, emoji codes and addresses."""


_FORMULA = re.compile(r"'*[=+\-@\t]")
"""How a cell begins that a spreadsheet runs, and one that was kept from it."""


def for_spreadsheet(text: str) -> str:
    """The text as a field of a CSV file: one that a spreadsheet program would run begins with an apostrophe.

    So does one that begins with apostrophes before such a sign, so that every text can be told from what was put there.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def from_spreadsheet(field: str) -> str:
    """The text of such a field, letter for letter."""
    return field[1:] if field.startswith("'") and _FORMULA.match(field) else field


def markdown(text: str) -> str:
    """The text on one line of Markdown, letter for letter: nothing of it is markup, a mention, a link or a column."""
    still = _LIVE.sub("\u2060", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\g<0>", still.translate(_ENTITIES))


def code(text: str) -> str:
    """The text as code within a line of Markdown."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def xml_safe(text: str) -> str:
    """The text with a question mark for each character that XML cannot hold."""
    return _FORBIDDEN.sub("?", text)
