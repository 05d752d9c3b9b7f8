"""A run: which files are meant, how hostile ones are read without harm, and who does the work.

`sources/` lists and opens inputs, `isolation/` reads them in child processes, `crews/` shares the work out, `journal`
keeps what survives an interruption, `pipeline` is the order of the steps. It knows neither options nor outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.front_door import names_of

if TYPE_CHECKING:
    from validator.engine.pipeline import check, check_document

__all__ = ["check", "check_document"]

__getattr__ = names_of(
    __name__,
    {"check": "pipeline", "check_document": "pipeline"},
)
