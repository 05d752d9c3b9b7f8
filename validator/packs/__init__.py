"""Rule packs: YAML of forms, rules, wordings, organs and deadlines, read into the model, all faults of a file at once.

`language/` is what the names and patterns in that YAML are written in, `files/` reads one kind of file each, `pack`
puts a folder together. Nothing here knows a document or evaluates a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.packs.folders import shipped_pack
    from validator.packs.kept.compiled import load_compiled
    from validator.packs.pack import Pack, load_pack

__all__ = ["Pack", "load_compiled", "load_pack", "shipped_pack"]

__getattr__ = names_of(
    __name__,
    {"Pack": "pack", "load_compiled": "kept.compiled", "load_pack": "pack", "shipped_pack": "folders"},
)
