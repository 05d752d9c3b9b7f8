"""What the build of a wheel adds: the shipped pack compiled, so that no command has to read its YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledPack(BuildHookInterface[Any]):
    """Compiles the pack with the code that is being packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled pack beside the rules; an editable install uses the rules as they are."""
        if version != "standard":
            return
        sys.path.insert(0, self.root)
        import validator
        from validator.packs.kept.compiled import SHIPPED, compile_shipped

        sys.path.remove(self.root)
        made = Path(tempfile.mkdtemp(), SHIPPED.name)
        compile_shipped(Path(self.root, "rules", SHIPPED.stem), made)
        build_data["force_include"][str(made)] = SHIPPED.relative_to(Path(validator.__file__).parents[1]).as_posix()
