"""A run: which files are meant, how hostile ones are read without harm, and who does the work.

A task says what is done with each file, a crew does it, a sink takes what comes of it: `sources/` lists and opens
inputs, `isolation/` reads them in child processes, `crews/` shares the work out, `sinks` and `journal` keep results in
memory or as lines, `pipeline` is the road through all of them. It knows neither options nor formats of output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.engine.pipeline import check, check_document

__all__ = ["check", "check_document"]

__getattr__ = names_of(
    __name__,
    {"check": "pipeline", "check_document": "pipeline"},
)
