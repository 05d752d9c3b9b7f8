"""Some samples, checked once for all tests of the formats."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from validator.engine.pipeline import check
from validator.model.result import Result

FOLDER = Path(__file__).parents[2] / "samples"
NAMES = ("balance-2023.html", "disputes-total-2023.docx", "ragged-2019.txt", "zeros-blank-2024.html", "before-2019.txt")
"""Relations that are violated, in tables of either arrangement; several readings; blanks; an unreadable input."""


@cache
def checked_samples() -> Result:
    """What checking them gives."""
    return check([str(FOLDER / name) for name in NAMES])
