"""Why there is nothing to check in a document: what is there instead of the official tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.form import Form
from validator.model.numbers import Kind, read_number
from validator.packs.refusals import Refusal, Refusals
from validator.recognition.tables.labels import normalise_label

_FEWEST_NUMBERS = 7
_DIGITS = re.compile(r"[0-9]{7}")
"""Digits run together."""
_TELLING = 6
"""Characters that make a row label unlikely to stand in prose."""
_TELLING_LABELS = 6
"""Row labels in running text that make it a report whose tables have fallen apart."""


def declined(document: Document, forms: Sequence[Form], refusals: Refusals) -> UnreadableInputError:
    """Why there is nothing to check in a document."""
    told = _told(document, forms, refusals)
    return UnreadableInputError(document.path, told.reason, told.hint)


def _told(document: Document, forms: Sequence[Form], refusals: Refusals) -> Refusal:
    text = normalise_label(
        "".join(p.text for p in document.paragraphs) + "".join(c.text for g in document.grids for c in g.cells)
    )
    for other in refusals.other_forms:
        if all(normalise_label(word) in text for word in other.words):
            return other.refusal
    labels = [normalise_label(row.labels[0]) for form in forms for table in form.tables for row in table.rows]
    named = sum(label in text for label in labels if len(label) >= _TELLING)
    if named < _TELLING_LABELS:
        return refusals.no_tables
    if document.recognised_pages:
        return refusals.no_ruling_lines
    return refusals.run_together if _has_numbers(document) else refusals.no_numbers


def _has_numbers(document: Document) -> bool:
    """Whether several numbers stand one behind the other, or alone, as those of a table do."""
    short = [paragraph.text for paragraph in document.paragraphs if "。" not in paragraph.text]
    cells = [cell.text for grid in document.grids for cell in grid.cells]
    words = [word for text in (*short, *cells) for word in text.replace("|", " ").split()]
    return sum(read_number(word).kind is Kind.NUMBER for word in words) >= _FEWEST_NUMBERS or any(
        _DIGITS.search(text) for text in short
    )
