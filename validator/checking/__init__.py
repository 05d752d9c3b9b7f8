"""One report against its pack: constraints, observations, claims of the text and dates become findings.

`claims/` reads the prose, `decisions/` applies what a project has accepted. It knows one report at a time, and neither
how it was read nor how a finding is worded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.checking.checker import Checker
    from validator.checking.schemas import stacked, table_schema

__all__ = ["Checker", "stacked", "table_schema"]

__getattr__ = names_of(
    __name__,
    {"Checker": "checker", "stacked": "schemas", "table_schema": "schemas"},
)
