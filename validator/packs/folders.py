"""Where packs lie."""

from __future__ import annotations

from pathlib import Path


def shipped_pack() -> Path:
    """Folder of the annual report's pack: inside the installed package, or in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_rules" / "annual-report"
    return installed if installed.is_dir() else package.parent / "rules" / "annual-report"
