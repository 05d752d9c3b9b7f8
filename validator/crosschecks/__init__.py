"""Reports against each other: the years of an organ, a parent and its units.

Which reports are compared (`ReportGroups`), the relations between them (`BlockSystems`), and the cell of any of them
that explains a violation. It knows reports that are read and checked, not files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.crosschecks.check import check_between
    from validator.crosschecks.options import Across

__all__ = ["Across", "check_between"]

__getattr__ = names_of(
    __name__,
    {"Across": "options", "check_between": "check"},
)
