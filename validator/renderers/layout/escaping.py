"""Plain text made safe inside markup: Markdown as code hosts show it, what XML cannot hold, what no file may hold."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$]|^[-+=]|(?<=^\d)[.)](?=\s)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LIVE = re.compile(r"(?<=[@#])(?=\S)|(?<=:)(?=//|\w+:)|(?<=www)(?=\.)")
"""Where code hosts begin to see mentions, references, emoji codes and addresses."""


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
    """The text with a question mark for each character that XML cannot hold, and for each that moves a terminal."""
    return _FORBIDDEN.sub("?", text)
