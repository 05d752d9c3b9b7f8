"""Where packs lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HEADING = "pack.yaml"
"""The file that makes a folder a pack."""
_SHIPPED = "annual-report"


def shipped_pack() -> Path:
    """Folder of the annual report's pack: inside the installed package, or in the checkout."""
    return _shelf() / _SHIPPED


def shipped_packs() -> Mapping[str, Path]:
    """Id of every pack that is shipped, which is the name of its folder -> that folder."""
    return {one.parent.name: one.parent for one in sorted(_shelf().glob(f"*/{HEADING}"))}


def pack_folder(word: str, beside: Path | None = None) -> Path:
    """What a word means: the shipped pack of that id, else the folder of that name, seen from another folder."""
    return shipped_packs().get(word) or (Path(word) if beside is None else beside / word)


def _shelf() -> Path:
    package = Path(__file__).parents[1]
    installed = package / "_rules"
    return installed if (installed / _SHIPPED).is_dir() else package.parent / "rules"
