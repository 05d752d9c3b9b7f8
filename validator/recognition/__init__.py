"""A `Document` becomes a `Report`: which official tables, in which edition, and what stands in each cell.

Where the source has lost the places of numbers, every reading that is left is kept. `tables/` reads one table:
`alignment` finds rows and columns, `_rows` the cells, `blank_rows`, `run_together`, `_stray_numbers` and `unread_rows`
what is damaged; `_damage` lets the relations choose. `identity/` finds organ and year, `sections` the headings. It
knows no file format and judges nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.recognition.recognise import recognise

__all__ = ["recognise"]

__getattr__ = names_of(
    __name__,
    {"recognise": "recognise"},
)
